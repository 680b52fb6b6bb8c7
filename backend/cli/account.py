"""The commands of where work runs: choosing it, and the account behind it."""

import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from backend.cli import options, output
from backend.platforms.capabilities import Holding, Readiness
from backend.platforms.catalogue import PLATFORMS
from backend.studio import account as of_account
from backend.studio import platforms
from backend.studio import prices as of_prices
from backend.studio.workspace import Workspace, open_folder

_SIGNS = {Readiness.READY: "ok", Readiness.MISSING: "MISSING", Readiness.UNKNOWN: "unknown"}


@click.group()
def account() -> None:
    """Choose where work runs, and look after the account there."""


@account.command()
@click.argument("platform", type=click.Choice(list(PLATFORMS)))
@options.folder_option
@options.setting_options
def use(platform: str, folder: Path, **settings: str | None) -> None:
    """Have the work of the workspace run on PLATFORM from now on."""
    folder = open_folder(folder)
    found = options.resolved(folder, platform, settings)
    platforms.choose(folder, found.name, found.settings)
    click.echo(f"Work runs on {found.title} from now on.")


@account.command()
@options.with_workspace
@options.json_option
def check(workspace: Workspace, as_json: bool) -> None:
    """Say what of the account is ready, and what to do where it is not.

    Exits with 1 when something is missing.
    """
    found = []
    group = ""
    for one in of_account.check(workspace):
        found.append(one)
        if as_json:
            continue
        if one.group != group:
            group = one.group
            click.echo(f"{group}:")
        detail = f": {one.detail}" if one.detail else ""
        click.echo(f"  {_SIGNS[one.readiness]:8}{one.title}{detail}")
        if one.remedy and one.readiness is not Readiness.READY:
            click.echo(f"  {'':8}{one.remedy}")
    if as_json:
        rows = [{**vars(one), "readiness": one.readiness.value} for one in found]
        output.print_rows("checks", rows, as_json)
    if any(one.readiness is Readiness.MISSING for one in found):
        sys.exit(1)


@account.command()
@options.with_workspace
@options.json_option
def holdings(workspace: Workspace, as_json: bool) -> None:
    """List what the studio keeps in the account, and what that costs a month."""
    found = of_account.holdings(workspace)
    if not found and not as_json:
        click.echo("There is nothing in the account.")
        return
    output.print_rows("things", list(map(_row, found)), as_json)
    if not as_json:
        click.echo(_together(found), err=True)


@account.command("remove-everything")
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.with_workspace
def remove_everything(workspace: Workspace, yes: bool) -> None:
    """Delete all that the studio ever made in the account.

    Datasets stay: they are on this machine. Exits with 1 when something could not be deleted.
    """
    found = of_account.holdings(workspace)
    if not found:
        click.echo("There is nothing to remove.")
        return
    for kind, things in groupby(sorted(found, key=lambda one: one.kind), lambda one: one.kind):
        click.echo(f"{kind}: {', '.join(one.name for one in things)}", err=True)
    click.echo(_together(found), err=True)
    if not yes:
        click.confirm("Delete all of it? This cannot be undone.", abort=True, err=True)
    left = 0
    for one in of_account.remove_everything(workspace):
        if one.left_because:
            left += 1
            click.echo(f"Stays: {one.kind} {one.name}: {one.left_because}")
        else:
            click.echo(f"Gone: {one.kind} {one.name}")
    if left:
        sys.exit(1)


@click.group()
def prices() -> None:
    """Prices of the platform."""


@prices.command()
@options.with_workspace
def refresh(workspace: Workspace) -> None:
    """Ask for the prices of the day, and use them from now on."""
    click.echo(f"{of_prices.refresh(workspace):,} prices found.")


def _row(one: Holding) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "name": one.name,
        "mb": None if one.mb is None else round(one.mb, 3),
        "usd_per_month": output.usd(one.usd_per_month),
        "created": None if one.created_at is None else output.when(one.created_at),
    }


def _together(found: tuple[Holding, ...]) -> str:
    kept = of_account.together(found)
    return f"{kept.things:,} things, {kept.mb:,.1f} MB, about ${kept.usd_per_month:,.2f} a month."
