"""The linear model: from normalised lines to raw scores, and to what each word adds to them.

What a word adds does not depend on the message, so it is worked out once and kept in a table; a
message then costs a look into the table for each word, and sums.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.artefacts.files import write_bytes
from backend.errors import InvalidInput
from backend.learning.linear.ngrams import Ngrams
from backend.learning.linear.pooling import attributions, features
from backend.learning.linear.weights import Weights
from backend.learning.linear.word_table import WordTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FORMAT = "linear 1"
_MOST_WORDS = 4096  # read as one; of a longer message, the strongest part counts
_BATCH_WORDS = 1 << 14  # at once, so that arrays stay within the caches


@dataclass(frozen=True, kw_only=True)
class Coefficients:
    """What `pooling.features` say together, by label.

    by_feature: shape (labels, columns). intercepts: shape (labels,).
    """

    labels: tuple[str, ...]
    by_feature: "NDArray[np.float64]"
    intercepts: "NDArray[np.float64]"

    def of(self, categories: Sequence[str]) -> "Coefficients":
        """Those of `categories`, in that order; one that is no label has log-odds of -infinity."""
        import numpy as np

        known = [self.labels.index(name) for name in categories if name in self.labels]
        places = [place for place, name in enumerate(categories) if name in self.labels]
        by_feature = np.zeros((len(categories), self.by_feature.shape[1]))
        by_feature[places] = self.by_feature[known]
        intercepts = np.full(len(categories), -np.inf)
        intercepts[places] = self.intercepts[known]
        return Coefficients(labels=tuple(categories), by_feature=by_feature, intercepts=intercepts)


class LinearModel:
    """A model in memory. Safe to share between threads."""

    def __init__(self, weights: Weights, coefficients: Coefficients) -> None:
        self.categories = coefficients.labels
        self._coefficients = coefficients
        self._table = WordTable(weights)

    def scores(self, lines: Sequence[str]) -> list[list[float]]:
        """Raw scores of normalised lines, 0 to 1, in the order of `categories`. Total: any string
        has scores. A category that was never seen in training scores 0."""
        if not lines:
            return []
        import numpy as np

        parts = [_parts(line.split()) for line in lines]
        odds = self._odds(list(chain.from_iterable(parts)))
        if len(odds) > len(lines):
            counts = np.array([len(of_line) for of_line in parts])
            odds = np.maximum.reduceat(odds, np.cumsum(counts) - counts, axis=0)
        with np.errstate(over="ignore"):  # 1 / infinity is the 0 that is meant
            scores: list[list[float]] = (1 / (1 + np.exp(-odds))).tolist()
        return scores

    def attributions(self, line: str) -> list[list[float]]:
        """What each word of a normalised line adds to the log-odds of each category.

        Exact: they and what any message of so many words has to begin with sum to the log-odds.
        Of a line so long that only its strongest part counts, words of other parts add 0.
        """
        import numpy as np

        words = line.split()
        if not words:
            return []
        parts = _parts(words)
        found = np.zeros((len(words), len(self.categories)))
        strongest = self._odds(parts).argmax(axis=0) if len(parts) > 1 else np.zeros(1, np.int64)
        for place in set(strongest.tolist()):
            adds = attributions(self._table.words([parts[place]]), self._coefficients.by_feature)
            rows = slice(place * _MOST_WORDS, place * _MOST_WORDS + len(adds))
            found[rows] = np.where(strongest == place, adds, found[rows])
        by_word: list[list[float]] = found.tolist()
        return by_word

    def _odds(self, messages: Sequence[list[str]]) -> "NDArray[np.float64]":
        """Log-odds of at least one message, shape (messages, categories)."""
        import numpy as np

        said = np.concatenate([features(self._table.words(batch)) for batch in _batches(messages)])
        odds: NDArray[np.float64] = said @ self._coefficients.by_feature.T
        odds += self._coefficients.intercepts
        return odds


def write(path: Path, weights: Weights, coefficients: Coefficients) -> None:
    """Write a model file, whole or not at all, the weights as 16-bit floats. Equal content makes
    equal bytes."""
    import numpy as np

    about = {"format": _FORMAT, "ngrams": asdict(weights.ngrams), "labels": coefficients.labels}
    arrays: dict[str, Any] = {
        "about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
        "by_feature": coefficients.by_feature,
        "intercepts": coefficients.intercepts,
    }
    arrays |= {name: getattr(weights, name).astype(np.float16) for name in _WEIGHTS}
    content = io.BytesIO()
    np.savez(content, **arrays)
    write_bytes(path, content.getvalue())


def read(path: Path, categories: Sequence[str]) -> LinearModel:
    """Load a model file for `categories`. Raises InvalidInput when it is none, or damaged."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            if about["format"] != _FORMAT:
                raise ValueError(about["format"])
            weights = Weights(
                ngrams=Ngrams(**about["ngrams"]), **{name: arrays[name] for name in _WEIGHTS}
            )
            coefficients = Coefficients(
                labels=tuple(about["labels"]),
                by_feature=arrays["by_feature"],
                intercepts=arrays["intercepts"],
            )
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
        raise InvalidInput(f"{path.name} is no linear model.", "Train the model again.") from None
    return LinearModel(weights, coefficients.of(categories))


_WEIGHTS = ("values", "pair_values")


def _batches(messages: Sequence[list[str]]) -> Iterator[Sequence[list[str]]]:
    """The messages, some at a time."""
    begin = size = 0
    for place, words in enumerate(messages):
        size += len(words)
        if size >= _BATCH_WORDS or place - begin >= _BATCH_WORDS:
            yield messages[begin : place + 1]
            begin, size = place + 1, 0
    if begin < len(messages):
        yield messages[begin:]


def _parts(words: list[str]) -> list[list[str]]:
    """The words as they are scored: all at once, unless there are very many."""
    if len(words) <= _MOST_WORDS:
        return [words]
    return [words[begin : begin + _MOST_WORDS] for begin in range(0, len(words), _MOST_WORDS)]
