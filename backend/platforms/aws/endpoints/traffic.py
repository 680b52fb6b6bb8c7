"""What endpoints answered, as CloudWatch counts it: by the minute, and some minutes late.

CloudWatch counts no messages, and a request over the concurrency as it does any other client
error. Latency is the model's own: a cold start is not in it, nor the way to AWS.
"""

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints.requests import VARIANT
from backend.platforms.aws.errors import translated
from backend.platforms.base import Traffic, TrafficPeriod

_REQUESTS = "AWS/SageMaker"
_CONTAINERS = "/aws/sagemaker/Endpoints"

_DAY = 24 * 3600
_KEPT_SECONDS = 60 * _DAY  # CloudWatch keeps periods of five minutes for 63 days
_PERIODS = ((_DAY // 2, 60), (3 * _DAY, 300), (_KEPT_SECONDS, 3600))
"""Seconds of a period, for windows up to so long."""

_PULSE_SECONDS = 14 * _DAY
_PULSE_PERIOD = 300
_RECENT_SECONDS = 900.0  # in which memory that was measured is thought to be in use still
_QUERIES = 500  # at most, in one request

Metric = tuple[str, str, str]
"""Namespace, name and statistic."""

Series = Mapping[float, float]
"""Values by the start of their period, in seconds since the epoch."""

_TOLD: Mapping[str, Metric] = {
    "requests": (_REQUESTS, "Invocations", "Sum"),
    "client_errors": (_REQUESTS, "Invocation4XXErrors", "Sum"),
    "server_errors": (_REQUESTS, "Invocation5XXErrors", "Sum"),
    "median": (_REQUESTS, "ModelLatency", "p50"),
    "p99": (_REQUESTS, "ModelLatency", "p99"),
    "wakes": (_REQUESTS, "ModelSetupTime", "SampleCount"),
}
_OVER_ALL = ("requests", "median", "p99")
_PULSE: Mapping[str, Metric] = {
    "used": (_REQUESTS, "Invocations", "Sum"),
    "woken": (_REQUESTS, "ModelSetupTime", "Average"),
    "memory": (_CONTAINERS, "MemoryUtilization", "Maximum"),
}


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """Signs of life. used_at: seconds since the epoch, give or take five minutes. wake_seconds: how
    long the model took to load the last time. memory_share: 0 to 1 of what the endpoint has. Each
    None where CloudWatch knows none."""

    used_at: float | None = None
    wake_seconds: float | None = None
    memory_share: float | None = None


@dataclass(frozen=True)
class _Asked:
    """What was told of an endpoint's traffic, and when, by the monotonic clock."""

    at: float
    told: Traffic


class TrafficReader:
    """Traffic as CloudWatch tells it, asked for again only when `fresh_seconds` are over."""

    def __init__(self, clients: Clients, fresh_seconds: float) -> None:
        self._clients = clients
        self._fresh = fresh_seconds
        self._asked: dict[str, dict[int, _Asked]] = {}
        self._lock = Lock()

    def read(self, name: str, *, since: float, made_at: float) -> Traffic:
        """What the endpoint, made at `made_at`, answered `since`: seconds since the epoch."""
        now = time.time()
        window = round(now - since)
        with self._lock:
            known = self._asked.get(name, {}).get(window)
        if known is None or time.monotonic() - known.at >= self._fresh:
            told = read_traffic(self._clients, name, since=since, made_at=made_at, now=now)
            known = _Asked(time.monotonic(), told)
            with self._lock:
                asked = self._asked.get(name, {}).items()
                fresh = {w: one for w, one in asked if known.at - one.at < self._fresh}
                self._asked[name] = {**fresh, window: known}
        told = known.told
        kept = tuple(p for p in told.periods if p.start + told.period_seconds > since)
        return replace(told, periods=kept)

    def forget(self, name: str) -> None:
        """Ask again the next time."""
        with self._lock:
            self._asked.pop(name, None)


def read_traffic(
    clients: Clients, name: str, *, since: float, made_at: float, now: float
) -> Traffic:
    """What the endpoint, made at `made_at`, answered in the periods that ended after `since`; all
    in seconds since the epoch."""
    known_since = max(made_at, now - _KEPT_SECONDS)
    begin = max(since, known_since)
    period = next((p for longest, p in _PERIODS if now - begin <= longest), _PERIODS[-1][1])
    start = math.floor(begin / period) * period
    end = math.ceil(now / period) * period
    if start >= end:
        return Traffic(period_seconds=period, known_since=known_since, periods=())
    over_all = min(math.ceil((end - start) / 60) * 60, _DAY)
    queries = [_query(key, name, metric, period) for key, metric in _TOLD.items()]
    queries += [_query(f"all_{key}", name, _TOLD[key], over_all) for key in _OVER_ALL]
    series = _ask(clients, queries, start, end)
    return traffic_of(series, period_seconds=period, known_since=known_since)


def traffic_of(series: Mapping[str, Series], *, period_seconds: int, known_since: float) -> Traffic:
    """The traffic from the values of `_TOLD` in each period, and of `_OVER_ALL` over all of them:
    in one period of its own, or a few where the window is longer than a period can be."""
    of = {key: series.get(key, {}) for key in _TOLD}
    starts = sorted(s for s in {*of["requests"], *of["wakes"]} if _any_at(of, s))
    over_all = {key: series.get(f"all_{key}", {}) for key in _OVER_ALL}
    return Traffic(
        period_seconds=period_seconds,
        known_since=known_since,
        periods=tuple(_period(of, start) for start in starts),
        median_ms=_together(over_all["median"], over_all["requests"]) if starts else None,
        p99_ms=_together(over_all["p99"], over_all["requests"]) if starts else None,
    )


def _any_at(of: Mapping[str, Series], start: float) -> bool:
    return bool(of["requests"].get(start) or of["wakes"].get(start))


def _period(of: Mapping[str, Series], start: float) -> TrafficPeriod:
    return TrafficPeriod(
        start=start,
        requests=round(of["requests"].get(start, 0)),
        messages=None,
        client_errors=round(of["client_errors"].get(start, 0)),
        throttles=0,
        server_errors=round(of["server_errors"].get(start, 0)),
        median_ms=_milliseconds(of["median"].get(start)),
        p99_ms=_milliseconds(of["p99"].get(start)),
        wakes=round(of["wakes"].get(start, 0)),
    )


def _together(values: Series, weights: Series) -> float | None:
    """The mean of the values, in milliseconds, by how many requests each is of."""
    weight = sum(weights.get(start, 0) for start in values)
    if not weight:
        return None
    mean = sum(value * weights.get(start, 0) for start, value in values.items()) / weight
    return _milliseconds(mean)


def _milliseconds(microseconds: float | None) -> float | None:
    return None if microseconds is None else microseconds / 1000


def read_pulses(clients: Clients, made_at: Mapping[str, float], *, now: float) -> dict[str, Pulse]:
    """Signs of life at `now` of the endpoints of these names, made at these times; all in seconds
    since the epoch."""
    end = math.ceil(now / _PULSE_PERIOD) * _PULSE_PERIOD
    queries = [
        _query(f"{key}_{place}", name, metric, _PULSE_PERIOD)
        for place, name in enumerate(made_at)
        for key, metric in _PULSE.items()
    ]
    series = _ask(clients, queries, end - _PULSE_SECONDS, end)
    pulses = {}
    for place, (name, since) in enumerate(made_at.items()):
        of = {key: _since(since, series.get(f"{key}_{place}", {})) for key in _PULSE}
        pulses[name] = pulse_of(of, now)
    return pulses


def _since(made_at: float, series: Series) -> Series:
    """Without the periods in which another endpoint may have had the name."""
    return {start: value for start, value in series.items() if start >= made_at}


def pulse_of(series: Mapping[str, Series], now: float) -> Pulse:
    """The pulse at `now` from the values of `_PULSE` in periods of five minutes."""
    used = [start for start, requests in series["used"].items() if requests]
    woken, memory = series["woken"], series["memory"]
    measured_at = max(memory, default=0.0)
    recent = now - measured_at < _RECENT_SECONDS
    return Pulse(
        used_at=min(max(used) + _PULSE_PERIOD, now) if used else None,
        wake_seconds=woken[max(woken)] / 1e6 if woken else None,
        memory_share=memory[measured_at] / 100 if memory and recent else None,
    )


def _query(key: str, endpoint: str, metric: Metric, period: int) -> dict[str, Any]:
    namespace, name, statistic = metric
    dimensions = {"EndpointName": endpoint, "VariantName": VARIANT}
    return {
        "Id": key,
        "MetricStat": {
            "Metric": {
                "Namespace": namespace,
                "MetricName": name,
                "Dimensions": [{"Name": k, "Value": v} for k, v in dimensions.items()],
            },
            "Period": period,
            "Stat": statistic,
        },
    }


def _ask(
    clients: Clients, queries: Sequence[dict[str, Any]], start: float, end: float
) -> dict[str, dict[float, float]]:
    """The series by the Id of their query."""
    found: dict[str, dict[float, float]] = {query["Id"]: {} for query in queries}
    with translated("reading what the endpoints answered"):
        for some in _parts(queries):
            pages = clients.cloudwatch.get_paginator("get_metric_data").paginate(
                MetricDataQueries=some, StartTime=_moment(start), EndTime=_moment(end)
            )
            for page in pages:
                for told in page["MetricDataResults"]:
                    at = (moment.timestamp() for moment in told["Timestamps"])
                    found[told["Id"]].update(zip(at, told["Values"], strict=True))
    return found


def _parts(queries: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for start in range(0, len(queries), _QUERIES):
        yield queries[start : start + _QUERIES]


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
