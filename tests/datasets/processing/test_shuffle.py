from contextlib import closing
from itertools import pairwise

import pytest

from backend.datasets.processing import shuffle as module
from backend.datasets.processing.shuffle import Shuffle

LINES = [b"line %d\n" % i for i in range(3000)]


def shuffled(folder, lines=LINES, seed=7, size=None):
    with closing(Shuffle(folder, size or sum(map(len, lines)), seed)) as shuffle:
        for line in lines:
            shuffle.add(line)
        return list(shuffle.lines())


def test_it_is_a_random_order_of_all_lines(tmp_path):
    found = shuffled(tmp_path)
    assert sorted(found) == sorted(LINES)
    numbers = [int(line.split()[1]) for line in found]
    # Of two that follow each other, the later one is first as often as not.
    rises = sum(a < b for a, b in pairwise(numbers))
    assert abs(rises - 1500) < 150
    moved = sum(abs(place - number) for place, number in enumerate(numbers)) / len(numbers)
    assert 900 < moved < 1100  # a third of the length, on average


def test_the_seed_decides(tmp_path):
    assert shuffled(tmp_path) == shuffled(tmp_path)
    assert shuffled(tmp_path, seed=8) != shuffled(tmp_path)


@pytest.mark.parametrize("bucket_bytes", [100, 1000, 20_000])
def test_the_number_of_files_changes_nothing(tmp_path, monkeypatch, bucket_bytes):
    expected = shuffled(tmp_path)
    monkeypatch.setattr(module, "_BUCKET_BYTES", bucket_bytes)
    assert shuffled(tmp_path) == expected


def test_equal_lines_all_stay(tmp_path):
    assert shuffled(tmp_path, [b"same\n"] * 100) == [b"same\n"] * 100


def test_nothing_is_left_in_the_folder(tmp_path):
    shuffled(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_there_may_be_no_line(tmp_path):
    assert shuffled(tmp_path, []) == []
