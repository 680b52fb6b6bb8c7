"""Cleaning up: which past runs may go, what goes with them, and removing them.

A run goes with all its jobs, their files and what the ledger says of it. Jobs whose run the ledger
does not know (it was lost, or a part of a run was kept) are gathered under the name they share.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from backend.errors import Conflict, NotFound
from backend.ledger.ledger import RunEntry
from backend.platforms.base import Job, JobKind, JobState
from backend.studio.work.disk import held_mb
from backend.studio.work.plans import OutputInput, PlannedJob, planned_jobs, run_name
from backend.studio.work.runs import RunState
from backend.studio.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class PastRun:
    """A run, what it holds, and what its removal would mean.

    jobs: those that are still there, in the order of the stages. ended_at: seconds since the
    epoch, None while it goes on or when none of its jobs is left. mb: the disk they hold, MB of
    10^6 bytes. obstacle, remedy: why it may not go and what to do about it; empty when it may.
    rested_on_by: the runs that took something from it, and can not be repeated without it.
    """

    name: str
    state: RunState
    jobs: tuple[Job, ...]
    created_at: float
    ended_at: float | None
    mb: float
    obstacle: str = ""
    remedy: str = ""
    rested_on_by: tuple[str, ...] = ()

    @property
    def has_model(self) -> bool:
        """Whether a model goes with it."""
        return any(
            job.spec.kind is JobKind.EVALUATION and job.state is JobState.COMPLETED
            for job in self.jobs
        )


def listing(workspace: Workspace) -> tuple[PastRun, ...]:
    """All runs, and jobs that belong to none, newest first."""
    return _Look(workspace).runs()


def remove(workspace: Workspace, name: str, *, keep: Collection[str] = ()) -> float:
    """Remove a run that has ended, with its jobs, their files and its entry; MB that are free now.

    keep: names of its jobs that stay. Raises NotFound, and Conflict, removing nothing, while it
    goes on, an endpoint serves its model, or a run that goes on needs what it made.
    """
    run = _Look(workspace).run(name, keep)
    if run.obstacle:
        raise Conflict(run.obstacle, run.remedy)
    freed = 0.0
    for job in reversed(run.jobs):
        if job.name not in keep:
            freed += held_mb(workspace.platform, job)
            workspace.platform.remove_job(job.name)
            workspace.ledger.forget_model(job.name)
    # Last: until then a removal that was cut off can be asked for again.
    workspace.ledger.remove_run(name)
    return freed


class _Look:
    """All there is at one moment, asked for once."""

    def __init__(self, workspace: Workspace) -> None:
        self._platform = workspace.platform
        self._entries = {entry.name: entry for entry in workspace.ledger.runs()}
        self._endpoints = workspace.platform.endpoints()
        self._jobs: dict[str, list[Job]] = defaultdict(list)
        for job in workspace.platform.jobs():
            self._jobs[run_name(job.name)].append(job)
        for of_run in self._jobs.values():
            of_run.sort(key=lambda job: list(JobKind).index(job.spec.kind))
        self._takers = _takers(job for of_run in self._jobs.values() for job in of_run)
        going_on = [entry for entry in self._entries.values() if entry.outcome is None]
        self._planned = tuple(planned_jobs(going_on))

    def runs(self) -> tuple[PastRun, ...]:
        found = [self.run(name) for name in {*self._entries, *self._jobs}]
        return tuple(sorted(found, key=lambda run: (-run.created_at, run.name)))

    def run(self, name: str, keep: Collection[str] = ()) -> PastRun:
        """The run of that name, were the jobs of `keep` to stay. Raises NotFound."""
        entry, jobs = self._entries.get(name), self._jobs.get(name, [])
        if entry is None and not jobs:
            raise NotFound(f"There is no run {name[:80]!r}.", "It may have been removed.")
        state = _state(entry, jobs)
        outputs = {job.output: job.name for job in jobs if job.output and job.name not in keep}
        ends = [job.ended_at for job in jobs if job.ended_at is not None]
        obstacle, remedy = self._obstacle(name, state, outputs)
        taken = {taker for output in outputs for taker in self._takers.get(output, ())}
        return PastRun(
            name=name,
            state=state,
            jobs=tuple(jobs),
            created_at=entry.created_at if entry else min(job.created_at for job in jobs),
            ended_at=max(ends) if ends and state is not RunState.RUNNING else None,
            mb=sum(held_mb(self._platform, job) for job in jobs),
            obstacle=obstacle,
            remedy=remedy,
            rested_on_by=tuple(sorted(taken - {name})),
        )

    def _obstacle(self, name: str, state: RunState, outputs: Mapping[str, str]) -> tuple[str, str]:
        if state is RunState.RUNNING:
            return f"The run {name!r} still goes on.", "Wait for it to end, or stop it."
        for endpoint in self._endpoints:
            if any(map(endpoint.rests_on, outputs)):
                return (
                    f"The endpoint {endpoint.name!r} serves its model.",
                    "Delete the endpoint, or put another model on it.",
                )
        for other, stage in self._planned:
            if other != name and _takes_from(stage, outputs.values()):
                return (
                    f"The run {other!r} works on what it prepared.",
                    "Wait for that run to end, or stop it.",
                )
        return "", ""


def _state(entry: RunEntry | None, jobs: Iterable[Job]) -> RunState:
    if entry is not None:
        return RunState(entry.outcome) if entry.outcome else RunState.RUNNING
    states = {job.state for job in jobs}
    if any(not state.final for state in states):
        return RunState.RUNNING
    worst = (JobState.FAILED, JobState.STOPPED, JobState.COMPLETED)
    return RunState(next(state for state in worst if state in states).value)


def _takers(jobs: Iterable[Job]) -> Mapping[str, set[str]]:
    """The runs that took something from an output, by its URI."""
    takers: dict[str, set[str]] = defaultdict(set)
    for job in jobs:
        for uri in job.spec.inputs.values():
            while uri:  # an input is an output, or lies somewhere in it
                takers[uri].add(run_name(job.name))
                uri = uri.rpartition("/")[0]
    return takers


def _takes_from(stage: PlannedJob, jobs: Collection[str]) -> bool:
    return any(
        isinstance(source, OutputInput) and source.output_of in jobs for source in stage.sources
    )
