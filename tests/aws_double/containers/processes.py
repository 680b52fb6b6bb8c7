"""A command of a container's, with its log."""

import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import IO, cast

_SUPERVISOR = Path(__file__).parent / "supervisor.py"


class Process:
    """A command under a supervisor, which ends it and all it started when this process ends."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        log: Callable[[str], None],
        descriptors: Collection[int] = (),
    ) -> None:
        """Start it in `folder`. `log` is called from another thread with each line it prints, on
        stdout or stderr, without its end."""
        self._supervisor = subprocess.Popen(
            [sys.executable, "-I", str(_SUPERVISOR)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            pass_fds=tuple(descriptors),
        )
        self._tell(
            json.dumps(
                {
                    "command": list(command),
                    "environment": dict(environment),
                    "folder": str(folder),
                    "descriptors": list(descriptors),
                }
            )
        )
        self._reader = threading.Thread(target=self._read, args=(log,), daemon=True)
        self._reader.start()

    @property
    def supervisor(self) -> int:
        """The pid of the supervisor, whose descendants are the command and all it started."""
        return self._supervisor.pid

    def poll(self) -> int | None:
        """The exit code (128 and a signal's number for one that was killed), once the log is
        whole; None before."""
        return None if self._reader.is_alive() else self._supervisor.wait()

    def wait(self, timeout: float | None = None) -> int:
        """The exit code. Raises TimeoutError when that takes longer than `timeout` seconds."""
        self._reader.join(timeout)
        code = self.poll()
        if code is None:
            raise TimeoutError(f"It still runs after {timeout} s.")
        return code

    def stop(self, grace: float) -> None:
        """Ask it to end (SIGTERM), and kill it and all it started after `grace` seconds. Returns
        at once."""
        self._tell(str(grace))

    def kill(self) -> None:
        """End it and all it started, now. Returns when they are gone."""
        with contextlib.suppress(BrokenPipeError):
            cast("IO[bytes]", self._supervisor.stdin).close()
        self.wait()

    def _tell(self, line: str) -> None:
        stdin = cast("IO[bytes]", self._supervisor.stdin)
        with contextlib.suppress(BrokenPipeError, ValueError):  # it has ended, or been killed
            stdin.write(line.encode() + b"\n")
            stdin.flush()

    def _read(self, log: Callable[[str], None]) -> None:
        """Both streams, so that lines of one are not cut by those of the other."""
        rest: dict[int, bytes] = {}
        with selectors.DefaultSelector() as selector:
            for stream in (self._supervisor.stdout, self._supervisor.stderr):
                selector.register(cast("IO[bytes]", stream), selectors.EVENT_READ)
            while selector.get_map():
                for key, _ in selector.select():
                    chunk = os.read(key.fd, 1 << 16)
                    *lines, rest[key.fd] = (rest.get(key.fd, b"") + chunk).split(b"\n")
                    if not chunk:
                        selector.unregister(key.fileobj)
                        cast("IO[bytes]", key.fileobj).close()
                        lines = [rest[key.fd]] if rest[key.fd] else []
                    for line in lines:
                        log(line.decode(errors="replace"))
        self._supervisor.wait()
        with contextlib.suppress(BrokenPipeError):
            cast("IO[bytes]", self._supervisor.stdin).close()
