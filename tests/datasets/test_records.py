import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.datasets import records as module
from backend.datasets.hashes import HASH_BYTES, text_hash
from backend.datasets.records import Records

# Few different bytes, zeros among them, so that hashes meet and end in zeros.
HASHES = st.lists(st.sampled_from([0, 0, 1, 255]), min_size=HASH_BYTES, max_size=HASH_BYTES).map(
    bytes
)
PAIRS = st.lists(st.tuples(HASHES, st.integers(0, module.LARGEST)), max_size=60)


def filled(pairs):
    records = Records()
    for hash_, number in pairs[::2]:
        records.append(hash_, number)
    more = pairs[1::2]
    numbers = np.array([number for _, number in more], dtype=np.uint32)
    records.extend(b"".join(hash_ for hash_, _ in more), numbers)
    records.sort()
    return records


@settings(deadline=None)
@given(pairs=PAIRS)
def test_sorting_keeps_every_record(pairs):
    records = filled(pairs)
    found = [(records.hash(i), int(records.numbers[i])) for i in range(len(records))]
    assert found == sorted(pairs)


@settings(deadline=None)
@given(pairs=PAIRS, others=st.lists(HASHES, max_size=5))
def test_find_gives_the_first_record_of_a_hash_or_none(pairs, others):
    records = filled(pairs)
    wanted = [hash_ for hash_, _ in pairs] + others
    ordered = [hash_ for hash_, _ in sorted(pairs)]
    expected = [ordered.index(hash_) if hash_ in ordered else -1 for hash_ in wanted]
    assert records.find(b"".join(wanted)).tolist() == expected


@settings(deadline=None)
@given(pairs=PAIRS, block=st.integers(1, 70))
def test_groups_are_the_runs_of_equal_hashes_whatever_the_block(pairs, block):
    records = filled(pairs)
    usual = module._BLOCK
    module._BLOCK = block
    try:
        groups = [
            (start + int(begin), start + int(end))
            for start, ends in records.groups()
            for begin, end in zip([0, *ends[:-1]], ends, strict=True)
        ]
        repetitions = records.repetitions()
    finally:
        module._BLOCK = usual
    by_hash: dict[bytes, list[int]] = {}
    for hash_, number in sorted(pairs):
        by_hash.setdefault(hash_, []).append(number)
    assert [end - begin for begin, end in groups] == [len(numbers) for numbers in by_hash.values()]
    assert [records.hash(begin) for begin, _ in groups] == list(by_hash)
    assert repetitions == (
        len(pairs) - len(by_hash),
        sum(len(set(numbers)) > 1 for numbers in by_hash.values()),
    )


def test_numbers_can_be_changed():
    records = filled([(b"a" * HASH_BYTES, 1), (b"b" * HASH_BYTES, 2)])
    records.numbers[1] |= 1 << 31
    assert records.numbers.tolist() == [1, (1 << 31) + 2]


def test_a_key_gives_other_hashes():
    assert text_hash("a", b"7") != text_hash("a", b"8")
    assert text_hash("a", b"7") == text_hash("a", b"7")
    assert len(text_hash("a")) == HASH_BYTES
