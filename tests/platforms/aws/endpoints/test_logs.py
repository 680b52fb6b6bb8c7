"""Logs of endpoints: several containers write one."""

import time

import pytest

from backend.errors import NotAllowed
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints.logs import EndpointLogs, group_of
from tests.aws_double import AwsDouble, Fault
from tests.aws_double.faults import Kind

START = int(time.time() * 1000) - 100_000


@pytest.fixture
def logs(clients: Clients) -> EndpointLogs:
    return EndpointLogs(clients, fresh_seconds=0.0)


def write(clients: Clients, name: str, stream: str, *lines: tuple[int, str]) -> None:
    """Lines at so many milliseconds after START."""
    group = {"logGroupName": group_of(name)}
    found = clients.logs.describe_log_groups(logGroupNamePrefix=group_of(name))["logGroups"]
    if not found:
        clients.logs.create_log_group(**group)
    clients.logs.create_log_stream(**group, logStreamName=stream)
    clients.logs.put_log_events(
        **group,
        logStreamName=stream,
        logEvents=[{"timestamp": START + at, "message": text} for at, text in lines],
    )


def test_containers_are_told_together_in_time(clients: Clients, logs: EndpointLogs) -> None:
    write(clients, "chat", "AllTraffic/one", (0, "first"), (20, "third\n"), (20, "fourth"))
    write(clients, "chat", "AllTraffic/two", (10, "second"), (30, "10%\r100%"))
    write(clients, "chat-2", "AllTraffic/one", (0, "of another"))
    whole = ("first", "second", "third", "fourth", "100%")
    assert logs.lines("chat") == whole
    assert logs.lines("chat", tail=2) == whole[-2:]
    assert logs.lines("chat", tail=100) == whole
    assert logs.lines("chat", tail=0) == ()
    assert logs.since("chat", (START + 20) / 1000) == whole[2:]
    assert logs.since("chat", (START + 20) / 1000, tail=1) == whole[-1:]


def test_a_long_log_is_read_whole(clients: Clients, logs: EndpointLogs) -> None:
    lines = [(at, f"line {at}") for at in range(2_500)]
    write(clients, "chat", "AllTraffic/one", *lines)
    assert logs.lines("chat") == tuple(text for _, text in lines)
    assert logs.lines("chat", tail=1_500) == tuple(text for _, text in lines[-1_500:])


def test_where_there_is_none_it_is_empty_and_deleting_does_nothing(
    clients: Clients, logs: EndpointLogs
) -> None:
    assert logs.lines("chat") == ()
    assert logs.mb("chat") == 0
    logs.remove("chat")
    write(clients, "chat", "AllTraffic/one", (0, "first"))
    logs.remove("chat")
    assert logs.lines("chat", tail=5) == ()


def test_what_was_just_read_is_not_read_again(double: AwsDouble, clients: Clients) -> None:
    logs = EndpointLogs(clients, fresh_seconds=60.0)
    write(clients, "chat", "AllTraffic/one", (0, "first"))
    assert logs.lines("chat", tail=5) == ("first",)
    sent = len(double.requests)
    assert logs.lines("chat", tail=5) == ("first",)
    assert len(double.requests) == sent
    logs.remove("chat")
    assert logs.lines("chat", tail=5) == ()


def test_what_may_not_be_read_is_said(double: AwsDouble, logs: EndpointLogs) -> None:
    double.fail(Fault(Kind.DENIED, "DescribeLogStreams", count=None))
    with pytest.raises(NotAllowed, match="logs:DescribeLogStreams"):
        logs.lines("chat", tail=5)
