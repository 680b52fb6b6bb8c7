"""Lineage: from labelled rows to a model at work, as the manifests tell it.

What a manifest says stays when the dataset or a job behind it has been removed; only the way
there is gone.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.artefacts.package import MODEL
from backend.datasets.files import TRAIN
from backend.errors import NotFound
from backend.platforms.base import JobKind
from backend.studio.data import datasets
from backend.studio.model import models
from backend.studio.model.models import Model
from backend.studio.work import jobs
from backend.studio.work.plans import job_name
from backend.studio.workspace import Workspace

_DATASET = "dataset/"


@dataclass(frozen=True, kw_only=True)
class DatasetRecord:
    """The labelled rows. name: of the dataset, None once it has been removed.

    files: SHA-256 by file name. rows: of the training file. synthetic: written by a program.
    """

    name: str | None
    files: Mapping[str, str]
    rows: int | None
    synthetic: bool


@dataclass(frozen=True, kw_only=True)
class ProcessingRecord:
    """How the rows were cleaned and split. job: None once it has been removed.

    rows, natural_rows: by part ("train", "validation", "test"); the latter of them are of the
    natural sample. positives: by part, then by category. normaliser: its version.
    """

    job: str | None
    seed: int | None
    settings: Mapping[str, Any]
    normaliser: str
    rows: Mapping[str, int]
    natural_rows: Mapping[str, int]
    positives: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True)
class TrainingRecord:
    """How the model was fitted. job: None once it has been removed.

    algorithm: the recipe's name. settings: its hyperparameters. versions: of what trained it.
    lines: SHA-256 of the rows it learned from, as fastText reads them.
    """

    job: str | None
    algorithm: str
    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    lines: str


@dataclass(frozen=True, kw_only=True)
class EvaluationRecord:
    """How it was measured. validation_rows calibrated it; test_rows were measured on."""

    job: str
    definition: str
    validation_rows: int
    test_rows: int


@dataclass(frozen=True, kw_only=True)
class PackageRecord:
    """What came of it. model: SHA-256 of model.bin. Sizes in MB of 10^6 bytes."""

    model: str
    model_mb: float
    normaliser: str
    made_at: float


@dataclass(frozen=True, kw_only=True)
class Lineage:
    """All stages of one model, and the endpoints that use it now."""

    dataset: DatasetRecord
    processing: ProcessingRecord
    training: TrainingRecord
    evaluation: EvaluationRecord
    package: PackageRecord
    endpoints: tuple[str, ...]


def of(workspace: Workspace, model: Model) -> Lineage:
    """The lineage of a model."""
    manifest = model.manifest
    details = manifest.details
    counts = details.get("dataset", {})
    processing = details.get("processing", {})
    parts = counts.get("parts", {})
    files = {
        name.removeprefix(_DATASET): content
        for name, content in manifest.inputs.items()
        if name.startswith(_DATASET)
    }
    settings = dict(manifest.settings)
    algorithm = settings.pop("algorithm")
    return Lineage(
        dataset=DatasetRecord(
            name=_dataset(workspace, model, files),
            files=files,
            rows=counts.get("rows"),
            synthetic=model.synthetic,
        ),
        processing=ProcessingRecord(
            job=model.prepared,
            seed=processing.get("seed"),
            settings=processing.get("settings", {}),
            normaliser=processing.get("versions", {}).get("normaliser", ""),
            rows={name: part.get("rows", 0) for name, part in parts.items()},
            natural_rows={name: part.get("reference_rows", 0) for name, part in parts.items()},
            positives={name: part.get("positives", {}) for name, part in parts.items()},
        ),
        training=TrainingRecord(
            job=_training(workspace, model),
            algorithm=algorithm,
            settings=settings,
            versions=details.get("training_versions", {}),
            lines=manifest.inputs.get("train.txt", ""),
        ),
        evaluation=EvaluationRecord(
            job=model.job,
            definition=model.evaluation.definition,
            validation_rows=manifest.counts.get("validation_rows", 0),
            test_rows=model.evaluation.rows,
        ),
        package=PackageRecord(
            model=manifest.files.get(MODEL, ""),
            model_mb=model.model_mb,
            normaliser=manifest.versions.get("normaliser", ""),
            made_at=model.made_at,
        ),
        endpoints=models.users(workspace, model),
    )


def _training(workspace: Workspace, model: Model) -> str | None:
    name = job_name(model.run, JobKind.TRAINING)
    with contextlib.suppress(NotFound):
        return workspace.platform.job(name).name
    return None


def _dataset(workspace: Workspace, model: Model, files: Mapping[str, str]) -> str | None:
    """The dataset with the content that was processed: the one named in the plan, or another."""
    same = {
        dataset.name
        for dataset in datasets.listing(workspace)
        if dataset.content and dataset.content == files.get(TRAIN)
    }
    if model.prepared is not None:
        with contextlib.suppress(NotFound):
            job = workspace.platform.job(model.prepared)
            for source in jobs.sources(workspace, job):
                if source.dataset in same:
                    return source.dataset
    return min(same, default=None)
