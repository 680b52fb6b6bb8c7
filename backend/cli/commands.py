"""The commands: each calls the studio and prints what it says."""

import errno
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from backend.cli import options, output
from backend.cli.account import account, prices
from backend.datasets.files import DatasetFiles
from backend.datasets.sample import write_sample
from backend.errors import NotFound, StudioError
from backend.platforms.base import (
    DEFAULT_CONCURRENCY,
    DEFAULT_IDLE_SECONDS,
    ENDPOINT_MEMORY_MB,
    EndpointState,
    JobKind,
)
from backend.studio.data import datasets, prepared
from backend.studio.endpoint import endpoints
from backend.studio.message import messages
from backend.studio.model import evaluations, models
from backend.studio.work import jobs, runs, sizes
from backend.studio.work.plans import job_name, run_name
from backend.studio.work.runs import Run, RunState, StageClock
from backend.studio.workspace import Workspace


class _Commands(click.Group):
    """Shows a `StudioError`, and what the system says of files, as a message and exits with 1;
    lists commands in our order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except StudioError as error:
            click.echo(f"{error.what}", err=True)
            if error.remedy:
                click.echo(error.remedy, err=True)
            ctx.exit(1)
        except OSError as error:
            if error.errno is None or error.errno == errno.EPIPE:  # click's own, of our stdout
                raise
            place = f" ({error.filename})" if error.filename else ""
            click.echo(f"A file cannot be read or written: {error.strerror}{place}.", err=True)
            ctx.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Make, run and live with your community's own toxicity model."""


@cli.command()
@options.dataset_options
@options.training_options
@options.size_option
@click.option("--endpoint", help="Name of the endpoint (default: the run's name).")
@options.name_option
@options.with_workspace
@options.json_option
def pipeline(
    train: Path,
    test: Path | None,
    test_labels: Path | None,
    reference_ids: Path | None,
    algorithm: str,
    hyperparameters: Sequence[str],
    spot: bool,
    max_seconds: int,
    size: str | None,
    endpoint: str | None,
    name: str | None,
    workspace: Workspace,
    as_json: bool,
) -> None:
    """Go from a CSV of comments to a live endpoint, in the foreground."""
    settings = options.pairs(hyperparameters)
    began = time.monotonic()
    dataset = _add_dataset(workspace, train, test, test_labels, reference_ids)
    imported = time.monotonic() - began
    name = name or _run_name(dataset.name)
    run = runs.pipeline(
        workspace,
        name=name,
        dataset=dataset.name,
        endpoint=endpoint or name,
        algorithm=algorithm,
        size=size or sizes.default(workspace).name,
        hyperparameters=settings,
        spot=spot,
        max_seconds=max_seconds,
    )
    seconds = {"import": imported, **_follow(workspace, run)}
    seconds["total"] = time.monotonic() - began
    model = models.get(workspace, name)
    served = endpoints.get(workspace, endpoint or name).now
    result = {
        "run": name,
        "dataset": dataset.name,
        "model": model.name,
        "endpoint": served.name,
        "url": served.url,
        "seconds": {stage: round(value, 3) for stage, value in seconds.items()},
        "metrics": output.metrics(model.evaluation),
    }
    output.print_result(result, as_json)


@cli.command()
@click.option("--endpoint", required=True, help="Endpoint to score with.")
@click.option("--input", "source", type=options.FILE, required=True, help="CSV with comment_text.")
@click.option("--output", "target", type=options.FILE, required=True, help="CSV to write.")
@options.with_workspace
@options.json_option
def score(endpoint: str, source: Path, target: Path, workspace: Workspace, as_json: bool) -> None:
    """Score a CSV's comment_text: the same rows, with a probability column a category."""
    began = time.monotonic()
    show = output.Line()
    rows = messages.score_file(
        workspace, endpoint, source, target, on_progress=lambda done: show(f"{done:,} rows scored")
    )
    show.end()
    seconds = time.monotonic() - began
    result = {
        "endpoint": endpoint,
        "rows": rows,
        "seconds": round(seconds, 3),
        "rows_per_second": round(rows / seconds, 1),
        "output": str(target),
    }
    output.print_result(result, as_json)


