"""Copies on this machine of what lies in the bucket and never changes.

That is the output of a job that has ended, and all that was sent under a hash of its content:
below, a *unit*. What a unit holds is listed once; from then on it is known here, also what it does
not hold. Its files lie in a folder named after the listing, so that a unit that was deleted and
made again is another one.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from backend.artefacts.files import read_json, remove_abandoned, write_json
from backend.errors import Conflict, NotFound
from backend.platforms.aws.files.transfers import Receiving

CONTENT = "sha256-"
"""How the name of a folder starts whose name is the hash of what it holds."""

_UNIT = re.compile(rf"(?:jobs/[^/]+/output|(?:[^/]+/)*?{CONTENT}[0-9a-f]{{32}})(?=/|$)")
_LISTING = "listing.json"
_ABANDONED_SECONDS = 24 * 3600.0

Listed = tuple[int, str]
"""Size in bytes and ETag."""


def unit_of(key: str) -> str | None:
    """The unit that a key belongs to, None for what may change."""
    found = _UNIT.match(key)
    return found[0] if found else None


def is_plain(key: str) -> bool:
    """Whether a key can be a path here: no part of it empty, `.` or `..`."""
    return "\0" not in key and not {"", ".", ".."}.intersection(key.split("/"))


def no_file(key: str) -> NotFound:
    """The error for a file that is not there."""
    return NotFound(f"{key[-200:]} is not in the bucket.", "It may have been removed.")


class Mirror:
    """The copies, below one folder. Any number of processes may share it."""

    def __init__(self, folder: Path) -> None:
        self._units = folder / "units"
        self._begun = folder / "begun"

    def fetch(
        self,
        key: str,
        unit: str,
        listed: Callable[[], Mapping[str, Listed]],
        receive: Callable[[Sequence[Receiving]], None],
    ) -> Path:
        """The copy of a file or folder of a unit, made if need be.

        listed: asks what the unit holds, by key. receive: copies objects; raises NotFound or
        Conflict for one that is no more as it was listed. Raises NotFound.
        """
        known = self._listing(unit)
        listing = self._keep(unit, listed()) if known is None else known
        wanted = {
            name: told
            for name, told in listing.items()
            if name == key or name.startswith(f"{key}/")
        }
        if not wanted:
            raise no_file(key)
        folder = self._units / unit / _generation(listing)
        try:
            self._complete(folder, unit, wanted, receive)
        except (NotFound, Conflict):
            if known is None:
                raise
            self.forget(unit)  # it was made again: so is the copy
            return self.fetch(key, unit, listed, receive)
        return folder / _below(unit, key)

    def _complete(
        self,
        folder: Path,
        unit: str,
        wanted: Mapping[str, Listed],
        receive: Callable[[Sequence[Receiving]], None],
    ) -> None:
        """Copy into `folder` what is wanted and not there yet."""
        folder.mkdir(parents=True, exist_ok=True)
        places = {name: folder / _below(unit, name) for name in wanted if is_plain(name)}
        absent = {name: place for name, place in places.items() if not place.exists()}
        if not absent:
            return
        self._begun.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._begun) as begun:
            arriving = [
                Receiving(name, Path(begun) / str(number), *wanted[name])
                for number, name in enumerate(absent)
            ]
            receive(arriving)
            for file in arriving:
                _sync(file.path)
                absent[file.key].parent.mkdir(parents=True, exist_ok=True)
                file.path.replace(absent[file.key])

    def forget(self, key: str) -> None:
        """Drop the copies of a file or folder that is there no more, and of the unit it is in."""
        if key and not is_plain(key):
            return
        place = self._units / (unit_of(key) or key)
        for listing in [*place.rglob(_LISTING)]:
            listing.unlink(missing_ok=True)  # first: what is not listed is asked for
        shutil.rmtree(place, ignore_errors=True)

    def clean(self) -> None:
        """Remove what was begun and never ended, as by a process that was killed."""
        remove_abandoned(self._begun, "*", seconds=_ABANDONED_SECONDS)

    def _listing(self, unit: str) -> Mapping[str, Listed] | None:
        try:
            return {name: (size, etag) for name, size, etag in read_json(self._place(unit))}
        except (OSError, ValueError, TypeError):
            return None

    def _keep(self, unit: str, listing: Mapping[str, Listed]) -> Mapping[str, Listed]:
        if listing:
            write_json(self._place(unit), [[name, *told] for name, told in listing.items()])
        return listing

    def _place(self, unit: str) -> Path:
        return self._units / unit / _LISTING


def _below(unit: str, key: str) -> str:
    return key[len(unit) + 1 :]


def _generation(listing: Mapping[str, Listed]) -> str:
    told = json.dumps([[name, *told] for name, told in sorted(listing.items())])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
