"""CloudWatch's metrics of endpoints, counted from what was really invoked."""

import math
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.aws_double.errors import AwsError
from tests.aws_double.wire import Call

REQUESTS = "AWS/SageMaker"
INSTANCES = "/aws/sagemaker/Endpoints"


@dataclass(frozen=True, kw_only=True)
class Invocation:
    """One request that reached an endpoint. setup_seconds: of a cold start, None without one; it is
    part of overhead_seconds."""

    endpoint: str
    variant: str
    at: float
    status: int
    model_seconds: float
    overhead_seconds: float
    setup_seconds: float | None
    memory_percent: float

    def values(self) -> dict[tuple[str, str], float]:
        """What it adds, by namespace and metric."""
        micro = 1e6
        told = {
            (REQUESTS, "Invocations"): 1.0,
            (REQUESTS, "Invocation4XXErrors"): float(400 <= self.status < 500),
            (REQUESTS, "Invocation5XXErrors"): float(self.status >= 500),
            (REQUESTS, "ModelLatency"): self.model_seconds * micro,
            (REQUESTS, "OverheadLatency"): self.overhead_seconds * micro,
            (INSTANCES, "MemoryUtilization"): self.memory_percent,
        }
        if self.setup_seconds is not None:
            told[REQUESTS, "ModelSetupTime"] = self.setup_seconds * micro
        return told


class Metrics:
    """All of the account's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._invocations: list[Invocation] = []

    def add(self, invocation: Invocation) -> None:
        with self._lock:
            self._invocations.append(invocation)

    def clear(self) -> None:
        with self._lock:
            self._invocations.clear()

    def data(self, call: Call) -> dict[str, Any]:
        """GetMetricData."""
        asked = call.parameters
        start, end = float(asked["StartTime"]), float(asked["EndTime"])
        if start >= end:
            raise AwsError("ValidationError", "The parameter StartTime must be less than EndTime.")
        newest_first = asked.get("ScanBy", "TimestampDescending") == "TimestampDescending"
        queries = asked["MetricDataQueries"]
        ids = [query["Id"] for query in queries]
        if len(ids) != len(set(ids)):
            raise AwsError("ValidationError", "The values for parameter Id must be unique.")
        results = [
            self._series(query, start, end, newest_first)
            for query in queries
            if query.get("ReturnData", True)
        ]
        return {"MetricDataResults": results, "Messages": []}

    def _series(
        self, query: dict[str, Any], start: float, end: float, newest_first: bool
    ) -> dict[str, Any]:
        if "MetricStat" not in query:
            raise AwsError("ValidationError", "The double knows no expressions.")
        stat = query["MetricStat"]
        metric, period = stat["Metric"], stat["Period"]
        if period not in (1, 5, 10, 20, 30) and period % 60:
            raise AwsError(
                "ValidationError",
                "The parameter Period must be 1, 5, 10, 20, 30, or a multiple of 60.",
            )
        periods: dict[float, list[float]] = {}
        for at, value in self._values(metric):
            if start <= at < end:
                periods.setdefault(at // period * period, []).append(value)
        moments = sorted(periods, reverse=newest_first)
        return {
            "Id": query["Id"],
            "Label": query.get("Label", metric["MetricName"]),
            "Timestamps": [datetime.fromtimestamp(moment, UTC) for moment in moments],
            "Values": [statistic(stat["Stat"], periods[moment]) for moment in moments],
            "StatusCode": "Complete",
        }

    def _values(self, metric: dict[str, Any]) -> Iterable[tuple[float, float]]:
        where = {one["Name"]: one["Value"] for one in metric.get("Dimensions", ())}
        if set(where) != {"EndpointName", "VariantName"}:
            return  # CloudWatch knows a metric only by all of its dimensions
        with self._lock:
            invocations = tuple(self._invocations)
        for one in invocations:
            if (one.endpoint, one.variant) == (where["EndpointName"], where["VariantName"]):
                value = one.values().get((metric["Namespace"], metric["MetricName"]))
                if value is not None:
                    yield one.at, value


def statistic(name: str, values: Sequence[float]) -> float:
    """Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p99 of the values."""
    match name:
        case "Sum":
            return float(sum(values))
        case "Average":
            return sum(values) / len(values)
        case "Minimum":
            return min(values)
        case "Maximum":
            return max(values)
        case "SampleCount":
            return float(len(values))
    if name.startswith("p"):
        rank = math.ceil(float(name[1:]) / 100 * len(values))
        return sorted(values)[max(0, rank - 1)]
    raise AwsError("ValidationError", f"The value {name} for parameter Stat is not supported.")
