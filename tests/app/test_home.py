import threading
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from backend.datasets.files import DatasetFiles
from backend.platforms.base import JobState
from backend.platforms.local.platform import LocalPlatform
from backend.studio import demo
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.work import jobs, runs
from tests.app.conftest import Desk, Made, keys_of, links_of, words_of
from tests.comments import write_comments


def test_an_empty_workspace_is_led_to_the_demo_or_a_dataset(desk: Desk) -> None:
    tab = desk.open()
    assert tab.button(key="demo").label == "Run the guided demo"
    assert "synthetic" in words_of(tab)
    assert "next" not in keys_of(tab)
    assert "process" in links_of(tab)


def test_a_dataset_leads_to_processing_it(desk: Desk, tmp_path: Path) -> None:
    datasets.add(desk.workspace, "garden", DatasetFiles(write_comments(tmp_path / "c.csv", 60)))
    tab = desk.open()
    assert "Process your dataset" in tab.button(key="next").label
    desk.look(tab.button(key="next").click())
    assert tab.title[0].value == "Process"


def test_a_live_endpoint_leads_to_trying_it(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open()
    assert "Try messages" in tab.button(key="next").label
    assert made.dataset in words_of(tab)


@pytest.fixture
def small_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few comments in the place of the sample's many."""

    def write_few(folder: Path) -> None:
        write_comments(folder / "train.csv")

    monkeypatch.setattr(datasets, "write_sample", write_few)


def test_the_demo_runs_to_a_live_endpoint_and_leaves_no_trace(
    desk: Desk, small_sample: None
) -> None:
    tab = desk.open()
    desk.look(tab.button(key="demo").click())
    told = words_of(tab)
    for number, title in enumerate(
        ("Clean and split", "Learn", "Measure and pack", "Put to work"), start=1
    ):
        assert f"{number}. {title}" in told
    ended = runs.wait(desk.workspace, demo.NAME)
    assert ended.state is runs.RunState.COMPLETED
    desk.look(tab)
    told = words_of(tab)
    assert "the endpoint is live" in told
    assert "rows to learn from" in told
    assert "AUC" in told
    assert "try_messages" in links_of(tab)
    later = words_of(desk.open())  # who comes later is led nowhere
    assert "opens by itself" not in later
    assert "rows learned from" in later
    for page in ("home", "process", "train", "endpoints"):
        assert "synthetic" in words_of(desk.open(page)).lower(), page
    assert "ynthetic" in words_of(desk.open("jobs", job="demo-evaluate"))
    desk.look(tab.button(key="demo-clear").click())
    assert tab.button(key="demo").label == "Run the guided demo"
    assert endpoints.listing(desk.workspace) == ()
    assert jobs.listing(desk.workspace) == ()
    assert [dataset.name for dataset in datasets.listing(desk.workspace)] == [datasets.SAMPLE]


def test_starting_over_stops_what_goes_on_and_spares_what_is_not_the_demos(
    desk: Desk, tmp_path: Path, small_sample: None
) -> None:
    datasets.add(desk.workspace, "mine", DatasetFiles(write_comments(tmp_path / "c.csv", 60)))
    size = desk.workspace.platform.sizes()[0].name
    runs.process(desk.workspace, name="mine-1", dataset="mine", size=size)
    assert runs.wait(desk.workspace, "mine-1").state is runs.RunState.COMPLETED
    tab = desk.open()
    desk.look(tab.button(key="demo").click())
    desk.look(tab.button(key="demo-clear").click())
    assert demo.status(desk.workspace) is None
    assert [job.name for job in jobs.listing(desk.workspace)] == ["mine-1-process"]


def test_starting_over_is_refused_in_words_while_the_demos_model_serves_elsewhere(
    desk: Desk, small_sample: None
) -> None:
    demo.start(desk.workspace)
    assert runs.wait(desk.workspace, demo.NAME).state is runs.RunState.COMPLETED
    endpoints.deploy(desk.workspace, name="live", model=demo.NAME)
    tab = desk.open()
    desk.look(tab.button(key="demo-clear").click())
    assert "serves the demo" in tab.error[0].value
    assert demo.status(desk.workspace) is not None


def test_far_away_the_demo_goes_behind_the_page(
    desk: Desk, small_sample: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.start(desk.workspace)
    assert runs.wait(desk.workspace, demo.NAME).state is runs.RunState.COMPLETED
    answered = threading.Event()
    delete = LocalPlatform.delete

    def late(platform: LocalPlatform, name: str) -> None:
        answered.wait(60)
        delete(platform, name)

    monkeypatch.setattr(LocalPlatform, "far", True)
    monkeypatch.setattr(LocalPlatform, "delete", late)
    tab = desk.open()
    desk.look(tab.button(key="demo-clear").click())
    assert "It goes on by itself" in words_of(tab)
    assert "demo-clear" not in {button.key for button in tab.button}
    answered.set()
    deadline = time.monotonic() + 60
    while demo.clearing(desk.workspace):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    desk.look(tab)
    assert tab.button(key="demo").label == "Run the guided demo"
    assert (endpoints.listing(desk.workspace), jobs.listing(desk.workspace)) == ((), ())


def test_a_run_goes_on_though_no_page_looks(desk: Desk, tmp_path: Path) -> None:
    datasets.add(desk.workspace, "garden", DatasetFiles(write_comments(tmp_path / "c.csv", 300)))
    desk.open()
    runs.pipeline(
        desk.workspace,
        name="all",
        dataset="garden",
        endpoint="all",
        algorithm="fasttext",
        size=desk.workspace.platform.sizes()[0].name,
        hyperparameters={"buckets": "1000"},
    )
    give_up = time.monotonic() + 100
    while desk.workspace.ledger.run("all").outcome is None:
        assert time.monotonic() < give_up
        time.sleep(0.2)
    assert all(job.state is JobState.COMPLETED for job in jobs.listing(desk.workspace))


def watch(desk: Desk, *tabs: AppTest) -> None:
    """Look, as pages that tick do, until the demo has ended."""
    give_up = time.monotonic() + 100
    ended = False
    while not ended:
        assert time.monotonic() < give_up
        time.sleep(0.3)  # a tick; who looked without a pause would slow down what is looked at
        ended = desk.workspace.ledger.run(demo.NAME).outcome is not None
        for tab in tabs:
            desk.look(tab)


def test_whoever_watched_the_demo_is_led_to_its_endpoint_once_but_may_stay(
    desk: Desk, small_sample: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = desk.open()
    desk.look(tab.button(key="demo").click())
    other = desk.open()
    watch(desk, tab, other)
    for watching in (tab, other):
        assert "opens by itself" in words_of(watching)
    desk.look(other.button(key="demo-stay").click())
    clock = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: clock() + 7)
    desk.look(other)
    assert other.title[0].value == "Moderation Studio"
    assert "opens by itself" not in words_of(other)
    assert "the endpoint is live" in words_of(other)
    desk.look(tab)
    assert tab.title[0].value == "Try messages"
    assert demo.NAME in tab.query_params["endpoint"]
    assert "live" in tab.toast[0].value
    tab.switch_page("pages/home.py")
    desk.look(tab)
    assert tab.title[0].value == "Moderation Studio"
    assert "opens by itself" not in words_of(tab)


def test_a_demo_that_failed_says_where_and_why(desk: Desk, small_sample: None) -> None:
    sample = datasets.add_sample(desk.workspace)
    folder = datasets.folder(desk.workspace, sample.name)
    (folder / "train.csv").write_text("id,comment_text\n")
    demo.start(desk.workspace)
    assert runs.wait(desk.workspace, demo.NAME).state is runs.RunState.FAILED
    tab = desk.open()
    assert "did not get to its end at process" in tab.error[0].value
    reason = jobs.get(desk.workspace, "demo-process").reason
    assert reason.split(".")[0] in tab.error[0].value.replace("\\", "")
    assert ("jobs", "job=demo-process") in {
        (link.page, link.proto.query_string) for link in tab.page_link
    }


def test_a_failure_is_told_until_somebody_has_seen_it(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    datasets.add(workspace, "garden", DatasetFiles(write_comments(tmp_path / "c.csv", 60)))
    (datasets.folder(workspace, "garden") / "train.csv").write_text("id,comment_text\n")
    size = workspace.platform.sizes()[0].name
    runs.process(workspace, name="garden-1", dataset="garden", size=size)
    runs.wait(workspace, "garden-1")
    tab = desk.open()
    assert "did not get to its end" in words_of(tab)
    desk.look(tab.button(key="failures-seen").click())
    assert "did not get to its end" not in words_of(tab)
    assert "did not get to its end" not in words_of(desk.open())
    runs.process(workspace, name="garden-2", dataset="garden", size=size)
    runs.wait(workspace, "garden-2")
    told = words_of(desk.look(tab)).replace("\\", "")
    assert "The run garden-2 did not get to its end" in told
    assert "other run" not in told


def test_home_says_what_is_held_what_it_cost_and_what_was_done(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open()
    told = words_of(tab)
    assert "held" in told
    assert "paid for" in told
    assert "best AUC" in told.replace("\\", "")
    assert any(made.model in link.label.replace("\\", "") for link in tab.page_link)
    assert ("jobs", "cleanup=yes") in {
        (link.page, link.proto.query_string) for link in tab.page_link
    }
