"""Options that several commands take, as decorators."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from backend.learning.recipes import RECIPES
from backend.studio.workspace import DEFAULT_FOLDER, FOLDER_VARIABLE

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FILE = click.Path(path_type=Path, dir_okay=False)


def _together(*options: Decorator) -> Decorator:
    """The options as one decorator; help lists them in this order."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


workspace_option = click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_FOLDER,
    show_default=True,
    envvar=FOLDER_VARIABLE,
    show_envvar=True,
    help="Folder that holds datasets, jobs, models and endpoints.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
size_option = click.option("--size", help="Compute size (default: the largest here).")
name_option = click.option("--name", help="Name of the run (default: made from the time).")


def _file_options(*, required: bool) -> Decorator:
    return _together(
        click.option(
            "--train", type=FILE, required=required, help="Labelled comments (Kaggle's train.csv)."
        ),
        click.option("--test", type=FILE, help="Comments to report on (test.csv)."),
        click.option(
            "--test-labels", type=FILE, help="Their labels; -1 = not scored (test_labels.csv)."
        ),
        click.option(
            "--reference-ids", type=FILE, help="Ids of the rows that are a natural sample."
        ),
    )


dataset_options = _file_options(required=True)
dataset_or_files_options = _together(
    click.option("--dataset", help="A dataset of the workspace, in the place of files."),
    _file_options(required=False),
)
training_options = _together(
    click.option(
        "--algorithm",
        type=click.Choice(list(RECIPES)),
        default="fasttext",
        show_default=True,
        help="How to train.",
    ),
    click.option(
        "--set",
        "hyperparameters",
        multiple=True,
        metavar="NAME=VALUE",
        help="A hyperparameter; may be repeated.",
    ),
)


def pairs(texts: Iterable[str]) -> dict[str, str]:
    """The hyperparameters of `--set NAME=VALUE`. Raises UsageError without the equals sign."""
    parts = [text.partition("=") for text in texts]
    for name, equals, _ in parts:
        if not equals:
            raise click.UsageError(f"--set takes NAME=VALUE, not {name!r}.")
    return {name.strip(): value.strip() for name, _, value in parts}
