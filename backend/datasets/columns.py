"""Columns: which of a file's columns are its ids, its texts and its categories."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from backend.datasets.reader import Table
from backend.errors import InvalidInput

ID = "id"
TEXT = "comment_text"

_NAME = re.compile(r"[\w.\- ]{1,40}")
_NUMBER = re.compile(r"[-+\d.,eE%]{1,12}")


@dataclass(frozen=True)
class Columns:
    """Where things stand in a row. `text` is -1 in a file without comments."""

    id: int
    text: int
    labels: tuple[int, ...]

    def labels_of(self) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """What takes the labels out of a row's cells."""
        if len(self.labels) == 1:
            (index,) = self.labels
            return lambda cells: (cells[index],)
        return itemgetter(*self.labels)


def find_columns(table: Table, *, text: bool, labels: bool) -> Columns:
    """The columns of `table`, which must have ids, and texts and categories as said.

    Every column that is neither ids nor texts is taken for a category; whether it is one only
    its values tell. Raises InvalidInput when one is missing, nameless, double or not expected.
    """
    header, name = table.header, table.name
    needed = [ID, TEXT] if text else [ID]
    for column in needed:
        if column not in header:
            if separator := _other_separator(header):
                raise InvalidInput(
                    f"The columns of {name} are separated by {separator}.",
                    "Save it with commas between them.",
                )
            listed = [*needed, "a column for each category"] if labels else needed
            raise InvalidInput(
                f"{name} has no column {column}.",
                f"Its first line must name its columns: {', '.join(listed)}.",
            )
    for index, column in enumerate(header):
        if not column.strip():
            raise InvalidInput(f"Column {index + 1} of {name} has no name.", "Name or remove it.")
        if header.index(column) != index:
            shown = shown_name(column, index)
            raise InvalidInput(f"{name} has {shown} twice.", "Remove one of them.")
    others = tuple(i for i, column in enumerate(header) if column not in needed)
    if labels and not others:
        raise InvalidInput(
            f"{name} has no column of labels.",
            "Add a column of 0s and 1s for each category, named such as toxic or spam.",
        )
    if others and not labels:
        raise unknown_columns(table, others, needed)
    return Columns(header.index(ID), header.index(TEXT) if text else -1, others)


def _other_separator(header: Sequence[str]) -> str | None:
    """What stands between the columns in the place of commas, in words."""
    if len(header) == 1:
        for separator, title in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
            if {ID, TEXT} & {column.strip('"') for column in header[0].split(separator)[:-1]}:
                return title
    return None


def unknown_columns(table: Table, indexes: Sequence[int], expected: Sequence[str]) -> InvalidInput:
    """The error for columns that should not be there."""
    listed = ", ".join(shown_name(table.header[i], i) for i in indexes[:5])
    word = "an unknown column" if len(indexes) == 1 else f"{len(indexes)} unknown columns"
    return InvalidInput(
        f"{table.name} has {word}: {listed}.",
        f"It can hold only {', '.join(expected)}: remove the rest.",
    )


def shown_name(column: str, index: int) -> str:
    """A column's name in quotes, or its place where the name may be somebody's words."""
    return f"'{column}'" if _NAME.fullmatch(column) else f"column {index + 1}"


def shown_value(value: str) -> str:
    """A cell in quotes where it is short and like a number; else only what kind it is."""
    if not value.strip():
        return "empty"
    return f"'{value}'" if _NUMBER.fullmatch(value) else "a text"


def shown_id(value: str) -> str:
    """An id in quotes, cut where it is long."""
    return f"'{value[:40]}…'" if len(value) > 40 else f"'{value}'"
