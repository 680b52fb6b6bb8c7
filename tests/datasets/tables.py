"""Small datasets for tests, written as files."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from backend.datasets.files import DatasetFiles

CATEGORIES = ("toxic", "spam")


def write_rows(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8"
) -> Path:
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_train(
    folder: Path,
    rows: Iterable[tuple[str, str, Sequence[object]]],
    categories: Sequence[str] = CATEGORIES,
    **options: str,
) -> Path:
    header = ("id", "comment_text", *categories)
    cells = ((id_, text, *labels) for id_, text, labels in rows)
    return write_rows(folder / "train.csv", header, cells, **options)


def word(number: int) -> str:
    """A word of its own for each number; digits would all be normalised to one token."""
    return "".join("bcdfghjklm"[int(digit)] + "a" for digit in str(number))


def plain_rows(count: int, prefix: str = "t") -> list[tuple[str, str, tuple[int, int]]]:
    """Rows with texts of their own: every fifth toxic, every tenth spam."""
    return [
        (f"{prefix}{i}", f"message {prefix} {word(i)}", (int(i % 5 == 0), int(i % 10 == 3)))
        for i in range(count)
    ]


def write_test(
    folder: Path,
    rows: Iterable[tuple[str, str, Sequence[object]]],
    categories: Sequence[str] = CATEGORIES,
) -> tuple[Path, Path]:
    rows = list(rows)
    test = write_rows(
        folder / "test.csv", ("id", "comment_text"), ((i, text) for i, text, _ in rows)
    )
    labels = write_rows(
        folder / "test_labels.csv", ("id", *categories), ((i, *ls) for i, _, ls in rows)
    )
    return test, labels


def train_only(folder: Path, *rows: tuple[str, str, Sequence[object]]) -> DatasetFiles:
    """A sound dataset with some rows added at its end."""
    return DatasetFiles(write_train(folder, [*plain_rows(100), *rows]))
