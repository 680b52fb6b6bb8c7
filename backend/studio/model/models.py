"""Models: what evaluation jobs packaged, what was found of them, and what a person set of them."""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from backend.artefacts.manifest import FILE_NAME as MANIFEST
from backend.artefacts.manifest import Manifest, read_manifest
from backend.artefacts.package import ARCHIVE
from backend.datasets.files import TEST, TEST_LABELS, TRAIN
from backend.errors import Conflict, DoesNotFit, InvalidInput, NotFound
from backend.learning.audit.record import FILE_NAME as AUDIT
from backend.learning.audit.record import Audit, read_audit
from backend.learning.evaluation import FILE_NAME as EVALUATION
from backend.learning.evaluation import Evaluation, Interval, difference, read_evaluation
from backend.learning.examples import FILE_NAME as EXAMPLES
from backend.learning.examples import Examples, read_examples
from backend.learning.thresholds import HIGHEST, LOWEST, STEPS
from backend.ledger.ledger import ModelEntry
from backend.platforms.base import Job, JobKind, JobState, Platform, smallest_memory
from backend.platforms.prices import ServerlessPrice
from backend.serving.speed import FILE_NAME as SPEED
from backend.serving.speed import Speed, read_speed
from backend.studio import prices
from backend.studio.outputs import fetched, readable
from backend.studio.work import jobs
from backend.studio.work.plans import check_run_name, job_name, planned_jobs, run_name
from backend.studio.workspace import Workspace

Read = TypeVar("Read")

DATA_BYTES = 1000
"""About what a message takes on its way to an endpoint and back, as JSON."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A packaged model. It has the name of the run that made it until it is given another.

    job: the evaluation job that packaged it. package: URI of its `model.tar.gz`. prepared: name
    of the processing job whose lines it learned from, None once that has been removed.
    thresholds: those in force, calibrated probability by category. model_mb: size of model.bin,
    MB of 10^6 bytes. serving_mb: memory an endpoint needs for it, MB of 2^20 bytes. speed: None
    where it was not measured. manifest: the package's. made_at: seconds since the epoch.
    """

    name: str
    job: str
    package: str
    prepared: str | None
    thresholds: Mapping[str, float]
    evaluation: Evaluation
    speed: Speed | None
    manifest: Manifest
    made_at: float

    @property
    def run(self) -> str:
        """The run that made it."""
        return run_name(self.job)

    @property
    def algorithm(self) -> str:
        """The recipe's name; "unknown" for a model that was trained elsewhere."""
        return str(self.manifest.settings["algorithm"])

    @property
    def categories(self) -> tuple[str, ...]:
        """In the order of its scores."""
        return self.manifest.categories

    @property
    def measured_thresholds(self) -> Mapping[str, float]:
        """Those that evaluation chose on validation rows."""
        return self.evaluation.thresholds

    @property
    def synthetic(self) -> bool:
        """Whether it learned from the project's own sample."""
        return bool(self.manifest.details.get("synthetic"))

    @property
    def model_mb(self) -> float:
        """Size of model.bin, MB of 10^6 bytes."""
        return float(self.manifest.details["model_mb"])

    @property
    def serving_mb(self) -> float:
        """Memory an endpoint needs for it, MB of 2^20 bytes."""
        return float(self.manifest.details["serving_mb"])

    @property
    def test_rows(self) -> frozenset[tuple[str, str]]:
        """Which rows it was measured on: models with the same can be compared.

        Content hashes of the files the rows came from and of the list of rows, by name. Rows of
        a test file are the same whatever was trained on; the normaliser's version is no part.
        """
        inputs = self.manifest.inputs
        tested = (TEST, TEST_LABELS) if f"dataset/{TEST}" in inputs else (TRAIN,)
        names = ("rows/test.tsv", *(f"dataset/{name}" for name in tested))
        return frozenset((name, inputs.get(name, "")) for name in names)


@dataclass(frozen=True, kw_only=True)
class ServingCost:
    """What scoring a million messages costs, one message a request.

    usd: on this platform. serverless_usd: on an endpoint of `memory_mb` at `price`, each message
    taking `seconds`.
    """

    usd: float
    serverless_usd: float
    memory_mb: int
    seconds: float
    price: ServerlessPrice


@dataclass(frozen=True)
class Lead:
    """By how much one model's means are above another's on the same test rows: the middle 95 % of
    the draws of a bootstrap. Where it `holds_zero` the two tie."""

    mean_auc: Interval
    mean_average_precision: Interval


