"""Examples: the rows of a dataset that meet a filter, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from backend.datasets.survey import Facts
from backend.studio.data import exploration
from backend.studio.data.exploration import by_batch, open_texts, read_facts
from backend.studio.workspace import Workspace

PAGE_ROWS = 10


class Trait(StrEnum):
    """What can be said of a row: a field of `backend.datasets.survey.Facts` each."""

    NATURAL = "natural"
    REPEATS = "repeats"
    CONFLICTING = "conflicting"
    OVERLAPPING = "overlapping"
    EMPTY = "empty"


OF_EQUAL_TEXTS = (Trait.REPEATS, Trait.CONFLICTING, Trait.OVERLAPPING)
"""What is said of training rows alone."""


@dataclass(frozen=True, kw_only=True)
class RowFilter:
    """Which rows are asked for: those that meet all of it.

    test: of the test rows, else of the training rows. has, has_not: categories. labels: how many
    categories a row has. shortest, below: lengths in characters, the second excluded. only: those
    of which all this can be said. contains: a piece of the text as it stands, in small or capital
    letters. marked_by: a category and a word that marks it; those of its rows that were counted.
    """

    test: bool = False
    has: Sequence[str] = ()
    has_not: Sequence[str] = ()
    labels: int | None = None
    shortest: int = 0
    below: int | None = None
    only: Sequence[Trait] = ()
    contains: str = ""
    marked_by: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Example:
    """A row. number: its place in its file, from 1. same_as: that of the first row with its text.

    same_as is None where the row is the first itself, or that one is in another file.
    """

    id: str
    number: int
    text: str
    categories: tuple[str, ...]
    natural: bool
    conflicting: bool
    overlapping: bool
    same_as: int | None


@dataclass(frozen=True)
class Found:
    """How many rows meet the filter, and those of one page."""

    total: int
    examples: tuple[Example, ...]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_ROWS))


def find(workspace: Workspace, name: str, row_filter: RowFilter, *, page: int = 1) -> Found:
    """The rows that meet the filter, in the order of the file, equal texts beside each other
    where they are asked for.

    page: from 1; an empty one where there is none. A category that the dataset does not have
    is had by no row. Raises as `exploration.explore` does.
    """
    place = exploration.opened(workspace, name)
    categories = exploration.explore(workspace, name).categories
    facts, members = read_facts(place)
    met = _met(facts, members, categories, row_filter)
    if row_filter.marked_by is not None:
        met &= _marked(workspace, name, row_filter.marked_by, len(facts))
    with open_texts(place) as texts:
        if row_filter.contains:
            met = _containing(texts, met, row_filter.contains)
        rows = np.flatnonzero(met)
        if set(row_filter.only) & set(OF_EQUAL_TEXTS):
            rows = rows[np.argsort(facts.first[rows], kind="stable")]
        shown = rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS].tolist()
        found = tuple(_example(texts, facts, members, categories, row) for row in shown)
    return Found(len(rows), found)


def _met(
    facts: Facts, members: NDArray[np.bool_], categories: Sequence[str], wanted: RowFilter
) -> NDArray[np.bool_]:
    sets = np.ones(len(members), dtype=bool)
    for category in wanted.has:
        sets &= members[:, categories.index(category)] if category in categories else False
    for category in wanted.has_not:
        sets &= ~members[:, categories.index(category)] if category in categories else True
    if wanted.labels is not None:
        sets &= members.sum(axis=1) == wanted.labels
    met: NDArray[np.bool_] = sets[facts.labels] & (facts.test == wanted.test)
    met &= facts.length >= wanted.shortest
    if wanted.below is not None:
        met &= facts.length < wanted.below
    for trait in wanted.only:
        met &= getattr(facts, trait)
    return met


def _marked(
    workspace: Workspace, name: str, marked_by: tuple[str, str], rows: int
) -> NDArray[np.bool_]:
    category, word = marked_by
    met = np.zeros(rows, dtype=bool)
    for marking in exploration.marking_words(workspace, name).get(category, ()):
        if marking.word == word:
            met[list(marking.rows)] = True
    return met


def _containing(texts: Any, met: NDArray[np.bool_], piece: str) -> NDArray[np.bool_]:
    found = np.zeros_like(met)
    for batch, places in by_batch(np.flatnonzero(met)):
        column = texts.get_batch(batch).column("text")
        if len(places) < len(column):
            column = column.take(pa.array(places))
        matches = pc.match_substring(column, piece, ignore_case=True)
        found[batch * exploration.BATCH_ROWS + places] = matches.to_numpy(zero_copy_only=False)
    return found


def _example(
    texts: Any, facts: Facts, members: NDArray[np.bool_], categories: Sequence[str], row: int
) -> Example:
    batch, place = divmod(row, exploration.BATCH_ROWS)
    columns = texts.get_batch(batch)
    first = int(facts.first[row])
    in_its_file = first != row and facts.test[first] == facts.test[row]
    labels = members[facts.labels[row]].tolist()
    return Example(
        id=columns.column("id")[place].as_py(),
        number=int(facts.number[row]),
        text=columns.column("text")[place].as_py(),
        categories=tuple(c for c, has in zip(categories, labels, strict=True) if has),
        natural=bool(facts.natural[row]),
        conflicting=bool(facts.conflicting[row]),
        overlapping=bool(facts.overlapping[row]),
        same_as=int(facts.number[first]) if in_its_file else None,
    )
