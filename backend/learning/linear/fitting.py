"""Fitting: the weights of n-grams from labelled rows, by logistic regression on TF-IDF.

The design is (rows x words) times (words x n-grams): a row's n-grams are never written out, which
would take a hundred times the memory, and a step of the solver touches each word of a row once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backend.learning.linear.ngrams import NOTHING, Ngrams, word_hashes
from backend.learning.linear.weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Sparse = Any  # a scipy.sparse.csr_matrix, whose type stubs say less


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Rows of words as counts.

    words: shape (rows, distinct words). pieces: how often each bucket of n-grams is in each word,
    shape (distinct words, buckets). pairs: shape (rows, pairs). vocabulary: the distinct words.
    """

    ngrams: Ngrams
    words: Sparse
    pieces: Sparse
    pairs: Sparse
    vocabulary: tuple[str, ...]

    def rows(self, chosen: "NDArray[np.int64]") -> "Corpus":
        """Some of the rows."""
        return replace(self, words=self.words[chosen], pairs=self.pairs[chosen])


def read(rows: Iterable[Sequence[str]], ngrams: Ngrams) -> Corpus:
    """Count the words and n-grams of rows of words."""
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers: dict[str, int] = {}
    ids: list[int] = []
    starts = [0]
    for row in rows:
        ids += [numbers.setdefault(word, len(numbers)) for word in row]
        starts.append(len(ids))
    vocabulary = tuple(numbers)
    count = len(starts) - 1
    words = np.array(ids, dtype=np.int64)
    hashes = word_hashes(vocabulary)[words] if ids else np.zeros(0, dtype=np.uint64)
    before = np.roll(hashes, 1)
    begins = np.array(starts[:-1], dtype=np.int64)
    before[begins[np.diff(starts) > 0]] = NOTHING

    def counted(columns: "NDArray[np.int64]", shape: tuple[int, int]) -> Sparse:
        found = csr_matrix((np.ones(len(columns)), columns, np.array(starts)), shape=shape)
        found.sum_duplicates()
        return found

    word_of, buckets = map(np.concatenate, zip(*ngrams.of_words(vocabulary), strict=True))
    pieces = csr_matrix(
        (np.ones(len(buckets)), (word_of, buckets)), shape=(len(vocabulary), ngrams.buckets)
    )
    return Corpus(
        ngrams=ngrams,
        words=counted(words, (count, len(vocabulary))),
        pieces=pieces,
        pairs=counted(ngrams.of_pairs(before, hashes), (count, max(ngrams.pairs, 1))),
        vocabulary=vocabulary,
    )


class TfIdf:
    """A corpus as a design: damped counts times inverse document frequencies, each row divided by
    its length as `pooling` measures it.

    What is in fewer than `rarest` rows is no column. An n-gram's document frequency is taken as the
    sum of those of the words it is in: too high by the rows that have several of them.
    """

    def __init__(self, corpus: Corpus, rarest: int) -> None:
        import numpy as np
        from scipy.sparse import diags_array

        rows = corpus.words.shape[0]
        of_words = np.bincount(corpus.words.indices, minlength=len(corpus.vocabulary))
        of_pieces = np.minimum(corpus.pieces.T @ of_words, rows)
        of_pairs = np.bincount(corpus.pairs.indices, minlength=corpus.pairs.shape[1])
        if not corpus.ngrams.pairs:
            of_pairs[:] = 0
        self._ngrams = corpus.ngrams
        self._idf = _idf(of_pieces, rows, rarest)
        self._pair_idf = _idf(of_pairs, rows, rarest)
        self._used = np.flatnonzero(self._idf)
        self._used_pairs = np.flatnonzero(self._pair_idf)

        words, pairs = _damped(corpus.words), _damped(corpus.pairs)
        squares = words.power(2) @ (corpus.pieces @ self._idf**2)
        squares += pairs.power(2) @ self._pair_idf**2
        shrink = diags_array(1 / np.sqrt(np.maximum(squares, 1.0)))
        self._words = shrink @ words
        self._pieces = corpus.pieces[:, self._used] @ diags_array(self._idf[self._used])
        self._pairs = (
            shrink @ pairs[:, self._used_pairs] @ diags_array(self._pair_idf[self._used_pairs])
        )
        self.shape = rows, len(self._used) + len(self._used_pairs)

    def times(self, coefficients: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """As `logistic.Design` says."""
        pieces, pairs = coefficients[: len(self._used)], coefficients[len(self._used) :]
        found: NDArray[np.float64] = self._words @ (self._pieces @ pieces) + self._pairs @ pairs
        return found

    def transposed_times(self, rows: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """As `logistic.Design` says."""
        import numpy as np

        pieces = self._pieces.T @ (self._words.T @ rows)
        return np.concatenate([pieces, self._pairs.T @ rows])

    def weights(self, by_label: Sequence["NDArray[np.float64]"]) -> Weights:
        """The weights that the coefficients of each label come to."""
        import numpy as np

        values = np.zeros((len(self._idf), len(by_label) + 1), dtype=np.float32)
        pair_values = np.zeros((len(self._pair_idf), len(by_label) + 1), dtype=np.float32)
        for label, coefficients in enumerate(by_label):
            pieces, pairs = coefficients[: len(self._used)], coefficients[len(self._used) :]
            values[self._used, label] = pieces * self._idf[self._used]
            pair_values[self._used_pairs, label] = pairs * self._pair_idf[self._used_pairs]
        values[:, -1] = self._idf**2
        pair_values[:, -1] = self._pair_idf**2
        return Weights(ngrams=self._ngrams, values=values, pair_values=pair_values)


def _idf(frequencies: "NDArray[np.number]", rows: int, rarest: int) -> "NDArray[np.float64]":
    """Inverse document frequency, smoothed as if one more row had every n-gram."""
    import numpy as np

    idf: NDArray[np.float64] = np.log((1 + rows) / (1 + frequencies)) + 1
    idf[frequencies < rarest] = 0
    return idf


def _damped(counts: Sparse) -> Sparse:
    """1 + log of each count."""
    import numpy as np

    damped = counts.copy()
    damped.data = 1 + np.log(damped.data)
    return damped
