from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.components import words
from backend.datasets.files import DatasetFiles
from backend.errors import Conflict
from backend.platforms.base import JobState
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.work import cleanup, jobs, runs
from backend.studio.workspace import Workspace
from tests.app.conftest import Desk, Made, keys_of, links_of, words_of
from tests.comments import write_comments


def log_of(tab: AppTest) -> str:
    """The log as it is drawn."""
    return next(e.proto.body for e in tab.get("html") if 'role="log"' in e.proto.body)


def test_without_jobs_the_way_leads_to_processing(desk: Desk) -> None:
    tab = desk.open("jobs")
    assert "No jobs yet" in words_of(tab)
    assert "process" in links_of(tab)


def test_all_jobs_are_in_the_table_with_state_kind_time_and_disk(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("jobs")
    table = tab.dataframe[0].value.set_index("Job")
    assert set(table.index) >= {made.lines, f"{made.model}-train", f"{made.model}-evaluate"}
    row = table.loc[f"{made.model}-train"]
    assert (row["State"], row["Kind"]) == ("Completed", "Train")
    assert row["Took"] > 0
    assert row["Disk"] > 0


def test_a_few_jobs_can_be_filtered(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("jobs")
    made_desk.look(tab.selectbox(key="find-kind").select("Train"))
    assert list(tab.dataframe[0].value["Job"]) == [f"{made.model}-train"]
    made_desk.look(tab.text_input(key="find-text").set_value("no such name"))
    assert "No job is like that" in words_of(tab)


def test_a_link_opens_the_job_it_names(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("jobs", job=made.lines)
    assert tab.header[0].value == made.lines
    shown = words_of(tab)
    assert "Completed" in shown
    assert "Free on this machine" in shown
    assert "ml\\.t3\\.medium" in shown
    assert "public tables of on" in shown


def test_a_training_job_shows_what_it_measured_and_its_log(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("jobs", job=f"{made.model}-train")
    measured = {metric.label: metric.value for metric in tab.metric}
    assert float(measured["Loss"]) > 0
    assert measured["Words a second"].endswith(" /s")
    log = log_of(tab)
    assert "Training" in log
    assert "[progress]" not in log


def test_an_evaluation_shows_its_metrics_and_leads_to_deploying(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("jobs", job=f"{made.model}-evaluate")
    assert "Measured on all " in words_of(tab)
    metrics = next(t.value for t in tab.dataframe if "AUC" in t.value.columns)
    assert list(metrics["Category"]) == ["rude", "spam"]
    assert "endpoints" in links_of(tab)


def test_where_a_job_comes_from_and_what_came_of_it_are_links(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("jobs", job=made.lines)
    assert f":green[dataset {made.dataset}]" in [link.label for link in tab.page_link]
    tab = made_desk.open("jobs", job=f"{made.model}-evaluate")
    addresses = {(link.page, link.proto.query_string) for link in tab.page_link}
    assert ("models", f"model={made.model}") in addresses
    assert ("endpoints", f"endpoint={made.endpoint}") in addresses
    origin = next(b for b in tab.button if words.plain(f"of {made.lines}") in b.label)
    made_desk.look(origin.click())
    assert tab.header[0].value == made.lines


def test_a_job_can_be_run_again_from_its_form(made_desk: Desk, made: Made) -> None:
    for job, form in ((made.lines, "process"), (f"{made.model}-train", "train")):
        tab = made_desk.open("jobs", job=job)
        assert (form, f"again={job}") in {
            (link.page, link.proto.query_string) for link in tab.page_link
        }


def test_the_stages_of_its_run_lead_to_each_other(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("jobs", job=f"{made.model}-train")
    made_desk.look(tab.button(key="strip-Evaluate").click())
    assert tab.header[0].value == f"{made.model}-evaluate"


def test_a_search_of_the_log_counts_and_marks_what_it_finds(made_desk: Desk, made: Made) -> None:
    job = f"{made.model}-train"
    tab = made_desk.open("jobs", job=job)
    made_desk.look(tab.text_input(key=f"log-{job}").set_value("validation auc"))
    assert "1 line with “validation auc”" in words_of(tab).replace("\\", "")
    assert "<mark>validation AUC</mark>" in log_of(tab)
    made_desk.look(tab.text_input(key=f"log-{job}").set_value("no such words"))
    assert "0 lines with" in words_of(tab)


def test_an_unknown_job_in_the_address_is_passed_over(made_desk: Desk) -> None:
    tab = made_desk.open("jobs", job="nobody")
    assert tab.header[0].value != "nobody"


def test_a_running_job_stops_on_two_clicks_and_says_why(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    datasets.add(workspace, "garden", DatasetFiles(write_comments(tmp_path / "c.csv", 600)))
    size = workspace.platform.sizes()[0].name
    runs.process(workspace, name="garden-1", dataset="garden", size=size)
    assert runs.wait(workspace, "garden-1").state is runs.RunState.COMPLETED
    runs.train(
        workspace,
        name="long",
        lines="garden-1-process",
        algorithm="fasttext",
        size=size,
        hyperparameters={"epochs": "200", "vector_dim": "300", "buckets": "100000"},
    )
    tab = desk.open("jobs", job="long-train")
    assert "The run long stops with it" in words_of(tab)
    desk.look(tab.button(key="stop-long-train").click())
    ended = runs.wait(workspace, "long")
    assert ended.state is runs.RunState.STOPPED
    assert jobs.get(workspace, "long-train").state is JobState.STOPPED
    desk.look(tab)
    assert "Stopped" in words_of(tab)
    assert "stop-long-train" not in keys_of(tab)


def test_a_failed_job_says_why(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    added = datasets.add(workspace, "garden", DatasetFiles(write_comments(tmp_path / "c.csv", 60)))
    (datasets.folder(workspace, added.name) / "train.csv").write_text("id,comment_text\n")
    size = workspace.platform.sizes()[0].name
    runs.process(workspace, name="garden-1", dataset="garden", size=size)
    assert runs.wait(workspace, "garden-1").state is runs.RunState.FAILED
    tab = desk.open("jobs", job="garden-1-process")
    reason = jobs.get(workspace, "garden-1-process").reason
    assert reason
    assert tab.error[0].value.replace("\\", "") == reason


def test_cleaning_up_says_what_may_go_and_removes_what_is_chosen(
    desk: Desk, tmp_path: Path
) -> None:
    workspace = desk.workspace
    size = workspace.platform.sizes()[0].name
    for name in ("bad", "good"):
        datasets.add(workspace, name, DatasetFiles(write_comments(tmp_path / f"{name}.csv", 60)))
        if name == "bad":
            (datasets.folder(workspace, name) / "train.csv").write_text("id,comment_text\n")
        runs.process(workspace, name=f"{name}-1", dataset=name, size=size)
        runs.wait(workspace, f"{name}-1")
    tab = desk.open("jobs")
    desk.look(tab.button(key="open-cleanup").click())
    table = tab.dataframe[0].value.set_index("Run")
    assert list(table.index) == ["good-1", "bad-1"]
    assert table.loc["good-1"]["What goes"] == "prepared data"
    desk.look(tab.button(key="remove-runs").click())  # the failed one is chosen at first
    assert tab.toast[0].value.startswith("1 run removed")
    assert [run.name for run in runs.listing(workspace)] == ["good-1"]
    assert [job.name for job in jobs.listing(workspace)] == ["good-1-process"]
    desk.look(tab.button(key="close-cleanup").click())
    assert tab.header[0].value == "good-1-process"


def test_a_run_that_may_no_longer_go_says_why_though_none_is_left_to_choose(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desk.workspace
    datasets.add(workspace, "bad", DatasetFiles(write_comments(tmp_path / "bad.csv", 60)))
    (datasets.folder(workspace, "bad") / "train.csv").write_text("id,comment_text\n")
    runs.process(workspace, name="bad-1", dataset="bad", size=workspace.platform.sizes()[0].name)
    runs.wait(workspace, "bad-1")
    tab = desk.open("jobs", cleanup="yes")

    def refused(workspace: Workspace, name: str) -> float:
        monkeypatch.setattr(cleanup, "listing", lambda workspace: ())
        raise Conflict(f"{name} is in use.")

    monkeypatch.setattr(cleanup, "remove", refused)
    desk.look(tab.button(key="remove-runs").click())
    assert "in use" in tab.error[0].value


def test_a_run_whose_model_is_served_stays_and_says_why(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("jobs", cleanup="yes")
    kept = tab.dataframe[-1].value.set_index("Run")
    assert made.model in kept.index
    assert made.endpoint in kept.loc[made.model]["Why it stays"]
    assert endpoints.get(made_desk.workspace, made.endpoint).model is not None
