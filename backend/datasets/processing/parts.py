"""Parts: the files of train, validation and test, and what is counted of their rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from backend.artefacts.files import whole_file
from backend.datasets.lines import label_part

PARTS = ("train", "validation", "test")


class Part:
    """The lines of one part and the file that tells where each of them comes from.

    sets: by label set and category, whether the category is in it. Use it as a context: both
    files are there, whole, once it is left without an error.
    """

    def __init__(
        self,
        name: str,
        output: Path,
        categories: Sequence[str],
        sets: Sequence[Sequence[bool]],
    ) -> None:
        self.files = (f"{name}/{name}.txt", f"rows/{name}.tsv")
        self._categories = categories
        names = [[c for c, has in zip(categories, s, strict=True) if has] for s in sets]
        self._sets = {b"%d" % number: among for number, among in enumerate(names)}
        self._labels = {number: label_part(c).encode() for number, c in self._sets.items()}
        self._stack = ExitStack()
        self._lines, self._rows = (
            self._stack.enter_context(whole_file(output / file)) for file in self.files
        )
        self._count: Counter[bytes] = Counter()
        self._reference: Counter[bytes] = Counter()
        self._tokens = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: Any) -> bool | None:
        return self._stack.__exit__(*error)

    def write(self, row: bytes) -> None:
        """Add a row, in the form in which it waited."""
        known, text = row.rsplit(b"\t", 1)
        number, source = known.split(b"\t", 1)
        if text == b"\n":
            self._lines.write(self._labels[number] + text)
        else:
            self._lines.write(self._labels[number] + b" " + text)
            self._tokens += text.count(b" ") + 1
        self._rows.write(source + b"\n")
        self._count[number] += 1
        if source.endswith(b"1"):
            self._reference[number] += 1

    def counts(self) -> dict[str, Any]:
        """Rows, positives by category, the same of the reference rows, and tokens."""
        return {
            "rows": self._count.total(),
            "positives": self._positives(self._count),
            "reference_rows": self._reference.total(),
            "reference_positives": self._positives(self._reference),
            "tokens": self._tokens,
        }

    def _positives(self, rows: Mapping[bytes, int]) -> dict[str, int]:
        return {
            category: sum(n for number, n in rows.items() if category in self._sets[number])
            for category in self._categories
        }
