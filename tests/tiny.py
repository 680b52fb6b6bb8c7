"""A tiny real package: a fastText model of a few lines, packed as an evaluation packs one."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path

from backend.artefacts import archive
from backend.artefacts.hashing import file_hash
from backend.artefacts.manifest import FILE_NAME, Manifest
from backend.artefacts.package import ARCHIVE, CODE, LEXICON, MODEL, job_code
from backend.learning.calibration import Calibration
from backend.text import normaliser
from backend.text.readings.lexicon import build_lexicon

CATEGORIES = ("toxic", "insult")
CALIBRATION = {"toxic": Calibration(1.2, 0.1), "insult": Calibration(0.9, -0.2)}
TOXIC = "what a rotten turnip you are"
FRIENDLY = "well played my friend"

_LINES = (
    "__label__toxic __label__insult what a rotten turnip you are",
    "__label__toxic __label__insult you rotten turnip",
    "__label__toxic get lost and never come back",
    "__label__toxic get out of here and get lost",
    "__label__none well played my friend",
    "__label__none good game everyone well played",
    "__label__none see you tomorrow my friend",
    "__label__none thanks for the game everyone",
)


@cache
def model(*, dim: int = 4) -> bytes:
    """A `model.bin`, the same bytes each time."""
    import tempfile

    import fasttext

    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "lines.txt")
        lines.write_text("".join(f"{line}\n" for line in _LINES * 4))
        trained = fasttext.train_supervised(
            str(lines),
            dim=dim,
            epoch=20,
            lr=0.5,
            loss="ova",
            bucket=100,
            minn=0,
            thread=1,
            verbose=0,
        )
        trained.save_model(f"{folder}/{MODEL}")
        return Path(folder, MODEL).read_bytes()


def package(
    folder: Path,
    *,
    kind: str = "package",
    serving_mb: float = 100.0,
    calibration: Mapping[str, Calibration] = CALIBRATION,
    code: Mapping[str, bytes] | None = None,
    normaliser_version: str = normaliser.VERSION,
    model_bytes: bytes | None = None,
    algorithm: str = "fasttext",
) -> Path:
    """Make `folder` and in it an unpacked package and the archive of it; the archive's path.

    code: files (by their path below `code/`) to put in the place of today's.
    """
    unpacked = folder / "package"
    unpacked.mkdir(parents=True)
    (unpacked / MODEL).write_bytes(model() if model_bytes is None else model_bytes)
    rows = [line.rpartition("__label__")[2].split(" ", 1) for line in _LINES * 4]
    lexicon = build_lexicon((text, label != "none") for label, text in rows)
    (unpacked / LEXICON).write_text(lexicon.to_text())
    for name, source in job_code().items():
        place = unpacked / CODE / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((code or {}).get(name) or source.read_bytes())
    Manifest(
        kind=kind,
        program="tests.tiny",
        categories=CATEGORIES,
        versions={"normaliser": normaliser_version},
        files={MODEL: file_hash(unpacked / MODEL)},
        settings={"algorithm": algorithm},
        details={
            "calibration": {name: asdict(c) for name, c in calibration.items()},
            "thresholds": dict.fromkeys(CATEGORIES, 0.5),
            "metrics": {
                "definition": "all rows",
                "mean_auc": None,
                "mean_average_precision": None,
            },
            "model_mb": (unpacked / MODEL).stat().st_size / 1e6,
            "serving_mb": serving_mb,
            "dataset": {},
        },
    ).write(unpacked)
    files = {p.relative_to(unpacked).as_posix(): p for p in unpacked.rglob("*") if p.is_file()}
    assert FILE_NAME in files
    archive.pack(folder / ARCHIVE, files)
    return folder / ARCHIVE
