"""Scored labels: the labels of the test rows, which stand in a file of their own."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.datasets.columns import ID, find_columns, shown_id
from backend.datasets.hashes import text_hash
from backend.datasets.ids import check_unique, repeated_id
from backend.datasets.labels import UNSCORED, LabelSets, is_label, stray_label
from backend.datasets.reader import open_table
from backend.datasets.records import Records
from backend.errors import InvalidInput

_TAKEN = 1 << 31  # beside a label set: a test row had this id


def none_scored(test: str) -> InvalidInput:
    """The error for a test file, by its name, without a scored row."""
    return InvalidInput(f"No row of {test} is scored.", "Leave the test files out.")


class ScoredLabels:
    """The label sets of the test rows by their ids, to be taken in the order of the rows."""

    def __init__(self, path: Path, categories: Sequence[str], sets: LabelSets) -> None:
        """Read them.

        Raises InvalidInput when the columns are not id and `categories` (in any order), a label
        is not 0 or 1 (or -1 in all of a row's), or an id stands twice.
        """
        self._path = path
        self._records = Records()
        unscored = ("-1",) * len(categories)
        with open_table(path) as table:
            columns = find_columns(table, text=False, labels=True)
            if {table.header[i] for i in columns.labels} != set(categories):
                raise InvalidInput(
                    f"{path.name} does not have the same categories as the training rows.",
                    f"Its columns must be {', '.join((ID, *categories))}.",
                )
            places = [table.header.index(category) for category in categories]
            for row, cells in enumerate(table.rows(), start=1):
                labels = tuple([cells[i] for i in places])
                number = UNSCORED if labels == unscored else sets.number(labels)
                if number is None:
                    stray = next(i for i in places if not is_label(cells[i]))
                    raise stray_label(path.name, row, table.header[stray], cells[stray])
                self._records.append(text_hash(cells[columns.id]), number)
        self._records.sort()
        check_unique(path, self._records)

    def take(self, test: Path, first_row: int, ids: Sequence[str]) -> NDArray[np.uint32]:
        """The label sets of consecutive rows of `test`, UNSCORED for those without.

        Raises InvalidInput for an id that has no labels, or that an earlier row had.
        """
        hashes = [text_hash(id_) for id_ in ids]
        places = self._records.find(b"".join(hashes))
        if (missing := places < 0).any():
            index = int(np.argmax(missing))
            raise InvalidInput(
                f"{test.name}, row {first_row + index}: its id {shown_id(ids[index])} has no labels"
                f" in {self._path.name}.",
                "Both files must name the same rows.",
            )
        numbers = self._records.numbers
        sets = numbers[places].astype(np.uint32)
        first_of_each = np.unique(places, return_index=True)[1]
        if len(first_of_each) < len(places) or (sets >= _TAKEN).any():
            again = np.setdiff1d(np.arange(len(places)), first_of_each)
            index = int(again[0] if len(again) else np.argmax(sets >= _TAKEN))
            raise repeated_id(test, hashes[index])
        numbers[places] |= _TAKEN
        return sets

    def check_all_taken(self, test: Path) -> None:
        """Raises InvalidInput when there are labels for rows that `test` does not have."""
        left = int((self._records.numbers < _TAKEN).sum())
        if left:
            raise InvalidInput(
                f"{self._path.name} has labels for {left} ids that {test.name} does not have.",
                "Both files must name the same rows.",
            )
