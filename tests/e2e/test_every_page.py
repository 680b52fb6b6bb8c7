"""Every page, opened to its last corner: it is for everybody, it asks nothing of any other machine,
and the console has no complaint."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.auditing import COLORS, EVERY_RULE, faults, unnamed
from tests.e2e.conftest import Server
from tests.e2e.looking import (
    POPOVER,
    heading,
    on_a_phone,
    open_all,
    pages,
    popovers,
    settled,
    witnessed,
)

pytestmark = [pytest.mark.xdist_group("garden"), pytest.mark.timeout(600)]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("world", ["empty", "garden"])
def test_it_is_for_everybody_and_nothing_leaves(
    world: str, dark: bool, browser: Browser, request: pytest.FixtureRequest
) -> None:
    server: Server = request.getfixturevalue(world)
    rules = COLORS if dark else EVERY_RULE  # nothing else is different in the dark
    found: list[str] = []
    with witnessed(browser, dark=dark) as (page, witness):
        page.goto(server.address)
        heading(page, "Moderation Studio")
        for title, address in pages(page).items():
            page.goto(address)
            page.locator("[data-testid=stMain] h1").wait_for()
            settled(page)
            found += faults(page, title, rules)
            _try_a_message(page)
            if open_all(page):
                found += faults(page, f"{title}, all open", rules)
            found += unnamed(page, title)
            for body in popovers(page):
                where = f"{title}, popover {body.inner_text()[:30]!r}"
                found += faults(page, where, rules, within=POPOVER)
            _point_at_a_chart(page)
            if not dark:
                with on_a_phone(page):
                    found += faults(page, f"{title}, on a phone", rules)
    assert found == [], "\n".join(found)
    assert witness.left == []
    assert witness.complaints == []


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
