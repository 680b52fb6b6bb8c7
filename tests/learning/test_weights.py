import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.learning.weights import reference_weights

ROWS = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=50)


@given(rows=ROWS, prevalence=st.floats(0.001, 0.999))
def test_positives_have_the_natural_share_of_the_weight(
    rows: list[tuple[bool, bool]], prevalence: float
) -> None:
    positive, reference = (np.array(column) for column in zip(*rows, strict=True))
    weights = reference_weights(positive, reference, prevalence)
    assert (weights >= 0).all()
    if positive.any() and not positive.all():
        assert np.average(positive, weights=weights) == pytest.approx(prevalence)


def test_every_positive_counts_but_only_natural_negatives() -> None:
    positive = np.array([True, True, False, False, False])
    reference = np.array([True, False, True, True, False])
    weights = reference_weights(positive, reference, 0.2)
    assert weights.tolist() == pytest.approx([1, 1, 4, 4, 0])


def test_without_a_natural_negative_all_negatives_count() -> None:
    weights = reference_weights(np.array([True, False, False]), np.zeros(3, dtype=bool), 0.1)
    assert weights.tolist() == pytest.approx([1, 4.5, 4.5])


def test_without_a_natural_sample_every_row_weighs_the_same() -> None:
    weights = reference_weights(np.array([True, False]), np.zeros(2, dtype=bool), None)
    assert weights.tolist() == [1, 1]
