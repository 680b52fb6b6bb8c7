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
    from others. values, pair_values: shape (words, categories + 1), what they add to each category
    and, in the last column, the squared length of their features.
    """

    starts: "NDArray[np.int64]"
    words: "NDArray[np.int64]"
    pairs: "NDArray[np.int64]"
    values: "NDArray[np.float32]"
    pair_values: "NDArray[np.float32]"


def features(words: Words) -> "NDArray[np.float64]":
    """What each message says, shape (messages, columns): by category the score of the whole, then
    those of the strongest window of each size, and last the logarithm of 1 + its words."""
    import numpy as np

    starts = words.starts
    own, pair = _damped(words)
    said = [_scores(_message_sums(starts, own + pair))]
    running = _running_sums(words)
    for size in WINDOWS:
        begins, ends, first = _windows(starts, size)
        scores = _scores(running.take(ends, axis=0) - running.take(begins, axis=0))
        said.append(np.maximum.reduceat(scores, first, axis=0))
    said.append(np.log1p(np.diff(starts))[:, None])
    return np.hstack(said)


def attributions(words: Words, coefficients: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """What each word of one message adds to `coefficients @ features`, shape (words, categories).

    coefficients: shape (categories, columns). Exact: the sum over words is all but what the last
    column gives. What a pair adds belongs to its two words by halves.
    """
    import numpy as np

    own, pair = _damped(words)
    shares = [_by_word(own, pair) / _lengths((own + pair).sum(axis=0, dtype=np.float64))]
    running = _running_sums(words)
    place = np.arange(len(words.words))[:, None]
    for size in WINDOWS:
        begins, ends, _ = _windows(words.starts, size)
        sums = running.take(ends, axis=0) - running.take(begins, axis=0)
        strongest = _scores(sums).argmax(axis=0)  # by category
        inside = (place >= begins[strongest]) & (place < ends[strongest])
        inside = np.column_stack([inside, np.ones_like(place, dtype=np.bool_)])
        within = _by_word(words.values * inside, words.pair_values * inside)
        shares.append(within / _lengths(sums)[strongest, 0])
    every = np.hstack(shares)
    return every @ coefficients[:, : every.shape[1]].T


def _by_word(
    values: "NDArray[np.floating]", pair_values: "NDArray[np.floating]"
) -> "NDArray[np.floating]":
    """What is added, half of each pair by either of its words; the first word's pair has no
    other."""
    adds, pair_adds = values[:, :-1], pair_values[:, :-1]
    shares = adds + pair_adds / 2
    shares[:-1] += pair_adds[1:] / 2
    shares[:1] += pair_adds[:1] / 2
    return shares


def _scores(sums: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Of runs of words, shape (runs, categories). sums: of their values."""
    scores: NDArray[np.float64] = sums[:, :-1] / _lengths(sums)
    return scores


def _lengths(sums: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Of runs of words; at least 1, so that words that hardly say anything are not made to."""
    import numpy as np

    return np.sqrt(np.maximum(sums[..., -1:], 1.0))


def _message_sums(
    starts: "NDArray[np.int64]", values: "NDArray[np.float32]"
) -> "NDArray[np.float64]":
    """The sum over each message, which may have no word."""
    import numpy as np

    sums = np.zeros((len(starts) - 1, values.shape[1]))
    spoken = np.diff(starts) > 0
    if spoken.any():
        sums[spoken] = np.add.reduceat(values, starts[:-1][spoken], axis=0, dtype=np.float64)
    return sums


def _running_sums(words: Words) -> "NDArray[np.float64]":
    """Sums of all words before each, and of all."""
    import numpy as np

    values = words.values + words.pair_values
    sums = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, axis=0, dtype=np.float64, out=sums[1:])
    return sums


def _damped(words: Words) -> "tuple[NDArray[np.float32], NDArray[np.float32]]":
    """The values of words and of pairs, as they count in the whole."""
    own = _shares(words.values, _counts(words.starts, words.words))
    return own, _shares(words.pair_values, _counts(words.starts, words.pairs))


def _shares(values: "NDArray[np.float32]", counts: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """`values` of occurrences so shared that n of them add, and are as long as, one that counts
    1 + log n. counts: n of each occurrence."""
    import numpy as np

    counted: NDArray[np.float32] = 1 + np.log(counts)
    shares: NDArray[np.float32] = values * (counted / counts)[:, None]
    shares[:, -1] *= counted
    return shares


def _counts(starts: "NDArray[np.int64]", kinds: "NDArray[np.int64]") -> "NDArray[np.float32]":
    """How often the kind of each word occurs in its message; shape as `kinds`."""
    import numpy as np

    message_of = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    _, which, counts = np.unique(message_of << 32 | kinds, return_inverse=True, return_counts=True)
    found: NDArray[np.float32] = counts.astype(np.float32).take(which)
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