@cli.command()
@options.dataset_or_files_options
@options.size_option
@click.option("--seed", type=int, default=7, show_default=True, help="Of the split.")
@click.option("--validation-share", type=float, default=0.1, show_default=True, help="0.01 to 0.5.")
@click.option(
    "--test-share",
    type=float,
    default=0.1,
    show_default=True,
    help="0.01 to 0.5; used when there is no test file.",
)
@options.name_option
@options.with_workspace
@options.json_option
def process(
    dataset: str | None,
    train: Path | None,
    test: Path | None,
    test_labels: Path | None,
    reference_ids: Path | None,
    size: str | None,
    seed: int,
    validation_share: float,
    test_share: float,
    name: str | None,
    workspace: Workspace,
    as_json: bool,
) -> None:
    """Normalise and split a CSV of comments, or a --dataset, into lines to train on."""
    files = (train, test, test_labels, reference_ids)
    if (train is None) == (dataset is None) or (dataset and any(files)):
        raise click.UsageError("Name a --dataset, or the file to --train on; not both.")
    if train is not None:
        dataset = _add_dataset(workspace, train, test, test_labels, reference_ids).name
    assert dataset is not None  # noqa: S101 - checked above
    run = runs.process(
        workspace,
        name=name or _run_name(dataset),
        dataset=dataset,
        size=size or sizes.default(workspace).name,
        seed=seed,
        validation_fraction=validation_share,
        test_fraction=test_share,
    )
    seconds = _follow(workspace, run)
    lines = prepared.get(workspace, job_name(run.name, JobKind.PROCESSING))
    output.print_result(
        {"lines": lines.name, "seconds": seconds, "counts": dict(lines.counts)}, as_json
    )


@cli.command()
@click.option("--lines", required=True, help="Processing job to train on.")
@options.training_options
@options.size_option
@options.name_option
@options.with_workspace
@options.json_option
def train(
    lines: str,
    algorithm: str,
    hyperparameters: Sequence[str],
    spot: bool,
    max_seconds: int,
    size: str | None,
    name: str | None,
    workspace: Workspace,
    as_json: bool,
) -> None:
    """Train, evaluate and package a model on processed lines."""
    run = runs.train(
        workspace,
        name=name or _run_name(run_name(lines)),
        lines=lines,
        algorithm=algorithm,
        size=size or sizes.default(workspace).name,
        hyperparameters=options.pairs(hyperparameters),
        spot=spot,
        max_seconds=max_seconds,
    )
    seconds = _follow(workspace, run)
    model = models.get(workspace, run.name)
    result = {"model": model.name, "seconds": seconds, "metrics": output.metrics(model.evaluation)}
    output.print_result(result, as_json)


@cli.command()
@click.option("--model", required=True, help="Model to measure.")
@click.option("--data", type=options.FILE, required=True, help="CSV with comment_text and labels.")
@click.option(
    "--labels", type=options.FILE, help="Its labels, where they stand apart (test_labels.csv)."
)
@click.option("--reference-ids", type=options.FILE, help="Ids of the rows of a natural sample.")
@options.with_workspace
@options.json_option
def evaluate(
    model: str,
    data: Path,
    labels: Path | None,
    reference_ids: Path | None,
    workspace: Workspace,
    as_json: bool,
) -> None:
    """Measure a model on labelled rows of yours, at its thresholds in force.

    Rows that it learned from make it look better than it is.
    """
    show = output.Line()
    files = evaluations.LabelledFiles(data=data, labels=labels, reference_ids=reference_ids)
    found = evaluations.evaluate(
        workspace, model, files, on_progress=lambda rows: show(f"{rows:,} rows scored")
    )
    show.end()
    if as_json:
        output.print_result({"model": model, "data": str(data), **output.metrics(found)}, True)
    else:
        output.print_metrics(found)


@cli.command(name="jobs")
@click.argument("name", required=False)
@click.option("--log", is_flag=True, help="Print the job's log.")
@options.with_workspace
@options.json_option
def show_jobs(name: str | None, log: bool, workspace: Workspace, as_json: bool) -> None:
    """List the jobs, or show the one called NAME."""
    runs.advance(workspace)
    if log:
        if name is None:
            raise click.UsageError("--log needs the name of a job.")
        for line in jobs.log(workspace, name):
            click.echo(line)
        return
    found = (jobs.get(workspace, name),) if name else jobs.listing(workspace)
    costs = jobs.costs(workspace, found, time.time())
    rows = [
        {
            "job": job.name,
            "kind": job.spec.kind.value,
            "state": job.state.value,
            "size": job.spec.size,
            "created": output.when(job.created_at),
            "seconds": round(job.seconds, 1) if job.seconds is not None else None,
            "usd": output.usd(costs[job.name].usd if job.name in costs else None),
            "doing": job.doing,
            "reason": job.reason,
        }
        for job in found
    ]
    output.print_rows("jobs", rows, as_json)


@cli.command()
@click.argument("name")
@options.with_workspace
def stop(name: str, workspace: Workspace) -> None:
    """Stop the run or the job called NAME."""
    try:
        runs.stop(workspace, name)
    except NotFound:
        jobs.stop(workspace, name)
    click.echo(f"{name} is stopping.")


@cli.command(name="models")
@options.with_workspace
@options.json_option
def show_models(workspace: Workspace, as_json: bool) -> None:
    """List the models."""
    rows = [output.model_row(model) for model in models.listing(workspace)]
    output.print_rows("models", rows, as_json)


