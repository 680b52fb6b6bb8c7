"""The workbench: a workspace for the time of a benchmark, and the models made on it."""

import contextlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

from backend.artefacts import archive
from backend.learning.evaluation import Evaluation
from backend.platforms.base import JobKind
from backend.serving.scorer import Scorer
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.model import models
from backend.studio.model.models import Model
from backend.studio.work import runs
from backend.studio.work.plans import job_name
from backend.studio.work.runs import RunState, StageClock
from backend.studio.workspace import Workspace, open_workspace
from bench.rows import Data, Prepared

DATASET = "jigsaw"

Given = ParamSpec("Given")
Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Made:
    """A model that a pipeline made. Model and endpoint are named as its algorithm.

    package: unpacked. package_mb: packed, MB of 10^6 bytes. stages: seconds by stage.
    training_seconds: of the training job alone.
    """

    model: Model
    prepared: Prepared
    package: Path
    package_mb: float
    stages: Mapping[str, float]
    training_seconds: float

    @property
    def evaluation(self) -> Evaluation:
        """What its evaluation found."""
        return self.model.evaluation

    def scorer(self) -> Scorer:
        """The package in memory."""
        return Scorer(self.package)


@dataclass(frozen=True)
class Workbench:
    """Where everything is measured. A model is made when it is first asked for."""

    workspace: Workspace
    data: Data
    scratch: Path
    _made: dict[str, Made] = field(default_factory=dict)

    def made(self, algorithm: str) -> Made:
        """A model by the first preset of a recipe, on all cores, with an endpoint."""
        if algorithm not in self._made:
            with telling(f"pipeline, {algorithm}"):
                self._made[algorithm] = self._make(algorithm)
        return self._made[algorithm]

    def _make(self, algorithm: str) -> Made:
        workspace = self.workspace
        if DATASET not in {dataset.name for dataset in datasets.listing(workspace)}:
            datasets.add(workspace, DATASET, self.data.files)
        runs.pipeline(
            workspace,
            name=algorithm,
            dataset=DATASET,
            endpoint=algorithm,
            algorithm=algorithm,
            size=workspace.platform.sizes()[-1].name,
        )
        clock = StageClock()
        run = runs.wait(workspace, algorithm, clock)
        if run.state is not RunState.COMPLETED:
            sys.exit(f"The pipeline ended as {run.state}: {run.reason}")
        model = models.get(workspace, algorithm)
        package = self.scratch / algorithm
        packed = workspace.platform.fetch(model.package)
        archive.unpack(packed, package)
        training = workspace.platform.job(job_name(algorithm, JobKind.TRAINING))
        processing = workspace.platform.job(job_name(algorithm, JobKind.PROCESSING))
        return Made(
            model=model,
            prepared=Prepared(workspace.platform.fetch(processing.output or ""), model.categories),
            package=package,
            package_mb=packed.stat().st_size / 1e6,
            stages=clock.seconds(),
            training_seconds=training.seconds or 0.0,
        )


@contextlib.contextmanager
def open_workbench(data: Path) -> Iterator[Workbench]:
    """A workbench in a folder of its own, which is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="moderation-studio-bench-") as folder:
        workspace = open_workspace(Path(folder) / "workspace", "local")
        try:
            yield Workbench(workspace, Data(data), Path(folder) / "scratch")
        finally:
            for endpoint in endpoints.listing(workspace):
                endpoints.delete(workspace, endpoint.name)


@contextlib.contextmanager
def telling(what: str) -> Iterator[None]:
    """Tell whoever waits what is measured now, and how long it took."""
    print(f"{what} ...", file=sys.stderr, flush=True)
    began = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)


def apart(function: Callable[Given, Found], *args: Given.args, **kwargs: Given.kwargs) -> Found:
    """What a function gives in a fresh process, in which nothing is remembered yet."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()
