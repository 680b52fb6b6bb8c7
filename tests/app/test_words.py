import pytest

from app.components import words


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0004, "0.4 ms"),
        (0.0126, "13 ms"),
        (0.42, "0.4 s"),
        (9.97, "10 s"),
        (59.7, "1 min"),
        (125, "2 min 5 s"),
        (3599.6, "1 h"),
        (3840, "1 h 4 min"),
    ],
)
def test_a_duration_has_a_unit_that_fits(seconds: float, said: str) -> None:
    assert words.duration(seconds) == said


@pytest.mark.parametrize(
    ("before", "said"),
    [(0, "just now"), (-5, "just now"), (59, "59 s ago"), (60, "1 min ago"), (7300, "2 h ago")],
)
def test_a_time_is_said_relative_to_now(before: float, said: str) -> None:
    assert words.ago(1_000_000 - before, 1_000_000) == said


def test_a_share_that_is_not_nothing_never_looks_like_nothing() -> None:
    assert [words.percent(p) for p in (0, 0.001, 0.5, 0.999, 1)] == [
        "0 %",
        "< 1 %",
        "50 %",
        "> 99 %",
        "100 %",
    ]


def test_parts_are_joined_as_a_person_would() -> None:
    assert words.joined(["a"]) == "a"
    assert words.joined(["a", "b", "c"]) == "a, b and c"


def test_no_mark_of_markdown_survives() -> None:
    escaped = words.plain("**a** [b](http://c) :red[d] <e>\n$f$ `g`")
    assert "\n" not in escaped
    unescaped = [c for i, c in enumerate(escaped) if c in "*[]():<>$`" and escaped[i - 1] != "\\"]
    assert unescaped == []


def test_a_small_amount_of_money_is_not_nothing() -> None:
    assert words.dollars(0.00001) == "less than $0.0001"
    assert words.dollars(0.0012) == "about $0.0012"
