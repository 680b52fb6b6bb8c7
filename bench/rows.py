"""The rows that are measured on: real comments, as they were typed and as they were prepared."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backend.datasets.columns import TEXT
from backend.datasets.files import DatasetFiles
from backend.datasets.lines import read_lines, read_reference
from backend.datasets.reader import open_table
from backend.learning.evaluation import Evaluation
from backend.learning.metrics import evaluate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHAT_CHARACTERS = 60


@dataclass(frozen=True)
class Data:
    """The folder with `jigsaw` and `toxic_spans`."""

    folder: Path

    @property
    def files(self) -> DatasetFiles:
        """Jigsaw's, as the program takes them."""
        jigsaw = self.folder / "jigsaw"
        return DatasetFiles(
            jigsaw / "train.csv",
            jigsaw / "test.csv",
            jigsaw / "test_labels.csv",
            jigsaw / "natural_ids.csv",
        )

    def comments(self, part: str) -> list[str]:
        """All of Jigsaw's train or test file, in order."""
        return _texts(self.folder / "jigsaw" / f"{part}.csv")

    def spans(self) -> list[tuple[str, frozenset[int]]]:
        """Texts, and which of their characters somebody marked as toxic."""
        with (self.folder / "toxic_spans" / "train.csv").open(encoding="utf-8", newline="") as file:
            return [
                (row["text"], frozenset(json.loads(row["spans"]))) for row in csv.DictReader(file)
            ]


@dataclass(frozen=True)
class Prepared:
    """What a processing job left: normalised lines and their labels, by part."""

    folder: Path
    categories: tuple[str, ...]

    def path(self, part: str) -> Path:
        """The lines file of train, validation or test."""
        return self.folder / part / f"{part}.txt"

    def lines(self, part: str) -> list[str]:
        """Normalised."""
        return [line.text for line in read_lines(self.path(part))]

    def labels(self, part: str) -> "NDArray[np.bool_]":
        """Shape (rows, categories)."""
        import numpy as np

        found = read_lines(self.path(part))
        return np.array([[name in line.labels for name in self.categories] for line in found])

    def natural(self, part: str) -> "NDArray[np.bool_]":
        """Which rows belong to the natural sample, shape (rows,)."""
        import numpy as np

        return np.array(read_reference(self.folder / "rows" / f"{part}.tsv"))

    def typed(self, part: str, data: Data) -> list[str]:
        """The messages as they were typed."""
        sources = {path.name: path for path in data.files.present}
        with (self.folder / "rows" / f"{part}.tsv").open(encoding="utf-8") as file:
            places = [line.split("\t")[1:3] for line in file]
        texts = {name: _texts(sources[name]) for name in {name for name, _ in places}}
        return [texts[name][int(row) - 1] for name, row in places]

    def evaluate(self, scores: "NDArray[np.float64]") -> Evaluation:
        """The ranking measures of scores of the test rows, shape (rows, categories). What depends
        on a threshold or on calibration means nothing here."""
        threshold = dict.fromkeys(self.categories, 0.5)
        return evaluate(
            self.categories, scores, self.labels("test"), self.natural("test"), threshold
        )


def as_chat(comments: Iterable[str]) -> list[str]:
    """As long as messages in a chat: what comments begin with."""
    return [text[:_CHAT_CHARACTERS] for text in comments]


def _texts(path: Path) -> list[str]:
    with open_table(path) as table:
        place = table.header.index(TEXT)
        return [cells[place] for cells in table.rows()]
