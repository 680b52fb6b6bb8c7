"""The four programs, with the code the studio sends and nothing else, in the Python and with the
versions of SageMaker's SKLearn container, one after the other as in an account."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend import evaluate, train
from backend.artefacts import archive
from backend.artefacts.manifest import read_manifest
from backend.artefacts.package import ARCHIVE
from backend.artefacts.progress import parse
from backend.datasets.lines import read_lines
from backend.datasets.sample import write_sample
from backend.serving.scorer import Scorer
from backend.serving.wire import JSON, answer
from tests.aws_double import containers
from tests.close import about
from tests.container_code import PREDICTS, TRAINS, send_code, send_wheel
from tests.wire import as_json

pytestmark = pytest.mark.xdist_group("container programs")  # they share what is slow to make

IMAGE = "1.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3"
CHECKOUT = Path(__file__).parents[1]
SEED = 11
LINEAR = {"algorithm": "linear", "buckets": "5000", "max_char": "3", "threads": "2"}
QUICK = {"algorithm": "fasttext", "epochs": "3", "buckets": "5000", "threads": "2"}


@dataclass(frozen=True)
class Run:
    """A program that has run: the folder that was its /opt/ml, its exit code and log."""

    root: Path
    code: int
    log: Sequence[str]

    @property
    def output(self) -> Path:
        """What a processing job leaves."""
        return self.root / "processing" / "output"


def run(program: str, root: Path, code: Path, *arguments: str) -> Run:
    """A program in a container, with `code` as one of its inputs."""
    (root / "input").mkdir(parents=True, exist_ok=True)
    (root / "input" / "code").symlink_to(code)
    log: list[str] = []
    job = containers.start_job(
        IMAGE,
        ["python3", "-m", f"backend.{program}"],
        ["--root=/opt/ml", *arguments],
        {"PYTHONPATH": "/opt/ml/input/code"},
        root,
        log.append,
    )
    return Run(root, job.wait(100), log)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if containers.python() is None:
        pytest.skip("there is no Python 3.12 with the container's versions here")
    return tmp_path_factory.mktemp("programs")


@pytest.fixture(scope="module")
def code(folder: Path) -> Path:
    return send_code(folder / "code", TRAINS)


@pytest.fixture(scope="module")
def dataset(folder: Path) -> Path:
    write_sample(folder / "dataset", rows=1_500, seed=3)
    return folder / "dataset"


@pytest.fixture(scope="module")
def processed(folder: Path, code: Path, dataset: Path) -> Run:
    root = folder / "processing" / "ml"
    shutil.copytree(dataset, root / "processing" / "input" / "dataset")
    return run("preprocess", root, code, f"--seed={SEED}")


@pytest.fixture(scope="module")
def trained(folder: Path, code: Path, processed: Run) -> Run:
    return run("train", put_channels(folder / "training" / "ml", processed, QUICK), code)


def put_channels(root: Path, processed: Run, settings: Mapping[str, str]) -> Path:
    """The inputs of a training below `root`."""
    for name in ("train", "validation"):
        shutil.copytree(processed.output / name, root / "input" / "data" / name)
    (root / "input" / "config").mkdir()
    (root / "input" / "config" / "hyperparameters.json").write_text(json.dumps(settings))
    return root


def put_inputs(root: Path, processed: Run, trained: Run) -> Path:
    """The inputs of an evaluation below `root`."""
    inputs = root / "processing" / "input"
    shutil.copytree(processed.output, inputs / "lines")
    archive.pack_folder(inputs / "model" / ARCHIVE, trained.root / "model")
    return root


@pytest.fixture(scope="module")
def evaluated(folder: Path, code: Path, processed: Run, trained: Run) -> Run:
    done = run("evaluate", put_inputs(folder / "evaluation" / "ml", processed, trained), code)
    assert done.code == 0, done.log
    return done


@pytest.fixture(scope="module")
def package(folder: Path, evaluated: Run) -> Path:
    """The package, unpacked."""
    archive.unpack(evaluated.output / ARCHIVE, folder / "package")
    return folder / "package"


@pytest.fixture(scope="module")
def server(folder: Path, package: Path) -> Iterator[containers.RunningServer]:
    root = folder / "serving" / "ml"
    shutil.copytree(package, root / "model")
    send_wheel(root / "model" / "code", PREDICTS)
    environment = {
        "SAGEMAKER_SERVING_MODULE": "backend.serve:application",
        "PYTHONPATH": "/opt/ml/model/code",
    }
    log: list[str] = []
    running = containers.start_server(environment, root, log.append)
    try:
        end = time.monotonic() + 60
        while not running.ping():
            assert running.poll() is None, log
            assert time.monotonic() < end, log
            time.sleep(0.05)
        yield running
    finally:
        running.stop()


def test_processing_makes_the_same_bytes_as_this_python(
    processed: Run, dataset: Path, tmp_path: Path
) -> None:
    assert processed.code == 0, processed.log
    shutil.copytree(dataset, tmp_path / "processing" / "input" / "dataset")
    subprocess.run(
        [sys.executable, "-m", "backend.preprocess", "--root", tmp_path, f"--seed={SEED}"],
        cwd=CHECKOUT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    here = tmp_path / "processing" / "output"
    made = {p.relative_to(here): p.read_bytes() for p in here.rglob("*.t*") if p.is_file()}
    assert {p.name for p in made} >= {"train.txt", "validation.txt", "test.txt", "train.tsv"}
    assert made == {name: (processed.output / name).read_bytes() for name in made}
    theirs, ours = (read_manifest(at, "lines") for at in (processed.output, here))
    assert theirs.files == ours.files
    assert theirs.counts == ours.counts
    assert theirs.details == ours.details


def test_training_leaves_a_model_of_the_containers_libraries(trained: Run) -> None:
    assert trained.code == 0, trained.log
    manifest = read_manifest(trained.root / "model", "model")
    assert manifest.versions["numpy"] == "2.5.1"
    assert manifest.counts["rows"] > 500
    assert manifest.details["validation_auc"] > 0.6
    assert [p.fraction for p in parse(trained.log) if p.stage == "Training"][-1] == 1


def test_a_linear_model_needs_no_fasttext_and_measures_as_one_of_this_python(
    folder: Path, processed: Run, tmp_path: Path
) -> None:
    code = send_code(folder / "plain")
    trained = run("train", put_channels(tmp_path / "train", processed, LINEAR), code)
    assert trained.code == 0, trained.log
    evaluated = run("evaluate", put_inputs(tmp_path / "evaluate", processed, trained), code)
    assert evaluated.code == 0, evaluated.log

    here = put_channels(tmp_path / "train here", processed, LINEAR)
    train.run(here)
    evaluate.run(put_inputs(tmp_path / "here", processed, Run(here, 0, [])))
    ours, theirs = tmp_path / "here" / "processing" / "output", evaluated.output
    found, expected = (json.loads((at / "evaluation.json").read_bytes()) for at in (theirs, ours))
    assert found.keys() == expected.keys()
    assert found == about(expected)
    found, expected = (read_manifest(at, "package").details for at in (theirs, ours))
    for name in ("calibration", "thresholds", "metrics"):
        assert found[name] == about(expected[name])


def test_the_same_package_scores_the_same_here_and_behind_the_containers_server(
    server: containers.RunningServer, package: Path, processed: Run
) -> None:
    texts = [line.text for line in read_lines(processed.output / "test" / "test.txt")][:300]
    texts += ["", "GG \U0001f600 ñandú", "x" * 5_000, "<b>you</b> &amp; me", "a\ud800b", "\x00"]
    body = as_json(*texts, k=100, details=True)
    status, kind, content = server.invoke(body, JSON, JSON)
    assert (status, kind) == (200, JSON)
    theirs = json.loads(content)
    ours = json.loads(answer(Scorer(package), body, JSON, JSON).body)
    assert len(theirs) == len(ours) == len(texts)
    for their, our in zip(theirs, ours, strict=True):
        assert their["label"] == our["label"]
        assert their["prob"] == pytest.approx(our["prob"], abs=1e-6)
        assert their["details"]["text"] == our["details"]["text"]
        assert their["details"]["raw"] == pytest.approx(our["details"]["raw"], abs=1e-6)


def test_a_failure_is_told_in_words_where_the_platform_looks(
    folder: Path, code: Path, tmp_path: Path
) -> None:
    done = run("preprocess", tmp_path / "ml", code)
    assert done.code == 1
    reason = (done.root / "output" / "message").read_text()
    assert reason == done.log[-1]
    assert "Traceback" not in "\n".join(done.log)
