"""The trainer of linear models: lines in, a model file out.

Two steps. N-grams are weighed by a logistic regression for each category. Then what they say of a
message (as a whole, and in its strongest windows, for every category) is weighed by a second, small
one. It learns from rows whose n-grams were weighed without them (stacked generalization: Wolpert
1992), or it would trust them too much.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING

from backend.datasets.lines import read_lines
from backend.datasets.processing.workers import usable_cores
from backend.errors import DoesNotFit, InvalidInput
from backend.learning.linear import logistic
from backend.learning.linear.fitting import Corpus, TfIdf
from backend.learning.linear.fitting import read as read_corpus
from backend.learning.linear.model import Coefficients, write
from backend.learning.linear.ngrams import Ngrams
from backend.learning.linear.pooling import features
from backend.learning.linear.weights import Weights
from backend.learning.linear.word_table import WordTable
from backend.learning.measurement import Fitted, Measurement
from backend.learning.recipes import Settings, character_ngrams, pair_buckets
from backend.moderation.categories import NONE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDS = 4
SEED = 0
_ITERATIONS = 40  # of the solver, for n-grams: more moves no metric
_STACK_STRENGTH = 0.1
_STACK_ITERATIONS = 500
_BATCH_ROWS = 256


def train(
    lines: Path,
    model: Path,
    settings: Settings,
    observe: Callable[[Measurement], None] = lambda measurement: None,
) -> Fitted:
    """Train on a lines file and write `model`, whole or not at all.

    The same lines and settings give the same bytes, whatever the threads. `observe` is called after
    each regression, and learns the loss at the end. Raises InvalidInput when there are too few rows
    or no word is common enough, DoesNotFit when memory runs out.
    """
    threads = int(settings["threads"]) or usable_cores()
    try:
        rows = [(line.labels, list(map(intern, line.text.split()))) for line in read_lines(lines)]
        if len(rows) < FOLDS:
            raise InvalidInput(f"{len(rows)} rows are too few to learn from.", "Add rows.")
        labels = tuple(sorted({label for found, _ in rows for label in found} - {NONE}))
        with ThreadPoolExecutor(threads) as pool:
            fitting = _Fitting(labels, settings, pool, observe)
            words = fitting.write(model, rows)
    except MemoryError:
        raise DoesNotFit(
            "Training needs more memory than there is.", "Choose a larger size."
        ) from None
    return Fitted(words, labels, threads)


class _Fitting:
    """One training: what its steps have in common, and how far it is."""

    def __init__(
        self,
        labels: Sequence[str],
        settings: Settings,
        pool: ThreadPoolExecutor,
        observe: Callable[[Measurement], None],
    ) -> None:
        self._labels = labels
        self._settings = settings
        self._pool = pool
        self._observe = observe
        self._began = time.monotonic()
        self._done = 0

    def write(self, model: Path, rows: Sequence[tuple[Sequence[str], list[str]]]) -> int:
        """Fit and write; the number of distinct words."""
        import numpy as np

        messages = [words for _, words in rows]
        positive = np.array([[label in found for label in self._labels] for found, _ in rows])
        corpus = read_corpus(messages, _ngrams(self._settings))
        said = self._said_of_unseen(corpus, messages, positive)
        weights = self._weigh(corpus, positive)
        write(model, weights, self._stack(said, positive))
        return len(corpus.vocabulary)

    def _said_of_unseen(
        self, corpus: Corpus, messages: Sequence[list[str]], positive: "NDArray[np.bool_]"
    ) -> "NDArray[np.float64]":
        """`pooling.features` of each row, by weights that were fitted on other rows."""
        import numpy as np

        fold_of = np.random.default_rng(SEED).permutation(len(messages)) % FOLDS
        said: NDArray[np.float64] | None = None
        for fold in range(FOLDS):
            seen, unseen = np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)
            table = WordTable(self._weigh(corpus.rows(seen), positive[seen]))
            for places in np.array_split(unseen, -(-len(unseen) // _BATCH_ROWS)):
                found = features(table.words([messages[place] for place in places]))
                if said is None:
                    said = np.zeros((len(messages), found.shape[1]))
                said[places] = found
        assert said is not None  # noqa: S101 - there are folds
        return said

    def _weigh(self, corpus: Corpus, positive: "NDArray[np.bool_]") -> Weights:
        """The weights of n-grams."""
        design = TfIdf(corpus, int(self._settings["min_count"]))
        if not design.shape[1]:
            raise InvalidInput(
                "No word occurs often enough to be learned.", "Lower min_count or add rows."
            )
        strength = float(self._settings["strength"])
        jobs = [
            self._pool.submit(
                logistic.fit, design, wanted, strength=strength, iterations=_ITERATIONS
            )
            for wanted in positive.T
        ]
        for _ in as_completed(jobs):
            self._tell()
        return design.weights([job.result().coefficients for job in jobs])

    def _stack(self, said: "NDArray[np.float64]", positive: "NDArray[np.bool_]") -> Coefficients:
        """How what the n-grams say is weighed. Fitted on standard scores, so that the penalty
        treats all columns alike, and written for the columns as they are."""
        import numpy as np

        mean, spread = said.mean(axis=0), said.std(axis=0)
        spread[spread == 0] = 1
        design = logistic.Dense((said - mean) / spread)
        fitted = [
            logistic.fit(design, wanted, strength=_STACK_STRENGTH, iterations=_STACK_ITERATIONS)
            for wanted in positive.T
        ]
        self._tell(float(np.mean([found.loss for found in fitted])))
        by_feature = np.stack([found.coefficients for found in fitted]) / spread
        intercepts = np.array([found.intercept for found in fitted]) - by_feature @ mean
        return Coefficients(
            labels=tuple(self._labels), by_feature=by_feature, intercepts=intercepts
        )

    def _tell(self, loss: float | None = None) -> None:
        """Tell how far it is, after one more step: each regression on n-grams is one, and the small
        ones together, whose mean loss is the model's."""
        self._done += 1
        fraction = self._done / ((FOLDS + 1) * len(self._labels) + 1)
        seconds = time.monotonic() - self._began
        self._observe(
            Measurement(
                fraction=fraction, loss=loss, seconds_left=seconds * (1 - fraction) / fraction
            )
        )


def _ngrams(settings: Settings) -> Ngrams:
    shortest, longest = character_ngrams(settings)
    return Ngrams(shortest, longest, int(settings["buckets"]), pair_buckets(settings))