def get(workspace: Workspace, name: str) -> Model:
    """The model of that name, or the one that the run of that name made. Raises NotFound."""
    named = (entry.job for entry in workspace.ledger.models() if entry.name == name)
    for job in (*named, job_name(name, JobKind.EVALUATION)):
        with contextlib.suppress(NotFound):
            model = made_by(workspace, job)
            if name in (model.name, model.run):
                return model
    raise NotFound(f"There is no model {name[:80]!r}.")


def made_by(workspace: Workspace, evaluation_job: str) -> Model:
    """The model that an evaluation job packaged. Raises NotFound, InvalidInput when damaged."""
    job = workspace.platform.job(evaluation_job)
    if not _is_model(job):
        raise NotFound(f"{evaluation_job!r} has left no model.")
    return _Look(workspace).model(job)


def listing(workspace: Workspace) -> tuple[Model, ...]:
    """All models that can be read, newest first."""
    look = _Look(workspace)
    return readable(workspace.platform, filter(_is_model, look.jobs), look.model)


def of_package(workspace: Workspace, package: str) -> Model | None:
    """The model whose package has that URI; None once it has been deleted."""
    return next((model for model in listing(workspace) if model.package == package), None)


def audit(workspace: Workspace, model: Model) -> Audit | None:
    """What the model made of the project's own messages; None where it was not audited."""
    return _beside(workspace, model, AUDIT, read_audit)


def examples(workspace: Workspace, model: Model) -> Examples | None:
    """Test rows to look at; None where none were kept. They hold people's words."""
    return _beside(workspace, model, EXAMPLES, read_examples)


def _beside(
    workspace: Workspace, model: Model, name: str, read: Callable[[Path], Read]
) -> Read | None:
    """What an evaluation left beside the package, fetched when it is asked for. An older one left
    less, and what is damaged does not hide the model."""
    output = model.package.removesuffix(f"/{ARCHIVE}")
    try:
        return read(fetched(workspace.platform, output, name))
    except (NotFound, InvalidInput):
        return None


def lead(model: Model, other: Model) -> Lead | None:
    """By how much one model is ahead of another; None unless both were measured on the same rows,
    or where nothing was drawn from them."""
    if model.test_rows != other.test_rows:
        return None
    ours, theirs = model.evaluation.draws, other.evaluation.draws
    auc = difference(ours.mean_auc, theirs.mean_auc)
    precision = difference(ours.mean_average_precision, theirs.mean_average_precision)
    return Lead(auc, precision) if auc and precision else None


def users(workspace: Workspace, model: Model) -> tuple[str, ...]:
    """The endpoints that serve the model or are changing over to it, by name."""
    return tuple(
        endpoint.name
        for endpoint in workspace.platform.endpoints()
        if model.package in endpoint.packages
    )


def rename(workspace: Workspace, name: str, new_name: str) -> Model:
    """Give a model another name; its run and its jobs keep theirs.

    Raises NotFound, InvalidInput for what cannot be a name, and Conflict when a model or a run
    has the name: the model of a run can be asked for by the run's name, too.
    """
    model = get(workspace, name)
    check_run_name(new_name, "model name")
    if new_name == model.run:
        workspace.ledger.name_model(model.job, model.made_at, None)
    elif new_name != model.name:
        if new_name in taken_names(workspace):
            raise Conflict(
                f"There is a model or a run {new_name!r} already.", "Choose another name."
            )
        for entry in workspace.ledger.models():
            if entry.name == new_name:  # of a model that is no longer there
                workspace.ledger.name_model(entry.job, entry.made_at, None)
        workspace.ledger.name_model(model.job, model.made_at, new_name)
    return get(workspace, new_name)


def taken_names(workspace: Workspace) -> frozenset[str]:
    """What neither a new run nor a model can be called: runs, also of those of which only jobs
    are left, and models have these names."""
    of_jobs = {run_name(job.name) for job in workspace.platform.jobs()}
    of_jobs |= {run_name(name) for name in jobs.unread(workspace)}
    return workspace.ledger.run_names() | of_jobs | given_names(workspace)


def given_names(workspace: Workspace) -> frozenset[str]:
    """The names that were given to models that are there."""
    return frozenset(
        entry.name
        for entry in workspace.ledger.models()
        if entry.name is not None and _is_there(workspace, entry)
    )


def set_thresholds(
    workspace: Workspace, name: str, thresholds: Mapping[str, float] | None
) -> Model:
    """Put thresholds in force, one for each category; None goes back to the measured ones.

    Each is one of `backend.learning.thresholds.STEPS` (0.01 to 0.99 in steps of 0.01), where what
    is caught was counted, or the category's measured one. Raises NotFound, InvalidInput.
    """
    model = get(workspace, name)
    if thresholds is not None and thresholds == model.measured_thresholds:
        thresholds = None
    if thresholds is not None:
        if set(thresholds) != set(model.categories):
            raise InvalidInput(
                "A model needs a threshold for each of its categories, and no others.",
                f"Its categories are {', '.join(model.categories)}.",
            )
        for category, threshold in thresholds.items():
            if threshold not in STEPS and threshold != model.measured_thresholds[category]:
                raise InvalidInput(
                    f"{threshold} cannot be the threshold of {category}.",
                    f"Choose from {LOWEST} to {HIGHEST}, in steps of 0.01.",
                )
    workspace.ledger.set_thresholds(model.job, model.made_at, thresholds)
    return get(workspace, name)


