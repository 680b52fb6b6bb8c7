import re
from pathlib import Path

import pytest

from backend.datasets.lines import read_lines
from backend.learning.fasttext.model import FastTextModel
from tests.aws_double import containers
from tests.aws_double.containers import blazingtext
from tests.aws_double.containers.blazingtext import ClientError
from tests.learning import corpus

IMAGE = "1.dkr.ecr.eu-west-1.amazonaws.com/blazingtext:1"
QUICK = {
    "mode": "supervised",
    "epochs": "20",
    "learning_rate": "0.5",
    "vector_dim": "8",
    "buckets": "1000",
    "min_count": "1",
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus.write_folder(tmp_path_factory.mktemp("lines"))


def trained(root: Path) -> tuple[int, list[str]]:
    """Exit code and log of a job."""
    log: list[str] = []
    job = containers.start_job(IMAGE, [], [], {}, root, log.append)
    return job.wait(60), log


def accuracy(model: Path, lines: Path) -> float:
    """The share of lines whose first guess is one of their labels, by another way."""
    guesses = FastTextModel(model, (*corpus.CATEGORIES, "none"))
    rows = list(read_lines(lines))
    right = 0
    for row in rows:
        found = max(guesses._predict(row.text + "\n", 1, 0.0, "strict"), key=lambda guess: guess[0])
        right += found[1].removeprefix("__label__") in row.labels
    return right / len(rows)


def test_it_trains_a_model_and_tells_what_it_measures(lines: Path, tmp_path: Path) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK)
    code, log = trained(root)
    assert code == 0, log
    assert [path.name for path in (root / "model").iterdir()] == ["model.bin"]
    assert not (root / "output").exists()
    progress = re.compile(
        r"##### Alpha: (\d\.\d{4})  Progress: ([\d.]+)%  Million Words/sec: (\d+\.\d\d) #####"
    )
    measured = [found.groups() for line in log if (found := progress.fullmatch(line))]
    assert measured[-1][:2] == ("0.0000", "100.00")
    for name in ("train", "validation"):
        share = accuracy(root / "model" / "model.bin", lines / name / f"{name}.txt")
        assert f"#{name}_accuracy: {share:.4f}" in log
        assert share > 0.8
    assert "Number of train examples: 400" in log


def test_it_trains_without_validation(lines: Path, tmp_path: Path) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK)
    (root / "input" / "data" / "validation" / "validation.txt").unlink()
    (root / "input" / "data" / "validation").rmdir()
    code, log = trained(root)
    assert code == 0, log
    assert not [line for line in log if "alidation" in line]


def test_early_stopping_ends_it_and_keeps_the_best(
    lines: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = QUICK | {"early_stopping": "True", "min_epochs": "14", "patience": "2"}
    root = corpus.training_root(tmp_path / "ml", lines, **settings)
    blazingtext.run(root)
    log = capsys.readouterr().out.splitlines()
    looks = [float(line.split()[-1]) for line in log if line.startswith("Validation accuracy: ")]
    epochs = [int(line.split()[-1]) for line in log if "End of epoch" in line]
    assert epochs == list(range(14, 14 + len(looks)))
    best = looks.index(max(looks))
    if epochs[-1] < 20:
        assert len(looks) == best + 1 + 2
        assert "Reached patience. Terminating training." in log
    kept = accuracy(root / "model" / "model.bin", lines / "validation" / "validation.txt")
    assert kept == pytest.approx(looks[best], abs=1e-6)
    assert [path.name for path in (root / "model").iterdir()] == ["model.bin"]


def test_a_failure_is_left_where_the_platform_looks(lines: Path, tmp_path: Path) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK, threads="2")
    code, log = trained(root)
    assert code == 1
    reason = "ClientError: Additional hyperparameters are not allowed ('threads')."
    assert (root / "output" / "failure").read_text() == reason
    assert log[-1].endswith(reason)
    assert not (root / "model").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"mode": ""}, "mode"),
        ({"mode": "skipgram"}, "mode"),
        ({"epochs": "0"}, "epochs cannot be '0'"),
        ({"epochs": "2.5"}, "epochs"),
        ({"learning_rate": "0"}, "learning_rate"),
        ({"learning_rate": "nan"}, "learning_rate"),
        ({"learning_rate": "inf"}, "learning_rate"),
        ({"min_count": "-1"}, "min_count"),
        ({"vector_dim": "many"}, "vector_dim"),
        ({"early_stopping": "maybe"}, "early_stopping"),
        ({"loss": "ova"}, "'loss'"),
        ({"max_char": "5"}, "'max_char'"),
    ],
)
def test_hyperparameters_that_it_does_not_take(given: dict[str, str], words: str) -> None:
    with pytest.raises(ClientError, match=words):
        blazingtext.hyperparameters({**QUICK, **given})


def test_without_a_mode_it_does_not_start() -> None:
    with pytest.raises(ClientError, match="mode is required"):
        blazingtext.hyperparameters({})


def test_what_is_not_given_is_as_the_guide_has_it() -> None:
    found = blazingtext.hyperparameters({"mode": "supervised", "min_count": "0"})
    assert found.numbers["vector_dim"] == 100
    assert found.numbers["min_count"] == 0
    assert not found.early_stopping


@pytest.mark.parametrize(
    ("channel", "content", "words"),
    [
        ("train", {"train.txt": b"__label__rude you oaf\nwell played\n"}, "Line 2 .* no label"),
        ("train", {"train.txt": b'"__label__rude you, oaf"\n'}, "Line 1 .* no label"),
        ("train", {"a.txt": b"__label__a b\n", "b.txt": b"__label__a b\n"}, "one file, not 2"),
        ("validation", {}, "one file, not 0"),
        ("validation", {"validation.txt": b""}, "empty"),
    ],
)
def test_channels_that_it_does_not_take(
    lines: Path, tmp_path: Path, channel: str, content: dict[str, bytes], words: str
) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK)
    folder = root / "input" / "data" / channel
    for path in folder.iterdir():
        path.unlink()
    for name, text in content.items():
        (folder / name).write_bytes(text)
    with pytest.raises(ClientError, match=words):
        blazingtext.run(root)
    assert not (root / "model").exists()


def test_early_stopping_needs_validation(lines: Path, tmp_path: Path) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK, early_stopping="true")
    (root / "input" / "data" / "validation").rename(tmp_path / "elsewhere")
    with pytest.raises(ClientError, match="validation channel"):
        blazingtext.run(root)


def test_settings_that_fasttext_cannot_train_with_are_the_clients_error(
    lines: Path, tmp_path: Path
) -> None:
    root = corpus.training_root(tmp_path / "ml", lines, **QUICK | {"min_count": "100000"})
    code, _ = trained(root)
    assert code == 1
    assert (root / "output" / "failure").read_text().startswith("ClientError: No word occurs")
