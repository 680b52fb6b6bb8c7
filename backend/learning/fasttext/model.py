"""The fastText model: raw scores of normalised lines from a fastText or BlazingText `model.bin`.

Only what `fasttext-wheel` and `fasttext-predict` share is used, and the extension module is
imported rather than the `fasttext` package around it: the same code then trains on a laptop and
serves in a container, under any NumPy or none, and loads in milliseconds.
"""

from collections.abc import Sequence
from pathlib import Path

from backend.datasets.lines import LABEL
from backend.errors import InvalidInput
from backend.moderation.categories import NONE

_REST = 0.1
"""How much the other categories count against one. Chosen on validation rows of real and of made
comments, under either loss: 0 would raise every category of a message that is surely not none; 1
would leave the scores as they are (test ROC-AUC, real comments: one-vs-all 0.967 to 0.973, softmax
0.954 to 0.961)."""

_ALL = -1
_END_OF_SENTENCE = "</s>"


class FastTextModel:
    """A loaded classifier. Safe to share between threads: scoring changes nothing in it."""

    def __init__(self, path: Path, categories: Sequence[str]) -> None:
        """Load a model file for `categories`. Raises InvalidInput when it is no classifier."""
        import fasttext_pybind

        self.categories = tuple(categories)
        self._place = {LABEL + name: place for place, name in enumerate(self.categories)}
        fasttext = fasttext_pybind.fasttext()
        try:
            fasttext.loadModel(str(path))
            labels = {label for _, label in fasttext.predict("\n", _ALL, 0.0, "strict")}
        except ValueError:
            raise InvalidInput(
                f"{path.name} is no fastText classifier.", "Train the model again."
            ) from None
        self._predict = fasttext.predict
        self._against_none = LABEL + NONE in labels
        if self._against_none:
            self._place[LABEL + NONE] = len(self.categories)

    def scores(self, lines: Sequence[str]) -> list[list[float]]:
        """Raw scores of normalised lines, 0 to 1, in the order of `categories`.

        Total: any string has scores. A category that the model never saw scores 0.

        Where the model knows none, a category is scored mostly against none, as if the message
        were one or the other: p / (p + p of none + _REST * what is left of 1). Under softmax the
        labels of a message share one between them, and the worst, which have several, would
        otherwise score low in each; one-vs-all ranks better so too.
        """
        return [self._scores(line) for line in lines]

    def _scores(self, line: str) -> list[float]:
        scores = [0.0] * len(self._place)
        for score, label in self._predict(_one_line(line), _ALL, 0.0, "strict"):
            place = self._place.get(label)
            if place is not None and score > 0.0:  # also drops NaN
                scores[place] = score if score < 1.0 else 1.0  # fastText reaches 1.00001
        if self._against_none:
            none = scores.pop()
            return [_against(none, score) for score in scores]
        return scores


def _against(none: float, score: float) -> float:
    if not score:
        return 0.0
    return score / (score + none + _REST * max(1 - score - none, 0.0))


def _one_line(line: str) -> str:
    """`line` as fastText needs it: UTF-8, with no end of sentence but the one at its end.

    fastText ignores in silence what follows a newline or its own end-of-sentence word, and scores
    a line without an end differently from those it was trained on.
    """
    clean = line.encode("utf-8", errors="replace").decode("utf-8")
    return clean.replace("\n", " ").replace(_END_OF_SENTENCE, " ") + "\n"
