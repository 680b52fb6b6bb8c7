"""Inspection: whether a dataset can be used, and what is in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.datasets.columns import (
    ID,
    TEXT,
    Columns,
    find_columns,
    shown_name,
    unknown_columns,
)
from backend.datasets.files import DatasetFiles
from backend.datasets.hashes import text_hash
from backend.datasets.ids import check_unique, read_ids
from backend.datasets.labels import UNSCORED, LabelSets, is_label, stray_label, train_categories
from backend.datasets.reader import Table, open_table
from backend.datasets.records import Records
from backend.datasets.scored_labels import ScoredLabels, none_scored
from backend.errors import InvalidInput

FEW_POSITIVES = 50
"""Under this many, what a model learns of a category is mostly chance."""

_IN_TEST = 1 << 31  # beside the label set of a train row: a scored test row has its text

_LIKE_LABELS = ("0.0", "1.0", "True", "False", "true", "false", "TRUE", "FALSE", "yes", "no")

_Counts = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class RowCounts:
    """Rows of train or test. `positives`: by category. `empty`: rows without text.

    reference_rows, reference_positives: of those rows that the reference ids name.
    """

    rows: int
    positives: Mapping[str, int]
    empty: int
    reference_rows: int
    reference_positives: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What is in a dataset. Texts are compared as they stand in the files.

    categories: in the order of train.csv's columns. train, test: its rows, of test the scored
    ones (None without test files). unscored: test rows that are not scored. duplicates: train
    rows that repeat an earlier row's text. conflicting: texts that stand in train with different
    labels. overlap: train rows whose text is also a scored test row's. unmatched_reference_ids:
    reference ids that no row has. encoding: of train.csv, in words. warnings: plain sentences.
    """

    categories: tuple[str, ...]
    train: RowCounts
    test: RowCounts | None
    unscored: int
    duplicates: int
    conflicting: int
    overlap: int
    unmatched_reference_ids: int
    encoding: str
    warnings: tuple[str, ...]


def inspect(files: DatasetFiles, *, progress: Callable[[float], None] | None = None) -> Inspection:
    """Read every file, row by row, in 32 bytes of memory a row.

    `progress` is told the fraction that has been read, 0 to 1. Raises InvalidInput, naming file,
    row and column, for the first thing that makes the dataset unusable.
    """
    meter = _Meter(files, progress)
    notes: list[str] = []
    references = Records()
    if files.reference_ids:
        references = read_ids(files.reference_ids)
        meter.finished(files.reference_ids)

    train = _Side(LabelSets(), references)
    with open_table(files.train) as table:
        notes += _about_encoding(table)
        encoding = table.encoding.title
        categories, texts = _read_train(table, train, meter)
    duplicates, conflicting = texts.repetitions()
    train_part = train.part(categories)
    _check_positives(files.train.name, train, categories)

    test_part, unscored = None, 0
    if files.test and files.test_labels:
        labels = ScoredLabels(files.test_labels, categories, train.sets)
        meter.finished(files.test_labels)
        test = _Side(train.sets, references)
        with open_table(files.test) as table:
            notes += _about_encoding(table)
            unscored = _read_test(table, labels, test, texts, meter)
        test_part = test.part(categories)
        if not test_part.rows:
            raise none_scored(files.test.name)

    unmatched = int((references.numbers == 0).sum())
    if files.reference_ids and unmatched == len(references):
        raise InvalidInput(
            f"None of the ids in {files.reference_ids.name} is the id of a row.",
            "Check that it belongs to these files, or leave it out.",
        )
    found = Inspection(
        categories=categories,
        train=train_part,
        test=test_part,
        unscored=unscored,
        duplicates=duplicates,
        conflicting=conflicting,
        overlap=_overlap(texts),
        unmatched_reference_ids=unmatched,
        encoding=encoding,
        warnings=(),
    )
    return replace(found, warnings=(*notes, *_remarks(found)))


class _Meter:
    """How much of all files has been read."""

    def __init__(self, files: DatasetFiles, tell: Callable[[float], None] | None) -> None:
        self._tell = tell
        self._total = sum(path.stat().st_size for path in files.present if path.is_file())
        self._finished = 0

    def at(self, table: Table) -> None:
        self._show(table.bytes_read)

    def finished(self, path: Path) -> None:
        self._finished += path.stat().st_size
        self._show(0)

    def _show(self, more: int) -> None:
        if self._tell and self._total:
            self._tell(min((self._finished + more) / self._total, 1.0))


