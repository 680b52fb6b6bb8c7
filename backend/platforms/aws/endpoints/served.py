"""Packages as the container takes them: with the compiled part that a package leaves out.

A package is pure Python and a model, and stays where its evaluation put it. For the container it
is packed anew: with the files of fastText's wheel beside its own rooms below `code/` where its
model is fastText's, and nothing that pip would install. The same package gives the same bytes.
"""

import contextlib
import tempfile
import time
from collections.abc import Collection, Mapping
from pathlib import Path

from backend.artefacts import archive
from backend.artefacts.hashing import file_hash
from backend.artefacts.package import ARCHIVE, CODE
from backend.errors import NotFound
from backend.platforms.aws.endpoints.records import Served
from backend.platforms.aws.files import wheels
from backend.platforms.aws.files.storage import Storage
from backend.platforms.fit import package_manifest

FOLDER = "served"
_REQUIREMENTS = f"{CODE}/requirements.txt"
_ABANDONED_SECONDS = 3600.0  # between an upload and the intention that wants it


def repack(package: Path, compiled: Mapping[str, Path], target: Path) -> None:
    """Write `package` with the `compiled` files below `code/`, whole or not at all.

    Raises InvalidInput when it is no readable archive.
    """
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        unpacked = Path(folder, "package")
        archive.unpack(package, unpacked)
        files = {
            path.relative_to(unpacked).as_posix(): path
            for path in unpacked.rglob("*")
            if path.is_file()
        }
        files.pop(_REQUIREMENTS, None)
        archive.pack(target, {**files, **{f"{CODE}/{n}": path for n, path in compiled.items()}})


class ServedPackages:
    """The packages that endpoints serve, in the bucket: each is a revision's own, by its name, so
    that nobody deletes what another has just come to rest on."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        """folder: where wheels are kept on this machine, and archives while they are made."""
        self._storage = storage
        self._folder = folder

    def send(self, package: Path, owner: str, present: Served | None = None) -> Served:
        """Make it ready for the container and send it; `present`, where that is the same."""
        algorithm = package_manifest(package).settings.get("algorithm")
        compiled = (
            wheels.unpacked(wheels.PREDICTS, self._folder) if wheels.needed_for(algorithm) else {}
        )
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".served-") as folder:
            packed = Path(folder, ARCHIVE)
            repack(package, compiled, packed)
            sha256 = file_hash(packed)
            if present is not None and present.sha256 == sha256:
                return present
            uri = self._storage.upload(packed, f"{FOLDER}/{owner}")
            return Served(uri, sha256, packed.stat().st_size / 1e6)

    def remove(self, uris: Collection[str]) -> None:
        """Delete those of these URIs that are there."""
        for uri in uris:
            with contextlib.suppress(NotFound):
                self._storage.delete_below(_folder_of(self._storage.key(uri)))

    def sweep(self, wanted: Collection[str]) -> None:
        """Delete what nobody wants: of uploads whose endpoint never came to be."""
        kept = {_folder_of(self._storage.key(uri)) for uri in wanted}
        changed_at: dict[str, float] = {}
        for file in self._storage.listing(FOLDER):
            folder = _folder_of(file.key)
            changed_at[folder] = max(file.modified_at, changed_at.get(folder, 0.0))
        old = time.time() - _ABANDONED_SECONDS
        for folder, at in changed_at.items():
            if at < old and folder not in kept:
                self._storage.delete_below(folder)


def _folder_of(key: str) -> str:
    """The owner's folder, of a key in it."""
    return "/".join(key.split("/")[:2])
