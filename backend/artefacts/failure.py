"""How a program in a job fails: a message for a person, a log without anyone's words."""

import contextlib
import errno
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from backend.artefacts.files import write_bytes
from backend.errors import StudioError

FILE_NAMES = ("failure", "message")
"""Where a platform looks for the reason, below `output`: of a training, of a processing job."""

_LONGEST = 1024  # characters that SageMaker keeps


def run_program(main: Callable[[], None], root: Path) -> int:
    """Run `main` and return the exit code: 0, or 1 with the reason in `<root>/output`.

    A StudioError is shown as it is. Of any other exception only its type is told, and where it
    was raised: its own text may quote a message. An interruption or `SystemExit` passes through.
    """
    for name in FILE_NAMES:
        with contextlib.suppress(OSError):
            (root / "output" / name).unlink()
    try:
        main()
    except Exception as error:
        reason = _reason(error)
        if not isinstance(error, StudioError):
            print(_where(error), file=sys.stderr, end="")
        print(reason, file=sys.stderr, flush=True)
        _write(root / "output", reason)
        return 1
    return 0


def _reason(error: Exception) -> str:
    if isinstance(error, StudioError):
        return str(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full. Free some space and start the job again."
    if isinstance(error, MemoryError):
        return "There is not enough memory. Choose a larger size."
    return f"The program met an error it did not expect ({type(error).__name__}). See the log."


def _where(error: BaseException) -> str:
    """The traceback, causes first, with the types of the exceptions but not their text."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = "".join(traceback.format_tb(error.__traceback__))
    return (_where(cause) if cause else "") + f"{type(error).__name__}\n{frames}"


def _write(folder: Path, reason: str) -> None:
    for name in FILE_NAMES:
        with contextlib.suppress(OSError):  # the log has it
            write_bytes(folder / name, reason[:_LONGEST].encode())
