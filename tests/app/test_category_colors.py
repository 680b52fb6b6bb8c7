from app.components.category_colors import PALETTE, category_colors
from backend.moderation.categories import JIGSAW


def test_categories_of_one_model_have_different_colors() -> None:
    names = [*JIGSAW, "spam", "scam", "cheating"]
    assert len(set(category_colors(names).values())) == len(names) == len(PALETTE)


def test_a_category_keeps_its_color_whatever_the_order() -> None:
    names = ["spam", "cheating", "toxic", "scam"]
    assert category_colors(names) == category_colors(names[::-1])


def test_more_categories_than_colors_still_have_one_each() -> None:
    names = [f"category_{n}" for n in range(3 * len(PALETTE))]
    found = category_colors(names)
    assert list(found) == names
    assert set(found.values()) <= set(PALETTE)
