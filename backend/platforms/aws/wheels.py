"""The compiled parts of the container: two wheels, pinned, fetched once."""

from collections.abc import Mapping
from pathlib import Path

PREDICTS = "fasttext-predict"
TRAINS = "fasttext-wheel"


def unpacked(name: str, folder: Path) -> Mapping[str, Path]:
    """Files of the pinned wheel by their path in it, fetched and unpacked below `folder` once.

    Raises Unavailable when it cannot be had.
    """
    raise NotImplementedError
