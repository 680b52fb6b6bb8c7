"""What a presenter types comes out right on a model of the sample.

The messages were written by someone who had not read the sample's generator. The goal is 36 of 40,
which `python -m bench.presenter` reports; here two less, so that no rounding of a processor fails.
"""

from pathlib import Path

from backend.artefacts.archive import unpack
from backend.learning.recipes import RECOMMENDED
from backend.moderation.verdicts import verdict
from backend.serving.scorer import Scorer
from backend.studio.data import datasets
from backend.studio.model import models
from backend.studio.work import runs
from backend.studio.work.runs import RunState
from backend.studio.workspace import open_workspace
from bench.presenter import MESSAGES, read, right_by_kind


def test_most_of_what_a_presenter_types_comes_out_right(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "workspace")
    size = workspace.platform.sizes()[-1].name
    sample = datasets.add_sample(workspace)
    runs.process(workspace, name="s", dataset=sample.name, size=size)
    assert runs.wait(workspace, "s").state is RunState.COMPLETED
    runs.train(
        workspace,
        name="model",
        lines="s-process",
        algorithm=RECOMMENDED,
        size=size,
    )
    assert runs.wait(workspace, "model").state is RunState.COMPLETED

    model = models.get(workspace, "model")
    assert model.synthetic
    unpack(workspace.platform.fetch(model.package), tmp_path / "package")
    scorer = Scorer(tmp_path / "package")
    expected = read(MESSAGES)
    caught = []
    for message in expected:
        probabilities = scorer.score(message.text).probabilities
        found = verdict(dict(zip(model.categories, probabilities, strict=True)), model.thresholds)
        caught.append({score.category for score in found.caught})
    right = right_by_kind(expected, caught)
    assert sum(count for count, _ in right.values()) >= 34, right
