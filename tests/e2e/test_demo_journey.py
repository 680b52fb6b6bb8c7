"""Showing it to a room: from an empty studio to a flagged message, and back, in one sitting."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.datasets.files import DatasetFiles
from backend.studio import demo
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.model import models
from backend.studio.work import jobs, runs
from backend.studio.work.runs import RunState
from backend.studio.workspace import Workspace, open_workspace
from tests.comments import write_comments
from tests.e2e import accounts
from tests.e2e.conftest import Server, on_both
from tests.e2e.journeys import chart, journey
from tests.e2e.looking import PATIENCE, heading, settled

OWN = "garden"
FAREWELL_SECONDS = 6.0  # in which Home goes to Try messages by itself
EXAMPLE = "you are such an idiot, uninstall the game"
OWN_WORD = "zanzibar"
# What each stage tells, and the numbers it tells when it is done.
_STAGES = {
    "1. Clean and split": r"Out: [\d,]+ rows to learn from, [\d,]+ to set thresholds with",
    "2. Learn": r"Out: a model with AUC 0\.\d{3} on rows it did not learn from",
    "3. Measure and pack": r"Out: AUC 0\.\d{3} on [\d,]+ test rows, over 6 categories",
}


def _stages(server: Server) -> dict[str, str]:
    answers = "endpoint that answers" if server.double else r"address, http://127\.0\.0\.1:\d+"
    return {**_STAGES, "4. Put to work": f"Out: an {answers}"}


@on_both("server")
@pytest.mark.timeout(300)
def test_the_guided_demo_from_the_first_click_to_starting_over(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    accounts.work_in(server.double, server.workspace)
    workspace, stages = open_workspace(server.workspace), _stages(server)
    with journey(browser, server, typed=(OWN_WORD,)) as page:
        page.goto(server.address)
        _watch(page, stages)
        _try(page)
        _add_own(workspace, tmp_path)
        _return(page, stages)
        _start_over(page)
    workspace = open_workspace(server.workspace)  # as somebody who comes now sees it
    assert demo.status(workspace) is None
    assert {dataset.name for dataset in datasets.listing(workspace)} == {OWN, datasets.SAMPLE}
    assert [job.name for job in jobs.listing(workspace)] == [f"{OWN}-1-process"]
    assert models.listing(workspace) == ()
    assert endpoints.listing(workspace) == ()


def _watch(page: Page, stages: Mapping[str, str]) -> None:
    heading(page, "Moderation Studio")
    page.get_by_role("button", name="Run the guided demo").click()
    for title, found in stages.items():
        expect(page.get_by_text(title, exact=True)).to_be_visible()
        expect(page.get_by_text(re.compile(found))).to_be_visible(timeout=2 * PATIENCE)
    expect(page.get_by_text("It opens by itself in")).to_be_visible()


def _try(page: Page) -> None:
    heading(page, "Try messages")
    expect(page.get_by_text("The demo's model is live.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/try_messages\?endpoint=demo$"))
    settled(page)
    # On the button its rough word is masked.
    page.get_by_role("radio", name="you are such an i●●●●").click()
    expect(page.get_by_label("Message", exact=True)).to_have_value(EXAMPLE)
    verdict = page.get_by_role("heading", name=re.compile("^This message would be flagged as"))
    expect(verdict).to_be_visible()
    expect(chart(page, "Probability by category: ")).to_be_visible()
    settled(page)
    box = page.get_by_label("Message", exact=True)
    box.fill(f"see you tomorrow in {OWN_WORD}")
    box.press("Enter")
    expect(page.get_by_role("heading", name="Nothing to flag.")).to_be_visible()


def _add_own(workspace: Workspace, folder: Path) -> None:
    datasets.add(workspace, OWN, DatasetFiles(write_comments(folder / f"{OWN}.csv", 120)))
    run = runs.process(
        workspace, name=f"{OWN}-1", dataset=OWN, size=workspace.platform.sizes()[0].name
    )
    assert runs.wait(workspace, run.name).state is RunState.COMPLETED


def _return(page: Page, stages: Mapping[str, str]) -> None:
    """The finished demo is told, and it does not go away again by itself."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Home", exact=True).click()
    heading(page, "Moderation Studio")
    expect(page.get_by_text(re.compile(r"^Done in .* the endpoint is live\.$"))).to_be_visible()
    expect(page.get_by_text("It opens by itself in")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"rows learned from · AUC 0\.\d{3}"))).to_be_visible()
    settled(page)  # opened in the midst of a run it would close again
    page.get_by_text("What happened, step by step").click()
    for title, found in stages.items():
        expect(page.get_by_text(title, exact=True)).to_be_visible()
        expect(page.get_by_text(re.compile(found))).to_be_visible()
    page.wait_for_timeout(FAREWELL_SECONDS * 1000 + 2000)
    heading(page, "Moderation Studio")


def _start_over(page: Page) -> None:
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_text("This stays: the sample dataset, and everything")).to_be_visible()
    page.get_by_role("button", name="Remove the demo's things").click()
    expect(page.get_by_role("button", name="Run the guided demo")).to_be_visible()
    expect(page.get_by_text("Done in")).to_have_count(0)
    expect(page.get_by_role("button", name="Train a model")).to_be_visible()
