"""Lines: what fastText reads. Plain text, one row a line, its labels first:
`__label__a __label__b normalised text`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.errors import InvalidInput
from backend.moderation.categories import NONE

LABEL = "__label__"

_FLAGS = {b"\t0\n": False, b"\t1\n": True}


def label_part(categories: Sequence[str]) -> str:
    """What stands before the text of a row with these categories: `none` where there is none."""
    return " ".join(LABEL + category for category in categories or (NONE,))


@dataclass(frozen=True)
class Line:
    """One row: the labels it starts with (without the mark), its text, and its length in bytes."""

    labels: tuple[str, ...]
    text: str
    size: int


def read_lines(path: Path) -> Iterator[Line]:
    """The rows of a lines file, in order. Raises InvalidInput when it is absent or not UTF-8."""
    try:
        with path.open("rb") as file:
            for raw in file:  # ends at newlines only, as fastText reads
                yield _line(raw)
    except FileNotFoundError:
        raise InvalidInput(
            f"There is no {path.name} to read.", "Give it the lines that processing made."
        ) from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{path.name} is damaged.", "Process the dataset again.") from None


def read_reference(path: Path) -> list[bool]:
    """By row of a rows file (`id, source file, row number, reference`), whether it is natural.

    Raises InvalidInput when the file is absent or damaged.
    """
    try:
        with path.open("rb") as file:
            flags = [_FLAGS.get(raw[-3:]) if raw.count(b"\t") == 3 else None for raw in file]
    except FileNotFoundError:
        raise InvalidInput(f"There is no {path.name} beside the lines.") from None
    if None in flags:
        raise InvalidInput(f"{path.name} is damaged.", "Process the dataset again.")
    return [bool(flag) for flag in flags]


def _line(raw: bytes) -> Line:
    labels = []
    rest = raw.decode("utf-8").removesuffix("\n")
    while rest.startswith(LABEL):
        label, _, rest = rest.partition(" ")
        labels.append(label.removeprefix(LABEL))
    return Line(tuple(labels), rest, len(raw))
