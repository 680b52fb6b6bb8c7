"""Details: how an endpoint comes to its scores of a message, as its answer tells."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.errors import Unavailable


@dataclass(frozen=True, slots=True)
class WordWeight:
    """What a word of a message adds to the log-odds of each category.

    start, end: where it stands in the message as it was typed, in code points. What is said of the
    message as a whole, such as that it shouts, starts where it ends.
    """

    start: int
    end: int
    adds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Disguise:
    """What stands from `start` up to `end` of the message, in code points, was read as `reads_as`.

    method: how it was disguised, in words.
    """

    start: int
    end: int
    reads_as: str
    method: str


@dataclass(frozen=True, kw_only=True)
class Details:
    """How an endpoint comes to its scores.

    raw: the model's own score by category, 0 to 1, before calibration. text: the message as the
    model read it. reading: what it also reads as to who sees through its disguises, None where that
    is no different. seen_through: whether a category is more probable for it. words: None where
    the algorithm cannot tell.
    """

    raw: Mapping[str, float]
    text: str
    reading: str | None
    seen_through: bool
    disguises: tuple[Disguise, ...]
    words: tuple[WordWeight, ...] | None
    model: str
    normaliser: str


def read_details(told: Mapping[str, Any]) -> Details:
    """From the `details` of an answer; packages older than readings and words tell of none.

    The spans are as told: in any order, and perhaps of no place in the message. Raises Unavailable
    for what cannot be read.
    """
    try:
        reading, words = told.get("reading"), told.get("words")
        return Details(
            raw=_numbers(told["raw"]),
            text=str(told["text"]),
            reading=None if reading is None else str(reading),
            seen_through=bool(told.get("seen_through")),
            disguises=tuple(
                Disguise(
                    int(one["start"]), int(one["end"]), str(one["reads_as"]), str(one["method"])
                )
                for one in told.get("disguised", ())
            ),
            words=None
            if words is None
            else tuple(
                WordWeight(int(one["start"]), int(one["end"]), _numbers(one["adds"]))
                for one in words
            ),
            model=str(told["model"]),
            normaliser=str(told["normaliser"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        raise Unavailable(
            "The endpoint's answer is not of the kind that this studio can read.",
            "Deploy a model of this studio to it.",
        ) from None


def _numbers(told: Mapping[str, Any]) -> Mapping[str, float]:
    found = {str(name): float(value) for name, value in told.items()}
    if not all(map(math.isfinite, found.values())):
        raise ValueError("not a number")
    return found
