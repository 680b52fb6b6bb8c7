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
    """By bucket of `ngrams`: words and their pieces, shape (buckets, categories + 1), and pairs,
    shape (pairs, categories + 1).

    In a row, what the n-gram adds to each category (its coefficient times its inverse document
    frequency) and, last, its squared length (the frequency's square). All 0 for what was too rare
    to be learned. 16-bit floats in a model that is served.
    """

    ngrams: Ngrams
    values: "NDArray[np.floating]"
    pair_values: "NDArray[np.floating]"

    def of_words(self, words: Sequence[str]) -> "NDArray[np.float32]":
        """The values of words, shape (words, categories + 1): the sums over the word whole and its
        pieces. They do not depend on the message."""
        import numpy as np

        sums = np.zeros((len(words), self.values.shape[1]))
        for word_of, buckets in self.ngrams.of_words(words):
            if len(buckets):
                first = np.flatnonzero(np.diff(word_of, prepend=-1))
                values = self.values.take(buckets, axis=0)
                sums[word_of[first]] += np.add.reduceat(values, first, axis=0, dtype=np.float64)
        return sums.astype(np.float32)
