"""Explanation: which words of a message did it, and what disguised ones were read as."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from backend.learning.model import Attributing, Model
from backend.learning.scoring import Views
from backend.text.offsets import Token
from backend.text.readings.lexicon import Lexicon
from backend.text.readings.reader import Change

_T = TypeVar("_T")


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
    changed = [slice(change.start, change.end) for change in changes]
    spans = [(token.start, token.end) for token in tokens]
    disguised = [
        Disguised(*_hull(spans[own]), change.words, change.method)
        for own, change in zip(changed, changes, strict=True)
    ]
    if not isinstance(model, Attributing):
        return Explanation(None, [[] for _ in model.categories], disguised)
    plain = model.attributions(" ".join([token.text for token in tokens]))
    adds = _merged(plain, changed, _sums)
    if seen.reading:
        read = _merged(model.attributions(seen.reading.text), _places_in_reading(changes), _sums)
        by_reading = [one > other for one, other in zip(seen.read, seen.plain, strict=True)]
        adds = [
            [one if reads else other for reads, one, other in zip(by_reading, *rows, strict=True)]
            for rows in zip(read, adds, strict=True)
        ]
    places = zip(_merged(spans, changed, _hull), adds, strict=True)
    words = [Word(start, end, added) for (start, end), added in places]
    ordinary = _merged([lexicon.ordinary(token.text) for token in tokens], changed, all)
    telling = [
        word
        for word, passed in zip(words, ordinary, strict=True)
        if not passed and word.start < word.end
    ]
    return Explanation(words, _strongest(telling, len(model.categories)), disguised)


def _merged(
    of_tokens: list[_T], runs: Sequence[slice], merge: Callable[[list[_T]], _T]
) -> list[_T]:
    """By token, but one for each of the runs: what changed."""
    merged: list[_T] = []
    at = 0
    for run in runs:
        merged += of_tokens[at : run.start]
        merged.append(merge(of_tokens[run]))
        at = run.stop
    return merged + of_tokens[at:]


def _places_in_reading(changes: Sequence[Change]) -> list[slice]:
    """Which tokens of the reading each change made."""
    places = []
    shift = 0
    for change in changes:
        start = change.start + shift
        end = start + len(change.words.split())
        places.append(slice(start, end))
        shift = end - change.end
    return places


def _sums(rows: Sequence[list[float]]) -> list[float]:
    """By category, over at least one row."""
    return rows[0] if len(rows) == 1 else list(map(sum, zip(*rows, strict=True)))


def _hull(spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The span of all spans, at least one."""
    starts, ends = zip(*spans, strict=True)
    return min(starts), max(ends)


def _strongest(words: Sequence[Word], categories: int) -> list[list[tuple[int, int]]]:
    """By category, where the words stand that add much to it."""
    if not words:
        return [[] for _ in range(categories)]
    spans = []
    for adds in zip(*[word.adds for word in words], strict=True):
        least = _STRONG * max(adds)
        spans.append(
            [
                (word.start, word.end)
                for word, added in zip(words, adds, strict=True)
                if added >= least and added > 0
            ]
        )
    return spans
