import numpy as np
import pytest
from sklearn import metrics as sklearn

from backend.learning.metrics import evaluate
from backend.learning.slices import MOST_MEDIUM, MOST_SHORT, slices

LINES = ["a" * MOST_SHORT, "b" * (MOST_SHORT + 1), "c" * MOST_MEDIUM + " [caps]", "[caps]"]


def test_a_line_is_in_one_slice_of_length_and_where_else_it_belongs() -> None:
    found = slices([*LINES, "d" * (MOST_MEDIUM + 1), ""], [False, True, False, False, True, False])
    places = {name: np.flatnonzero(rows).tolist() for name, rows in found.items()}
    assert places == {
        "all": [0, 1, 2, 3, 4, 5],
        "short": [0, 3, 5],
        "medium": [1, 2],
        "long": [4],
        "all_caps": [2, 3],
        "obfuscated": [1, 4],
    }


def test_without_a_reader_there_is_no_slice_of_the_obfuscated() -> None:
    assert "obfuscated" not in slices(LINES)
    assert all(len(rows) == 0 for rows in slices([]).values())


def test_a_slice_is_measured_as_the_whole_is() -> None:
    chance = np.random.default_rng(2)
    labels = chance.random((600, 2)) < (0.3, 0.005)
    scores = np.clip(chance.random((600, 2)) * 0.6 + labels * 0.3, 0, 1)
    natural = chance.random(600) < 0.7
    some = chance.random(600) < 0.5
    limits = {"a": 0.5, "b": 0.55}
    masks = {"all": np.ones(600, dtype=bool), "some": some, "few": np.arange(600) < 8}
    found = evaluate(("a", "b"), scores, labels, natural, limits, masks)
    whole, part, few = found.slices
    assert (whole.name, whole.rows, whole.categories) == ("all", natural.sum(), ("a",))
    assert whole.mean_auc == pytest.approx(found.categories[0].roc_auc)
    either = some & (natural | labels[:, 0])
    assert part.mean_auc == pytest.approx(
        sklearn.roc_auc_score(labels[either, 0], scores[either, 0])
    )
    inside = some & natural
    assert part.mean_average_precision == pytest.approx(
        sklearn.average_precision_score(labels[inside, 0], scores[inside, 0])
    )
    flagged = np.logical_or(scores[:, 0] >= 0.5, scores[:, 1] >= 0.55)
    positive = labels.any(axis=1)
    assert (part.rows, part.positives) == (inside.sum(), (inside & positive).sum())
    assert part.recall == pytest.approx(sklearn.recall_score(positive[inside], flagged[inside]))
    assert part.false_positive_rate == pytest.approx(flagged[inside & ~positive].mean())
    assert few.rows == natural[:8].sum()
    assert (few.mean_auc, few.recall, few.false_positive_rate) == (None, None, None)
