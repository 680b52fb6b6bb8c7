from pathlib import Path

import pytest

from backend.datasets.lines import read_lines, read_reference
from backend.errors import InvalidInput


def test_labels_stand_before_the_text(tmp_path: Path) -> None:
    path = tmp_path / "train.txt"
    content = "__label__a __label__b_2 one two\n__label__none\nno label\n__label__none \n"
    path.write_bytes(content.encode())
    found = list(read_lines(path))
    assert [(line.labels, line.text) for line in found] == [
        (("a", "b_2"), "one two"),
        (("none",), ""),
        ((), "no label"),
        (("none",), ""),
    ]
    assert sum(line.size for line in found) == path.stat().st_size


def test_only_a_newline_ends_a_row(tmp_path: Path) -> None:
    path = tmp_path / "train.txt"
    path.write_bytes("__label__a x\ry\x0b\x1e\u2028z\n".encode())
    assert [line.text for line in read_lines(path)] == ["x\ry\x0b\x1e\u2028z"]


@pytest.mark.parametrize("content", [None, b"__label__a \xff\n"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "train.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"train\.txt"):
        list(read_lines(path))


def test_the_natural_rows_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "test.tsv"
    path.write_bytes(b"x1\ttest.csv\t1\t1\nx2\ttest.csv\t2\t0\n")
    assert read_reference(path) == [True, False]
    path.write_bytes(b"")
    assert read_reference(path) == []


@pytest.mark.parametrize("content", [None, b"x1\ttest.csv\t1\n", b"\n"])
def test_a_damaged_rows_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "test.tsv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"test\.tsv"):
        read_reference(path)
