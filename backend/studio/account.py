"""The account that work runs in: whether it is ready, what it keeps, and leaving nothing there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.errors import NotSupported
from backend.platforms.capabilities import Check, ChecksAccount, Holding, HoldsThings
from backend.studio.work.plans import planned_jobs
from backend.studio.work.runs import RunState
from backend.studio.workspace import Workspace


@dataclass(frozen=True)
class Kept:
    """What things hold together: MB of 10^6 bytes, and USD a month, of those that are known."""

    things: int
    mb: float
    usd_per_month: float


def has_account(workspace: Workspace) -> bool:
    """Whether the others of this module can be asked here."""
    return isinstance(workspace.platform, ChecksAccount)


def check(workspace: Workspace) -> Iterator[Check]:
    """What is ready, one by one as it is found out. Raises NotSupported without an account."""
    platform = workspace.platform
    if not isinstance(platform, ChecksAccount):
        raise _no_account()
    return platform.check_account()


def holdings(workspace: Workspace) -> tuple[Holding, ...]:
    """All that the studio made there and is there still. Raises NotSupported without an account."""
    return _holder(workspace).holdings()


def together(found: Sequence[Holding]) -> Kept:
    """What they hold together."""
    return Kept(
        things=len(found),
        mb=sum(one.mb or 0.0 for one in found),
        usd_per_month=sum(one.usd_per_month or 0.0 for one in found),
    )


def remove_everything(workspace: Workspace) -> Iterator[Holding]:
    """Delete all that is there, and forget its runs; each as it is gone, or stays.

    Runs that go on are stopped first. Datasets stay, for they are on this machine. Again is safe.
    Raises NotSupported without an account.
    """
    platform, ledger = _holder(workspace), workspace.ledger
    for entry in ledger.runs(going_on=True):
        ledger.ask_stop(entry.name)
        ledger.conclude(entry.name, RunState.STOPPED.value, "Everything was removed.")
    yield from platform.remove_holdings()
    left = {job.name for job in workspace.platform.jobs()}
    for entry in ledger.runs():
        of_run = {stage.job for _, stage in planned_jobs([entry])}
        if not of_run & left:
            ledger.remove_run(entry.name)
    for model in ledger.models():
        if model.job not in left:
            ledger.forget_model(model.job)


def _holder(workspace: Workspace) -> HoldsThings:
    platform = workspace.platform
    if not isinstance(platform, HoldsThings):
        raise _no_account()
    return platform


def _no_account() -> NotSupported:
    return NotSupported(
        "Work runs on this machine: there is no account.",
        "Choose where work runs first, as with --platform aws.",
    )
