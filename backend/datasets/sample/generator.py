"""The comments of the sample: which are written, for which file, and from which templates."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from backend.datasets.sample.dice import Dice
from backend.datasets.sample.grammar import expand
from backend.datasets.sample.intents import INTENTS
from backend.datasets.sample.mixture import COMPANIONS, MIXTURE, Recipe
from backend.datasets.sample.typist import type_out

Side = Literal["train", "test"]

MINIMUM_ROWS = 500
"""Below this a file would lack some category."""

_TEST_SHARE = 0.2
_NATURAL_SHARE = 0.5
_COMPANY = 0.18  # of the comments get a harmless sentence beside their own
_ECHO = 0.4  # of the texts that were there before may stand, as real chats repeat themselves
_JOINTS = (". ", ". ", ". ", ", ", ", ", " ", "! ", "... ", "\n")


@dataclass(frozen=True, slots=True)
class Comment:
    """A made-up comment, with everything that is known about its making."""

    text: str
    labels: frozenset[str]
    side: Side
    natural: bool
    templates: tuple[str, ...]


def make_comments(rows: int, seed: int) -> list[Comment]:
    """`rows` comments in random order; the same for the same arguments.

    Raises ValueError when `rows` is below `MINIMUM_ROWS`.
    """
    if rows < MINIMUM_ROWS:
        raise ValueError(f"The sample needs at least {MINIMUM_ROWS} rows, not {rows}.")
    writer = _Writer(seed)
    dice = Dice(seed)
    return dice.shuffled(
        [
            writer.write(recipe, side=side, natural=natural)
            for recipe, side, natural, count in _plan(rows)
            for _ in range(count)
        ]
    )


def template_sides(seed: int) -> dict[str, Side]:
    """The file each template serves: of every intent the first fifth, by seeded hash, is test's."""
    sides: dict[str, Side] = {}
    for intent in INTENTS.values():
        ranked = sorted(set(intent.templates) - sides.keys(), key=lambda text: _hash(seed, text))
        tested = math.ceil(len(ranked) * _TEST_SHARE)
        for rank, template in enumerate(ranked):
            sides[template] = "test" if rank < tested else "train"
    return sides


def _hash(seed: int, text: str) -> bytes:
    return sha256(f"{seed} {text}".encode()).digest()


def _plan(rows: int) -> Iterator[tuple[Recipe, Side, bool, int]]:
    """How many comments of each recipe go where; the counts add up to `rows`."""
    natural = round(rows * _NATURAL_SHARE)
    for is_natural, size in ((True, natural), (False, rows - natural)):
        tested = round(size * _TEST_SHARE)
        weights = [recipe.natural if is_natural else recipe.enriched for recipe in MIXTURE]
        sides: tuple[tuple[Side, int], ...] = (("train", size - tested), ("test", tested))
        for side, count in sides:
            for recipe, share in zip(MIXTURE, _apportion(count, weights), strict=True):
                yield recipe, side, is_natural, share


def _apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Share `total` out by `weights`, to the largest remainders."""
    exact = [total * weight / sum(weights) for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: shares[place] - exact[place])
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares


class _Writer:
    """Writes comments; remembers them, so that no text is in both files and few are there twice."""

    def __init__(self, seed: int) -> None:
        self._dice = Dice(seed)
        self._written: dict[str, Side] = {}
        self._pools: dict[tuple[str, Side], list[str]] = defaultdict(list)
        sides = template_sides(seed)
        for intent in INTENTS.values():
            for template in intent.templates:
                self._pools[intent.name, sides[template]].append(template)

    def write(self, recipe: Recipe, *, side: Side, natural: bool) -> Comment:
        """A new comment by this recipe, or now and then one that was there before."""
        while True:
            comment = self._draft(recipe, side, natural)
            before = self._written.get(comment.text)
            if before is None or (before == side and self._dice.chance(_ECHO)):
                self._written[comment.text] = side
                return comment

    def _draft(self, recipe: Recipe, side: Side, natural: bool) -> Comment:
        dice = self._dice
        names = recipe.intents
        if dice.chance(_COMPANY):
            names = (*names, dice.pick(COMPANIONS))
        intents = [INTENTS[name] for name in dice.shuffled(names)]
        templates = [dice.pick(self._pools[intent.name, side]) for intent in intents]
        sentences = (
            expand(template, intent.tables, dice)
            for template, intent in zip(templates, intents, strict=True)
        )
        return Comment(
            text=type_out(dice.pick(_JOINTS).join(sentences), dice),
            labels=frozenset().union(*(intent.labels for intent in intents)),
            side=side,
            natural=natural,
            templates=tuple(templates),
        )
