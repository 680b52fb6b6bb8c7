"""Characters that were found, held against characters that were marked."""

from bench.spans import character_f1


def test_half_of_what_was_found_is_right_and_half_of_what_was_marked_is_found() -> None:
    assert character_f1({1, 2, 3, 4}, {3, 4, 5, 6}) == 0.5


def test_to_find_nothing_is_right_only_where_nothing_is_marked() -> None:
    assert character_f1(set(), set()) == 1
    assert character_f1(set(), {1}) == 0
    assert character_f1({1}, set()) == 0
