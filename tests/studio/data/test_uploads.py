"""An upload keeps its owner's name for it, and never leaves its folder."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.studio.data import uploads


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("chat log.csv", "chat log.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\files\\été.csv", "été.csv"),
        ("..", "train.csv"),
        ("", "train.csv"),
        (".csv", "train.csv"),
        ("a\nb.csv", "ab.csv"),
    ],
)
def test_the_name_is_the_owners(tmp_path: Path, name: str, kept: str) -> None:
    place = uploads.keep(tmp_path, "train", name, io.BytesIO(b"x"))
    assert (place.name, place.read_bytes()) == (kept, b"x")


@given(name=st.text(max_size=400))
def test_no_name_leaves_the_folder_or_breaks(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "uploads"
    place = uploads.keep(folder, "test", name, io.BytesIO(b"x"))
    assert place.resolve().parent == (folder / "test").resolve()
    place.unlink()
