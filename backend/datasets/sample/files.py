"""The sample as files, shaped as Kaggle's own."""

import csv
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from backend.artefacts.files import whole_file
from backend.datasets.sample.generator import Comment, make_comments
from backend.moderation.categories import JIGSAW

_UNSCORED_SHARE = 0.05


def write_sample(folder: Path, *, rows: int = 20_000, seed: int = 7) -> None:
    """Write train.csv, test.csv, test_labels.csv and reference_ids.csv into `folder`.

    Each file is there whole or not at all, and has the same bytes for the same arguments. Raises
    ValueError, before anything is written, when `rows` are too few to hold every category.
    """
    comments = {
        _comment_id(seed, place): comment for place, comment in enumerate(make_comments(rows, seed))
    }
    train = {name: comment for name, comment in comments.items() if comment.side == "train"}
    test = {name: comment for name, comment in comments.items() if comment.side == "test"}
    unscored = _unscored(test)

    _write(
        folder / "train.csv",
        ("id", "comment_text", *JIGSAW),
        ((name, comment.text, *_ones(comment)) for name, comment in train.items()),
    )
    _write(
        folder / "test.csv",
        ("id", "comment_text"),
        ((name, comment.text) for name, comment in test.items()),
    )
    _write(
        folder / "test_labels.csv",
        ("id", *JIGSAW),
        (
            (name, *([-1] * len(JIGSAW) if name in unscored else _ones(comment)))
            for name, comment in test.items()
        ),
    )
    _write(
        folder / "reference_ids.csv",
        ("id",),
        ((name,) for name, comment in comments.items() if comment.natural),
    )


def _comment_id(seed: int, place: int) -> str:
    """Sixteen hexadecimal digits, as Kaggle's."""
    return sha256(f"{seed}/{place}".encode()).hexdigest()[:16]


def _unscored(test: dict[str, Comment]) -> frozenset[str]:
    """The rows left out of scoring: never of the natural part, which has to keep its shares."""
    enriched = [name for name, comment in test.items() if not comment.natural]
    return frozenset(enriched[: round(len(test) * _UNSCORED_SHARE)])


def _ones(comment: Comment) -> list[int]:
    return [int(category in comment.labels) for category in JIGSAW]


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with whole_file(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)
