"""The package: all that an endpoint needs, in one `model.tar.gz`.

model.bin         the model
lexicon.txt       the words of its training rows, by which disguised ones are read
manifest.json     calibration, thresholds, metrics, label list, lineage
evaluation.json   the full evaluation
code/backend/...  serve.py and the rooms it needs, as they were when the model was made
"""

from collections.abc import Mapping
from pathlib import Path

import backend

ARCHIVE = "model.tar.gz"
MODEL = "model.bin"
LEXICON = "lexicon.txt"
CODE = "code"

_JOB_SIDE = (
    "__init__.py",
    "errors.py",
    "preprocess.py",
    "train.py",
    "evaluate.py",
    "serve.py",
    "artefacts",
    "text",
    "moderation",
    "datasets",
    "learning",
    "serving",
)


def job_code() -> Mapping[str, Path]:
    """The files of the programs and their rooms, by path (`backend/serve.py`): pure Python."""
    root = Path(backend.__file__).parent
    sources: dict[str, Path] = {}
    for name in _JOB_SIDE:
        place = root / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            sources[path.relative_to(root.parent).as_posix()] = path
    return sources
