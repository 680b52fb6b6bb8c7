"""Training: lines in, `model.bin` out. Runs inside a training job: `python -m backend.train`.

Below `--root`, SageMaker's layout: reads `input/config/hyperparameters.json` (names and values as
text, and "algorithm") and `input/data/{train,validation}/*.txt`, writes `model/model.bin` and
`model/manifest.json`.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from backend.artefacts.failure import run_program
from backend.artefacts.files import read_json
from backend.artefacts.hashing import file_hash
from backend.artefacts.manifest import Manifest, library_versions
from backend.artefacts.package import MODEL
from backend.artefacts.progress import report
from backend.datasets.lines import read_lines
from backend.errors import InvalidInput
from backend.learning.measurement import Measurement
from backend.learning.metrics import mean_roc_auc
from backend.learning.model import open_model
from backend.learning.recipes import recipe
from backend.learning.scoring import learned_lexicon, score
from backend.learning.trainer import train
from backend.moderation.categories import NONE
from backend.text import normaliser
from backend.text.readings.reader import Reader

TRAINING = "Training"
VALIDATING = "Measuring on validation rows"


def main() -> int:
    """Run the program; its exit code."""
    parser = argparse.ArgumentParser(description="Train a model on the lines of a dataset.")
    parser.add_argument("--root", type=Path, default=Path("/opt/ml"))
    root = parser.parse_args().root
    # Each core has a regression of its own to fit: threads within one would be in each other's way.
    # Read when NumPy and SciPy are imported, which is later.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    return run_program(lambda: run(root), root)


def run(root: Path) -> None:
    """Train as the files below `root` say. Raises StudioError for what a person can mend."""
    given = _hyperparameters(root / "input" / "config" / "hyperparameters.json")
    algorithm = recipe(given.pop("algorithm", ""))
    settings = algorithm.settings(given)
    lines = _channel(root, "train")
    validation = _channel(root, "validation")
    rows, labels = _count(lines)
    categories = tuple(sorted(label for label in labels if label != NONE))
    if not rows:
        raise InvalidInput(
            "There is no row to train on.", "Use a dataset with more rows, or split less off."
        )
    if not categories:
        raise InvalidInput(
            "No training row has a category.", "Use a dataset with some rows labelled 1."
        )

    print(f"{rows} rows, {', '.join(f'{n} {name}' for name, n in sorted(labels.items()))}")
    report(TRAINING, fraction=0.0)
    folder = root / "model"
    fitted = train(lines, folder / MODEL, algorithm, settings, _show)

    model, reader = open_model(folder / MODEL, categories), Reader(learned_lexicon(lines))
    scored = score(model, reader, validation, VALIDATING)
    auc = mean_roc_auc(scored.raw, scored.labels)
    report(VALIDATING, fraction=1.0, validation_auc=auc)
    Manifest(
        kind="model",
        program="backend.train",
        categories=categories,
        versions={
            **library_versions("fasttext-wheel", "fasttext", "numpy", "scipy"),
            "normaliser": normaliser.VERSION,
        },
        inputs={path.name: file_hash(path) for path in (lines, validation)},
        files={MODEL: file_hash(folder / MODEL)},
        seed=0,  # fastText's own, and that of the linear trainer's folds
        settings={"algorithm": algorithm.name, "loss": algorithm.loss, **settings},
        counts={
            "rows": rows,
            "labels": dict(sorted(labels.items())),
            "words": fitted.words,
            "validation_rows": len(scored.raw),
        },
        details={
            "threads": fitted.threads,
            "model_mb": round((folder / MODEL).stat().st_size / 1e6, 3),
            "validation_auc": auc,
        },
    ).write(folder)


def _hyperparameters(path: Path) -> dict[str, str]:
    try:
        content = read_json(path)
    except FileNotFoundError:
        content = None
    except ValueError:
        raise InvalidInput(f"{path.name} is no JSON.") from None
    texts = isinstance(content, Mapping) and all(isinstance(v, str) for v in content.values())
    if not texts or "algorithm" not in content:
        raise InvalidInput(
            f"{path.name} does not say how to train.",
            'Give it an object of names and texts, such as {"algorithm": "fasttext"}.',
        )
    return dict(content)


def _channel(root: Path, name: str) -> Path:
    path = root / "input" / "data" / name / f"{name}.txt"
    if not path.is_file():
        raise InvalidInput(
            f"The {name} channel has no {name}.txt.", "Give it the lines that processing made."
        )
    return path


def _count(lines: Path) -> tuple[int, Counter[str]]:
    """Rows, and rows by label."""
    rows, labels = 0, Counter[str]()
    for line in read_lines(lines):
        rows += 1
        labels.update(set(line.labels))
    return rows, labels


def _show(measured: Measurement) -> None:
    report(
        TRAINING,
        fraction=measured.fraction,
        words_per_second=measured.words_per_second,
        loss=measured.loss,
        seconds_left=measured.seconds_left,
    )


if __name__ == "__main__":
    sys.exit(main())
