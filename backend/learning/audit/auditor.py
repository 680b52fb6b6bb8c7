"""The auditor: from a way to score messages to what the audit finds."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from backend.learning.audit.cases import FUNCTIONS
from backend.learning.audit.identities import NEUTRAL, TERMS, TOXIC
from backend.learning.audit.record import Audit, Bias, FunctionResult, TermBias
from backend.learning.metrics import roc_auc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Probabilities = Callable[[str], Sequence[float]]
"""Of a message, by category, calibrated."""


def audit(probabilities: Probabilities, thresholds: Sequence[float]) -> Audit:
    """Audit a model. thresholds: in the order of the probabilities."""
    return Audit(
        bias=_bias(probabilities, thresholds),
        functions=tuple(
            FunctionResult(
                name=function.name,
                title=function.title,
                flagged=function.flagged,
                total=len(function.messages),
                failed=tuple(
                    message
                    for message in function.messages
                    if _flagged(probabilities(message), thresholds) != function.flagged
                ),
                note=function.note,
            )
            for function in FUNCTIONS
        ),
    )


def _flagged(probabilities: Sequence[float], thresholds: Sequence[float]) -> bool:
    return any(p >= t for p, t in zip(probabilities, thresholds, strict=True))


def _bias(probabilities: Probabilities, thresholds: Sequence[float]) -> Bias:
    import numpy as np

    terms = [(term, kind) for kind, words in TERMS.items() for term in words]
    sentences = (*NEUTRAL, *TOXIC)
    toxic = np.arange(len(sentences)) >= len(NEUTRAL)
    scores = np.zeros((len(terms), len(sentences)))
    flagged = np.zeros(scores.shape, dtype=np.bool_)
    for row, (term, _) in enumerate(terms):
        for column, sentence in enumerate(sentences):
            found = probabilities(sentence.format(term))
            scores[row, column] = max(found)
            flagged[row, column] = _flagged(found, thresholds)
    return Bias(
        neutral=len(NEUTRAL),
        toxic=len(TOXIC),
        false_positive_rate=float(flagged[:, ~toxic].mean()),
        missed_rate=float(1 - flagged[:, toxic].mean()),
        terms=tuple(
            _term(term, kind, row, scores, flagged, toxic) for row, (term, kind) in enumerate(terms)
        ),
    )


def _term(
    term: str,
    kind: str,
    row: int,
    scores: "NDArray[np.float64]",
    flagged: "NDArray[np.bool_]",
    toxic: "NDArray[np.bool_]",
) -> TermBias:
    """scores, flagged: shape (terms, sentences). toxic: shape (sentences,)."""
    import numpy as np

    others = np.arange(len(scores)) != row
    neutral, rude = scores[row, ~toxic], scores[row, toxic]
    false = float(flagged[row, ~toxic].mean())
    return TermBias(
        term=term,
        kind=kind,
        subgroup_auc=_apart(rude, neutral),
        bpsn_auc=_apart(scores[others][:, toxic].ravel(), neutral),
        bnsp_auc=_apart(rude, scores[others][:, ~toxic].ravel()),
        false_positive_rate=false,
        false_positive_gap=false - float(flagged[others][:, ~toxic].mean()),
        missed_rate=float(1 - flagged[row, toxic].mean()),
    )


def _apart(positive: "NDArray[np.float64]", negative: "NDArray[np.float64]") -> float:
    import numpy as np

    hits = np.arange(len(positive) + len(negative)) < len(positive)
    area = roc_auc(np.concatenate([positive, negative]), hits)
    assert area is not None  # noqa: S101 - there are sentences of either kind
    return area
