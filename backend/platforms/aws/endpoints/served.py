"""Packages as the container takes them: with the compiled part that a package leaves out.

A package is pure Python and a model, and stays where its evaluation put it. For the container it
is packed anew: the files of fastText's wheel beside its own rooms below `code/`, and nothing that
pip would install. The same package gives the same bytes, sent to the bucket once, whatever number
of endpoints serve it.
"""

import contextlib
import tempfile
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.artefacts import archive
from backend.artefacts.package import ARCHIVE, CODE
from backend.errors import NotFound
from backend.platforms.aws.files import wheels
from backend.platforms.aws.files.mirror import CONTENT
from backend.platforms.aws.files.storage import WHOLE, Storage

FOLDER = "served"
_REQUIREMENTS = f"{CODE}/requirements.txt"
_ABANDONED_SECONDS = 3600.0  # between an upload and the intention that wants it


@dataclass(frozen=True)
class Served:
    """A package in the bucket. mb: its size, MB of 10^6 bytes."""

    uri: str
    mb: float


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
    """The packages that endpoints serve, in the bucket."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        """folder: where wheels are kept on this machine, and archives while they are made."""
        self._storage = storage
        self._folder = folder

    def send(self, package: Path) -> Served:
        """Make it ready for the container, and send it unless it is there."""
        compiled = wheels.unpacked(wheels.PREDICTS, self._folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".served-") as folder:
            packed = Path(folder, ARCHIVE)
            repack(package, compiled, packed)
            return Served(self._storage.upload(packed, FOLDER), packed.stat().st_size / 1e6)

    def remove(self, uris: Collection[str]) -> None:
        """Delete those of these URIs that are there."""
        for uri in uris:
            with contextlib.suppress(NotFound):
                folder, _, _ = self._storage.key(uri).rpartition("/")
                parent, _, content = folder.rpartition("/")
                # First what says that it is whole: nobody may take half of it for all.
                self._storage.delete(f"{parent}/{WHOLE}{content.removeprefix(CONTENT)}")
                self._storage.delete_below(folder)

    def sweep(self, wanted: Collection[str]) -> None:
        """Delete what nobody wants: of uploads whose endpoint never came to be."""
        old = time.time() - _ABANDONED_SECONDS
        found = (file for file in self._storage.listing(FOLDER) if file.modified_at < old)
        uris = {self._storage.uri(file.key) for file in found if file.key.endswith(f"/{ARCHIVE}")}
        self.remove(uris - set(wanted))
