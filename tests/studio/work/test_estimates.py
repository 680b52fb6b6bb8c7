"""Time by past jobs: in proportion, against outliers, and never made up."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.artefacts.manifest import Manifest
from backend.errors import NotFound
from backend.learning.recipes import BLAZINGTEXT, FASTTEXT, LINEAR, Extent
from backend.ledger.ledger import Ledger
from backend.platforms.base import JobState
from backend.studio.work import estimates, runs
from backend.studio.work.estimates import (
    NEAREST,
    Past,
    estimate,
    evaluation_work,
    processing_work,
    training_work,
)
from backend.studio.work.launch_choices import Processing
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform

WORK = st.floats(0.1, 1e4)
PAST = st.lists(st.builds(Past, WORK, WORK), min_size=1, max_size=12)


def test_without_a_past_run_nothing_is_said() -> None:
    assert estimate(3.0, []) is None


@given(work=WORK, past=PAST)
def test_an_estimate_lies_within_what_the_past_runs_say(work: float, past: list[Past]) -> None:
    found = estimate(work, past)
    assert found is not None
    said = [job.seconds * work / job.work for job in past]
    slack = 1e-9 * max(said)
    assert min(said) - slack <= found.low <= found.seconds + slack
    assert found.seconds <= found.high + slack <= max(said) + 2 * slack
    assert found.runs == min(len(past), NEAREST)


def test_one_odd_run_among_five_changes_nothing_much() -> None:
    past = [Past(10, 20.0)] * 4 + [Past(10, 500.0)]
    found = estimate(10, past)
    assert found is not None
    assert found.seconds == found.low == found.high == 20


def test_the_runs_nearest_in_work_are_asked() -> None:
    past = [Past(1, 9.0)] * 10 + [Past(100, 200.0)] * NEAREST
    found = estimate(90, past)
    assert found is not None
    assert found.seconds == pytest.approx(180)


MUCH = Extent(tokens=1_000_000, distinct_words=40_000, categories=6)


def test_more_to_do_is_more_work_and_more_cores_are_less() -> None:
    settings = FASTTEXT.settings()
    base = training_work(FASTTEXT, settings, MUCH, 10, 1)
    for more in ({"epochs": "9"}, {"vector_dim": "20"}):
        assert training_work(FASTTEXT, FASTTEXT.settings(more), MUCH, 10, 1) > base
    assert training_work(FASTTEXT, FASTTEXT.settings({"max_char": "0"}), MUCH, 10, 1) < base
    assert training_work(FASTTEXT, settings, MUCH, 900, 1) > base
    one_thread = FASTTEXT.settings({"threads": "1"})
    assert training_work(FASTTEXT, one_thread, MUCH, 10, 4) == pytest.approx(base)
    for recipe in (FASTTEXT, LINEAR):
        settings = recipe.settings()
        base = training_work(recipe, settings, MUCH, 10, 1)
        assert training_work(recipe, settings, replace(MUCH, tokens=2_000_000), 10, 1) > base
        assert training_work(recipe, settings, MUCH, 10, 4) < base
    settings = FASTTEXT.settings()
    assert evaluation_work(settings, 1_000_000, 10) > evaluation_work(
        BLAZINGTEXT.settings(), 1_000_000, 10
    )
    assert processing_work(20, 1) > processing_work(20, 2) > processing_work(10, 2)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(
        MemoryPlatform(tmp_path / "platform"), Ledger(tmp_path / "ledger.sqlite3"), tmp_path
    )
    folder = workspace.datasets_folder / "chat"
    folder.mkdir(parents=True)
    (folder / "train.csv").write_bytes(b"x" * 1_000_000)
    Manifest(
        kind="dataset",
        program="test",
        categories=("toxic",),
        counts={"train": {"rows": 1000}, "test": None},
        details={"synthetic": False, "warnings": []},
    ).write(folder)
    return workspace


def test_a_past_run_tells_the_time_of_the_next_and_its_cost(workspace: Workspace) -> None:
    chosen = Processing(dataset="chat", size="small")
    before = estimates.processing(workspace, chosen)
    assert before.seconds is None
    assert before.cost.seconds == 3600  # of an hour, then
    platform = workspace.platform
    assert isinstance(platform, MemoryPlatform)
    runs.process(workspace, name="a", dataset="chat", size="small")
    assert estimates.processing(workspace, chosen).seconds is None  # it still goes on
    platform.end_job("a-process", JobState.COMPLETED)
    took = platform.job("a-process").seconds
    after = estimates.processing(workspace, chosen)
    assert after.seconds == pytest.approx(took)
    assert after.cost.seconds == pytest.approx(took)
    assert (after.cost.usd, after.cost.comparable) == (0, "ml.m5.large")
    assert 1 < after.disk_mb < 2
    platform.end_job("a-process", JobState.FAILED)
    assert estimates.processing(workspace, chosen).seconds is None


def test_a_dataset_that_has_gone_has_no_needs(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        estimates.processing(workspace, Processing(dataset="none", size="small"))
