"""Runs: from a click to a model, stage by stage, whoever is watching.

Launching writes the whole plan to the ledger. Everybody who looks then moves it on: `advance`
starts the next stage when the one before has completed. Since a job's name comes from its plan
and starting is idempotent, any number of tabs and command lines may do so at once, and a run
goes on as soon as anything of the studio is open again.
"""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.datasets.processing.preparation import Settings
from backend.errors import Conflict, DoesNotFit, InvalidInput, NotFound, StudioError
from backend.learning.recipes import footprint, recipe
from backend.ledger.ledger import RunEntry
from backend.platforms.base import (
    Endpoint,
    EndpointSpec,
    EndpointState,
    Job,
    JobKind,
    JobSpec,
    JobState,
    check_name,
    smallest_memory,
)
from backend.studio.data import datasets, prepared
from backend.studio.endpoint import endpoints
from backend.studio.model import models
from backend.studio.work.plans import (
    RUN_NAME_LENGTH,
    DatasetInput,
    OutputInput,
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
    """A run as it is now."""

    name: str
    state: RunState
    reason: str
    created_at: float
    stages: tuple[StageView, ...]

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
) -> Run:
    """Launch training and evaluation on what the processing job `lines` left.

    Raises InvalidInput, NotSupported, NotFound, DoesNotFit when the model cannot be trained in
    the memory of `size`, Conflict when the name is taken.
    """
    given = dict(hyperparameters or {})
    needed = prepared.footprint(workspace, lines, algorithm, given).training_mb
    check_memory(workspace, size, needed)
    stages = (
        training_job(name, lines, size=size, algorithm=algorithm, settings=given),
        evaluation_job(name, lines, size=size),
    )
    return _launch(workspace, name, Plan(stages=stages))


