"""Slices: kinds of messages that a model may do worse on, as masks over rows."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from backend.text.capitals import TOKEN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALL, SHORT, MEDIUM, LONG = "all", "short", "medium", "long"
OBFUSCATED, ALL_CAPS = "obfuscated", "all_caps"

MOST_SHORT, MOST_MEDIUM = 60, 300
"""Characters of the normalised line: a chat message, a few sentences."""


def slices(
    lines: Iterable[str], obfuscated: "Sequence[bool] | NDArray[np.bool_] | None" = None
) -> "dict[str, NDArray[np.bool_]]":
    """By name of the slice, which of the normalised lines are in it, shape (rows,).

    obfuscated: of each line, whether it reads differently from how it is written; without it
    there is no such slice.
    """
    import numpy as np

    lengths, capitals = [], []
    for line in lines:
        caps = line == TOKEN or line.endswith(" " + TOKEN)
        capitals.append(caps)
        lengths.append(len(line) - caps * len(" " + TOKEN))
    length = np.array(lengths, dtype=np.int64)
    found = {
        ALL: np.ones(len(length), dtype=np.bool_),
        SHORT: length <= MOST_SHORT,
        MEDIUM: (length > MOST_SHORT) & (length <= MOST_MEDIUM),
        LONG: length > MOST_MEDIUM,
        ALL_CAPS: np.array(capitals, dtype=np.bool_),
    }
    if obfuscated is not None:
        found[OBFUSCATED] = np.array(obfuscated, dtype=np.bool_)
    return found
