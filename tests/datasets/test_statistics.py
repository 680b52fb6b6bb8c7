import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.datasets import statistics

MEMBERS = np.array([[0, 0], [1, 0], [1, 1]], dtype=bool)  # of three label sets


@st.composite
def tables(draw):
    """Some rows, told by their label sets, which may be any of three categories."""
    members = np.array([[n >> c & 1 for c in range(3)] for n in range(8)], dtype=bool)
    labels = draw(st.lists(st.integers(0, 7), min_size=1, max_size=60))
    return members, np.array(labels, dtype=np.uint32)


@settings(deadline=None)
@given(tables())
def test_counts_are_those_of_the_rows_one_by_one(table):
    members, labels = table
    counts, rows = np.bincount(labels, minlength=8), members[labels]
    together = statistics.cooccurrence(members, counts)
    for a in range(3):
        for b in range(3):
            assert together[a, b] == (rows[:, a] & rows[:, b]).sum()
    per_row = statistics.labels_per_row(members, counts)
    assert per_row.tolist() == [(rows.sum(axis=1) == n).sum() for n in range(4)]


def test_lengths_fall_into_their_bins_by_group():
    lengths = np.array([0, 9, 10, 4999, 5000, 10**6], dtype=np.uint32)
    labels = np.array([0, 0, 1, 1, 2, 2], dtype=np.uint32)
    found = statistics.length_histogram(lengths, labels, statistics.groups(MEMBERS))
    assert found.tolist() == [
        [2, 1, 0, 0, 0, 0, 0, 0, 1, 2],  # every row
        [2, 0, 0, 0, 0, 0, 0, 0, 0, 0],  # without a category
        [0, 1, 0, 0, 0, 0, 0, 0, 1, 2],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 2],
    ]


def test_medians_are_by_group_and_missing_where_there_is_no_row():
    lengths = np.array([1, 3, 100], dtype=np.uint32)
    labels = np.array([1, 1, 1], dtype=np.uint32)
    found = statistics.median_lengths(lengths, labels, statistics.groups(MEMBERS))
    assert found == [3.0, None, 3.0, None]


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=200), st.integers(1, 250))
def test_a_stratified_draw_is_as_large_as_allowed_and_stands_for_all_rows(strata, most):
    strata = np.array(strata, dtype=np.uint32)
    rows, weights = statistics.stratified(strata, most, seed=3)
    present = len(np.unique(strata))
    assert len(rows) <= max(most, present)
    assert rows.tolist() == sorted(set(rows.tolist()))
    if most >= len(strata):
        assert len(rows) == len(strata)
    for stratum in np.unique(strata):
        drawn = strata[rows] == stratum
        assert drawn.any()
        assert weights[drawn].sum() == pytest.approx((strata == stratum).sum())


def test_small_strata_stay_whole():
    strata = np.repeat([0, 1], [1000, 7]).astype(np.uint32)
    rows, weights = statistics.stratified(strata, 107, seed=0)
    assert (strata[rows] == 1).sum() == 7
    assert (strata[rows] == 0).sum() == 100
    assert set(weights.tolist()) == {10.0, 1.0}


def marked(inside, outside, *, of=100, others=1000, weights=None):
    """One word, held by so many positive rows of `of` and so many of the `others`."""
    held = [*range(inside), *range(of, of + outside)]
    positive = np.arange(of + others) < of
    return statistics.marking(
        np.zeros(len(held), dtype=np.int64),
        np.array(held, dtype=np.int64),
        np.ones(of + others) if weights is None else weights,
        positive,
        1,
    )


def test_the_log_odds_ratio_is_that_of_the_paper():
    found = marked(30, 40)
    prior, rest = statistics.PRIOR_ROWS * 70 / 1100, statistics.PRIOR_ROWS * 1030 / 1100
    difference = np.log((30 + prior) / (70 + rest)) - np.log((40 + prior) / (960 + rest))
    expected = difference / np.sqrt(1 / (30 + prior) + 1 / (40 + prior))
    assert found.z[0] == pytest.approx(expected)
    assert (found.inside[0], found.outside[0]) == pytest.approx((0.3, 0.04))


def test_what_is_as_common_outside_marks_nothing_and_more_evidence_marks_surer():
    assert marked(10, 100).z[0] == pytest.approx(0)
    assert marked(10, 300).z[0] < 0
    few, many = marked(3, 10).z[0], marked(30, 10).z[0]
    assert 0 < few < many


def test_a_word_of_every_row_stays_finite():
    assert np.isfinite(marked(100, 1000).z[0])


def test_drawn_rows_give_the_shares_of_all_but_less_certainty():
    """Each tenth of the others was drawn, and stands for ten."""
    every = marked(30, 100, others=1000)
    weights = np.concatenate([np.ones(100), np.full(100, 10.0)])
    drawn = marked(30, 10, others=100, weights=weights)
    assert drawn.outside[0] == pytest.approx(every.outside[0])
    assert 0 < drawn.z[0] < every.z[0]
