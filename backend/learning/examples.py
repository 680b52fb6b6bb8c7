"""Examples: test rows to look at behind any threshold, beside the evaluation, never in a package.

They hold people's words: a page shows them blurred or cut until it is asked to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.artefacts.files import read_json, write_json
from backend.errors import InvalidInput
from backend.learning.metrics import natural_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE_NAME = "examples.json"
MOST_CHARACTERS = 300

_MOST = 150  # of a category, with it and without it each
_MOST_IN_ALL = 1800  # rows: some 700 kB of text
_HIGHEST, _LOWEST = 2 / 3, 1 / 3  # of the examples without and with it; the rest at even ranks


@dataclass(frozen=True, kw_only=True)
class Example:
    """A test row. text: the normalised line, cut. probability: calibrated, of the category it is
    an example of. positive: whether it has that category. labels: the categories it has."""

    text: str
    probability: float
    positive: bool
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What stands behind a threshold, from the category's examples: what is wrong first, the
    most surprising of all foremost."""

    wrong: tuple[Example, ...]
    missed: tuple[Example, ...]
    right: tuple[Example, ...]


@dataclass(frozen=True, kw_only=True)
class Examples:
    """By category, examples from the highest probability down. rows: test rows chosen from.

    Rows with the category: from all test rows, evenly over the ranks, with more of the lowest.
    Rows without it: from the rows measured, mostly the highest. They are no sample: shares are
    told by the evaluation, not by counting examples.
    """

    rows: int
    categories: Mapping[str, tuple[Example, ...]]

    def behind(self, category: str, threshold: float) -> Behind:
        """The examples of a category as a threshold sorts them."""
        examples = self.categories.get(category, ())
        caught = [e for e in examples if e.probability >= threshold]
        passed = [e for e in examples if e.probability < threshold]
        return Behind(
            wrong=tuple(e for e in caught if not e.positive),
            missed=tuple(e for e in reversed(passed) if e.positive),
            right=tuple(e for e in caught if e.positive),
        )

    def write(self, folder: Path) -> None:
        """Write `examples.json` into `folder`, whole or not at all."""
        write_json(folder / FILE_NAME, asdict(self))


def choose(
    categories: Sequence[str],
    probabilities: "NDArray[np.float64]",
    labels: "NDArray[np.bool_]",
    reference: "NDArray[np.bool_]",
) -> "dict[str, NDArray[np.int64]]":
    """By category, the rows to take for examples, from the highest probability down.

    probabilities (calibrated), labels: shape (rows, categories). reference: shape (rows,).
    """
    import numpy as np

    most = max(min(_MOST, _MOST_IN_ALL // (2 * len(categories))), 1)
    measured = natural_rows(reference)
    chosen = {}
    for k, name in enumerate(categories):
        falling = np.argsort(-probabilities[:, k], kind="stable")
        positive = falling[labels[falling, k]]
        negative = falling[~labels[falling, k] & measured[falling]]
        rows = {*_some(positive[::-1], most, _LOWEST), *_some(negative, most, _HIGHEST)}
        chosen[name] = np.array([row for row in falling.tolist() if row in rows], dtype=np.int64)
    return chosen


def _some(rows: "NDArray[np.int64]", most: int, share: float) -> list[int]:
    """At most so many: the first for that share, then some at even steps, the last among them."""
    import numpy as np

    if len(rows) <= most:
        found: list[int] = rows.tolist()
        return found
    first = int(most * share)
    places = np.linspace(first, len(rows) - 1, most - first).round().astype(np.int64)
    found = [*rows[:first].tolist(), *rows[places].tolist()]
    return found


def describe(
    chosen: "Mapping[str, NDArray[np.int64]]",
    texts: Mapping[int, str],
    probabilities: "NDArray[np.float64]",
    labels: "NDArray[np.bool_]",
) -> Examples:
    """The examples of the rows chosen. texts: by row, the normalised line of each of them.
    probabilities, labels: shape (rows, categories), in the order of `chosen`."""
    names = tuple(chosen)
    return Examples(
        rows=len(labels),
        categories={
            name: tuple(
                Example(
                    text=_cut(texts[row]),
                    probability=float(probabilities[row, k]),
                    positive=bool(labels[row, k]),
                    labels=tuple(names[j] for j in labels[row].nonzero()[0].tolist()),
                )
                for row in chosen[name].tolist()
            )
            for k, name in enumerate(names)
        },
    )


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def read_examples(folder: Path) -> Examples:
    """Read `examples.json` in `folder`. Raises InvalidInput when it is absent or damaged."""
    try:
        content = read_json(folder / FILE_NAME)
        return Examples(
            rows=content["rows"],
            categories={
                name: tuple(map(_example, examples))
                for name, examples in content["categories"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InvalidInput(
            "The examples of this model cannot be read.", "Evaluate it again."
        ) from None


def _example(content: dict[str, Any]) -> Example:
    return Example(**{**content, "labels": tuple(content["labels"])})
