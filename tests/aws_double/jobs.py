"""What processing and training jobs have in common: what is refused, and how one runs."""

import shutil
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.aws_double.account import Account
from tests.aws_double.errors import in_use, invalid, not_found
from tests.aws_double.faults import Kind
from tests.aws_double.records import Record, Shelf
from tests.aws_double.roles import Log, NotPermitted, Role

FINAL = ("Completed", "Failed", "Stopped")
NO_CAPACITY = (
    "CapacityError: Unable to provision requested ML compute capacity."
    " Please retry using a different ML instance type."
)
_INTERNAL = "InternalServerError: We encountered an internal error. Please try again."
_LOOK = 0.01  # seconds between two looks at a container
_GRACE_AFTER_KILL = 10.0  # seconds until what was killed must be gone


@dataclass
class Job(Record):
    """A job. `stop` is set once somebody asked for its end."""

    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Ending:
    """How a container ended: its exit code, and what ended it."""

    code: int
    stopped: bool = False
    timed_out: bool = False


class JobFailed(Exception):
    """The reason is the message."""


class Stopped(Exception):
    """It was asked to stop before its container had begun."""


def find(shelf: Shelf, name: str) -> Job:
    """The job. Raises AwsError."""
    with shelf.lock:
        job = shelf.get(name)
    if not isinstance(job, Job):
        raise invalid("Requested resource not found.")
    return job


def delete(shelf: Shelf, name: str, status: str) -> None:
    """Forget a job in a final state."""
    with shelf.lock:
        if name not in shelf:
            raise not_found()
        state = shelf[name].facts[status]
        if state not in FINAL:
            raise in_use(f"The job {name} cannot be deleted while it is in the {state} state.")
        del shelf[name]


def request_stop(shelf: Shelf, name: str, status: str, **more: Any) -> None:
    """Ask for a job's end, as Stop does."""
    with shelf.lock:
        job = find(shelf, name)
        state = job.facts[status]
        if state in FINAL:
            raise invalid(f"The request was rejected because the job is in status {state}.")
        if not job.stop.is_set():
            job.update(**{status: "Stopping"}, **more)
            job.stop.set()


class Run:
    """One job's way: its folder, its log, its container. Each step ends early when it is stopped
    or the double closes."""

    def __init__(self, account: Account, job: Job, operation: str, group: str) -> None:
        self._account = account
        self._job = job
        self.role = Role(account, job.facts["RoleArn"])
        self.lines: list[str] = []
        self.faults = account.strike(operation, job.name)
        stream = f"{job.name}/algo-1-{int(time.time())}"
        self._log = Log(account, self.role, group, stream)
        self.root = account.folder / f"{job.name}-{time.monotonic_ns()}" / "opt" / "ml"

    def __enter__(self) -> "Run":
        self.root.mkdir(parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.root.parents[1], ignore_errors=True)

    @property
    def over(self) -> bool:
        """Whether it is to end now."""
        return self._job.stop.is_set() or self._account.closing.is_set()

    def pause(self, seconds: float, due: Callable[[], bool] = lambda: True) -> None:
        """While it is `due`. Raises Stopped when it is stopped meanwhile."""
        until = time.monotonic() + seconds
        while not self.over and time.monotonic() < until and due():
            self._job.stop.wait(min(_LOOK, max(0.0, until - time.monotonic())))
        if self.over:
            raise Stopped

    def provision(self) -> None:
        """Wait for the instance. Raises JobFailed when there is none to be had."""
        self.pause(self._account.pace.starting)
        if slow := self.faults.get(Kind.SLOW_START):
            self.pause(slow.seconds, lambda: self._account.faults.lasting(slow))
        if fault := self.faults.get(Kind.CAPACITY):
            raise JobFailed(fault.message or NO_CAPACITY)

    def download(self, inputs: Iterable[tuple[str, Path]]) -> None:
        """Bring what is at each URI into its folder. Raises JobFailed."""
        self.pause(self._account.pace.downloading)
        for uri, folder in inputs:
            try:
                self.role.download(uri, folder)
            except NotPermitted as refused:
                raise JobFailed(f"ClientError: Data download failed:{refused}") from None
            except KeyError:
                raise JobFailed(
                    f"ClientError: Data download failed:NoSuchKey (404): The specified key does"
                    f" not exist: {uri}"
                ) from None

    def contain(
        self,
        image: str,
        entrypoint: list[str],
        arguments: list[str],
        environment: Mapping[str, str],
        seconds: float,
    ) -> Ending:
        """Run the container to its end, `seconds` at most. Raises JobFailed by a fault."""
        account = self._account
        running = account.containers.start_job(
            image, entrypoint, arguments, dict(environment), self.root, self.log
        )
        failure = self.faults.get(Kind.FAILURE)
        until = time.monotonic() + seconds
        try:
            while (code := running.poll()) is None and not failure:
                timed_out = time.monotonic() >= until
                if account.closing.is_set():
                    raise Stopped
                if self.over or timed_out:
                    running.stop(account.pace.grace)
                    code = running.wait(account.pace.grace + _GRACE_AFTER_KILL)
                    return Ending(code, stopped=not timed_out, timed_out=timed_out)
                self._job.stop.wait(_LOOK)
        finally:
            running.kill()
        if failure:
            raise JobFailed(failure.message or _INTERNAL)
        return Ending(int(code or 0))

    def rest(self, seconds: float) -> None:
        """Let time pass that nobody can cut short but the double."""
        self._account.closing.wait(seconds)

    def log(self, line: str) -> None:
        """A line of the container's."""
        self.lines.append(line)
        self._log(line)

    def upload(self, what: Path | bytes, uri: str) -> None:
        """A folder's files below an S3 prefix, or one object. Raises JobFailed."""
        try:
            if isinstance(what, bytes):
                self.role.write(uri, what)
            else:
                self.role.upload(what, uri)
        except (NotPermitted, KeyError) as refused:
            raise JobFailed(f"ClientError: Artifact upload failed:{refused}") from None

    def said(self, name: str) -> str:
        """What the program left below `output` for a person, cut as AWS cuts it."""
        path = self.root / "output" / name
        return path.read_text(errors="replace")[:1024] if path.is_file() else ""
