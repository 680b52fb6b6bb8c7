"""The scorer: a package in memory, from a message to calibrated probabilities."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from backend.artefacts.manifest import read_manifest
from backend.artefacts.package import LEXICON, MODEL
from backend.errors import InvalidInput
from backend.learning.calibration import Calibration
from backend.learning.model import open_model
from backend.learning.scoring import Views, views
from backend.serving.explanation import Explanation, explain
from backend.text import normaliser
from backend.text.offsets import tokens_with_offsets
from backend.text.readings.lexicon import Lexicon
from backend.text.readings.reader import Reader, Reading

_BATCH = 256  # messages
_WARM_WORDS = 20_000
_MOST_EXPLAINED = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Scores:
    """One message. The lists are in the order of the categories, 0 to 1."""

    message: str
    text: str
    """As normalised: what the model read."""
    probabilities: list[float]
    views: Views

    @property
    def raw(self) -> list[float]:
        """Before calibration: by category the greater of the plain text's and the reading's."""
        return self.views.raw

    @property
    def reading(self) -> Reading | None:
        """What the message also reads as; None where that is no different."""
        return self.views.reading


class Scorer:
    """A package's model, calibration and normaliser. Safe to share between threads.

    categories: the label list, in order. version: SHA-256 of the model file, where the manifest
    has it. normaliser: the version of the normaliser.
    """

    def __init__(self, folder: Path) -> None:
        """Load the unpacked package. Raises InvalidInput or NotFound when it is none."""
        manifest = read_manifest(folder, "package")
        self.categories = manifest.categories
        self.version = manifest.files.get(MODEL, "")
        self.normaliser = normaliser.VERSION
        trained_with = manifest.versions.get("normaliser")
        if trained_with != self.normaliser:
            raise InvalidInput(
                f"The model was made with normaliser {trained_with}, its package has"
                f" {self.normaliser}.",
                "Make the model again.",
            )
        try:
            calibrations = [
                Calibration(**manifest.details["calibration"][name]) for name in self.categories
            ]
        except (KeyError, TypeError):
            raise InvalidInput("The package has no calibration.", "Evaluate it again.") from None
        self._calibrate = [calibration.probability for calibration in calibrations]
        self._lexicon = lexicon = _lexicon(folder / LEXICON)
        self._reader = Reader(lexicon)
        self._model = open_model(folder / MODEL, self.categories)
        # What the commonest words add is worked out now, not while the first messages wait.
        common = sorted(lexicon.counts, key=lexicon.counts.__getitem__, reverse=True)
        self._model.scores([" ".join(common[:_WARM_WORDS])])

    def score(self, message: str) -> Scores:
        """Score any string."""
        [scores] = self.score_many([message])
        return scores

    def score_many(self, messages: Iterable[str]) -> Iterator[Scores]:
        """Score any strings, in order: far quicker than one at a time."""
        rest = iter(messages)
        while batch := list(islice(rest, _BATCH)):
            texts = list(map(normaliser.normalise, batch))
            seen = views(self._model, self._reader, texts)
            for message, text, of_message in zip(batch, texts, seen, strict=True):
                pairs = zip(self._calibrate, of_message.raw, strict=True)
                probabilities = [calibrate(score) for calibrate, score in pairs]
                yield Scores(message, text, probabilities, of_message)

    def explain(self, scores: Scores) -> Explanation:
        """Which words of a message did it, and what disguised ones were read as. Nothing is told of
        a message of more than 20,000 characters: it would take longer than the scores."""
        if len(scores.message) > _MOST_EXPLAINED:
            return Explanation(None, [[] for _ in self.categories], [])
        tokens = tokens_with_offsets(scores.message)
        return explain(self._model, self._lexicon, tokens, scores.views)


def _lexicon(path: Path) -> Lexicon:
    try:
        return Lexicon.from_text(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, UnicodeDecodeError):
        raise InvalidInput(f"The package has no {path.name}.", "Evaluate it again.") from None
