"""Scoring: lines through a model, each as it stands and as it reads without its disguises."""

import itertools
import time
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backend.artefacts.progress import report
from backend.datasets.lines import read_lines
from backend.learning.model import Model
from backend.moderation.categories import NONE
from backend.text.readings.lexicon import Lexicon, build_lexicon
from backend.text.readings.reader import Reader, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_REPORT_SECONDS = 0.5
_BATCH = 256  # lines


@dataclass(frozen=True, slots=True)
class Views:
    """The raw scores of one line, 0 to 1, in the order of the model's categories.

    plain: as it stands. reading: as what it also reads, None where that is no different; read: the
    scores of it, else those of `plain`.
    """

    plain: list[float]
    read: list[float]
    reading: Reading | None

    @property
    def raw(self) -> list[float]:
        """By category, what the line is scored with: the greater of the two."""
        if self.reading is None:
            return self.plain
        return list(map(max, self.plain, self.read))

    @property
    def seen_through(self) -> bool:
        """Whether any category owes its score to the reading."""
        return any(map(float.__gt__, self.read, self.plain))


def learned_lexicon(lines: Path) -> Lexicon:
    """The lexicon of the rows that a model was trained on. Raises as `read_lines`."""
    return build_lexicon(
        (line.text, any(x != NONE for x in line.labels)) for line in read_lines(lines)
    )


def views(model: Model, reader: Reader, lines: Sequence[str]) -> list[Views]:
    """Score normalised lines."""
    readings = list(map(reader.read, lines))
    different = [reading for reading in readings if reading]
    scores = model.scores([*lines, *(reading.text for reading in different)])
    if not different:
        return [Views(plain, plain, None) for plain in scores]
    read = iter(scores[len(lines) :])
    return [
        Views(plain, next(read) if reading else plain, reading)
        for plain, reading in zip(scores, readings, strict=False)
    ]


@dataclass(frozen=True)
class Scored:
    """Rows in the order of their file. raw, labels: shape (rows, categories). disguised: shape
    (rows,), whether a row reads differently from how it is written."""

    raw: "NDArray[np.float64]"
    labels: "NDArray[np.bool_]"
    disguised: "NDArray[np.bool_]"


def score(model: Model, reader: Reader, path: Path, stage: str) -> Scored:
    """Score every row of a lines file, reporting progress as `stage`. Labels that are no category
    of the model (such as none) are left out. Raises InvalidInput as `read_lines` does.
    """
    import numpy as np

    raw, labels, disguised = array("d"), bytearray(), bytearray()
    rows = done = 0
    total = max(path.stat().st_size, 1) if path.is_file() else 1
    started = reported = time.monotonic()
    lines = read_lines(path)
    while batch := list(itertools.islice(lines, _BATCH)):
        for seen in views(model, reader, [line.text for line in batch]):
            raw.extend(seen.raw)
            disguised.append(seen.reading is not None)
        for line in batch:
            labels.extend(category in line.labels for category in model.categories)
        rows, done = rows + len(batch), done + sum(line.size for line in batch)
        now = time.monotonic()
        if now - reported >= _REPORT_SECONDS:
            reported, seconds = now, now - started
            report(
                stage,
                fraction=done / total,
                rows_per_second=rows / seconds,
                seconds_left=seconds * (total - done) / done,
            )
    seconds = max(time.monotonic() - started, 1e-9)
    report(stage, fraction=1.0, rows_per_second=rows / seconds, seconds_left=0.0)
    shape = rows, len(model.categories)
    return Scored(
        np.frombuffer(raw, dtype=np.float64).reshape(shape) if rows else np.zeros(shape),
        np.frombuffer(bytes(labels), dtype=np.bool_).reshape(shape),
        np.frombuffer(bytes(disguised), dtype=np.bool_),
    )
