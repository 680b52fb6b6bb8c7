from pathlib import Path

import numpy as np
import pytest

from backend.artefacts.progress import parse
from backend.learning.model import Model, open_model
from backend.learning.scoring import score
from tests.learning import corpus


@pytest.fixture(scope="module")
def model(trained: Path) -> Model:
    return open_model(trained, corpus.CATEGORIES)


def test_every_row_has_its_scores_and_labels(
    model: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = corpus.rows(30, seed=4)
    found = score(model, corpus.write_lines(tmp_path / "test.txt", made), "Scoring")
    assert found.raw.tolist() == [model.scores([text])[0] for _, text in made]
    expected = [[name in labels for name in corpus.CATEGORIES] for labels, _ in made]
    assert found.labels.tolist() == expected
    (last,) = parse(capsys.readouterr().out.splitlines())
    assert (last.stage, last.fraction, last.seconds_left) == ("Scoring", 1, 0)
    assert last.rows_per_second


def test_no_rows_give_empty_arrays(model: Model, tmp_path: Path) -> None:
    found = score(model, corpus.write_lines(tmp_path / "test.txt", []), "Scoring")
    assert found.raw.shape == found.labels.shape == (0, 2)
    assert found.labels.dtype == np.bool_
