"""Where jobs come from, what they cost together, and finding a line in a log."""

import time

import pytest

from backend.errors import NotFound
from backend.platforms.base import JobKind, JobSpec, Size
from backend.platforms.prices import Origin, Price
from backend.studio.work import jobs, runs
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform
from tests.studio.work.test_runs import complete_jobs, launch, platform, workspace

__all__ = ["platform", "workspace"]  # fixtures


def origins(workspace: Workspace, name: str) -> dict[str, str | None]:
    return {
        source.channel: source.dataset or source.job
        for source in jobs.sources(workspace, jobs.get(workspace, name))
    }


def test_a_job_comes_from_a_dataset_or_from_other_jobs(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    complete_jobs(workspace, platform)
    assert origins(workspace, "a-process") == {"dataset": "chat"}
    assert origins(workspace, "a-evaluate") == {"lines": "a-process", "model": "a-train"}


def test_without_its_plan_the_jobs_before_it_are_still_found(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    complete_jobs(workspace, platform)
    workspace.ledger.remove_run("a")
    assert origins(workspace, "a-train") == {"train": "a-process", "validation": "a-process"}
    (source,) = jobs.sources(workspace, jobs.get(workspace, "a-process"))
    assert (source.dataset, source.job) == (None, None)
    assert source.uri


def test_what_works_with_what_a_job_made(workspace: Workspace, platform: MemoryPlatform) -> None:
    launch(workspace)
    complete_jobs(workspace, platform)

    def uses(name: str) -> tuple[list[str], tuple[str, ...]]:
        found = jobs.uses(workspace, jobs.get(workspace, name))
        return sorted(job.name for job in found.jobs), found.endpoints

    assert uses("a-process") == (["a-evaluate", "a-train"], ())
    assert uses("a-train") == (["a-evaluate"], ())
    assert uses("a-evaluate") == ([], ("live",))
    runs.process(workspace, name="b", dataset="chat", size="small")
    assert uses("b-process") == ([], ())


def test_jobs_cost_together_what_they_cost_apart(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    runs.process(workspace, name="b", dataset="chat", size="small")
    now = time.time() + 3600
    found = jobs.listing(workspace)
    together = jobs.spent(workspace, found, now)
    assert together.usd == 0
    assert together.seconds == pytest.approx(7200, abs=60)
    assert together.comparable_usd == pytest.approx(2 * 0.115, rel=0.02)
    assert "2024" in together.source
    assert jobs.spent(workspace, (), now).usd == 0


def test_lines_of_a_log_are_found_with_their_number_and_time(
    workspace: Workspace, platform: MemoryPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    launch(workspace)
    log = (
        "begun",
        '[progress] {"at": 100.0, "stage": "Training"}',
        "An Error happened",
        *["filler"] * 400,
        '[progress] {"at": 200.0, "stage": "Training"}',
        "another error",
    )
    monkeypatch.setattr(platform, "log", lambda name: log)
    found = jobs.search_log(workspace, "a-process", "ERROR")
    assert found.count == 2
    assert [(line.number, line.at) for line in found.lines] == [(3, 100.0), (405, 200.0)]
    many = jobs.search_log(workspace, "a-process", "filler", most=10)
    assert (many.count, len(many.lines), many.lines[-1].number) == (400, 10, 403)
    assert jobs.search_log(workspace, "a-process", "Training").count == 2
    said = jobs.search_log(
        workspace, "a-process", "so it is shown", said=lambda _: "so it is shown"
    )
    assert said.count == 2


def test_a_job_that_is_not_there_has_no_log(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        jobs.search_log(workspace, "nobody", "text")


PAID = Size(
    name="ml.c5.xlarge",
    title="4 cores",
    cores=4,
    memory_mb=8192,
    price=Price(0.36, Origin("a price list", "2026", "eu-west-1")),
)


def test_what_is_billed_is_what_costs() -> None:
    whole = jobs.cost_of(PAID, 100)
    assert (whole.usd, whole.saving) == (pytest.approx(0.01), None)
    billed = jobs.cost_of(PAID, 100, billed_seconds=120)
    assert (billed.usd, billed.saved_usd) == (pytest.approx(0.012), None)
    spot = jobs.cost_of(PAID, 100, billed_seconds=30, spot=True)
    assert (spot.usd, spot.saved_usd) == (pytest.approx(0.003), pytest.approx(0.007))
    assert spot.saving == pytest.approx(0.7)
    going_on = jobs.cost_of(PAID, 100, spot=True)
    assert (going_on.usd, going_on.saved_usd, going_on.saving) == (pytest.approx(0.01), None, None)


def test_a_job_without_a_known_price_is_counted_beside_the_sum(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    for name, size in (("x", "small"), ("y", "ml.p9.large")):
        platform.start(JobSpec(name=name, kind=JobKind.TRAINING, size=size, inputs={}))
    spent = jobs.spent(workspace, platform.jobs(), platform.job("x").created_at + 3600)
    assert (spent.usd, spent.unknown) == (0, 1)
