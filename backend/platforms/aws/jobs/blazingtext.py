"""BlazingText: what its image takes, and what its log tells."""

import re
from collections.abc import Iterable, Iterator, Mapping

from backend.artefacts.progress import Progress
from backend.learning.recipes import BLAZINGTEXT

NAME = BLAZINGTEXT.name
TRAIN, VALIDATION = "train", "validation"

_MODE = {"mode": "supervised"}

_TRAINING = "Training"
_MEASURED = "Measuring on validation rows"

_ADVANCE = re.compile(
    r"Alpha: \S+\s+Progress: (?P<percent>[\d.]+)%\s+Million Words/sec: (?P<millions>[\d.]+)"
)
_ACCURACY = re.compile(r"#?validation[_ ]accuracy: (?P<share>[\d.]+)", re.IGNORECASE)


def hyperparameters(given: Mapping[str, str]) -> dict[str, str]:
    """What the image is told for a recipe's settings: all that it knows, those not given as the
    recipe's first preset has them. Raises InvalidInput for what the recipe cannot have,
    NotSupported for what the image cannot honour."""
    chosen = BLAZINGTEXT.settings(given, reference=False)
    known = {h.name for h in BLAZINGTEXT.hyperparameters if not h.lacks(reference=False)}
    return {**_MODE, **{name: str(value) for name, value in chosen.items() if name in known}}


def settings(told: Mapping[str, str]) -> dict[str, str]:
    """A recipe's settings for what the image was told, as by somebody else."""
    known = {h.name for h in BLAZINGTEXT.hyperparameters}
    return {name: value for name, value in told.items() if name in known}


def progress(lines: Iterable[tuple[float, str]], fraction: float = 0.0) -> Iterator[Progress]:
    """The measurements in its log, whose lines each have a moment (seconds since the epoch).

    fraction: how far it was before these lines, 0 to 1. It tells no loss, and of validation only
    how often its first guess is right: that is no AUC, and is told in words.
    """
    for at, line in lines:
        if found := _ADVANCE.search(line):
            fraction = min(round(float(found["percent"]) / 100, 4), 1.0)
            words = float(found["millions"]) * 1e6
            yield Progress(at=at, stage=_TRAINING, fraction=fraction, words_per_second=words)
        elif found := _ACCURACY.match(line):
            right = f"the first guess is right in {float(found['share']):.1%}"
            yield Progress(at=at, stage=f"{_MEASURED}: {right}", fraction=fraction)
