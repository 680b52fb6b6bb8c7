"""The word table: what words add, worked out when a word is first met, and kept."""

import threading
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from backend.learning.linear.ngrams import NOTHING, word_hashes
from backend.learning.linear.pooling import Words
from backend.learning.linear.weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LONGEST = 500  # characters of a word that are read: people's are far shorter
_CAPACITY = 1 << 17  # words: with what they add, some 30 MB


class WordTable:
    """By word, its values and its hash. Bounded: when full it begins anew.
    Safe to share between threads."""

    def __init__(self, weights: Weights) -> None:
        import numpy as np

        self._weights = weights
        self._pair_values = weights.pair_values.astype(np.float32)
        self._lock = threading.Lock()
        self._rows = _Rows(_CAPACITY, weights.values.shape[1])

    def words(self, messages: Sequence[Sequence[str]]) -> Words:
        """The words of messages, to be pooled."""
        import numpy as np

        lengths = np.fromiter(map(len, messages), dtype=np.int64, count=len(messages))
        starts = np.zeros(len(messages) + 1, dtype=np.int64)
        np.cumsum(lengths, out=starts[1:])
        rows, ids = self._look_up(list(chain.from_iterable(messages)))
        hashes = rows.hashes.take(ids)
        before = np.empty_like(hashes)
        before[1:] = hashes[:-1]
        before[starts[:-1][lengths > 0]] = NOTHING
        pairs = self._weights.ngrams.of_pairs(before, hashes)
        values = rows.values.take(ids, axis=0), self._pair_values.take(pairs, axis=0)
        # A pair never has the number of a word.
        return Words(starts=starts, kinds=np.array([ids, ~pairs]), values=np.array(values))

    def _look_up(self, words: list[str]) -> "tuple[_Rows, NDArray[np.int64]]":
        """The rows that hold the words, and the row of each."""
        import numpy as np

        with self._lock:
            rows = self._rows
            known = len(rows.ids)
            if known + len(words) > len(rows.hashes):  # nearly, even if most of them are known
                known = 0
                self._rows = rows = _Rows(max(_CAPACITY, len(words)), rows.values.shape[1])
            found = np.fromiter(map(rows.ids.__getitem__, words), np.int64, len(words))
            if rows.met:
                added = slice(known, known + len(rows.met))
                rows.values[added] = self._weights.of_words(rows.met)
                rows.hashes[added] = word_hashes(rows.met)
                rows.met.clear()
        return rows, found


class _Ids(dict[str, int]):
    """A number for each word, given when it is first met."""

    def __init__(self, met: list[str]) -> None:
        self._met = met

    def __missing__(self, word: str) -> int:
        if len(word) > _LONGEST:
            return self[word[:_LONGEST]]
        self[word] = number = len(self)
        self._met.append(word)
        return number


class _Rows:
    """Arrays that are filled from the front."""

    def __init__(self, capacity: int, columns: int) -> None:
        import numpy as np

        self.met: list[str] = []
        self.ids = _Ids(self.met)
        self.values = np.zeros((capacity, columns), dtype=np.float32)
        self.hashes = np.zeros(capacity, dtype=np.uint64)
