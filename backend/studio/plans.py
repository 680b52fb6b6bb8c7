"""Plans: the stages of a run, written down before the first of them starts.

A stage names its inputs by what makes them, so that a plan is whole before anything exists.
Pure data; `runs` carries it out.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from backend.platforms.base import JobKind

TITLES = {
    JobKind.PROCESSING: "Process",
    JobKind.TRAINING: "Train",
    JobKind.EVALUATION: "Evaluate",
}


@dataclass(frozen=True, kw_only=True)
class DatasetInput:
    """The folder of a dataset."""

    dataset: str


@dataclass(frozen=True, kw_only=True)
class OutputInput:
    """What a job leaves: its output folder, or a `path` in it."""

    output_of: str
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedJob:
    """A job that starts when the jobs its inputs come from have completed."""

    job: str
    kind: JobKind
    size: str
    inputs: Mapping[str, DatasetInput | OutputInput]
    settings: Mapping[str, str] = field(default_factory=dict)
    algorithm: str | None = None

    @property
    def title(self) -> str:
        """The stage in a word."""
        return TITLES[self.kind]


@dataclass(frozen=True, kw_only=True)
class PlannedEndpoint:
    """An endpoint for the package of the evaluation job `package_of`, new or changed over.

    memory_mb: None for the smallest that the model fits.
    """

    endpoint: str
    package_of: str
    memory_mb: int | None = None
    concurrency: int = 4
    idle_seconds: float = 300.0

    @property
    def title(self) -> str:
        """The stage in a word."""
        return "Deploy"


Stage = PlannedJob | PlannedEndpoint


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The stages of a run, in order. A name of a stage's job starts with the run's name."""

    stages: tuple[Stage, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return {"stages": [asdict(stage) for stage in self.stages]}


def plan_from_json(content: Mapping[str, Any]) -> Plan:
    """The plan that `Plan.to_json` wrote."""
    return Plan(stages=tuple(map(_stage, content["stages"])))


def _stage(content: Mapping[str, Any]) -> Stage:
    if "endpoint" in content:
        return PlannedEndpoint(**content)
    inputs = {
        channel: DatasetInput(**source) if "dataset" in source else OutputInput(**source)
        for channel, source in content["inputs"].items()
    }
    return PlannedJob(**{**content, "kind": JobKind(content["kind"]), "inputs": inputs})


def processing_job(run: str, dataset: str, *, size: str, settings: Mapping[str, str]) -> PlannedJob:
    """Normalise and split a dataset."""
    return PlannedJob(
        job=f"{run}-process",
        kind=JobKind.PROCESSING,
        size=size,
        inputs={"dataset": DatasetInput(dataset=dataset)},
        settings=settings,
    )


def training_job(
    run: str, lines_of: str, *, size: str, algorithm: str, settings: Mapping[str, str]
) -> PlannedJob:
    """Train on the lines of the processing job `lines_of`."""
    return PlannedJob(
        job=f"{run}-train",
        kind=JobKind.TRAINING,
        size=size,
        inputs={
            "train": OutputInput(output_of=lines_of, path="train"),
            "validation": OutputInput(output_of=lines_of, path="validation"),
        },
        settings=settings,
        algorithm=algorithm,
    )


def evaluation_job(run: str, lines_of: str, *, size: str) -> PlannedJob:
    """Evaluate and package what `<run>-train` left, on the lines of `lines_of`."""
    return PlannedJob(
        job=evaluation_name(run),
        kind=JobKind.EVALUATION,
        size=size,
        inputs={
            "lines": OutputInput(output_of=lines_of),
            "model": OutputInput(output_of=f"{run}-train"),
        },
    )


def evaluation_name(model: str) -> str:
    """The job that made the model: a model has the name of its run."""
    return f"{model}-evaluate"


RUN_NAME_LENGTH = 63 - len("-evaluate")
