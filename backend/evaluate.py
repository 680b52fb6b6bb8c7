"""Evaluation: lines and a model in, a package and its numbers out.

Runs inside an evaluation job: `python -m backend.evaluate`. Below `--root`, SageMaker's layout:
reads `processing/input/lines` (all that processing left) and `processing/input/model/model.tar.gz`,
writes `model.tar.gz` (the package), `evaluation.json`, `speed.json` and `manifest.json` below
`processing/output`. Validation rows calibrate and set thresholds; test rows only report.
`--trained-with` says how a model was made that brings no manifest, as BlazingText's own image does.
"""

import argparse
import itertools
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.artefacts import archive, manifest
from backend.artefacts.failure import run_program
from backend.artefacts.hashing import file_hash
from backend.artefacts.manifest import Manifest, library_versions, read_manifest
from backend.artefacts.package import ARCHIVE, CODE, MODEL, job_code
from backend.artefacts.progress import report
from backend.datasets.lines import read_lines, read_reference
from backend.errors import InvalidInput
from backend.learning import evaluation
from backend.learning.calibration import Calibration, fit
from backend.learning.evaluation import Evaluation
from backend.learning.memory import serving_mb
from backend.learning.metrics import evaluate
from backend.learning.model import Model
from backend.learning.scoring import Scored, score
from backend.learning.thresholds import best_f1
from backend.learning.weights import reference_weights
from backend.serving import speed
from backend.serving.scorer import Scorer
from backend.text import normaliser

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TRAIN = "train/train.txt"
TEST = "test/test.txt"
TEST_ROWS = "rows/test.tsv"
TIMING = "Measuring the speed"
PACKAGING = "Packaging the model"

_TIMED_ROWS = 2000


def main() -> int:
    """Run the program; its exit code."""
    parser = argparse.ArgumentParser(description="Evaluate and package a model.")
    parser.add_argument("--root", type=Path, default=Path("/opt/ml"))
    parser.add_argument("--trained-with", type=_settings)
    given = parser.parse_args()
    root: Path = given.root
    return run_program(lambda: run(root, given.trained_with), root)


def _settings(text: str) -> Mapping[str, Any]:
    """The algorithm and its settings, as JSON."""
    found = json.loads(text)
    if not isinstance(found, dict) or not isinstance(found.get("algorithm"), str):
        raise ValueError(text)  # which argparse reports
    return found


def run(root: Path, trained_with: Mapping[str, Any] | None = None) -> None:
    """Evaluate what lies below `root`. trained_with: the algorithm and settings of a model that
    brings no manifest. Raises StudioError for what a person can mend."""
    lines = root / "processing" / "input" / "lines"
    trained = root / "processing" / "input" / "model" / ARCHIVE
    output = root / "processing" / "output"
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".evaluate.", dir=output) as scratch:
        package = Path(scratch) / "package"
        settings = trained_with or {"algorithm": "unknown"}
        _evaluate(lines, trained, Path(scratch), package, settings)
        for name in (evaluation.FILE_NAME, speed.FILE_NAME, ARCHIVE, manifest.FILE_NAME):
            if (package / name).exists():
                (package / name).replace(output / name)


def _evaluate(
    lines: Path, trained: Path, scratch: Path, package: Path, settings: Mapping[str, Any]
) -> None:
    processed = read_manifest(lines, "lines")
    if not trained.is_file():
        raise InvalidInput(f"There is no {ARCHIVE} to evaluate.", "Train a model first.")
    archive.unpack(trained, scratch / "model")
    training = _training(scratch / "model")
    _check(lines, processed, training)

    path = scratch / "model" / MODEL
    validation, test = _score(path, processed.categories, lines)
    calibrations, thresholds = _calibrate(processed, validation, lines)
    found = _measure(processed.categories, test, lines, calibrations, thresholds)

    report(PACKAGING)
    found.write(package)
    code = {f"{CODE}/{name}": source for name, source in job_code().items()}
    files = {MODEL: path, evaluation.FILE_NAME: package / evaluation.FILE_NAME, **code}
    Manifest(
        kind="package",
        program="backend.evaluate",
        categories=processed.categories,
        versions={
            **library_versions("fasttext-wheel", "fasttext-predict", "numpy"),
            "normaliser": normaliser.VERSION,
        },
        inputs={
            **{f"dataset/{name}": made for name, made in processed.inputs.items()},
            "train.txt": processed.files[TRAIN],
            TEST_ROWS: processed.files.get(TEST_ROWS, ""),
            "lines/manifest.json": file_hash(lines / manifest.FILE_NAME),
            "model.bin": file_hash(path),
        },
        files={name: file_hash(source) for name, source in sorted(files.items())},
        seed=training.seed if training else None,
        settings=training.settings if training else settings,
        counts={"validation_rows": len(validation.raw), "test_rows": len(test.raw)},
        details={
            "calibration": {name: asdict(c) for name, c in calibrations.items()},
            "thresholds": thresholds,
            "metrics": {
                "definition": found.definition,
                "mean_auc": found.mean_auc,
                "mean_average_precision": found.mean_average_precision,
            },
            "model_mb": round(path.stat().st_size / 1e6, 3),
            "serving_mb": round(serving_mb(path), 1),
            "dataset": processed.counts,
            "synthetic": bool(processed.details.get("synthetic")),
            "processing": {
                "seed": processed.seed,
                "settings": processed.settings,
                "versions": processed.versions,
            },
            "training": training.counts if training else {},
            "training_versions": training.versions if training else {},
        },
    ).write(package)
    archive.pack(package / ARCHIVE, {**files, manifest.FILE_NAME: package / manifest.FILE_NAME})
    report(PACKAGING, fraction=1.0)
    path.replace(package / MODEL)
    _time(package, lines / TEST)