@cli.command(name="endpoints")
@options.with_workspace
@options.json_option
def show_endpoints(workspace: Workspace, as_json: bool) -> None:
    """List the endpoints."""
    rows = [
        {
            "endpoint": found.name,
            "state": found.now.state.value,
            "warmth": found.now.warmth.value,
            "model": found.model.name if found.model else None,
            "memory_mb": found.now.spec.memory_mb,
            "concurrency": found.now.spec.concurrency,
            "url": found.now.url,
            "reason": found.now.reason,
        }
        for found in endpoints.listing(workspace)
    ]
    output.print_rows("endpoints", rows, as_json)


@cli.command()
@click.argument("name")
@click.option("--model", required=True, help="Model to serve.")
@click.option("--memory", type=int, help=f"MB: {', '.join(map(str, ENDPOINT_MEMORY_MB))}.")
@click.option("--concurrency", type=int, help=f"1 to 200 (a new one: {DEFAULT_CONCURRENCY}).")
@click.option(
    "--idle-seconds",
    type=float,
    help=f"Then it scales to zero (a new one: {DEFAULT_IDLE_SECONDS:g}).",
)
@options.with_workspace
def deploy(
    name: str,
    model: str,
    memory: int | None,
    concurrency: int | None,
    idle_seconds: float | None,
    workspace: Workspace,
) -> None:
    """Put a model on the endpoint NAME: a new one, or change it over.

    What is not said stays as it is on an endpoint that is there.
    """
    if name in {found.name for found in endpoints.listing(workspace)}:
        endpoints.update(
            workspace,
            name,
            model=model,
            memory_mb=memory,
            concurrency=concurrency,
            idle_seconds=idle_seconds,
        )
    else:
        endpoints.deploy(
            workspace,
            name=name,
            model=model,
            memory_mb=memory,
            concurrency=DEFAULT_CONCURRENCY if concurrency is None else concurrency,
            idle_seconds=DEFAULT_IDLE_SECONDS if idle_seconds is None else idle_seconds,
        )
    while not (now := endpoints.get(workspace, name).now).state.settled:
        time.sleep(0.1)
    if now.reason:
        click.echo(now.reason, err=True)
    if now.state is EndpointState.FAILED or endpoints.model_of(workspace, name).name != model:
        sys.exit(1)
    click.echo(now.url or name)


@cli.command()
@click.argument("kind", type=click.Choice(["endpoint", "model", "job", "dataset"]))
@click.argument("name")
@options.with_workspace
def delete(kind: str, name: str, workspace: Workspace) -> None:
    """Delete an endpoint, model, job or dataset with everything that came with it."""
    delete_one = {
        "endpoint": endpoints.delete,
        "model": models.delete,
        "job": jobs.remove,
        "dataset": datasets.remove,
    }[kind]
    delete_one(workspace, name)
    click.echo(f"Deleted {kind} {name}.")


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--rows", type=int, default=20_000, show_default=True, help="About this many.")
@click.option("--seed", type=int, default=7, show_default=True, help="Of the generator.")
def sample(folder: Path, rows: int, seed: int) -> None:
    """Write the project's own synthetic sample into FOLDER, in Kaggle's shape."""
    try:
        write_sample(folder, rows=rows, seed=seed)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"Synthetic comments in {folder}.")


def _add_dataset(
    workspace: Workspace,
    train: Path,
    test: Path | None,
    test_labels: Path | None,
    reference_ids: Path | None,
) -> datasets.Dataset:
    files = DatasetFiles(
        train=train, test=test, test_labels=test_labels, reference_ids=reference_ids
    )
    show = output.Line()
    found = datasets.add_unnamed(
        workspace, files, on_progress=lambda fraction: show(f"Reading the files: {fraction:.0%}")
    )
    show.end()
    for warning in found.warnings:
        click.echo(f"Note: {warning}", err=True)
    return found


def _follow(workspace: Workspace, run: Run) -> dict[str, float]:
    """Wait for a run, saying on stderr how it goes; seconds by stage. Exits unless it completes."""
    show = output.Line()
    clock = StageClock()

    def look(now: Run) -> None:
        clock(now)
        current = now.current
        if now.waits_for:
            show(f"Waiting: {now.waits_for}")
            return
        if now.doing:
            show(now.doing if now.share is None else f"{now.doing}, {now.share:.0%}")
            return
        if current is None:
            return
        points = jobs.progress(workspace, current.job.name) if current.job else ()
        show(f"{current.title}: {current.state}{output.measured(points[-1]) if points else ''}")

    try:
        run = runs.wait(workspace, run.name, look)
    except KeyboardInterrupt:
        runs.stop(workspace, run.name)
        click.echo("\nStopping.", err=True)
        sys.exit(130)
    finally:
        show.end()
    if run.state is not RunState.COMPLETED:
        click.echo(f"{run.name}: {run.state.value}. {run.reason}", err=True)
        sys.exit(1)
    return clock.seconds()


def _run_name(base: str) -> str:
    return f"{base[:30].strip('-')}-{datetime.now():%Y%m%d-%H%M%S}"


cli.add_command(account)
cli.add_command(prices)


def main() -> None:
    """Run the command line."""
    cli(prog_name="python -m backend")
