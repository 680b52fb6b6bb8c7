"""Runs: from a click to a model, stage by stage, whoever is watching.

Launching writes the whole plan to the ledger. Everybody who looks then moves it on: `advance`
starts the next stage when the one before has completed. Since a job's name comes from its plan
and starting is idempotent, any number of tabs and command lines may do so at once, and a run
goes on as soon as anything of the studio is open again. A platform that is out of reach for a while
fails no run: it waits, says why, and goes on.
"""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from backend.datasets.processing.preparation import Settings
from backend.errors import (
    Conflict,
    DoesNotFit,
    InvalidInput,
    NotFound,
    NotSupported,
    StudioError,
    Unavailable,
)
from backend.learning.recipes import Extent, footprint, recipe
from backend.ledger.ledger import RunEntry
from backend.platforms.base import (
    DEFAULT_MAX_SECONDS,
    Endpoint,
    EndpointSpec,
    EndpointState,
    Job,
    JobKind,
    JobState,
    check_max_seconds,
    check_name,
    smallest_memory,
)
from backend.studio.data import datasets, prepared
from backend.studio.endpoint import endpoints
from backend.studio.model import models
from backend.studio.work import sending
from backend.studio.work.plans import (
    RUN_NAME_LENGTH,
    Plan,
    PlannedEndpoint,
    PlannedJob,
    Stage,
    check_run_name,
    evaluation_job,
    job_name,
    plan_from_json,
    processing_job,
    run_name,
    training_job,
)
from backend.studio.workspace import Workspace

_POLL_SECONDS = 0.2
_WAITING_SECONDS = 5.0


class RunState(StrEnum):
    """How a run stands."""

    RUNNING = "Running"
    COMPLETED = "Completed"
    FAILED = "Failed"
    STOPPED = "Stopped"


