"""URIs of this machine's files, and the errors of its disk."""

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from backend.errors import DoesNotFit, InvalidInput, NotFound

DISK_FULL = DoesNotFit("The disk is full.", "Free some space and start again.")
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


def uri_of(path: Path) -> str:
    """The URI of a file or folder of this machine. Raises InvalidInput when it is not there."""
    if not path.exists():
        raise InvalidInput(f"There is no file or folder {path}.", "Check the path.")
    return path.resolve().as_uri()


def path_of(uri: str) -> Path:
    """The file or folder that a URI of this platform names. Raises NotFound without one."""
    parts = urlsplit(uri)
    path = Path(unquote(parts.path))
    if parts.scheme != "file" or parts.netloc or not path.is_absolute() or not _exists(path):
        raise NotFound(f"There is nothing at {uri[:200]}.", "It may have been deleted.")
    return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long to be one
        return False


def means_full(error: OSError) -> bool:
    """Whether it says that the disk, or a quota on it, is full."""
    return error.errno in _NO_SPACE


def is_full(folder: Path) -> bool:
    """Whether the disk that holds `folder` has no room to speak of."""
    return shutil.disk_usage(folder).free < 2**16


@contextlib.contextmanager
def full_disk_named() -> Iterator[None]:
    """Turn the error of a full disk into DoesNotFit."""
    try:
        yield
    except OSError as error:
        if means_full(error):
            raise DoesNotFit(DISK_FULL.what, DISK_FULL.remedy) from error
        raise
