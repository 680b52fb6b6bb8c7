"""Whichever page is the first that anybody opens, it comes as it does later."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Server
from tests.e2e.looking import go, heading, witnessed


@pytest.mark.timeout(120)
def test_the_first_page_of_a_fresh_server_has_its_navigation(
    server: Server, browser: Browser
) -> None:
    with witnessed(browser) as (page, witness):
        page.goto(f"{server.address}/jobs")
        heading(page, "Jobs")
        links = page.get_by_test_id("stSidebarNav").get_by_role("link")
        expect(links.first).to_have_text("Home")
        expect(links.filter(has_text="Try messages")).to_be_visible()
        go(page, "Try messages")
    assert witness.left == []
    assert witness.complaints == []