@dataclass(frozen=True, kw_only=True)
class StageView:
    """A stage and what there is of it: nothing yet, a job, or an endpoint."""

    stage: Stage
    job: Job | None = None
    endpoint: Endpoint | None = None

    @property
    def title(self) -> str:
        """The stage in a word."""
        return self.stage.title

    @property
    def state(self) -> str:
        """The job's or endpoint's state, or Waiting."""
        thing = self.job or self.endpoint
        return thing.state.value if thing else "Waiting"

    @property
    def done(self) -> bool:
        """Whether the stage has done its work."""
        if self.job:
            return self.job.state is JobState.COMPLETED
        return self.endpoint is not None and self.endpoint.state is EndpointState.IN_SERVICE


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run as it is now.

    doing: what is done for it between its jobs ("Uploading jigsaw"); share: of that, what is done,
    0 to 1. waits_for: why it cannot go on now; it does by itself when it can.
    """

    name: str
    state: RunState
    reason: str
    created_at: float
    stages: tuple[StageView, ...]
    doing: str = ""
    share: float | None = None
    waits_for: str = ""

    @property
    def current(self) -> StageView | None:
        """The first stage that is not done; None when all are."""
        return next((stage for stage in self.stages if not stage.done), None)

    @property
    def ended_at(self) -> float | None:
        """When the last of its jobs ended (seconds since the epoch); None while it goes on."""
        if self.state is RunState.RUNNING:
            return None
        ends = [stage.job.ended_at for stage in self.stages if stage.job and stage.job.ended_at]
        return max(ends, default=self.created_at)

    def seconds(self, now: float) -> float:
        """How long it took, or has been going on until `now`."""
        return (self.ended_at or now) - self.created_at


def process(
    workspace: Workspace,
    *,
    name: str,
    dataset: str,
    size: str,
    seed: int = 7,
    validation_fraction: float = 0.1,
    test_fraction: float = 0.1,
) -> Run:
    """Launch a processing run: normalise and split a dataset.

    Raises InvalidInput, NotFound for an unknown dataset, Conflict when the name is taken.
    """
    settings = processing_settings(
        seed=seed, validation_fraction=validation_fraction, test_fraction=test_fraction
    )
    datasets.get(workspace, dataset)
    job = processing_job(name, dataset, size=size, settings=settings)
    return _launch(workspace, name, Plan(stages=(job,)))


def train(
    workspace: Workspace,
    *,
    name: str,
    lines: str,
    algorithm: str,
    size: str,
    hyperparameters: Mapping[str, str] | None = None,
    max_seconds: int = DEFAULT_MAX_SECONDS,
    spot: bool = False,
) -> Run:
    """Launch training and evaluation on what the processing job `lines` left.

    max_seconds, spot: of the training; see `JobSpec`. Raises InvalidInput, NotSupported, NotFound,
    DoesNotFit when the model cannot be trained in the memory of `size`, Conflict when the name is
    taken.
    """
    _check_way(workspace, max_seconds, spot)
    given = dict(hyperparameters or {})
    needed = prepared.footprint(workspace, lines, algorithm, given).training_mb
    check_memory(workspace, size, algorithm, needed)
    stages = _model_stages(
        workspace, name, lines, algorithm, given, size=size, max_seconds=max_seconds, spot=spot
    )
    return _launch(workspace, name, Plan(stages=stages))


def _model_stages(
    workspace: Workspace,
    name: str,
    lines: str,
    algorithm: str,
    given: Mapping[str, str],
    *,
    size: str,
    max_seconds: int,
    spot: bool,
) -> tuple[PlannedJob, PlannedJob]:
    """From the lines of a processing job to a package."""
    return (
        training_job(
            name,
            lines,
            size=size,
            algorithm=algorithm,
            settings=given,
            max_seconds=max_seconds,
            spot=spot,
        ),
        evaluation_job(
            name, lines, size=size, trained_with=_trained_with(workspace, algorithm, given)
        ),
    )


def check_memory(workspace: Workspace, size: str, algorithm: str, needed_mb: float) -> None:
    """Raises DoesNotFit when training needs more memory, in MB, than `size` has."""
    offers = {offer.name: offer for offer in workspace.platform.sizes()}
    if size not in offers or needed_mb <= offers[size].memory_mb:
        return
    has_vectors = "vector_dim" in {h.name for h in recipe(algorithm).hyperparameters}
    fewer = "fewer buckets or a smaller vector size" if has_vectors else "fewer buckets or rows"
    largest = max(offer.memory_mb for offer in offers.values())
    raise DoesNotFit(
        f"Training needs about {needed_mb:,.0f} MB, and the size {offers[size].title!r} has"
        f" {offers[size].memory_mb:,} MB.",
        f"Choose a larger size, or {fewer}." if needed_mb <= largest else f"Choose {fewer}.",
    )


def pipeline(
    workspace: Workspace,
    *,
    name: str,
    dataset: str,
    endpoint: str,
    algorithm: str,
    size: str,
    hyperparameters: Mapping[str, str] | None = None,
    max_seconds: int = DEFAULT_MAX_SECONDS,
    spot: bool = False,
    seed: int = 7,
) -> Run:
    """Launch all stages, from a dataset to a live endpoint. Raises as `process` and `train`,
    though how many words there are is not known yet: what the model is sure to need is checked."""
    _check_way(workspace, max_seconds, spot)
    given = dict(hyperparameters or {})
    chosen = recipe(algorithm)
    settings = chosen.settings(given, reference=workspace.reference_trains(algorithm))
    categories = len(datasets.get(workspace, dataset).categories)
    least = footprint(chosen, settings, Extent(tokens=0, distinct_words=0, categories=categories))
    check_memory(workspace, size, algorithm, least.training_mb)
    smallest_memory(least.serving_mb)
    check_name(endpoint, "endpoint name")
    lines = job_name(name, JobKind.PROCESSING)
    stages = (
        processing_job(name, dataset, size=size, settings=processing_settings(seed=seed)),
        *_model_stages(
            workspace, name, lines, algorithm, given, size=size, max_seconds=max_seconds, spot=spot
        ),
        PlannedEndpoint(endpoint=endpoint, package_of=job_name(name, JobKind.EVALUATION)),
    )
    return _launch(workspace, name, Plan(stages=stages))


def processing_settings(
    *, seed: int = 7, validation_fraction: float = 0.1, test_fraction: float = 0.1
) -> dict[str, str]:
    """The settings of a processing job. Raises InvalidInput outside their ranges."""
    chosen = Settings(
        seed=seed, validation_fraction=validation_fraction, test_fraction=test_fraction
    )
    return {name.replace("_", "-"): str(value) for name, value in vars(chosen).items()}


def get(workspace: Workspace, name: str) -> Run:
    """The run as it is now. Raises NotFound."""
    entry = workspace.ledger.run(name)
    return _view(entry, lambda n: _job(workspace, n), lambda n: _endpoint(workspace, n))


def listing(workspace: Workspace) -> tuple[Run, ...]:
    """All runs whose plans can be read, newest first. Asks the platform once for jobs and once
    for endpoints."""
    jobs = {job.name: job for job in workspace.platform.jobs()}
    found = {endpoint.name: endpoint for endpoint in workspace.platform.endpoints()}
    return _views(workspace.ledger.runs(), jobs.get, found.get)


def unstarted(workspace: Workspace) -> tuple[Run, ...]:
    """The runs that go on and of which nothing is there yet, newest first."""
    jobs = {job.name: job for job in workspace.platform.jobs()}
    views = _views(workspace.ledger.runs(going_on=True), jobs.get, lambda name: None)
    return tuple(run for run in views if not any(stage.job for stage in run.stages))


def ended_before(workspace: Workspace, job: str) -> Run | None:
    """The run that ended before it came to the job of that name; None where none did."""
    for run in listing(workspace):
        if run.state is not RunState.RUNNING and job in job_names([run]):
            return None if any(s.job and s.job.name == job for s in run.stages) else run
    return None


def job_names(found: Iterable[Run]) -> frozenset[str]:
    """The names of all jobs of those runs, whether they are there or not."""
    stages = (stage.stage for run in found for stage in run.stages)
    return frozenset(stage.job for stage in stages if isinstance(stage, PlannedJob))


def by_job(workspace: Workspace, jobs: Iterable[Job]) -> Mapping[str, str]:
    """The run that each job belongs to, by the job's name; without those of no run."""
    names = workspace.ledger.run_names()
    return {job.name: run for job in jobs if (run := run_name(job.name)) in names}


