from pathlib import Path

import pytest

from backend.learning.recipes import FASTTEXT
from backend.learning.trainer import train
from tests.learning import corpus

SMALL = {  # all that shapes the model, so that the tests stand whatever the defaults are
    "epochs": "25",
    "learning_rate": "0.3",
    "vector_dim": "8",
    "word_ngrams": "2",
    "min_char": "3",
    "max_char": "6",
    "buckets": "1000",
    "min_count": "1",
    "threads": "1",
}


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model.bin of the made corpus, which must not be changed."""
    folder = tmp_path_factory.mktemp("trained")
    lines = corpus.write_lines(folder / "train.txt", corpus.rows(500))
    train(lines, folder / "model.bin", FASTTEXT, FASTTEXT.settings(SMALL))
    return folder / "model.bin"
