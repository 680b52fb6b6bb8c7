"""What endpoints answered, from CloudWatch's numbers."""

import time
from typing import Any

import pytest

from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints.traffic import (
    Pulse,
    pulse_of,
    read_pulses,
    read_traffic,
    traffic_of,
)
from backend.platforms.base import Traffic, TrafficPeriod
from tests.aws_double import AwsDouble

MINUTE = 60
DAY = 24 * 3600


def test_numbers_by_the_period_become_traffic() -> None:
    series = {
        "requests": {60.0: 10.0, 180.0: 5.0, 240.0: 0.0},
        "client_errors": {60.0: 2.0},
        "server_errors": {180.0: 1.0},
        "median": {60.0: 4_000.0, 180.0: 8_000.0},
        "p99": {60.0: 20_000.0, 180.0: 9_000.0},
        "wakes": {60.0: 1.0, 300.0: 1.0},
        "all_requests": {60.0: 15.0},
        "all_median": {60.0: 5_000.0},
        "all_p99": {60.0: 19_000.0},
    }
    found = traffic_of(series, period_seconds=MINUTE, known_since=30.0)
    quiet: dict[str, Any] = {"messages": None, "throttles": 0}
    assert found.periods == (
        TrafficPeriod(
            start=60.0,
            requests=10,
            client_errors=2,
            server_errors=0,
            median_ms=4.0,
            p99_ms=20.0,
            wakes=1,
            **quiet,
        ),
        TrafficPeriod(
            start=180.0,
            requests=5,
            client_errors=0,
            server_errors=1,
            median_ms=8.0,
            p99_ms=9.0,
            wakes=0,
            **quiet,
        ),
        TrafficPeriod(
            start=300.0,
            requests=0,
            client_errors=0,
            server_errors=0,
            median_ms=None,
            p99_ms=None,
            wakes=1,
            **quiet,
        ),
    )
    assert (found.requests, found.errors) == (15, 3)
    assert (found.median_ms, found.p99_ms) == (5.0, 19.0)
    assert (found.period_seconds, found.known_since) == (60, 30.0)


def test_latency_of_several_days_is_weighed_by_their_requests() -> None:
    series = {
        "requests": {0.0: 40.0},
        "all_requests": {0.0: 30.0, float(DAY): 10.0},
        "all_median": {0.0: 1_000.0, float(DAY): 5_000.0},
    }
    assert traffic_of(series, period_seconds=3600, known_since=0.0).median_ms == 2.0


def test_where_nothing_was_asked_there_is_no_traffic() -> None:
    nothing = Traffic(period_seconds=60, known_since=5.0, periods=())
    assert traffic_of({}, period_seconds=60, known_since=5.0) == nothing


@pytest.mark.parametrize(
    ("window", "period"), [(900, 60), (6 * 3600, 60), (DAY, 300), (30 * DAY, 3600)]
)
def test_a_longer_window_has_longer_periods(
    double: AwsDouble, clients: Clients, window: int, period: int
) -> None:
    now = time.time()
    found = read_traffic(clients, "chat", since=now - window, made_at=0.0, now=now)
    assert (found.period_seconds, found.periods) == (period, ())
    (request,) = double.requests
    assert float(request.parameters["StartTime"]) % period == 0
    assert float(request.parameters["StartTime"]) <= now - window
    assert request.problems == ()


def test_what_came_before_it_was_made_is_of_another(double: AwsDouble, clients: Clients) -> None:
    now = time.time()
    found = read_traffic(clients, "chat", since=now - 3600, made_at=now - 60, now=now)
    assert found.known_since == now - 60
    assert float(double.requests[0].parameters["StartTime"]) > now - 180
    later = read_traffic(clients, "chat", since=now + 3600, made_at=now - 60, now=now)
    assert later.periods == ()
    assert len(double.requests) == 1


def test_a_pulse_is_of_the_latest_signs() -> None:
    now = 10_000.0
    series = {
        "used": {9_000.0: 3.0, 9_300.0: 1.0, 9_900.0: 0.0},
        "woken": {300.0: 9e6, 9_300.0: 2.5e6},
        "memory": {300.0: 90.0, 9_300.0: 40.0},
    }
    assert pulse_of(series, now) == Pulse(used_at=9_600.0, wake_seconds=2.5, memory_share=0.4)
    just_now = {**series, "used": {9_900.0: 1.0}}
    assert pulse_of(just_now, now).used_at == now
    assert pulse_of(series, now + 3600).memory_share is None
    assert pulse_of({key: {} for key in series}, now) == Pulse()


def test_pulses_of_many_are_asked_for_in_few_requests(double: AwsDouble, clients: Clients) -> None:
    names = {f"chat-{number}": 0.0 for number in range(200)}
    assert read_pulses(clients, names, now=time.time()) == dict.fromkeys(names, Pulse())
    assert len(double.requests) == 2
    assert [request.problems for request in double.requests] == [(), ()]
