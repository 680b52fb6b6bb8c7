"""What may be removed, what goes with it, and what has to stay."""

from dataclasses import replace
from pathlib import Path

import pytest

from backend.errors import Conflict, NotFound
from backend.platforms.base import EndpointState, JobState
from backend.studio.data import datasets, prepared
from backend.studio.endpoint import endpoints
from backend.studio.model import models
from backend.studio.work import cleanup, runs
from backend.studio.work.cleanup import PastRun
from backend.studio.work.runs import RunState
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform
from tests.studio.work.test_runs import complete, complete_jobs, launch, platform, workspace

__all__ = ["platform", "workspace"]  # fixtures


def past(workspace: Workspace, name: str) -> PastRun:
    return next(run for run in cleanup.listing(workspace) if run.name == name)


def finished(workspace: Workspace, platform: MemoryPlatform, name: str = "a") -> None:
    """A run from a dataset to a model; its endpoint is gone again."""
    launch(workspace, name, endpoint=f"{name}-live")
    complete_jobs(workspace, platform, name)
    platform.settle(f"{name}-live", EndpointState.IN_SERVICE)
    runs.advance(workspace)
    endpoints.delete(workspace, f"{name}-live")


def trained(workspace: Workspace, platform: MemoryPlatform, name: str, lines: str) -> None:
    runs.train(workspace, name=name, lines=lines, algorithm="fasttext", size="small")
    for stage in ("train", "evaluate"):
        complete(platform, f"{name}-{stage}")
        runs.advance(workspace)


def test_a_run_goes_with_its_jobs_its_entry_and_their_disk(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    finished(workspace, platform)
    platform.held_mb = {"a-process": 5.0, "a-train": 7.0, "a-evaluate": 8.0}
    run = past(workspace, "a")
    assert (run.state, run.mb, run.obstacle) == (RunState.COMPLETED, 20.0, "")
    assert [job.name for job in run.jobs] == ["a-process", "a-train", "a-evaluate"]
    assert run.has_model
    assert cleanup.remove(workspace, "a") == 20.0
    assert platform.jobs() == ()
    assert runs.listing(workspace) == ()
    assert [dataset.name for dataset in datasets.listing(workspace)] == ["chat"]
    with pytest.raises(NotFound):
        cleanup.remove(workspace, "a")


def test_one_that_goes_on_stays(workspace: Workspace, platform: MemoryPlatform) -> None:
    launch(workspace)
    assert "goes on" in past(workspace, "a").obstacle
    with pytest.raises(Conflict, match="goes on"):
        cleanup.remove(workspace, "a")
    assert [job.name for job in platform.jobs()] == ["a-process"]
    runs.stop(workspace, "a")
    runs.advance(workspace)
    assert cleanup.remove(workspace, "a") == 1.0


def test_one_whose_model_is_served_stays_also_while_an_endpoint_changes_over_to_it(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    finished(workspace, platform)
    finished(workspace, platform, "b")
    endpoints.deploy(workspace, name="front", model="a")
    with pytest.raises(Conflict, match="'front' serves its model"):
        cleanup.remove(workspace, "a")
    platform.settle("front", EndpointState.IN_SERVICE)
    present = platform.endpoint("front")
    following = replace(present.spec, package=models.get(workspace, "b").package)
    platform.found_endpoints["front"] = replace(present, changing_to=following)
    assert "'front'" in past(workspace, "b").obstacle
    endpoints.delete(workspace, "front")
    cleanup.remove(workspace, "a")
    cleanup.remove(workspace, "b")
    assert platform.jobs() == ()


def test_what_a_run_that_goes_on_needs_stays(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    finished(workspace, platform)
    runs.train(workspace, name="b", lines="a-process", algorithm="fasttext", size="small")
    with pytest.raises(Conflict, match="'b' works on what it prepared"):
        cleanup.remove(workspace, "a")
    platform.end_job("b-train", JobState.FAILED, "No.")
    runs.advance(workspace)
    assert past(workspace, "a").obstacle == ""


def test_models_made_of_it_are_told_and_keep_working(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    finished(workspace, platform)
    trained(workspace, platform, "b", "a-process")
    assert past(workspace, "a").rested_on_by == ("b",)
    assert past(workspace, "b").rested_on_by == ()
    cleanup.remove(workspace, "a")
    assert models.get(workspace, "b").name == "b"
    assert prepared.listing(workspace) == ()


def test_jobs_whose_run_is_lost_go_together(workspace: Workspace, platform: MemoryPlatform) -> None:
    finished(workspace, platform)
    workspace.ledger.remove_run("a")
    run = past(workspace, "a")
    assert (run.state, len(run.jobs), run.obstacle) == (RunState.COMPLETED, 3, "")
    trained(workspace, platform, "b", "a-process")
    workspace.ledger.remove_run("b")
    assert past(workspace, "a").rested_on_by == ("b",)
    cleanup.remove(workspace, "a")
    assert [run.name for run in cleanup.listing(workspace)] == ["b"]


def test_a_removal_that_was_cut_off_is_finished_later(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    finished(workspace, platform)
    platform.remove_job("a-evaluate")
    run = past(workspace, "a")
    assert not run.has_model
    assert cleanup.remove(workspace, "a") == 2.0
    assert runs.listing(workspace) == ()


def test_a_failed_run_has_its_state_and_end(workspace: Workspace, platform: MemoryPlatform) -> None:
    launch(workspace)
    platform.end_job("a-process", JobState.FAILED, "No.")
    runs.advance(workspace)
    run = past(workspace, "a")
    assert run.state is RunState.FAILED
    assert run.ended_at == platform.job("a-process").ended_at


def test_what_was_set_of_its_model_is_forgotten(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    finished(workspace, platform)
    models.rename(workspace, "a", "best")
    cleanup.remove(workspace, "a")
    assert workspace.ledger.models() == ()


def test_an_unreadable_plan_hides_nothing_and_can_go(workspace: Workspace, tmp_path: Path) -> None:
    workspace.ledger.add_run("odd", {"nonsense": 1})
    workspace.ledger.conclude("odd", RunState.FAILED, "It cannot be read.")
    assert past(workspace, "odd").mb == 0
    cleanup.remove(workspace, "odd")
    assert workspace.ledger.runs() == ()
