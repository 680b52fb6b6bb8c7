"""The whole main job as a person does it: the real server, a real CSV, a real browser."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from backend.studio import datasets, endpoints, jobs
from backend.studio.workspace import open_workspace
from tests.app.conftest import put_away
from tests.comments import write_comments

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
PATIENCE = 60_000  # ms; the machine may be busy


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    system = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(executable_path=system, args=["--no-sandbox"])
        except BrowserError:
            pytest.skip("no Chromium: install the system's, or run `playwright install chromium`")
        yield found
        found.close()


@dataclass(frozen=True)
class Server:
    address: str
    workspace: Path
    log: Path


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    workspace, log = tmp_path / "workspace", tmp_path / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", "app/Home.py", "--server.port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "MODERATION_STUDIO_WORKSPACE": str(workspace)},
        )
    try:
        _wait_for_health(f"http://{HOST}:{port}/_stcore/health", process)
        yield Server(f"http://{HOST}:{port}", workspace, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        put_away(open_workspace(workspace))


def _wait_for_health(address: str, process: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=2) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not become healthy")


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


def _settled(page: Page) -> None:
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'",
        timeout=PATIENCE,
    )


def _heading(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible(
        timeout=PATIENCE
    )


def _go(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    _heading(page, title)
    _settled(page)


@pytest.mark.timeout(300)
def test_from_a_csv_to_a_verdict_and_back_to_nothing(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    witness = Witness()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    witness.watch(page)

    page.goto(server.address)
    _heading(page, "Moderation Studio")
    expect(page.get_by_role("button", name="Run the guided demo")).to_be_visible()

    _go(page, "Process")
    page.get_by_text("Upload files").click()
    page.locator("input[type=file]").first.set_input_files(
        write_comments(tmp_path / "garden.csv", 600)
    )
    expect(page.get_by_label("Name of the dataset", exact=True)).to_have_value("garden")
    page.get_by_role("button", name="Add the dataset").click()
    expect(page.get_by_text("600 rows", exact=True)).to_be_visible()
    page.get_by_role("button", name="Start processing").click()

    _heading(page, "Jobs")
    page.get_by_role("link", name="Train on this data").click()
    _heading(page, "Train")
    expect(page.get_by_text("1,024 MB", exact=True)).to_be_visible()
    page.get_by_role("button", name="Start training").click()

    _heading(page, "Jobs")
    expect(page.get_by_role("heading", name="garden-fasttext-1-train")).to_be_visible()
    expect(page.get_by_text("Words a second")).to_be_visible()
    page.get_by_role("button", name="See its evaluation").click()
    page.get_by_role("link", name="Put this model on an endpoint").click()

    _heading(page, "Endpoints")
    expect(page.get_by_label("Name of the endpoint", exact=True)).to_have_value("garden-fasttext-1")
    page.get_by_role("button", name="Deploy", exact=True).click()
    expect(page.get_by_text("In service", exact=True)).to_be_visible()
    page.get_by_role("link", name="Try it").click()

    _heading(page, "Try messages")
    box = page.get_by_label("Message", exact=True)
    box.fill("you rotten turnip near the tower")
    box.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("would be flagged as rude"))).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()

    _go(page, "Endpoints")
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("button", name="Delete the endpoint").click()
    expect(page.get_by_text("No endpoints yet")).to_be_visible()

    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Home", exact=True).click()
    _heading(page, "Moderation Studio")
    expect(page.get_by_role("button", name="Deploy a model")).to_be_visible()

    assert "Traceback" not in page.content()
    assert "Traceback" not in server.log.read_text()
    assert witness.left == []
    assert witness.complaints == []
    workspace = open_workspace(server.workspace)
    assert [dataset.name for dataset in datasets.listing(workspace)] == ["garden"]
    assert len(jobs.listing(workspace)) == 3
    assert endpoints.listing(workspace) == ()
