"""Survey: what is known of every row of a dataset, its text aside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backend.datasets.files import DatasetFiles
from backend.datasets.hashes import text_hash
from backend.datasets.ids import read_ids
from backend.datasets.inspection import has_no_text
from backend.datasets.labels import LabelSets
from backend.datasets.processing.rows import Rows, test_rows, train_rows
from backend.datasets.reader import Table, open_table
from backend.datasets.records import Records
from backend.datasets.scored_labels import ScoredLabels


@dataclass(frozen=True, kw_only=True)
class Facts:
    """An item for each row: those of train in their order, then the scored ones of test.

    number: its place in its file, from 1. labels: the number of its label set. length: of its
    text, in characters. empty: there is nothing in its text. natural: a reference id names it.
    first: the index of the first row with the same text, which may be the row itself, as it is
    with empty texts. conflicting: other train rows have its text with other labels. overlapping:
    a scored test row has its text. These two are said of train rows alone.
    """

    test: NDArray[np.bool_]
    number: NDArray[np.uint32]
    labels: NDArray[np.uint32]
    length: NDArray[np.uint32]
    empty: NDArray[np.bool_]
    natural: NDArray[np.bool_]
    first: NDArray[np.uint32]
    conflicting: NDArray[np.bool_]
    overlapping: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.test)

    @property
    def repeats(self) -> NDArray[np.bool_]:
        """The train rows that repeat the text of an earlier one."""
        repeats: NDArray[np.bool_] = ~self.test & (self.first != np.arange(len(self)))
        return repeats


Keep = Callable[[Sequence[str], Sequence[str]], None]


def survey(
    files: DatasetFiles,
    categories: Sequence[str],
    keep: Keep,
    *,
    progress: Callable[[float], object] | None = None,
) -> tuple[Facts, NDArray[np.bool_]]:
    """Read every row: the facts, and for each label set (a line) which categories are in it.

    `keep` is handed the ids and the texts of the rows, some at a time, in the order of the facts.
    `progress` is told the fraction that has been read, 0 to 1. Texts are compared as they stand,
    as `inspect` does; the files are ones that it found sound. About 90 bytes of memory a row.
    """
    sizes = {path: path.stat().st_size for path in files.present}
    before = 0

    def tell(table: Table) -> None:
        if progress:
            progress(min((before + table.bytes_read) / sum(sizes.values()), 1.0))

    sets, texts, gathered = LabelSets(), Records(), _Gathered()
    references = read_ids(files.reference_ids) if files.reference_ids else Records()
    before += sizes.get(files.reference_ids, 0) if files.reference_ids else 0
    with open_table(files.train) as table:
        for rows, of_rows in train_rows(table, sets, references):
            gathered.add(rows, of_rows, texts)
            keep(rows.ids, of_rows)
            tell(table)
    train = gathered.rows
    before += sizes[files.train]
    if files.test and files.test_labels:
        labels = ScoredLabels(files.test_labels, categories, sets)
        before += sizes[files.test_labels]
        with open_table(files.test) as table:
            for rows, of_rows in test_rows(table, labels, references):
                gathered.add(rows, of_rows, texts)
                keep(rows.ids, of_rows)
                tell(table)
    members = np.array(sets.sets(), dtype=bool).reshape(-1, len(categories))
    return gathered.facts(train, texts), members


class _Gathered:
    """Facts as they come in."""

    def __init__(self) -> None:
        self.rows = 0
        self._numbers: list[NDArray[np.uint32]] = []
        self._labels: list[NDArray[np.uint32]] = []
        self._lengths: list[NDArray[np.uint32]] = []
        self._empty: list[NDArray[np.bool_]] = []
        self._natural: list[NDArray[np.bool_]] = []

    def add(self, rows: Rows, of_rows: Sequence[str], texts: Records) -> None:
        """Take in some rows; the hashes of their texts, unless empty, go to `texts`."""
        empty = list(map(has_no_text, of_rows))
        for index, (text, is_empty) in enumerate(zip(of_rows, empty, strict=True), self.rows):
            if not is_empty:
                texts.append(text_hash(text), index)
        self._numbers.append(np.array(rows.numbers, dtype=np.uint32))
        self._labels.append(np.array(rows.sets, dtype=np.uint32))
        self._lengths.append(np.array(list(map(len, of_rows)), dtype=np.uint32))
        self._empty.append(np.array(empty, dtype=bool))
        self._natural.append(np.array(rows.references, dtype=bool))
        self.rows += len(of_rows)

    def facts(self, train: int, texts: Records) -> Facts:
        """Of which the first `train` are train's. Sorts `texts`, which then tell what is equal."""
        labels = np.concatenate(self._labels)
        first = np.arange(self.rows, dtype=np.uint32)
        conflicting, overlapping = np.zeros((2, self.rows), dtype=bool)
        texts.sort()
        for start, ends in texts.groups():
            sizes = np.diff(ends, prepend=0)
            begins = ends - sizes
            rows = texts.numbers[start : start + ends[-1]].astype(np.int64)  # rising in each group
            in_train = rows < train
            leaders = rows[begins]
            first[rows] = np.repeat(leaders, sizes)
            differs = (labels[rows] != np.repeat(labels[leaders], sizes)) & in_train
            conflicting[rows] = np.repeat(np.logical_or.reduceat(differs, begins), sizes) & in_train
            overlapping[rows] = np.repeat(rows[ends - 1] >= train, sizes) & in_train
        return Facts(
            test=np.arange(self.rows) >= train,
            number=np.concatenate(self._numbers),
            labels=labels,
            length=np.concatenate(self._lengths),
            empty=np.concatenate(self._empty),
            natural=np.concatenate(self._natural),
            first=first,
            conflicting=conflicting,
            overlapping=overlapping,
        )
