"""Choices: what a person chose in a form, kept so that it can be chosen again.

Each form has one setting in the ledger: what was last launched with it. What is no longer valid
(a hyperparameter that has gone, a value out of its range) falls away silently; whether a dataset,
prepared data or a size is still there is for the form to see.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from backend.datasets.processing.preparation import Settings
from backend.errors import InvalidInput, NotFound, NotSupported
from backend.learning.recipes import RECIPES
from backend.platforms.base import DEFAULT_MAX_SECONDS, JobKind, check_max_seconds
from backend.studio.work.plans import DatasetInput, OutputInput, PlannedJob, planned_jobs
from backend.studio.workspace import Workspace

_PROCESSING, _TRAINING = "last processing", "last training"


@dataclass(frozen=True, kw_only=True)
class Processing:
    """What is chosen to process with. Fractions are shares of the training rows, 0 to 1."""

    dataset: str
    size: str
    seed: int = Settings.seed
    validation_fraction: float = Settings.validation_fraction
    test_fraction: float = Settings.test_fraction


@dataclass(frozen=True, kw_only=True)
class Training:
    """What is chosen to train with. lines: the processing job; hyperparameters: as text. The rest
    is as `JobSpec` has it."""

    lines: str
    algorithm: str
    size: str
    hyperparameters: Mapping[str, str]
    max_seconds: int = DEFAULT_MAX_SECONDS
    spot: bool = False


def remember_processing(workspace: Workspace, chosen: Processing) -> None:
    """Keep what was launched last."""
    workspace.ledger.set(_PROCESSING, asdict(chosen))


def last_processing(workspace: Workspace) -> Processing | None:
    """What was launched last; None where nothing was, or it can no longer be read."""
    kept = workspace.ledger.setting(_PROCESSING)
    try:
        return Processing(
            dataset=str(kept["dataset"]),
            size=str(kept["size"]),
            **_split(kept, "seed", "validation_fraction", "test_fraction"),
        )
    except (KeyError, TypeError, ValueError, InvalidInput):
        return None


def remember_training(workspace: Workspace, chosen: Training) -> None:
    """Keep what was launched last, and the hyperparameters of each algorithm."""
    workspace.ledger.change(
        _TRAINING,
        lambda kept: {
            "lines": chosen.lines,
            "algorithm": chosen.algorithm,
            "size": chosen.size,
            "max_seconds": chosen.max_seconds,
            "spot": chosen.spot,
            "hyperparameters": {
                **_by_algorithm(kept),
                chosen.algorithm: dict(chosen.hyperparameters),
            },
        },
    )


def last_training(workspace: Workspace, algorithm: str | None = None) -> Training | None:
    """What was launched last (with that algorithm, when one is named); None where nothing was.

    The hyperparameters are all of the algorithm's, in their ranges.
    """
    kept = workspace.ledger.setting(_TRAINING)
    try:
        name = algorithm or str(kept["algorithm"])
        given = _by_algorithm(kept)[name]
        return Training(
            lines=str(kept["lines"]),
            algorithm=name,
            size=str(kept["size"]),
            hyperparameters=valid_hyperparameters(
                name, given, reference=workspace.reference_trains(name)
            ),
            max_seconds=_max_seconds(kept.get("max_seconds")),
            spot=kept.get("spot") is True and workspace.platform.offers_spot,
        )
    except (KeyError, TypeError):
        return None


def of_processing_job(workspace: Workspace, job: str) -> Processing:
    """What a processing job was launched with. Raises NotFound when nobody wrote it down."""
    return processing_of(_stage(workspace, job, JobKind.PROCESSING))


def of_training_job(workspace: Workspace, job: str) -> Training:
    """What a training job was launched with. Raises NotFound when nobody wrote it down."""
    return training_of(workspace, _stage(workspace, job, JobKind.TRAINING))


def processing_of(stage: PlannedJob) -> Processing:
    """The choices behind a planned processing job."""
    source = stage.inputs["dataset"]
    assert isinstance(source, DatasetInput)  # noqa: S101 - a plan has no other
    settings = {name.replace("-", "_"): value for name, value in stage.settings.items()}
    return Processing(dataset=source.dataset, size=stage.size, **_split(settings, *settings))


def training_of(workspace: Workspace, stage: PlannedJob) -> Training:
    """The choices behind a planned training job. Raises NotFound for an unknown algorithm."""
    source = stage.inputs["train"]
    assert isinstance(source, OutputInput)  # noqa: S101 - a plan has no other
    algorithm = stage.algorithm or ""
    if algorithm not in RECIPES:
        raise NotFound(f"There is no algorithm {algorithm[:40]!r} any more.")
    return Training(
        lines=source.output_of,
        algorithm=algorithm,
        size=stage.size,
        hyperparameters=valid_hyperparameters(
            algorithm, stage.settings, reference=workspace.reference_trains(algorithm)
        ),
        max_seconds=stage.max_seconds,
        spot=stage.spot,
    )


def valid_hyperparameters(
    algorithm: str, given: Mapping[str, Any], *, reference: bool = True
) -> dict[str, str]:
    """All hyperparameters of the algorithm as text: those of `given` that can be used, and the
    first preset's for the rest; see `Recipe.settings`. Raises KeyError for an unknown algorithm."""
    recipe = RECIPES[algorithm]
    values = dict(recipe.settings())
    for parameter in recipe.hyperparameters:
        if parameter.lacks(reference=reference):
            continue
        try:
            values[parameter.name] = parameter.parse(str(given[parameter.name]))
        except (KeyError, InvalidInput, NotSupported):
            continue
    return {name: as_text(value) for name, value in values.items()}


def as_text(value: float | bool) -> str:
    """A value of a hyperparameter, as `Hyperparameter.parse` reads it."""
    return str(value).lower()


def _max_seconds(kept: Any) -> int:
    try:
        check_max_seconds(kept)
    except (InvalidInput, TypeError):
        return DEFAULT_MAX_SECONDS
    return int(kept)


def _split(kept: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The named settings of the split. Raises InvalidInput, ValueError outside their ranges."""
    kinds = {"seed": int, "validation_fraction": float, "test_fraction": float}
    values = {name: kinds[name](kept[name]) for name in names}
    Settings(**values)
    return values


def _by_algorithm(kept: Any) -> dict[str, dict[str, Any]]:
    """The hyperparameters that were kept, by algorithm."""
    found = kept.get("hyperparameters") if isinstance(kept, dict) else None
    if not isinstance(found, dict):
        return {}
    return {name: given for name, given in found.items() if isinstance(given, dict)}


def _stage(workspace: Workspace, job: str, kind: JobKind) -> PlannedJob:
    for _, stage in planned_jobs(workspace.ledger.runs()):
        if stage.job == job and stage.kind is kind:
            return stage
    raise NotFound(f"There is no {kind.value} job {job[:80]!r} to run again.")
