from pathlib import Path

import pytest

from backend.learning.recipes import FASTTEXT
from backend.learning.trainer import train
from tests.learning import corpus

SMALL = {"epochs": "25", "vector_dim": "8", "buckets": "1000", "threads": "1"}


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model.bin of the made corpus, which must not be changed."""
    folder = tmp_path_factory.mktemp("trained")
    lines = corpus.write_lines(folder / "train.txt", corpus.rows(500))
    train(lines, folder / "model.bin", FASTTEXT, FASTTEXT.settings(SMALL))
    return folder / "model.bin"
