"""The whole main job as a person does it: the real server, a real CSV, a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.work import jobs
from backend.studio.workspace import open_workspace
from tests.comments import write_comments
from tests.e2e.conftest import Server
from tests.e2e.looking import PATIENCE, go, heading, witnessed


@pytest.mark.timeout(300)
def test_from_a_csv_to_a_verdict_and_back_to_nothing(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    expect.set_options(timeout=PATIENCE)
    with witnessed(browser) as (page, witness):
        _work(page, server, tmp_path)
    assert "Traceback" not in server.log.read_text()
    assert witness.left == []
    assert witness.complaints == []
    workspace = open_workspace(server.workspace)
    assert [dataset.name for dataset in datasets.listing(workspace)] == ["garden"]
    assert len(jobs.listing(workspace)) == 3
    assert endpoints.listing(workspace) == ()


def _work(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(server.address)
    heading(page, "Moderation Studio")
    expect(page.get_by_role("button", name="Run the guided demo")).to_be_visible()

    go(page, "Process")
    page.get_by_text("Upload files").click()
    page.locator("input[type=file]").first.set_input_files(
        write_comments(tmp_path / "garden.csv", 600)
    )
    expect(page.get_by_label("Name of the dataset", exact=True)).to_have_value("garden")
    page.get_by_role("button", name="Add the dataset").click()
    expect(page.get_by_text("600 rows", exact=True)).to_be_visible()
    page.get_by_role("button", name="Start processing").click()

    heading(page, "Jobs")
    page.get_by_role("link", name="Train on this data").click()
    heading(page, "Train")
    expect(page.get_by_text("1,024 MB", exact=True)).to_be_visible()
    # A number that the browser kept to itself would leave the one before to be launched.
    size = page.get_by_label("Vector size", exact=True)
    for typed, launchable in (("999", False), ("12", True)):
        size.fill(typed)
        size.press("Enter")
        expect(page.get_by_text("Vector size cannot be 999.")).to_be_visible(visible=not launchable)
        expect(page.get_by_role("button", name="Start training")).to_be_enabled(enabled=launchable)
    page.get_by_role("button", name="Start training").click()

    heading(page, "Jobs")
    expect(page.get_by_role("heading", name="garden-fasttext-1-train")).to_be_visible()
    expect(page.get_by_text("Words a second")).to_be_visible()
    page.get_by_role("button", name="See its evaluation").click()
    page.get_by_role("link", name="Deploy this model").click()

    heading(page, "Endpoints")
    expect(page.get_by_label("Name of the endpoint", exact=True)).to_have_value("garden-fasttext-1")
    page.get_by_role("button", name="Deploy", exact=True).click()
    expect(page.get_by_text("In service", exact=True)).to_be_visible()
    page.get_by_role("link", name="Try it").click()

    heading(page, "Try messages")
    box = page.get_by_label("Message", exact=True)
    box.fill("you rotten turnip near the tower")
    box.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("would be flagged as rude"))).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()

    go(page, "Endpoints")
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("button", name="Delete the endpoint").click()
    expect(page.get_by_text("No endpoints yet")).to_be_visible()

    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Home", exact=True).click()
    heading(page, "Moderation Studio")
    expect(page.get_by_role("button", name="Deploy a model")).to_be_visible()

    assert "Traceback" not in page.content()
