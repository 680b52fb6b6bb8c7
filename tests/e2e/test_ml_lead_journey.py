"""An ML lead's day: from a CSV to two models, an endpoint that changes over and back, and order."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.model import models
from backend.studio.work import jobs
from backend.studio.workspace import Workspace, open_workspace
from tests.comments import write_comments
from tests.e2e import accounts
from tests.e2e.conftest import Server, on_both
from tests.e2e.journeys import add_upload, chart, journey, tick
from tests.e2e.looking import go, heading, settled

MESSAGE = "you rotten turnip of Zanzibar"
FIRST, SECOND, RENAMED = "garden-fasttext-1", "garden-fasttext-2", "garden-wide"


@on_both("server")
@pytest.mark.timeout(300)
def test_two_models_compared_deployed_changed_over_and_cleaned_up(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    with journey(browser, server, typed=("zanzibar",)) as page:
        page.goto(server.address)
        if server.double is not None:
            accounts.choose_account(page, server.double)
            page.goto(server.address)
        _explore(page, _doubtful(write_comments(tmp_path / "garden.csv", 600)))
        _process(page)
        _train_first(page)
        _train_again(page)
        _compare(page, open_workspace(server.workspace))
        _deploy_and_change_over(page)
        assert _served(open_workspace(server.workspace)) == [FIRST]
        _try(page)
        _rename_and_be_refused(page)
        _clean_up(page)
    workspace = open_workspace(server.workspace)  # as somebody who comes now sees it
    assert [dataset.name for dataset in datasets.listing(workspace)] == ["garden"]
    assert [model.name for model in models.listing(workspace)] == [FIRST]
    assert {job.name for job in jobs.listing(workspace)} == {
        "garden-1-process",
        f"{FIRST}-train",
        f"{FIRST}-evaluate",
    }
    assert endpoints.listing(workspace) == ()
    if server.double is not None:
        with journey(browser, server, typed=()) as page:
            page.goto(server.address)
            accounts.remove_everything(page, server.double)


def _doubtful(file: Path) -> Path:
    """The file with every seventh row labelled the other way: no threshold is right for all."""
    head, *rows = file.read_text().splitlines()
    for place in range(0, len(rows), 7):
        text, rude, spam = rows[place].rsplit(",", 2)
        rows[place] = f"{text},{1 - int(rude)},{spam}"
    file.write_text("\n".join([head, *rows]) + "\n")
    return file


def _explore(page: Page, file: Path) -> None:
    heading(page, "Moderation Studio")
    go(page, "Process")
    add_upload(page, file)
    expect(page.get_by_text("600 rows", exact=True)).to_be_visible()
    page.get_by_role("link", name="Look at its rows and categories").click()
    heading(page, "Explore dataset")
    settled(page)
    expect(page.get_by_role("heading", name="600 rows")).to_be_visible()

    chart(page, "Rows by category: rude 228").click(position={"x": 150, "y": 14})
    expect(page.get_by_role("heading", name="228 rows with rude")).to_be_visible()
    expect(page.get_by_text(re.compile("y●●.*r●●●●.*t●●●●"))).not_to_have_count(0)
    expect(page.get_by_text("turnip")).to_have_count(0)
    page.get_by_text("Show the texts", exact=True).click()
    expect(page.get_by_text("turnip")).not_to_have_count(0)
    page.get_by_role("button", name="Show all rows").click()
    expect(page.get_by_role("heading", name="600 rows")).to_be_visible()
    page.get_by_role("link", name="Process this dataset").click()


def _process(page: Page) -> None:
    heading(page, "Process")
    expect(page.get_by_role("heading", name="What it will need")).to_be_visible()
    page.get_by_role("button", name="Start processing").click()
    heading(page, "Jobs")
    page.get_by_role("link", name="Train on this data").click()


def _train_first(page: Page) -> None:
    heading(page, "Train")
    page.get_by_text("fastText", exact=True).click()
    settled(page)
    # A number that the browser kept to itself would leave the one before to be launched.
    size = page.get_by_label("Vector size", exact=True)
    for typed, launchable in (("999", False), ("8", True)):
        size.fill(typed)
        size.press("Enter")
        expect(page.get_by_text("Vector size cannot be 999.")).to_be_visible(visible=not launchable)
        settled(page)
        expect(page.get_by_role("button", name="Start training")).to_be_enabled(enabled=launchable)
    page.get_by_role("button", name="Start training").click()
    heading(page, "Jobs")
    expect(page.get_by_role("heading", name=f"{FIRST}-train")).to_be_visible()
    page.get_by_role("button", name="See its evaluation").click()
    expect(page.get_by_role("heading", name=f"{FIRST}-evaluate")).to_be_visible()
    expect(page.get_by_role("link", name="Deploy this model")).to_be_visible()
    settled(page)
    page.get_by_role("button", name=f"trained model of {FIRST}-train").click()
    expect(page.get_by_role("heading", name=f"{FIRST}-train")).to_be_visible()
    for measure in ("Loss", "Words a second"):
        expect(page.get_by_text(measure).first).to_be_visible()  # its chart, too, may say so
    expect(chart(page, "Timeline: ")).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("words/s")
    page.get_by_role("textbox", name="Search the log").fill("validation rows")
    page.get_by_role("textbox", name="Search the log").press("Enter")
    expect(page.get_by_text(re.compile(r"^\d lines with “validation rows”"))).to_be_visible()
    expect(page.get_by_role("log")).not_to_contain_text("words/s")


def _train_again(page: Page) -> None:
    page.get_by_role("link", name="Run again").click()
    heading(page, "Train")
    expect(page.get_by_text(f"Filled in as in {FIRST}-train, under a new name.")).to_be_visible()
    expect(page.get_by_label("Name of the model", exact=True)).to_have_value(SECOND)
    expect(page.get_by_label("Vector size", exact=True)).to_have_value("8")
    page.get_by_label("Epochs", exact=True).fill("20")
    page.get_by_label("Epochs", exact=True).press("Enter")
    settled(page)
    # By now there is a past run to judge by.
    expect(page.get_by_text(re.compile("judged by 1 past run"))).not_to_have_count(0)
    page.get_by_role("button", name="Start training").click()
    heading(page, "Jobs")
    expect(page.get_by_role("heading", name=f"{SECOND}-train")).to_be_visible()
    page.get_by_role("button", name="See its evaluation").click()
    expect(page.get_by_role("heading", name=f"{SECOND}-evaluate")).to_be_visible()
    page.get_by_role("link", name=f"model {SECOND}", exact=True).click()


def _compare(page: Page, workspace: Workspace) -> None:
    heading(page, "Models")
    settled(page)
    page.get_by_role("combobox", name="Look at").click()
    page.get_by_role("option", name=FIRST).click()
    page.keyboard.press("Escape")
    for name in (FIRST, SECOND):
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    for curve in ("Precision over recall of rude", "ROC curve of rude"):
        drawn = chart(page, f"{curve}. {SECOND} · AP")
        expect(drawn).to_be_visible()
        expect(drawn).to_have_accessible_name(re.compile(f"; {FIRST} · AP"))

    page.get_by_role("radio", name="Thresholds", exact=True).click()
    page.get_by_role("radio", name=FIRST, exact=True).click()
    expect(chart(page, f"Test rows of {FIRST} by category")).to_be_visible()
    before = models.get(workspace, FIRST).thresholds["rude"]
    slider = page.get_by_role("slider", name="Rude")
    counts = page.get_by_text(re.compile(r"\d flagged rightly.*\d wrongly.*\d missed")).first
    told = counts.inner_text()
    save = page.get_by_role("button", name="Save", exact=True)
    expect(save).to_be_disabled()
    settled(page)
    slider.press("End")
    expect(page.get_by_text("changed from")).to_be_visible()
    expect(counts).not_to_have_text(told)
    save.click()
    expect(page.get_by_text("Saved: from now on")).to_be_visible()
    assert models.get(workspace, FIRST).thresholds["rude"] > before
    assert models.get(workspace, SECOND).thresholds == (
        models.get(workspace, SECOND).measured_thresholds
    )


def _deploy_and_change_over(page: Page) -> None:
    # The boxes of the two stand in the order in which they were chosen.
    page.get_by_role("link", name="Deploy").last.click()
    heading(page, "Endpoints")
    expect(page.get_by_label("Name of the endpoint", exact=True)).to_have_value(FIRST)
    page.get_by_role("button", name="Deploy", exact=True).click()
    expect(page.get_by_text("In service", exact=True)).to_be_visible()
    expect(page.get_by_text(f"Serves {FIRST}", exact=True)).to_be_visible()
    page.get_by_role("button", name="Send a test message").click()
    expect(page.get_by_text(re.compile("answered in|answering took"))).to_be_visible()

    page.get_by_role("button", name="Change model").click()
    page.get_by_role("button", name="Change over").click()
    expect(page.get_by_text(f"Serves {SECOND}", exact=True)).to_be_visible()
    page.get_by_role("button", name=f"Roll back to {FIRST}").click()
    expect(page.get_by_text(f"Serves {FIRST}", exact=True)).to_be_visible()
    expect(page.get_by_text("In service", exact=True)).to_be_visible()


def _served(workspace: Workspace) -> list[str | None]:
    """The model of each endpoint."""
    return [one.model.name if one.model else None for one in endpoints.listing(workspace)]


def _try(page: Page) -> None:
    """The threshold that was saved, as high as it goes, is the one in force."""
    page.get_by_role("link", name="Try it").click()
    heading(page, "Try messages")
    box = page.get_by_label("Message", exact=True)
    box.fill(MESSAGE)
    box.press("Enter")
    not_rude = re.compile(r"^(Nothing to flag|This message would be flagged as spam)\W*$")
    expect(page.get_by_role("heading", name=not_rude)).to_be_visible()
    expect(chart(page, "Probability by category: ")).to_be_visible()
    go(page, "Endpoints")


def _rename_and_be_refused(page: Page) -> None:
    page.get_by_role("link", name="See the model").click()
    heading(page, "Models")
    settled(page)
    page.get_by_role("button", name="Delete…").click()
    expect(page.get_by_text(f"The endpoint {FIRST} uses this model.")).to_be_visible()
    expect(page.get_by_role("button", name="Delete the model")).to_have_count(0)
    page.keyboard.press("Escape")

    page.get_by_role("combobox", name="Look at").click()
    page.get_by_role("option", name=SECOND).click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name=SECOND)).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Rename…").last.click()
    page.get_by_role("textbox", name="New name").fill(RENAMED)
    page.get_by_role("textbox", name="New name").press("Enter")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(page.get_by_role("heading", name=RENAMED)).to_be_visible()


def _clean_up(page: Page) -> None:
    go(page, "Endpoints")
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("button", name="Delete the endpoint").click()
    expect(page.get_by_text("No endpoints yet")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Home", exact=True).click()
    heading(page, "Moderation Studio")
    expect(page.get_by_role("button", name="Deploy a model")).to_be_visible()

    go(page, "Jobs")
    page.get_by_role("button", name="Clean up").click()
    expect(page.get_by_text("Nothing is chosen.")).to_be_visible()
    tick(page.get_by_role("region", name="3 runs that may be removed"), 1)  # the newest
    expect(page.get_by_text(re.compile("would be free again, of 1 chosen run"))).to_be_visible()
    page.get_by_role("button", name="Remove…").click()
    expect(page.get_by_text(f"The model {SECOND} goes.")).to_be_visible()
    page.get_by_role("button", name="Remove 1 run").click()
    expect(page.get_by_text(re.compile(r"1 run removed: [\d.]+ MB are free again"))).to_be_visible()
