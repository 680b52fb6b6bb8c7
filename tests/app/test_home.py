import time
from pathlib import Path

import pytest

from backend.datasets.files import DatasetFiles
from backend.platforms.base import JobState
from backend.studio import datasets, demo, endpoints, jobs, runs
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
    assert "1. Process" in words_of(tab)
    ended = runs.wait(desk.workspace, demo.NAME)
    assert ended.state is runs.RunState.COMPLETED
    desk.look(tab)
    assert "the endpoint is live" in words_of(tab)
    assert "try_messages" in links_of(tab)
    for page in ("home", "process", "train", "endpoints", "try_messages"):
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
    give_up = time.monotonic() + 60
    while desk.workspace.ledger.run("all").outcome is None:
        assert time.monotonic() < give_up
        time.sleep(0.2)
    assert all(job.state is JobState.COMPLETED for job in jobs.listing(desk.workspace))
