"""Processes of a job or an endpoint, known by a mark in their environment, never by a bare pid.

A pid may have gone to somebody else by the time it is used; a random token in the environment,
which every descendant inherits, cannot.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import psutil

import backend

MARK = "MODERATION_STUDIO_TOKEN"

_LINUX = sys.platform == "linux"
_LIBC = ctypes.CDLL(None) if _LINUX else None
_PR_SET_PDEATHSIG = 1


def bound(cores: Collection[int] = ()) -> Callable[[], None]:
    """A `preexec_fn` for Popen: run on `cores` only, and die with the process that starts it.

    Without its supervisor a program would work on unseen, on cores that the next job is given.
    Where the system cannot (macOS) it is left to `end_marked`.
    """
    parent = os.getpid()

    def bind() -> None:
        if cores and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, cores)
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)

    return bind


def launch_apart(
    module: str,
    folder: Path,
    *arguments: str,
    log: Path,
    lock: int,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run `module` on `folder` in a session of its own; it inherits the descriptor `lock`.

    The shell between ends at once: the new process is no child of this one, which neither has to
    reap it nor takes it along when its tree of processes is ended.
    """
    paths = [str(Path(backend.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    command = [sys.executable, "-P", "-m", module, str(folder), *arguments]
    with log.open("ab") as output:
        subprocess.run(
            ["/bin/sh", "-c", '"$@" &', "sh", *command],
            check=True,
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, paths)),
                **(environment or {}),
            },
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            pass_fds=(lock,),
        )


def marked(token: str) -> Iterator[psutil.Process]:
    """The living processes whose environment carries the token."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == token:
                yield process


def end_marked(token: str, seconds: float = 3.0) -> None:
    """Kill every process that carries the token, until none is left or the time is over."""
    deadline = time.monotonic() + seconds
    while found := list(marked(token)):
        for process in found:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(found, timeout=0.2)
        if time.monotonic() > deadline:
            return


def end_session(leader: subprocess.Popen[bytes], grace: float) -> None:
    """End a child that leads its own process group: SIGTERM, and SIGKILL after `grace` seconds."""
    for number, patience in ((signal.SIGTERM, grace), (signal.SIGKILL, None)):
        # Until it is reaped here its pid, and so its group's number, cannot be another's.
        if leader.poll() is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(leader.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            leader.wait(patience)


def session_memory(leader: int) -> float:
    """Memory of all processes of a session, in MB (2^20 bytes): an upper bound.

    Sums resident sizes, which is cheap, so pages that processes share count several times.
    """
    return _total(leader, lambda process: process.memory_info().rss)


def session_share(leader: int) -> float:
    """As `session_memory`, with pages that processes share counted once (PSS). Takes longer."""
    return _total(leader, _share)


def _share(process: psutil.Process) -> int:
    if not _LINUX:
        return process.memory_info().rss
    share: int = process.memory_full_info().pss
    return share


def _total(leader: int, measure: Callable[[psutil.Process], int]) -> float:
    total = 0
    for pid in psutil.pids():
        with contextlib.suppress(psutil.Error, OSError):
            if os.getsid(pid) == leader:
                total += measure(psutil.Process(pid))
    return total / 2**20
