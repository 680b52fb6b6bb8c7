"""Measurements: how far a training is, and what came of it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """How far training is. fraction: 0 to 1. loss: the trainer's own average, None while it has
    none. words_per_second: of all threads together, None where it does not read word after word."""

    fraction: float
    seconds_left: float
    loss: float | None = None
    words_per_second: float | None = None


@dataclass(frozen=True)
class Fitted:
    """What was fitted: the distinct words it knows, its labels (none may be among them), its
    threads."""

    words: int
    labels: tuple[str, ...]
    threads: int
