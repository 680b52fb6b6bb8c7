"""Files and folders that are there whole or not at all."""

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any


def fsync_folder(folder: Path) -> None:
    """Make the names in `folder` durable (a rename is only as durable as its directory)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def whole_file(path: Path, mode: str = "wb", **options: Any) -> Iterator[IO[Any]]:
    """Open a temporary sibling of `path` to write, and rename it over `path` on a clean exit.

    `mode` and `options` are `open`'s. On any exception `path` is left as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with open(descriptor, mode, **options) as file:  # noqa: PTH123 - a descriptor, no path
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
        fsync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def folder_mb(folder: Path) -> float:
    """Size of all files below `folder`, in MB of 10^6 bytes; 0 when it is not there.

    What links lead to belongs elsewhere. Files may come and go meanwhile.
    """
    return sum(_sizes(folder)) / 1e6


def _sizes(folder: str | Path) -> Iterator[int]:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _sizes(entry.path)
            else:
                with contextlib.suppress(FileNotFoundError):
                    yield entry.stat(follow_symlinks=False).st_size


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all."""
    with whole_file(path) as file:
        file.write(content)


def write_json(path: Path, value: object) -> None:
    """Write `value` as indented JSON with sorted keys, whole or not at all."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_bytes(path, (text + "\n").encode("utf-8"))


def read_json(path: Path) -> Any:
    """Read a JSON file. Raises FileNotFoundError, or ValueError when it is not JSON."""
    return json.loads(path.read_bytes())


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Yield a temporary sibling folder to fill, and rename it to `path` on a clean exit.

    Raises FileExistsError when `path` is there already; the existing folder is left as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        yield temporary
        temporary.chmod(0o755)
        try:
            temporary.rename(path)
        except OSError as error:
            if path.exists():
                raise FileExistsError(path) from error
            raise
        fsync_folder(path.parent)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def remove_abandoned(folder: Path, pattern: str = ".*", *, seconds: float = 3600.0) -> None:
    """Remove what was begun in `folder` and never ended, as by a process that was killed.

    Those that match `pattern` (by default what `whole_folder` fills) and that nothing was added to
    for so long.
    """
    for begun in folder.glob(pattern):
        with contextlib.suppress(FileNotFoundError):
            if begun.is_dir() and time.time() - begun.stat().st_mtime > seconds:
                shutil.rmtree(begun, ignore_errors=True)
