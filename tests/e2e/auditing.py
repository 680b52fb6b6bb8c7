"""What axe-core, the auditor that browsers' own tools use, finds on a page: serious faults only.

axe ships with its package and is run in the page: nothing is fetched.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.e2e.looking import PATIENCE

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": _TAGS}}
BUT_COLORS = {**EVERY_RULE, "rules": {"color-contrast": {"enabled": False}}}
COLORS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}

# Faults of Streamlit's own that we cannot mend: the rule, and the narrowest selector of where.
EXCUSED = {
    # Groups of pages stand as <div> between a <ul> and its <li>.
    "list": "[data-testid=stSidebarNavItems]",
    "listitem": "[data-testid=stSidebarNavItems]",
    # Vega names each bar, not the group they are drawn in; `unnamed` asks for the chart's own name.
    "svg-img-alt": "[data-testid=stVegaLiteChart][aria-label], [data-testid=stMetricChart]",
}
_AUDIT = (
    "([within, options]) => axe.run(within ?? document, options).then(found => found.violations)"
)
_IS_WITHIN = "([target, where]) => Boolean(document.querySelector(target)?.closest(where))"


_UNNAMED = (
    "[data-testid=stVegaLiteChart]:not([aria-label]), [data-testid=stVegaLiteChart][aria-label='']"
)
# Streamlit pales what the script may be about to draw anew.
_UNPALED = "[data-stale=true] { opacity: 1 !important; transition: none !important }"


def unnamed(page: Page, where: str) -> Iterator[str]:
    """The charts of the page that have no words for those who do not see them."""
    charts = page.locator(_UNNAMED)
    try:  # each gets its words when it has been drawn
        expect(charts).to_have_count(0, timeout=PATIENCE // 4)
    except AssertionError:
        told = charts.evaluate_all("charts => charts.map(chart => chart.outerHTML.slice(0, 300))")
        yield f"{where}: charts without alt text: {told}"


def faults(
    page: Page, where: str, rules: Mapping[str, Any], *, within: str | None = None
) -> Iterator[str]:
    """What axe calls serious or critical on the page as it stands, and is not excused.

    rules: axe's options of which to try.
    within: a selector, where not the whole page is to be looked at.
    """
    page.add_style_tag(content=_UNPALED)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    for violation in page.evaluate(_AUDIT, [within, {**rules, "resultTypes": ["violations"]}]):
        if violation["impact"] not in ("serious", "critical"):
            continue
        rule = violation["id"]
        for node in violation["nodes"]:
            if rule in EXCUSED and page.evaluate(_IS_WITHIN, [node["target"][0], EXCUSED[rule]]):
                continue
            checks = [*node["any"], *node["all"], *node["none"]]
            why = " ".join(check["message"] for check in checks)
            yield f"{where}: {rule}: {node['html'][:300]} ({why[:300]})"
