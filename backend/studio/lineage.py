"""Lineage: what prepared data and models were made from, told by content, not by name."""

from backend.studio import datasets, prepared
from backend.studio.models import Model
from backend.studio.prepared import Lines
from backend.studio.workspace import Workspace


def lines_are_synthetic(workspace: Workspace, lines: Lines) -> bool:
    """Whether the lines came of the project's own sample. False once that has been removed."""
    return any(
        dataset.synthetic and dataset.content == lines.content
        for dataset in datasets.listing(workspace)
    )


def model_is_synthetic(workspace: Workspace, model: Model) -> bool:
    """Whether the model learned from the project's own sample.

    False once the sample, or the job that prepared it, has been removed.
    """
    return any(
        lines.job.output == model.lines and lines_are_synthetic(workspace, lines)
        for lines in prepared.listing(workspace)
    )
