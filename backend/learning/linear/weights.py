"""Weights: what every n-gram adds to the score of each category, and how long it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.learning.linear.ngrams import Ngrams

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Weights:
    """By bucket of `ngrams`, the inverse document frequency folded in.

    adds: shape (buckets, categories), pair_adds (pairs, categories): a coefficient times the IDF.
    squares: shape (buckets,), pair_squares (pairs,): the IDF squared; 0 for what was too rare to be
    learned, which adds 0 too. 16-bit floats where they are served, which is what a model file
    holds.
    """

    ngrams: Ngrams
    adds: "NDArray[np.floating]"
    squares: "NDArray[np.floating]"
    pair_adds: "NDArray[np.floating]"
    pair_squares: "NDArray[np.floating]"

    @property
    def categories(self) -> int:
        """How many categories there are."""
        return int(self.adds.shape[1])

    def of_words(self, words: Sequence[str]) -> "tuple[NDArray[np.float32], NDArray[np.float32]]":
        """What each word adds, shape (words, categories), and its squared length, shape (words,):
        the sums over the word whole and its pieces. Neither depends on the message."""
        import numpy as np

        sums = np.zeros((len(words), self.categories + 1), dtype=np.float64)
        for word_of, buckets in self.ngrams.of_words(words):
            if len(buckets):
                first = np.flatnonzero(np.diff(word_of, prepend=-1))
                present = word_of[first]
                adds = self.adds[buckets].astype(np.float64)
                sums[present, :-1] += np.add.reduceat(adds, first)
                squares = self.squares[buckets].astype(np.float64)
                sums[present, -1] += np.add.reduceat(squares, first)
        found = sums.astype(np.float32)
        return found[:, :-1], found[:, -1]
