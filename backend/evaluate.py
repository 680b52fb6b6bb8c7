"""Evaluation: lines and a model in, a package and its numbers out.

Runs inside an evaluation job: `python -m backend.evaluate`. Below `--root`, SageMaker's layout:
reads `processing/input/lines` (all that processing left) and `processing/input/model/model.tar.gz`,
writes `model.tar.gz` (the package), `evaluation.json`, `examples.json`, `audit.json`, `speed.json`
and `manifest.json` below `processing/output`. Validation rows calibrate and set thresholds; test
rows only report.
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
from backend.artefacts.files import write_bytes
from backend.artefacts.hashing import file_hash
from backend.artefacts.manifest import Manifest, library_versions, read_manifest
from backend.artefacts.package import ARCHIVE, CODE, LEXICON, MODEL, job_code
from backend.artefacts.progress import report
from backend.datasets.lines import read_lines, read_reference
from backend.errors import InvalidInput
from backend.learning import evaluation, examples
from backend.learning.audit import record
from backend.learning.audit.auditor import audit
from backend.learning.evaluation import Evaluation
from backend.learning.examples import Examples, choose, describe
from backend.learning.memory import serving_mb
from backend.learning.metrics import evaluate
from backend.learning.model import open_model
from backend.learning.scoring import Scored, learned_lexicon, score
from backend.learning.slices import slices
from backend.learning.tuning import Tuning, prevalences, tune
from backend.serving import speed
from backend.serving.scorer import Scorer
from backend.text import normaliser
from backend.text.readings.reader import Reader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TRAIN = "train/train.txt"
TEST = "test/test.txt"
TEST_ROWS = "rows/test.tsv"
AUDITING = "Auditing the model"
TIMING = "Measuring the speed"
PACKAGING = "Packaging the model"

_RECORDS = (evaluation.FILE_NAME, examples.FILE_NAME, record.FILE_NAME, speed.FILE_NAME)
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
        for name in (*_RECORDS, ARCHIVE, manifest.FILE_NAME):
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
    lexicon = learned_lexicon(lines / TRAIN)
    write_bytes(package / LEXICON, lexicon.to_text().encode())
    validation, test = _score(path, processed.categories, Reader(lexicon), lines)
    natural = _reference(lines, "validation", len(validation.raw))
    tuning = tune(processed.categories, validation, natural, prevalences(processed))
    found, shown = _measure(processed.categories, test, lines, tuning)

    report(PACKAGING)
    found.write(package)
    shown.write(package)
    code = {f"{CODE}/{name}": source for name, source in job_code().items()}
    files = {
        MODEL: path,
        LEXICON: package / LEXICON,
        evaluation.FILE_NAME: package / evaluation.FILE_NAME,
        **code,
    }
    Manifest(
        kind="package",
        program="backend.evaluate",
        categories=processed.categories,
        versions={
            **library_versions("fasttext-wheel", "fasttext-predict", "numpy", "scipy"),
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
            "calibration": {name: asdict(c) for name, c in tuning.calibrations.items()},
            "thresholds": tuning.thresholds,
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
    scorer = Scorer(package)
    _audit(scorer, tuning.thresholds, package)
    _time(scorer, lines / TEST, package)


def _audit(scorer: Scorer, thresholds: Mapping[str, float], output: Path) -> None:
    """Try the package on the project's own messages."""
    report(AUDITING)
    limits = [thresholds[name] for name in scorer.categories]
    audit(lambda message: scorer.score(message).probabilities, limits).write(output)
    report(AUDITING, fraction=1.0)


def _time(scorer: Scorer, test: Path, output: Path) -> None:
    """Measure how fast the package scores some test rows, by the code that serves it."""
    report(TIMING)
    texts = [line.text for line in itertools.islice(read_lines(test), _TIMED_ROWS)]
    found = speed.measure(scorer, texts)
    if found is not None:
        found.write(output)
    report(TIMING, fraction=1.0)


def _score(
    path: Path, categories: Sequence[str], reader: Reader, lines: Path
) -> tuple[Scored, Scored]:
    """Score validation and test rows. The model leaves memory with this: measuring what serving
    needs loads it a second time."""
    model = open_model(path, categories)
    rows = lines / "validation" / "validation.txt"
    validation = score(model, reader, rows, "Scoring validation rows")
    return validation, score(model, reader, lines / TEST, "Scoring test rows")


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


def _measure(
    categories: Sequence[str], test: Scored, lines: Path, tuning: Tuning
) -> tuple[Evaluation, Examples]:
    reference = _reference(lines, "test", len(test.raw))
    probabilities = tuning.probabilities(test.raw)
    kinds = slices((line.text for line in read_lines(lines / TEST)), test.disguised)
    found = evaluate(categories, probabilities, test.labels, reference, tuning.thresholds, kinds)
    chosen = choose(categories, probabilities, test.labels, reference)
    wanted = {row for rows in chosen.values() for row in rows.tolist()}
    texts = {n: line.text for n, line in enumerate(read_lines(lines / TEST)) if n in wanted}
    return found, describe(chosen, texts, probabilities, test.labels)


def _reference(lines: Path, part: str, rows: int) -> "NDArray[np.bool_]":
    """Which rows of a part belong to the natural sample, shape (rows,)."""
    import numpy as np

    flags = read_reference(lines / "rows" / f"{part}.tsv")
    if len(flags) != rows:
        raise InvalidInput(
            f"{part}.tsv and {part}.txt differ in length.", "Process the dataset again."
        )
    return np.array(flags, dtype=np.bool_)


if __name__ == "__main__":
    sys.exit(main())
