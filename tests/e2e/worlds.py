"""Workspaces to look at: made by the studio's own verbs, tiny and real."""

from collections.abc import Mapping
from pathlib import Path

from backend.datasets.files import DatasetFiles
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.message import messages
from backend.studio.work import runs
from backend.studio.work.runs import RunState
from backend.studio.workspace import Workspace
from tests.comments import write_comments

DATASET, SMALL_DATASET = "garden", "orchard"
LINES = "garden-1-process"
MODELS = {"garden-a": "fasttext", "garden-b": "blazingtext"}
STOPPED = "garden-2"
ENDPOINT, OTHER_ENDPOINT = "garden", "meadow"
SMALL: Mapping[str, str] = {"buckets": "1000", "vector_dim": "8"}


def make_garden(workspace: Workspace, files: Path) -> None:
    """Two datasets, two models of the larger one, each on an endpoint, and a stopped job.

    files: a folder for the CSVs.
    """
    size = workspace.platform.sizes()[0].name
    rude = write_comments(files / f"{DATASET}.csv")
    datasets.add(workspace, DATASET, DatasetFiles(rude))
    few = write_comments(files / f"{SMALL_DATASET}.csv", 120, seed=2)
    datasets.add(workspace, SMALL_DATASET, DatasetFiles(few))
    runs.process(workspace, name="garden-1", dataset=DATASET, size=size)
    assert runs.wait(workspace, "garden-1").state is RunState.COMPLETED
    for name, algorithm in MODELS.items():
        runs.train(
            workspace,
            name=name,
            lines=LINES,
            algorithm=algorithm,
            size=size,
            hyperparameters=SMALL,
        )
    runs.process(workspace, name=STOPPED, dataset=DATASET, size=size)
    runs.stop(workspace, STOPPED)
    for name in MODELS:
        assert runs.wait(workspace, name).state is RunState.COMPLETED
    runs.wait(workspace, STOPPED)
    for name, model in zip((ENDPOINT, OTHER_ENDPOINT), MODELS, strict=True):
        endpoints.deploy(workspace, name=name, model=model)
    messages.score(workspace, ENDPOINT, "well played my friend")
