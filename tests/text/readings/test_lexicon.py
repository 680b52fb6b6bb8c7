import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import InvalidInput
from backend.text.normaliser import normalise
from backend.text.readings.lexicon import Lexicon, build_lexicon

ROWS = [
    *[("you are a rotten turnip", True)] * 10,
    *[("you are a turnip", True)] * 2,
    *[("what you say of the garden is true", False)] * 40,
    *[("weeds", True)] * 2,  # in too few rows to tell
    ("a hapax", False),
]


def test_words_that_stand_mostly_in_labelled_rows_are_marked() -> None:
    lexicon = build_lexicon(ROWS)
    assert lexicon.marked == {"rotten", "turnip", "are"}
    assert lexicon.rows == 55
    assert (lexicon.counts["you"], lexicon.counts["weeds"]) == (52, 2)
    assert "hapax" not in lexicon.counts, "seen once"


def test_signs_and_tokens_are_counted_but_never_marked() -> None:
    rows = [("[url] !! sh1t [caps] x", True)] * 20 + [("fine", False)] * 20
    lexicon = build_lexicon(rows)
    assert lexicon.counts["sh1t"] == 20
    assert not lexicon.marked


@pytest.mark.parametrize("labelled", [True, False])
def test_where_all_rows_are_alike_nothing_is_marked(labelled: bool) -> None:
    assert not build_lexicon([("some words", labelled)] * 10).marked
    assert build_lexicon([]) == Lexicon(0, {}, frozenset())


@given(st.lists(st.tuples(st.text(), st.booleans()), max_size=8))
def test_what_is_written_is_read(rows: list[tuple[str, bool]]) -> None:
    lexicon = build_lexicon([(normalise(text), labelled) for text, labelled in rows * 3])
    assert Lexicon.from_text(lexicon.to_text()) == lexicon


GOOD = build_lexicon(ROWS).to_text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        GOOD[:-9],
        GOOD + "3 more -\n",
        GOOD.replace("12 turnip !", "12 turnip ?"),
        GOOD.replace("12 turnip !", "x turnip !"),
        GOOD.replace("12 turnip !", "12"),
        GOOD.replace("12 turnip !", "-1 turnip !"),
        GOOD.replace("lexicon 1", "lexicon 9"),
    ],
)
def test_damage_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="damaged"):
        Lexicon.from_text(text)
