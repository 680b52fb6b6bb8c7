import os
from pathlib import Path

import pytest

from backend.artefacts.files import (
    folder_mb,
    read_json,
    remove_abandoned,
    whole_file,
    whole_folder,
    write_json,
)


def test_a_file_is_replaced_only_when_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.json"
    write_json(path, {"é": 1})
    assert read_json(path) == {"é": 1}

    def write_half() -> None:
        with whole_file(path, "w") as file:
            file.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert read_json(path) == {"é": 1}
    assert [p.name for p in path.parent.iterdir()] == ["a.json"]


def test_what_is_no_json_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_json(path, [1])
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(path, [float("nan")])
    assert read_json(path) == [1]


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "made"
    with whole_folder(path) as draft:
        (draft / "a").write_text("1")
        assert not path.exists()
    assert (path / "a").read_text() == "1"
    assert [p.name for p in tmp_path.iterdir()] == ["made"]


def test_a_folder_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def make_half() -> None:
        with whole_folder(tmp_path / "made") as draft:
            (draft / "a").write_text("1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        make_half()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "made"
    path.mkdir()
    (path / "mine").write_text("1")
    with pytest.raises(FileExistsError), whole_folder(path) as draft:
        (draft / "a").write_text("1")
    assert [p.name for p in path.iterdir()] == ["mine"]
    assert [p.name for p in tmp_path.iterdir()] == ["made"]


def test_the_size_of_a_folder_is_that_of_its_own_files(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.bin").write_bytes(b"x" * 2_000_000)
    (folder / "deep" / "b.bin").write_bytes(b"x" * 500_000)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "c.bin").write_bytes(b"x" * 9_000_000)
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    assert 2.5 <= folder_mb(folder) < 2.6
    assert folder_mb(tmp_path / "absent") == 0


def test_what_nobody_lived_to_finish_is_removed(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "made") as draft:
        left = draft.with_name(".left.1")
        left.mkdir()
        (left / "comments.csv").write_text("1")
        os.utime(left, (0, 0))
        remove_abandoned(tmp_path)
        assert draft.is_dir()
    os.utime(tmp_path / "made", (0, 0))
    remove_abandoned(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["made"]
