import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from backend.learning.calibration import Calibration, fit

SCORES = st.floats(0, 1)
MAPS = st.builds(Calibration, st.floats(0.01, 100), st.floats(-100, 100))


@given(calibration=MAPS, one=SCORES, other=SCORES)
def test_it_gives_a_probability_and_keeps_the_order(
    calibration: Calibration, one: float, other: float
) -> None:
    low, high = sorted([one, other])
    assert 0 <= calibration.probability(low) <= calibration.probability(high) <= 1


@given(calibration=MAPS, scores=st.lists(SCORES, min_size=1))
def test_one_by_one_and_all_at_once_agree(calibration: Calibration, scores: list[float]) -> None:
    single = [calibration.probability(score) for score in scores]
    assert calibration.probabilities(np.array(scores)) == pytest.approx(single, abs=1e-9)


@given(
    rows=st.lists(st.tuples(SCORES, st.booleans(), st.floats(0, 100)), max_size=40),
)
def test_any_rows_give_a_rising_map(rows: list[tuple[float, bool, float]]) -> None:
    raw, positive, weights = (
        (np.array(column) for column in zip(*rows, strict=True))
        if rows
        else (
            np.zeros(0),
            np.zeros(0, dtype=bool),
            np.zeros(0),
        )
    )
    calibration = fit(raw, positive.astype(bool), weights)
    assert calibration.slope > 0
    assert np.isfinite([calibration.slope, calibration.intercept]).all()


def _sample(
    slope: float, intercept: float, rows: int = 4000
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(3)
    odds = chance.normal(-2, 2.5, rows)
    positive = chance.random(rows) < 1 / (1 + np.exp(-(slope * odds + intercept)))
    return 1 / (1 + np.exp(-odds)), positive, chance.uniform(0.2, 3, rows)


@pytest.mark.parametrize(("slope", "intercept"), [(1, 0), (0.4, -1), (2, 1.5)])
def test_it_finds_the_map_that_made_the_labels(slope: float, intercept: float) -> None:
    raw, positive, weights = _sample(slope, intercept)
    found = fit(raw, positive, weights)
    assert found.slope == pytest.approx(slope, rel=0.12)
    assert found.intercept == pytest.approx(intercept, abs=0.25)


def test_it_is_weighted_logistic_regression() -> None:
    raw, positive, weights = _sample(0.6, -0.5)
    odds = np.log(raw / (1 - raw)).reshape(-1, 1)
    theirs = LogisticRegression(C=np.inf).fit(odds, positive, sample_weight=weights)
    ours = fit(raw, positive, weights)
    assert ours.slope == pytest.approx(theirs.coef_[0, 0], rel=5e-3)
    assert ours.intercept == pytest.approx(theirs.intercept_[0], rel=1e-2)


def test_the_mean_probability_is_the_weighted_prevalence() -> None:
    raw, positive, weights = _sample(0.5, -3)
    mean = np.average(fit(raw, positive, weights).probabilities(raw), weights=weights)
    assert mean == pytest.approx(np.average(positive, weights=weights), rel=1e-4)


def test_rows_without_weight_do_not_count() -> None:
    raw, positive, weights = _sample(0.5, -1, 200)
    weights[::2] = 0
    half = slice(1, None, 2)
    assert fit(raw, positive, weights) == fit(raw[half], positive[half], weights[half])


def test_scores_that_order_wrongly_still_give_a_rising_map() -> None:
    raw, positive, weights = _sample(1, 0)
    found = fit(raw, ~positive, weights)
    assert found.slope > 0
    mean = np.average(found.probabilities(raw), weights=weights)
    assert mean == pytest.approx(np.average(~positive, weights=weights), rel=1e-4)


def test_few_rows_that_separate_perfectly_do_not_make_it_certain() -> None:
    raw = np.array([0.2, 0.3, 0.7, 0.8])
    found = fit(raw, raw > 0.5, np.ones(4))
    assert found.probability(0.2) > 0.01
    assert found.probability(0.8) < 0.99
    assert found.probability(0.3) < 0.5 < found.probability(0.7)


def test_without_a_positive_probabilities_are_small_and_never_nothing() -> None:
    raw = np.linspace(0.01, 0.9, 50)
    found = fit(raw, np.zeros(50, dtype=bool), np.ones(50))
    assert found.slope == 1
    assert found.probabilities(raw).mean() == pytest.approx(0.5 / 51, rel=1e-6)


def test_without_rows_nothing_changes() -> None:
    none = np.zeros(0)
    assert fit(none, none.astype(bool), none) == Calibration(1.0, 0.0)
    assert Calibration().probability(0.3) == pytest.approx(0.3)


def test_shared_scores_become_probabilities_of_their_own() -> None:
    """Softmax: three labels of one message share 1, so each shows about a third."""
    chance = np.random.default_rng(5)
    positive = chance.random(2000) < 0.3
    raw = np.where(positive, chance.normal(0.33, 0.05, 2000), chance.normal(0.05, 0.03, 2000))
    found = fit(np.clip(raw, 0, 1), positive, np.ones(2000))
    assert found.probability(0.33) > 0.95
    assert found.probability(0.05) < 0.05
