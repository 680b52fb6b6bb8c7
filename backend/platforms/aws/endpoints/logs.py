"""Logs of endpoints: each has a group in CloudWatch, and each of its containers a stream there."""

import time
from threading import Lock
from typing import Any

from backend.platforms.aws.clients import Clients
from backend.platforms.aws.cloudwatch import last_state
from backend.platforms.aws.errors import absent_is_well, translated

_GROUP = "/aws/sagemaker/Endpoints"
_STREAMS = 8  # with the latest lines, for the end of a log
_PAGE = 10_000  # lines, CloudWatch's most

_Line = tuple[int, str]
"""Its moment, in milliseconds since the epoch, and its text."""


def group_of(name: str) -> str:
    """The log group of an endpoint."""
    return f"{_GROUP}/{name}"


class EndpointLogs:
    """The logs of all endpoints. What was just read is not read again."""

    def __init__(self, clients: Clients, *, fresh_seconds: float) -> None:
        self._clients = clients
        self._fresh = fresh_seconds
        self._read: dict[tuple[str, int | None], tuple[float, tuple[str, ...]]] = {}
        self._lock = Lock()

    def lines(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        """The log of all containers together, or its last lines; none where there is no log."""
        key, now = (name, tail), time.monotonic()
        with self._lock:
            at, lines = self._read.get(key, (0.0, ()))
            if now - at < self._fresh:
                return lines
        lines = self.since(name, 0.0, tail=tail)
        with self._lock:
            self._read = {k: v for k, v in self._read.items() if now - v[0] < self._fresh}
            self._read[key] = (now, lines)
        return lines

    def since(self, name: str, at: float, *, tail: int | None = None) -> tuple[str, ...]:
        """As `lines`, of what was written since then (seconds since the epoch), read now."""
        if tail is not None and tail <= 0:
            return ()
        found: list[_Line] = []
        with absent_is_well("reading the endpoint's log"):
            for stream in self._streams(group_of(name), None if tail is None else _STREAMS):
                found += self._stream(group_of(name), stream, int(at * 1000), tail)
        found.sort(key=lambda line: line[0])  # stable: a container's own order stays
        return tuple(text for _, text in (found if tail is None else found[-tail:]))

    def mb(self, name: str) -> float:
        """What CloudWatch holds of it, MB of 10^6 bytes, some hours late."""
        with translated("looking at the endpoint's log"):
            told = self._clients.logs.describe_log_groups(logGroupNamePrefix=group_of(name))
        sizes = {g["logGroupName"]: g.get("storedBytes", 0) for g in told["logGroups"]}
        return float(sizes.get(group_of(name), 0)) / 1e6

    def remove(self, name: str) -> None:
        """Delete it; does nothing when there is none."""
        with self._lock:
            self._read = {k: v for k, v in self._read.items() if k[0] != name}
        with absent_is_well("deleting the endpoint's log"):
            self._clients.logs.delete_log_group(logGroupName=group_of(name))

    def _streams(self, group: str, most: int | None) -> list[str]:
        pages = self._clients.logs.get_paginator("describe_log_streams").paginate(
            logGroupName=group,
            orderBy="LastEventTime",
            descending=True,
            PaginationConfig={"MaxItems": most},
        )
        return [stream["logStreamName"] for page in pages for stream in page["logStreams"]]

    def _stream(self, group: str, stream: str, at: int, tail: int | None) -> list[_Line]:
        """Lines of one stream since `at`, or the last of them. Read from its end: CloudWatch gives
        back the place it was asked for when there is nothing before it."""
        lines: list[_Line] = []
        place: dict[str, Any] = {}
        while tail is None or len(lines) < tail:
            limit = _PAGE if tail is None else min(tail - len(lines), _PAGE)
            told = self._clients.logs.get_log_events(
                logGroupName=group,
                logStreamName=stream,
                startTime=at,
                startFromHead=False,
                limit=limit,
                **place,
            )
            lines = [(e["timestamp"], last_state(e["message"])) for e in told["events"]] + lines
            before = {"nextToken": told["nextBackwardToken"]}
            if before == place:
                break
            place = before
        return lines
