"""What is doubtful about measuring a model of a dataset."""

from collections.abc import Iterator

from app.components import words
from backend.datasets.inspection import FEW_POSITIVES
from backend.datasets.processing.preparation import Settings
from backend.studio.data.exploration import Exploration

_SPLIT_OFF = Settings.test_fraction


def doubts(seen: Exploration) -> Iterator[str]:
    """A sentence for each category that can be learned, but only roughly measured.

    What inspection says of few positives among all training or all test rows is not said again.
    """
    for place, category in enumerate(seen.categories):
        said = words.category(category)
        positives = seen.train.positives[place]
        if seen.test is None:
            split_off = round(positives * _SPLIT_OFF)
            if positives >= FEW_POSITIVES > split_off:
                yield (
                    f"{said} has {positives:,} positive rows, so only about {split_off} are split"
                    " off to measure on: its metrics will be rough."
                )
        elif seen.test.natural:
            natural = seen.test.natural_positives[place]
            if seen.test.positives[place] >= FEW_POSITIVES > natural:
                yield (
                    f"{said} has only {words.count(natural, 'positive row')} in the natural part"
                    " of the test rows: its precision will be measured roughly."
                )
