"""Looking at the pages as a person does, and at what they ask for behind their back."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import HOST

PATIENCE = 60_000  # ms; the machine may be busy


@dataclass
class Witness:
    """Whatever a page asks for outside this machine, and whatever its console complains of."""

    left: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _request(self, request: Request) -> None:
        if not re.match(
            rf"(https?|wss?)://({re.escape(HOST)}|localhost)[:/]|data:|blob:", request.url
        ):
            self.left.append(request.url)

    def _console(self, message: object) -> None:
        kind, text = message.type, message.text  # type: ignore[attr-defined]
        # Below a page's address Streamlit looks for its own files first there, then at the root.
        if kind == "error" and "404" not in text:
            self.complaints.append(text)


def settled(page: Page) -> None:
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'",
        timeout=PATIENCE,
    )


def heading(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible(
        timeout=PATIENCE
    )


def go(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    heading(page, title)
    settled(page)
