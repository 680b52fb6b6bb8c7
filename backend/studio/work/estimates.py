"""Estimates: what a run will need, judged before it is launched.

Time is never made up: it is that of past jobs of the same kind in the same place, each scaled by
how much more work there is now. How work grows with rows, words and settings was measured once, in
seconds of one core of a reference machine; past jobs say how fast this place is.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles

from backend.datasets.files import TEST, TRAIN
from backend.errors import StudioError
from backend.learning.recipes import (
    LINEAR,
    Extent,
    Footprint,
    Recipe,
    Settings,
    character_ngrams,
    recipe,
)
from backend.learning.recipes import footprint as footprint_of
from backend.platforms.base import Job, JobKind, JobState, Size
from backend.studio.data import datasets, prepared
from backend.studio.data.datasets import Dataset
from backend.studio.data.prepared import Lines
from backend.studio.work import sizes
from backend.studio.work.jobs import Cost, cost_of
from backend.studio.work.launch_choices import Processing, Training
from backend.studio.work.plans import TITLES, DatasetInput, OutputInput, PlannedJob, planned_jobs
from backend.studio.workspace import Workspace

NEAREST = 5  # past jobs that an estimate rests on, at most
_NEWEST = 100  # past jobs of a kind that are looked at
_WORD_LETTERS = 4.3  # of a token, about, in English
_PROCESSING_MB = 50  # of memory for each core's worker, measured
_ROW_BYTES = 40  # that processing keeps of each row beside its text, at most: labels, id, place


@dataclass(frozen=True)
class Past:
    """A job that has completed: its work, in seconds of the reference machine, and its time."""

    work: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Seconds that work will take. low, high: between them lies what the middle half of the `runs`
    past jobs say."""

    seconds: float
    low: float
    high: float
    runs: int


