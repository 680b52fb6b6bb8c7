"""A community manager's day: tries messages on a phone by keyboard, compares, scores a file, shares
a link."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.components.messages.examples import EXAMPLE_SET
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.model import models
from backend.studio.work import jobs
from backend.studio.workspace import open_workspace
from tests.e2e.conftest import Server, on_both
from tests.e2e.journeys import chart, choose, downloaded, journey
from tests.e2e.looking import PHONE, WIDE, heading, settled, witnessed
from tests.e2e.worlds import DATASET, ENDPOINT, MODELS, OTHER_ENDPOINT, SMALL_DATASET

MESSAGE = "YOU rotten TURNIP of Zanzibar"
FORMULA = '=HYPERLINK("http://a.example/zanzibar","you rotten turnip")'
ROWS = (
    ("1", "well played zanzibar friend"),
    ("2", FORMULA),
    ("3", "+free gold click zanzibar"),
    ("-4", "two lines\nof zanzibar"),
    ("5", ""),
)
# As they would stand in a log or a file: in any case, whatever the normaliser made of them.
TYPED = ("zanzibar",)


@on_both("garden")
@pytest.mark.timeout(300)
def test_tries_compares_scores_a_file_and_shares_a_link(
    garden: Server, browser: Browser, tmp_path: Path
) -> None:
    worked = _work(garden)
    with journey(browser, garden, typed=TYPED, size=PHONE) as page:
        page.goto(f"{garden.address}/try_messages?endpoint={OTHER_ENDPOINT}")
        _try_by_keyboard(page)
        page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        _compare(page)
        _run_a_set(page)
        _score_a_file(page, tmp_path / "chat.csv")
        _look_back(page)
        link = _share(page)
        with witnessed(browser) as (other, witness):
            _open_shared(other, link)
        assert witness.left == []
        assert witness.complaints == []
    workspace = open_workspace(garden.workspace)
    assert {d.name for d in datasets.listing(workspace)} == {DATASET, SMALL_DATASET}
    assert {model.name for model in models.listing(workspace)} == set(MODELS)
    assert {e.name for e in endpoints.listing(workspace)} == {ENDPOINT, OTHER_ENDPOINT}
    assert _work(garden) == worked


def _work(garden: Server) -> set[str]:
    return {job.name for job in jobs.listing(open_workspace(garden.workspace))}


def _tab_to(page: Page, label: str) -> None:
    """Go to the field of that label, with the Tab key alone."""
    field = page.get_by_label(label, exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            return
    raise AssertionError(f"Tab never came to {label}")


def _try_by_keyboard(page: Page) -> None:
    heading(page, "Try messages")
    settled(page)
    _tab_to(page, "Message")
    page.keyboard.type(MESSAGE)
    page.keyboard.press("Enter")
    # Its models are tiny, and may call it spam, too.
    verdict = re.compile("^This message would be flagged as .*rude")
    expect(page.get_by_role("heading", name=verdict)).to_be_visible()
    expect(chart(page, "Probability by category: ")).to_be_visible()
    expect(page.get_by_text("The model read: you rotten turnip of zanzibar")).to_be_visible()
    settled(page)
    _tab_to(page, "Show numbers")
    page.keyboard.press("Space")
    raw = page.get_by_role("region", name="Probability, threshold and raw score by category")
    expect(raw).to_be_visible()
    # Nothing is cut at the right.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Space")
    expect(raw).to_be_hidden()


def _compare(page: Page) -> None:
    settled(page)
    choose(page, "Compare with", ENDPOINT)
    _both(page)


def _run_a_set(page: Page) -> None:
    page.get_by_role("radio", name="Sets").click()
    page.get_by_role("button", name="Run", exact=True).click()
    said = rf"Of {len(EXAMPLE_SET)} messages, {OTHER_ENDPOINT} flags \d+ and {ENDPOINT} flags \d+"
    expect(page.get_by_text(re.compile(said))).to_be_visible()


def _score_a_file(page: Page, file: Path) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([("id", "comment_text"), *ROWS])
    page.get_by_role("radio", name="Many").click()
    page.get_by_role("radio", name="Upload a CSV").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Score them").click()
    expect(page.get_by_text("Flagged by category")).to_be_visible()
    settled(page)
    scored = downloaded(page, "Download as CSV").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(scored, newline="")))
    assert [row["comment_text"].lstrip("'") for row in rows] == [text for _, text in ROWS]
    assert [row["id"] for row in rows] == [number for number, _ in ROWS]
    assert all(0 <= float(row[name]) <= 1 for row in rows[:4] for name in ("rude", "spam"))
    texts = [cell for row in rows for cell in row.values() if not _is_number(cell)]
    assert [cell for cell in texts if cell[:1] in ("=", "+", "-", "@")] == []


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?[\d.]+", cell) is not None


def _look_back(page: Page) -> None:
    page.get_by_role("radio", name="History").click()
    # One of meadow's alone, and one of each once they were compared.
    expect(page.get_by_text("3 of 3 answers, newest first")).to_be_visible()
    search = page.get_by_label("Search", exact=True)
    search.fill("meadow zanzibar")
    expect(page.get_by_text("2 of 3 answers, newest first")).to_be_visible()
    settled(page)
    row, _ = csv.DictReader(io.StringIO(downloaded(page, "Download as CSV").decode("utf-8-sig")))
    assert (row["endpoint"], row["message"]) == (OTHER_ENDPOINT, MESSAGE)
    assert "rude" in row["flagged"]


def _share(page: Page) -> str:
    page.get_by_role("radio", name="One message").click()
    _both(page)
    page.get_by_role("button", name="Link to this").click()
    link = page.get_by_text(re.compile("^http://127.0.0.1"))
    expect(link).to_be_visible()
    return link.inner_text()


def _open_shared(page: Page, link: str) -> None:
    page.goto(link)
    heading(page, "Try messages")
    _both(page)


def _both(page: Page) -> None:
    """The message, and what both endpoints say of it."""
    expect(page.get_by_label("Message", exact=True)).to_have_value(MESSAGE)
    expect(
        page.get_by_text(re.compile("Both (agree: flagged as|flag it as) .*rude"))
    ).to_be_visible()
    for endpoint in (ENDPOINT, OTHER_ENDPOINT):
        verdict = re.compile(f"^{endpoint}: .*rude")
        expect(page.get_by_role("heading", name=verdict)).to_be_visible()
