"""Command lines: what to type in a shell to do the same as a form. Pure text."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from backend.platforms.base import DEFAULT_MAX_SECONDS
from backend.studio.work.launch_choices import Processing, Training
from backend.studio.workspace import DEFAULT_FOLDER

_PROGRAM = ("python", "-m", "backend")


def processing(chosen: Processing, *, name: str, workspace: Path) -> str:
    """The command that launches the same processing run, quoted for a POSIX shell."""
    return _command(
        "process",
        [
            ("--dataset", chosen.dataset),
            ("--validation-share", str(chosen.validation_fraction)),
            ("--test-share", str(chosen.test_fraction)),
            ("--seed", str(chosen.seed)),
            ("--size", chosen.size),
            ("--name", name),
        ],
        workspace,
    )


def training(chosen: Training, *, name: str, workspace: Path) -> str:
    """The command that launches the same training run, quoted for a POSIX shell."""
    return _command(
        "train",
        [
            ("--lines", chosen.lines),
            ("--algorithm", chosen.algorithm),
            *(("--set", f"{key}={text}") for key, text in chosen.hyperparameters.items()),
            ("--size", chosen.size),
            *([("--max-seconds", str(chosen.max_seconds))] if _limited(chosen) else []),
            ("--name", name),
        ],
        workspace,
        flags=["--spot"] if chosen.spot else [],
    )


def _limited(chosen: Training) -> bool:
    return chosen.max_seconds != DEFAULT_MAX_SECONDS


def _command(
    verb: str,
    options: Sequence[tuple[str, str]],
    workspace: Path,
    flags: Sequence[str] = (),
) -> str:
    """An option a line. The workspace is named unless the command finds it where it is run."""
    if workspace.resolve() != DEFAULT_FOLDER.resolve():
        options = [*options, ("--workspace", str(workspace))]
    # "--name=-x" is one word: a value that begins with a hyphen is no option.
    words = [shlex.quote(f"{option}={value}") for option, value in options]
    return " \\\n    ".join([shlex.join((*_PROGRAM, verb)), *words, *flags])
