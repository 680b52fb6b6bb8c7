"""Scoring: a file of lines through a model, as arrays of raw scores and labels."""

import time
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backend.artefacts.progress import report
from backend.datasets.lines import read_lines
from backend.learning.model import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_REPORT_SECONDS = 0.5


@dataclass(frozen=True)
class Scored:
    """Rows in the order of their file; both arrays have shape (rows, categories)."""

    raw: "NDArray[np.float64]"
    labels: "NDArray[np.bool_]"


def score(model: Model, path: Path, stage: str) -> Scored:
    """Score every row of a lines file, reporting progress as `stage`. Labels that are no category
    of the model (such as none) are left out. Raises InvalidInput as `read_lines` does.
    """
    import numpy as np

    raw, labels = array("d"), bytearray()
    rows = done = 0
    total = max(path.stat().st_size, 1) if path.is_file() else 1
    started = reported = time.monotonic()
    for line in read_lines(path):
        raw.extend(*model.scores([line.text]))
        labels.extend(category in line.labels for category in model.categories)
        rows, done = rows + 1, done + line.size
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
    )
