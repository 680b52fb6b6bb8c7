"""Batches: many messages at once, pasted or from a small CSV, and what an endpoint says of them.

A batch and its scores are held in memory and never written down; for files without a limit there
is `backend.studio.message.messages.score_file`.
"""

import io
import itertools
import logging
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from heapq import nlargest

from backend.datasets.columns import TEXT, shown_name
from backend.datasets.reader import Table, open_table
from backend.errors import InvalidInput, StudioError, Unavailable
from backend.moderation.verdicts import Verdict, verdict
from backend.studio.data import uploads
from backend.studio.data.datasets import draft_folder
from backend.studio.endpoint import endpoints
from backend.studio.message import messages
from backend.studio.message.message_sets import lines
from backend.studio.message.spreadsheet import Cell, csv_bytes
from backend.studio.workspace import Workspace

MOST_ROWS = 20_000
MOST_MB = 10  # of 10^6 bytes
BINS = 20
"""How finely `Outcome.spread` tells probabilities apart: steps of 0.05."""

_log = logging.getLogger("moderation_studio")

_LOOKED_AT = 200  # rows, to tell texts from numbers and ids
_WORDS = re.compile(r"[^\W\d_]{2,}\s+\S")  # a word, and something after it
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@dataclass(frozen=True)
class Batch:
    """Rows that hold messages. name: of the file, empty when pasted. texts: the columns that
    can hold them, the likeliest first."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: tuple[int, ...]

    def column_title(self, column: int) -> str:
        """A column's name, or its place where the name may be somebody's words."""
        return shown_name(self.header[column], column)

    def messages(self, column: int) -> tuple[str, ...]:
        """The message of each row."""
        return tuple(cells[column] for cells in self.rows)


def pasted(text: str) -> Batch:
    """The messages of pasted lines. Raises InvalidInput for none, too many or too long ones."""
    if len(text) > MOST_MB * 1_000_000:
        raise _too_large("The pasted text")
    found = lines(text)
    if not found:
        raise InvalidInput("There is no message yet.", "Paste some, one on each line.")
    if len(found) > MOST_ROWS:
        raise _too_many(f"That is {len(found):,} lines")
    for number, line in enumerate(found, start=1):
        messages.check_length(line, f"Line {number}")
    return Batch("", (TEXT,), tuple((line,) for line in found), (0,))


def uploaded(workspace: Workspace, name: str, content: bytes) -> Batch:
    """The rows of a CSV file. It is on the disk only while it is read.

    Raises InvalidInput for what is wrong with it, or when it goes over the limits.
    """
    if len(content) > MOST_MB * 1_000_000:
        raise _too_large("The file")
    with (
        draft_folder(workspace) as folder,
        open_table(uploads.keep(folder, "messages", name, io.BytesIO(content))) as table,
    ):
        return _read(table)


def _read(table: Table) -> Batch:
    header = table.header
    if len(header) == 1:
        for separator, title in _SEPARATORS.items():
            if separator in header[0]:
                raise InvalidInput(
                    f"The columns of {table.name} are separated by {title}.",
                    "Save it with commas between them.",
                )
    rows: list[tuple[str, ...]] = []
    for cells in table.rows():
        if len(rows) == MOST_ROWS:
            raise _too_many(f"{table.name} has more than {MOST_ROWS:,} rows")
        rows.append(tuple(cells))
    return Batch(table.name, header, tuple(rows), _text_columns(table.name, header, rows))


def _text_columns(
    name: str, header: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> tuple[int, ...]:
    """Those named comment_text first, then those of sentences, then those with any letters."""
    some = rows[:_LOOKED_AT]

    def kind(column: int) -> int:
        cells = [cells[column] for cells in some]
        if header[column].strip() == TEXT:
            return 0
        if sum(map(bool, map(_WORDS.search, cells))) * 5 >= len(cells):
            return 1
        return 2 if any(map(_LETTERS.search, cells)) else 3

    kinds = {column: kind(column) for column in range(len(header))}
    found = sorted((c for c in kinds if kinds[c] < 3), key=kinds.__getitem__)
    if not found:
        raise InvalidInput(
            f"{name} has no column {TEXT}, and no other that holds words.",
            f"Name the column of messages {TEXT} in its first line.",
        )
    return tuple(found)


def _too_large(what: str) -> InvalidInput:
    return InvalidInput(f"{what} is larger than {MOST_MB} MB.", _ELSEWHERE)


def _too_many(what: str) -> InvalidInput:
    return InvalidInput(f"{what}; at once there may be {MOST_ROWS:,}.", _ELSEWHERE)


_ELSEWHERE = "Take a part of it, or use the command line, which has no limit: backend score."


class ScoringState(StrEnum):
    """What has become of a scoring."""

    RUNNING = "Running"
    COMPLETED = "Completed"
    STOPPED = "Stopped"
    FAILED = "Failed"


@dataclass(frozen=True, kw_only=True)
class HighScore:
    """A message that was found probable. row: its place in the batch, from 0."""

    row: int
    message: str
    verdict: Verdict


class Scoring:
    """A batch that an endpoint scores, in a thread of its own, so that people may look away.

    What was scored before a stop or a failure stays. thresholds: those in force when it began.
    """

    def __init__(self, workspace: Workspace, endpoint: str, batch: Batch, column: int) -> None:
        """Check every message, and begin. Raises NotFound, and InvalidInput for one too long."""
        self.endpoint, self.batch, self.column = endpoint, batch, column
        self.thresholds: Mapping[str, float] = endpoints.model_of(workspace, endpoint).thresholds
        self.error: StudioError | None = None
        self._texts = batch.messages(column)
        for row, text in enumerate(self._texts, start=1):
            messages.check_length(text, f"Row {row}")
        self._workspace = workspace
        self._found: list[tuple[float, ...]] = []  # grows at its end only
        self._stop = threading.Event()
        self._began = time.monotonic()
        self._ended: float | None = None
        self._thread = threading.Thread(target=self._work, name="scoring", daemon=True)
        self._thread.start()

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories, in the order of the model."""
        return tuple(self.thresholds)

    @property
    def total(self) -> int:
        """Messages in the batch."""
        return len(self._texts)

    @property
    def done(self) -> int:
        """Messages scored so far."""
        return len(self._found)

    @property
    def seconds(self) -> float:
        """How long it has worked."""
        return (self._ended or time.monotonic()) - self._began

    @property
    def rows_per_second(self) -> float:
        """So far, or in the end."""
        return self.done / max(self.seconds, 1e-9)

    @property
    def state(self) -> ScoringState:
        """What has become of it."""
        if self._ended is None:
            return ScoringState.RUNNING
        if self.error is not None:
            return ScoringState.FAILED
        return ScoringState.COMPLETED if self.done == self.total else ScoringState.STOPPED

    def stop(self) -> None:
        """End after the messages that are under way."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        """Return once it has ended, or after so long."""
        self._thread.join(seconds)

    def _work(self) -> None:
        try:
            scores = messages.score_texts(
                self._workspace, self.endpoint, self._texts, self.categories
            )
            for probabilities in scores:
                self._found.append(probabilities)
                if self._stop.is_set():
                    scores.close()
                    break
        except StudioError as error:
            self.error = error
        except Exception as error:  # a defect must not look like work that goes on
            _log.error("scoring: %s", type(error).__name__)  # its words may hold a message
            self.error = Unavailable("Scoring broke off.", "Try it once more.")
        finally:
            self._ended = time.monotonic()

    @cached_property
    def outcome(self) -> "Outcome":
        """What was found, counted once; only after it has ended."""
        if self._ended is None:
            raise RuntimeError("it goes on")
        return _outcome(self._found, self._texts, self.thresholds)

    def as_csv(self) -> bytes:
        """The scored rows as a CSV for spreadsheets: their own columns, what was flagged, and the
        calibrated probability of each category. Columns of the batch with such a name give way."""
        own = ("flagged", *self.categories)
        header = self.batch.header
        kept = [i for i, name in enumerate(header) if i == self.column or name not in own]
        limits = tuple(self.thresholds.values())

        def row(cells: Sequence[str], found: Sequence[float]) -> list[Cell]:
            flagged = [
                name
                for name, p, limit in zip(self.categories, found, limits, strict=True)
                if p >= limit
            ]
            return [*(cells[i] for i in kept), " ".join(flagged), *found]

        pairs = zip(self.batch.rows, self._found, strict=False)  # a stop leaves rows unscored
        return csv_bytes((*(header[i] for i in kept), *own), itertools.starmap(row, pairs))


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A batch in numbers.

    flagged: messages by category. flagged_any: messages with at least one. spread: by category,
    how many messages have a probability in each of BINS equal steps from 0 to 1. highest: the
    most probable messages, most probable first.
    """

    rows: int
    flagged_any: int
    flagged: Mapping[str, int]
    spread: Mapping[str, tuple[int, ...]]
    highest: tuple[HighScore, ...]


_MOST_SHOWN = 100


def _outcome(
    found: Sequence[tuple[float, ...]], texts: Sequence[str], thresholds: Mapping[str, float]
) -> Outcome:
    limits = tuple(thresholds.values())
    flagged = dict.fromkeys(thresholds, 0)
    spread = {name: [0] * BINS for name in thresholds}
    flagged_any = 0
    for probabilities in found:
        caught = False
        for name, p, limit in zip(thresholds, probabilities, limits, strict=True):
            spread[name][min(int(p * BINS), BINS - 1)] += 1
            if p >= limit:
                flagged[name] += 1
                caught = True
        flagged_any += caught
    most = nlargest(_MOST_SHOWN, range(len(found)), key=lambda row: max(found[row]))
    return Outcome(
        rows=len(found),
        flagged_any=flagged_any,
        flagged=flagged,
        spread={name: tuple(counts) for name, counts in spread.items()},
        highest=tuple(
            HighScore(
                row=row,
                message=texts[row],
                verdict=verdict(dict(zip(thresholds, found[row], strict=True)), thresholds),
            )
            for row in most
        ),
    )
