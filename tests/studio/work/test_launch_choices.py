"""What was chosen is kept, given back, and drops what is no longer valid."""

from pathlib import Path

import pytest

from backend.errors import NotFound
from backend.learning.recipes import FASTTEXT
from backend.ledger.ledger import Ledger
from backend.studio.work import launch_choices
from backend.studio.work.launch_choices import Processing, Training
from backend.studio.work.plans import Plan, evaluation_job, processing_job, training_job
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(MemoryPlatform(tmp_path), Ledger(tmp_path / "ledger.sqlite3"), tmp_path)


def training(algorithm: str = "fasttext", **given: str) -> Training:
    return Training(
        lines="chat-process",
        algorithm=algorithm,
        size="small",
        hyperparameters=launch_choices.valid_hyperparameters(algorithm, given),
    )


def test_nothing_is_remembered_before_the_first_launch(workspace: Workspace) -> None:
    assert launch_choices.last_processing(workspace) is None
    assert launch_choices.last_training(workspace) is None
    assert launch_choices.last_training(workspace, "fasttext") is None


def test_what_was_launched_last_is_given_back(workspace: Workspace) -> None:
    chosen = Processing(dataset="chat", size="small", seed=3, validation_fraction=0.2)
    launch_choices.remember_processing(workspace, chosen)
    assert launch_choices.last_processing(workspace) == chosen


def test_each_algorithm_keeps_hyperparameters_of_its_own(workspace: Workspace) -> None:
    launch_choices.remember_training(workspace, training(epochs="3"))
    launch_choices.remember_training(workspace, training("blazingtext", epochs="9"))
    assert launch_choices.last_training(workspace) == training("blazingtext", epochs="9")
    assert launch_choices.last_training(workspace, "fasttext") == training(epochs="3")


@pytest.mark.parametrize(
    "kept",
    [
        7,
        [],
        {},
        {"dataset": "a", "size": "s", "seed": "x"},
        {"dataset": "a", "size": "s", "seed": 1, "validation_fraction": 9, "test_fraction": 0.1},
        {"algorithm": "magic", "lines": "l", "size": "s", "hyperparameters": {"magic": {}}},
        {"algorithm": "fasttext", "lines": "l", "size": "s", "hyperparameters": {"fasttext": 3}},
    ],
)
def test_what_can_no_longer_be_read_falls_away(workspace: Workspace, kept: object) -> None:
    workspace.ledger.set("last processing", kept)
    workspace.ledger.set("last training", kept)
    assert launch_choices.last_processing(workspace) is None
    assert launch_choices.last_training(workspace) is None


def test_a_hyperparameter_that_is_no_longer_valid_falls_away_alone() -> None:
    given = {"epochs": "4", "buckets": "1", "gone": "x", "vector_dim": "many"}
    values = launch_choices.valid_hyperparameters("fasttext", given)
    preset = FASTTEXT.settings()
    assert values["epochs"] == "4"
    assert set(values) == set(preset)
    assert (values["buckets"], values["vector_dim"]) == (
        str(preset["buckets"]),
        str(preset["vector_dim"]),
    )
    pieces = {"min_char": "9", "max_char": "3"}  # each can be used, but not together
    assert launch_choices.valid_hyperparameters("fasttext", pieces)["min_char"] == "9"


def test_a_job_gives_back_what_it_was_launched_with(workspace: Workspace) -> None:
    settings = {"seed": "5", "validation-fraction": "0.2", "test-fraction": "0.3"}
    plan = Plan(
        stages=(
            processing_job("a", "chat", size="small", settings=settings),
            training_job(
                "a", "a-process", size="big", algorithm="fasttext", settings={"epochs": "2"}
            ),
            evaluation_job("a", "a-process", size="big"),
        )
    )
    workspace.ledger.add_run("a", plan.to_json())
    assert launch_choices.of_processing_job(workspace, "a-process") == Processing(
        dataset="chat", size="small", seed=5, validation_fraction=0.2, test_fraction=0.3
    )
    assert launch_choices.of_training_job(workspace, "a-train") == Training(
        lines="a-process",
        algorithm="fasttext",
        size="big",
        hyperparameters=launch_choices.valid_hyperparameters("fasttext", {"epochs": "2"}),
    )
    for name in ("a-process", "a-evaluate", "none"):
        with pytest.raises(NotFound, match="no training job"):
            launch_choices.of_training_job(workspace, name)