def delete(workspace: Workspace, name: str) -> None:
    """Delete a model with the jobs that made it, its run and what was set of it.

    The prepared data it learned from stays. Raises NotFound, and Conflict while an endpoint uses
    it or its run goes on.
    """
    model = get(workspace, name)
    using = users(workspace, model)
    if using:
        several = len(using) > 1
        names = ", ".join(map(repr, using))
        raise Conflict(
            f"The endpoint{'s' if several else ''} {names} use{'' if several else 's'}"
            f" the model {model.name!r}.",
            f"Delete {'them' if several else 'it'} first, or put another model there.",
        )
    for run, stage in planned_jobs(workspace.ledger.runs(going_on=True)):
        if stage.job == model.job:
            raise Conflict(f"The run {run!r} still goes on.", "Wait for it to end, or stop it.")
    for kind in (JobKind.EVALUATION, JobKind.TRAINING):
        workspace.platform.remove_job(job_name(model.run, kind))
    workspace.ledger.forget_model(model.job)
    workspace.ledger.remove_run(model.run)


def serving_cost(workspace: Workspace, model: Model) -> ServingCost | None:
    """What messages cost; None where its speed is not known or no endpoint is large enough."""
    if model.speed is None:
        return None
    try:
        memory_mb = smallest_memory(model.serving_mb)
    except DoesNotFit:
        return None
    seconds = 1 / model.speed.messages_per_second
    price = prices.table(workspace).serverless
    usd = price.cost(1_000_000, seconds=seconds, memory_mb=memory_mb, data_bytes=DATA_BYTES)
    return ServingCost(
        usd=usd if workspace.platform.far else 0.0,
        serverless_usd=usd,
        memory_mb=memory_mb,
        seconds=seconds,
        price=price,
    )


class _Look:
    """All that models are told from, asked for once."""

    def __init__(self, workspace: Workspace) -> None:
        self._platform = workspace.platform
        self._entries = {(e.job, e.made_at): e for e in workspace.ledger.models()}
        self.jobs = workspace.platform.jobs()
        self._prepared = _outputs(job for job in self.jobs if job.spec.kind is JobKind.PROCESSING)

    def model(self, job: Job) -> Model:
        """The model that a completed evaluation job packaged. Raises NotFound, InvalidInput."""
        if job.output is None or job.ended_at is None:
            raise NotFound(f"{job.name!r} has left no model.")
        records = _records(self._platform, job.output, job.ended_at)
        entry = self._entries.get((job.name, job.ended_at))
        own = entry.thresholds if entry else None
        return Model(
            name=(entry.name if entry else None) or run_name(job.name),
            job=job.name,
            package=f"{job.output}/{ARCHIVE}",
            prepared=self._prepared.get(job.spec.inputs.get("lines", "")),
            thresholds={name: own[name] for name in records.manifest.categories}
            if own
            else records.evaluation.thresholds,
            evaluation=records.evaluation,
            speed=records.speed,
            manifest=records.manifest,
            made_at=job.ended_at,
        )


def _outputs(jobs: Iterable[Job]) -> Mapping[str, str]:
    return {job.output: job.name for job in jobs if job.output is not None}


def _is_model(job: Job) -> bool:
    return job.spec.kind is JobKind.EVALUATION and job.state is JobState.COMPLETED


def _is_there(workspace: Workspace, entry: ModelEntry) -> bool:
    try:
        return workspace.platform.job(entry.job).ended_at == entry.made_at
    except NotFound:
        return False


@dataclass(frozen=True)
class _Records:
    manifest: Manifest
    evaluation: Evaluation
    speed: Speed | None


@lru_cache(maxsize=1024)
def _records(platform: Platform, output: str, made_at: float) -> _Records:
    """`made_at` tells apart two jobs that had the same name, one after the other. Only the records
    are fetched: packages are large."""
    folder = fetched(platform, output, MANIFEST, EVALUATION, SPEED)
    package = read_manifest(folder, "package")
    if not {"model_mb", "serving_mb"} <= set(package.details) or "algorithm" not in (
        package.settings
    ):
        raise InvalidInput("The manifest of this model is incomplete.", "Evaluate it again.")
    return _Records(package, read_evaluation(folder), read_speed(folder))
