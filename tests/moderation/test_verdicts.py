import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.moderation.verdicts import verdict

PROBABILITIES = st.floats(0, 1)
CATEGORIES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)


@given(st.dictionaries(CATEGORIES, st.tuples(PROBABILITIES, PROBABILITIES), min_size=1))
def test_a_category_is_caught_at_or_over_its_threshold(
    scored: dict[str, tuple[float, float]],
) -> None:
    found = verdict({c: p for c, (p, _) in scored.items()}, {c: t for c, (_, t) in scored.items()})
    assert {s.category for s in found.caught} == {c for c, (p, t) in scored.items() if p >= t}
    probabilities = [score.probability for score in found.scores]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len(found.scores) == len(scored)


def test_a_category_without_a_threshold_is_an_error() -> None:
    with pytest.raises(KeyError):
        verdict({"toxic": 0.5}, {})
