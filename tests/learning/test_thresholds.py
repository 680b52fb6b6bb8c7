import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from backend.learning.thresholds import HIGHEST, LOWEST, UNKNOWN, best_f1

ROWS = st.lists(
    st.tuples(st.integers(0, 20), st.booleans(), st.floats(0, 10)), min_size=1, max_size=60
)


@given(rows=ROWS)
def test_it_is_always_a_threshold_to_work_with(rows: list[tuple[int, bool, float]]) -> None:
    scores, positive, weights = (np.array(column) for column in zip(*rows, strict=True))
    threshold = best_f1(scores / 20, positive, weights)
    assert LOWEST <= threshold <= HIGHEST


@pytest.mark.parametrize("seed", range(5))
def test_no_threshold_has_a_better_f1(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = 20_000
    scores = np.round(chance.random(rows), 2)  # with ties
    positive = chance.random(rows) < scores * 0.7
    weights = chance.uniform(0.1, 5, rows)

    def f1(threshold: float) -> float:
        return float(f1_score(positive, scores >= threshold, sample_weight=weights))

    best = max(f1(threshold) for threshold in np.unique(scores))
    assert f1(best_f1(scores, positive, weights)) == pytest.approx(best, abs=1e-4)


def test_it_lies_halfway_to_the_next_row_below() -> None:
    scores = np.array([0.9] * 10 + [0.3] * 20)
    assert best_f1(scores, scores > 0.5, np.ones(30)) == pytest.approx(0.6)


def test_of_equally_good_thresholds_the_highest_is_taken() -> None:
    # with no positive each row counts by its probability: F1 is 2/3 at either threshold
    scores = np.array([1.0, 0.25, 0.25, 0.25, 0.25])
    none = np.zeros(5, dtype=bool)
    assert best_f1(scores, none, np.ones(5)) == pytest.approx(0.625)


def test_few_positives_shift_it_less_than_many() -> None:
    """Four unlikely positives in ten are chance once, and a finding when seen 200 times."""
    scores = np.array([0.9] * 2 + [0.1] * 10)
    positive = np.array([True] * 6 + [False] * 6)
    assert best_f1(scores, positive, np.ones(12)) == pytest.approx(0.5)
    many = best_f1(np.tile(scores, 200), np.tile(positive, 200), np.ones(2400))
    assert many == pytest.approx(0.1)


def test_rows_without_weight_do_not_count() -> None:
    scores = np.array([0.9] * 10 + [0.5] * 50 + [0.3] * 20)
    weights = np.where(scores == 0.5, 0.0, 1.0)
    assert best_f1(scores, scores > 0.6, weights) == pytest.approx(0.6)


def test_a_chance_positive_does_not_set_it() -> None:
    """One positive at the very bottom would ask for catching everything."""
    scores = np.concatenate([np.full(20, 0.8), np.full(200, 0.02)])
    positive = np.zeros(220, dtype=bool)
    positive[-1] = True
    assert best_f1(scores, positive, np.ones(220)) == pytest.approx(0.41)


def test_without_rows_it_is_even() -> None:
    none = np.zeros(0)
    assert best_f1(none, none.astype(bool), none) == UNKNOWN
