"""Outputs: what a job left, a few files at a time."""

import contextlib
from pathlib import Path

from backend.errors import NotFound
from backend.platforms.base import Platform


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
