"""Labels: which categories a row is in."""

from backend.datasets.columns import Columns, shown_name, shown_value
from backend.datasets.reader import Table
from backend.errors import InvalidInput
from backend.moderation.categories import check_categories, is_category

UNSCORED = (1 << 30) - 1
"""The label set of a test row that is not scored: -1 in every category."""


class LabelSets:
    """The distinct label sets of rows, numbered from 0 in the order they are met."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, labels: tuple[str, ...]) -> int | None:
        """The number of a row's label set; None when one of its labels is not 0 or 1."""
        number = self._numbers.get(labels)
        if number is None and all(map(is_label, labels)):
            number = self._numbers[labels] = len(self._numbers)
        return number

    def sets(self) -> list[tuple[bool, ...]]:
        """For each number, by category in the order of the labels, whether it is in the set."""
        return [tuple(label == "1" for label in labels) for labels in self._numbers]


def train_categories(table: Table, columns: Columns) -> tuple[str, ...]:
    """The names of the label columns. Raises InvalidInput for one that cannot name a category."""
    for index in columns.labels:
        name = table.header[index]
        if not is_category(name) and not shown_name(name, index).startswith("'"):
            raise InvalidInput(
                f"The name of column {index + 1} of {table.name} cannot be a category.",
                "Use small letters, digits and underscores, at most 64, such as identity_hate.",
            )
    return check_categories(table.header[index] for index in columns.labels)


def is_label(cell: str) -> bool:
    """Whether a cell holds a label: 0 or 1, and nothing else."""
    return cell in ("0", "1")


def stray_label(table: str, row: int, column: str, cell: str) -> InvalidInput:
    """The error for a cell that holds no label in a column of them."""
    remedy = "Correct that row."
    if cell == "-1":
        remedy = "-1 (not scored) can stand only in the labels of test rows, in all of a row's."
    elif cell in ("0.0", "1.0"):
        remedy = "Write labels without decimals."
    return InvalidInput(
        f"{table}, row {row}: {column} is {shown_value(cell)} where only 0 or 1 can stand.", remedy
    )
