"""Whether what an endpoint is to serve is a package, and whether it fits."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from backend.artefacts.archive import unpack_member
from backend.artefacts.manifest import FILE_NAME, Manifest, read_manifest
from backend.errors import InvalidInput, NotFound
from backend.platforms.base import EndpointSpec, check_fits


def checked_package(spec: EndpointSpec, fetch: Callable[[str], Path]) -> Path:
    """The archive of an endpoint's package, checked by its manifest alone, without the model.

    fetch: the archive at a URI; raises NotFound. Raises InvalidInput when it is not there or is
    none, DoesNotFit when its model needs more than `memory_mb`.
    """
    try:
        archive = fetch(spec.package)
    except NotFound as error:
        raise InvalidInput("The model's package is not there.", error.remedy) from None
    needed = package_manifest(archive).details.get("serving_mb")
    if not isinstance(needed, int | float):
        raise InvalidInput("The package does not say how much memory it needs.", _AGAIN)
    check_fits(needed, spec.memory_mb)
    return archive


_AGAIN = "Evaluate the model again."


def package_manifest(archive: Path) -> Manifest:
    """What a package says of itself, its model left unread. Raises InvalidInput for no package."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            unpack_member(archive, FILE_NAME, Path(folder))
        except OSError:
            raise InvalidInput("The model's package cannot be read.", _AGAIN) from None
        return read_manifest(Path(folder), "package")
