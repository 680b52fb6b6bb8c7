"""What goes wrong in an account, as a person sees it: in words, what to do, and nothing lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from backend.studio.work import jobs
from backend.studio.workspace import open_workspace
from bench.served import served
from tests.aws_double import AwsDouble, Fault
from tests.e2e import accounts
from tests.e2e.conftest import Server, on_aws
from tests.e2e.looking import go, heading, settled
from tests.e2e.worlds import DATASET, LINES, MODELS

pytestmark = [on_aws("garden"), pytest.mark.timeout(300)]


@pytest.fixture
def double(garden: Server) -> Iterator[AwsDouble]:
    """The account of the garden. What was wrong with it is mended afterwards."""
    assert garden.double is not None
    known = len(garden.double.requests)
    yield garden.double
    garden.double.mend()
    assert [r for r in garden.double.requests[known:] if r.problems] == []
    assert "Traceback" not in garden.log.read_text()


def _open(page: Page, address: str, title: str) -> None:
    page.goto(address)
    heading(page, title)
    settled(page)


def _told(page: Page, *said: str) -> None:
    """A box says so in the page, and nothing there is a defect."""
    boxes = page.get_by_test_id("stMain").get_by_test_id("stAlert")
    for words in said:
        boxes = boxes.filter(has_text=words)
    expect(boxes.first).to_be_visible()
    assert page.get_by_test_id("stException").count() == 0
    assert "Something broke here" not in page.get_by_test_id("stMain").inner_text()


def _launch(page: Page, garden: Server, form: str) -> str:
    """Press the button of a form; the name of the run."""
    what, title, button = {
        "process": (f"dataset={DATASET}", "Process", "Start processing"),
        "train": (f"lines={LINES}", "Train", "Start training"),
    }[form]
    _open(page, f"{garden.address}/{form}?{what}", title)
    name = page.get_by_label(re.compile("^Name of the (model|run)")).first.input_value()
    page.get_by_role("button", name=button).first.click()
    heading(page, "Jobs")
    return name


def test_credentials_that_expire_while_a_training_runs(
    page: Page, garden: Server, double: AwsDouble
) -> None:
    double.fail(Fault("slow_start", operation="CreateTrainingJob", seconds=300))
    run = _launch(page, garden, "train")
    expect(page.get_by_role("heading", name=f"{run}-train")).to_be_visible()
    double.fail(Fault("expired", count=None))
    _told(page, "The AWS credentials have expired", "Sign in again")
    go(page, "Explore dataset")
    expect(page.get_by_role("heading", name=re.compile("rows$")).first).to_be_visible()
    go(page, "Endpoints")
    _told(page, "The AWS credentials have expired", "Sign in again")

    double.mend()  # somebody has signed in again
    _open(page, f"{garden.address}/jobs?job={run}-train", "Jobs")
    page.get_by_role("button", name="See its evaluation").click()
    expect(page.get_by_role("link", name="Deploy this model")).to_be_visible()


def test_a_page_that_got_no_answer_comes_by_itself_when_there_is_one(
    page: Page, garden: Server, double: AwsDouble, tmp_path: Path
) -> None:
    double.fail(Fault("throttle", operation="ListEndpoints", count=None))
    with served(garden.workspace, tmp_path / "server.log") as address:  # which knows of none yet
        _open(page, f"{address}/endpoints", "Endpoints")
        _told(page, "AWS")
        endpoint = page.get_by_role("heading", name="garden", exact=True)
        expect(endpoint).to_have_count(0)
        double.mend()
        expect(endpoint).to_be_visible()
        page.goto("about:blank")  # or it would complain that the server is gone


@pytest.mark.parametrize(
    ("fault", "form", "said"),
    [
        (Fault("denied", operation="CreateProcessingJob"), "process", ("CreateProcessingJob",)),
        (Fault("quota", operation="CreateTrainingJob"), "train", ("Service Quotas",)),
    ],
    ids=["a permission that is missing", "a quota of 0"],
)
def test_a_launch_that_the_account_does_not_let(
    page: Page, garden: Server, double: AwsDouble, fault: Fault, form: str, said: tuple[str, ...]
) -> None:
    double.fail(fault)
    run = _launch(page, garden, form)
    _told(page, *said)
    assert run in page.get_by_test_id("stMain").inner_text()
    assert [job for job in jobs.listing(open_workspace(garden.workspace)) if run in job.name] == []


def test_two_clicks_on_launch_make_one_job(page: Page, garden: Server, double: AwsDouble) -> None:
    _open(page, f"{garden.address}/process?dataset={DATASET}", "Process")
    known = len(double.requests)
    # At once: a second click that came later might find another page.
    page.get_by_role("button", name="Start processing").evaluate("it => (it.click(), it.click())")
    expect(page.get_by_role("link", name="Train on this data")).to_be_visible()
    made = [r.name for r in double.requests[known:] if r.operation == "CreateProcessingJob"]
    assert len(made) == 1


def _deploy(page: Page, address: str, name: str) -> None:
    """Put the first model on an endpoint of that name."""
    _open(page, f"{address}/endpoints?model={next(iter(MODELS))}", "Endpoints")
    box = page.get_by_label("Name of the endpoint", exact=True)
    box.fill(name)
    box.press("Enter")
    settled(page)
    page.get_by_role("button", name="Deploy", exact=True).click()


def test_an_endpoint_that_never_passes_its_health_check(
    page: Page, garden: Server, double: AwsDouble
) -> None:
    double.fail(Fault("no_ping", operation="CreateEndpoint"))
    _deploy(page, garden.address, "ailing")
    expect(page.get_by_role("heading", name="ailing", exact=True)).to_be_visible()
    _told(page, "did not answer its health check", "more memory")


def test_an_app_that_dies_while_it_makes_an_endpoint(
    page: Page, garden: Server, double: AwsDouble, tmp_path: Path
) -> None:
    """Between its model and the endpoint: the next app finds all there is, and deletes it."""
    before, known, name = accounts.things_in(double), len(double.requests), "half-made"
    double.fail(Fault("throttle", operation="CreateEndpoint", count=None))
    with served(garden.workspace, tmp_path / "server.log") as address:
        _deploy(page, address, name)
        while not any(r.operation == "CreateEndpoint" for r in double.requests[known:]):
            page.wait_for_timeout(50)
        page.goto("about:blank")  # or it would complain that the server is gone
        _kill(address)
    double.mend()
    left = set(accounts.things_in(double)) - set(before)
    assert any(thing.startswith(f"Model {name}") for thing in left)
    assert not any(thing.startswith("Endpoint ") for thing in left)
    _open(page, f"{garden.address}/endpoints?endpoint={name}", "Endpoints")
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("button", name="Delete the endpoint").click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_have_count(0)
    assert accounts.things_in(double) == before


def _kill(address: str) -> None:
    """End the app there without a word, as the machine's end would."""
    port = address.rpartition(":")[2]
    (server,) = (child for child in psutil.Process().children() if port in child.cmdline())
    server.kill()
