"""What journeys share: steps that more than one takes, and what holds at the end of each."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Download, Locator, Page, expect

from backend.studio.endpoint import endpoints
from backend.studio.work import jobs
from backend.studio.workspace import Workspace, open_workspace
from tests.e2e import accounts
from tests.e2e.conftest import Server
from tests.e2e.looking import WIDE, settled, witnessed

_DEFECT = re.compile(r"\S+ at \S+\.py:\d+")  # as the error box logs what it shows as a defect
_ROW, _BOX = 35, 20  # pixels: of a row of a table, and of the middle of the boxes at its left


@contextlib.contextmanager
def journey(
    browser: Browser, server: Server, *, typed: Sequence[str], size: tuple[int, int] = WIDE
) -> Iterator[Page]:
    """A page to make a journey on. At its end nothing has left this machine, nothing on the screen
    or in the server's log was a defect, and what was `typed` stands in no file of the studio."""
    asked_before = len(server.double.requests) if server.double is not None else 0
    with witnessed(browser, size=size) as (page, witness):
        yield page
    assert witness.left == []
    assert witness.complaints == []
    said = server.log.read_text()
    assert "Traceback" not in said
    assert _DEFECT.findall(said) == []
    workspace = open_workspace(server.workspace)
    logs = {"the server's": said, **dict(_logs(workspace))}
    found = [name for name, log in logs.items() for text in typed if text in log.casefold()]
    assert found == []
    assert list(_files_with(server.workspace, typed)) == []
    if server.double is not None:
        assert accounts.refused(server.double, asked_before) == []
        files = accounts.files_in(server.double).items()
        assert [key for key, held in files for text in typed if text.encode() in held.lower()] == []


def _logs(workspace: Workspace) -> Iterator[tuple[str, str]]:
    for job in jobs.listing(workspace):
        yield job.name, "\n".join(jobs.log(workspace, job.name))
    for endpoint in endpoints.listing(workspace):
        yield endpoint.name, "\n".join(endpoints.log(workspace, endpoint.name))


def _files_with(folder: Path, texts: Sequence[str]) -> Iterator[Path]:
    sought = [text.encode() for text in texts]
    for path in folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes().lower()
            if any(text in held for text in sought):
                yield path


def add_upload(page: Page, file: Path) -> None:
    """Add the dataset of that file on the page Process of a studio without datasets."""
    page.get_by_role("radio", name="Upload files").click()
    page.locator("input[type=file]").first.set_input_files(file)
    expect(page.get_by_label("Name of the dataset", exact=True)).to_have_value(file.stem)
    page.get_by_role("button", name="Add the dataset").click()


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a box by its label."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def tick(table: Locator, row: int) -> None:
    """Tick a row of a table (1 is the first), or all of them: 0, the header. Its cells are drawn,
    and have no elements to click."""
    table.scroll_into_view_if_needed()
    table.click(position={"x": _BOX, "y": _ROW * row + _ROW / 2})


def downloaded(page: Page, name: str) -> bytes:
    """What the button of that name downloads."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    download: Download = waiting.value
    return Path(download.path()).read_bytes()


def chart(page: Page, begins: str) -> Locator:
    """The chart whose description begins so."""
    return page.get_by_label(re.compile(f"^{re.escape(begins)}"))
