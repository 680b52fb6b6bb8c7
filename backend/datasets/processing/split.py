"""Split: on which side each row stands. Exact by label set, equal texts always together."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from math import floor
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from backend.datasets.records import Records
from backend.errors import InvalidInput


class Side(IntEnum):
    """Where a row goes."""

    TRAIN = 0
    VALIDATION = 1
    TEST = 2


_SIDE_BITS = 30  # a record's number: the side over the label set
_BLOCK = 1 << 16
_SET_MASK = np.uint32((1 << _SIDE_BITS) - 1)

Fractions = Mapping[Side, float]
"""The share of every side but train, 0 to 1, together less than 1."""


def sides(records: Records, hashes: bytes) -> NDArray[np.uint32]:
    """The sides of the texts with these hashes, all of them in `records`, once assigned."""
    return (records.numbers[records.find(hashes)] >> _SIDE_BITS).astype(np.uint32)


def quotas(
    sizes: Sequence[int], fraction: float, least: Sequence[int], most: Sequence[int]
) -> list[int]:
    """How many rows of each stratum (of `sizes`) make `fraction` of them all, exactly.

    Each stratum gets its share rounded down, and what is missing from the rounded total goes to
    the largest remainders (Hamilton's method), all within `least` and `most` by stratum.
    """
    share = Fraction(str(fraction))
    ideal = [size * share for size in sizes]
    total = floor(sum(ideal) + Fraction(1, 2))
    result = [
        min(max(floor(i), low), high) for i, low, high in zip(ideal, least, most, strict=True)
    ]
    while (missing := total - sum(result)) != 0:
        step, bounds = (1, most) if missing > 0 else (-1, least)
        able = [s for s, bound in enumerate(bounds) if result[s] != bound]
        able.sort(key=lambda s: (step * (result[s] - ideal[s]), s))
        for stratum in able[: abs(missing)]:
            result[stratum] += step
        if not able:
            break
    return result


def assign(
    records: Records,
    sets: Sequence[Sequence[bool]],
    categories: Sequence[str],
    fractions: Fractions,
) -> None:
    """Give every record (the hash of a text, the label set of its row; sorted) its side.

    sets: by label set and category, whether the category is in it. The label sets are the strata.
    Groups of equal texts are visited in the order of their hashes; each goes to the first side
    that still needs all of its rows, a group that would overshoot is passed over, and what no
    side needs stays in train. All chance is in the hashes.

    Only where that leaves train or validation without a positive of a category are groups of
    every category set apart for each side first. Raises InvalidInput where even so a side has
    no row, or train or validation no positive of a category.
    """
    members = np.array(sets, dtype=bool).reshape(len(sets), len(categories))
    sizes = _tabulate(records, len(sets))[Side.TRAIN].tolist()
    counts = _assign(records, sizes, {}, fractions)
    if _lacking(counts, members):
        counts = _assign(records, sizes, _set_apart(records, members, fractions), fractions)
    for side in (Side.TRAIN, *fractions):
        if not counts[side].any():
            texts = sum(len(ends) for _, ends in records.groups())
            raise InvalidInput(
                f"Of the {sum(sizes)} rows to split (different texts: {texts}; equal ones stay"
                f" together) none would be left for {side.name.lower()}.",
                "Add rows with other texts, or change the fractions.",
            )
    for side, category in _lacking(counts, members):
        raise InvalidInput(
            f"No row of {categories[category]} would be left for {side.name.lower()}: rows with"
            " the same text stay together, and texts of test rows are left out.",
            "Add other messages of that category, or remove its column.",
        )


@dataclass
class _Need:
    """What a side still needs: rows in all, and of each stratum."""

    side: Side
    rows: int
    strata: list[int]

    def take(self, rows: Mapping[int, int]) -> bool:
        """Take a group (its rows by stratum), if all of it is needed."""
        size = sum(rows.values())
        if size > self.rows or any(count > self.strata[s] for s, count in rows.items()):
            return False
        self.rows -= size
        for stratum, count in rows.items():
            self.strata[stratum] -= count
        return True


_Group = tuple[int, int]  # its first record and its rows


def _assign(
    records: Records, sizes: list[int], apart: Mapping[_Group, Side], fractions: Fractions
) -> NDArray[np.int64]:
    """Set all sides, those of `apart` as given; the rows by side and stratum."""
    numbers = records.numbers
    numbers &= _SET_MASK
    fixed = {side: [0] * len(sizes) for side in Side}
    for (start, size), side in apart.items():
        for stratum in numbers[start : start + size].tolist():
            fixed[side][stratum] += 1
    for (start, size), side in apart.items():
        numbers[start : start + size] |= np.uint32(side << _SIDE_BITS)

    free = [size - sum(fixed[side][s] for side in Side) for s, size in enumerate(sizes)]
    needs = []
    for side, fraction in sorted(fractions.items()):
        most = [count + more for count, more in zip(fixed[side], free, strict=True)]
        quota = quotas(sizes, fraction, fixed[side], most)
        strata = [count - had for count, had in zip(quota, fixed[side], strict=True)]
        free = [count - needed for count, needed in zip(free, strata, strict=True)]
        needs.append(_Need(side, sum(strata), strata))

    skipped = {start for start, _ in apart}
    _visit(records, needs, skipped)
    if any(need.rows for need in needs):
        # Groups too large for what their strata still needed: one row more of any, then.
        for need in needs:
            need.strata = [count + 1 for count in need.strata]
        _visit(records, needs, skipped)
    return _tabulate(records, len(sizes))


def _visit(records: Records, needs: Sequence[_Need], skipped: Set[int]) -> None:
    """Hand the groups that are in train to the sides that need them."""
    for start, ends in records.groups():
        if not any(need.rows for need in needs):
            return
        wanted = np.array([need.strata for need in needs if need.rows]).max(axis=0) > 0
        sizes = np.diff(ends, prepend=0)
        begins = ends - sizes
        numbers = records.numbers[start : start + ends[-1]]
        in_train = numbers <= _SET_MASK
        able = np.logical_and.reduceat(in_train & wanted[numbers & _SET_MASK], begins)
        for group in np.flatnonzero(able).tolist():
            begin, end = int(begins[group]), int(ends[group])
            if start + begin in skipped:
                continue
            rows = Counter(numbers[begin:end].tolist())
            for need in needs:
                if need.take(rows):
                    numbers[begin:end] |= np.uint32(need.side << _SIDE_BITS)
                    break


def _set_apart(
    records: Records, members: NDArray[np.bool_], fractions: Fractions
) -> dict[_Group, Side]:
    """For every category a group for each side, as far as there are groups, train first."""
    wanting = (Side.TRAIN, *sorted(fractions))
    candidates = _candidates(records, members, limit=len(wanting) * members.shape[1] + 1)
    apart: dict[_Group, Side] = {}
    for groups in sorted(candidates, key=len):  # the rarest has the least choice
        for side in wanting:
            unused = [group for group in groups if group not in apart]
            if unused and not any(apart.get(group) == side for group in groups):
                # The others take the small groups they would have come to; train the last.
                choice = unused[-1] if side is Side.TRAIN else min(unused, key=itemgetter(1))
                apart[choice] = side
    return apart


def _candidates(records: Records, members: NDArray[np.bool_], limit: int) -> list[list[_Group]]:
    """By category, the first groups that hold a positive of it, at most `limit`."""
    found: list[list[_Group]] = [[] for _ in range(members.shape[1])]
    for start, ends in records.groups():
        sizes = np.diff(ends, prepend=0)
        begins = ends - sizes
        sets = records.numbers[start : start + ends[-1]] & _SET_MASK
        for category, groups in enumerate(found):
            if len(groups) < limit:
                positive = np.logical_or.reduceat(members[sets, category], begins)
                places = np.flatnonzero(positive)[: limit - len(groups)]
                pairs = zip((start + begins[places]).tolist(), sizes[places].tolist(), strict=True)
                groups.extend(pairs)
        if all(len(groups) == limit for groups in found):
            break
    return found


def _lacking(counts: NDArray[np.int64], members: NDArray[np.bool_]) -> list[tuple[Side, int]]:
    """The categories without a positive in train or in validation."""
    pairs = ((side, c) for side in (Side.TRAIN, Side.VALIDATION) for c in range(members.shape[1]))
    return [(side, c) for side, c in pairs if not counts[side][members[:, c]].any()]


def _tabulate(records: Records, strata: int) -> NDArray[np.int64]:
    """Rows by side and stratum."""
    counts = np.zeros(len(Side) * strata, dtype=np.int64)
    for start in range(0, len(records), _BLOCK):  # block by block: temporaries cost memory
        numbers = records.numbers[start : start + _BLOCK]
        cells = (numbers >> _SIDE_BITS) * np.uint32(strata) + (numbers & _SET_MASK)
        counts += np.bincount(cells, minlength=len(counts))
    return counts.reshape(len(Side), strata)
