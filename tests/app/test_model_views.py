import pytest

from app.components.models.bias_view import worst_words
from app.components.models.functions_view import passed_words
from app.components.models.slices_view import TOO_FEW, share_words, slice_title
from backend.learning.audit.record import Bias, FunctionResult, TermBias


def term(name: str, gap: float, bpsn: float = 1.0) -> TermBias:
    return TermBias(
        term=name,
        kind="kind",
        subgroup_auc=1.0,
        bpsn_auc=bpsn,
        bnsp_auc=1.0,
        false_positive_rate=max(gap, 0.0),
        false_positive_gap=gap,
        missed_rate=0.0,
    )


def bias(*terms: TermBias) -> Bias:
    return Bias(neutral=12, toxic=12, false_positive_rate=0.065, missed_rate=0.25, terms=terms)


def test_the_worst_words_are_named_first() -> None:
    said = worst_words(bias(term("gardener", -0.1), term("cook", 0.2), term("baker", 0.5)))
    assert said.startswith("It minds most: **baker** and **cook**.")
    assert "6.5 % of the neutral" in said.replace("\\", "")
    assert worst_words(bias(term("gardener", 0.0))).startswith("No word made a difference.")


@pytest.mark.parametrize(
    ("share", "said"),
    [(None, TOO_FEW), (0.0, "0 %"), (0.0002, "< 1 %"), (0.046, "4.6 %"), (0.85, "85 %")],
)
def test_a_share_is_said_as_exactly_as_it_is_small(share: float | None, said: str) -> None:
    assert share_words(share) == said


def test_a_slice_that_is_not_known_has_its_name() -> None:
    assert slice_title("all_caps") == "In capitals"
    assert slice_title("by_night") == "By night"


def test_what_passed_is_told_of_either_kind() -> None:
    results = [
        FunctionResult(name="a", title="A", flagged=True, total=8, failed=("x",)),
        FunctionResult(name="b", title="B", flagged=True, total=2, failed=()),
        FunctionResult(name="c", title="C", flagged=False, total=5, failed=("y", "z")),
    ]
    assert passed_words(results) == "**9** of 10 rightly flagged · **3** of 5 rightly left alone"
