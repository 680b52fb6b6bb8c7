"""N-grams: the features of a word, and of two words in a row, as buckets of hash tables.

A piece of text is hashed as the polynomial of its code points modulo 2**64: all pieces of many
words come of one running sum, and are the same on every machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse
_INVERSE = pow(_BASE, -1, 1 << 64)
_WHOLE = 0xD1B54A32D192ED03  # tells a word from a character n-gram of the same letters
_NEXT = 0xAEF17502108EF2D9  # tells "a b" from "b a"
_BEGIN, _END = "<", ">"

NOTHING = 0
"""The hash that stands before the first word of a message."""


@dataclass(frozen=True)
class Ngrams:
    """Which n-grams are read, and how many buckets they share.

    shortest, longest: characters of the pieces of a word, its ends marked as in fastText; 0 and 0
    for none. buckets: for words and their pieces. pairs: for two words in a row, 0 to read none.
    """

    shortest: int
    longest: int
    buckets: int
    pairs: int

    def of_words(
        self, words: Sequence[str]
    ) -> Iterator[tuple["NDArray[np.int64]", "NDArray[np.int64]"]]:
        """Of each word whole, then of its pieces, one length at a time: the place of the word
        among `words`, in rising order, and the bucket; two arrays of equal shape. A piece that
        recurs in a word is there as often."""
        import numpy as np

        spelt = _Spelling(words)
        yield np.arange(len(words)), _bucket(spelt.hashes, self.buckets)
        for length in range(self.shortest, self.longest + 1) if self.shortest else ():
            word_of, hashes = spelt.pieces(length)
            yield word_of, _bucket(hashes, self.buckets)

    def of_pairs(
        self, first: "NDArray[np.uint64]", second: "NDArray[np.uint64]"
    ) -> "NDArray[np.int64]":
        """The bucket of each two words in a row, by `word_hashes` of either; of equal shape. All 0
        where no pairs are read."""
        import numpy as np

        if not self.pairs:
            return np.zeros(len(first), dtype=np.int64)
        return _bucket(_mixed(first * np.uint64(_NEXT) + second), self.pairs)


def word_hashes(words: Sequence[str]) -> "NDArray[np.uint64]":
    """A hash for each word, shape (words,)."""
    return _Spelling(words).hashes


class _Spelling:
    """Words one after the other, as a running sum from which any piece of them is hashed."""

    def __init__(self, words: Sequence[str]) -> None:
        import numpy as np

        text = "".join([f"{_BEGIN}{word}{_END}" for word in words])
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        lengths = np.array([len(word) + 2 for word in words], dtype=np.int64)
        self._ends = np.cumsum(lengths)
        self._word_of = np.repeat(np.arange(len(words)), lengths)
        self._sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        np.cumsum(codes * _powers(_BASE, len(codes)), out=self._sums[1:])
        self._shift = _powers(_INVERSE, len(codes))  # as if each piece came first
        self.hashes = _mixed(self._sum(self._ends - lengths, self._ends) ^ np.uint64(_WHOLE))

    def pieces(self, length: int) -> "tuple[NDArray[np.int64], NDArray[np.uint64]]":
        """The word and the hash of each piece of `length` characters."""
        import numpy as np

        places = np.arange(len(self._word_of))
        begins = places[places + length <= self._ends[self._word_of]]
        return self._word_of[begins], _mixed(self._sum(begins, begins + length))

    def _sum(self, begins: "NDArray[np.int64]", ends: "NDArray[np.int64]") -> "NDArray[np.uint64]":
        return (self._sums[ends] - self._sums[begins]) * self._shift[begins]


def _powers(base: int, count: int) -> "NDArray[np.uint64]":
    """base ** 0, 1, 2 … modulo 2**64."""
    import numpy as np

    powers = np.full(count, base, dtype=np.uint64)
    powers[:1] = 1
    return np.multiply.accumulate(powers, dtype=np.uint64)


def _mixed(hashes: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """Every bit of a hash moves all others (the finaliser of SplitMix64, Steele et al. 2014)."""
    import numpy as np

    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def _bucket(hashes: "NDArray[np.uint64]", buckets: int) -> "NDArray[np.int64]":
    import numpy as np

    return (hashes % np.uint64(buckets)).astype(np.int64)
