"""Rows: what is known of each row before its text is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.datasets.columns import find_columns
from backend.datasets.hashes import text_hash
from backend.datasets.labels import UNSCORED, LabelSets, is_label, stray_label
from backend.datasets.reader import Table
from backend.datasets.records import Records
from backend.datasets.scored_labels import ScoredLabels


@dataclass(frozen=True)
class Rows:
    """Some rows of a file: their places in it from 1, ids, label sets, and whether a reference
    id names them. unscored: rows that stood between them and are not among them."""

    table: str
    numbers: list[int]
    ids: list[str]
    sets: list[int]
    references: list[bool]
    unscored: int = 0


def train_rows(
    table: Table, sets: LabelSets, references: Records
) -> Iterator[tuple[Rows, list[str]]]:
    """The rows of train.csv with their texts, some at a time.

    Raises InvalidInput for a label that is not 0 or 1.
    """
    columns = find_columns(table, text=True, labels=True)
    labels_of = columns.labels_of()
    for first, rows in table.chunks():
        found: list[int] = []
        for row, cells in enumerate(rows, start=first):
            number = sets.number(labels_of(cells))
            if number is None:
                stray = next(i for i in columns.labels if not is_label(cells[i]))
                raise stray_label(table.name, row, table.header[stray], cells[stray])
            found.append(number)
        ids = [cells[columns.id] for cells in rows]
        numbers = list(range(first, first + len(rows)))
        texts = [cells[columns.text] for cells in rows]
        yield Rows(table.name, numbers, ids, found, _named(ids, references)), texts


def test_rows(
    table: Table, labels: ScoredLabels, references: Records
) -> Iterator[tuple[Rows, list[str]]]:
    """The scored rows of test.csv with their texts, some at a time.

    Raises InvalidInput unless test.csv and its labels name the same rows.
    """
    columns = find_columns(table, text=True, labels=False)
    for first, rows in table.chunks():
        found = labels.take(table.path, first, [cells[columns.id] for cells in rows]).tolist()
        scored = [i for i, number in enumerate(found) if number != UNSCORED]
        ids = [rows[i][columns.id] for i in scored]
        texts = [rows[i][columns.text] for i in scored]
        known = Rows(
            table.name,
            [first + i for i in scored],
            ids,
            [found[i] for i in scored],
            _named(ids, references),
            unscored=len(rows) - len(scored),
        )
        yield known, texts
    labels.check_all_taken(table.path)


def _named(ids: Sequence[str], references: Records) -> list[bool]:
    if not len(references):
        return [False] * len(ids)
    places = references.find(b"".join([text_hash(id_) for id_ in ids]))
    named: list[bool] = (places >= 0).tolist()
    return named
