"""Whatever is opened, nothing is asked of any other machine, and the console has no complaint."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import Server
from tests.e2e.looking import heading, open_all, pages, popovers, settled, witnessed

pytestmark = [pytest.mark.xdist_group("nothing leaves"), pytest.mark.timeout(300)]

WAYS_OUT = {
    "a request": "fetch('http://a.example/x')",
    "a socket": "new WebSocket('ws://b.example/x')",
    "an image": "new Image().src = 'http://c.example/x.png'",
    "a font": "new FontFace('x', 'url(http://d.example/x.woff2)').load()",
    "a worker's request": (
        "new Worker(URL.createObjectURL(new Blob([\"fetch('http://e.example/x')\"])))"
    ),
    "a worker's socket": (
        "new Worker(URL.createObjectURL(new Blob([\"new WebSocket('ws://f.example/x')\"])))"
    ),
    "a prefetch": (
        "document.head.append(Object.assign(document.createElement('link'),"
        " {rel: 'prefetch', href: 'http://g.example/x'}))"
    ),
    "a beacon": "navigator.sendBeacon('http://h.example/x', 'x')",
}


def test_the_witness_hears_every_way_out(browser: Browser, empty: Server) -> None:
    with witnessed(browser) as (page, witness):
        page.goto(f"{empty.address}/_stcore/health")
        for place, leave in enumerate(WAYS_OUT.values()):
            page.evaluate(f"() => {{ try {{ {leave} }} catch {{}} }}")
            host = f"{'abcdefgh'[place]}.example"
            for _ in range(100):
                if any(host in heard for heard in witness.left):
                    break
                page.wait_for_timeout(50)
        silent = [
            way
            for place, way in enumerate(WAYS_OUT)
            if not any(f"{'abcdefgh'[place]}.example" in heard for heard in witness.left)
        ]
    assert silent == []


def _look_everywhere(page: Page) -> None:
    open_all(page)
    for _ in popovers(page):
        pass
    page.mouse.wheel(0, 20_000)
    chart = page.get_by_test_id("stVegaLiteChart")
    if chart.count():
        chart.first.scroll_into_view_if_needed()
        chart.first.hover()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("world", ["empty", "garden"])
def test_no_page_does(
    world: str, dark: bool, browser: Browser, request: pytest.FixtureRequest
) -> None:
    server: Server = request.getfixturevalue(world)
    with witnessed(browser, dark=dark) as (page, witness):
        page.goto(server.address)
        heading(page, "Moderation Studio")
        for address in pages(page).values():
            page.goto(address)
            page.locator("[data-testid=stMain] h1").wait_for()
            settled(page)
            message = page.get_by_label("Message", exact=True)
            if message.count():
                message.first.fill("you rotten turnip")
                message.first.press("Enter")
                settled(page)
            _look_everywhere(page)
    assert witness.left == []
    assert witness.complaints == []
