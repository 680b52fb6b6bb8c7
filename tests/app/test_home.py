from pathlib import Path

import pytest

from backend.studio import datasets, demo
from backend.studio.workspace import Workspace
from tests.app.comments import write_comments
from tests.app.conftest import Desk, words_of


def links_of(tab) -> list[str]:  # type: ignore[no-untyped-def]
    return [link.page for link in tab.get("page_link")]


def test_an_empty_workspace_is_led_to_the_demo_or_a_dataset(desk: Desk) -> None:
    tab = desk.open()
    assert tab.button(key="demo").label == "Run the guided demo"
    assert "synthetic" in words_of(tab)
    assert not [button for button in tab.button if button.key == "next"]
    assert "process" in links_of(tab)
