"""Explanation: which words of a message did it, and what disguised ones were read as."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.learning.model import Attributing, Model
from backend.learning.scoring import Views
from backend.text.offsets import Token
from backend.text.readings.reader import Change


@dataclass(frozen=True, slots=True)
class Word:
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
    """words: in the order of the message; None where the algorithm cannot tell."""

    words: list[Word] | None
    disguised: list[Disguised]


def explain(model: Model, tokens: Sequence[Token], seen: Views) -> Explanation:
    """Explain the scores of a message of these tokens.

    Exact: of each category the words are those of the view that it owes its score to, and sum to
    its log-odds less what any message of so many words has to begin with.
    """
    changes = seen.reading.changes if seen.reading else ()
    return Explanation(
        words=_words(model, tokens, seen, changes) if isinstance(model, Attributing) else None,
        disguised=[
            Disguised(*_span(tokens[change.start : change.end]), change.words, change.method)
            for change in changes
        ],
    )


def _words(
    model: Attributing, tokens: Sequence[Token], seen: Views, changes: Sequence[Change]
) -> list[Word]:
    plain = model.attributions(" ".join(token.text for token in tokens))
    read = model.attributions(seen.reading.text) if seen.reading else plain
    by_reading = [one > other for one, other in zip(seen.read, seen.plain, strict=True)]
    words = []
    for own, of_reading in _aligned(len(tokens), changes):
        adds = [
            sum(row[category] for row in (read[of_reading] if reads else plain[own]))
            for category, reads in enumerate(by_reading)
        ]
        words.append(Word(*_span(tokens[own]), adds))
    return words


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
    return min(token.start for token in tokens), max(token.end for token in tokens)
