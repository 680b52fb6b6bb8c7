"""File locks (flock): who is alive. The kernel frees a lock when its holder dies, however it dies.

A lock belongs to an open descriptor and is shared by the processes that inherited it. Files of
locks are never deleted while somebody may wait for them, or two could hold "the same" lock.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

_OPEN = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC


def take(path: Path) -> int | None:
    """A new descriptor that holds the lock alone, or None when somebody holds it."""
    descriptor = os.open(path, _OPEN, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock alone. A file that is not there is held by nobody.

    Asks with a shared lock, so that those who ask at the same time do not see each other.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


@contextlib.contextmanager
def held(path: Path) -> Iterator[int]:
    """Hold the lock alone within the block, waiting for it first; yields its descriptor.

    Makes the file when there is none. Raises FileNotFoundError when there is no such folder.
    """
    descriptor = os.open(path, _OPEN, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)
