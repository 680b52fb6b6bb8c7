from pathlib import Path

import pytest

from backend.learning.linear.trainer import train
from backend.learning.recipes import LINEAR
from tests.learning import corpus

SMALL = {"buckets": "2000"}


@pytest.fixture(scope="session")
def linear(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model.bin of the made corpus, which must not be changed; its lines lie beside it."""
    folder = tmp_path_factory.mktemp("linear")
    lines = corpus.write_lines(folder / "train.txt", corpus.rows(300))
    train(lines, folder / "model.bin", LINEAR.settings(SMALL))
    return folder / "model.bin"
