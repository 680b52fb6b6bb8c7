"""Training again: what it takes of all cores, whether it gives the same, what rounding costs."""

import resource
import time
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import numpy as np

from backend.artefacts.package import LEXICON, MODEL
from backend.learning import trainer
from backend.learning.linear import model as linear
from backend.learning.linear.weights import Weights
from backend.learning.model import Model, open_model
from backend.learning.recipes import LINEAR, RECIPES
from backend.learning.scoring import views
from backend.text.readings.lexicon import Lexicon
from backend.text.readings.reader import Reader
from bench.figure import Figure, Part
from bench.workbench import Made, Workbench, telling

_LOST_PRECISION = 0.005


def _measure(bench: Workbench) -> Iterator[Figure]:
    for name in RECIPES:
        made = bench.made(name)
        model = bench.scratch / f"{name}-again" / MODEL
        with telling(f"training again, {name}"):
            seconds, unrounded = _train(name, made, model)
        yield Figure(what=f"`{name}`: training, CPU seconds", value=seconds, form=".1f")
        if unrounded is not None:
            yield Figure(
                what=f"`{name}`: bytes that differ after a second training",
                value=_differing(model, made.package / MODEL),
                form=".0f",
                at_most=0,
            )
            yield _rounding(made, model, unrounded)


def _train(name: str, made: Made, model: Path) -> tuple[float, Model | None]:
    """CPU seconds, of this process and those it starts; and of a linear model what was fitted,
    before its weights are rounded to 16 bits."""
    fitted: list[Model] = []

    def keep(path: Path, weights: Weights, coefficients: linear.Coefficients) -> None:
        fitted.append(linear.LinearModel(weights, coefficients.of(made.model.categories)))
        linear.write(path, weights, coefficients)

    began = _cpu_seconds()
    with mock.patch("backend.learning.linear.trainer.write", keep):
        trainer.train(made.prepared.path("train"), model, RECIPES[name], RECIPES[name].settings())
    return _cpu_seconds() - began, fitted[0] if fitted else None


def _cpu_seconds() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _differing(one: Path, other: Path) -> int:
    ours, theirs = one.read_bytes(), other.read_bytes()
    return sum(map(int.__ne__, ours, theirs)) + abs(len(ours) - len(theirs))


def _rounding(made: Made, model: Path, unrounded: Model) -> Figure:
    rounded = open_model(model, made.model.categories)
    served, exact = _average_precision(made, rounded), _average_precision(made, unrounded)
    return Figure(
        what=f"`{LINEAR.name}`: how far weights of 16 bits move mAP",
        value=abs(exact - served),
        form=".5f",
        at_most=_LOST_PRECISION,
        note=f"{exact:.5f} with 32, {served:.5f} with 16",
    )


def _average_precision(made: Made, model: Model) -> float:
    reader = Reader(Lexicon.from_text((made.package / LEXICON).read_text(encoding="utf-8")))
    raw = np.array([seen.raw for seen in views(model, reader, made.prepared.lines("test"))])
    return made.prepared.evaluate(raw).mean_average_precision or 0.0


PART = Part(
    name="training",
    title="Training again",
    how="On the lines that the pipeline trained on, with its settings, in the bench's own process."
    " CPU seconds are those of all threads and processes together. The unrounded model is the very"
    " one that was fitted there, scored before it was written.",
    measure=_measure,
)
