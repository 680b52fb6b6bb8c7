"""The account behind a workspace: what is ready, what it keeps, and leaving nothing there."""

from pathlib import Path

import pytest

from backend.errors import NotSupported
from backend.ledger.ledger import Ledger
from backend.platforms.base import JobKind, JobSpec, JobState
from backend.studio import account, prices
from backend.studio.work import runs, sizes
from backend.studio.work.plans import Plan, processing_job
from backend.studio.workspace import Workspace
from tests.studio.account_platform import CHECKS, HOLDINGS, PRICE, AccountPlatform
from tests.studio.memory_platform import MemoryPlatform


@pytest.fixture
def platform(tmp_path: Path) -> AccountPlatform:
    return AccountPlatform(tmp_path / "platform")


@pytest.fixture
def workspace(tmp_path: Path, platform: AccountPlatform) -> Workspace:
    return Workspace(platform, Ledger(tmp_path / "ledger.sqlite3", "there"), tmp_path)


def note(workspace: Workspace, platform: AccountPlatform, name: str) -> None:
    """A run whose one job has completed."""
    stage = processing_job(name, "chat", size="ml.c5.xlarge", settings={})
    workspace.ledger.add_run(name, Plan(stages=(stage,)).to_json())
    platform.start(JobSpec(name=stage.job, kind=JobKind.PROCESSING, size=stage.size, inputs={}))
    platform.end_job(stage.job, JobState.COMPLETED)
    workspace.ledger.conclude(name, "Completed")


def test_checks_come_one_by_one(workspace: Workspace) -> None:
    assert tuple(account.check(workspace)) == CHECKS


def test_what_is_kept_is_added_up(workspace: Workspace) -> None:
    found = account.holdings(workspace)
    assert found == HOLDINGS
    kept = account.together(found)
    assert (kept.things, kept.mb, kept.usd_per_month) == (2, 1500.0, 0.04)


def test_removing_everything_stops_what_goes_on_and_forgets_its_runs(
    workspace: Workspace, platform: AccountPlatform
) -> None:
    note(workspace, platform, "a")
    going_on = processing_job("b", "chat", size="ml.c5.xlarge", settings={})
    workspace.ledger.add_run("b", Plan(stages=(going_on,)).to_json())
    workspace.ledger.name_model("a-evaluate", 1.0, "best")
    other = Ledger(workspace.folder / "ledger.sqlite3")
    other.add_run("a", {"stages": []})
    assert tuple(account.remove_everything(workspace)) == HOLDINGS
    runs.advance(workspace)
    assert (workspace.ledger.runs(), workspace.ledger.models()) == ((), ())
    assert platform.started == ["a-process"]
    assert other.run_names() == {"a"}


def test_what_stays_says_why_and_keeps_its_run(
    workspace: Workspace, platform: AccountPlatform
) -> None:
    note(workspace, platform, "a")
    platform.stays = frozenset({"a-process"})
    left = [one for one in account.remove_everything(workspace) if one.left_because]
    assert [(one.name, one.left_because) for one in left] == [
        ("a-process", "The permission is missing.")
    ]
    assert workspace.ledger.run_names() == {"a"}
    platform.stays = frozenset()
    assert not any(one.left_because for one in account.remove_everything(workspace))
    assert workspace.ledger.run_names() == frozenset()


def test_this_machine_has_no_account(tmp_path: Path) -> None:
    here = Workspace(MemoryPlatform(tmp_path), Ledger(tmp_path / "ledger.sqlite3"), tmp_path)
    assert not account.has_account(here)
    for ask in (account.check, account.holdings, prices.refresh):
        with pytest.raises(NotSupported):
            ask(here)
    with pytest.raises(NotSupported):
        next(account.remove_everything(here))


def test_prices_are_the_platforms_own_once_it_has_asked(workspace: Workspace) -> None:
    assert prices.table(workspace).instances["ml.m5.large"].usd_per_hour == 0.115
    assert prices.refresh(workspace) == 1
    assert prices.table(workspace).instances == {"ml.c5.xlarge": PRICE}


def test_where_time_is_paid_for_a_small_size_is_proposed(
    workspace: Workspace, tmp_path: Path
) -> None:
    assert sizes.default(workspace).name == "ml.c5.xlarge"
    here = Workspace(MemoryPlatform(tmp_path), Ledger(tmp_path / "l.sqlite3"), tmp_path)
    assert sizes.default(here) == here.platform.sizes()[-1]
    assert sizes.named(workspace, "ml.c5.9xlarge") == workspace.platform.sizes()[-1]
    assert sizes.named(workspace, "none") is None
