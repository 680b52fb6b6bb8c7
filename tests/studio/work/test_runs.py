"""How a run moves on, stage by stage, on a platform that does what the test says."""

from pathlib import Path

import pytest

from backend.artefacts.manifest import Manifest
from backend.errors import Conflict, DoesNotFit, InvalidInput, NotFound, NotSupported
from backend.learning.evaluation import CategoryMetrics, Evaluation
from backend.ledger.ledger import Ledger
from backend.platforms.base import EndpointState, JobState
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.model import models
from backend.studio.work import jobs, runs
from backend.studio.work.runs import Run, RunState
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform

CATEGORIES = ("toxic", "spam")


@pytest.fixture
def platform(tmp_path: Path) -> MemoryPlatform:
    return MemoryPlatform(tmp_path / "platform")


@pytest.fixture
def workspace(tmp_path: Path, platform: MemoryPlatform) -> Workspace:
    workspace = Workspace(platform, Ledger(tmp_path / "ledger.sqlite3"), tmp_path)
    folder = workspace.datasets_folder / "chat"
    folder.mkdir(parents=True)
    (folder / "train.csv").write_text("id,comment_text,toxic,spam\n")
    Manifest(
        kind="dataset",
        program="test",
        categories=CATEGORIES,
        details={"synthetic": False, "warnings": []},
    ).write(folder)
    return workspace


def launch(workspace: Workspace, name: str = "a", endpoint: str = "live") -> Run:
    return runs.pipeline(
        workspace,
        name=name,
        dataset="chat",
        endpoint=endpoint,
        algorithm="fasttext",
        size="small",
    )


def complete(platform: MemoryPlatform, job: str) -> None:
    """End a job as its program would: with what the next stage reads of it."""
    platform.end_job(job, JobState.COMPLETED)
    folder = platform.folder / job
    if job.endswith("-process"):
        counts = {"distinct_words": 1000, "parts": {"train": {"tokens": 9000}}}
        Manifest(kind="lines", program="test", categories=CATEGORIES, counts=counts).write(folder)
    if job.endswith("-evaluate"):
        Manifest(
            kind="package",
            program="test",
            categories=CATEGORIES,
            settings={"algorithm": "fasttext"},
            details={
                "thresholds": dict.fromkeys(CATEGORIES, 0.5),
                "model_mb": 24.0,
                "serving_mb": 1500.0,
            },
        ).write(folder)
        categories = tuple(
            CategoryMetrics(
                category=category,
                positives=3,
                rows=10,
                auc_positives=3,
                auc_negatives=7,
                roc_auc=0.9,
                average_precision=None,
                calibration_error=None,
                threshold=0.5,
            )
            for category in CATEGORIES
        )
        Evaluation(definition="all rows", rows=10, reference_rows=0, categories=categories).write(
            folder
        )


def complete_jobs(workspace: Workspace, platform: MemoryPlatform, name: str = "a") -> None:
    for stage in ("process", "train", "evaluate"):
        complete(platform, f"{name}-{stage}")
        runs.advance(workspace)


