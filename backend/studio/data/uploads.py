"""Uploads: files from a browser, on their way into a dataset."""

import shutil
from pathlib import Path, PureWindowsPath
from typing import BinaryIO

_LONGEST = 50  # characters of it; a file system takes 255 bytes


def keep(folder: Path, role: str, name: str, content: BinaryIO) -> Path:
    """Write an upload into `folder`, under the person's own name for it: errors will say it.

    role: of the file in a dataset, such as "train". name: as the browser gave it, which may be
    anything; of a path only the last part is used.
    """
    place = folder / role / _safe(name, role)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as file:
        shutil.copyfileobj(content, file)
    return place


def _safe(name: str, role: str) -> str:
    # A Windows path also splits at every slash of the others.
    last = PureWindowsPath(name).name.encode("utf-8", "replace").decode()
    plain = "".join(c for c in last if c.isprintable()).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not stem:
        return f"{role}.csv"
    return f"{stem[:_LONGEST]}{dot}{suffix[:10]}"
