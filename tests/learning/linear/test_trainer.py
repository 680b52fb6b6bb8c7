from pathlib import Path

import numpy as np
import pytest

from backend.datasets.lines import read_lines
from backend.errors import DoesNotFit, InvalidInput
from backend.learning.linear import fitting, trainer
from backend.learning.linear.ngrams import Ngrams
from backend.learning.linear.pooling import features
from backend.learning.linear.word_table import WordTable
from backend.learning.measurement import Measurement
from backend.learning.metrics import mean_roc_auc
from backend.learning.model import open_model
from backend.learning.recipes import LINEAR
from tests.learning import corpus
from tests.learning.linear.conftest import SMALL


def test_it_learns(linear: Path) -> None:
    unseen = corpus.rows(200, seed=7)
    scores = np.array(open_model(linear, corpus.CATEGORIES).scores([text for _, text in unseen]))
    labels = np.array([[name in found for name in corpus.CATEGORIES] for found, _ in unseen])
    auc = mean_roc_auc(scores, labels)
    assert auc is not None
    assert auc > 0.95


def test_threads_change_no_byte_and_it_tells_how_far_it_is(linear: Path, tmp_path: Path) -> None:
    seen: list[Measurement] = []
    settings = LINEAR.settings({**SMALL, "threads": "3"})
    fitted = trainer.train(linear.with_name("train.txt"), tmp_path / "m.bin", settings, seen.append)
    assert (tmp_path / "m.bin").read_bytes() == linear.read_bytes()
    assert (fitted.labels, fitted.threads) == (corpus.CATEGORIES, 3)
    assert fitted.words == len(set(corpus.PLAIN) | {w for m in corpus.MARKS.values() for w in m})
    assert [found.fraction for found in seen] == sorted(found.fraction for found in seen)
    assert len(seen) == 2 * (trainer.FOLDS + 1) + 1
    assert (seen[-1].fraction, seen[-1].seconds_left) == (1, 0)
    assert {found.loss for found in seen[:-1]} == {None}
    assert seen[-1].loss is not None
    assert 0 < seen[-1].loss < np.log(2)


def test_what_is_fitted_is_what_is_served(linear: Path) -> None:
    """The design that is fitted and the pooling that serves are two ways to the same scores."""
    messages = [line.text.split() for line in read_lines(linear.with_name("train.txt"))][:50]
    messages.append(["the", "oaf", "the", "oaf", "the"])
    ngrams = Ngrams(shortest=2, longest=5, buckets=2000, pairs=500)
    design = fitting.TfIdf(fitting.read(messages, ngrams), rarest=2)
    coefficients = np.random.default_rng(0).normal(size=(2, design.shape[1]))
    table = WordTable(design.weights(list(coefficients)))
    said = features(table.words(messages))[:, :2]
    for label, given in enumerate(coefficients):
        assert design.times(given) == pytest.approx(said[:, label], abs=1e-4)
        rows = np.random.default_rng(1).normal(size=len(messages))
        assert rows @ design.times(given) == pytest.approx(given @ design.transposed_times(rows))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ([], "0 rows are too few"),
        (corpus.rows(trainer.FOLDS - 1), "too few"),
        ([((), word) for word in ("one", "two", "three", "four")], "No word occurs often enough"),
    ],
)
def test_what_cannot_be_learned_is_told(made: list[corpus.Row], said: str, tmp_path: Path) -> None:
    lines = corpus.write_lines(tmp_path / "train.txt", [(("rude",), text) for _, text in made])
    with pytest.raises(InvalidInput, match=said):
        trainer.train(lines, tmp_path / "model.bin", LINEAR.settings({**SMALL, "max_char": "0"}))
    assert not (tmp_path / "model.bin").exists()


def test_too_little_memory_is_told(
    linear: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(trainer, "read_corpus", full)
    with pytest.raises(DoesNotFit):
        trainer.train(linear.with_name("train.txt"), tmp_path / "m.bin", LINEAR.settings(SMALL))
    assert list(tmp_path.iterdir()) == []


def test_a_category_of_every_row_and_one_of_a_single_row_are_learned(tmp_path: Path) -> None:
    made = [
        (("rude", *(("spam",) if k == 0 else ())), text)
        for k, (_, text) in enumerate(corpus.rows(40))
    ]
    lines = corpus.write_lines(tmp_path / "train.txt", made)
    trainer.train(lines, tmp_path / "model.bin", LINEAR.settings(SMALL))
    rude, spam = open_model(tmp_path / "model.bin", corpus.CATEGORIES).scores(["the team won"])[0]
    assert rude > 0.9
    assert spam < 0.1
