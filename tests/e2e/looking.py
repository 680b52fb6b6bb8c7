"""Looking at the pages as a person does, and at what they ask for behind their back."""

import contextlib
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
)

from bench.served import HOST

# Chromium asks what kinds of fields a form has, whatever page it is on. (Switching that off would
# switch on what Playwright switches off.)
_OF_THE_BROWSER = "content-autofill.googleapis.com:443"
PATIENCE = 60_000  # ms; the machine may be busy
WIDE, PHONE = (1280, 900), (390, 844)
_HEARS_OF_A_RUN = """() => {
    document.activeElement?.blur()
    window.run = new Promise(heard => new MutationObserver(() => heard()).observe(
        document.querySelector("[data-testid=stApp]"),
        {attributes: true, attributeFilter: ["data-test-script-state"]},
    ))
}"""
POPOVER = "[data-testid=stPopoverBody]"
_HERE = re.compile(rf"(https?|wss?)://({re.escape(HOST)}|localhost)(:\d+)?(/|$)|data:|blob:|about:")


@dataclass
class Witness:
    """Whatever a page asks for outside this machine, and whatever its console complains of.

    Playwright tells of requests; the rest (sockets of workers, prefetches, preconnects) a proxy
    sees, through which the browser has to go to anywhere but this machine.
    """

    left: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("page", self._page)

    def _page(self, page: Page) -> None:
        page.on("websocket", lambda opened: self._asked(opened.url))

    def _asked(self, address: str) -> None:
        if not _HERE.match(address):
            self.left.append(address)

    def _console(self, message: ConsoleMessage) -> None:
        # Below a page's address Streamlit looks for its own files first there, then at the root.
        own = "/_stcore/" in message.location["url"] and "404" in message.text
        # Vega says so of a chart that has nothing to scale by: an empty frame for the reader.
        empty = message.type == "warning" and "Infinite extent" in message.text
        if empty or (message.type == "error" and not own):
            self.complaints.append(message.text)


@contextlib.contextmanager
def witnessed(browser: Browser, *, size: tuple[int, int] = WIDE) -> Iterator[tuple[Page, Witness]]:
    """A page whose every word to the outside is heard, and answered by nobody."""
    witness = Witness()
    with _proxy(witness.left) as proxy:
        context = browser.new_context(
            proxy={"server": proxy, "bypass": f"{HOST},localhost"},
            color_scheme="light",
            viewport={"width": size[0], "height": size[1]},
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        witness.watch(context)
        try:
            yield context.new_page(), witness
        finally:
            context.close()


@contextlib.contextmanager
def _proxy(heard: list[str]) -> Iterator[str]:
    """A proxy that writes down where it was asked to go, and goes nowhere; its address."""
    with socket.create_server((HOST, 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:  # closed
                    return
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(5)
                    asked = connection.recv(4096).partition(b"\r\n")[0]
                    told = asked.decode("latin-1") or "a connection"
                    if _OF_THE_BROWSER not in told:
                        heard.append(told)
                    connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://{HOST}:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def settled(page: Page) -> None:
    """Wait until the page has come to rest: its script has run and nothing is still to come."""
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"
        " && !document.querySelector('[data-testid=stMain] [data-testid=stSkeleton]')",
        timeout=PATIENCE,
    )


def heading(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()


def go(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    heading(page, title)
    settled(page)


def pages(page: Page) -> dict[str, str]:
    """The address of every page of the navigation, by its title."""
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    expect(links.first).to_be_attached()
    return dict(links.evaluate_all("found => found.map(a => [a.innerText.trim(), a.href])"))


@contextlib.contextmanager
def on_a_phone(page: Page) -> Iterator[None]:
    """The page as it stands, on a screen of that size."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    settled(page)
    yield
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


@contextlib.contextmanager
def in_the_dark(page: Page) -> Iterator[None]:
    """The page as it stands, as it is for who prefers dark pages."""
    page.add_style_tag(content="* { transition: none !important }")  # no colours in between
    _prefer(page, "dark")
    yield
    _prefer(page, "light")


def _prefer(page: Page, scheme: Literal["dark", "light"]) -> None:
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
    page.evaluate(_HEARS_OF_A_RUN)
    page.keyboard.press("r")  # Streamlit's: what the script colours, it colours anew
    page.evaluate("window.run")
    settled(page)


def open_all(page: Page) -> bool:
    """Open every expander, and every tab once; whether there was any."""
    main = page.get_by_test_id("stMain")
    opened, place = False, 0
    expanders = main.get_by_test_id("stExpander").locator("details")
    while place < expanders.count():  # one may be inside another
        expander = expanders.nth(place)
        place += 1
        if expander.get_attribute("open") is None:
            expander.locator("summary").first.click()
            _filled(page, expander)
            opened = True
    tabs = _tabs(page)
    for place in range(tabs.count()):
        _open_tab(page, tabs, place)
        opened = True
    return opened


def open_first_tab(page: Page) -> bool:
    """Go back to the first tab; whether there is any."""
    tabs = _tabs(page)
    if not tabs.count():
        return False
    _open_tab(page, tabs, 0)
    return True


def _tabs(page: Page) -> Locator:
    return page.get_by_test_id("stMain").get_by_role("tab")


def _open_tab(page: Page, tabs: Locator, place: int) -> None:
    panel = page.get_by_role("tabpanel").and_(page.locator(":visible"))
    tabs.nth(place).click()
    try:
        _filled(page, panel, within=PATIENCE // 4)
    except AssertionError:
        # Streamlit may lose a click that crosses a run of the whole page. A person clicks again.
        tabs.nth(place - 1).click()
        tabs.nth(place).click()
        _filled(page, panel)


def popovers(page: Page) -> Iterator[Locator]:
    """Open each popover of the page, one after the other; its content while it is open."""
    buttons = page.get_by_test_id("stMain").get_by_test_id("stPopover").get_by_role("button")
    for place in range(buttons.count()):
        button = buttons.nth(place)
        if not button.is_visible() or not button.is_enabled():
            continue
        button.scroll_into_view_if_needed()
        button.click()
        body = page.locator(POPOVER)
        _filled(page, body)
        yield body
        page.keyboard.press("Escape")
        expect(body).to_be_hidden()


def _filled(page: Page, opened: Locator, *, within: int = PATIENCE) -> None:
    """Wait until what was opened is filled, for which it may need a run of the script.

    Closed again in the midst of that run it would open once more by itself: Streamlit tells the
    browser what the run began with.
    """
    content = opened.get_by_test_id("stElementContainer").first
    expect(content).to_be_visible(timeout=within)
    settled(page)
