"""A model measured anew: by its package's own code, on rows that a person has."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from backend.artefacts.package import job_code
from backend.errors import InvalidInput, NotFound
from backend.learning.calibration import Calibration
from backend.learning.metrics import evaluate
from backend.studio.model import evaluations, models
from backend.studio.model.evaluations import LabelledFiles
from backend.studio.workspace import Workspace
from backend.text import normaliser
from tests import tiny
from tests.studio.memory_platform import MemoryPlatform
from tests.studio.model.test_models import make
from tests.studio.work.test_runs import platform as platform
from tests.studio.work.test_runs import workspace as workspace

NORMALISER = "backend/text/normaliser.py"
OLD = f"""
VERSION = "old"
def normalise(text):
    return {tiny.FRIENDLY!r} if text == {tiny.TOXIC!r} else {tiny.TOXIC!r}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    cells = f"{tiny.TOXIC},1,1\n{tiny.FRIENDLY},0,0\n" * 30
    path.write_text(f"comment_text,toxic,insult\n{cells}")
    return path


def tiny_model(
    workspace: Workspace,
    platform: MemoryPlatform,
    folder: Path,
    *,
    code: Mapping[str, bytes] | None = None,
    version: str = normaliser.VERSION,
) -> None:
    """A model "a" whose package is real."""
    place = platform.folder / make(workspace, platform).job
    unsure = dict.fromkeys(tiny.CATEGORIES, Calibration(0.2, 0.0))
    package = tiny.package(
        folder / "tiny", code=code, normaliser_version=version, calibration=unsure
    )
    shutil.copy(package, place)
    shutil.copy(package.parent / "package" / "manifest.json", place)
    none, nothing = np.zeros((0, 2), dtype=np.bool_), np.zeros((0, 2))
    thresholds = dict.fromkeys(tiny.CATEGORIES, 0.5)
    evaluate(tiny.CATEGORIES, nothing, none, none[:, 0], thresholds).write(place)
    models._records.cache_clear()


def test_the_code_it_was_made_with_reads_the_rows(
    workspace: Workspace, platform: MemoryPlatform, data: Path, tmp_path: Path
) -> None:
    old = job_code()[NORMALISER].read_bytes() + OLD.encode()
    tiny_model(workspace, platform, tmp_path, code={NORMALISER: old}, version="old")
    heard: list[int] = []
    found = evaluations.evaluate(workspace, "a", LabelledFiles(data=data), on_progress=heard.append)
    assert (found.rows, heard[-1], found.definition) == (60, 60, "all rows")
    assert found.mean_auc == 0  # it reads one for the other; today's does not
    assert [s.rows for s in found.slices if s.name == "short"] == [60]


def test_it_is_measured_at_the_thresholds_in_force(
    workspace: Workspace, platform: MemoryPlatform, data: Path, tmp_path: Path
) -> None:
    tiny_model(workspace, platform, tmp_path)
    files = LabelledFiles(data=data)
    before = evaluations.evaluate(workspace, "a", files)
    models.set_thresholds(workspace, "a", {"toxic": 0.99, "insult": 0.5})
    after = evaluations.evaluate(workspace, "a", files)
    assert before.mean_auc == after.mean_auc == 1
    assert after.thresholds == {"toxic": 0.99, "insult": 0.5}
    assert (before.categories[0].recall, after.categories[0].recall) == (1, 0)


def test_a_package_that_does_not_score_says_why(
    workspace: Workspace, platform: MemoryPlatform, data: Path, tmp_path: Path
) -> None:
    tiny_model(workspace, platform, tmp_path, version="of another package")
    with pytest.raises(InvalidInput, match="made with normaliser of another package"):
        evaluations.evaluate(workspace, "a", LabelledFiles(data=data))


def test_code_that_breaks_is_told_in_words(
    workspace: Workspace, platform: MemoryPlatform, data: Path, tmp_path: Path
) -> None:
    tiny_model(
        workspace, platform, tmp_path, code={"backend/serving/scorer.py": b"raise KeyError(1)"}
    )
    with pytest.raises(InvalidInput, match="It ended with KeyError"):
        evaluations.evaluate(workspace, "a", LabelledFiles(data=data))


def test_what_is_not_there_is_not_found(workspace: Workspace, data: Path) -> None:
    with pytest.raises(NotFound):
        evaluations.evaluate(workspace, "nobody", LabelledFiles(data=data))
