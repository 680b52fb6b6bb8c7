"""What commands print: results on stdout, progress on stderr."""

import json
import sys
from datetime import datetime
from typing import Any

import click

from backend.artefacts.progress import Progress
from backend.learning.evaluation import Evaluation, Interval
from backend.studio.model.models import Model


class Line:
    """One line of stderr that is written over; on a file, a line each time it changes."""

    def __init__(self) -> None:
        self._shown = ""

    def __call__(self, text: str) -> None:
        """Show `text` in the line's place."""
        if text == self._shown:
            return
        self._shown = text
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{text}", err=True, nl=False)
        else:
            click.echo(text, err=True)

    def end(self) -> None:
        """Leave the line as it is and go to the next."""
        if self._shown and sys.stderr.isatty():
            click.echo(err=True)
        self._shown = ""


def measured(point: Progress) -> str:
    """A measurement in a few words."""
    parts = [f", {point.stage}"]
    if point.fraction is not None:
        parts.append(f" {point.fraction:.0%}")
    if point.words_per_second is not None:
        parts.append(f", {point.words_per_second:,.0f} words/s")
    if point.rows_per_second is not None:
        parts.append(f", {point.rows_per_second:,.0f} rows/s")
    if point.loss is not None:
        parts.append(f", loss {point.loss:.3f}")
    if point.seconds_left is not None:
        parts.append(f", {point.seconds_left:.0f} s left")
    return "".join(parts)


def metrics(evaluation: Evaluation) -> dict[str, Any]:
    """An evaluation as plain JSON. Intervals are [low, high], 95 %."""
    return {
        "definition": evaluation.definition,
        "test_rows": evaluation.rows,
        "reference_rows": evaluation.reference_rows,
        "mean_auc": evaluation.mean_auc,
        "mean_auc_interval": _interval(evaluation.mean_auc_interval),
        "mean_average_precision": evaluation.mean_average_precision,
        "mean_average_precision_interval": _interval(evaluation.mean_average_precision_interval),
        "categories": {
            c.category: {
                "roc_auc": c.roc_auc,
                "roc_auc_interval": _interval(c.roc_auc_interval),
                "average_precision": c.average_precision,
                "average_precision_interval": _interval(c.average_precision_interval),
                "precision": c.precision,
                "recall": c.recall,
                "f1": c.f1,
                "calibration_error": c.calibration_error,
                "threshold": c.threshold,
                "positives": c.positives,
                "rows": c.rows,
            }
            for c in evaluation.categories
        },
        "slices": {
            s.name: {
                "rows": s.rows,
                "positives": s.positives,
                "mean_auc": s.mean_auc,
                "mean_average_precision": s.mean_average_precision,
                "categories": list(s.categories),
                "recall": s.recall,
                "false_positive_rate": s.false_positive_rate,
            }
            for s in evaluation.slices
        },
    }


def _interval(found: Interval | None) -> list[float] | None:
    return [found.low, found.high] if found else None


def print_metrics(evaluation: Evaluation) -> None:
    """Print an evaluation as tables: by category, then by slice. Intervals are 95 %."""
    rows = f"{evaluation.rows:,} rows"
    if evaluation.reference_rows:
        rows += f", {evaluation.reference_rows:,} of them a natural sample"
    click.echo(f"Measured on {rows} ({evaluation.definition}).\n")
    means = {
        "category": "mean",
        "AUC": _between(evaluation.mean_auc, evaluation.mean_auc_interval),
        "AP": _between(
            evaluation.mean_average_precision, evaluation.mean_average_precision_interval
        ),
    }
    categories = [
        {
            "category": c.category,
            "AUC": _between(c.roc_auc, c.roc_auc_interval),
            "AP": _between(c.average_precision, c.average_precision_interval),
            "ECE": _share(c.calibration_error),
            "threshold": _share(c.threshold),
            "precision": _share(c.precision),
            "recall": _share(c.recall),
            "F1": _share(c.f1),
            "positives": c.positives,
            "rows": c.rows,
        }
        for c in evaluation.categories
    ]
    print_rows("categories", [*categories, dict.fromkeys(categories[0]) | means], False)
    click.echo("\nFlagged: in any category at its threshold.")
    slices = [
        {
            "slice": s.name,
            "rows": s.rows,
            "positives": s.positives,
            "AUC": _share(s.mean_auc),
            "mAP": _share(s.mean_average_precision),
            "of categories": len(s.categories),
            "flagged rightly": _share(s.recall),
            "flagged wrongly": _share(s.false_positive_rate),
        }
        for s in evaluation.slices
    ]
    print_rows("slices", slices, False)


def _between(value: float | None, found: Interval | None) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" + (f" ({found.low:.4f}-{found.high:.4f})" if found else "")


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def model_row(model: Model) -> dict[str, Any]:
    """A model as a row of a table."""
    auc, precision = model.evaluation.mean_auc, model.evaluation.mean_average_precision
    return {
        "model": model.name,
        "algorithm": model.algorithm,
        "made": when(model.made_at),
        "mean_auc": round(auc, 4) if auc is not None else None,
        "mean_average_precision": round(precision, 4) if precision is not None else None,
        "measured_on": model.evaluation.definition,
        "model_mb": round(model.model_mb, 1),
        "serving_mb": round(model.serving_mb),
    }


def when(at: float) -> str:
    """A time as ISO 8601, in this machine's zone."""
    return datetime.fromtimestamp(at).astimezone().isoformat(timespec="seconds")


def usd(amount: float | None) -> float | None:
    """An amount to a thousandth of a cent: a second of an instance costs less than a cent."""
    return None if amount is None else round(amount, 5)


def print_result(result: dict[str, Any], as_json: bool) -> None:
    """Print one object, as JSON or a line for each field that has a value."""
    if as_json:
        click.echo(json.dumps(result, indent=2))
        return
    for name, value in result.items():
        if value is None:
            continue
        click.echo(f"{name}: {json.dumps(value) if isinstance(value, dict) else value}")


def print_rows(noun: str, rows: list[dict[str, Any]], as_json: bool) -> None:
    """Print a list, as JSON or a table; `noun` names what is listed."""
    if as_json:
        click.echo(json.dumps({noun: rows}, indent=2))
        return
    if not rows:
        click.echo(f"There are no {noun} yet.")
        return
    table = [
        list(rows[0]),
        *([("" if v is None else str(v)) for v in row.values()] for row in rows),
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