class _Side:
    """Counts of the rows of train or test, by label set."""

    def __init__(self, sets: LabelSets, references: Records) -> None:
        self.sets = sets
        self._references = references
        self._rows = self._empty = self._reference = np.zeros(0, dtype=np.int64)

    def add(self, numbers: NDArray[np.uint32], empty: Sequence[bool], ids: bytes) -> None:
        """Count rows by their label sets; those that a reference id names are marked there."""
        places = self._references.find(ids)
        named = places >= 0
        self._references.numbers[places[named]] = 1
        scored = numbers != UNSCORED
        self._rows = _added(self._rows, numbers[scored])
        self._empty = _added(self._empty, numbers[scored & np.array(empty, dtype=bool)])
        self._reference = _added(self._reference, numbers[scored & named])

    def positives(self, categories: Sequence[str], counts: _Counts) -> dict[str, int]:
        members = np.array(self.sets.sets()[: len(counts)], dtype=np.int64)
        totals = counts @ members.reshape(len(counts), len(categories))
        return dict(zip(categories, totals.tolist(), strict=True))

    def with_text(self, categories: Sequence[str]) -> dict[str, int]:
        """Positive rows that have a text, by category."""
        empty = np.pad(self._empty, (0, len(self._rows) - len(self._empty)))
        return self.positives(categories, self._rows - empty)

    def part(self, categories: Sequence[str]) -> RowCounts:
        return RowCounts(
            rows=int(self._rows.sum()),
            positives=self.positives(categories, self._rows),
            empty=int(self._empty.sum()),
            reference_rows=int(self._reference.sum()),
            reference_positives=self.positives(categories, self._reference),
        )


def _added(counts: _Counts, numbers: NDArray[np.uint32]) -> _Counts:
    result = np.bincount(numbers, minlength=len(counts))
    result[: len(counts)] += counts
    return result


def has_no_text(text: str) -> bool:
    """Whether there is nothing in a text but blanks and NULs."""
    return not text.replace("\0", "").strip()


def _read_train(table: Table, train: _Side, meter: _Meter) -> tuple[tuple[str, ...], Records]:
    """The categories, and each text's hash with its row's label set, sorted."""
    columns = find_columns(table, text=True, labels=True)
    labels_of = columns.labels_of()
    strays = _Strays(table, columns)
    ids, texts = Records(), Records()
    for first, rows in table.chunks():
        numbers = [train.sets.number(labels_of(cells)) for cells in rows]
        strays.add(first, rows, numbers)
        sets = [number for number in numbers if number is not None]
        if len(sets) == len(rows):  # else it will not be used, but all strays are to be seen
            empty = [has_no_text(cells[columns.text]) for cells in rows]
            hashes = [text_hash(cells[columns.id]) for cells in rows]
            for hash_, number, cells, is_empty in zip(hashes, sets, rows, empty, strict=True):
                ids.append(hash_, 0)
                if not is_empty:
                    texts.append(text_hash(cells[columns.text]), number)
            train.add(np.array(sets, dtype=np.uint32), empty, b"".join(hashes))
        meter.at(table)
    strays.check()
    categories = train_categories(table, columns)
    ids.sort()
    check_unique(table.path, ids)
    texts.sort()
    meter.finished(table.path)
    return categories, texts


