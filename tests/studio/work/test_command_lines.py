"""The command that is shown says what the form says; tests/test_cli.py runs one."""

import shlex
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.cli.commands import cli
from backend.studio.work import command_lines
from backend.studio.work.launch_choices import Processing, Training, valid_hyperparameters
from backend.studio.workspace import DEFAULT_FOLDER


def parsed(command: str) -> dict[str, Any]:
    """What the command line takes from it."""
    python, flag, package, verb, *arguments = _words(command)
    assert (python, flag, package) == ("python", "-m", "backend")
    return cli.commands[verb].make_context(verb, arguments).params


def _words(command: str) -> list[str]:
    """As a shell reads it, which shlex does but for lines that go on."""
    return shlex.split(command.replace(" \\\n    ", " "))


@given(
    dataset=st.text("abc -'\"$;\\", min_size=1),
    name=st.text("abc -'\"$;\\", min_size=1),
    seed=st.integers(0, 2**32 - 1),
    share=st.floats(0.01, 0.5),
)
def test_every_option_of_processing_is_taken_as_it_was_chosen(
    dataset: str, name: str, seed: int, share: float
) -> None:
    chosen = Processing(
        dataset=dataset, size="s m", seed=seed, validation_fraction=share, test_fraction=0.07
    )
    taken = parsed(command_lines.processing(chosen, name=name, workspace=Path("/w/it's mine")))
    assert taken["dataset"] == dataset
    assert taken["name"] == name
    assert taken["size"] == "s m"
    assert (taken["seed"], taken["validation_share"], taken["test_share"]) == (seed, share, 0.07)
    assert taken["folder"] == Path("/w/it's mine")
    assert taken["train"] is None


@pytest.mark.parametrize("algorithm", ["fasttext", "blazingtext"])
def test_every_option_of_training_is_taken_as_it_was_chosen(algorithm: str) -> None:
    values = valid_hyperparameters(algorithm, {"epochs": "31", "learning_rate": "0.25"})
    chosen = Training(
        lines="chat-process", algorithm=algorithm, size="small", hyperparameters=values
    )
    taken = parsed(command_lines.training(chosen, name="chat", workspace=Path("/w")))
    assert taken["hyperparameters"] == tuple(f"{name}={text}" for name, text in values.items())
    assert "epochs=31" in taken["hyperparameters"]
    assert (taken["lines"], taken["algorithm"]) == ("chat-process", algorithm)
    assert (taken["size"], taken["name"]) == ("small", "chat")


def test_a_workspace_is_named_unless_it_is_the_default() -> None:
    chosen = Processing(dataset="a", size="s")
    default = command_lines.processing(chosen, name="n", workspace=DEFAULT_FOLDER.absolute())
    assert "--workspace" not in default
    elsewhere = command_lines.processing(chosen, name="n", workspace=Path("/elsewhere"))
    assert "--workspace=/elsewhere" in elsewhere
