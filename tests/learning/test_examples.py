from pathlib import Path

import numpy as np
import pytest

from backend.errors import InvalidInput
from backend.learning.examples import (
    MOST_CHARACTERS,
    Examples,
    choose,
    describe,
    read_examples,
)

ROWS = 4000


@pytest.fixture(scope="module")
def examples() -> Examples:
    chance = np.random.default_rng(0)
    labels = chance.random((ROWS, 2)) < (0.2, 0.01)
    probabilities = chance.random((ROWS, 2)) * 0.7 + labels * 0.3
    natural = chance.random(ROWS) < 0.5
    chosen = choose(("rude", "threat"), probabilities, labels, natural)
    for k, rows in enumerate(chosen.values()):
        assert (natural[rows] | labels[rows, k]).all()
        assert np.diff(probabilities[rows, k]).max() <= 0
    texts = {row: f"row {row} " * 100 for row in np.unique(np.concatenate([*chosen.values()]))}
    return describe(chosen, texts, probabilities, labels)


def test_there_are_enough_of_each_kind_and_not_more(examples: Examples) -> None:
    of_rude, of_threat = examples.categories["rude"], examples.categories["threat"]
    assert [sum(e.positive == kind for e in of_rude) for kind in (True, False)] == [150, 150]
    assert sum(e.positive for e in of_threat) < 60  # all there are
    assert all(len(e.text) == MOST_CHARACTERS for e in (*of_rude, *of_threat))
    assert all(("rude" in e.labels) == e.positive for e in of_rude)


@pytest.mark.parametrize("threshold", [0.05, 0.4, 0.65, 0.99])
def test_a_threshold_sorts_them_with_the_most_surprising_first(
    examples: Examples, threshold: float
) -> None:
    found = examples.behind("rude", threshold)
    assert [e.probability for e in found.wrong] == sorted(
        (e.probability for e in found.wrong), reverse=True
    )
    assert [e.probability for e in found.missed] == sorted(e.probability for e in found.missed)
    assert all(e.probability >= threshold for e in (*found.wrong, *found.right))
    assert all(e.probability < threshold for e in found.missed)
    assert len(found.right) + len(found.missed) == 150


def test_at_most_thresholds_there_is_something_to_see(examples: Examples) -> None:
    """The lowest positives are there, and the highest negatives."""
    assert len(examples.behind("rude", 0.4).missed) > 10
    assert len(examples.behind("rude", 0.65).wrong) > 10
    assert len(examples.behind("rude", 0.65).right) > 10


def test_many_categories_share_the_room() -> None:
    names = tuple(f"c{k}" for k in range(60))
    labels = np.random.default_rng(1).random((ROWS, 60)) < 0.5
    chosen = choose(names, labels.astype(np.float64), labels, np.zeros(ROWS, dtype=bool))
    assert sum(map(len, chosen.values())) == 1800


def test_they_are_read_as_they_were_written(examples: Examples, tmp_path: Path) -> None:
    examples.write(tmp_path)
    assert read_examples(tmp_path) == examples
    (tmp_path / "examples.json").write_text('{"rows": 3, "categories": []}')
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_examples(tmp_path)


def test_no_rows_have_no_examples() -> None:
    nothing, none = np.zeros((0, 1)), np.zeros((0, 1), dtype=bool)
    chosen = choose(("rude",), nothing, none, np.zeros(0, dtype=bool))
    assert describe(chosen, {}, nothing, none) == Examples(rows=0, categories={"rude": ()})
