from pathlib import Path

import pytest

from backend.errors import DoesNotFit
from backend.learning.memory import serving_mb
from backend.learning.recipes import FASTTEXT, SERVER_MB, Extent, footprint
from backend.learning.trainer import train
from tests.learning import corpus


def test_it_grows_with_the_model_and_leaves_room_for_the_server(
    trained: Path, tmp_path: Path
) -> None:
    lines = corpus.write_lines(tmp_path / "train.txt", corpus.rows(50))
    large = {"epochs": "1", "vector_dim": "50", "buckets": "250000", "threads": "1"}  # 50 MB
    settings = FASTTEXT.settings(large)
    fitted = train(lines, tmp_path / "model.bin", FASTTEXT, settings)
    small, needed = serving_mb(trained), serving_mb(tmp_path / "model.bin")
    assert SERVER_MB < small < SERVER_MB + 60
    assert needed - small == pytest.approx(50, rel=0.1)
    extent = Extent(tokens=0, distinct_words=fitted.words, categories=len(corpus.CATEGORIES))
    estimated = footprint(FASTTEXT, settings, extent)
    assert needed == pytest.approx(estimated.serving_mb, rel=0.1)


def test_what_cannot_be_loaded_does_not_fit(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"no model")
    with pytest.raises(DoesNotFit):
        serving_mb(tmp_path / "model.bin")
