from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend.datasets.hashes import text_hash
from backend.datasets.processing.split import Side, assign, quotas, sides
from backend.datasets.records import Records
from backend.errors import InvalidInput

TWO = {Side.VALIDATION: 0.1}
THREE = {Side.VALIDATION: 0.1, Side.TEST: 0.2}
SETS = [(False, False), (True, False), (False, True), (True, True)]
NAMES = ("toxic", "spam")


def split(rows, fractions, seed=7, sets=SETS, names=NAMES):
    """The side of each row, given as (text, label set)."""
    records = Records()
    hashes = [text_hash(text, str(seed).encode()) for text, _ in rows]
    for hash_, (_, number) in zip(hashes, rows, strict=True):
        records.append(hash_, number)
    records.sort()
    assign(records, sets, names, fractions)
    return [Side(side) for side in sides(records, b"".join(hashes)).tolist()]


def plain(count):
    return [(f"text {i}", (i % 5 == 0) + 2 * (i % 7 == 0)) for i in range(count)]


@settings(deadline=None)
@given(
    sizes=st.lists(st.integers(0, 60), min_size=1, max_size=12),
    fraction=st.sampled_from([0.05, 0.1, 0.2, 1 / 3, 0.5, 0.9]),
)
def test_quotas_are_exact_in_all_and_within_one_for_each_stratum(sizes, fraction):
    found = quotas(sizes, fraction, [0] * len(sizes), sizes)
    assert abs(sum(found) - sum(sizes) * fraction) <= 0.5 + 1e-9
    assert all(abs(n - size * fraction) < 1 for n, size in zip(found, sizes, strict=True))


def test_the_largest_remainders_get_what_is_left():
    assert quotas([14, 17, 19], 0.1, [0, 0, 0], [14, 17, 19]) == [1, 2, 2]
    assert quotas([11, 11, 11], 0.1, [0, 0, 0], [11, 11, 11]) == [1, 1, 1]
    assert quotas([15, 15, 15], 0.1, [0, 0, 0], [15, 15, 15]) == [2, 2, 1]


def test_quotas_keep_within_their_bounds():
    assert quotas([100, 3], 0.1, [0, 1], [100, 3]) == [9, 1]
    assert quotas([100, 3], 0.1, [0, 0], [4, 3]) == [4, 3]


@pytest.mark.parametrize("fractions", [TWO, THREE])
def test_every_stratum_is_split_exactly(fractions):
    rows = plain(2000)
    found = split(rows, fractions)
    sizes = Counter(number for _, number in rows)
    for side, fraction in fractions.items():
        assert found.count(side) == round(len(rows) * fraction)
        strata = Counter(number for (_, number), s in zip(rows, found, strict=True) if s == side)
        for number, size in sizes.items():
            assert abs(strata[number] - size * fraction) < 1


def test_it_is_random_by_seed_and_the_same_for_the_same():
    rows = plain(2000)
    first = split(rows, TWO)
    assert split(rows, TWO) == first
    other = split(rows, TWO, seed=8)
    both = sum(a == b == Side.VALIDATION for a, b in zip(first, other, strict=True))
    assert both < 60  # 20 expected of 200 by chance


ROWS = st.lists(st.tuples(st.integers(0, 25).map(str), st.integers(0, 3)), min_size=4, max_size=150)


@settings(deadline=None, max_examples=200)
@given(rows=ROWS, fractions=st.sampled_from([TWO, THREE]), seed=st.integers(0, 100))
def test_equal_texts_stay_together_and_nothing_overshoots(rows, fractions, seed):
    try:
        found = split(rows, fractions, seed)
    except InvalidInput:
        assume(False)
    by_text: dict[str, set[Side]] = {}
    for (text, _), side in zip(rows, found, strict=True):
        by_text.setdefault(text, set()).add(side)
    assert all(len(s) == 1 for s in by_text.values())
    for side, fraction in fractions.items():
        # A group set apart for a rare category may be larger than the share.
        largest = max(Counter(text for text, _ in rows).values())
        assert found.count(side) <= len(rows) * fraction + 0.5 + 2 * largest
    for category in (0, 1):
        for side in (Side.TRAIN, Side.VALIDATION):
            assert any(
                SETS[number][category] and s == side
                for (_, number), s in zip(rows, found, strict=True)
            )


