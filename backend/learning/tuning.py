"""Tuning: calibration and threshold by category, from validation rows at natural prevalence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.artefacts.manifest import Manifest
from backend.learning.calibration import Calibration, fit
from backend.learning.scoring import Scored
from backend.learning.thresholds import best_f1
from backend.learning.weights import reference_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Tuning:
    """By category, how a raw score becomes a probability, and from which one on it counts."""

    calibrations: Mapping[str, Calibration]
    thresholds: Mapping[str, float]

    def probabilities(self, raw: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """The calibrated probabilities of raw scores, both of shape (rows, categories)."""
        import numpy as np

        columns = [c.probabilities(raw[:, k]) for k, c in enumerate(self.calibrations.values())]
        return np.stack(columns, axis=1)


def tune(
    categories: Sequence[str],
    validation: Scored,
    reference: "NDArray[np.bool_]",
    prevalences: Mapping[str, float],
) -> Tuning:
    """Fit each category. reference: shape (rows,), which validation rows belong to the natural
    sample. prevalences: as `prevalences` tells them."""
    calibrations, thresholds = {}, {}
    for k, name in enumerate(categories):
        raw, positive = validation.raw[:, k], validation.labels[:, k]
        weights = reference_weights(positive, reference, prevalences.get(name))
        calibrations[name] = fit(raw, positive, weights)
        thresholds[name] = best_f1(calibrations[name].probabilities(raw), positive, weights)
    return Tuning(calibrations, thresholds)


def prevalences(processed: Manifest) -> dict[str, float]:
    """Share of each category among the natural rows of train and validation; {} without any.

    processed: the manifest of the lines. Half a row is granted to either side, so that none is 0
    or 1.
    """
    parts = [processed.counts["parts"][name] for name in ("train", "validation")]
    rows = sum(part["reference_rows"] for part in parts)
    if not rows:
        return {}
    positives = {
        name: sum(part["reference_positives"][name] for part in parts)
        for name in processed.categories
    }
    return {name: min(max(count, 0.5), rows - 0.5) / rows for name, count in positives.items()}
