"""Explanation: which words of a message did it, and what disguised ones were read as."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from backend.learning.model import Attributing, Model
from backend.learning.scoring import Views
from backend.text.offsets import Token
from backend.text.readings.lexicon import Lexicon
from backend.text.readings.reader import Change


class Word(NamedTuple):
    """A word of a message, or several that were read as one.

    start, end: where it stands in the message as it was typed, in code points. What is said of the
    message as a whole, such as that it shouts, starts and ends at its end. adds: what it adds to
    the log-odds of the raw score of each category, in their order.
    """

    start: int
    end: int
    adds: list[float]


@dataclass(frozen=True, slots=True)
class Disguised:
    """What stands from `start` up to `end` of the message, in code points, was read as `reads_as`,
    by `method`."""

    start: int
    end: int
    reads_as: str
    method: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """words: in the order of the message; None where the algorithm cannot tell.

    spans: by category, in their order, the words to point at, as (start, end); none where no word
    speaks for the category, and none for any where the algorithm cannot tell.
    """

    words: list[Word] | None
    spans: list[list[tuple[int, int]]]
    disguised: list[Disguised]


_STRONG = 0.3
"""Of what the strongest word adds, from where on another is pointed at too. From 0.2 to 0.4 agrees
with readers about as well."""


def explain(model: Model, lexicon: Lexicon, tokens: Sequence[Token], seen: Views) -> Explanation:
    """Explain the scores of a message of these tokens.

    Exact: of each category the words are those of the view that it owes its score to, and sum to
    its log-odds less what any message of so many words has to begin with.
    """
    changes = seen.reading.changes if seen.reading else ()
    disguised = [
        Disguised(*_span(tokens[change.start : change.end]), change.words, change.method)
        for change in changes
    ]
    if not isinstance(model, Attributing):
        return Explanation(None, [[] for _ in model.categories], disguised)
    plain = model.attributions(" ".join(token.text for token in tokens))
    read = model.attributions(seen.reading.text) if seen.reading else plain
    by_reading = [one > other for one, other in zip(seen.read, seen.plain, strict=True)]
    ordinary = [lexicon.ordinary(token.text) for token in tokens]
    words, telling = [], []
    for own, of_reading in _aligned(len(tokens), changes):
        adds = _sums(plain[own])
        if seen.reading:
            pairs = zip(by_reading, _sums(read[of_reading]), adds, strict=True)
            adds = [one if reads else other for reads, one, other in pairs]
        word = Word(*_span(tokens[own]), adds)
        words.append(word)
        if word.start < word.end and not all(ordinary[own]):
            telling.append(word)
    return Explanation(words, _strongest(telling, len(model.categories)), disguised)


def _sums(rows: Sequence[list[float]]) -> list[float]:
    """By category, over at least one row."""
    return rows[0] if len(rows) == 1 else list(map(sum, zip(*rows, strict=True)))


def _strongest(words: Sequence[Word], categories: int) -> list[list[tuple[int, int]]]:
    """By category, where the words stand that add much to it."""
    spans = []
    for category in range(categories):
        adds = [word.adds[category] for word in words]
        least = _STRONG * max(adds, default=0.0)
        spans.append(
            [
                (word.start, word.end)
                for word, added in zip(words, adds, strict=True)
                if added > 0 and added >= least
            ]
        )
    return spans


def _aligned(tokens: int, changes: Sequence[Change]) -> list[tuple[slice, slice]]:
    """Which tokens of the plain text are which of the reading: one by one, but for what changed."""
    aligned = []
    at = shift = 0
    for change in changes:
        aligned += [
            (slice(k, k + 1), slice(k + shift, k + shift + 1)) for k in range(at, change.start)
        ]
        end = change.start + shift + len(change.words.split())
        aligned.append((slice(change.start, change.end), slice(change.start + shift, end)))
        at, shift = change.end, end - change.end
    aligned += [(slice(k, k + 1), slice(k + shift, k + shift + 1)) for k in range(at, tokens)]
    return aligned


def _span(tokens: Sequence[Token]) -> tuple[int, int]:
    if len(tokens) == 1:
        return tokens[0].start, tokens[0].end
    return min(token.start for token in tokens), max(token.end for token in tokens)