def busy(workspace: Workspace) -> bool:
    """Whether a run or a job goes on."""
    return bool(workspace.ledger.runs(going_on=True)) or any(
        not job.state.final for job in workspace.platform.jobs()
    )


def propose_name(workspace: Workspace, *parts: str) -> str:
    """A name that no run has yet: the parts and the first free number, such as jigsaw-2."""
    taken = models.taken_names(workspace)
    stem = "-".join(parts)[: RUN_NAME_LENGTH - 6].strip("-")
    return next(name for n in itertools.count(1) if (name := f"{stem}-{n}") not in taken)


def check_new(workspace: Workspace, name: str) -> None:
    """Raises InvalidInput for an impossible name, Conflict for one that is taken."""
    check_run_name(name)
    if name in models.taken_names(workspace):
        raise _taken(name)


def going_on(workspace: Workspace) -> tuple[str, ...]:
    """The names of the runs that go on."""
    return tuple(entry.name for entry in workspace.ledger.runs(going_on=True))


def advance(workspace: Workspace) -> None:
    """Move every run that goes on by what can be done at once; what has to be sent waits for
    `move`."""
    for entry in workspace.ledger.runs(going_on=True):
        _advance(workspace, entry, send=False)


def move(workspace: Workspace, name: str) -> bool:
    """Move a run by what can be done now, sending what has to be sent, which may take its time.

    Whether it goes on and could be moved: while it waits, or when it has ended, there is no hurry
    to ask again.
    """
    with contextlib.suppress(NotFound):
        _advance(workspace, workspace.ledger.run(name))
        entry = workspace.ledger.run(name)
        return entry.outcome is None and not entry.waits_for
    return False


