from pathlib import Path

import numpy as np
import pytest

from backend.artefacts.progress import parse
from backend.learning.model import Model, open_model
from backend.learning.scoring import learned_lexicon, score, views
from backend.text.readings.reader import Reader
from tests.learning import corpus


@pytest.fixture(scope="module")
def model(trained: Path) -> Model:
    return open_model(trained, corpus.CATEGORIES)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    lines = tmp_path_factory.mktemp("lines") / "train.txt"
    return Reader(learned_lexicon(corpus.write_lines(lines, corpus.rows(500))))


def test_every_row_has_its_scores_and_labels(
    model: Model, reader: Reader, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = corpus.rows(30, seed=4)
    found = score(model, reader, corpus.write_lines(tmp_path / "test.txt", made), "Scoring")
    assert found.raw.tolist() == model.scores([text for _, text in made])
    expected = [[name in labels for name in corpus.CATEGORIES] for labels, _ in made]
    assert found.labels.tolist() == expected
    (last,) = parse(capsys.readouterr().out.splitlines())
    assert (last.stage, last.fraction, last.seconds_left) == ("Scoring", 1, 0)
    assert last.rows_per_second


def test_no_rows_give_empty_arrays(model: Model, reader: Reader, tmp_path: Path) -> None:
    found = score(model, reader, corpus.write_lines(tmp_path / "test.txt", []), "Scoring")
    assert found.raw.shape == found.labels.shape == (0, 2)
    assert found.labels.dtype == np.bool_


def test_a_disguise_is_scored_as_it_stands_and_as_it_reads(model: Model, reader: Reader) -> None:
    plain, disguised, harmless = views(model, reader, ["what an oaf", "what an 0af", "we won"])
    assert (plain.reading, harmless.reading) == (None, None)
    assert disguised.reading is not None
    assert disguised.reading.text == "what an oaf"
    assert disguised.read == plain.raw
    assert [disguised.plain] == model.scores(["what an 0af"])
    assert disguised.raw == list(map(max, disguised.plain, disguised.read))
    assert disguised.seen_through
    assert not plain.seen_through
