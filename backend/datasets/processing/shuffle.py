"""Shuffle: lines in a random order that depends on the seed alone, in flat memory."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

_BUCKET_BYTES = 4 << 20
_MOST_BUCKETS = 256  # open files
_DIGITS = 16  # of a number, hexadecimal
_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


class Shuffle:
    """Takes lines and gives them back in the order of random numbers, no two of them equal.

    They wait in files by the first bits of their numbers, and each file is sorted in memory: how
    many files there are changes nothing. The files are gone when this is.
    """

    def __init__(self, folder: Path, size: int, seed: int) -> None:
        """`folder`: for the files, which have no names. `size`: of all lines, in bytes, about."""
        self._stack = ExitStack()
        wanted = min(-(-size // _BUCKET_BYTES), _MOST_BUCKETS)
        self._bits = max(wanted - 1, 0).bit_length()
        self._buckets = [
            self._stack.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115
            for _ in range(1 << self._bits)
        ]
        self._start = _mixed(seed)
        self._count = 0

    def add(self, line: bytes) -> None:
        """Add the next line, which ends in a newline."""
        key = _mixed(self._start + self._count * _GOLDEN)
        self._buckets[key >> (64 - self._bits)].write(b"%0*x%b" % (_DIGITS, key, line))
        self._count += 1

    def lines(self) -> Iterator[bytes]:
        """The lines in their new order."""
        for bucket in self._buckets:
            bucket.seek(0)
            for line in sorted(bucket):
                yield line[_DIGITS:]

    def close(self) -> None:
        """Give the disk back."""
        self._stack.close()


def _mixed(number: int) -> int:
    """The output function of SplitMix64 (Steele, Lea and Flood 2014): one to one on 64 bits."""
    z = number & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)
