"""Progress as log lines: how a program in a job says how far it is.

A job's log is the one channel that every platform carries (a file here, CloudWatch on AWS), so a
measurement is a line of the log. Programs print with `report`; platforms read with `parse`.
"""

import json
import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

_MARK = "[progress] "


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One measurement. All but `at` and `stage` may be unknown (None).

    at: seconds since the epoch. stage: what is being done, in words a person reads.
    fraction: 0 to 1 of that stage. rows_per_second, words_per_second: rates. loss: the
    trainer's own average loss. seconds_left: the program's estimate for this stage.
    validation_auc: mean ROC-AUC over categories, 0 to 1, once measured.
    """

    at: float
    stage: str
    fraction: float | None = None
    rows_per_second: float | None = None
    words_per_second: float | None = None
    loss: float | None = None
    seconds_left: float | None = None
    validation_auc: float | None = None


def report(stage: str, **measured: float | None) -> None:
    """Print one measurement as a line of the log (fields as in `Progress`)."""
    finite = {k: v for k, v in measured.items() if v is not None and math.isfinite(v)}
    point = Progress(at=time.time(), stage=stage, **finite)
    values = {k: v for k, v in asdict(point).items() if v is not None}
    print(_MARK + json.dumps(values), flush=True)


def is_measurement(line: str) -> bool:
    """Whether a line of a log is meant as a measurement. Quick, for logs of many lines."""
    return line.startswith(_MARK)


def parse(lines: Iterable[str]) -> Iterator[Progress]:
    """The measurements in a log, in order; other lines and torn ones are passed over."""
    for line in lines:
        if is_measurement(line):
            try:
                yield Progress(**json.loads(line[len(_MARK) :]))
            except (ValueError, TypeError):
                continue
