"""The real server on a workspace of its own, and a real browser to look at it with."""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.work import cleanup, runs
from backend.studio.workspace import open_workspace
from bench.served import launch_browser, served
from tests.aws_double import AwsDouble
from tests.e2e import accounts
from tests.e2e.looking import PATIENCE, Witness, witnessed
from tests.e2e.worlds import make_garden
from tests.workspaces import put_away


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        found = launch_browser(playwright)
        if found is None:
            pytest.skip("no Chromium: install the system's, or run `playwright install chromium`")
        yield found
        found.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[tuple[BrowserContext, Witness]]:
    """What one tab of it has loaded, the next need not load again."""
    with witnessed(browser) as (page, witness):
        yield page.context, witness


@pytest.fixture
def page(window: tuple[BrowserContext, Witness]) -> Iterator[Page]:
    """A new tab."""
    context, witness = window
    witness.left.clear()
    witness.complaints.clear()
    page = context.new_page()
    yield page
    page.close()
    assert witness.left == []
    assert witness.complaints == []


@dataclass(frozen=True)
class Server:
    """double: the account that work can run in; None where there is none."""

    address: str
    workspace: Path
    log: Path
    double: AwsDouble | None = None


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[Server]:
    workspace, log = folder / "workspace", folder / "server.log"
    try:
        with served(workspace, log) as address:
            yield Server(address, workspace, log)
    finally:
        put_away(open_workspace(workspace))


@contextlib.contextmanager
def _serving_elsewhere(folder: Path) -> Iterator[Server]:
    """With an account, in which nobody has chosen to work yet."""
    workspace, log = folder / "workspace", folder / "server.log"
    with accounts.account(folder / "account") as double, contextlib.ExitStack() as stack:
        accounts.lay_in(workspace, double)
        with accounts.signed_in(double):
            address = stack.enter_context(served(workspace, log))
        yield Server(address, workspace, log, double)


def on_both(fixture: str) -> pytest.MarkDecorator:
    """Once where work runs on this machine, once with an account that it can run in."""
    return pytest.mark.parametrize(fixture, [_local(fixture), _aws(fixture)], indirect=True)


def on_aws(fixture: str) -> pytest.MarkDecorator:
    """With an account that work can run in."""
    return pytest.mark.parametrize(fixture, [_aws(fixture)], indirect=True)


def _local(fixture: str) -> object:
    return pytest.param("local", marks=_shared(fixture, "garden"))


def _aws(fixture: str) -> object:
    return pytest.param("aws", marks=_shared(fixture, "garden on aws"))


def _shared(fixture: str, group: str) -> list[pytest.MarkDecorator]:
    """With the other tests that share the fixture, which one worker makes once; a server is each
    test's own."""
    return [pytest.mark.xdist_group(group)] if fixture == "garden" else []


def _is_on_aws(request: pytest.FixtureRequest) -> bool:
    return bool(getattr(request, "param", "local") == "aws")


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """On a workspace of the test's own; `on_both`, where it says so."""
    serving = _serving_elsewhere if _is_on_aws(request) else _serving
    with serving(tmp_path) as found, accounts.signed_in(found.double):
        yield found


@pytest.fixture(scope="session")
def _bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with _serving(tmp_path_factory.mktemp("empty")) as found:
        yield found


@pytest.fixture(scope="session")
def _planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("garden")
    make_garden(open_workspace(folder / "workspace"), folder)
    with _serving(folder) as found:
        yield found


@pytest.fixture
def empty(_bare: Server) -> Iterator[Server]:
    """On an empty workspace. What a test adds is removed after it."""
    with _tidied(_bare):
        yield _bare


@pytest.fixture(scope="session")
def _planted_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("garden")
    with _serving_elsewhere(folder) as found:
        with accounts.signed_in(found.double):
            accounts.work_in(found.double, found.workspace)
            make_garden(open_workspace(found.workspace), folder)
        yield found


@pytest.fixture
def garden(request: pytest.FixtureRequest) -> Iterator[Server]:
    """On a workspace where there is something of everything (see `worlds.make_garden`); `on_aws`,
    where it says so.

    What a test adds is removed after it; what was there before, it leaves.
    """
    planted = "_planted_elsewhere" if _is_on_aws(request) else "_planted"
    found: Server = request.getfixturevalue(planted)
    with accounts.signed_in(found.double), _tidied(found):
        yield found


@contextlib.contextmanager
def _tidied(server: Server) -> Iterator[None]:
    before = _names(server)
    yield
    workspace, now = open_workspace(server.workspace), _names(server)
    for added in now.endpoints - before.endpoints:
        endpoints.delete(workspace, added)
    for added in now.runs - before.runs:
        runs.stop(workspace, added)
        runs.wait(workspace, added)
        cleanup.remove(workspace, added)
    for added in now.datasets - before.datasets:
        datasets.remove(workspace, added)
    deadline = time.monotonic() + PATIENCE / 1000
    while (left := _names(server)) != before and time.monotonic() < deadline:
        time.sleep(0.2)  # an endpoint shows until its account has let go of it
    assert left == before


@dataclass(frozen=True)
class _Names:
    datasets: frozenset[str]
    runs: frozenset[str]
    endpoints: frozenset[str]


def _names(server: Server) -> _Names:
    """As they are now: a workspace of its own has not looked before, and remembers nothing."""
    workspace = open_workspace(server.workspace)
    return _Names(
        datasets=frozenset(dataset.name for dataset in datasets.listing(workspace)),
        runs=workspace.ledger.run_names(),
        endpoints=frozenset(endpoint.name for endpoint in endpoints.listing(workspace)),
    )