def test_a_stage_starts_when_the_one_before_has_completed(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    run = launch(workspace)
    assert [stage.state for stage in run.stages] == ["InProgress", "Waiting", "Waiting", "Waiting"]
    runs.advance(workspace)
    assert platform.started == ["a-process"]
    complete_jobs(workspace, platform)
    assert platform.started == ["a-process", "a-train", "a-evaluate"]
    assert runs.get(workspace, "a").state is RunState.RUNNING
    platform.settle("live", EndpointState.IN_SERVICE)
    runs.advance(workspace)
    run = runs.get(workspace, "a")
    assert (run.state, run.current) == (RunState.COMPLETED, None)


def test_each_stage_takes_what_the_one_before_left(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    complete_jobs(workspace, platform)
    lines = platform.job("a-process").output
    assert platform.job("a-train").spec.inputs == {
        "train": f"{lines}/train",
        "validation": f"{lines}/validation",
    }
    assert platform.job("a-evaluate").spec.inputs == {
        "lines": lines,
        "model": platform.job("a-train").output,
    }
    assert platform.endpoint("live").spec.package == models.get(workspace, "a").package


def test_the_endpoint_gets_the_smallest_memory_that_holds_the_model(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    complete_jobs(workspace, platform)
    assert platform.endpoint("live").spec.memory_mb == 2048


def test_a_double_click_launches_once(workspace: Workspace, platform: MemoryPlatform) -> None:
    launch(workspace)
    launch(workspace)
    assert platform.started == ["a-process"]
    assert len(runs.listing(workspace)) == 1


def test_a_name_cannot_mean_two_runs(workspace: Workspace) -> None:
    launch(workspace)
    with pytest.raises(Conflict):
        launch(workspace, endpoint="other")


@pytest.mark.parametrize("stage", ["process", "train", "evaluate"])
@pytest.mark.parametrize(
    ("job_state", "run_state"),
    [(JobState.FAILED, RunState.FAILED), (JobState.STOPPED, RunState.STOPPED)],
)
def test_a_stage_that_fails_or_is_stopped_ends_the_run(
    workspace: Workspace,
    platform: MemoryPlatform,
    stage: str,
    job_state: JobState,
    run_state: RunState,
) -> None:
    launch(workspace)
    for before in ("process", "train", "evaluate"):
        if before == stage:
            break
        complete(platform, f"a-{before}")
        runs.advance(workspace)
    platform.end_job(f"a-{stage}", job_state, "The disk is full.")
    runs.advance(workspace)
    run = runs.get(workspace, "a")
    assert run.state is run_state
    assert "The disk is full." in run.reason
    assert platform.started[-1] == f"a-{stage}"
    assert not platform.endpoints()


def test_an_endpoint_that_fails_fails_the_run(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    complete_jobs(workspace, platform)
    platform.settle("live", EndpointState.FAILED, "The model could not be read.")
    runs.advance(workspace)
    run = runs.get(workspace, "a")
    assert (run.state, run.reason) == (RunState.FAILED, "Deploy: The model could not be read.")


def test_stopping_a_run_stops_its_job_and_never_starts_the_next(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    runs.stop(workspace, "a")
    runs.advance(workspace)
    assert platform.job("a-process").state is JobState.STOPPED
    assert runs.get(workspace, "a").state is RunState.STOPPED
    assert platform.started == ["a-process"]


def test_stopping_between_two_stages_starts_nothing(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    complete(platform, "a-process")
    runs.stop(workspace, "a")
    assert runs.get(workspace, "a").state is RunState.STOPPED
    assert platform.started == ["a-process"]


def test_stopping_a_job_stops_the_run_it_belongs_to(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    jobs.stop(workspace, "a-process")
    runs.advance(workspace)
    assert runs.get(workspace, "a").state is RunState.STOPPED


def test_a_run_that_ended_starts_nothing_when_its_jobs_are_removed(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    platform.end_job("a-process", JobState.FAILED, "No.")
    runs.advance(workspace)
    jobs.remove(workspace, "a-process")
    runs.advance(workspace)
    assert platform.started == ["a-process"]


def test_a_job_that_a_run_needs_is_not_removed(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    complete(platform, "a-process")
    with pytest.raises(Conflict):
        jobs.remove(workspace, "a-process")


def test_a_second_run_changes_the_endpoint_over_once(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    complete_jobs(workspace, platform)
    platform.settle("live", EndpointState.IN_SERVICE)
    runs.advance(workspace)
    launch(workspace, name="b")
    complete_jobs(workspace, platform, "b")
    assert platform.endpoint("live").state is EndpointState.UPDATING
    platform.settle("live", EndpointState.IN_SERVICE, "The new model did not answer.")
    runs.advance(workspace)
    run = runs.get(workspace, "b")
    assert run.state is RunState.FAILED
    assert "did not answer" in run.reason


def test_a_model_that_is_served_is_not_deleted(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    complete_jobs(workspace, platform)
    with pytest.raises(Conflict, match="live"):
        models.delete(workspace, "a")
    with pytest.raises(Conflict):
        jobs.remove(workspace, "a-evaluate")
    platform.settle("live", EndpointState.IN_SERVICE)
    runs.advance(workspace)
    endpoints.delete(workspace, "live")
    models.delete(workspace, "a")
    assert models.listing(workspace) == ()


def test_a_dataset_in_use_is_not_removed(workspace: Workspace, platform: MemoryPlatform) -> None:
    launch(workspace)
    with pytest.raises(Conflict, match="'a'"):
        datasets.remove(workspace, "chat")
    runs.stop(workspace, "a")
    runs.advance(workspace)
    datasets.remove(workspace, "chat")
    with pytest.raises(NotFound):
        datasets.get(workspace, "chat")


@pytest.mark.parametrize("name", ["../a", "a/b", "", "A", "a" * 64, "a--b", ".a", "a\n"])
def test_names_that_would_leave_their_folder_are_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(InvalidInput):
        launch(workspace, name=name)
    with pytest.raises(InvalidInput):
        launch(workspace, endpoint=name)
    with pytest.raises(InvalidInput):
        datasets.get(workspace, name)


def test_what_cannot_be_trained_is_refused_before_anything_starts(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    runs.process(workspace, name="p", dataset="chat", size="small")
    complete(platform, "p-process")

    def train(**chosen: str) -> None:
        algorithm = chosen.pop("algorithm", "fasttext")
        runs.train(
            workspace,
            name="t",
            lines="p-process",
            algorithm=algorithm,
            size="small",
            hyperparameters=chosen,
        )

    with pytest.raises(InvalidInput, match="epochs"):
        train(epochs="0")
    with pytest.raises(InvalidInput, match="colour"):
        train(colour="red")
    with pytest.raises(NotSupported, match="early stopping"):
        train(algorithm="blazingtext", early_stopping="true")
    with pytest.raises(DoesNotFit, match="MB"):
        train(vector_dim="300", buckets="4000000")
    with pytest.raises(NotFound):
        train(algorithm="magic")
    assert platform.started == ["p-process"]


def test_a_pipeline_that_surely_needs_more_memory_is_refused_before_its_first_stage(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    with pytest.raises(DoesNotFit, match="Training needs about"):
        runs.pipeline(
            workspace,
            name="a",
            dataset="chat",
            endpoint="live",
            algorithm="fasttext",
            size="small",
            hyperparameters={"vector_dim": "300", "buckets": "4000000"},
        )
    assert (platform.started, workspace.ledger.runs()) == ([], ())


def test_an_unknown_size_is_refused(workspace: Workspace) -> None:
    with pytest.raises(InvalidInput, match="small"):
        runs.process(workspace, name="p", dataset="chat", size="huge")


@pytest.mark.parametrize("share", [0.0, 0.6, float("nan")])
def test_a_share_out_of_range_is_refused(workspace: Workspace, share: float) -> None:
    with pytest.raises(InvalidInput):
        runs.process(workspace, name="p", dataset="chat", size="small", validation_fraction=share)


def test_waiting_shows_each_look(workspace: Workspace, platform: MemoryPlatform) -> None:
    looks: list[str] = []

    def look(run: Run) -> None:
        looks.append(run.stages[0].state)
        if len(looks) == 2:
            platform.end_job("p-process", JobState.FAILED, "No.")

    runs.process(workspace, name="p", dataset="chat", size="small")
    run = runs.wait(workspace, "p", look)
    assert run.state is RunState.FAILED
    assert looks == ["InProgress", "InProgress", "Failed"]


def test_the_cost_of_a_job_is_nothing_here_and_something_there(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    job = platform.job("a-process")
    assert job.started_at is not None
    cost = jobs.costs(workspace, [job], now=job.started_at + 3600)[job.name]
    assert (cost.seconds, cost.usd) == (3600, 0)
    assert cost.comparable == "ml.m5.large"
    assert cost.comparable_usd == pytest.approx(0.115)


def test_one_unreadable_plan_hides_no_other_run(workspace: Workspace) -> None:
    workspace.ledger.add_run("odd", {"stages": [{"what": "is this"}]})
    launch(workspace)
    runs.advance(workspace)
    assert [run.name for run in runs.listing(workspace)] == ["a"]
    assert workspace.ledger.run("odd").outcome == "Failed"


def test_jobs_know_the_run_they_belong_to(workspace: Workspace, platform: MemoryPlatform) -> None:
    launch(workspace)
    runs.advance(workspace)
    assert runs.by_job(workspace, jobs.listing(workspace)) == {"a-process": "a"}
    workspace.ledger.remove_run("a")
    assert runs.by_job(workspace, jobs.listing(workspace)) == {}
