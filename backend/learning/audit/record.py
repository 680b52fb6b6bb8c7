"""What an audit found, beside the evaluation."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.artefacts.files import read_json, write_json
from backend.errors import InvalidInput

FILE_NAME = "audit.json"

_ALIKE = 0.95  # an area from here on is no finding: a few pairs of a few hundred


@dataclass(frozen=True, kw_only=True)
class TermBias:
    """What becomes of sentences with one word for a group of people; the background is the same
    sentences with the other words.

    Areas under the ROC curve, 0.5 is chance (Borkan et al. 2019, "Nuanced Metrics for Measuring
    Unintended Bias with Real Data for Text Classification"). subgroup_auc: toxic from neutral
    sentences with the word. bpsn_auc: toxic ones of the background from neutral ones with it; low
    where the word alone raises scores. bnsp_auc: toxic ones with it from neutral ones of the
    background; low where it lowers them.
    false_positive_rate: share of its neutral sentences that are flagged. false_positive_gap: by
    how much that is above the background's, -1 to 1. missed_rate: share of its toxic sentences
    that are not flagged.
    """

    term: str
    kind: str
    subgroup_auc: float
    bpsn_auc: float
    bnsp_auc: float
    false_positive_rate: float
    false_positive_gap: float
    missed_rate: float

    @property
    def lowest_auc(self) -> float:
        """Of the three."""
        return min(self.subgroup_auc, self.bpsn_auc, self.bnsp_auc)


@dataclass(frozen=True, kw_only=True)
class Bias:
    """neutral, toxic: sentences that each word was put in. The rates are over all words."""

    neutral: int
    toxic: int
    false_positive_rate: float
    missed_rate: float
    terms: tuple[TermBias, ...]

    def worst(self, most: int = 5) -> tuple[TermBias, ...]:
        """The words that fare worst: by how far their neutral sentences are flagged more often
        than others', then by the lowest of their areas. None that fares about as the others do."""
        unlike = [t for t in self.terms if t.false_positive_gap > 0 or t.lowest_auc < _ALIKE]
        return tuple(sorted(unlike, key=lambda t: (-t.false_positive_gap, t.lowest_auc))[:most])


@dataclass(frozen=True, kw_only=True)
class FunctionResult:
    """One function of `audit.cases`. flagged: what was expected of each message. failed: the
    messages of which the other came true. note: where that depends on a community's rules, how."""

    name: str
    title: str
    flagged: bool
    total: int
    failed: tuple[str, ...]
    note: str = ""

    @property
    def passed(self) -> int:
        """Messages of which what was expected came true."""
        return self.total - len(self.failed)


@dataclass(frozen=True, kw_only=True)
class Audit:
    """A package on messages that the project wrote, in English.

    A message is flagged when any category is at or over its measured threshold, whatever the
    categories are called. Its score, for the areas, is the greatest probability of a category
    (1 - that of none).
    """

    bias: Bias
    functions: tuple[FunctionResult, ...]

    def write(self, folder: Path) -> None:
        """Write `audit.json` into `folder`, whole or not at all."""
        write_json(folder / FILE_NAME, asdict(self))


def read_audit(folder: Path) -> Audit:
    """Read `audit.json` in `folder`. Raises InvalidInput when it is absent or damaged."""
    try:
        content = read_json(folder / FILE_NAME)
        bias = content["bias"]
        return Audit(
            bias=Bias(**{**bias, "terms": tuple(TermBias(**term) for term in bias["terms"])}),
            functions=tuple(map(_function, content["functions"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InvalidInput(
            "The audit of this model cannot be read.", "Evaluate it again."
        ) from None


def _function(content: dict[str, Any]) -> FunctionResult:
    return FunctionResult(**{**content, "failed": tuple(content["failed"])})