def check_memory(workspace: Workspace, size: str, needed_mb: float) -> None:
    """Raises DoesNotFit when training needs more memory, in MB, than `size` has."""
    offers = {offer.name: offer for offer in workspace.platform.sizes()}
    if size not in offers or needed_mb <= offers[size].memory_mb:
        return
    fewer = "fewer buckets or a smaller vector size"
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
    seed: int = 7,
) -> Run:
    """Launch all stages, from a dataset to a live endpoint. Raises as `process` and `train`,
    though how many words there are is not known yet: what the model is sure to need is checked."""
    given = dict(hyperparameters or {})
    chosen = recipe(algorithm)
    categories = datasets.get(workspace, dataset).categories
    least = footprint(chosen.settings(given), 0, len(categories))
    check_memory(workspace, size, least.training_mb)
    smallest_memory(least.serving_mb)
    check_name(endpoint, "endpoint name")
    lines = job_name(name, JobKind.PROCESSING)
    stages = (
        processing_job(name, dataset, size=size, settings=processing_settings(seed=seed)),
        training_job(name, lines, size=size, algorithm=algorithm, settings=given),
        evaluation_job(name, lines, size=size),
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
    return _view(workspace, workspace.ledger.run(name))


def listing(workspace: Workspace) -> tuple[Run, ...]:
    """All runs whose plans can be read, newest first."""
    found: list[Run] = []
    for entry in workspace.ledger.runs():
        with contextlib.suppress(InvalidInput):
            found.append(_view(workspace, entry))
    return tuple(found)


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


def advance(workspace: Workspace) -> None:
    """Move every run that goes on by what can be done now. Returns at once."""
    for entry in workspace.ledger.runs(going_on=True):
        _advance(workspace, entry)


def stop(workspace: Workspace, name: str) -> None:
    """Stop a run: its job now, its later stages never. Raises NotFound."""
    workspace.ledger.ask_stop(name)
    _advance(workspace, workspace.ledger.run(name))


def wait(workspace: Workspace, name: str, on_look: Callable[[Run], None] = lambda run: None) -> Run:
    """Move the run on until it ends; `on_look` is called with it a few times a second."""
    while True:
        _advance(workspace, workspace.ledger.run(name))
        run = get(workspace, name)
        on_look(run)
        if run.state is not RunState.RUNNING:
            return run
        time.sleep(_POLL_SECONDS)


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
    _advance(workspace, entry)
    return get(workspace, name)


def _taken(name: str) -> Conflict:
    return Conflict(
        f"There is a run or a model {name!r} already, or jobs are left of one.",
        "Choose another name.",
    )


def _advance(workspace: Workspace, entry: RunEntry) -> None:
    if entry.outcome is not None:
        return
    try:
        outcome = _step(workspace, entry)
    except StudioError as error:
        outcome = (RunState.FAILED, str(error))
    if outcome:
        workspace.ledger.conclude(entry.name, *outcome)


def _step(workspace: Workspace, entry: RunEntry) -> tuple[RunState, str] | None:
    """Do the next thing of a run; its outcome when there is nothing left to do."""
    for stage in plan_from_json(entry.plan).stages:
        if isinstance(stage, PlannedJob):
            job = _job(workspace, stage)
            if job is None:
                if entry.stop_asked:
                    return RunState.STOPPED, f"Stopped before {stage.title.lower()}."
                workspace.platform.start(_job_spec(workspace, stage))
                return None
            if not job.state.final:
                if entry.stop_asked:
                    workspace.platform.stop(job.name)
                return None
            if job.state is not JobState.COMPLETED:
                return RunState(job.state.value), f"{stage.title}: {job.reason}"
        else:
            endpoint = _endpoint(workspace, stage)
            if entry.stop_asked and endpoint is None:
                return RunState.STOPPED, "Stopped before the endpoint."
            if endpoint is not None and not endpoint.state.settled:
                return None
            wanted = _endpoint_spec(workspace, stage, endpoint)
            if endpoint is None:
                workspace.platform.deploy(wanted)
                return None
            if endpoint.spec.package != wanted.package:
                if entry.update_asked:
                    return RunState.FAILED, f"{stage.title}: {endpoint.reason}"
                endpoints.change_over(workspace, endpoint, wanted)
                workspace.ledger.note_update_asked(entry.name)
                return None
            if endpoint.state is EndpointState.FAILED:
                return RunState.FAILED, f"{stage.title}: {endpoint.reason}"
    return RunState.COMPLETED, ""


def _job(workspace: Workspace, stage: PlannedJob) -> Job | None:
    try:
        return workspace.platform.job(stage.job)
    except NotFound:
        return None


def _endpoint(workspace: Workspace, stage: PlannedEndpoint) -> Endpoint | None:
    try:
        return workspace.platform.endpoint(stage.endpoint)
    except NotFound:
        return None


def _job_spec(workspace: Workspace, stage: PlannedJob) -> JobSpec:
    return JobSpec(
        name=stage.job,
        kind=stage.kind,
        size=stage.size,
        inputs={channel: _uri(workspace, source) for channel, source in stage.inputs.items()},
        settings=stage.settings,
        algorithm=stage.algorithm,
    )


def _uri(workspace: Workspace, source: DatasetInput | OutputInput) -> str:
    if isinstance(source, DatasetInput):
        folder = datasets.folder(workspace, source.dataset)
        return workspace.platform.upload(folder, f"datasets/{source.dataset}")
    output = workspace.platform.job(source.output_of).output
    if output is None:
        raise Conflict(f"{source.output_of} has left nothing to take.", "Run it again.")
    return f"{output}/{source.path}" if source.path else output


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


def _view(workspace: Workspace, entry: RunEntry) -> Run:
    stages = tuple(
        StageView(stage=stage, job=_job(workspace, stage))
        if isinstance(stage, PlannedJob)
        else StageView(stage=stage, endpoint=_endpoint(workspace, stage))
        for stage in plan_from_json(entry.plan).stages
    )
    return Run(
        name=entry.name,
        state=RunState(entry.outcome) if entry.outcome else RunState.RUNNING,
        reason=entry.reason,
        created_at=entry.created_at,
        stages=stages,
    )
