"""A figure: one line of the table, and whether it reaches what was promised."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.learning.evaluation import Evaluation, Interval

if TYPE_CHECKING:
    from bench.workbench import Workbench


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was measured. value: None where it could not be, and `note` says why.

    form: how numbers are written (a format specification). at_least, at_most: the reach, where one
    is promised.
    """

    what: str
    value: float | None
    form: str = ".3f"
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    @property
    def measured(self) -> str:
        """The value in writing."""
        return "not measured" if self.value is None else format(self.value, self.form)

    @property
    def reach(self) -> str:
        """What was promised, in writing; empty where nothing was."""
        signed = (("≥", self.at_least), ("≤", self.at_most))
        return " ".join(f"{sign} {bound:,g}" for sign, bound in signed if bound is not None)

    @property
    def met(self) -> bool | None:
        """Whether the value, unrounded, is within reach; None where that cannot be told."""
        if self.value is None or not self.reach:
            return None
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )


@dataclass(frozen=True)
class Part:
    """A part of the table: figures that are measured together. how: in a few sentences."""

    name: str
    title: str
    how: str
    measure: "Callable[[Workbench], Iterator[Figure]]"


def between(interval: Interval | None, form: str = ".3f") -> str:
    """An interval in writing; empty for none."""
    if interval is None:
        return ""
    return f"{interval.low:{form}} to {interval.high:{form}}"


def ranking(
    name: str,
    found: Evaluation,
    *,
    auc_at_least: float | None = None,
    precision_at_least: float | None = None,
) -> Iterator[Figure]:
    """The means of an evaluation over its categories."""
    yield Figure(
        what=f"{name}: mean AUC",
        value=found.mean_auc,
        form=".4f",
        at_least=auc_at_least,
        note=between(found.mean_auc_interval),
    )
    yield Figure(
        what=f"{name}: mAP",
        value=found.mean_average_precision,
        form=".4f",
        at_least=precision_at_least,
        note=between(found.mean_average_precision_interval),
    )
