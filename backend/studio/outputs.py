"""Outputs: what a job left, a few files at a time."""

import contextlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from backend.errors import NotAllowed, NotFound, StudioError, Unavailable
from backend.platforms.base import Job, Platform

Read = TypeVar("Read")

_AT_ONCE = 16  # that are read side by side, where each may have to travel


def fetched(platform: Platform, output: str, *names: str) -> Path:
    """A folder of this machine with those files of an output, without the ones that are not there.

    An output may hold a large package, and lie far away. Raises NotFound when none is there.
    """
    folder: Path | None = None
    for name in names:
        with contextlib.suppress(NotFound):
            folder = platform.fetch(f"{output}/{name}").parent
    if folder is None:
        raise NotFound("What this job left is not there.", "It may have been removed.")
    return folder


def readable(
    platform: Platform, jobs: Iterable[Job], read: Callable[[Job], Read]
) -> tuple[Read, ...]:
    """What `read` makes of the jobs, in their order, without those that cannot be read: one that
    is damaged hides no other. Raises Unavailable and NotAllowed where that cannot be told."""

    def attempt(job: Job) -> Read | None:
        try:
            return read(job)
        except (Unavailable, NotAllowed):
            raise
        except StudioError:
            return None

    if not platform.far:
        return tuple(found for job in jobs if (found := attempt(job)) is not None)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return tuple(found for found in pool.map(attempt, jobs) if found is not None)
