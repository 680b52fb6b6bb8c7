"""A sitting: the messages somebody tried in one session. In memory only, and bounded."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from backend.moderation.verdicts import Verdict
from backend.studio.message.spreadsheet import csv_bytes

MOST_TRIED = 500


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One message and what one endpoint said of it. at: seconds since the epoch."""

    at: float
    endpoint: str
    message: str
    verdict: Verdict


@dataclass
class Sitting:
    """What was tried, newest first; of more than MOST_TRIED the oldest are forgotten."""

    tried: deque[Tried] = field(default_factory=lambda: deque(maxlen=MOST_TRIED))

    def note(self, one: Tried) -> None:
        """Remember one."""
        self.tried.appendleft(one)

    def found(self, words: str) -> tuple[Tried, ...]:
        """Those with every one of `words` in message, endpoint or flagged categories."""
        wanted = words.casefold().split()
        return tuple(one for one in self.tried if _has_all(one, wanted))

    def clear(self) -> None:
        """Forget all."""
        self.tried.clear()


def as_csv(tried: Iterable[Tried]) -> bytes:
    """A CSV for spreadsheets: when, which endpoint, the message, what was flagged, how probable.

    A column for each category that occurs; empty where an endpoint's model has none of it.
    """
    rows = tuple(tried)
    categories = tuple(dict.fromkeys(s.category for one in rows for s in one.verdict.scores))
    return csv_bytes(
        ("time", "endpoint", "message", "flagged", *categories), [_row(r, categories) for r in rows]
    )


def _row(one: Tried, categories: tuple[str, ...]) -> tuple[str | float, ...]:
    probabilities = {s.category: s.probability for s in one.verdict.scores}
    return (
        datetime.fromtimestamp(one.at).astimezone().isoformat(sep=" ", timespec="seconds"),
        one.endpoint,
        one.message,
        " ".join(score.category for score in one.verdict.caught),
        *(probabilities.get(category, "") for category in categories),
    )


def _has_all(one: Tried, wanted: list[str]) -> bool:
    flagged = " ".join(score.category for score in one.verdict.caught)
    text = f"{one.message} {one.endpoint} {flagged} {flagged.replace('_', ' ')}".casefold()
    return all(word in text for word in wanted)
