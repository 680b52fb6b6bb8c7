from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sklearn

from backend.learning.evaluation import Evaluation, read_evaluation
from backend.learning.metrics import (
    ALL_ROWS,
    CURVE_POINTS,
    REFERENCE_IDS,
    average_precision,
    calibration_error,
    evaluate,
    mean_roc_auc,
    precision_recall,
    roc_auc,
)

ROWS = st.lists(st.tuples(st.integers(0, 10), st.booleans()), min_size=1, max_size=60)


def _columns(rows: list[tuple[int, bool]]) -> tuple[np.ndarray, np.ndarray]:
    scores, positive = zip(*rows, strict=True)
    return np.array(scores) / 10, np.array(positive)


@given(rows=ROWS)
def test_roc_auc_is_scikit_learns(rows: list[tuple[int, bool]]) -> None:
    scores, positive = _columns(rows)
    if positive.any() and not positive.all():
        assert roc_auc(scores, positive) == pytest.approx(sklearn.roc_auc_score(positive, scores))
    else:
        assert roc_auc(scores, positive) is None


@given(rows=ROWS)
def test_average_precision_is_scikit_learns(rows: list[tuple[int, bool]]) -> None:
    scores, positive = _columns(rows)
    if positive.any():
        theirs = sklearn.average_precision_score(positive, scores)
        assert average_precision(scores, positive) == pytest.approx(theirs)
    else:
        assert average_precision(scores, positive) is None


@given(rows=ROWS)
def test_the_curve_lies_on_scikit_learns(rows: list[tuple[int, bool]]) -> None:
    scores, positive = _columns(rows)
    curve = precision_recall(scores, positive)
    if not positive.any():
        assert curve == ()
        return
    precision, recall, thresholds = sklearn.precision_recall_curve(positive, scores)
    theirs = dict(zip(thresholds, zip(precision, recall, strict=False), strict=False))
    for point in curve:
        assert (point.precision, point.recall) == pytest.approx(theirs[point.threshold])
    assert [p.threshold for p in curve] == sorted({p.threshold for p in curve}, reverse=True)
    assert curve[-1].recall == 1
    assert curve[0].threshold == scores.max()


def test_the_curve_is_thinned_evenly_in_recall() -> None:
    chance = np.random.default_rng(0)
    scores = chance.random(20_000)
    curve = precision_recall(scores, chance.random(20_000) < scores**3)
    assert 150 < len(curve) <= CURVE_POINTS
    assert max(np.diff([point.recall for point in curve])) < 0.02


def test_calibration_error_is_the_gap_in_each_bin_by_rows() -> None:
    probabilities = np.array([0.05, 0.05, 0.05, 0.05, 0.95, 0.95])
    positive = np.array([True, False, False, False, True, False])
    # bin 0: |1/4 - 0.05| over 4 rows; bin 9: |1/2 - 0.95| over 2
    assert calibration_error(probabilities, positive) == pytest.approx((4 * 0.2 + 2 * 0.45) / 6)
    assert calibration_error(np.array([1.0, 0.0]), np.array([True, False])) == 0
    assert calibration_error(np.zeros(0), np.zeros(0, dtype=bool)) is None


def test_the_mean_leaves_out_what_cannot_be_measured() -> None:
    scores = np.array([[0.9, 0.3], [0.1, 0.4]])
    assert mean_roc_auc(scores, np.array([[True, False], [False, False]])) == 1.0
    assert mean_roc_auc(scores, np.zeros((2, 2), dtype=bool)) is None
    assert mean_roc_auc(np.zeros((0, 2)), np.zeros((0, 2), dtype=bool)) is None


def _made() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(1)
    labels = chance.random((500, 2)) < (0.5, 0.2)
    probabilities = np.clip(chance.random((500, 2)) * 0.6 + labels * 0.3, 0, 1)
    return probabilities, labels, chance.random(500) < 0.4


def test_reference_ids_take_all_positives_and_only_natural_negatives() -> None:
    probabilities, labels, reference = _made()
    found = evaluate(("a", "b"), probabilities, labels, reference, {"a": 0.5, "b": 0.6})
    assert found.definition == REFERENCE_IDS
    assert (found.rows, found.reference_rows) == (500, reference.sum())
    for k, (category, threshold) in enumerate(zip(found.categories, (0.5, 0.6), strict=True)):
        scores, positive = probabilities[:, k], labels[:, k]
        either = positive | reference
        auc = sklearn.roc_auc_score(positive[either], scores[either])
        assert category.roc_auc == pytest.approx(auc)
        assert category.auc_positives == positive.sum()
        assert category.auc_negatives == (~positive & reference).sum()
        scores, positive = scores[reference], positive[reference]
        caught = scores >= threshold
        assert category.positives == positive.sum()
        assert category.rows == reference.sum()
        assert category.precision == pytest.approx(sklearn.precision_score(positive, caught))
        assert category.recall == pytest.approx(sklearn.recall_score(positive, caught))
        assert category.f1 == pytest.approx(sklearn.f1_score(positive, caught))
        ap = sklearn.average_precision_score(positive, scores)
        assert category.average_precision == pytest.approx(ap)
        assert category.threshold == threshold


def test_without_reference_ids_all_rows_are_measured() -> None:
    probabilities, labels, _ = _made()
    none = np.zeros(500, dtype=bool)
    found = evaluate(("a", "b"), probabilities, labels, none, {"a": 0.5, "b": 0.5})
    assert (found.definition, found.reference_rows) == (ALL_ROWS, 0)
    assert found.categories[0].rows == 500
    assert found.categories[0].roc_auc == pytest.approx(
        sklearn.roc_auc_score(labels[:, 0], probabilities[:, 0])
    )


@pytest.mark.parametrize("rows", [0, 1, 5])
@pytest.mark.parametrize("label", [True, False])
def test_what_cannot_be_measured_is_none(rows: int, label: bool) -> None:
    found = evaluate(
        ("a",),
        np.full((rows, 1), 0.4),
        np.full((rows, 1), label),
        np.zeros(rows, dtype=bool),
        {"a": 0.5},
    )
    category = found.categories[0]
    assert category.roc_auc is None
    assert found.mean_auc is None
    assert category.precision is None  # nothing was caught
    assert category.recall == (0 if label and rows else None)
    assert category.f1 == (0 if label and rows else None)
    assert (category.calibration_error is None) == (rows == 0)


def test_an_evaluation_is_read_as_it_was_written(tmp_path: Path) -> None:
    probabilities, labels, reference = _made()
    found: Evaluation = evaluate(("a", "b"), probabilities, labels, reference, {"a": 0.5, "b": 0.6})
    found.write(tmp_path)
    assert read_evaluation(tmp_path) == found
