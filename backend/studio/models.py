"""Models: what evaluation jobs packaged, and what was found of them."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backend.artefacts.manifest import Manifest, read_manifest
from backend.artefacts.package import ARCHIVE
from backend.errors import Conflict, NotFound, StudioError
from backend.learning.evaluation import Evaluation, read_evaluation
from backend.platforms.base import Job, JobKind, JobState, Platform
from backend.studio.plans import job_name, run_name
from backend.studio.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Model:
    """A packaged model. It has the name of the run that made it.

    package: URI of its `model.tar.gz`. model_mb: size of model.bin. serving_mb: memory an
    endpoint needs for it. thresholds: calibrated probability by category. synthetic: it
    learned from the project's own sample.
    """

    name: str
    algorithm: str
    categories: tuple[str, ...]
    thresholds: Mapping[str, float]
    evaluation: Evaluation
    package: str
    synthetic: bool
    model_mb: float
    serving_mb: float
    made_at: float


def get(workspace: Workspace, name: str) -> Model:
    """The model of that name. Raises NotFound."""
    try:
        return made_by(workspace, job_name(name, JobKind.EVALUATION))
    except NotFound:
        raise NotFound(f"There is no model {name[:80]!r}.") from None


def made_by(workspace: Workspace, evaluation_job: str) -> Model:
    """The model that an evaluation job packaged. Raises NotFound."""
    job = workspace.platform.job(evaluation_job)
    if not _is_model(job):
        raise NotFound(f"{evaluation_job!r} has left no model.")
    return _model(workspace.platform, job)


def listing(workspace: Workspace) -> tuple[Model, ...]:
    """All models that can be read, newest first."""
    found: list[Model] = []
    for job in filter(_is_model, workspace.platform.jobs()):
        with contextlib.suppress(StudioError):
            found.append(_model(workspace.platform, job))
    return tuple(found)


def of_package(workspace: Workspace, package: str) -> Model | None:
    """The model whose package has that URI; None once it has been deleted."""
    return next((model for model in listing(workspace) if model.package == package), None)


def delete(workspace: Workspace, name: str) -> None:
    """Delete a model with the jobs that made it. Raises NotFound, Conflict while it is deployed."""
    model = get(workspace, name)
    users = [e.name for e in workspace.platform.endpoints() if e.spec.package == model.package]
    if users:
        raise Conflict(
            f"The endpoint {users[0]!r} serves this model.", "Delete or update the endpoint first."
        )
    for kind in (JobKind.EVALUATION, JobKind.TRAINING):
        workspace.platform.remove_job(job_name(name, kind))


def _is_model(job: Job) -> bool:
    return job.spec.kind is JobKind.EVALUATION and job.state is JobState.COMPLETED


def _model(platform: Platform, job: Job) -> Model:
    if job.output is None or job.ended_at is None:
        raise NotFound(f"{job.name!r} has left no model.")
    manifest, evaluation = _records(platform.fetch(job.output), job.ended_at)
    return Model(
        name=run_name(job.name),
        algorithm=manifest.settings["algorithm"],
        categories=manifest.categories,
        thresholds=manifest.details["thresholds"],
        evaluation=evaluation,
        package=f"{job.output}/{ARCHIVE}",
        synthetic=bool(manifest.details.get("synthetic")),
        model_mb=manifest.details["model_mb"],
        serving_mb=manifest.details["serving_mb"],
        made_at=job.ended_at,
    )


@lru_cache(maxsize=256)
def _records(folder: Path, made_at: float) -> tuple[Manifest, Evaluation]:
    """`made_at` tells apart two jobs that had the same name, one after the other."""
    return read_manifest(folder, "package"), read_evaluation(folder)
