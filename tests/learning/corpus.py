"""A small corpus in the shape that processing leaves, made up word by word."""

import json
import random
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from backend.artefacts.hashing import folder_hashes
from backend.artefacts.manifest import Manifest
from backend.text import normaliser

CATEGORIES = ("rude", "spam")
MARKS = {"rude": ("oaf", "churl", "lout"), "spam": ("cheap", "coins", "bargain")}
PLAIN = (
    "the",
    "team",
    "won",
    "game",
    "today",
    "and",
    "we",
    "went",
    "home",
    "to",
    "rest",
    "at",
    "last",
)

Row = tuple[tuple[str, ...], str]


def rows(count: int, seed: int = 0, shares: Mapping[str, float] | None = None) -> list[Row]:
    """Rows whose categories show in their words, except for one row in twenty."""
    chance = random.Random(seed)
    shares = shares or {"rude": 0.4, "spam": 0.3}
    made = []
    for _ in range(count):
        labels = tuple(name for name in CATEGORIES if chance.random() < shares.get(name, 0))
        words = chance.choices(PLAIN, k=chance.randint(3, 9))
        for name in labels:
            if chance.random() < 0.95:
                words.insert(chance.randrange(len(words)), chance.choice(MARKS[name]))
        made.append((labels, " ".join(words)))
    return made


def write_lines(path: Path, made: Sequence[Row]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    marks = (" ".join(f"__label__{name}" for name in labels or ("none",)) for labels, _ in made)
    text = "".join(f"{mark} {text}\n" for mark, (_, text) in zip(marks, made, strict=True))
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def write_folder(
    folder: Path,
    *,
    train: int = 400,
    validation: int = 200,
    test: int = 200,
    natural: float = 0.5,
    version: str = normaliser.VERSION,
    categories: Sequence[str] = CATEGORIES,
) -> Path:
    """The whole output of processing; a share `natural` of the rows belongs to the sample."""
    parts = {}
    for seed, (part, count) in enumerate(
        {"train": train, "validation": validation, "test": test}.items()
    ):
        made = rows(count, seed)
        write_lines(folder / part / f"{part}.txt", made)
        chance = random.Random(seed)
        flags = [chance.random() < natural for _ in made]
        table = "".join(f"r{k}\tall.csv\t{k}\t{flag:d}\n" for k, flag in enumerate(flags, 1))
        (folder / "rows").mkdir(exist_ok=True)
        (folder / "rows" / f"{part}.tsv").write_text(table, newline="\n")
        parts[part] = {
            "rows": count,
            "reference_rows": sum(flags),
            "reference_positives": {
                name: sum(
                    flag and name in labels for flag, (labels, _) in zip(flags, made, strict=True)
                )
                for name in categories
            },
        }
    Manifest(
        kind="lines",
        program="backend.preprocess",
        categories=tuple(categories),
        versions={"normaliser": version},
        files=folder_hashes(folder),
        seed=7,
        counts={"rows": train + validation + test, "parts": parts},
    ).write(folder)
    return folder


def training_root(root: Path, lines: Path, **hyperparameters: str) -> Path:
    """A root from which `backend.train` can start."""
    config = root / "input" / "config"
    config.mkdir(parents=True)
    (config / "hyperparameters.json").write_text(json.dumps(hyperparameters))
    for part in ("train", "validation"):
        channel = root / "input" / "data" / part
        channel.mkdir(parents=True)
        (channel / f"{part}.txt").write_bytes((lines / part / f"{part}.txt").read_bytes())
    return root


def pack_model(archive: Path, folder: Path) -> Path:
    """`model.tar.gz` as any tar would make it."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive, "w:gz") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, path.name)
    return archive
