import pytest

from app.components.category_colors import DARK, LIGHT, category_colors
from backend.moderation.categories import JIGSAW


@pytest.mark.parametrize("dark", [False, True])
def test_categories_of_one_model_have_different_colors(dark: bool) -> None:
    names = [*JIGSAW, "spam", "scam", "cheating"]
    found = category_colors(names, dark=dark)
    assert len(set(found.values())) == len(names) == len(DARK if dark else LIGHT)


def test_a_category_keeps_its_color_whatever_the_order() -> None:
    names = ["spam", "cheating", "toxic", "scam"]
    assert category_colors(names) == category_colors(names[::-1])


def test_a_category_has_the_same_place_in_both_themes() -> None:
    names = [*JIGSAW, "spam", "scam", "cheating"]
    light, dark = (category_colors(names, dark=dark) for dark in (False, True))
    assert [LIGHT.index(light[name]) for name in names] == [DARK.index(dark[n]) for n in names]


def test_more_categories_than_colors_still_have_one_each() -> None:
    names = [f"category_{n}" for n in range(3 * len(LIGHT))]
    found = category_colors(names)
    assert list(found) == names
    assert set(found.values()) <= set(LIGHT)