def stop(workspace: Workspace, name: str) -> None:
    """Stop a run: its job now, its later stages never. Raises NotFound."""
    workspace.ledger.ask_stop(name)
    _advance(workspace, workspace.ledger.run(name))


def wait(workspace: Workspace, name: str, on_look: Callable[[Run], None] = lambda run: None) -> Run:
    """Move the run on until it ends; `on_look` is called with it a few times a second."""

    def look() -> Run:
        entry = workspace.ledger.run(name)
        try:
            run = get(workspace, name)
        except Unavailable as error:  # then what the ledger knows has to do
            run = _view(entry, lambda name: None, lambda name: None)
            run = replace(run, waits_for=run.waits_for or str(error))
        on_look(run)
        return run

    while True:
        _advance(workspace, workspace.ledger.run(name), on_sent=look)
        run = look()
        if run.state is not RunState.RUNNING:
            return run
        time.sleep(_WAITING_SECONDS if run.waits_for else _POLL_SECONDS)


class StageClock:
    """Seconds spent in each stage of a run, for `wait` to look at it with."""

    def __init__(self) -> None:
        self._entered: dict[str, float] = {}

    def __call__(self, run: Run) -> None:
        """Note which stage the run is in now."""
        if run.current is not None:
            self._entered.setdefault(run.current.title.lower(), time.monotonic())

    def seconds(self) -> dict[str, float]:
        """By stage, in order; the last one until now."""
        starts = list(self._entered.values())
        ends = [*starts[1:], time.monotonic()]
        stages = zip(self._entered, starts, ends, strict=False)
        return {stage: round(end - start, 3) for stage, start, end in stages}


def _launch(workspace: Workspace, name: str, plan: Plan) -> Run:
    check_run_name(name)
    taken = models.taken_names(workspace)
    # Launched twice it is one run, which was written down before the first of its jobs.
    if name in taken and name not in workspace.ledger.run_names():
        raise _taken(name)
    sizes = [size.name for size in workspace.platform.sizes()]
    for stage in plan.stages:
        if isinstance(stage, PlannedJob) and stage.size not in sizes:
            raise InvalidInput(
                f"There is no size {stage.size!r}.", f"Choose one of {', '.join(sizes)}."
            )
    entry = workspace.ledger.add_run(name, plan.to_json())
    if not workspace.platform.far:  # else whoever moves it on starts it: a launch takes no time
        _advance(workspace, entry)
    return get(workspace, name)


def _taken(name: str) -> Conflict:
    return Conflict(
        f"There is a run or a model {name!r} already, or jobs are left of one.",
        "Choose another name.",
    )


def _advance(
    workspace: Workspace,
    entry: RunEntry,
    *,
    send: bool = True,
    on_sent: Callable[[], object] = lambda: None,
) -> None:
    """send: also what takes its time; on_sent: called a few times a second while it does."""
    if entry.outcome is not None:
        return
    try:
        outcome = _step(workspace, entry, send=send, on_sent=on_sent)
    except sending.NotNow:
        return
    except Unavailable as error:
        if entry.waits_for != str(error):
            workspace.ledger.note_doing(entry.name, waits_for=str(error))
        return
    except StudioError as error:
        outcome = (RunState.FAILED, str(error))
    if outcome:
        workspace.ledger.conclude(entry.name, *outcome)
    elif entry.doing or entry.waits_for:
        workspace.ledger.note_doing(entry.name)


