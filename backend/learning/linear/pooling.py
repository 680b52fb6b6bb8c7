"""Pooling: from what each word of a message adds to what the message says.

A run of words scores the sum of what they add, over the Euclidean length of their features: TF-IDF
with cosine normalisation, as far as no two words share a feature. A message is scored as a whole,
where what recurs counts by the logarithm of its count ("sublinear" term frequency: Manning et al.,
Introduction to Information Retrieval, 6.4.1), and by its strongest window of a few words: an insult
in a long message is diluted in the whole, not there.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOWS = (4, 8, 24)
"""Words in a window. Windows of a size begin half a size apart."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of some messages, one message after the other.

    starts: shape (messages + 1,); message i has the words from starts[i] to starts[i + 1].
    words, pairs: shape (words,), numbers that tell a word, and the pair with the word before it,
    from others. adds, pair_adds: shape (words, categories), what they add to each category.
    squares, pair_squares: shape (words,), the squared lengths of their features.
    """

    starts: "NDArray[np.int64]"
    words: "NDArray[np.int64]"
    pairs: "NDArray[np.int64]"
    adds: "NDArray[np.float32]"
    squares: "NDArray[np.float32]"
    pair_adds: "NDArray[np.float32]"
    pair_squares: "NDArray[np.float32]"


def features(words: Words) -> "NDArray[np.float64]":
    """What each message says, shape (messages, columns): by category the score of the whole, then
    those of the strongest window of each size, and last the logarithm of 1 + its words."""
    import numpy as np

    starts = words.starts
    said = [_whole(words).scores(starts[:-1], starts[1:])]
    plain = _Sums(words.adds + words.pair_adds, words.squares + words.pair_squares)
    for size in WINDOWS:
        begins, ends, first = _windows(starts, size)
        said.append(np.maximum.reduceat(plain.scores(begins, ends), first, axis=0))
    said.append(np.log1p(np.diff(starts))[:, None])
    return np.hstack(said)


def attributions(words: Words, coefficients: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """What each word of one message adds to `coefficients @ features`, shape (words, categories).

    coefficients: shape (categories, columns). Exact: the sum over words is all but what the last
    column gives. What a pair adds belongs to its two words by halves.
    """
    import numpy as np

    starts, (count, categories) = words.starts, words.adds.shape
    word, pair = (_damped(_counts(starts, kinds)) for kinds in (words.words, words.pairs))
    whole = _by_word(words.adds * word[:, None], words.pair_adds * pair[:, None])
    shares = [whole / _whole(words).lengths(starts[:-1], starts[1:])]
    plain = _Sums(words.adds + words.pair_adds, words.squares + words.pair_squares)
    place = np.arange(count)[:, None]
    for size in WINDOWS:
        begins, ends, _ = _windows(starts, size)
        strongest = plain.scores(begins, ends).argmax(axis=0)  # by category
        begins, ends = begins[strongest], ends[strongest]
        inside = (place >= begins) & (place < ends)
        own = _by_word(words.adds * inside, words.pair_adds * inside)
        shares.append(own / plain.lengths(begins, ends))
    return np.hstack(shares) @ coefficients[:, : categories * len(shares)].T


def _by_word(
    adds: "NDArray[np.floating]", pair_adds: "NDArray[np.floating]"
) -> "NDArray[np.floating]":
    """`adds` with half of each pair added to either of its words; the first word has no other."""
    shares = adds + pair_adds / 2
    shares[:-1] += pair_adds[1:] / 2
    shares[:1] += pair_adds[:1] / 2
    return shares


class _Sums:
    """Running sums over words, from which any run of them is scored."""

    def __init__(self, adds: "NDArray[np.floating]", squares: "NDArray[np.floating]") -> None:
        import numpy as np

        self._adds = np.zeros((len(adds) + 1, adds.shape[1]))
        np.cumsum(adds, axis=0, dtype=np.float64, out=self._adds[1:])
        self._squares = np.zeros(len(squares) + 1)
        np.cumsum(squares, dtype=np.float64, out=self._squares[1:])

    def scores(
        self, begins: "NDArray[np.int64]", ends: "NDArray[np.int64]"
    ) -> "NDArray[np.float64]":
        """Of the words from each begin to its end, by category."""
        sums = self._adds[ends] - self._adds[begins]
        sums /= self.lengths(begins, ends)[:, None]
        return sums

    def lengths(
        self, begins: "NDArray[np.int64]", ends: "NDArray[np.int64]"
    ) -> "NDArray[np.float64]":
        """At least 1, so that words that hardly say anything are not made to."""
        import numpy as np

        return np.sqrt(np.maximum(self._squares[ends] - self._squares[begins], 1.0))


def _whole(words: Words) -> _Sums:
    """Over messages as wholes, where n occurrences are as long as one that counts 1 + log n."""
    counts, pair_counts = _counts(words.starts, words.words), _counts(words.starts, words.pairs)
    word, pair = _damped(counts), _damped(pair_counts)
    return _Sums(
        words.adds * word[:, None] + words.pair_adds * pair[:, None],
        words.squares * word**2 * counts + words.pair_squares * pair**2 * pair_counts,
    )


def _damped(counts: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """How far each of `counts` occurrences counts: together 1 + log of how many they are."""
    import numpy as np

    return (1 + np.log(counts)) / counts


def _counts(starts: "NDArray[np.int64]", kinds: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """How often the kind of each word occurs in its message; shape as `kinds`."""
    import numpy as np

    message_of = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    _, which, counts = np.unique(message_of << 32 | kinds, return_inverse=True, return_counts=True)
    found: NDArray[np.float64] = counts.astype(np.float64)[which]
    return found


def _windows(
    starts: "NDArray[np.int64]", size: int
) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]":
    """The windows of all messages: where each begins and ends, and which is a message's first.
    Each message has at least one; the last may be shorter than `size`."""
    import numpy as np

    step = size // 2
    lengths = np.diff(starts)
    counts = np.maximum(1, -(-(lengths - step) // step))
    first = np.cumsum(counts) - counts
    place = np.arange(counts.sum()) - np.repeat(first, counts)
    begins = np.repeat(starts[:-1], counts) + place * step
    return begins, np.minimum(begins + size, np.repeat(starts[1:], counts)), first
