"""What Home is told of failures: each once, until somebody has seen it."""

from backend.platforms.base import EndpointState, JobState
from backend.studio import overview
from backend.studio.work import cleanup, runs
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform
from tests.studio.work.test_runs import complete_jobs, launch, platform, workspace

__all__ = ["platform", "workspace"]  # fixtures


def fail(workspace: Workspace, platform: MemoryPlatform, name: str) -> None:
    runs.process(workspace, name=name, dataset="chat", size="small")
    platform.end_job(f"{name}-process", JobState.FAILED, "No rows.")
    runs.advance(workspace)


def unseen(workspace: Workspace) -> list[str]:
    return [run.name for run in overview.unseen_failures(workspace, runs.listing(workspace))]


def got_it(workspace: Workspace) -> None:
    failed = overview.unseen_failures(workspace, runs.listing(workspace))
    overview.note_failures_seen(workspace, failed)


def test_a_failure_is_unseen_until_somebody_says_so(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    fail(workspace, platform, "a")
    fail(workspace, platform, "b")
    assert unseen(workspace) == ["b", "a"]
    got_it(workspace)
    assert unseen(workspace) == []
    fail(workspace, platform, "c")
    assert unseen(workspace) == ["c"]
    got_it(workspace)
    got_it(workspace)
    assert unseen(workspace) == []


def test_one_that_comes_out_long_after_its_last_job_ended_is_told(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace, "slow", endpoint="live")
    complete_jobs(workspace, platform, "slow")
    fail(workspace, platform, "quick")
    got_it(workspace)
    platform.settle("live", EndpointState.FAILED, "It does not answer.")
    runs.advance(workspace)
    assert unseen(workspace) == ["slow"]


def test_only_what_was_shown_counts_as_seen(workspace: Workspace, platform: MemoryPlatform) -> None:
    fail(workspace, platform, "a")
    shown = overview.unseen_failures(workspace, runs.listing(workspace))
    fail(workspace, platform, "b")
    overview.note_failures_seen(workspace, shown)
    assert unseen(workspace) == ["b"]


def test_a_later_run_of_a_removed_ones_name_is_told_anew(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    fail(workspace, platform, "a")
    got_it(workspace)
    cleanup.remove(workspace, "a")
    fail(workspace, platform, "a")
    assert unseen(workspace) == ["a"]
