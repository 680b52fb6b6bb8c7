import gc
import json
import os
import shutil
import subprocess
import sys
import tarfile
import weakref
from collections.abc import Sequence
from pathlib import Path

import pytest

from backend import evaluate
from backend.artefacts.archive import unpack
from backend.artefacts.files import read_json, write_json
from backend.artefacts.hashing import file_hash
from backend.artefacts.manifest import read_manifest
from backend.artefacts.progress import parse
from backend.datasets.lines import read_lines
from backend.errors import InvalidInput
from backend.learning.audit.record import read_audit
from backend.learning.calibration import Calibration
from backend.learning.evaluation import read_evaluation
from backend.learning.examples import read_examples
from backend.learning.model import Model, open_model
from backend.learning.recipes import FASTTEXT
from backend.learning.trainer import train as fit
from backend.serving.scorer import Scorer
from backend.serving.speed import read_speed
from backend.text import normaliser
from backend.train import run as train
from tests.learning import corpus
from tests.learning.conftest import SMALL

REPOSITORY = Path(__file__).parents[1]
SETTINGS = {"algorithm": "fasttext", **SMALL}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root that is ready to evaluate; tests work on copies."""
    folder = tmp_path_factory.mktemp("prepared")
    root = folder / "ml"
    lines = corpus.write_folder(root / "processing" / "input" / "lines")
    training = corpus.training_root(folder / "training", lines, **SETTINGS)
    train(training)
    corpus.pack_model(root / "processing" / "input" / "model" / "model.tar.gz", training / "model")
    return root


@pytest.fixture
def root(prepared: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared, tmp_path / "ml")


@pytest.fixture(scope="session")
def finished(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root that was evaluated, as a job does it."""
    root = shutil.copytree(prepared, tmp_path_factory.mktemp("finished") / "ml")
    done = subprocess.run(
        [sys.executable, "-m", "backend.evaluate", "--root", str(root)],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert done.returncode == 0, done.stderr
    (root / "log").write_text(done.stdout)
    return root


@pytest.fixture(scope="session")
def package(finished: Path) -> Path:
    folder = finished / "unpacked"
    unpack(finished / "processing" / "output" / "model.tar.gz", folder)
    return folder


def _input(root: Path) -> Path:
    return root / "processing" / "input"


def _output(root: Path) -> Path:
    return root / "processing" / "output"


def _edit_manifest(folder: Path, **changes: object) -> None:
    write_json(folder / "manifest.json", {**read_json(folder / "manifest.json"), **changes})


def _repack(root: Path, model: Path) -> None:
    corpus.pack_model(_input(root) / "model" / "model.tar.gz", model)


def test_it_leaves_the_package_and_its_numbers(finished: Path, package: Path) -> None:
    output = _output(finished)
    assert {p.name for p in output.iterdir()} == {
        "model.tar.gz",
        "evaluation.json",
        "examples.json",
        "audit.json",
        "speed.json",
        "manifest.json",
    }
    for name in ("evaluation.json", "manifest.json"):
        assert (package / name).read_bytes() == (output / name).read_bytes()
    manifest = read_manifest(package, "package")
    for name, expected in manifest.files.items():
        assert file_hash(package / name) == expected
    packed = {p.relative_to(package).as_posix() for p in package.rglob("*") if p.is_file()}
    assert packed == {*manifest.files, "manifest.json"}
    assert {"code/backend/serve.py", "code/backend/text/normaliser.py", "model.bin"} <= packed


def test_it_never_holds_the_model_twice(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[weakref.ref[Model]] = []

    def opened(path: Path, categories: Sequence[str]) -> Model:
        model = open_model(path, categories)
        held.append(weakref.ref(model))
        return model

    def measured(model: Path) -> float:
        gc.collect()
        assert [reference() for reference in held] == [None]
        return 300.0

    monkeypatch.setattr(evaluate, "open_model", opened)
    monkeypatch.setattr(evaluate, "serving_mb", measured)
    evaluate.run(root)
    assert read_manifest(_output(root), "package").details["serving_mb"] == 300.0


def test_its_manifest_traces_a_score_to_its_rows(finished: Path, package: Path) -> None:
    manifest = read_manifest(package, "package")
    lines = _input(finished) / "lines"
    assert manifest.categories == corpus.CATEGORIES
    assert manifest.inputs["train.txt"] == file_hash(lines / "train" / "train.txt")
    assert manifest.inputs["lines/manifest.json"] == file_hash(lines / "manifest.json")
    assert manifest.inputs["rows/test.tsv"] == file_hash(lines / "rows" / "test.tsv")
    made = read_manifest(lines, "lines")
    for name, content in made.inputs.items():
        assert manifest.inputs[f"dataset/{name}"] == content
    assert manifest.details["processing"] == {
        "seed": made.seed,
        "settings": made.settings,
        "versions": made.versions,
    }
    assert manifest.versions["normaliser"] == normaliser.VERSION
    assert manifest.settings["algorithm"] == "fasttext"
    assert manifest.settings["vector_dim"] == 8
    assert manifest.details["dataset"]["rows"] == 800
    assert manifest.details["model_mb"] == pytest.approx(
        (package / "model.bin").stat().st_size / 1e6, abs=1e-3
    )
    assert manifest.details["serving_mb"] > manifest.details["model_mb"] + 50


def test_probabilities_are_calibrated_and_thresholds_are_kept(package: Path) -> None:
    manifest = read_manifest(package, "package")
    found = read_evaluation(package)
    assert manifest.details["thresholds"] == found.thresholds
    model = open_model(package / "model.bin", manifest.categories)
    for k, name in enumerate(manifest.categories):
        calibration = Calibration(**manifest.details["calibration"][name])
        assert calibration.slope > 0
        threshold = manifest.details["thresholds"][name]
        assert calibration.probability(model.scores(["the team won"])[0][k]) < threshold
        marked = f"the team won {corpus.MARKS[name][0]}"
        assert calibration.probability(model.scores([marked])[0][k]) > threshold


def test_its_numbers_are_of_the_test_rows(finished: Path, package: Path) -> None:
    found = read_evaluation(package)
    flags = (_input(finished) / "lines" / "rows" / "test.tsv").read_text().splitlines()
    assert (found.definition, found.rows) == ("reference ids", 200)
    assert found.reference_rows == sum(flag.endswith("1") for flag in flags)
    assert found.mean_auc == read_manifest(package, "package").details["metrics"]["mean_auc"]
    assert found.mean_auc is not None
    assert found.mean_auc > 0.9
    assert found.mean_auc_interval is not None
    assert found.mean_auc_interval.low < found.mean_auc < found.mean_auc_interval.high
    assert {s.name for s in found.slices} == {
        *("all", "short", "medium", "long", "all_caps", "obfuscated")
    }
    assert found.slices[0].rows == found.reference_rows
    for category in found.categories:
        assert category.f1 is not None
        assert category.f1 > 0.8
        assert category.calibration_error is not None
        assert category.calibration_error < 0.1
        assert sum(category.reliability.rows) == category.rows == found.reference_rows


def test_its_speed_is_measured_and_kept_out_of_the_package(finished: Path, package: Path) -> None:
    measured = read_speed(_output(finished))
    assert measured is not None
    assert measured.messages_per_second > 0
    assert not (package / "speed.json").exists()


def test_examples_of_its_test_rows_stand_beside_the_package(finished: Path, package: Path) -> None:
    found = read_examples(_output(finished))
    assert not (package / "examples.json").exists()
    texts = {line.text for line in read_lines(_input(finished) / "lines" / "test" / "test.txt")}
    evaluation = read_evaluation(package)
    assert found.rows == evaluation.rows
    for category in evaluation.categories:
        examples = found.categories[category.category]
        assert {example.text for example in examples} <= texts
        assert sum(example.positive for example in examples) == category.auc_positives
        behind = found.behind(category.category, category.threshold)
        assert len(behind.wrong) == category.at(category.threshold).wrong  # few rows: all are there
        assert all(set(e.labels) <= set(corpus.CATEGORIES) for e in examples)


def test_the_package_is_audited_as_it_is_served(finished: Path, package: Path) -> None:
    found = read_audit(_output(finished))
    assert not (package / "audit.json").exists()
    thresholds = read_manifest(package, "package").details["thresholds"]
    scorer = Scorer(package)
    for function in found.functions:
        for message in function.failed:
            scores = scorer.score(message).probabilities
            limits = [thresholds[name] for name in scorer.categories]
            flagged = any(p >= t for p, t in zip(scores, limits, strict=True))
            assert flagged != function.flagged
    assert {t.term for t in found.bias.terms} >= {"gay", "Muslim", "deaf"}


def test_it_says_how_far_it_is(finished: Path) -> None:
    points = list(parse((finished / "log").read_text().splitlines()))
    stages = list(dict.fromkeys(point.stage for point in points))
    assert stages == [
        "Scoring validation rows",
        "Scoring test rows",
        "Packaging the model",
        "Auditing the model",
        "Measuring the speed",
    ]
    assert points[-1].fraction == 1


def test_the_packed_code_scores_by_itself(package: Path) -> None:
    """As an endpoint does: the package's own code, not the checkout's."""
    code = (
        "import json, sys; from pathlib import Path; import backend;"
        "from backend.serving.scorer import Scorer;"
        "assert Path(backend.__file__).parents[1] == Path(sys.argv[1], 'code').resolve();"
        "print(json.dumps(Scorer(Path(sys.argv[1])).score('THE OAF won!').probabilities))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(package)],
        capture_output=True,
        text=True,
        check=True,
        cwd=package / "code",
        env={**os.environ, "PYTHONPATH": str(package / "code")},
    )
    assert done.stdout.startswith("[0.")


def test_the_same_input_gives_the_same_numbers_again(finished: Path, root: Path) -> None:
    evaluate.run(root)
    one, other = _output(finished), _output(root)
    assert (one / "evaluation.json").read_bytes() == (other / "evaluation.json").read_bytes()


def test_what_depends_on_the_moment_is_kept_out_of_the_package(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "serving_mb", lambda model: 300.0)  # a measurement too
    packages = []
    for _ in range(2):
        evaluate.run(root)
        packages.append((_output(root) / "model.tar.gz").read_bytes())
    assert packages[0] == packages[1]


def test_test_rows_do_not_touch_the_model(finished: Path, root: Path) -> None:
    """Other test rows change what is reported and nothing of what is served."""
    lines = _input(root) / "lines"
    corpus.write_lines(lines / "test" / "test.txt", corpus.rows(200, seed=99))
    manifest = read_manifest(lines, "lines")
    _edit_manifest(
        lines, files={**manifest.files, "test/test.txt": file_hash(lines / "test" / "test.txt")}
    )
    evaluate.run(root)
    before, after = (read_manifest(_output(place), "package") for place in (finished, root))
    assert before.details["metrics"] != after.details["metrics"]
    for kept in ("calibration", "thresholds"):
        assert before.details[kept] == after.details[kept]


@pytest.mark.parametrize(("validation", "test"), [(0, 50), (3, 0), (0, 0)])
def test_few_or_no_rows_still_make_a_package(
    root: Path, tmp_path: Path, validation: int, test: int
) -> None:
    lines = _input(root) / "lines"
    shutil.rmtree(lines)
    corpus.write_folder(lines, validation=validation, test=test)
    evaluate.run(root)
    found = read_evaluation(_output(root))
    assert found.rows == test
    assert all(0 < category.threshold < 1 for category in found.categories)
    assert (read_speed(_output(root)) is None) == (not test)
    if not test:
        assert found.mean_auc is None


def test_without_reference_rows_all_rows_count(root: Path) -> None:
    lines = _input(root) / "lines"
    shutil.rmtree(lines)
    corpus.write_folder(lines, natural=0)
    evaluate.run(root)
    found = read_evaluation(_output(root))
    assert (found.definition, found.reference_rows) == ("all rows", 0)
    assert found.categories[0].rows == 200


def test_a_category_that_the_model_never_saw_is_measured_as_such(
    root: Path, tmp_path: Path
) -> None:
    lines = _input(root) / "lines"
    shutil.rmtree(lines)
    corpus.write_folder(lines, categories=("threat", *corpus.CATEGORIES))
    evaluate.run(root)
    threat, *others = read_evaluation(_output(root)).categories
    assert (threat.category, threat.roc_auc, threat.recall) == ("threat", None, None)
    assert all(category.roc_auc is not None for category in others)


def test_a_model_made_elsewhere_needs_no_manifest(root: Path, tmp_path: Path) -> None:
    """BlazingText's own image leaves model.bin alone."""
    model = tmp_path / "elsewhere" / "model.bin"
    settings = FASTTEXT.settings(SMALL)
    fit(_input(root) / "lines" / "train" / "train.txt", model, FASTTEXT, settings)
    _repack(root, model.parent)
    evaluate.run(root)
    assert read_manifest(_output(root), "package").settings["algorithm"] == "unknown"


def test_how_a_model_without_a_manifest_was_made_can_be_told(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpack(_input(root) / "model" / "model.tar.gz", tmp_path / "model")
    told = {"algorithm": "blazingtext", "epochs": 3, "early_stopping": True}
    arguments = ["evaluate", f"--root={root}", f"--trained-with={json.dumps(told)}"]
    monkeypatch.setattr(sys, "argv", arguments)
    assert evaluate.main() == 0
    made = read_manifest(_output(root), "package")
    assert made.settings["algorithm"] != "blazingtext"  # its own manifest knows better
    shutil.rmtree(_output(root))
    (tmp_path / "model" / "manifest.json").unlink()
    _repack(root, tmp_path / "model")
    assert evaluate.main() == 0
    assert read_manifest(_output(root), "package").settings == told


class TestRefused:
    """Nothing is written that a later stage could take."""

    @pytest.fixture(autouse=True)
    def _nothing_left(self, root: Path):  # type: ignore[no-untyped-def]
        yield
        assert list(_output(root).iterdir()) == []

    @pytest.fixture
    def model(self, root: Path, tmp_path: Path) -> Path:
        unpack(_input(root) / "model" / "model.tar.gz", tmp_path / "model")
        return tmp_path / "model"

    def test_a_model_of_other_rows(self, root: Path) -> None:
        lines = _input(root) / "lines"
        shutil.rmtree(lines)
        corpus.write_folder(lines, train=300)
        with pytest.raises(InvalidInput, match="trained on other rows"):
            evaluate.run(root)

    def test_lines_of_another_normaliser(self, root: Path) -> None:
        lines = _input(root) / "lines"
        shutil.rmtree(lines)
        corpus.write_folder(lines, version="old")
        with pytest.raises(InvalidInput, match="lines were made with version old"):
            evaluate.run(root)

    def test_a_model_of_another_normaliser(self, root: Path, model: Path) -> None:
        _edit_manifest(model, versions={"normaliser": "old"})
        _repack(root, model)
        with pytest.raises(InvalidInput, match="model was made with version old"):
            evaluate.run(root)

    def test_a_model_that_is_not_its_manifests(self, root: Path, model: Path) -> None:
        with (model / "model.bin").open("ab") as file:
            file.write(b"more")
        _repack(root, model)
        with pytest.raises(InvalidInput, match=r"model\.bin is not the one"):
            evaluate.run(root)

    def test_an_archive_without_a_model(self, root: Path, model: Path) -> None:
        (model / "model.bin").unlink()
        _repack(root, model)
        with pytest.raises(InvalidInput, match=r"no model\.bin"):
            evaluate.run(root)

    @pytest.mark.parametrize("name", ["train/train.txt", "test/test.txt", "rows/validation.tsv"])
    def test_lines_that_were_changed(self, root: Path, name: str) -> None:
        path = _input(root) / "lines" / name
        path.write_bytes(path.read_bytes()[:-9] + b"\t1\n")
        with pytest.raises(InvalidInput, match="is not the one its manifest names"):
            evaluate.run(root)

    @pytest.mark.parametrize("name", ["validation/validation.txt", "rows/test.tsv"])
    def test_lines_that_are_missing(self, root: Path, name: str) -> None:
        (_input(root) / "lines" / name).unlink()
        with pytest.raises(InvalidInput, match=name.split("/")[1]):
            evaluate.run(root)

    def test_no_lines_at_all(self, root: Path) -> None:
        shutil.rmtree(_input(root) / "lines")
        _output(root).mkdir(exist_ok=True)
        with pytest.raises(InvalidInput, match=r"manifest\.json"):
            evaluate.run(root)

    def test_no_model_at_all(self, root: Path) -> None:
        (_input(root) / "model" / "model.tar.gz").unlink()
        with pytest.raises(InvalidInput, match="Train a model first"):
            evaluate.run(root)

    @pytest.mark.parametrize("damage", ["short", "bits", "text"])
    def test_a_damaged_archive(self, root: Path, damage: str) -> None:
        archive = _input(root) / "model" / "model.tar.gz"
        content = bytearray(archive.read_bytes())
        middle = len(content) // 2
        if damage == "bits":
            content[middle : middle + 200] = bytes(200)
        archive.write_bytes({"short": content[:middle], "text": b"no"}.get(damage, content))
        with pytest.raises(InvalidInput, match=r"model\.tar\.gz"):
            evaluate.run(root)

    def test_an_archive_that_would_leave_its_folder(self, root: Path, model: Path) -> None:
        with tarfile.open(_input(root) / "model" / "model.tar.gz", "w:gz") as tar:
            tar.add(model / "model.bin", "../model.bin")
        with pytest.raises(InvalidInput, match=r"model\.tar\.gz"):
            evaluate.run(root)


def test_a_failure_is_told_in_words(root: Path) -> None:
    shutil.rmtree(_input(root) / "model")
    done = subprocess.run(
        [sys.executable, "-m", "backend.evaluate", "--root", str(root)],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )
    assert done.returncode == 1
    reason = "There is no model.tar.gz to evaluate. Train a model first."
    assert (root / "output" / "message").read_text() == reason
    assert done.stderr.strip() == reason
