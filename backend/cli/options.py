"""Options that several commands take, as decorators."""

import functools
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from backend.learning.recipes import RECIPES, RECOMMENDED
from backend.platforms.base import DEFAULT_MAX_SECONDS
from backend.platforms.catalogue import PLATFORMS
from backend.studio import platforms
from backend.studio.platforms import Choice
from backend.studio.workspace import DEFAULT_FOLDER, FOLDER_VARIABLE, open_choice, open_folder

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FILE = click.Path(path_type=Path, dir_okay=False)


def _together(*options: Decorator) -> Decorator:
    """The options as one decorator; help lists them in this order."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


folder_option = click.option(
    "--workspace",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_FOLDER,
    show_default=True,
    envvar=FOLDER_VARIABLE,
    show_envvar=True,
    help="Folder that holds datasets, jobs, models and endpoints.",
)
_SETTINGS = {setting.name: setting for offer in PLATFORMS.values() for setting in offer.settings}
setting_options = _together(
    *(
        click.option(
            f"--{name}",
            envvar=platforms.variable(name),
            show_envvar=True,
            help=f"{setting.title}: {setting.help}",
        )
        for name, setting in _SETTINGS.items()
    )
)
platform_option = click.option(
    "--platform",
    type=click.Choice(list(PLATFORMS)),
    envvar=platforms.VARIABLE,
    show_envvar=True,
    help="Where work runs (default: as chosen in the workspace, else this machine).",
)


def resolved(folder: Path, platform: str | None, settings: Mapping[str, str | None]) -> Choice:
    """Where work runs; says what was found by looking for it. Raises as `platforms.resolve`."""
    given = {name: value for name, value in settings.items() if value}
    choice = platforms.resolve(folder, platform, given, suggest=True)
    if choice.suggested:
        found = ", ".join(f"{name} {choice.settings[name]}" for name in choice.suggested)
        click.echo(f"Found, and used: {found}.", err=True)
    return choice


def with_workspace(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the open `workspace`, by the options that say which and where it works."""

    @functools.wraps(command)
    def opened(*, folder: Path, platform: str | None, **given: Any) -> Any:
        settings = {name: given.pop(name) for name in _SETTINGS}
        folder = open_folder(folder)
        workspace = open_choice(folder, resolved(folder, platform, settings))
        return command(workspace=workspace, **given)

    return _together(folder_option, platform_option, setting_options)(opened)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
size_option = click.option("--size", help="Compute size (default: one that fits the platform).")
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
        default=RECOMMENDED,
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
    click.option("--spot", is_flag=True, help="Train on spare capacity, where there is some."),
    click.option(
        "--max-seconds",
        type=int,
        default=DEFAULT_MAX_SECONDS,
        show_default=True,
        help="After this long training is ended.",
    ),
)


def pairs(texts: Iterable[str]) -> dict[str, str]:
    """The hyperparameters of `--set NAME=VALUE`. Raises UsageError without the equals sign."""
    parts = [text.partition("=") for text in texts]
    for name, equals, _ in parts:
        if not equals:
            raise click.UsageError(f"--set takes NAME=VALUE, not {name!r}.")
    return {name.strip(): value.strip() for name, _, value in parts}
