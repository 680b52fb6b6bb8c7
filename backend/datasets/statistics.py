"""Statistics of labelled rows: pure functions over arrays.

Rows are told by the number of their label set; `members` says for each label set (a line of the
matrix) which categories (its columns) are in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Members = NDArray[np.bool_]
Counts = NDArray[np.int64]
Shares = NDArray[np.float64]

LENGTH_EDGES = (0, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Where the bins of lengths begin, in characters: each holds its edge, and the last has no end."""

PRIOR_ROWS = 500.0
"""How many rows the prior of `marking` weighs: a word met in fewer is drawn towards none."""


def cooccurrence(members: Members, rows: Counts) -> Counts:
    """How many rows have both of two categories: a symmetric matrix, categories by categories.

    rows: by label set. On the diagonal stand the positives of each category.
    """
    ones = members.astype(np.int64)
    return ones.T @ (ones * rows[:, None])


def labels_per_row(members: Members, rows: Counts) -> Counts:
    """How many rows have 0, 1, … all categories. rows: by label set."""
    result = np.zeros(members.shape[1] + 1, dtype=np.int64)
    np.add.at(result, members.sum(axis=1), rows)
    return result


def groups(members: Members) -> Members:
    """`members` with two columns before it: every row, and those without any category."""
    every = np.ones((len(members), 1), dtype=bool)
    return np.hstack([every, ~members.any(axis=1, keepdims=True), members])


def length_histogram(
    lengths: NDArray[np.uint32], sets: NDArray[np.uint32], members: Members
) -> Counts:
    """Rows by column of `members` (a line each) and by bin of LENGTH_EDGES.

    lengths, sets: of each row, in characters, and the number of its label set.
    """
    bins = np.searchsorted(LENGTH_EDGES, lengths, side="right") - 1
    width = len(LENGTH_EDGES)
    cells = np.bincount(sets.astype(np.int64) * width + bins, minlength=len(members) * width)
    return members.T.astype(np.int64) @ cells.reshape(len(members), width)


def median_lengths(
    lengths: NDArray[np.uint32], sets: NDArray[np.uint32], members: Members
) -> list[float | None]:
    """The median length by column of `members`; None where it has no row."""
    chosen = (lengths[column[sets]] for column in members.T)
    return [float(np.median(found)) if len(found) else None for found in chosen]


def stratified(
    strata: NDArray[np.uint32], most: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """About `most` rows, drawn so that small strata stay whole, and the weight of each.

    Every stratum gives all its rows or the same number of them, at least one. The rows come in
    rising order; a row stands for as many as its weight says.
    """
    sizes = np.bincount(strata)
    cap = _cap(sizes, most)
    order = np.random.default_rng(seed).permutation(len(strata))
    by_stratum = order[np.argsort(strata[order], kind="stable")]
    places = np.arange(len(strata)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    rows = np.sort(by_stratum[places < cap])
    return rows, (sizes / np.minimum(np.maximum(sizes, 1), cap))[strata[rows]]


def _cap(sizes: Counts, most: int) -> int:
    """The greatest number from each stratum with which they give at most `most` in all."""
    low, high = 1, max(int(sizes.max(initial=1)), 1)
    while low < high:
        middle = (low + high + 1) // 2
        if np.minimum(sizes, middle).sum() <= most:
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True)
class Marking:
    """By word: how surely it marks a group, and the share of rows with it, inside and outside.

    z: the log-odds ratio in standard deviations; the greater, the surer. Shares are 0 to 1.
    """

    z: Shares
    inside: Shares
    outside: Shares


def marking(
    words: NDArray[np.int64],
    rows: NDArray[np.int64],
    weights: NDArray[np.float64],
    positive: NDArray[np.bool_],
    vocabulary: int,
) -> Marking:
    """How surely each word tells the positive rows from the others.

    words, rows: which word (below `vocabulary`) is in which row, each pair once. weights,
    positive: by row; at least one row is positive and one is not.

    The weighted log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn
    2008 ("Fightin' Words", eq. 16 and 22), on whether a word is in a row rather than how often,
    so that one row which shouts a word a thousand times is one row. The prior is the share of all
    rows, of the weight of PRIOR_ROWS. Where rows were drawn, a side counts as its effective
    sample size (Kish 1965).
    """
    inside, size_inside = _shares(words, rows, np.where(positive, weights, 0.0), vocabulary)
    outside, size_outside = _shares(words, rows, np.where(positive, 0.0, weights), vocabulary)
    overall, _ = _shares(words, rows, weights, vocabulary)
    prior = PRIOR_ROWS * overall
    # A word in every row tells nothing: keep its logarithm finite.
    without = np.maximum(PRIOR_ROWS - prior, 1e-9)
    held_inside, held_outside = size_inside * inside + prior, size_outside * outside + prior
    difference = np.log(held_inside / (size_inside * (1 - inside) + without)) - np.log(
        held_outside / (size_outside * (1 - outside) + without)
    )
    return Marking(difference / np.sqrt(1 / held_inside + 1 / held_outside), inside, outside)


def _shares(
    words: NDArray[np.int64],
    rows: NDArray[np.int64],
    weights: NDArray[np.float64],
    vocabulary: int,
) -> tuple[Shares, float]:
    """The weighted share of rows with each word, and the effective number of rows."""
    total = float(weights.sum())
    held = np.bincount(words, weights=weights[rows], minlength=vocabulary)
    # Rounding may leave a share a hair above 1.
    return np.minimum(held / total, 1.0), total**2 / float(np.square(weights).sum())
