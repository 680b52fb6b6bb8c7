"""The trainer: lines in, a model file out, by the algorithm of a recipe."""

from collections.abc import Callable
from pathlib import Path

from backend.learning.measurement import Fitted, Measurement
from backend.learning.recipes import LINEAR, Recipe, Settings


def train(
    lines: Path,
    model: Path,
    recipe: Recipe,
    settings: Settings,
    observe: Callable[[Measurement], None] = lambda measurement: None,
) -> Fitted:
    """Train on a lines file and write `model`, whole or not at all.

    `observe` is called every now and then. Raises InvalidInput for rows or settings of which
    nothing can be learned, DoesNotFit when memory or disk run out, StudioError when a library
    fails for another reason.
    """
    if recipe == LINEAR:
        from backend.learning.linear import trainer as linear

        return linear.train(lines, model, settings, observe)
    from backend.learning.fasttext import trainer as fasttext

    return fasttext.train(lines, model, recipe, settings, observe)
