"""The lexicon: the words of the training rows, and which of them mark a row as labelled."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from backend.errors import InvalidInput

MOST_WORDS = 30_000  # but for marked ones, which are few
FEWEST_ROWS = 3  # in which a word is marked, or common enough to be left as it is
_HEADER = "lexicon 1"
_LEAST_Z = 2.5
_LEAST_ODDS = 4.0  # times the odds of a row to be labelled
_ORDINARY_SHARE = 0.02  # of rows
_PRIOR_ROWS = 2  # as labelled as the rows on the whole: no word is judged on three rows alone


@dataclass(frozen=True)
class Lexicon:
    """rows: how many there were. counts: by token, the rows it stands in, at least two.

    marked: words of three letters or more that stand much more often in rows with a category.
    """

    rows: int
    counts: dict[str, int]
    marked: frozenset[str]

    def ordinary(self, token: str) -> bool:
        """Whether `token` is in so many rows, though not marked, that it says nothing of any."""
        return self.counts.get(token, 0) > _ORDINARY_SHARE * self.rows and token not in self.marked

    def to_text(self) -> str:
        """The lexicon as lines: a header, then by token its rows, itself, and "!" when marked."""
        lines = [
            f"{count} {token} {'!' if token in self.marked else '-'}"
            for token, count in sorted(self.counts.items())
        ]
        return "\n".join((f"{_HEADER} {self.rows} {len(lines)}", *lines, ""))

    @staticmethod
    def from_text(text: str) -> "Lexicon":
        """What `to_text` wrote. Raises InvalidInput for anything else."""
        head, _, body = text.partition("\n")
        fields = body.split()
        tokens, marks = fields[1::3], fields[2::3]
        try:
            header, rows, length = head.rsplit(" ", 2)
            counts = dict(zip(tokens, map(int, fields[::3]), strict=True))
            marked = {token for token, mark in zip(tokens, marks, strict=True) if mark == "!"}
            if (
                header != _HEADER
                or not len(counts) == int(length) == body.count("\n")
                or marks.count("-") + len(marked) != len(counts)
                or min(counts.values(), default=1) < 1
            ):
                raise ValueError
        except ValueError:
            raise InvalidInput(
                "The list of words that belongs to the model is damaged.", "Train the model again."
            ) from None
        return Lexicon(int(rows), counts, frozenset(marked))


def build_lexicon(rows: Iterable[tuple[str, bool]]) -> Lexicon:
    """The lexicon of `rows`: each a normalised line, and whether it has any category.

    A word is marked when the odds of its rows to be labelled are at least four times those of all
    rows, and chance is no explanation (one-sided z-test of a proportion, z >= 2.5). The most
    frequent 30,000 tokens are kept, and those that are marked, but none that was seen once.
    """
    counts: Counter[str] = Counter()
    labelled_counts: Counter[str] = Counter()
    total = labelled_total = 0
    for line, labelled in rows:
        tokens = set(line.split())
        counts.update(tokens)
        total += 1
        if labelled:
            labelled_counts.update(tokens)
            labelled_total += 1
    share = labelled_total / total if total else 0.0
    marked = frozenset(
        token
        for token, count in counts.items()
        if is_word(token) and len(token) >= 3 and _marks(labelled_counts[token], count, share)
    )
    frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_WORDS]
    kept = {token: count for token, count in frequent if count > 1}
    return Lexicon(total, kept | {token: counts[token] for token in marked}, marked)


def is_word(token: str) -> bool:
    """Whether `token` is of letters, and perhaps apostrophes: what a disguise may stand for."""
    return token.isalpha() or (token[:1] != "[" and token.replace("'", "").isalpha())


def _marks(labelled: int, count: int, share: float) -> bool:
    if count < FEWEST_ROWS or not 0 < share < 1:
        return False
    z = (labelled - count * share) / math.sqrt(count * share * (1 - share))
    smoothed = (labelled + _PRIOR_ROWS * share) / (count + _PRIOR_ROWS)
    odds = smoothed / (1 - smoothed) / (share / (1 - share))
    return z >= _LEAST_Z and odds >= _LEAST_ODDS