def _time(package: Path, test: Path) -> None:
    """Measure how fast the package scores some test rows, by the code that serves it."""
    report(TIMING)
    texts = [line.text for line in itertools.islice(read_lines(test), _TIMED_ROWS)]
    found = speed.measure(Scorer(package), texts)
    if found is not None:
        found.write(package)
    report(TIMING, fraction=1.0)


def _score(path: Path, categories: Sequence[str], lines: Path) -> tuple[Scored, Scored]:
    """Score validation and test rows. The model leaves memory with this: measuring what serving
    needs loads it a second time."""
    model = Model(path, categories)
    validation = score(model, lines / "validation" / "validation.txt", "Scoring validation rows")
    return validation, score(model, lines / TEST, "Scoring test rows")


def _training(folder: Path) -> Manifest | None:
    """The trained model's manifest; None for one made elsewhere, as BlazingText's own image does.

    Raises InvalidInput when the model is not the one that the manifest is of.
    """
    _file(folder / MODEL)
    if not (folder / manifest.FILE_NAME).exists():
        return None
    training = read_manifest(folder, "model")
    if training.files.get(MODEL) != file_hash(folder / MODEL):
        raise InvalidInput(f"{MODEL} is not the one its manifest names.", "Train the model again.")
    return training


def _file(path: Path) -> Path:
    if not path.is_file():
        raise InvalidInput(f"There is no {path.name}.", "Process and train again.")
    return path


def _check(lines: Path, processed: Manifest, training: Manifest | None) -> None:
    """Raise InvalidInput unless lines, model and this code belong together."""
    if TRAIN not in processed.files:
        raise InvalidInput("These lines have no training rows.", "Process the dataset again.")
    for name, made in processed.files.items():
        if file_hash(_file(lines / name)) != made:
            raise InvalidInput(
                f"{name} is not the one its manifest names.", "Process the dataset again."
            )
    if training and training.inputs.get("train.txt") != processed.files[TRAIN]:
        raise InvalidInput(
            "This model was trained on other rows than these.",
            "Evaluate it with the lines it was trained on: its training rows may be among the test"
            " rows of others.",
        )
    for made_by, what in ((processed, "lines were"), (training, "model was")):
        version = made_by.versions.get("normaliser") if made_by else normaliser.VERSION
        if version != normaliser.VERSION:
            raise InvalidInput(
                f"The {what} made with version {version} of the normaliser, and this is version"
                f" {normaliser.VERSION}.",
                "Process the dataset and train again.",
            )


def _calibrate(
    processed: Manifest, validation: Scored, lines: Path
) -> tuple[dict[str, Calibration], dict[str, float]]:
    """Calibration and threshold by category, from validation rows at natural prevalence."""
    reference = _reference(lines, "validation", len(validation.raw))
    prevalences = _prevalences(processed)
    calibrations, thresholds = {}, {}
    for k, name in enumerate(processed.categories):
        raw, positive = validation.raw[:, k], validation.labels[:, k]
        weights = reference_weights(positive, reference, prevalences.get(name))
        calibrations[name] = fit(raw, positive, weights)
        thresholds[name] = best_f1(calibrations[name].probabilities(raw), positive, weights)
    return calibrations, thresholds


def _measure(
    categories: Sequence[str],
    test: Scored,
    lines: Path,
    calibrations: Mapping[str, Calibration],
    thresholds: Mapping[str, float],
) -> Evaluation:
    import numpy as np

    columns = [
        calibrations[name].probabilities(test.raw[:, k]) for k, name in enumerate(categories)
    ]
    reference = _reference(lines, "test", len(test.raw))
    return evaluate(categories, np.stack(columns, axis=1), test.labels, reference, thresholds)


def _reference(lines: Path, part: str, rows: int) -> "NDArray[np.bool_]":
    """Which rows of a part belong to the natural sample, shape (rows,)."""
    import numpy as np

    flags = read_reference(lines / "rows" / f"{part}.tsv")
    if len(flags) != rows:
        raise InvalidInput(
            f"{part}.tsv and {part}.txt differ in length.", "Process the dataset again."
        )
    return np.array(flags, dtype=np.bool_)


def _prevalences(processed: Manifest) -> dict[str, float]:
    """Share of each category among the natural rows of train and validation; {} without any.

    Half a row is granted to either side, so that none is 0 or 1.
    """
    parts = [processed.counts["parts"][name] for name in ("train", "validation")]
    rows = sum(part["reference_rows"] for part in parts)
    if not rows:
        return {}
    positives = {
        name: sum(part["reference_positives"][name] for part in parts)
        for name in processed.categories
    }
    return {name: min(max(count, 0.5), rows - 0.5) / rows for name, count in positives.items()}


if __name__ == "__main__":
    sys.exit(main())
