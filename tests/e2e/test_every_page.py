"""Every page, opened to its last corner: it is for everybody, it asks nothing of any other machine,
and the console has no complaint."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.auditing import BUT_COLORS, COLORS, EVERY_RULE, faults, unnamed
from tests.e2e.conftest import Server
from tests.e2e.looking import (
    POPOVER,
    go,
    heading,
    in_the_dark,
    on_a_phone,
    open_all,
    open_first_tab,
    pages,
    popovers,
    settled,
)

pytestmark = [pytest.mark.xdist_group("garden"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("world", ["empty", "garden"])
def test_it_is_for_everybody_and_nothing_leaves(
    world: str, page: Page, request: pytest.FixtureRequest
) -> None:
    server: Server = request.getfixturevalue(world)
    found: list[str] = []
    page.goto(server.address)
    heading(page, "Moderation Studio")
    for title in pages(page):
        if title != "Home":  # where it is already
            go(page, title)
        settled(page)
        found += faults(page, title, EVERY_RULE)
        _try_a_message(page)
        if open_all(page):
            found += faults(page, f"{title}, all open", EVERY_RULE)
        found += unnamed(page, title)
        found += _in_popovers(page, title, EVERY_RULE)
        _point_at_a_chart(page)
        with on_a_phone(page):
            found += faults(page, f"{title}, on a phone", BUT_COLORS)
        with in_the_dark(page):  # where nothing but colours is different
            found += faults(page, f"{title}, dark", COLORS)
            found += _in_popovers(page, f"{title}, dark", COLORS)
            if open_first_tab(page):
                found += faults(page, f"{title}, its first tab, dark", COLORS)
    assert found == [], "\n".join(found)


def _in_popovers(page: Page, where: str, rules: Mapping[str, Any]) -> Iterator[str]:
    for body in popovers(page):
        told = f"{where}, popover {body.inner_text()[:30]!r}"
        yield from faults(page, told, rules, within=POPOVER)


def _try_a_message(page: Page) -> None:
    message = page.get_by_label("Message", exact=True)
    if message.count():
        message.first.fill("you rotten turnip")
        message.first.press("Enter")
        expect(page.get_by_test_id("stVegaLiteChart")).not_to_have_count(0)
        settled(page)


def _point_at_a_chart(page: Page) -> None:
    page.mouse.wheel(0, 20_000)
    chart = page.get_by_test_id("stVegaLiteChart")
    if chart.count():
        chart.first.scroll_into_view_if_needed()
        chart.first.hover()
