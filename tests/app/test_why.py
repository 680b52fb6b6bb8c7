"""The words that did it: cut out of a message wherever an endpoint says they stand, and drawn."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from app.components.category_colors import DARK, LIGHT
from app.components.messages.why import GROUND, LONGEST, Piece, pieces
from backend.studio.message.details import Details, Disguise, WordWeight
from tests.app.conftest import words_of
from tests.app.test_contrast import TEXT, THEMES, contrast, rgb


def weights(*spans: tuple[int, int, float]) -> list[WordWeight]:
    return [WordWeight(start, end, {"rude": adds}) for start, end, adds in spans]


def cut(message: str, *spans: tuple[int, int, float]) -> list[tuple[str, float | None]]:
    return [(p.text, p.adds) for p in pieces(message, weights(*spans), [], "rude")]


def test_a_message_is_cut_into_its_words_and_what_is_between() -> None:
    assert cut("oh, you egg!", (0, 2, 0.5), (4, 7, 1.0), (8, 11, -2.0)) == [
        ("oh", 0.5),
        (", ", None),
        ("you", 1.0),
        (" ", None),
        ("egg", -2.0),
        ("!", None),
    ]


def test_words_of_the_same_characters_are_one_and_add_together() -> None:
    assert cut("a ℀ b", (2, 3, 1.0), (2, 3, 0.5)) == [("a ", None), ("℀", 1.5), (" b", None)]
    assert cut("abcdef", (3, 5, 1.0), (1, 4, 2.0)) == [("a", None), ("bcde", 3.0), ("f", None)]


def test_what_is_no_part_of_the_message_is_left_out() -> None:
    assert cut("egg", (7, 9, 1.0), (3, 3, 1.0), (2, 1, 1.0), (-4, -1, 1.0)) == [("egg", None)]
    assert cut("egg", (-5, 1, 1.0), (2, 99, 2.0)) == [("e", 1.0), ("g", None), ("g", 2.0)]
    assert cut("", (0, 4, 1.0)) == []


def test_a_word_adds_nothing_to_a_category_it_is_not_told_of() -> None:
    assert pieces("egg", weights((0, 3, 1.0)), [], "kind") == [Piece("egg", 0.0)]


def test_combined_characters_and_other_scripts_are_cut_by_code_points() -> None:
    assert cut("e\u0301gg 👩\u200d🚀 שלום", (0, 4, 1.0), (5, 8, 2.0), (9, 13, 3.0)) == [
        ("e\u0301gg", 1.0),
        (" ", None),
        ("👩\u200d🚀", 2.0),
        (" ", None),
        ("שלום", 3.0),
    ]


def test_a_disguised_word_knows_what_it_was_read_as() -> None:
    disguises = [Disguise(4, 7, "egg", "digits and signs for letters"), Disguise(50, 60, "x", "y")]
    found = pieces("you 3gg", weights((0, 3, 0.0), (4, 7, 1.0)), disguises, "rude")
    assert found[-1] == Piece("3gg", 1.0, "egg")
    assert [piece.reads_as for piece in found[:-1]] == ["", ""]


places = st.integers(-5, 40)


@given(st.text(max_size=30), st.lists(st.tuples(places, places, st.floats(-9, 9))))
def test_pieces_make_up_the_message_whatever_the_spans(
    message: str, spans: list[tuple[int, int, float]]
) -> None:
    found = cut(message, *spans)
    assert "".join(text for text, _ in found) == message
    assert all(text for text, _ in found)


@pytest.mark.parametrize(("theme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_a_word_can_be_read_on_the_strongest_mark(theme: str, palette: tuple[str, ...]) -> None:
    ground, text = rgb(THEMES[theme]["backgroundColor"]), rgb(THEMES[theme]["textColor"])
    for color in palette:
        assert contrast(text, GROUND * rgb(color) + (1 - GROUND) * np.array(ground)) >= TEXT, color


def page(
    message: str, details: "Details | None", numbers: bool, order: tuple[str, ...] | None
) -> None:
    from app.components.messages.reading import reading
    from app.components.messages.why import why, word_numbers
    from backend.moderation.verdicts import verdict

    limits = {"rude": 0.5, "spam": 0.5}
    found = verdict({"rude": 0.9, "spam": 0.2}, limits)
    category = why(message, found, details, order=order, key="why")
    if details:
        reading(message, details)
    if details and category and numbers:
        word_numbers(message, details, category)


def drawn(
    message: str,
    *,
    numbers: bool = False,
    details: bool = True,
    order: tuple[str, ...] | None = None,
    **told: Any,
) -> AppTest:
    about = {
        "raw": {},
        "text": message,
        "reading": None,
        "seen_through": False,
        "disguises": (),
        "words": None,
        "model": "m",
        "normaliser": "2",
    }
    given = Details(**{**about, **told}) if details else None
    tab = AppTest.from_function(page, args=(message, given, numbers, order)).run()
    assert not tab.exception
    return tab


def markup(tab: AppTest) -> str:
    return "".join(element.proto.body for element in tab.get("html"))


WORDS = (
    WordWeight(0, 3, {"rude": 0.1, "spam": 1.5}),
    WordWeight(4, 10, {"rude": 5.0, "spam": 0.0}),
    WordWeight(11, 17, {"rude": 2.0, "spam": -3.0}),
    WordWeight(17, 17, {"rude": 1.0, "spam": 0.0}),
)
SHOUTED = "YOU R0TTEN TURNIP"


def marks(tab: AppTest) -> dict[str, str]:
    """By marked word, what is told of it while it is pointed at."""
    found = re.findall(r'<mark tabindex="0" data-adds="([^"]*)"[^>]*>([^<]*)</mark>', markup(tab))
    return {text: told for told, text in found}


def test_words_are_marked_by_what_they_add_to_the_chosen_category() -> None:
    tab = drawn(SHOUTED, words=WORDS, disguises=(Disguise(4, 10, "rotten", "digits"),))
    assert marks(tab) == {
        "R0TTEN": "→ rotten +5.00",
        "TURNIP": "+2.00",
        "written in capitals": "+1.00",
    }
    thick = {int(px) for px in re.findall(r"border-bottom:(\d)px solid", markup(tab))}
    assert thick == {4, 2, 1}  # not in colour alone
    tab.pills(key="why").set_value("spam").run()
    assert marks(tab) == {"YOU": "+1.50", "TURNIP": "-3.00"}
    assert "dotted" in markup(tab)
    assert "dotted ones against" in words_of(tab)


def test_categories_stand_in_the_order_of_the_model_unless_it_has_just_changed() -> None:
    def options(*order: str) -> list[str]:
        pills = drawn(SHOUTED, words=WORDS, order=order).pills(key="why")
        assert pills.value == "rude"
        return list(pills.options)

    assert options("spam", "rude") == ["spam", "rude"]
    assert options("spam", "threat") == options() == ["rude", "spam"]


def test_numbers_are_sorted_with_what_disguised_words_were_read_as() -> None:
    disguises = (Disguise(4, 10, "rotten", "digits"),)
    table = drawn(SHOUTED, words=WORDS, disguises=disguises, numbers=True).dataframe[0].value
    assert list(table["Word"]) == ["R0TTEN", "TURNIP", "written in capitals", "YOU"]
    assert list(table["Adds"]) == [5.0, 2.0, 1.0, 0.1]
    assert list(table["Read as"]) == ["rotten", "", "", ""]
    assert "Read as" not in drawn("a b", words=WORDS, numbers=True).dataframe[0].value


@pytest.mark.parametrize(
    "message",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "&lt;b&gt; **bold** $x$ :material/home:",
        "\u202egge\u2066 \u200b\x00",
        "half \ud83d of a sign",
    ],
)
def test_whatever_is_marked_stays_text(message: str) -> None:
    whole = (WordWeight(0, len(message), {"rude": 2.0}),)
    disguise = Disguise(0, len(message), message, "emoji")
    tab = drawn(message, words=whole, disguises=(disguise,), text="egg", reading="*egg*")
    inside = re.fullmatch(
        r'<div class="why" style="[^"]*"><div dir="auto">'
        r'<mark tabindex="0" data-adds="[^"<>]*" style="[^"]*">(.*)</mark></div></div>',
        markup(tab),
        re.DOTALL,
    )
    assert inside
    assert not {"<", ">", '"'} & set(inside[1])
    said = words_of(tab)
    assert not re.search(r"(?<!\\)(<|\$|\*bold|:m)|[\u202e\u2066\u200b\ud83d]", said)
    assert r"\*egg\*" in said


def test_of_a_long_message_the_beginning_is_marked() -> None:
    message = "you " * LONGEST
    tab = drawn(message, words=[WordWeight(k, k + 3, {"rude": 1.0}) for k in range(0, 8000, 4)])
    assert markup(tab).count("<mark") == LONGEST // 4
    assert "The first 2,000 characters" in words_of(tab)


def test_a_message_without_a_word_is_not_explained() -> None:
    tab = drawn("...", words=(), text="")
    assert not tab.pills
    assert not tab.get("html")


def test_where_no_word_says_much_that_is_said() -> None:
    tab = drawn("you", words=(WordWeight(0, 3, {"rude": 0.1}),))
    assert "No word says much for rude" in words_of(tab)
    tab = drawn("you", words=(WordWeight(0, 3, {"rude": -1.0}),))
    assert "No word speaks for rude" in words_of(tab)


def test_a_model_that_cannot_tell_names_one_that_can() -> None:
    tab = drawn("you")
    assert "*Linear* can" in words_of(tab)
    assert not tab.pills
    assert "too long" in words_of(drawn("you", details=False))


def test_what_a_message_also_reads_as_is_told_with_the_disguise() -> None:
    disguises = tuple(Disguise(4, 7, "egg", "digits and signs for letters") for _ in range(8))
    tab = drawn("you 3gg", reading="you egg", seen_through=True, disguises=disguises)
    said = words_of(tab)
    assert "It also reads as: **you egg**" in said
    assert "3gg → egg, digits and signs for letters" in said
    assert "and 2 more" in said.replace("\\", "")
    assert "made it more probable" in tab.caption[-1].help
    assert "also reads" not in words_of(drawn("you egg"))
