"""Prepared lines: what a processing job left, ready to train on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from backend.artefacts.manifest import FILE_NAME, Manifest, read_manifest
from backend.errors import Conflict, NotFound
from backend.learning.recipes import Extent, Footprint, recipe
from backend.learning.recipes import footprint as estimate
from backend.platforms.base import Job, JobKind, JobState, Platform
from backend.studio.outputs import fetched, readable
from backend.studio.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The lines of a completed processing job.

    counts: see `backend.preprocess`'s manifest. synthetic: they came of the project's own sample.
    """

    job: Job
    categories: tuple[str, ...]
    counts: Mapping[str, Any]
    synthetic: bool

    @property
    def name(self) -> str:
        """The processing job's name."""
        return self.job.name

    @property
    def extent(self) -> Extent:
        """How much there is to train on."""
        return Extent(
            tokens=self.counts["parts"]["train"]["tokens"],
            distinct_words=self.counts["distinct_words"],
            categories=len(self.categories),
        )


def get(workspace: Workspace, name: str) -> Lines:
    """The lines that the job of that name left. Raises NotFound, Conflict while it is not done."""
    job = workspace.platform.job(name)
    if job.spec.kind is not JobKind.PROCESSING:
        raise NotFound(f"{name!r} is no processing job.", "Choose one from the Jobs page.")
    return _lines(workspace, job)


def listing(workspace: Workspace) -> tuple[Lines, ...]:
    """All that can be read and trained on, newest first."""
    done = [
        job
        for job in workspace.platform.jobs()
        if job.spec.kind is JobKind.PROCESSING and job.state is JobState.COMPLETED
    ]
    return readable(workspace.platform, done, lambda job: _lines(workspace, job))


def footprint(
    workspace: Workspace, lines: str, algorithm: str, hyperparameters: Mapping[str, str]
) -> Footprint:
    """Size and memory of a model to be trained on these lines, estimated.

    Raises NotFound, InvalidInput, NotSupported.
    """
    chosen = recipe(algorithm)
    settings = chosen.settings(hyperparameters, reference=workspace.reference_trains(algorithm))
    prepared = get(workspace, lines)
    return estimate(chosen, settings, prepared.extent)


def _lines(workspace: Workspace, job: Job) -> Lines:
    if job.state is not JobState.COMPLETED or job.output is None or job.ended_at is None:
        raise Conflict(f"{job.name!r} is {job.state.value}.", "Choose one that has completed.")
    manifest = _manifest(workspace.platform, job.output, job.ended_at)
    return Lines(
        job=job,
        categories=manifest.categories,
        counts=manifest.counts,
        synthetic=bool(manifest.details.get("synthetic")),
    )


@lru_cache(maxsize=4096)  # more than there are: going through all of them would empty it
def _manifest(platform: Platform, output: str, made_at: float) -> Manifest:
    """`made_at` tells apart two jobs that had the same name, one after the other."""
    return read_manifest(fetched(platform, output, FILE_NAME), "lines")
