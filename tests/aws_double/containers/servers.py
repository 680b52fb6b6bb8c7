"""Servers: a model behind the SKLearn container's server."""

import contextlib
import http.client
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import psutil

from tests.aws_double.containers.environment import python, variables
from tests.aws_double.containers.processes import Process

_PING_SECONDS = 2.0  # SageMaker's own
_INVOCATION_SECONDS = 60.0


class RunningServer:
    """A container that serves a model, on a port of loopback."""

    def __init__(self, process: Process, port: int) -> None:
        self._process = process
        self.port = port
        self.sick = False  # whether it answered its last ping with an error

    def poll(self) -> int | None:
        """The exit code of a server that has ended by itself; None while it runs."""
        return self._process.poll()

    def ping(self) -> bool:
        """Whether it answers `/ping` with 200 within SageMaker's 2 seconds. The first of them
        loads the model."""
        try:
            status, _, _ = self._ask("GET", "/ping", None, {}, _PING_SECONDS)
        except (OSError, http.client.HTTPException):
            self.sick = False
            return False
        self.sick = status != 200
        return not self.sick

    def invoke(self, body: bytes, content_type: str, accept: str) -> tuple[int, str, bytes]:
        """Status, content type and body of the answer; an empty `content_type` or `accept` is not
        sent. Raises OSError (TimeoutError after 60 s) when there is none."""
        headers = {"Content-Type": content_type, "Accept": accept}
        given = {name: value for name, value in headers.items() if value}
        try:
            return self._ask("POST", "/invocations", body, given, _INVOCATION_SECONDS)
        except http.client.HTTPException as error:
            raise ConnectionError(f"The container broke off: {type(error).__name__}") from error

    def memory_mb(self) -> float:
        """Memory of all its processes, in MB (2^20 bytes); what they share counts once."""
        total = 0
        with contextlib.suppress(psutil.NoSuchProcess):
            for process in psutil.Process(self._process.supervisor).children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    total += process.memory_full_info().pss
        return total / 2**20

    def stop(self) -> None:
        """End it. Returns when all its processes are gone."""
        self._process.kill()

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], seconds: float
    ) -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()


def start_server(
    environment: Mapping[str, str], root: Path, log: Callable[[str], None]
) -> RunningServer:
    """Serve `root/model` as the SKLearn container would, with `root` for its `/opt/ml`.

    Returns at once; it listens already, and answers when it is ready. Raises RuntimeError where
    there is no Python 3.12.
    """
    interpreter = python()
    if interpreter is None:
        raise RuntimeError("There is no .venv-container: run make install-tests.")
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        process = Process(
            [str(interpreter), "-m", "sklearn_serving", str(listening.fileno())],
            variables(environment, root, interpreter),
            root,
            log,
            descriptors=[listening.fileno()],
        )
        return RunningServer(process, listening.getsockname()[1])
