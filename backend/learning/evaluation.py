"""What an evaluation found: the numbers a model is judged by, and their definitions."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.artefacts.files import read_json, write_json
from backend.errors import InvalidInput

FILE_NAME = "evaluation.json"

LEAST_POSITIVES = 10
"""Of fewer rows, positive or not, no share and no interval is told: it would be mostly chance."""

_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """Between which values a measure lies in 95 % of the draws of `learning.bootstrap`."""

    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        """Of a difference: whether it may be none, which makes a tie."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True)
class Confusion:
    """What becomes of the rows measured when a category is caught from some threshold on.

    right: positives caught. wrong: others caught. missed: positives not caught. left: the rest.
    The measures are 0 to 1, and None where there is nothing to divide by.
    """

    right: int
    wrong: int
    missed: int
    left: int

    @property
    def precision(self) -> float | None:
        """Of the rows caught, the share of positives."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        """Of the positives, the share caught."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, None without positives."""
        if self.right + self.missed == 0:
            return None
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """How many rows are at or over each threshold, counted exactly. Columns of equal length.

    thresholds: falling, 0 to 1. right, wrong: positives and others among the rows measured.
    auc_right: positives among the rows that ROC-AUC is measured on; its negatives are `wrong`.
    """

    thresholds: tuple[float, ...] = ()
    right: tuple[int, ...] = ()
    wrong: tuple[int, ...] = ()
    auc_right: tuple[int, ...] = ()

    def caught(self, threshold: float) -> tuple[int, int]:
        """`right` and `wrong` at a threshold; at one between two points, those of the higher."""
        place = bisect_right(self.thresholds, -threshold, key=lambda t: -t) - 1
        return (self.right[place], self.wrong[place]) if place >= 0 else (0, 0)


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """Rows by calibrated probability, in bins of equal width from 0 to 1, lowest first.

    rows, positives: counted in each bin. probability: their mean, None in an empty bin.
    """

    rows: tuple[int, ...] = ()
    positives: tuple[int, ...] = ()
    probability: tuple[float | None, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CategoryMetrics:
    """One category on the test rows. Measures are 0 to 1, and None where they cannot be had.

    positives, rows: of the rows that everything but ROC-AUC was measured on.
    auc_positives, auc_negatives: of the rows that ROC-AUC was measured on.
    calibration_error: expected calibration error over the bins of `reliability`, weighted by rows
        (Naeini et al. 2015).
    threshold: chosen on validation rows.
    roc_auc_interval, average_precision_interval: None with fewer than LEAST_POSITIVES.
    curve: every threshold of `learning.thresholds.STEPS`, `threshold`, and enough others to draw.
    """

    category: str
    positives: int
    rows: int
    auc_positives: int
    auc_negatives: int
    roc_auc: float | None
    average_precision: float | None
    calibration_error: float | None
    threshold: float
    roc_auc_interval: Interval | None = None
    average_precision_interval: Interval | None = None
    curve: Curve = Curve()
    reliability: Reliability = Reliability()

    def at(self, threshold: float) -> Confusion:
        """What becomes of the rows measured at a threshold; exact at those of the curve."""
        right, wrong = self.curve.caught(threshold)
        negatives = self.rows - self.positives
        return Confusion(right, wrong, self.positives - right, negatives - wrong)

    @property
    def precision(self) -> float | None:
        """At `threshold`."""
        return self.at(self.threshold).precision

    @property
    def recall(self) -> float | None:
        """At `threshold`."""
        return self.at(self.threshold).recall

    @property
    def f1(self) -> float | None:
        """At `threshold`."""
        return self.at(self.threshold).f1


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Some of the rows, such as the short ones, measured by the definition of the `Evaluation`.

    name: of `learning.slices`. rows: of those measured, how many are in it. positives: those of
    them in any category. right, wrong: positives and others that are flagged, as a message is when
    any category is at or over its threshold.
    categories: those with at least LEAST_POSITIVES in it; over them the means are taken, so they
    can be compared with another slice's only where these are the same.
    """

    name: str
    rows: int
    positives: int
    right: int
    wrong: int
    categories: tuple[str, ...] = ()
    mean_auc: float | None = None
    mean_average_precision: float | None = None

    @property
    def recall(self) -> float | None:
        """Of the positives, the share flagged; None with fewer than LEAST_POSITIVES."""
        return self.right / self.positives if self.positives >= LEAST_POSITIVES else None

    @property
    def false_positive_rate(self) -> float | None:
        """Of the others, the share flagged; None with fewer than LEAST_POSITIVES."""
        others = self.rows - self.positives
        return self.wrong / others if others >= LEAST_POSITIVES else None


@dataclass(frozen=True, kw_only=True)
class Draws:
    """The two means in each draw of the bootstrap, None where a draw has none to measure.

    The same rows are drawn for every model that is measured on the same rows in the same order.
    """

    mean_auc: tuple[float | None, ...] = ()
    mean_average_precision: tuple[float | None, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """A model on the test rows.

    definition: "reference ids" (ROC-AUC: a category's positives are all of the test rows', its
        negatives the reference rows without it; everything else on reference rows alone) or
        "all rows".
    rows: test rows in all. reference_rows: those of the natural sample, 0 where none is named.
    slices: "all" first, then those of `learning.slices`.
    """

    definition: str
    rows: int
    reference_rows: int
    categories: tuple[CategoryMetrics, ...]
    draws: Draws = Draws()
    slices: tuple[Slice, ...] = ()

    @property
    def mean_auc(self) -> float | None:
        """Mean ROC-AUC over the categories in which it can be measured, None without any."""
        return mean([c.roc_auc for c in self.categories])

    @property
    def mean_average_precision(self) -> float | None:
        """Mean average precision over the categories in which it can be measured."""
        return mean([c.average_precision for c in self.categories])

    @property
    def mean_auc_interval(self) -> Interval | None:
        """None where there is nothing to draw."""
        return interval(self.draws.mean_auc)

    @property
    def mean_average_precision_interval(self) -> Interval | None:
        """None where there is nothing to draw."""
        return interval(self.draws.mean_average_precision)

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Threshold by category."""
        return {c.category: c.threshold for c in self.categories}

    def write(self, folder: Path) -> None:
        """Write `evaluation.json` into `folder`, whole or not at all."""
        write_json(folder / FILE_NAME, asdict(self))


def interval(draws: Sequence[float | None]) -> Interval | None:
    """The middle 95 % of what was drawn; None where most draws have nothing to measure."""
    import numpy as np

    known = [value for value in draws if value is not None]
    if not known or len(known) < len(draws) / 2:
        return None
    rest = (1 - _CONFIDENCE) / 2
    low, high = np.quantile(known, (rest, 1 - rest)).tolist()
    return Interval(low, high)


def difference(ours: Sequence[float | None], theirs: Sequence[float | None]) -> Interval | None:
    """By how much a mean of one model is above another's, draw by draw of the same rows (see
    `Draws`); None where the draws are not the same."""
    if len(ours) != len(theirs):
        return None
    return interval(
        [
            None if one is None or other is None else one - other
            for one, other in zip(ours, theirs, strict=True)
        ]
    )


def read_evaluation(folder: Path) -> Evaluation:
    """Read `evaluation.json` in `folder`. Raises InvalidInput when it is absent or damaged."""
    try:
        content = read_json(folder / FILE_NAME)
        return Evaluation(
            **{
                **content,
                "categories": tuple(map(_category, content["categories"])),
                "draws": Draws(**_columns(content.get("draws", {}))),
                "slices": tuple(
                    Slice(**{**found, "categories": tuple(found["categories"])})
                    for found in content.get("slices", ())
                ),
            }
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InvalidInput(
            "The evaluation of this model cannot be read.", "Evaluate it again."
        ) from None


def _category(content: dict[str, Any]) -> CategoryMetrics:
    curve = Curve(**_columns(content["curve"]))
    if len({len(column) for column in vars(curve).values()}) != 1:
        raise ValueError("the columns of a curve differ in length")
    reliability = Reliability(**_columns(content["reliability"]))
    intervals = {
        name: Interval(**content[name])
        for name in ("roc_auc_interval", "average_precision_interval")
        if content.get(name)
    }
    return CategoryMetrics(**{**content, "curve": curve, "reliability": reliability, **intervals})


def _columns(content: dict[str, list[Any]]) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(column) for name, column in content.items()}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of those that could be measured, None without any."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
