"""Pooling: from what each word of a message adds to what the message says.

A run of words scores the sum of what they add, over the Euclidean length of their features: TF-IDF
with cosine normalisation, as far as no two words share a feature. A message is scored as a whole,
where what recurs counts by the logarithm of its count ("sublinear" term frequency: Manning et al.,
Introduction to Information Retrieval, 6.4.1), and by its strongest window of a few words: an insult
in a long message is diluted in the whole, not there.
"""

from dataclasses import dataclass
from itertools import pairwise
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
    kinds: shape (2, words), numbers from -2**31 up to 2**31 that tell each word, and each pair with
    the word before it, from all others. values: shape (2, words, categories + 1), what they add to
    each category and, in the last column, the squared length of their features.
    """

    starts: "NDArray[np.int64]"
    kinds: "NDArray[np.int64]"
    values: "NDArray[np.float32]"


def features(words: Words) -> "NDArray[np.float64]":
    """What each message says, shape (messages, columns): by category the score of the whole, then
    those of the strongest window of each size, and last the logarithm of 1 + its words."""
    import numpy as np

    starts = words.starts
    own, pair = _damped(words)
    whole = _scores(_message_sums(starts, own + pair))
    begins, ends, first = _windows(starts)
    windows = _scores(_sums(words.values, begins, ends))
    strongest = np.maximum.reduceat(windows, first, axis=0).reshape(len(whole), -1)
    return np.concatenate([whole, strongest, np.log1p(np.diff(starts))[:, None]], axis=1)


def attributions(words: Words, coefficients: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """What each word of one message adds to `coefficients @ features`, shape (words, categories).

    coefficients: shape (categories, columns). Exact: the sum over words is all but what the last
    column gives. What a pair adds belongs to its two words by halves.
    """
    import numpy as np

    damped = _damped(words)
    begins, ends, first = _windows(words.starts)
    sums = _sums(words.values, begins, ends)
    scores = _scores(sums)
    sizes = pairwise([*first.tolist(), len(scores)])
    strongest = np.array([at + scores[at:end].argmax(axis=0) for at, end in sizes])
    place = np.arange(len(words.kinds[0]))[:, None, None]
    inside = (place >= begins[strongest]) & (place < ends[strongest])  # by size and category
    whole = damped / _lengths(damped.sum(axis=(0, 1), dtype=np.float64))
    within = words.values[:, :, None, :-1] * inside / _lengths(sums)[strongest, 0]
    own, pair = np.concatenate([whole[:, :, None, :-1], within], axis=2)
    shares = own + pair / 2
    shares[:-1] += pair[1:] / 2
    shares[:1] += pair[:1] / 2  # the first word's pair has no other
    of_words = coefficients[:, :-1].T
    added: NDArray[np.float64] = shares.reshape(-1, len(of_words)) @ of_words
    return added


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
    spoken = starts[1:] > starts[:-1]
    if spoken.any():
        sums[spoken] = np.add.reduceat(values, starts[:-1][spoken], axis=0, dtype=np.float64)
    return sums


def _sums(
    values: "NDArray[np.float32]", begins: "NDArray[np.int64]", ends: "NDArray[np.int64]"
) -> "NDArray[np.float64]":
    """Over each run of words and their pairs."""
    import numpy as np

    each = values[0] + values[1]
    running = np.zeros((len(each) + 1, each.shape[1]))
    np.add.accumulate(each, axis=0, dtype=np.float64, out=running[1:])
    sums: NDArray[np.float64] = running.take(ends, axis=0) - running.take(begins, axis=0)
    return sums


def _damped(words: Words) -> "NDArray[np.float32]":
    """The values as they count in the whole: so shared that n occurrences add, and are as long as,
    one that counts 1 + log n."""
    import numpy as np

    counts = _counts(words)
    counted: NDArray[np.float32] = 1 + np.log(counts)
    damped: NDArray[np.float32] = words.values * (counted / counts)[:, :, None]
    damped[:, :, -1] *= counted
    return damped


def _counts(words: Words) -> "NDArray[np.float32]":
    """How often each word, and each pair, occurs in its message; shape (2, words)."""
    import numpy as np

    starts = words.starts
    message_of = np.repeat(np.arange(len(starts) - 1), starts[1:] - starts[:-1])
    kinds = ((message_of << 32) + words.kinds).ravel()
    order = kinds.argsort(kind="stable")  # quicker than np.unique: it is half in order
    ordered = kinds.take(order)
    which = np.zeros_like(order)
    which[order[1:]] = np.cumsum(ordered[1:] != ordered[:-1])
    counts: NDArray[np.float32] = np.bincount(which).astype(np.float32).take(which)
    return counts.reshape(words.kinds.shape)


def _windows(
    starts: "NDArray[np.int64]",
) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]":
    """The windows of all messages, by message and size: where each begins and ends, and which is
    the first of its size. Of each there is at least one; the last may be shorter."""
    import numpy as np

    steps = np.array(WINDOWS) // 2
    counts = np.maximum(1, ((starts[1:] - starts[:-1])[:, None] - 1) // steps).ravel()
    first = np.cumsum(counts) - counts
    of = np.repeat(np.arange(len(counts)), counts)
    message, size = np.divmod(of, len(steps))
    step = steps.take(size)
    begins = starts.take(message) + (np.arange(len(of)) - first.take(of)) * step
    return begins, np.minimum(begins + 2 * step, starts.take(message + 1)), first
