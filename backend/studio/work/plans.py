"""Plans: the stages of a run, written down before the first of them starts.

A stage names its inputs by what makes them, so that a plan is whole before anything exists.
Pure data; `runs` carries it out.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from backend.errors import InvalidInput
from backend.ledger.ledger import RunEntry
from backend.platforms.base import DEFAULT_MAX_SECONDS, NAME_LENGTH, JobKind, check_name

TITLES = {
    JobKind.PROCESSING: "Process",
    JobKind.TRAINING: "Train",
    JobKind.EVALUATION: "Evaluate",
}

_SUFFIXES = {
    JobKind.PROCESSING: "-process",
    JobKind.TRAINING: "-train",
    JobKind.EVALUATION: "-evaluate",
}
RUN_NAME_LENGTH = NAME_LENGTH - max(map(len, _SUFFIXES.values()))


def job_name(run: str, kind: JobKind) -> str:
    """The name of a run's job of that kind. A model has the name of the run that made it."""
    return run + _SUFFIXES[kind]


def run_name(job: str) -> str:
    """The name of the run that a job belongs to; the job's own where it belongs to none."""
    for suffix in _SUFFIXES.values():
        if job.endswith(suffix):
            return job.removesuffix(suffix)
    return job


def check_run_name(name: str, noun: str = "name") -> str:
    """The name itself. Raises InvalidInput unless it can name a run, and so a model."""
    check_name(name, noun)
    if len(name) > RUN_NAME_LENGTH:
        raise InvalidInput(
            "That name is too long.", f"Use at most {RUN_NAME_LENGTH} letters, digits and hyphens."
        )
    return name


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
    """A job that starts when the jobs its inputs come from have completed; see `JobSpec`."""

    job: str
    kind: JobKind
    size: str
    inputs: Mapping[str, DatasetInput | OutputInput]
    settings: Mapping[str, str] = field(default_factory=dict)
    algorithm: str | None = None
    max_seconds: int = DEFAULT_MAX_SECONDS
    spot: bool = False

    @property
    def sources(self) -> frozenset[DatasetInput | OutputInput]:
        """Where its inputs come from."""
        return frozenset(self.inputs.values())

    @property
    def title(self) -> str:
        """The stage in a word."""
        return TITLES[self.kind]


@dataclass(frozen=True, kw_only=True)
class PlannedEndpoint:
    """An endpoint for the package of the evaluation job `package_of`, new or changed over."""

    endpoint: str
    package_of: str

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
    """The plan that `Plan.to_json` wrote. Raises InvalidInput for anything else."""
    try:
        return Plan(stages=tuple(map(_stage, content["stages"])))
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput("The plan of this run cannot be read.", "Launch it again.") from error


def planned_jobs(entries: Iterable[RunEntry]) -> Iterator[tuple[str, PlannedJob]]:
    """The jobs in the plans that can be read, each with the name of its run."""
    for entry in entries:
        with contextlib.suppress(InvalidInput):
            for stage in plan_from_json(entry.plan).stages:
                if isinstance(stage, PlannedJob):
                    yield entry.name, stage


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
        job=job_name(run, JobKind.PROCESSING),
        kind=JobKind.PROCESSING,
        size=size,
        inputs={"dataset": DatasetInput(dataset=dataset)},
        settings=settings,
    )


def training_job(
    run: str,
    lines_of: str,
    *,
    size: str,
    algorithm: str,
    settings: Mapping[str, str],
    max_seconds: int = DEFAULT_MAX_SECONDS,
    spot: bool = False,
) -> PlannedJob:
    """Train on the lines of the processing job `lines_of`."""
    return PlannedJob(
        job=job_name(run, JobKind.TRAINING),
        kind=JobKind.TRAINING,
        size=size,
        inputs={
            "train": OutputInput(output_of=lines_of, path="train"),
            "validation": OutputInput(output_of=lines_of, path="validation"),
        },
        settings=settings,
        algorithm=algorithm,
        max_seconds=max_seconds,
        spot=spot,
    )


def evaluation_job(
    run: str, lines_of: str, *, size: str, trained_with: Mapping[str, Any] | None = None
) -> PlannedJob:
    """Evaluate and package what the run's training left, on the lines of `lines_of`.

    trained_with: the algorithm and its settings, where the model itself will not tell.
    """
    # Without blanks: an argument of a job on SageMaker has at most 256 characters.
    told = json.dumps(trained_with, separators=(",", ":")) if trained_with else ""
    return PlannedJob(
        job=job_name(run, JobKind.EVALUATION),
        kind=JobKind.EVALUATION,
        size=size,
        inputs={
            "lines": OutputInput(output_of=lines_of),
            "model": OutputInput(output_of=job_name(run, JobKind.TRAINING)),
        },
        settings={"trained-with": told} if told else {},
    )
