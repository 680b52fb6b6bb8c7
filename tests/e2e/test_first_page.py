"""Whichever page is the first that anybody opens, it comes as it does later."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Server
from tests.e2e.looking import PATIENCE, Witness, go, heading


@pytest.mark.timeout(120)
def test_the_first_page_of_a_fresh_server_has_its_navigation(
    server: Server, browser: Browser
) -> None:
    witness = Witness()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    witness.watch(page)
    page.goto(f"{server.address}/jobs")
    heading(page, "Jobs")
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    expect(links).to_have_text(
        ["Home", "Process", "Train", "Jobs", "Endpoints", "Try messages"], timeout=PATIENCE
    )
    go(page, "Try messages")
    assert witness.left == []
    assert witness.complaints == []
