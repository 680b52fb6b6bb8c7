"""The server by itself: HTTP, limits, and ending without losing a request."""

import contextlib
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from backend.serving import server as module
from backend.serving.server import Server
from backend.serving.wire import MOST_BYTES, Answer

HOST = "Host: 127.0.0.1\r\n"


class Running:
    """A server in a thread. What it is asked appears in `asked`; it answers once `open` is set."""

    def __init__(self, *, concurrency: int = 2, idle_seconds: float = 60.0) -> None:
        self.asked: list[bytes] = []
        self.open = threading.Event()
        self.open.set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()
        self.server = Server(
            self.listener.dup(),
            self._answer,
            concurrency=concurrency,
            idle_seconds=idle_seconds,
        )
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()

    def _answer(self, body: bytes, content_type: str, accept: str) -> Answer:
        self.asked.append(body)
        self.open.wait(60)
        if body == b"defect":
            raise ValueError("xyzzy")
        return Answer(body=body, instances=1)

    def connect(self) -> socket.socket:
        return socket.create_connection(self.address, timeout=60)

    def ask(self, request: str | bytes) -> tuple[int, dict[str, str], bytes]:
        """Send a request as it is on a connection of its own; status, headers and body."""
        with self.connect() as connection:
            connection.sendall(request.encode() if isinstance(request, str) else request)
            return answered(connection)

    def end(self) -> None:
        self.open.set()
        self.server.stop()
        self.thread.join(60)
        assert not self.thread.is_alive()
        self.listener.close()


