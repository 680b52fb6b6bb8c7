import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import InvalidInput, NotFound
from backend.learning.linear import word_table
from backend.learning.linear.model import LinearModel, read
from backend.learning.model import Attributing, Model, open_model
from tests.learning import corpus

LINES = [text for _, text in corpus.rows(60, seed=3)]


@pytest.fixture(scope="module")
def model(linear: Path) -> LinearModel:
    return read(linear, corpus.CATEGORIES)


def test_it_is_a_model_that_can_say_which_words_did_it(linear: Path) -> None:
    model: Model = open_model(linear, corpus.CATEGORIES)
    assert isinstance(model, Attributing)
    rude, _ = zip(*model.attributions("the oaf won a game"), strict=True)
    assert rude.index(max(rude)) == 1


@given(
    line=st.text() | st.lists(st.sampled_from(["oaf", "the", "x" * 500]), max_size=90).map(" ".join)
)
def test_any_line_has_scores_and_what_its_words_add_sums_to_them(
    model: LinearModel, line: str
) -> None:
    scores = model.scores([line])[0]
    assert all(0 <= score <= 1 for score in scores)
    adds = model.attributions(line)
    words = line.split()
    assert len(adds) == len(words)
    nothing = [_odds(score) for score in model.scores([""])[0]]
    length = model._coefficients.by_feature[:, -1] * math.log1p(len(words))
    for category, score in enumerate(scores):
        said = sum(row[category] for row in adds) + nothing[category] + length[category]
        assert _odds(score) == pytest.approx(said, abs=1e-3)


def _odds(score: float) -> float:
    return math.log(score / (1 - score))


def test_a_line_has_the_same_scores_in_any_company(model: LinearModel) -> None:
    together = model.scores(LINES)
    for line, scores in zip(LINES, together, strict=True):
        assert model.scores([line])[0] == pytest.approx(scores, abs=1e-9)
    assert model.scores([]) == []


def test_the_categories_asked_for_set_the_order_and_unseen_ones_score_0(linear: Path) -> None:
    asked = ("unheard", "spam", "rude")
    for found, own in zip(
        read(linear, asked).scores(LINES),
        read(linear, corpus.CATEGORIES).scores(LINES),
        strict=True,
    ):
        assert found == pytest.approx([0.0, *own[::-1]])
    assert [row[0] for row in read(linear, asked).attributions("the oaf")] == [0, 0]


def test_of_a_very_long_line_the_strongest_part_counts(model: LinearModel) -> None:
    line = " ".join(["team won"] * 10_000 + ["you oaf"])
    scores = model.scores([line, "team", line])
    assert scores[0] == pytest.approx(scores[2])
    assert scores[0][0] > model.scores([" ".join(["team won"] * 10_000)])[0][0]
    adds = model.attributions(line)
    assert len(adds) == 20_002
    assert max(range(20_002), key=lambda place: adds[place][0]) == 20_001


def test_threads_and_a_table_that_runs_full_change_no_score(
    linear: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = read(linear, corpus.CATEGORIES).scores(LINES)
    monkeypatch.setattr(word_table, "_CAPACITY", 20)
    model = read(linear, corpus.CATEGORIES)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: [model.scores([line])[0] for line in LINES], range(8)):
            for scores, own in zip(found, expected, strict=True):
                assert scores == pytest.approx(own)


def test_what_is_no_model_is_refused(linear: Path, tmp_path: Path) -> None:
    content = linear.read_bytes()
    path = tmp_path / "model.bin"
    for damaged in (content[:100], content[: len(content) // 2], b"PK", content[:-30]):
        path.write_bytes(damaged)
        with pytest.raises(InvalidInput):
            open_model(path, corpus.CATEGORIES)
    with pytest.raises(NotFound):
        open_model(tmp_path / "other.bin", corpus.CATEGORIES)
