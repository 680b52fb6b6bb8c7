"""Containers whose programs are functions of this process: for what the double does around them."""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Log = Callable[[str], None]


class Job:
    """A program in a thread, with the face of a container's."""

    def __init__(self, name: str, root: Path, log: Log, arguments: Sequence[str]) -> None:
        self.root, self.log, self.arguments = root, log, arguments
        self.asked_to_stop, self.killed = threading.Event(), threading.Event()
        self._code: int | None = None
        self._thread = threading.Thread(target=self._run, args=(PROGRAMS[name],), daemon=True)
        self._thread.start()

    def _run(self, program: Callable[["Job"], int]) -> None:
        self._code = program(self)

    def poll(self) -> int | None:
        return None if self._thread.is_alive() else self._code

    def stop(self, grace: float) -> None:
        self.asked_to_stop.set()
        timer = threading.Timer(grace, self.killed.set)
        timer.daemon = True
        timer.start()

    def wait(self, timeout: float | None = None) -> int:
        self._thread.join(timeout)
        assert self._code is not None
        return self._code

    def kill(self) -> None:
        self.asked_to_stop.set()
        self.killed.set()
        self._thread.join()


class Server:
    """Answers what `root/model/answer` says: a status and a body. Without it, the request."""

    sick = False

    def __init__(self, root: Path, log: Log) -> None:
        self._root, self._log = root, log
        self._over = False

    def poll(self) -> int | None:
        return 0 if self._over else None

    def ping(self) -> bool:
        self._log("GET /ping")
        self.sick = (self._root / "model" / "sick").exists()
        return not self.sick

    def invoke(self, body: bytes, content_type: str, accept: str) -> tuple[int, str, bytes]:
        told = self._root / "model" / "answer"
        if body == b"slow":
            BEGUN.set()
            SLOW.wait(90)
        if not told.exists():
            return 200, content_type, body
        status, _, answer = told.read_text().partition(" ")
        return int(status), "application/json", answer.encode()

    def memory_mb(self) -> float:
        return 256.0

    def stop(self) -> None:
        self._over = True


SLOW = threading.Event()
"""Set it to let requests of `slow` be answered."""
BEGUN = threading.Event()
"""Set when one of them has come."""


class Containers:
    """In the place of `tests.aws_double.containers`."""

    def __init__(self) -> None:
        self.jobs: list[dict[str, Any]] = []
        self.servers: list[Server] = []

    def start_job(
        self,
        image: str,
        entrypoint: Sequence[str],
        arguments: Sequence[str],
        environment: Mapping[str, str],
        root: Path,
        log: Log,
    ) -> Job:
        self.jobs.append({"image": image, "environment": environment, "root": root})
        return Job(entrypoint[0] if entrypoint else "blazingtext", root, log, arguments)

    def start_server(self, environment: Mapping[str, str], root: Path, log: Log) -> Server:
        self.servers.append(Server(root, log))
        return self.servers[-1]


def speak(job: Job) -> int:
    for word in job.arguments:
        job.log(word)
    return 0


def tree(job: Job) -> int:
    """Log each file below /opt/ml, and what is in it."""
    for path in sorted(job.root.rglob("*")):
        if path.is_file():
            text = path.read_text(errors="replace")
            job.log(f"{path.relative_to(job.root).as_posix()}: {text}")
    return 0


def write(job: Job) -> int:
    """Write the arguments, each `path=content` below /opt/ml."""
    for argument in job.arguments:
        path, _, content = argument.partition("=")
        (job.root / path).parent.mkdir(parents=True, exist_ok=True)
        (job.root / path).write_text(content)
    return 0


def fail(job: Job) -> int:
    write(job)
    return 7


def wait(job: Job) -> int:
    job.log("waiting")
    job.asked_to_stop.wait(90)
    write(job)
    return 143


def stubborn(job: Job) -> int:
    job.log("waiting")
    job.killed.wait(90)
    return 137


def blazingtext(job: Job) -> int:
    (job.root / "model" / "model.bin").write_bytes(b"model")
    for share in ("0.5000", "0.7500"):
        job.log(f"#train_accuracy: {share}")
    job.log("#validation_accuracy: 0.7000")
    return 0


PROGRAMS: dict[str, Callable[[Job], int]] = {
    program.__name__: program for program in (speak, tree, write, fail, wait, stubborn, blazingtext)
}
