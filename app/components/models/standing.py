"""Where models stand among those measured on the same test rows, so that a tie is called one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.components.models.measures import Measure, said
from backend.learning.evaluation import Interval
from backend.studio.model import models
from backend.studio.model.models import Model

MEANS = {Measure.AUC: "Mean AUC", Measure.AP: "Mean AP"}
"""The measures by which models stand, and what their means are called."""


class Place(StrEnum):
    """Where a model stands among those on the same test rows."""

    BEST = "best"
    TIE = "a tie with the best"
    BEHIND = "behind"
    UNKNOWN = ""


SURE = (
    "95 % confidence interval: on other messages of the same kind the figure would be a little"
    " different, and 95 times in 100 about within these bounds (bootstrap)."
)
TIE_HELP = (
    "A tie: drawn from the same test rows many times over, now one is ahead, now the other."
    " Behind: in all but a few draws the best is ahead."
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One model by one mean. value: 0 to 1, None where it could not be measured. interval: None
    where nothing was drawn. place: UNKNOWN where there is no other model on the same test rows, or
    nothing was drawn. behind: by how much the best is ahead; ahead: that, of the means."""

    model: Model
    value: float | None
    interval: Interval | None
    place: Place
    ahead: float = 0.0
    behind: Interval | None = None

    @property
    def words(self) -> str:
        """ "best", "a tie with the best", "0.012 behind", or "" where it is not known."""
        return f"{said(self.ahead)} behind" if self.place is Place.BEHIND else str(self.place)


def standings(of: Sequence[Model], measure: Measure) -> list[Standing]:
    """All models by one of MEANS, the highest first."""
    rated = sorted(of, key=lambda model: -(_mean(model, measure) or 0))
    best: dict[frozenset[tuple[str, str]], Model] = {}
    rivals: dict[frozenset[tuple[str, str]], int] = {}
    for model in rated:
        best.setdefault(model.test_rows, model)
        rivals[model.test_rows] = rivals.get(model.test_rows, -1) + 1
    return [
        _standing(model, best[model.test_rows], measure, alone=not rivals[model.test_rows])
        for model in rated
    ]


def interval_words(interval: Interval | None) -> str:
    """ "0.976 to 0.984", or "" where there is none."""
    return f"{said(interval.low)} to {said(interval.high)}" if interval else ""


def _standing(model: Model, best: Model, measure: Measure, *, alone: bool) -> Standing:
    evaluation = model.evaluation
    place, behind = Place.UNKNOWN, None
    if model is best:
        place = Place.UNKNOWN if alone else Place.BEST
    elif lead := models.lead(best, model):
        behind = lead.mean_auc if measure is Measure.AUC else lead.mean_average_precision
        place = Place.TIE if behind.holds_zero else Place.BEHIND
    return Standing(
        model=model,
        value=_mean(model, measure),
        interval=evaluation.mean_auc_interval
        if measure is Measure.AUC
        else evaluation.mean_average_precision_interval,
        place=place,
        ahead=(_mean(best, measure) or 0.0) - (_mean(model, measure) or 0.0),
        behind=behind,
    )


def _mean(model: Model, measure: Measure) -> float | None:
    evaluation = model.evaluation
    return evaluation.mean_auc if measure is Measure.AUC else evaluation.mean_average_precision
