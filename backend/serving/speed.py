"""Speed: how many messages one core scores in a second, measured with what an endpoint runs.

It depends on the machine and the moment, so it stands beside a package, never in it: equal
content makes equal packages.
"""

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from backend.artefacts.files import read_json, write_json
from backend.serving.scorer import Scorer

FILE_NAME = "speed.json"

_SECONDS = 0.3
_WARM_UP = 50  # messages: the first wait for the model's pages


@dataclass(frozen=True, kw_only=True)
class Speed:
    """messages_per_second: normalised, scored and calibrated by one core, one at a time.
    messages: how many were scored to measure that."""

    messages_per_second: float
    messages: int

    def write(self, folder: Path) -> None:
        """Write `speed.json` into `folder`, whole or not at all."""
        write_json(folder / FILE_NAME, asdict(self))


def measure(
    scorer: Scorer, messages: Sequence[str], clock: Callable[[], float] = time.thread_time
) -> Speed | None:
    """Score `messages` over and over for a fraction of a second; None where there are none.

    clock: seconds. The thread's own time by default, so that a busy machine does not count.
    """
    if not messages:
        return None
    endless = itertools.cycle(messages)
    for message in itertools.islice(endless, _WARM_UP):
        scorer.score(message)
    scored, began = 0, clock()
    while (seconds := clock() - began) < _SECONDS:
        scorer.score(next(endless))
        scored += 1
    return Speed(messages_per_second=round(scored / seconds, 1), messages=scored)


def read_speed(folder: Path) -> Speed | None:
    """The speed written in `folder`; None where it was not measured or cannot be read."""
    try:
        return Speed(**read_json(folder / FILE_NAME))
    except (OSError, ValueError, TypeError):
        return None
