"""Waiting: normalised rows in a file without a name, until it is known where they go."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from backend.datasets.hashes import HASH_BYTES
from backend.datasets.processing.normalising import Normalised
from backend.datasets.processing.rows import Rows

_HASH_DIGITS = 2 * HASH_BYTES
_TAKEN_UP = 1 << 20  # bytes
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Waiting:
    """Rows on disk, to be read in the order they came. The file is gone when this is.

    A row is a line: `hash label-set TAB id TAB file TAB row TAB reference TAB text`, where
    nothing holds a tab or ends the line, for ids are cleaned and normalised texts are so.
    """

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self.rows = self.size = 0

    def add(self, rows: Rows, normalised: Normalised, indexes: Iterable[int]) -> None:
        """Add some of `rows`, of which `normalised` are the texts."""
        for i in indexes:
            hash_ = normalised.hashes_of((i,)).hex()
            id_ = _CONTROL.sub(" ", rows.ids[i])
            line = (
                f"{hash_}{rows.sets[i]}\t{id_}\t{rows.table}\t{rows.numbers[i]}"
                f"\t{rows.references[i]:d}\t{normalised.texts[i]}\n"
            )
            self.size += self._file.write(line.encode())
            self.rows += 1

    def chunks(self) -> Iterator[tuple[bytes, list[bytes]]]:
        """The rows, some at a time: their hashes end to end, and their lines without these."""
        self._file.seek(0)
        while lines := self._file.readlines(_TAKEN_UP):
            digits = b"".join([line[:_HASH_DIGITS] for line in lines]).decode()
            yield bytes.fromhex(digits), [line[_HASH_DIGITS:] for line in lines]

    def close(self) -> None:
        """Give the disk back."""
        self._file.close()
