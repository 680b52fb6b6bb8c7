from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sklearn
from sklearn.calibration import calibration_curve

from backend.artefacts.files import read_json, write_json
from backend.errors import InvalidInput
from backend.learning.evaluation import CategoryMetrics, Confusion, Evaluation, read_evaluation
from backend.learning.metrics import (
    ALL_ROWS,
    CURVE_POINTS,
    REFERENCE_IDS,
    average_precision,
    calibration_error,
    curve,
    evaluate,
    mean_roc_auc,
    reliability,
    roc_auc,
)
from backend.learning.thresholds import STEPS

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


SOME = st.lists(
    st.tuples(st.integers(0, 1000), st.booleans(), st.booleans()), min_size=1, max_size=80
)


def _measured(rows: list[tuple[int, bool, bool]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, positive, measured."""
    scores, positive, measured = zip(*rows, strict=True)
    return np.array(scores) / 1000, np.array(positive), np.array(measured)


@given(rows=SOME, threshold=st.integers(1, 99))
def test_counts_at_the_curves_thresholds_are_exact(
    rows: list[tuple[int, bool, bool]], threshold: int
) -> None:
    scores, positive, measured = _measured(rows)
    found = curve(scores, positive, measured, threshold / 100 + 0.005)
    assert {*STEPS, threshold / 100 + 0.005} <= set(found.thresholds)
    assert list(found.thresholds) == sorted(set(found.thresholds), reverse=True)
    for place, at in enumerate(found.thresholds):
        caught = scores >= at
        counts = (caught & positive & measured).sum(), (caught & ~positive & measured).sum()
        assert found.caught(at) == counts == (found.right[place], found.wrong[place])
        assert found.auc_right[place] == (caught & positive).sum()


@given(rows=SOME)
def test_the_roc_curve_is_scikit_learns(rows: list[tuple[int, bool, bool]]) -> None:
    """All positives against the measured negatives: its area is the ROC-AUC that is reported."""
    scores, positive, measured = _measured(rows)
    contrasted = positive | measured
    negatives = int((~positive & measured).sum())
    if not positive.any() or not negatives:
        return
    found = curve(scores, positive, measured, 0.5)
    theirs = set(
        zip(
            *sklearn.roc_curve(positive[contrasted], scores[contrasted], drop_intermediate=False)[
                :2
            ],
            strict=True,
        )
    )
    x = np.array([0, *found.wrong]) / negatives
    y = np.array([0, *found.auc_right]) / positive.sum()
    assert set(zip(x, y, strict=True)) == theirs  # so few rows are all drawn
    assert sklearn.auc(x, y) == pytest.approx(roc_auc(scores[contrasted], positive[contrasted]))


@given(rows=SOME)
def test_the_precision_recall_curve_is_scikit_learns(rows: list[tuple[int, bool, bool]]) -> None:
    scores, positive, measured = _measured(rows)
    if not (positive & measured).any():
        return
    found = curve(scores, positive, measured, 0.5)
    precision, recall, thresholds = sklearn.precision_recall_curve(
        positive[measured], scores[measured]
    )
    theirs = dict(zip(thresholds, zip(precision, recall, strict=False), strict=False))
    drawn = dict(zip(found.thresholds, zip(found.right, found.wrong, strict=True), strict=True))
    whole = (positive & measured).sum()
    for at, expected in theirs.items():
        right, wrong = drawn[at]
        assert (right / (right + wrong), right / whole) == pytest.approx(expected)


def test_the_curve_of_many_rows_is_short_smooth_and_whole() -> None:
    chance = np.random.default_rng(0)
    scores = chance.random(20_000) ** 3
    positive = chance.random(20_000) < scores
    measured = chance.random(20_000) < 0.7
    found = curve(scores, positive, measured, 0.4321)
    assert 200 < len(found.thresholds) <= CURVE_POINTS
    assert (found.auc_right[-1], found.wrong[-1]) == (
        positive.sum(),
        (~positive & measured).sum(),
    )
    for counts in (found.right, found.wrong, found.auc_right):
        assert max(np.diff([0, *counts])) < 0.02 * counts[-1]


def test_between_two_points_the_counts_are_those_of_the_higher() -> None:
    everything = np.ones(2, dtype=bool)
    found = curve(np.array([0.2, 0.8]), np.array([True, True]), everything, 0.5)
    assert found.caught(0.805) == (0, 0)
    assert found.caught(0.795) == (1, 0)
    assert found.caught(1.0) == (0, 0)
    assert found.caught(0.0) == (2, 0)


def test_confusion_has_scikit_learns_measures() -> None:
    probabilities, labels, reference = _made()
    found = evaluate(("a", "b"), probabilities, labels, reference, {"a": 0.5, "b": 0.6})
    for threshold in (0.01, 0.33, 0.5, 0.9, 0.99):
        at = found.categories[0].at(threshold)
        positive, caught = labels[reference, 0], probabilities[reference, 0] >= threshold
        left, wrong, missed, right = sklearn.confusion_matrix(positive, caught).ravel()
        assert at == Confusion(right, wrong, missed, left)
        assert at.recall == pytest.approx(sklearn.recall_score(positive, caught))
        assert at.f1 == pytest.approx(sklearn.f1_score(positive, caught))
        if caught.any():
            assert at.precision == pytest.approx(sklearn.precision_score(positive, caught))
        else:
            assert at.precision is None


def test_reliability_is_scikit_learns() -> None:
    chance = np.random.default_rng(3)
    probabilities = chance.random(3000) * 0.85  # the last bin is empty
    positive = chance.random(3000) < probabilities
    found = reliability(probabilities, positive)
    share, mean = calibration_curve(positive, probabilities, n_bins=10)
    ours = [
        (positives / rows, probability)
        for rows, positives, probability in zip(
            found.rows, found.positives, found.probability, strict=True
        )
        if rows
    ]
    assert np.array(ours) == pytest.approx(np.stack([share, mean], axis=1))
    assert (found.rows[9], found.positives[9], found.probability[9]) == (0, 0, None)
    assert sum(found.rows) == 3000
    assert reliability(np.array([1.0]), np.array([True])).rows[9] == 1


def test_calibration_error_is_the_gap_in_each_bin_by_rows() -> None:
    probabilities = np.array([0.05, 0.05, 0.05, 0.05, 0.95, 0.95])
    positive = np.array([True, False, False, False, True, False])
    # bin 0: |1/4 - 0.05| over 4 rows; bin 9: |1/2 - 0.95| over 2
    error = calibration_error(reliability(probabilities, positive))
    assert error == pytest.approx((4 * 0.2 + 2 * 0.45) / 6)
    assert calibration_error(reliability(np.array([1.0, 0.0]), np.array([True, False]))) == 0
    assert calibration_error(reliability(np.zeros(0), np.zeros(0, dtype=bool))) is None


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
    found: Evaluation = evaluate(
        ("a", "b"), probabilities, labels, reference, {"a": 0.5, "b": 0.6}, {"all": ~reference}
    )
    found.write(tmp_path)
    assert read_evaluation(tmp_path) == found


@pytest.mark.parametrize("damage", ["absent", "text", "list", "earlier", "torn"])
def test_an_evaluation_that_cannot_be_read_is_refused_in_words(tmp_path: Path, damage: str) -> None:
    probabilities, labels, reference = _made()
    path = tmp_path / "evaluation.json"
    evaluate(("a", "b"), probabilities, labels, reference, {"a": 0.5, "b": 0.6}).write(tmp_path)
    content = read_json(path)
    curve = content["categories"][0]["curve"]
    if damage == "absent":
        path.unlink()
    elif damage == "text":
        path.write_text("{")
    elif damage == "list":
        write_json(path, [])
    elif damage == "earlier":
        content["categories"][0]["curve"] = [{"threshold": 0.5, "precision": 1, "recall": 1}]
        write_json(path, content)
    else:
        curve["right"].pop()
        write_json(path, content)
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_evaluation(tmp_path)


def test_a_category_without_a_curve_catches_nothing() -> None:
    bare = CategoryMetrics(
        category="a",
        positives=3,
        rows=10,
        auc_positives=3,
        auc_negatives=7,
        roc_auc=None,
        average_precision=None,
        calibration_error=None,
        threshold=0.5,
    )
    assert bare.at(0.5) == Confusion(0, 0, 3, 7)
