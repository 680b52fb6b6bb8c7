import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backend import train
from backend.artefacts.hashing import file_hash
from backend.artefacts.manifest import read_manifest
from backend.artefacts.progress import parse
from backend.errors import InvalidInput, NotFound, NotSupported, StudioError
from backend.learning.model import open_model
from backend.text import normaliser
from tests.learning import corpus

REPOSITORY = Path(__file__).parents[1]
QUICK = {"algorithm": "fasttext", "epochs": "20", "vector_dim": "8", "buckets": "1000"}


def _run(root: Path, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYENV_VERSION": "3.12"}
    return subprocess.run(
        [python, "-m", "backend.train", "--root", str(root)],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env=environment,
    )


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return corpus.write_folder(tmp_path / "lines")


@pytest.mark.parametrize("algorithm", ["fasttext", "blazingtext"])
def test_it_leaves_a_model_and_what_made_it(lines: Path, tmp_path: Path, algorithm: str) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **{**QUICK, "algorithm": algorithm})
    done = _run(root)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (root / "model").iterdir()} == {"model.bin", "manifest.json"}
    assert not (root / "output" / "failure").exists()

    manifest = read_manifest(root / "model", "model")
    assert manifest.categories == corpus.CATEGORIES
    assert manifest.inputs["train.txt"] == file_hash(lines / "train" / "train.txt")
    assert manifest.files == {"model.bin": file_hash(root / "model" / "model.bin")}
    assert manifest.versions["normaliser"] == normaliser.VERSION
    assert manifest.settings["algorithm"] == algorithm
    assert manifest.settings["epochs"] == 20
    assert manifest.counts["rows"] == 400
    assert manifest.details["validation_auc"] > 0.8

    points = list(parse(done.stdout.splitlines()))
    assert points[-1].validation_auc == manifest.details["validation_auc"]
    training = [p for p in points if p.stage == train.TRAINING]
    assert training[-1].fraction == 1
    assert training[-1].words_per_second

    model = open_model(root / "model" / "model.bin", manifest.categories)
    rude, spam = model.scores(["the oaf won a game"])[0]
    assert rude > spam


def test_one_thread_makes_the_same_model_and_manifest_again(lines: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        root = corpus.training_root(tmp_path / name, lines, **QUICK, threads="1")
        train.run(root)
        made.append({p.name: p.read_bytes() for p in (root / "model").iterdir()})
    assert made[0] == made[1]


def test_a_failure_is_told_in_words(lines: Path, tmp_path: Path) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, algorithm="fasttext", epochs="many")
    done = _run(root)
    assert done.returncode == 1
    reason = (root / "output" / "failure").read_text()
    assert reason == "epochs cannot be 'many'. Use a whole number from 1 to 200."
    assert "Traceback" not in done.stderr
    assert not (root / "model").exists()


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"algorithm": "gpt"}, NotFound, "no algorithm"),
        ({"epochs": "3"}, InvalidInput, "how to train"),
        ({"algorithm": "fasttext", "minn": "3"}, InvalidInput, "no hyperparameter"),
        ({"algorithm": "fasttext", "learning_rate": "nan"}, InvalidInput, "learning_rate"),
        ({"algorithm": "fasttext", "vector_dim": "1000"}, InvalidInput, "from 2 to 300"),
        ({"algorithm": "blazingtext", "early_stopping": "true"}, NotSupported, "early stopping"),
        ({"algorithm": "fasttext", "min_char": "6", "max_char": "2"}, InvalidInput, "max_char"),
    ],
)
def test_settings_that_cannot_be_honoured_are_refused(
    lines: Path, tmp_path: Path, given: dict[str, str], error: type[StudioError], words: str
) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **given)
    with pytest.raises(error, match=words):
        train.run(root)
    assert not (root / "model" / "model.bin").exists()


@pytest.mark.parametrize("content", [None, "", "no JSON", "[]", '{"algorithm": 3}'])
def test_unreadable_hyperparameters_are_refused(
    lines: Path, tmp_path: Path, content: str | None
) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK)
    path = root / "input" / "config" / "hyperparameters.json"
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(InvalidInput, match=r"hyperparameters\.json"):
        train.run(root)


@pytest.mark.parametrize("channel", ["train", "validation"])
def test_a_missing_channel_is_named(lines: Path, tmp_path: Path, channel: str) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK)
    shutil.rmtree(root / "input" / "data" / channel)
    with pytest.raises(InvalidInput, match=f"The {channel} channel"):
        train.run(root)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no row to train on"),
        ("__label__none all is well\n" * 9, "No training row has a category"),
        ("all is well\n" * 9, "No training row has a category"),
    ],
)
def test_rows_that_teach_nothing_are_refused(
    lines: Path, tmp_path: Path, content: str, words: str
) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK)
    (root / "input" / "data" / "train" / "train.txt").write_text(content)
    with pytest.raises(InvalidInput, match=words):
        train.run(root)
    assert not (root / "model" / "model.bin").exists()


def test_a_label_that_no_training_row_has_is_left_to_the_others(
    lines: Path, tmp_path: Path
) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK)
    path = root / "input" / "data" / "validation" / "validation.txt"
    path.write_text("__label__threat the team\n__label__rude the oaf\n__label__none we won\n")
    train.run(root)
    manifest = read_manifest(root / "model", "model")
    assert manifest.categories == corpus.CATEGORIES
    assert manifest.details["validation_auc"] == 1  # of rude alone: spam has no row


def test_without_validation_rows_nothing_is_measured(tmp_path: Path) -> None:
    lines = corpus.write_folder(tmp_path / "lines", validation=0)
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK)
    train.run(root)
    manifest = read_manifest(root / "model", "model")
    assert manifest.details["validation_auc"] is None
    assert manifest.counts["validation_rows"] == 0


def test_no_message_reaches_the_log(lines: Path, tmp_path: Path) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK)
    path = root / "input" / "data" / "train" / "train.txt"
    path.write_bytes(path.read_bytes() + b"__label__rude secretword \xff\n")
    done = _run(root)
    assert done.returncode == 1
    assert (root / "output" / "failure").read_text().startswith("train.txt is damaged.")
    assert "secretword" not in done.stdout + done.stderr


def test_it_starts_on_python_3_12_and_says_what_is_missing(tmp_path: Path) -> None:
    """Nothing but the trainer itself needs a library, and no syntax is newer."""
    found = shutil.which("python3.12")
    environment = {**os.environ, "PYENV_VERSION": "3.12"}
    if not found or subprocess.run([found, "-V"], env=environment, check=False).returncode:
        pytest.skip("there is no Python 3.12 here")
    config = tmp_path / "input" / "config"
    config.mkdir(parents=True)
    (config / "hyperparameters.json").write_text(json.dumps(QUICK))
    done = _run(tmp_path, found)
    assert done.returncode == 1
    assert done.stderr.strip().startswith("The train channel has no train.txt.")
