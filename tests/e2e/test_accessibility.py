"""What axe-core, the auditor that browsers' own tools use, finds on every page: nothing serious.

axe ships with its package and is run in the page: nothing is fetched.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import Server
from tests.e2e.looking import PHONE, WIDE, heading, open_all, pages, popovers, settled, witnessed

pytestmark = [pytest.mark.xdist_group("accessibility"), pytest.mark.timeout(300)]

_AXE = Axe()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# Faults of Streamlit's own that we cannot mend: the rule, and the narrowest selector of where.
EXCUSED = {
    # Groups of pages stand as <div> between a <ul> and its <li>.
    "list": "[data-testid=stSidebarNavItems]",
    "listitem": "[data-testid=stSidebarNavItems]",
    # Vega names each bar, not the group they are drawn in; `unnamed` asks for the chart's own name.
    "svg-img-alt": "[data-testid=stVegaLiteChart][aria-label], [data-testid=stMetricChart]",
}
_IS_WITHIN = "([target, where]) => Boolean(document.querySelector(target)?.closest(where))"


_UNNAMED = """() => [...document.querySelectorAll(
  '[data-testid=stVegaLiteChart]:not([aria-label]), [data-testid=stVegaLiteChart][aria-label=""]')]
  .map(chart => chart.innerText.slice(0, 80))"""


def unnamed(page: Page, where: str) -> Iterator[str]:
    """The charts of the page that have no words for those who do not see them."""
    for words in page.evaluate(_UNNAMED):
        yield f"{where}: a chart without alt text: {words!r}"


def faults(page: Page, where: str) -> Iterator[str]:
    """What axe calls serious or critical on the page as it stands, and is not excused."""
    found = _AXE.run(
        page,
        options={"runOnly": {"type": "tag", "values": _TAGS}, "resultTypes": ["violations"]},
    ).response["violations"]
    for violation in found:
        if violation["impact"] not in ("serious", "critical"):
            continue
        rule = violation["id"]
        for node in violation["nodes"]:
            if rule in EXCUSED and page.evaluate(_IS_WITHIN, [node["target"][0], EXCUSED[rule]]):
                continue
            checks = [*node["any"], *node["all"], *node["none"]]
            why = " ".join(check["message"] for check in checks)
            yield f"{where}: {rule}: {node['html'][:300]} ({why[:300]})"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("world", ["empty", "garden"])
def test_nothing_serious(
    world: str, dark: bool, browser: Browser, request: pytest.FixtureRequest
) -> None:
    server: Server = request.getfixturevalue(world)
    found: list[str] = []
    with witnessed(browser, dark=dark) as (page, _):
        page.goto(server.address)
        heading(page, "Moderation Studio")
        for title, address in pages(page).items():
            page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
            page.goto(address)
            page.locator("[data-testid=stMain] h1").wait_for()
            settled(page)
            found += faults(page, title)
            open_all(page)
            found += unnamed(page, title)
            found += faults(page, f"{title}, all open")
            for body in popovers(page):
                found += faults(page, f"{title}, popover {body.inner_text()[:30]!r}")
            page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
            settled(page)
            found += faults(page, f"{title}, on a phone")
    assert found == [], "\n".join(found)
