import subprocess
from pathlib import Path

import pytest

from backend.platforms.aws.files import bundle as of_bundle
from backend.platforms.aws.files.bundle import Bundle
from backend.platforms.aws.files.storage import Storage
from tests.aws_double import AwsDouble
from tests.aws_double.containers import python


@pytest.fixture
def bundle(storage: Storage, unpacked_wheels: Path) -> Bundle:
    return Bundle(storage, unpacked_wheels)


def puts(double: AwsDouble) -> int:
    return [request.operation for request in double.requests].count("PutObject")


def test_the_same_code_is_sent_once(
    bundle: Bundle, storage: Storage, double: AwsDouble, tmp_path: Path
) -> None:
    uri = bundle.uri(fasttext=False)
    sent = puts(double)
    assert sent > 10
    assert bundle.uri(fasttext=False) == Bundle(storage, tmp_path).uri(fasttext=False) == uri
    assert puts(double) == sent


def test_changed_code_has_another_address(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = bundle.uri(fasttext=False)
    (tmp_path / "more.py").write_text("")
    code = {**of_bundle.job_code(), "backend/more.py": tmp_path / "more.py"}
    monkeypatch.setattr(of_bundle, "job_code", lambda: code)
    assert bundle.uri(fasttext=False) != before


def test_fasttext_comes_with_what_needs_it_and_the_programs_start_from_it_alone(
    bundle: Bundle, storage: Storage, tmp_path: Path
) -> None:
    with_it, without = (storage.fetch(bundle.uri(fasttext=needed)) for needed in (True, False))
    assert with_it != without
    assert (with_it / "fasttext").is_dir()
    assert not (without / "fasttext").exists()
    for folder in (with_it, without):
        assert not (folder / "backend" / "studio").exists()
        assert not (folder / "backend" / "platforms").exists()
    for program, code in (("preprocess", without), ("train", without), ("evaluate", with_it)):
        done = subprocess.run(
            [str(python()), "-B", "-m", f"backend.{program}", "--help"],
            env={"PYTHONPATH": str(code)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert "usage" in done.stdout, program