def _step(
    workspace: Workspace, entry: RunEntry, *, send: bool, on_sent: Callable[[], object]
) -> tuple[RunState, str] | None:
    """Do the next thing of a run; its outcome when there is nothing left to do."""
    at_once = send or not workspace.platform.far
    for stage in plan_from_json(entry.plan).stages:
        if isinstance(stage, PlannedJob):
            job = _job(workspace, stage.job)
            if job is None:
                if entry.stop_asked:
                    return RunState.STOPPED, f"Stopped before {stage.title.lower()}."
                if not at_once:
                    raise sending.NotNow
                sending.start(workspace, entry.name, stage, on_sent)
                return None
            if not job.state.final:
                if entry.stop_asked:
                    workspace.platform.stop(job.name)
                return None
            if job.state is not JobState.COMPLETED:
                return RunState(job.state.value), f"{stage.title}: {job.reason}"
        else:
            endpoint = _endpoint(workspace, stage.endpoint)
            if entry.stop_asked and endpoint is None:
                return RunState.STOPPED, "Stopped before the endpoint."
            if endpoint is not None and not endpoint.state.settled:
                return None
            wanted = _endpoint_spec(workspace, stage, endpoint)
            if endpoint is None:
                if not at_once:
                    raise sending.NotNow
                workspace.platform.deploy(wanted)
                return None
            if endpoint.spec.package != wanted.package:
                if entry.update_asked:
                    return RunState.FAILED, f"{stage.title}: {endpoint.reason}"
                if not at_once:
                    raise sending.NotNow
                endpoints.change_over(workspace, endpoint, wanted)
                workspace.ledger.note_update_asked(entry.name)
                return None
            if endpoint.state is EndpointState.FAILED:
                return RunState.FAILED, f"{stage.title}: {endpoint.reason}"
    return RunState.COMPLETED, ""


def _job(workspace: Workspace, name: str) -> Job | None:
    try:
        return workspace.platform.job(name)
    except NotFound:
        return None


def _endpoint(workspace: Workspace, name: str) -> Endpoint | None:
    try:
        return workspace.platform.endpoint(name)
    except NotFound:
        return None


def _endpoint_spec(
    workspace: Workspace, stage: PlannedEndpoint, present: Endpoint | None
) -> EndpointSpec:
    model = models.made_by(workspace, stage.package_of)
    if present is not None:
        return endpoints.changed_over(present.spec, model)
    return EndpointSpec(
        name=stage.endpoint,
        package=model.package,
        memory_mb=smallest_memory(model.serving_mb),
    )


_Jobs = Callable[[str], Job | None]
_Endpoints = Callable[[str], Endpoint | None]


def _views(entries: Iterable[RunEntry], job: _Jobs, endpoint: _Endpoints) -> tuple[Run, ...]:
    found: list[Run] = []
    for entry in entries:
        with contextlib.suppress(InvalidInput):
            found.append(_view(entry, job, endpoint))
    return tuple(found)


def _view(entry: RunEntry, job: _Jobs, endpoint: _Endpoints) -> Run:
    stages = tuple(
        StageView(stage=stage, job=job(stage.job))
        if isinstance(stage, PlannedJob)
        else StageView(stage=stage, endpoint=endpoint(stage.endpoint))
        for stage in plan_from_json(entry.plan).stages
    )
    return Run(
        name=entry.name,
        state=RunState(entry.outcome) if entry.outcome else RunState.RUNNING,
        reason=entry.reason,
        created_at=entry.created_at,
        stages=stages,
        doing=entry.doing,
        share=entry.share,
        waits_for=entry.waits_for,
    )


def _trained_with(
    workspace: Workspace, algorithm: str, given: Mapping[str, str]
) -> dict[str, Any] | None:
    """What the evaluation has to be told of a model that the platform's own trainer makes."""
    if workspace.reference_trains(algorithm):
        return None
    chosen = recipe(algorithm)
    settings = chosen.settings(given, reference=False)
    own = [h.name for h in chosen.hyperparameters if not h.own_lacks]
    return {"algorithm": algorithm, **{name: settings[name] for name in own}}


def _check_way(workspace: Workspace, max_seconds: int, spot: bool) -> None:
    check_max_seconds(max_seconds)
    if spot and not workspace.platform.offers_spot:
        raise NotSupported("There is no spare capacity to train on here.", "Train without spot.")
