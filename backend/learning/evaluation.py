"""What an evaluation found: the numbers a model is judged by, and their definitions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.artefacts.files import read_json, write_json
from backend.errors import InvalidInput

FILE_NAME = "evaluation.json"


@dataclass(frozen=True)
class CurvePoint:
    """One operating point of a category: threshold, precision and recall, all 0 to 1."""

    threshold: float
    precision: float
    recall: float


@dataclass(frozen=True, kw_only=True)
class CategoryMetrics:
    """One category on the test rows. Measures are 0 to 1, and None where they cannot be had.

    positives, rows: of the rows that precision, recall and calibration were measured on.
    auc_positives, auc_negatives: of the rows that ROC-AUC was measured on.
    threshold: the operating point of precision, recall and f1 (chosen on validation rows).
    calibration_error: expected calibration error over 10 bins of equal width, weighted by rows
        (Naeini et al. 2015).
    curve: precision over recall, at most 200 points.
    """

    category: str
    positives: int
    rows: int
    auc_positives: int
    auc_negatives: int
    roc_auc: float | None
    average_precision: float | None
    precision: float | None
    recall: float | None
    f1: float | None
    calibration_error: float | None
    threshold: float
    curve: tuple[CurvePoint, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """A model on the test rows.

    definition: "reference ids" (ROC-AUC: a category's positives are all of the test rows', its
        negatives the reference rows without it; everything else on reference rows alone) or
        "all rows".
    rows: test rows in all. reference_rows: those of the natural sample, 0 where none is named.
    """

    definition: str
    rows: int
    reference_rows: int
    categories: tuple[CategoryMetrics, ...]

    @property
    def mean_auc(self) -> float | None:
        """Mean ROC-AUC over the categories in which it can be measured, None without any."""
        return _mean([c.roc_auc for c in self.categories])

    @property
    def mean_average_precision(self) -> float | None:
        """Mean average precision over the categories in which it can be measured."""
        return _mean([c.average_precision for c in self.categories])

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Threshold by category."""
        return {c.category: c.threshold for c in self.categories}

    def write(self, folder: Path) -> None:
        """Write `evaluation.json` into `folder`, whole or not at all."""
        write_json(folder / FILE_NAME, asdict(self))


def read_evaluation(folder: Path) -> Evaluation:
    """Read `evaluation.json` in `folder`. Raises InvalidInput when it is absent or damaged."""
    try:
        content = read_json(folder / FILE_NAME)
        return Evaluation(**{**content, "categories": tuple(map(_category, content["categories"]))})
    except (OSError, ValueError, KeyError, TypeError):
        raise InvalidInput(
            "The evaluation of this model cannot be read.", "Evaluate it again."
        ) from None


def _category(content: dict[str, Any]) -> CategoryMetrics:
    curve = tuple(CurvePoint(**point) for point in content["curve"])
    return CategoryMetrics(**{**content, "curve": curve})


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