def answered(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    response = http.client.HTTPResponse(connection)
    response.begin()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return response.status, headers, response.read()


def post(body: bytes = b"hello", more: str = "") -> bytes:
    head = f"POST /invocations HTTP/1.1\r\n{HOST}Content-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


Start = Callable[..., Running]


@pytest.fixture
def start() -> Iterator[Start]:
    with contextlib.ExitStack() as stack:

        def begin(**options: float) -> Running:
            running = Running(**options)  # type: ignore[arg-type]
            stack.callback(running.end)
            return running

        yield begin


@pytest.fixture
def running(start: Start) -> Running:
    return start()


def test_many_requests_on_one_connection(running: Running) -> None:
    with running.connect() as connection:
        for number in range(5):
            connection.sendall(post(b"%d" % number))
            status, headers, body = answered(connection)
            assert (status, body) == (200, b"%d" % number)
            assert "connection" not in headers


def test_requests_sent_ahead_are_answered_in_order(running: Running) -> None:
    with running.connect() as connection:
        connection.sendall(post(b"1") + post(b"2", "Connection: close\r\n"))
        content = b""
        while read := connection.recv(4096):
            content += read
    assert content.count(b"HTTP/1.1 200 OK") == 2
    assert content.endswith(b"2")


def test_ping(running: Running) -> None:
    assert running.ask(f"GET /ping HTTP/1.1\r\n{HOST}\r\n")[0] == 200
    with running.connect() as connection:
        connection.sendall(f"HEAD /ping HTTP/1.0\r\n{HOST}\r\n".encode())
        content = b""
        while read := connection.recv(4096):
            content += read
    assert content.startswith(b"HTTP/1.1 200 OK")
    assert content.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (f"GET / HTTP/1.1\r\n{HOST}\r\n", 404, "not_found"),
        (f"GET /invocations HTTP/1.1\r\n{HOST}\r\n", 405, "method_not_allowed"),
        (f"DELETE /invocations HTTP/1.1\r\n{HOST}\r\n", 405, "method_not_allowed"),
        (f"OPTIONS /invocations HTTP/1.1\r\n{HOST}\r\n", 405, "method_not_allowed"),
        (f"POST /ping HTTP/1.1\r\n{HOST}\r\n", 405, "method_not_allowed"),
        (f"POST /invocations HTTP/1.1\r\n{HOST}\r\n", 411, "length_required"),
        (
            f"POST /invocations HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
            "\r\n",
            411,
            "length_required",
        ),
        (f"POST /invocations HTTP/1.1\r\n{HOST}Content-Length: -1\r\n\r\n", 400, "bad_length"),
        (f"POST /invocations HTTP/1.1\r\n{HOST}Content-Length: 1_0\r\n\r\n", 400, "bad_length"),
        (
            f"POST /invocations HTTP/1.1\r\n{HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            400,
            "bad_length",
        ),
        (
            f"POST /invocations HTTP/1.1\r\n{HOST}Content-Length: {'9' * 30}\r\n\r\n",
            413,
            "too_large",
        ),
        ("GET /ping HTTP/1.1\r\n\r\n", 403, "forbidden_host"),
        ("GET /ping HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403, "forbidden_host"),
        ("GET /ping HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", 403, "forbidden_host"),
        ("GET /ping HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", 403, "forbidden_host"),
        ("xyzzy\r\n\r\n", 400, "bad_request"),
        ("GET /ping HTTP/x.y\r\n\r\n", 400, "bad_request"),
        ("GET /ping HTTP/3.0\r\n\r\n", 505, "bad_request"),
        (f"GET /{'a' * 70_000} HTTP/1.1\r\n{HOST}\r\n", 414, "too_long"),
        ("GET /ping HTTP/1.1\r\nA: " + "a" * 70_000 + "\r\n\r\n", 431, "bad_request"),
        ("GET /ping HTTP/1.1\r\n" + "A: b\r\n" * 200 + "\r\n", 431, "bad_request"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_refusals(running: Running, request_: str, status: int, code: str) -> None:
    found, headers, body = running.ask(request_)
    assert found == status
    assert headers["content-type"] == "application/json"
    assert json.loads(body)["error"]["code"] == code
    assert b"xyzzy" not in body
    assert running.asked == []
    assert not any(name.startswith("access-control") for name in headers)


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost", "LOCALHOST:8080", "[::1]:80"])
def test_hosts_of_this_machine(running: Running, host: str) -> None:
    assert running.ask(f"GET /ping HTTP/1.1\r\nHost: {host}\r\n\r\n")[0] == 200


def test_too_large_a_body_is_refused_unread_and_the_refusal_arrives(running: Running) -> None:
    size = 5 * MOST_BYTES
    head = f"POST /invocations HTTP/1.1\r\n{HOST}Content-Length: {size}\r\n\r\n"
    with running.connect() as connection:
        connection.sendall(head.encode())
        status, headers, _ = answered(connection)
        assert (status, headers["connection"]) == (413, "close")
    assert running.ask(head.encode() + bytes(size))[0] == 413
    expecting = head.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n")
    assert running.ask(expecting)[0] == 413  # and not 100 first


def test_a_client_that_expects_to_be_asked_is(running: Running) -> None:
    with running.connect() as connection:
        head, _, _ = post(b"hello", "Expect: 100-continue\r\n").partition(b"hello")
        connection.sendall(head)
        assert connection.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"hello")
        assert answered(connection)[2] == b"hello"


def test_above_its_concurrency_it_is_too_busy(start: Start) -> None:
    running = start(concurrency=2)
    running.open.clear()
    with running.connect() as first, running.connect() as second:
        first.sendall(post(b"1"))
        second.sendall(post(b"2"))
        wait_for(lambda: len(running.asked) == 2)
        status, headers, body = running.ask(post(b"3"))
        assert (status, headers["retry-after"]) == (429, "1")
        assert json.loads(body)["error"]["code"] == "too_busy"
        assert running.ask(f"GET /ping HTTP/1.1\r\n{HOST}\r\n")[0] == 200
        running.open.set()
        assert {answered(first)[2], answered(second)[2]} == {b"1", b"2"}
    assert running.ask(post(b"4"))[0] == 200


def test_a_defect_gives_its_slot_back_and_nothing_away(
    start: Start, capfd: pytest.CaptureFixture[str]
) -> None:
    running = start(concurrency=1)
    for _ in range(3):
        status, _, body = running.ask(post(b"defect"))
        assert (status, json.loads(body)["error"]["code"]) == (500, "internal")
        assert b"xyzzy" not in body
    assert running.ask(post())[0] == 200
    log = capfd.readouterr().err
    assert log.count("ValueError") == 3
    assert "xyzzy" not in log


def test_one_line_a_request_without_its_text(
    running: Running, capfd: pytest.CaptureFixture[str]
) -> None:
    running.ask(post(b"xyzzy"))
    running.end()
    log = capfd.readouterr().err
    assert "xyzzy" not in log
    assert log.count("\n") == 1
    assert re.search(r" worker answered 200 in \d+\.\d ms, 1 messages$", log)


def test_when_told_to_stop_it_finishes_what_it_began_and_leaves_the_rest(running: Running) -> None:
    running.open.clear()
    with running.connect() as begun, running.connect() as kept:
        running.open.set()
        kept.sendall(post(b"before"))
        assert answered(kept)[2] == b"before"
        running.open.clear()
        begun.sendall(post(b"begun"))
        wait_for(lambda: b"begun" in running.asked)
        running.server.stop()
        wait_for(lambda: running.server.stopping)
        time.sleep(0.05)
        with running.connect() as late:
            late.sendall(post(b"late"))
            kept.sendall(post(b"after"))  # a client that had not heard yet
            running.open.set()
            status, headers, body = answered(begun)
            assert (status, headers["connection"], body) == (200, "close", b"begun")
            status, headers, body = answered(kept)
            assert (status, headers["connection"], body) == (200, "close", b"after")
            running.thread.join(60)
            assert not running.thread.is_alive()
            assert b"late" not in running.asked
            # What came late still waits in the socket that both share: the next one answers it.
            successor = Server(
                running.listener.dup(), running._answer, concurrency=1, idle_seconds=60
            )
            thread = threading.Thread(target=successor.run)
            thread.start()
            assert answered(late)[2] == b"late"
            successor.stop()
            thread.join(60)


def test_when_idle_it_ends_but_not_before(start: Start) -> None:
    running = start(idle_seconds=1.0)
    begun = time.monotonic()
    with running.connect() as kept:
        for _ in range(3):
            time.sleep(0.4)
            kept.sendall(post())
            assert answered(kept)[0] == 200
        running.thread.join(60)
        assert not running.thread.is_alive()
        assert time.monotonic() - begun >= 2.2
        assert kept.recv(1) == b""  # a kept connection alone does not hold it


def test_a_request_that_takes_longer_than_the_idle_time_is_answered(start: Start) -> None:
    running = start(idle_seconds=0.1)
    running.open.clear()
    with running.connect() as connection:
        connection.sendall(post())
        time.sleep(0.4)
        running.open.set()
        assert answered(connection)[0] == 200
    running.thread.join(60)
    assert not running.thread.is_alive()


def test_a_client_that_takes_too_long_is_dropped(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_REQUEST_SECONDS", 0.3)
    monkeypatch.setattr(module, "_TICK", 0.05)
    running = start(concurrency=1)
    with running.connect() as silent, running.connect() as slow:
        slow.sendall(post()[:-1])
        assert silent.recv(1) == b""
        assert slow.recv(1) == b""
    assert running.asked == []
    monkeypatch.setattr(module, "_REQUEST_SECONDS", 60.0)
    assert running.ask(post())[0] == 200


def test_answers_do_not_wait_for_acknowledgements(running: Running) -> None:
    """With Nagle's algorithm the second of two answers would wait 40 ms each time."""
    took = []
    with running.connect() as connection:
        for _ in range(60):
            started = time.monotonic()
            connection.sendall(post() + post())
            content = b""
            while content.count(b"hello") < 2:
                content += connection.recv(4096)
            took.append(time.monotonic() - started)
    assert sorted(took)[10] < 0.03
