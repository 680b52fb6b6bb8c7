"""The scorer: a package in memory, from a message to calibrated probabilities."""

from dataclasses import dataclass
from pathlib import Path

from backend.artefacts.manifest import read_manifest
from backend.artefacts.package import MODEL
from backend.errors import InvalidInput
from backend.learning.calibration import Calibration
from backend.learning.model import open_model
from backend.text import normaliser


@dataclass(frozen=True, slots=True)
class Scores:
    """One message. Both lists are in the order of the categories, 0 to 1."""

    text: str
    """As normalised: what the model read."""
    raw: list[float]
    probabilities: list[float]


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
        self._scores = open_model(folder / MODEL, self.categories).scores

    def score(self, message: str) -> Scores:
        """Score any string."""
        text = normaliser.normalise(message)
        [raw] = self._scores([text])
        pairs = zip(self._calibrate, raw, strict=True)
        return Scores(text, raw, [calibrate(score) for calibrate, score in pairs])
