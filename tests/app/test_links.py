"""Links from bookmarks and colleagues, of what has been removed since."""

import pytest

from tests.app.conftest import Desk, words_of


@pytest.mark.parametrize(
    ("page", "key", "noun"),
    [
        ("process", "dataset", "dataset"),
        ("explore", "dataset", "dataset"),
        ("train", "lines", "prepared data"),
        ("jobs", "job", "job"),
        ("models", "model", "model"),
        ("endpoints", "model", "model"),
        ("endpoints", "endpoint", "endpoint"),
        ("try_messages", "endpoint", "endpoint"),
    ],
)
def test_a_link_to_what_is_gone_says_so(made_desk: Desk, page: str, key: str, noun: str) -> None:
    assert f"There is no {noun} gone any more." in words_of(made_desk.open(page, **{key: "gone"}))
