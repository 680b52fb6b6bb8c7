import numpy as np
import pytest
from sklearn import metrics as sklearn

from backend.learning import bootstrap
from backend.learning.bootstrap import LEAST_DRAWS, MOST_DRAWS, draws, resample
from backend.learning.evaluation import Interval, difference, interval
from backend.learning.metrics import evaluate


def made(rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities with ties, labels, and which rows are of the natural sample."""
    chance = np.random.default_rng(seed)
    labels = chance.random((rows, 2)) < (0.4, 0.15)
    probabilities = np.round(np.clip(chance.random((rows, 2)) * 0.7 + labels * 0.2, 0, 1), 2)
    return probabilities, labels, chance.random(rows) < 0.6


def test_each_draw_is_scikit_learns_measure_of_the_rows_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bootstrap, "MOST_DRAWS", 5)
    monkeypatch.setattr(bootstrap, "LEAST_DRAWS", 5)
    scores, labels, natural = made(120)
    found = resample(scores, labels, natural)
    assert found.roc_auc.shape == (5, 2)
    for draw, weights in enumerate(bootstrap._weights(120)):
        assert weights.sum() == 120
        for k in range(2):
            either = labels[:, k] | natural
            auc = sklearn.roc_auc_score(
                labels[either, k], scores[either, k], sample_weight=weights[either]
            )
            assert found.roc_auc[draw, k] == pytest.approx(auc)
            precision = sklearn.average_precision_score(
                labels[natural, k], scores[natural, k], sample_weight=weights[natural]
            )
            assert found.average_precision[draw, k] == pytest.approx(precision)


def test_an_interval_is_about_as_wide_as_samples_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many samples of one population, nine in ten hold what is true of it, and not all."""
    monkeypatch.setattr(bootstrap, "MOST_DRAWS", 100)
    whole = made(20_000, seed=1)
    everything = np.ones(20_000, dtype=bool)
    truth = evaluate(("a", "b"), *whole[:2], everything, {"a": 0.5, "b": 0.5}).mean_auc
    assert truth is not None
    held = 0
    for seed in range(30):
        chosen = np.random.default_rng(seed).choice(20_000, 120, replace=False)
        drawn = resample(whole[0][chosen], whole[1][chosen], everything[chosen]).roc_auc
        found = interval(tuple(drawn.mean(axis=1)))
        assert found is not None
        held += found.low <= truth <= found.high
    assert 25 <= held < 30


def test_few_positives_have_no_interval_and_none_no_measure() -> None:
    scores, labels, _ = made(200)
    labels[:, 1] = False
    labels[:9, 1] = True
    everything = np.ones(200, dtype=bool)
    found = evaluate(("a", "b"), scores, labels, everything, {"a": 0.5, "b": 0.5})
    of_a, of_b = found.categories
    assert of_a.roc_auc_interval is not None
    assert of_a.roc_auc is not None
    assert of_a.roc_auc_interval.low < of_a.roc_auc < of_a.roc_auc_interval.high
    assert of_b.roc_auc is not None
    assert of_b.roc_auc_interval is of_b.average_precision_interval is None
    assert found.mean_auc_interval is not None
    assert np.isnan(resample(scores, np.zeros((200, 2), dtype=bool), everything).roc_auc).all()
    empty = resample(np.zeros((0, 2)), np.zeros((0, 2), dtype=bool), np.zeros(0, dtype=bool))
    assert empty.roc_auc.shape == (0, 2)


def test_draws_are_fewer_of_many_rows_and_none_of_none() -> None:
    assert draws(0) == 0
    assert draws(1) == draws(6285) == MOST_DRAWS
    assert LEAST_DRAWS <= draws(60_000) < MOST_DRAWS
    assert draws(10**9) == LEAST_DRAWS


def test_two_models_tie_unless_one_is_better_draw_by_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "MOST_DRAWS", 100)
    scores, labels, _ = made(400)
    everything = np.ones(400, dtype=bool)
    thresholds = {"a": 0.5, "b": 0.5}

    def mean_auc(scores: np.ndarray) -> tuple[float | None, ...]:
        return evaluate(("a", "b"), scores, labels, everything, thresholds).draws.mean_auc

    plain, better = mean_auc(scores), mean_auc(np.clip(scores + 0.1 * labels, 0, 1))
    noise = np.random.default_rng(5).normal(0, 0.01, scores.shape)
    tie = difference(plain, mean_auc(np.clip(scores + noise, 0, 1)))
    clear = difference(better, plain)
    assert tie is not None
    assert clear is not None
    assert tie.holds_zero
    assert 0 < clear.low < clear.high
    assert not clear.holds_zero
    assert difference(plain, plain) == Interval(0.0, 0.0)
    assert difference(plain, plain[:-1]) is None
    assert difference((), ()) is None
    assert difference((None, None, 0.5), (0.5, 0.5, 0.5)) is None
