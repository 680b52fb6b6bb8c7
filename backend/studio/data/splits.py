"""Splits: how many rows and positives come to each part, before and after processing."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.datasets.inspection import FEW_POSITIVES
from backend.studio.data.datasets import Dataset
from backend.studio.data.prepared import Lines

FEW_TO_CALIBRATE = 10
"""Under this many positives, a category's two-parameter calibration follows chance."""

_LEAST = {
    "train": (FEW_POSITIVES, "to train on: what the model learns of it will be rough"),
    "validation": (FEW_TO_CALIBRATE, "to calibrate with: its probabilities will be rough"),
    "test": (FEW_POSITIVES, "to test on: how well it is found will be measured roughly"),
}

Positives = Mapping[str, Mapping[str, int]]
"""Rows by part (train, validation, test) and category."""


@dataclass(frozen=True, kw_only=True)
class Split:
    """Rows by part, and positives. left_out: rows without text, or with that of a test row."""

    rows: Mapping[str, int]
    positives: Positives
    left_out: int


def foreseen(dataset: Dataset, validation: float, test: float) -> Split:
    """About what processing will make of a dataset. Shares are of its training rows, 0 to 1; that
    for testing counts only where the dataset has no test rows."""
    train, own = dataset.counts["train"], dataset.counts["test"]
    left_out = train["empty"] + dataset.counts["overlap"]
    shares = {"train": 1 - validation - (0 if own else test), "validation": validation}
    if not own:
        shares["test"] = test
    usable = train["rows"] - left_out
    rows = {part: round(usable * share) for part, share in shares.items()}
    positives: dict[str, Mapping[str, int]] = {
        part: {name: round(count * share) for name, count in train["positives"].items()}
        for part, share in shares.items()
    }
    if own:
        rows["test"], positives["test"] = own["rows"], own["positives"]
    return Split(rows=rows, positives=positives, left_out=left_out)


def made(lines: Lines) -> Split:
    """What processing made."""
    parts = lines.counts["parts"]
    return Split(
        rows={part: count["rows"] for part, count in parts.items()},
        positives={part: count["positives"] for part, count in parts.items()},
        left_out=lines.counts["empty"] + lines.counts["train_test_overlap"],
    )


def few(positives: Positives) -> tuple[str, ...]:
    """A sentence for each part in which categories have too few positives."""
    found = []
    for part, (least, why) in _LEAST.items():
        scarce = {name: n for name, n in positives.get(part, {}).items() if n < least}
        if scarce:
            listed = ", ".join(f"{name.replace('_', ' ')} ({n:,})" for name, n in scarce.items())
            found.append(f"Few rows {why}: {listed}.")
    return tuple(found)
