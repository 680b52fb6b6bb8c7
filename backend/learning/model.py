"""The model: raw scores of normalised lines, whatever algorithm it was trained with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from backend.errors import NotFound


class Model(Protocol):
    """A loaded classifier. Safe to share between threads: scoring changes no score."""

    categories: tuple[str, ...]

    def scores(self, lines: Sequence[str]) -> list[list[float]]:
        """Raw scores of normalised lines, 0 to 1, in the order of `categories`. Total: any string
        has scores. A category that the model never saw scores 0."""


@runtime_checkable
class Attributing(Model, Protocol):
    """A model that can say which words did it."""

    def attributions(self, line: str) -> list[list[float]]:
        """What each word of a normalised line adds to the log-odds of each category."""


def open_model(path: Path, categories: Sequence[str]) -> Model:
    """Load `model.bin` for `categories`, whose order the scores will have.

    Raises NotFound without the file, InvalidInput when it is no model. Of fastText's only the first
    bytes are checked: a file cut short can end the process, so take it from an archive or check
    its hash.
    """
    if not path.is_file():
        raise NotFound(f"There is no {path.name}.", "Train the model again.")
    with path.open("rb") as file:
        begin = file.read(2)
    if begin == _ZIP:
        from backend.learning.linear import model as linear

        return linear.read(path, categories)
    from backend.learning.fasttext.model import FastTextModel

    return FastTextModel(path, categories)


_ZIP = b"PK"  # NumPy's archive of arrays, which is how a linear model is kept
