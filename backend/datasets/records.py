"""Records of 16 bytes: a hash and a number, for millions of rows in flat memory.

All that has to be known of every row at once (is this id a repetition, which texts are equal,
on which side does a text stand) is kept in one of these.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from backend.datasets.hashes import HASH_BYTES

_RECORD_BYTES = 16
_BLOCK = 1 << 16  # records looked at together
LARGEST = (1 << 32) - 1


class Records:
    """Hashes with a number from 0 to LARGEST each: first appended, then sorted, then looked up."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._sorted = np.empty(0, dtype="S16")

    def __len__(self) -> int:
        return len(self._sorted) or len(self._bytes) // _RECORD_BYTES

    def append(self, hash_: bytes, number: int) -> None:
        """Add a record."""
        self._bytes += hash_ + number.to_bytes(4, "big")

    def extend(self, hashes: bytes, numbers: NDArray[np.uint32]) -> None:
        """Add `len(numbers)` records; `hashes` holds their hashes end to end."""
        self._bytes += _joined(hashes, numbers).tobytes()

    def sort(self) -> None:
        """Put the records in order of hash, then number, in place. None can be added after it."""
        # Nothing cuts trailing zero bytes: comparing looks at all 16, and no item is taken out.
        self._sorted = np.frombuffer(self._bytes, dtype="S16")
        self._sorted.sort()

    @property
    def numbers(self) -> NDArray[np.uint32]:
        """The numbers in the order of the records: a view, in big-endian order, to change."""
        return self._sorted.view(">u4").reshape(-1, 4)[:, 3]

    def hash(self, position: int) -> bytes:
        """The hash of the record at `position`."""
        start = position * _RECORD_BYTES
        return bytes(self._bytes[start : start + HASH_BYTES])

    def find(self, hashes: bytes) -> NDArray[np.int64]:
        """For each hash the position of its first record, -1 where there is none."""
        keys = _joined(hashes, np.zeros(len(hashes) // HASH_BYTES, dtype=np.uint32))
        if not len(self._sorted):
            return np.full(len(keys), -1)
        positions = np.searchsorted(self._sorted, keys.view("S16").ravel())
        nearest = np.minimum(positions, len(self._sorted) - 1)
        found = self._words()[nearest, :3] == keys.view(">u4")[:, :3]
        return np.where(found.all(axis=1), nearest, -1)

    def groups(self) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Runs of equal hashes, in order, block by block.

        Yields the position of a block and the ends of its groups relative to it, rising; the
        block ends with its last group.
        """
        start, total = 0, len(self._sorted)
        while start < total:
            end = min(start + _BLOCK, total)
            last = self.hash(end - 1) + b"\xff" * 4
            end = int(np.searchsorted(self._sorted, np.frombuffer(last, "S16"), "right")[0])
            words = self._words()[start:end]
            differs = (words[1:, :3] != words[:-1, :3]).any(axis=1)
            yield start, np.append(np.flatnonzero(differs) + 1, end - start)
            start = end

    def repetitions(self) -> tuple[int, int]:
        """Records that repeat the hash of an earlier one, and hashes with different numbers."""
        repeated = different = 0
        for start, ends in self.groups():
            sizes = np.diff(ends, prepend=0)
            begins = ends - sizes
            numbers = self.numbers[start : start + ends[-1]]
            differs = numbers != np.repeat(numbers[begins], sizes)
            repeated += int((sizes - 1).sum())
            different += int(np.logical_or.reduceat(differs, begins).sum())
        return repeated, different

    def _words(self) -> NDArray[np.uint32]:
        return self._sorted.view(">u4").reshape(-1, 4)


def _joined(hashes: bytes, numbers: NDArray[np.uint32]) -> NDArray[np.uint8]:
    records = np.empty((len(numbers), _RECORD_BYTES), dtype=np.uint8)
    records[:, :HASH_BYTES] = np.frombuffer(hashes, dtype=np.uint8).reshape(-1, HASH_BYTES)
    records[:, HASH_BYTES:] = numbers.astype(">u4").view(np.uint8).reshape(-1, 4)
    return records
