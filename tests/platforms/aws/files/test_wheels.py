import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from backend.artefacts.hashing import file_hash
from backend.errors import NotFound, Unavailable
from backend.platforms.aws.files import wheels
from backend.platforms.aws.files.wheels import PREDICTS, TRAINS, Wheel, unpacked
from tests.aws_double.containers import python


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for the only index: no test asks one of the network."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def tiny(index: Path, monkeypatch: pytest.MonkeyPatch) -> Wheel:
    """A wheel in the index, pinned."""
    wheel = publish(index)
    monkeypatch.setattr(wheels, "WHEELS", {"tiny-wheel": wheel})
    return wheel


def publish(index: Path, code: str = "ONE = 1\n") -> Wheel:
    draft = Wheel("tiny-wheel", "1.0", "")
    info = "tiny_wheel-1.0.dist-info"
    with zipfile.ZipFile(index / draft.file, "w") as archive:
        archive.writestr("tiny/__init__.py", code)
        archive.writestr("fasttext/tests/test_it.py", "")
        archive.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-wheel\nVersion: 1.0\n"
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: false\n")
        archive.writestr(f"{info}/RECORD", "")
    return Wheel("tiny-wheel", "1.0", file_hash(index / draft.file))


def test_a_wheel_is_fetched_once_and_unpacked(
    tiny: Wheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = unpacked("tiny-wheel", tmp_path / "wheels")
    assert files["tiny/__init__.py"].read_text() == "ONE = 1\n"
    assert "tiny_wheel-1.0.dist-info/METADATA" in files  # by which a program knows its version
    assert not [name for name in files if "tests" in name]
    (left,) = (tmp_path / "wheels").iterdir()
    assert left.name.startswith("tiny-wheel-1.0-")

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("fetched again")

    monkeypatch.setattr(subprocess, "run", never)
    assert unpacked("tiny-wheel", tmp_path / "wheels") == files


def test_another_file_of_the_same_name_is_refused(tiny: Wheel, index: Path, tmp_path: Path) -> None:
    publish(index, "import os\n")
    with pytest.raises(Unavailable, match="not the one this studio was made with"):
        unpacked("tiny-wheel", tmp_path / "wheels")
    assert list((tmp_path / "wheels").iterdir()) == []


@pytest.mark.usefixtures("index")
def test_a_wheel_that_cannot_be_had_is_told_with_what_to_try(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"pip download .* fasttext-predict==") as caught:
        unpacked(PREDICTS, tmp_path)
    assert str(tmp_path) not in str(caught.value)
    assert list(tmp_path.glob("fasttext*")) == []


@pytest.mark.parametrize("interpreter", ["absent", "false"])
def test_a_python_without_pip_is_told(
    interpreter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", interpreter)
    with pytest.raises(Unavailable, match="could not be fetched"):
        unpacked(PREDICTS, tmp_path)


def test_only_what_is_pinned_is_fetched(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        unpacked("requests", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [PREDICTS, TRAINS])
def test_the_containers_python_imports_it_from_where_it_lies(
    name: str, unpacked_wheels: Path, tmp_path: Path
) -> None:
    files = unpacked(name, unpacked_wheels)
    place = files["fasttext/__init__.py"].parents[1]
    code = (
        "import fasttext; from importlib.metadata import version;"
        f"print(fasttext.__file__, version({name!r}))"
    )
    done = subprocess.run(
        [str(python()), "-c", code],
        env={"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(files["fasttext/__init__.py"]), wheels.WHEELS[name].version]
