"""The real server on a workspace of its own, and a real browser to look at it with."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from backend.studio.workspace import open_workspace
from bench.served import launch_browser, served
from tests.e2e.worlds import make_garden
from tests.workspaces import put_away


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = launch_browser(playwright)
        if found is None:
            pytest.skip("no Chromium: install the system's, or run `playwright install chromium`")
        yield found
        found.close()


@dataclass(frozen=True)
class Server:
    address: str
    workspace: Path
    log: Path


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[Server]:
    workspace, log = folder / "workspace", folder / "server.log"
    try:
        with served(workspace, log) as address:
            yield Server(address, workspace, log)
    finally:
        put_away(open_workspace(workspace))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """On a workspace of the test's own."""
    with _serving(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On an empty workspace that the module's tests leave empty."""
    with _serving(tmp_path_factory.mktemp("empty")) as found:
        yield found


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On a workspace where there is something of everything (see `worlds.make_garden`)."""
    folder = tmp_path_factory.mktemp("garden")
    make_garden(open_workspace(folder / "workspace"), folder)
    with _serving(folder) as found:
        yield found
