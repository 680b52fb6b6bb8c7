from pathlib import Path

from backend.datasets.files import DatasetFiles
from backend.platforms.base import JobState
from backend.studio import datasets, jobs, runs
from tests.app.conftest import Desk, Made, keys_of, links_of, words_of
from tests.comments import write_comments


def test_without_jobs_the_way_leads_to_processing(desk: Desk) -> None:
    tab = desk.open("jobs")
    assert "No jobs yet" in words_of(tab)
    assert "process" in links_of(tab)


def test_all_jobs_are_in_the_table_with_state_kind_and_run(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("jobs")
    table = tab.dataframe[0].value.set_index("Job")
    assert set(table.index) >= {made.lines, f"{made.model}-train", f"{made.model}-evaluate"}
    row = table.loc[f"{made.model}-train"]
    assert (row["State"], row["Kind"], row["Run"]) == ("Completed", "Train", made.model)


def test_a_link_opens_the_job_it_names(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("jobs", job=made.lines)
    assert tab.subheader[0].value == made.lines
    shown = words_of(tab)
    assert "Completed" in shown
    assert "Free on this machine" in shown
    assert "ml\\.t3\\.medium" in shown
    assert "public tables of 2024" in shown


def test_a_training_job_shows_what_it_measured_and_its_log(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("jobs", job=f"{made.model}-train")
    measured = {metric.label: metric.value for metric in tab.metric}
    assert float(measured["Loss"]) > 0
    assert measured["Words a second"].endswith(" /s")
    assert "Training" in tab.code[0].value
    assert "[progress]" not in tab.code[0].value


def test_an_evaluation_shows_its_metrics_and_leads_to_deploying(
    made_desk: Desk, made: Made
) -> None:
    tab = made_desk.open("jobs", job=f"{made.model}-evaluate")
    assert "all rows" in words_of(tab)
    metrics = next(t.value for t in tab.dataframe if "AUC" in t.value.columns)
    assert list(metrics["Category"]) == ["rude", "spam"]
    assert "endpoints" in links_of(tab)


def test_an_unknown_job_in_the_address_is_passed_over(made_desk: Desk) -> None:
    tab = made_desk.open("jobs", job="nobody")
    assert tab.subheader[0].value != "nobody"


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