class _Strays:
    """Cells that are no label, counted by column: a column that is mostly such holds no labels."""

    def __init__(self, table: Table, columns: Columns) -> None:
        self._table = table
        self._columns = columns
        self._rows = 0
        self._counts = dict.fromkeys(columns.labels, 0)
        self._first: dict[int, tuple[int, str]] = {}

    def add(self, first: int, rows: list[list[str]], numbers: list[int | None]) -> None:
        self._rows += len(rows)
        for row, number in enumerate(numbers):
            if number is None:
                for index in self._columns.labels:
                    cell = rows[row][index]
                    if not is_label(cell):
                        self._counts[index] += 1
                        self._first.setdefault(index, (first + row, cell))

    def check(self) -> None:
        """Raises InvalidInput for columns that hold no labels, then for the first stray cell."""
        unknown = [i for i, count in self._counts.items() if 2 * count > self._rows]
        if len(unknown) == len(self._counts):
            raise InvalidInput(
                f"{self._table.name} has no column of labels: no other column than {ID} and {TEXT}"
                f" is mostly 0s and 1s{self._example(unknown)}.",
                "Add a column of 0s and 1s for each category.",
            )
        if unknown:
            expected = (ID, TEXT, "columns of 0s and 1s")
            raise unknown_columns(self._table, unknown, expected)
        if self._first:
            index, (row, cell) = min(self._first.items(), key=lambda item: item[1][0])
            raise stray_label(self._table.name, row, self._table.header[index], cell)

    def _example(self, columns: Sequence[int]) -> str:
        """What stands in the first of the columns that holds something like labels, if one does."""
        for index in columns:
            row, cell = self._first[index]
            if cell in _LIKE_LABELS:
                return f" ({shown_name(self._table.header[index], index)} is '{cell}' in row {row})"
        return ""


def _check_positives(name: str, train: _Side, categories: Sequence[str]) -> None:
    for category, count in train.with_text(categories).items():
        if count < 2:
            raise InvalidInput(
                f"{category} has {'no' if not count else 'only one'} row with a 1 and a text in"
                f" {name}.",
                "A category needs at least two: one to learn from, one to check with. Add some,"
                " or remove the column.",
            )


def _read_test(
    table: Table, labels: ScoredLabels, test: _Side, texts: Records, meter: _Meter
) -> int:
    """Mark the train texts that are found among the scored rows; the number of unscored ones."""
    columns = find_columns(table, text=True, labels=False)
    unscored = 0
    for first, rows in table.chunks():
        sets = labels.take(table.path, first, [cells[columns.id] for cells in rows])
        empty = [has_no_text(cells[columns.text]) for cells in rows]
        test.add(sets, empty, b"".join(text_hash(cells[columns.id]) for cells in rows))
        scored = sets != UNSCORED
        unscored += int((~scored).sum())
        hashes = (
            text_hash(cells[columns.text])
            for cells, is_scored in zip(rows, scored.tolist(), strict=True)
            if is_scored
        )
        places = texts.find(b"".join(hashes))
        texts.numbers[places[places >= 0]] |= _IN_TEST
        meter.at(table)
    labels.check_all_taken(table.path)
    meter.finished(table.path)
    return unscored


def _overlap(texts: Records) -> int:
    """Rows whose text was marked; the mark stands at the first row of each text."""
    rows = 0
    for start, ends in texts.groups():
        sizes = np.diff(ends, prepend=0)
        rows += int(sizes[texts.numbers[start + ends - sizes] >= _IN_TEST].sum())
    return rows


def _about_encoding(table: Table) -> Iterator[str]:
    encoding = table.encoding
    if encoding.guessed:
        yield (
            f"{table.name} is not UTF-8 and was read as {encoding.title}: check that accents and"
            " quotation marks look right."
        )
    if encoding.lone_surrogates:
        yield f"{table.name} holds halves of characters, which are read as unknown characters."


def _remarks(found: Inspection) -> Iterator[str]:
    for name, part in (("training", found.train), ("test", found.test)):
        for category, count in part.positives.items() if part else ():
            if not count:
                yield (
                    f"{category} has no positive row among the {name} rows: how well it is found"
                    " cannot be measured."
                )
            elif count < FEW_POSITIVES:
                yield (
                    f"{category} has only {_count(count, 'positive row')} among the {name} rows:"
                    " its scores will be rough."
                )
            elif part and count == part.rows:
                yield f"{category} is 1 in all {name} rows: nothing tells what it is not."
    if found.train.empty:
        yield f"{_count(found.train.empty, 'training row')} without text will be left out."
    if found.unscored:
        yield f"{_count(found.unscored, 'test row')} without labels (-1) will not be used."
    if found.conflicting:
        yield (
            f"{_count(found.conflicting, 'text')} with contradicting labels will be kept in"
            " training as they stand."
        )
    if found.overlap:
        yield (
            f"{_count(found.overlap, 'training row')} with the text of a test row will be left out."
        )
    if found.unmatched_reference_ids:
        yield (
            f"{_count(found.unmatched_reference_ids, 'reference id')} without a row will not be"
            " used."
        )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
