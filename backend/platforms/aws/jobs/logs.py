"""Logs of jobs: read from CloudWatch from where the last look ended, and kept once they are whole.

A job writes a stream for each container it had: one, or several where spare capacity was
interrupted. A stream is created after its job, so that an older one of a job of the same name,
removed since, is not taken for it.
"""

import contextlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.artefacts.files import read_json, write_bytes
from backend.artefacts.progress import Progress, parse
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.cloudwatch import last_state
from backend.platforms.aws.errors import absent_is_well
from backend.platforms.aws.jobs import blazingtext
from backend.platforms.base import Job, JobKind

_GROUPS = {
    JobKind.PROCESSING: "/aws/sagemaker/ProcessingJobs",
    JobKind.EVALUATION: "/aws/sagemaker/ProcessingJobs",
    JobKind.TRAINING: "/aws/sagemaker/TrainingJobs",
}
_SETTLED = 600.0  # seconds after the end of a job in which its last lines may still come
_MOST_OPEN = 32  # logs in memory: one that was let go is read again when it is looked at
_CREATED_BEFORE = 1.0  # seconds by which CloudWatch's clock may be behind SageMaker's
_FORMAT = 1

_Line = tuple[float, str]
"""Its moment, in seconds since the epoch, and its text."""


@dataclass
class _Log:
    """What is known of a job's log, and where to read on in each of its streams.

    made_at: which job of that name it is of. read_at: by the monotonic clock. whole: nothing can
    be added any more.
    """

    made_at: float
    lines: list[_Line] = field(default_factory=list)
    points: tuple[Progress, ...] = ()
    places: dict[str, str] = field(default_factory=dict)
    read_at: float | None = None
    whole: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, lines: Sequence[_Line], algorithm: str | None) -> None:
        """Lines that came, and what they tell."""
        self.lines.extend(lines)
        if algorithm == blazingtext.NAME:
            fraction = self.points[-1].fraction if self.points else None
            told = blazingtext.progress(lines, fraction or 0.0)
        else:
            told = parse(text for _, text in lines)
        self.points = (*self.points, *told)


class JobLogs:
    """The logs of all jobs, for any number of threads."""

    def __init__(self, clients: Clients, folder: Path, *, fresh_seconds: float) -> None:
        """folder: where whole logs are kept. fresh_seconds: as long a log that may still grow is
        not asked for again."""
        self._clients = clients
        self._folder = folder
        self._fresh = fresh_seconds
        self._logs: OrderedDict[str, _Log] = OrderedDict()  # the one looked at last is the last
        self._lock = threading.Lock()

    def lines(self, job: Job, made_at: float, *, tail: int | None = None) -> tuple[str, ...]:
        """The log so far, or its last lines. made_at: when SageMaker made the job."""
        lines = self._read(job, made_at).lines
        if tail is not None:
            lines = lines[-tail:] if tail > 0 else []
        return tuple(text for _, text in lines)

    def progress(self, job: Job, made_at: float) -> tuple[Progress, ...]:
        """What the job's program has measured so far."""
        return self._read(job, made_at).points

    def remove(self, job: Job) -> None:
        """Delete the job's streams, and what is kept of them."""
        self.forget(job.name)
        client, group = self._clients.logs, _GROUPS[job.spec.kind]
        for stream in _streams(client, group, job.name):
            with absent_is_well("deleting the job's log"):
                client.delete_log_stream(logGroupName=group, logStreamName=stream.name)

    def forget(self, name: str) -> None:
        """Drop what is kept of the log of the job of that name."""
        with self._lock:
            self._logs.pop(name, None)
        self._kept(name).unlink(missing_ok=True)

    def _read(self, job: Job, made_at: float) -> _Log:
        with self._lock:
            log = self._logs.get(job.name)
            if log is None or log.made_at != made_at:
                log = self._logs[job.name] = _Log(made_at)
            self._logs.move_to_end(job.name)
            while len(self._logs) > _MOST_OPEN:
                self._logs.popitem(last=False)
        with log.lock:
            now = time.monotonic()
            fresh = log.read_at is not None and now - log.read_at < self._fresh
            if log.whole or fresh or self._restore(job, log):
                return log
            final = job.state.final and time.time() - (job.ended_at or 0.0) > _SETTLED
            self._read_on(job, log)
            log.read_at, log.whole = now, final
            if final:
                self._keep(job, log)
        return log

    def _read_on(self, job: Job, log: _Log) -> None:
        client, group = self._clients.logs, _GROUPS[job.spec.kind]
        for stream in _streams(client, group, job.name):
            if stream.created_at < log.made_at - _CREATED_BEFORE:
                continue
            place = log.places.get(stream.name)
            for lines, after in _read_stream(client, group, stream.name, place):
                log.add(lines, job.spec.algorithm)
                log.places[stream.name] = after

    def _kept(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _restore(self, job: Job, log: _Log) -> bool:
        """Whether the whole log was found on this machine."""
        if not job.state.final or log.read_at is not None:
            return False
        try:
            kept = read_json(self._kept(job.name))
            if (kept["format"], kept["made_at"]) != (_FORMAT, log.made_at):
                return False
            lines = [(float(at), str(text)) for at, text in kept["lines"]]
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return False
        log.add(lines, job.spec.algorithm)
        log.whole = True
        return True

    def _keep(self, job: Job, log: _Log) -> None:
        content = {"format": _FORMAT, "made_at": log.made_at, "lines": log.lines}
        with contextlib.suppress(OSError):  # no room: it is asked for again
            write_bytes(self._kept(job.name), json.dumps(content).encode())


@dataclass(frozen=True)
class _Stream:
    """One container's log. created_at: seconds since the epoch."""

    name: str
    created_at: float


def _streams(client: Any, group: str, name: str) -> list[_Stream]:
    """The streams of a job, the oldest first."""
    pages = client.get_paginator("describe_log_streams").paginate(
        logGroupName=group, logStreamNamePrefix=f"{name}/"
    )
    found: list[_Stream] = []
    with absent_is_well("looking for the job's log"):  # no job of that kind has ever run here
        for page in pages:
            for stream in page["logStreams"]:
                created_at = stream.get("creationTime", 0) / 1000
                found.append(_Stream(stream["logStreamName"], created_at))
    return sorted(found, key=lambda stream: stream.created_at)


def _read_stream(
    client: Any, group: str, name: str, place: str | None
) -> Iterator[tuple[list[_Line], str]]:
    """What was added after `place`, page by page, each with the place after it. CloudWatch says
    that there is no more by giving back the place it was asked for."""
    while True:
        at = {} if place is None else {"nextToken": place}
        answer = None
        with absent_is_well("reading the job's log"):
            answer = client.get_log_events(
                logGroupName=group, logStreamName=name, startFromHead=True, **at
            )
        if answer is None:
            return
        lines = [(e["timestamp"] / 1000, last_state(e["message"])) for e in answer["events"]]
        before, place = place, str(answer["nextForwardToken"])
        yield lines, place
        if place == before:
            return