@dataclass(frozen=True, kw_only=True)
class StageTime:
    """A stage of a run and its time; None where no past job tells."""

    title: str
    estimate: Estimate | None


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What a run will need. memory_mb: about, in MB of 2^20. disk_mb: that it keeps at most, in MB
    of 10^6. cost: of its time; of an hour where the time is not known. footprint: the model's,
    where it makes one."""

    times: tuple[StageTime, ...]
    memory_mb: float
    disk_mb: float
    cost: Cost
    footprint: Footprint | None = None

    @property
    def seconds(self) -> float | None:
        """Of all stages together; None while one of them is not known."""
        known = [stage.estimate.seconds for stage in self.times if stage.estimate]
        return sum(known) if len(known) == len(self.times) else None


def estimate(work: float, past: Sequence[Past]) -> Estimate | None:
    """The time of `work`, by the past jobs nearest to it in work. None without any.

    Each says its own time in proportion; the median of them stands against outliers.
    """
    near = sorted(past, key=lambda job: abs(math.log(work / job.work)))[:NEAREST]
    if not near:
        return None
    said = [job.seconds * work / job.work for job in near]
    low, _, high = quantiles(said, n=4, method="inclusive") if len(said) > 1 else said * 3
    return Estimate(seconds=median(said), low=low, high=high, runs=len(said))


def processing_work(mb: float, cores: int) -> float:
    """Seconds of the reference machine to process files of so many MB (10^6 bytes)."""
    return 0.7 + 0.16 * mb / cores


def training_work(
    recipe: Recipe, settings: Settings, extent: Extent, model_mb: float, cores: int
) -> float:
    """Seconds of the reference machine to train on so much, and to pack."""
    tokens = extent.tokens
    if recipe == LINEAR:
        # As many regressions for each category as folds, and one on all rows.
        threads = min(int(settings["threads"]) or cores, cores)
        return 2.0 + tokens / 1e6 * (2.0 + 4.4 * extent.categories / threads) + 0.04 * model_mb
    threads = int(settings["threads"]) or max(2, cores)
    # A feature is a row of numbers that is fetched and moved; each epoch does so for each.
    numbers = 1 + 0.054 * int(settings["vector_dim"])
    updates = tokens / 1e6 * int(settings["epochs"]) * (5.3 + _features(settings) * numbers)
    reading = 0.7 * tokens / 1e6
    return 1.0 + reading + 0.031 * updates / min(threads, cores) + 0.02 * model_mb


def evaluation_work(settings: Settings, tokens: int, model_mb: float) -> float:
    """Seconds of the reference machine to score lines of so many tokens, and to package."""
    return 2.0 + tokens / 1e6 * (0.3 + 0.1 * _features(settings)) + 0.02 * model_mb


def _features(settings: Settings) -> float:
    """What a token is read as, about: itself, runs of words, and pieces of it. Pieces of one or
    two letters are so few that they stay in the cache, and cost a quarter."""
    shortest, longest = character_ngrams(settings)
    # With the marks of its two ends; in each length one piece fewer than in the one before.
    pieces = {n: max(0.0, _WORD_LETTERS + 3 - n) for n in range(shortest, longest + 1) if n}
    weighed = sum(count if n > 2 else count / 4 for n, count in pieces.items())
    return int(settings["word_ngrams"]) + weighed


def processing(workspace: Workspace, chosen: Processing) -> Needs:
    """What a processing run will need, on the proposed size where there is none so named.

    Raises NotFound for an unknown dataset.
    """
    size = _size(workspace, chosen.size)
    mb = _dataset_mb(workspace, chosen.dataset)
    past = list(_past(workspace, JobKind.PROCESSING, _processing_work))
    times = (_time(JobKind.PROCESSING, processing_work(mb, size.cores), past),)
    return _needs(
        times,
        size,
        memory_mb=_PROCESSING_MB * size.cores,
        disk_mb=mb + _ROW_BYTES * _rows(datasets.get(workspace, chosen.dataset)) / 1e6,
    )


def training(workspace: Workspace, chosen: Training) -> Needs:
    """What training and evaluation will need, on the proposed size where there is none so named.

    Raises NotFound for unknown prepared data, InvalidInput, NotSupported for hyperparameters that
    cannot be used.
    """
    size = _size(workspace, chosen.size)
    settings = _settings(workspace, chosen.algorithm, chosen.hyperparameters)
    lines = prepared.get(workspace, chosen.lines)
    algorithm = recipe(chosen.algorithm)
    needed = footprint_of(algorithm, settings, lines.extent)
    works = {
        kind: _model_work(kind, algorithm, settings, lines, size.cores)
        for kind in (JobKind.TRAINING, JobKind.EVALUATION)
    }
    times = tuple(
        _time(kind, work, _alike(workspace, kind, chosen.algorithm)) for kind, work in works.items()
    )
    return _needs(
        times,
        size,
        memory_mb=needed.training_mb,
        disk_mb=2 * needed.model_mb,  # as trained, and in its package
        footprint=needed,
    )


def _needs(
    times: tuple[StageTime, ...],
    size: Size,
    *,
    memory_mb: float,
    disk_mb: float,
    footprint: Footprint | None = None,
) -> Needs:
    needs = Needs(
        times=times,
        memory_mb=memory_mb,
        disk_mb=disk_mb,
        cost=cost_of(size, 3600.0),
        footprint=footprint,
    )
    if needs.seconds is None:
        return needs
    return replace(needs, cost=cost_of(size, needs.seconds))


def _time(kind: JobKind, work: float, past: Sequence[Past]) -> StageTime:
    return StageTime(title=TITLES[kind], estimate=estimate(work, past))


_Stages = dict[str, PlannedJob]
_Work = Callable[[Workspace, Job, PlannedJob, _Stages, int], float]


def _past(workspace: Workspace, kind: JobKind, work: _Work) -> Iterator[Past]:
    """The newest completed jobs of the kind whose work can still be told."""
    cores = {size.name: size.cores for size in workspace.platform.sizes()}
    jobs = [
        job
        for job in workspace.platform.jobs()
        if job.spec.kind is kind and job.state is JobState.COMPLETED and job.spec.size in cores
    ]
    if not jobs:
        return
    stages = {stage.job: stage for _, stage in planned_jobs(workspace.ledger.runs())}
    for job in jobs[:_NEWEST]:
        if not job.seconds or job.name not in stages:
            continue
        try:
            done = work(workspace, job, stages[job.name], stages, cores[job.spec.size])
        except (StudioError, KeyError):  # what it worked on has gone
            continue
        yield Past(done, job.seconds)


def _processing_work(
    workspace: Workspace, job: Job, stage: PlannedJob, stages: _Stages, cores: int
) -> float:
    source = stage.inputs["dataset"]
    assert isinstance(source, DatasetInput)  # noqa: S101 - a plan has no other
    if datasets.get(workspace, source.dataset).added_at > job.created_at:
        raise KeyError(source.dataset)  # another dataset of that name
    return processing_work(_dataset_mb(workspace, source.dataset), cores)


def _alike(workspace: Workspace, kind: JobKind, algorithm: str) -> list[Past]:
    """Past jobs of the kind with that algorithm; with any, where there are none."""
    found: dict[str, list[Past]] = {}

    def work(
        workspace: Workspace, job: Job, stage: PlannedJob, stages: _Stages, cores: int
    ) -> float:
        source = stage.inputs["train" if kind is JobKind.TRAINING else "model"]
        assert isinstance(source, OutputInput)  # noqa: S101 - a plan has no other
        trained = stage if kind is JobKind.TRAINING else stages[source.output_of]
        origin = trained.inputs["train"]
        assert isinstance(origin, OutputInput)  # noqa: S101 - a plan has no other
        lines = prepared.get(workspace, origin.output_of)
        if lines.job.created_at > job.created_at:
            raise KeyError(lines.name)  # another job of that name
        settings = _settings(workspace, trained.algorithm or "", trained.settings)
        done = _model_work(kind, recipe(trained.algorithm or ""), settings, lines, cores)
        found.setdefault(trained.algorithm or "", []).append(Past(done, job.seconds or done))
        return done

    every = list(_past(workspace, kind, work))
    return found.get(algorithm) or every


def _model_work(
    kind: JobKind, algorithm: Recipe, settings: Settings, lines: Lines, cores: int
) -> float:
    parts = lines.counts["parts"]
    needed = footprint_of(algorithm, settings, lines.extent)
    if kind is JobKind.TRAINING:
        return training_work(algorithm, settings, lines.extent, needed.model_mb, cores)
    tokens = parts["validation"]["tokens"] + parts["test"]["tokens"]
    return evaluation_work(settings, tokens, needed.model_mb)


def _settings(workspace: Workspace, algorithm: str, given: Mapping[str, str]) -> Settings:
    return recipe(algorithm).settings(given, reference=workspace.reference_trains(algorithm))


def _rows(dataset: Dataset) -> int:
    train, test = dataset.counts["train"], dataset.counts["test"]
    return int(train["rows"] + (test["rows"] if test else 0))


def _dataset_mb(workspace: Workspace, name: str) -> float:
    folder = datasets.folder(workspace, name)
    files = [folder / file for file in (TRAIN, TEST)]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def _size(workspace: Workspace, name: str) -> Size:
    return sizes.named(workspace, name) or sizes.default(workspace)