def test_a_group_that_would_overshoot_is_passed_over_for_smaller_ones():
    rows = [(f"group {i // 7}", 0) for i in range(700)] + [(f"single {i}", 0) for i in range(300)]
    rows += [(f"toxic {i}", 1) for i in range(20)] + [(f"spam {i}", 2) for i in range(20)]
    found = split(rows, TWO)
    assert found.count(Side.VALIDATION) == 104
    assert found[-40:-20].count(Side.VALIDATION) == found[-20:].count(Side.VALIDATION) == 2


def test_the_total_is_exact_where_groups_only_come_in_pairs():
    rows = [(f"pair {i // 2}", 0) for i in range(250)] + [
        (f"pair t {i // 2}", 1) for i in range(50)
    ]
    rows += [(f"pair s {i // 2}", 2) for i in range(100)]
    assert split(rows, TWO).count(Side.VALIDATION) == 40


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("fractions", [TWO, THREE])
def test_two_positives_are_enough_for_train_and_validation(fractions, seed):
    rows = [(f"none {i}", 0) for i in range(200)]
    rows += [("one toxic", 1), ("another toxic", 1), ("one spam", 2), ("another spam", 2)]
    found = split(rows, fractions, seed)
    assert set(found[-4:-2]) == set(found[-2:]) == {Side.TRAIN, Side.VALIDATION}
    for side, fraction in fractions.items():
        assert found.count(side) == round(len(rows) * fraction)


def test_three_positives_reach_the_test_rows_too():
    rows = [(f"none {i}", 0) for i in range(200)] + [(f"both {i}", 3) for i in range(3)]
    assert set(split(rows, THREE)[-3:]) == set(Side)


def test_groups_of_equal_texts_count_as_one_positive():
    rows = [(f"none {i}", 0) for i in range(200)] + [(f"toxic {i}", 1) for i in range(50)]
    rows += [("the same", 2)] * 30
    with pytest.raises(InvalidInput, match="No row of spam would be left for validation"):
        split(rows, TWO)
    assert Side.VALIDATION in split([*rows, ("another", 2)], TWO)


def test_texts_with_conflicting_labels_stay_together_and_count_row_by_row():
    rows = [(f"argued {i // 2}", i % 2) for i in range(400)] + [(f"spam {i}", 2) for i in range(50)]
    found = split(rows, TWO)
    assert all(a == b for a, b in zip(found[:400:2], found[1:400:2], strict=True))
    assert found[:400].count(Side.VALIDATION) == 40


def test_a_side_without_rows_is_refused():
    with pytest.raises(InvalidInput, match=r"texts: 1; .* none would be left for validation"):
        split([("the same", 3)] * 50, TWO)
    with pytest.raises(InvalidInput, match=r"Of the 100 rows .* none would be left for test"):
        split(plain(100), {Side.VALIDATION: 0.1, Side.TEST: 0.001})
    with pytest.raises(InvalidInput, match="none would be left for train"):
        split([], TWO)


def test_many_categories_and_a_block_border_change_nothing(monkeypatch):
    generator = np.random.default_rng(1)
    sets = [tuple(bits) for bits in (generator.random((300, 40)) < 0.1).tolist()]
    names = [f"c{i}" for i in range(40)]
    rows = [(f"text {i % 1500}", int(generator.integers(300))) for i in range(2000)]
    first = split(rows, THREE, sets=sets, names=names)
    monkeypatch.setattr("backend.datasets.records._BLOCK", 64)
    monkeypatch.setattr("backend.datasets.processing.split._BLOCK", 64)
    assert split(rows, THREE, sets=sets, names=names) == first
