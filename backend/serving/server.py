"""The server: HTTP/1.1 on a listening socket that somebody else holds and shares.

It stops accepting before it ends; what arrives later stays in the socket's backlog for the next
worker. So an idle server can end, or make room for another, without losing a request.
"""

import contextlib
import socket
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from selectors import EVENT_READ, DefaultSelector

from backend.serving.tally import Tally
from backend.serving.wire import MOST_BYTES, TOO_LARGE, Answer, refusal

_REQUEST_SECONDS = 60.0  # from its first byte to the last of its answer, SageMaker's limit
_KEPT_SECONDS = 60.0  # between two requests on one connection
_GRACE_SECONDS = 1.0  # for clients to hear on their next request that the connection closes
_TICK = 1.0
_TELL_SECONDS = 1.0  # between two reports of what was answered
_MOST_CONNECTIONS = 512  # each has a thread
_MOST_LINE = 1 << 16
_MOST_DISCARDED = 64 * MOST_BYTES
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

Answerer = Callable[[bytes, str, str], Answer]
"""Answers a body, its content type and what is accepted."""

Tell = Callable[[Tally], bool]
"""Takes what was answered since it was last told; False when it cannot now. Must not block."""


class Server:
    """Answers `GET /ping` and `POST /invocations`, at most `concurrency` of these at once."""

    def __init__(
        self,
        listener: socket.socket,
        answerer: Answerer,
        *,
        concurrency: int,
        idle_seconds: float,
        tell: Tell = lambda tally: True,
    ) -> None:
        """tell: told about once a second what was answered, and once more at the end."""
        self.answerer = answerer
        self.slots = threading.BoundedSemaphore(concurrency)
        self.stopping = False
        self._listener = listener
        self._idle_seconds = idle_seconds
        self._used_at = time.monotonic()
        self._tell = tell
        self._told_at = 0.0
        self._tally = Tally()
        self._tally_lock = threading.Lock()
        self._connections: set[_Connection] = set()
        self._changed = threading.Condition()
        self._woken, self._waker = socket.socketpair()
        self._waker.setblocking(False)

    def run(self) -> None:
        """Serve until told to stop, or until `idle_seconds` have passed without an invocation;
        then finish what was begun."""
        self._listener.setblocking(False)
        idle = False
        with DefaultSelector() as selector:
            selector.register(self._listener, EVENT_READ)
            selector.register(self._woken, EVENT_READ)
            while not self.stopping:
                for key, _ in selector.select(min(_TICK, self._idle_seconds / 4)):
                    if key.fileobj is self._listener:
                        self._accept()
                self._close_late()
                if time.monotonic() - self._told_at > _TELL_SECONDS:
                    self._tell_tally()
                idle = self._end_if_idle()
        self._drain(0.0 if idle else _GRACE_SECONDS)
        self._tell_tally()

    def stop(self) -> None:
        """Stop accepting. May be called from a signal handler or another thread."""
        self.stopping = True
        with contextlib.suppress(BlockingIOError):  # it has been woken often enough
            self._waker.send(b"!")

    def used(self) -> None:
        """Note an invocation: the server is not idle."""
        self._used_at = time.monotonic()

    def count(self, status: int, seconds: float, messages: int) -> None:
        """Count the answer to an invocation."""
        with self._tally_lock:
            self._tally.count(status, seconds, messages)

    def _tell_tally(self) -> None:
        self._told_at = time.monotonic()
        with self._tally_lock:
            tally, self._tally = self._tally, Tally()
        if tally and not self._tell(tally):
            with self._tally_lock:
                self._tally.add(tally)

    def begun(self, connection: "_Connection") -> None:
        """Note a new connection."""
        with self._changed:
            self._connections.add(connection)

    def ended(self, connection: "_Connection") -> None:
        """Note the end of a connection."""
        with self._changed:
            self._connections.discard(connection)
            self._changed.notify_all()

    def _accept(self) -> None:
        if len(self._connections) >= _MOST_CONNECTIONS:
            time.sleep(0.01)  # they wait in the backlog
            return
        try:
            connection, address = self._listener.accept()
        except BlockingIOError:
            return  # another worker was faster
        except OSError:
            time.sleep(0.01)  # such as too many open files
            return
        connection.setblocking(True)
        # Registered here, not in its thread: a connection that was accepted is never forgotten.
        handler = _Connection(connection, address, self)
        self.begun(handler)
        threading.Thread(target=handler.serve, daemon=True).start()

    def _close_late(self) -> None:
        now = time.monotonic()
        with self._changed:
            for connection in self._connections:
                if now > connection.deadline:
                    connection.shut(socket.SHUT_RDWR)

    def _end_if_idle(self) -> bool:
        with self._changed:
            if any(connection.busy for connection in self._connections):
                return False
            if time.monotonic() - self._used_at < self._idle_seconds:
                return False
            self.stopping = True
            return True

    def _drain(self, grace: float) -> None:
        """Let connections come to their end: at once where nothing is asked, after `grace`."""
        with self._changed:
            self._changed.wait_for(lambda: not self._connections, grace)
            for connection in self._connections:
                if not connection.busy:
                    connection.shut(socket.SHUT_RD)  # what has arrived is still read and answered
            self._changed.wait_for(lambda: not self._connections, _REQUEST_SECONDS)


class _Connection(BaseHTTPRequestHandler):
    """One connection; `serve` runs in its thread.

    busy: from the first byte of a request to the last of its answer, and before the first request,
    which a client that has connected is about to send. deadline: when it is closed, whatever the
    state; on the monotonic clock.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # a delayed acknowledgement would cost 40 ms

    def __init__(self, connection: socket.socket, address: tuple[str, int], server: Server) -> None:
        # The base class would serve the connection here and now.
        self.request = connection
        self.client_address = address
        self.serving = server
        self.busy = True
        self.deadline = time.monotonic() + _REQUEST_SECONDS
        self._unread = False
        self._invoked = False

    def serve(self) -> None:
        """Answer the requests of the connection until it ends."""
        try:
            with contextlib.suppress(OSError, ValueError):
                self.setup()
                self.handle()
                if self._unread:
                    self._discard()
                self.finish()
        finally:
            with contextlib.suppress(OSError):
                self.request.close()
            self.serving.ended(self)

    def shut(self, how: int) -> None:
        """Wake the thread that waits on the connection."""
        with contextlib.suppress(OSError):
            self.request.shutdown(how)

    def handle_one_request(self) -> None:
        """Answer the next request, or note that there is none."""
        self.raw_requestline = self.rfile.readline(_MOST_LINE + 1)
        if not self.raw_requestline:
            self.close_connection = True
            return
        self.busy = True
        started = time.monotonic()
        self.deadline = started + _REQUEST_SECONDS
        self.requestline = self.command = ""
        self._unread = self._invoked = False
        if len(self.raw_requestline) > _MOST_LINE:
            self.close_connection = self._unread = True
            self._send(refusal(414, "too_long", "The address is too long."), started)
        elif self.parse_request():
            given = self._answer()
            self._send(given, started)
        self.deadline = time.monotonic() + _KEPT_SECONDS
        self.busy = False

    def handle_expect_100(self) -> bool:
        """Leave it until the body is wanted."""
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what cannot be parsed; the base class would quote it."""
        self.close_connection = self._unread = True
        phrase = HTTPStatus(code).phrase
        self._send(refusal(code, "bad_request", f"The request is no good HTTP: {phrase}."))

    def _answer(self) -> Answer:
        self._unread = (
            self.headers.get("Content-Length", "0") != "0" or "Transfer-Encoding" in self.headers
        )
        host = self.headers.get("Host", "").lower()
        if host.rpartition(":")[0] not in _LOOPBACK and host not in _LOOPBACK:
            # A page elsewhere may have made its own name point to this machine.
            return refusal(403, "forbidden_host", "Use 127.0.0.1 or localhost as the host.")
        path = self.path.partition("?")[0]
        if path == "/ping":
            if self.command in ("GET", "HEAD"):
                return Answer()
            return refusal(405, "method_not_allowed", "Use GET.", ("Allow", "GET, HEAD"))
        if path == "/invocations":
            if self.command == "POST":
                return self._invoke()
            return refusal(405, "method_not_allowed", "Use POST.", ("Allow", "POST"))
        return refusal(404, "not_found", "There are /ping and /invocations.")

    def _invoke(self) -> Answer:
        self._invoked = True
        self.serving.used()
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or not lengths:
            return refusal(411, "length_required", "Send the Content-Length, and no chunks.")
        if len(set(lengths)) > 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
            return refusal(400, "bad_length", "The Content-Length is not a number.")
        if len(lengths[0]) > len(str(MOST_BYTES)) or int(lengths[0]) > MOST_BYTES:
            return TOO_LARGE
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        length = int(lengths[0])
        body = self.rfile.read(length)
        if len(body) < length:
            raise ConnectionError
        self._unread = False
        if not self.serving.slots.acquire(blocking=False):
            return refusal(
                429, "too_busy", "It is answering as many requests as it may.", ("Retry-After", "1")
            )
        try:
            return self.serving.answerer(
                body, self.headers.get("Content-Type", ""), self.headers.get("Accept", "")
            )
        except Exception as error:  # a defect: its own text might quote the message
            say(f"met an unexpected {type(error).__name__}")
            return refusal(500, "internal", f"An unexpected error ({type(error).__name__}).")
        finally:
            self.serving.slots.release()
            self.serving.used()

    def _send(self, given: Answer, started: float | None = None) -> None:
        if self._unread or self.serving.stopping:
            self.close_connection = True
        head = [
            f"HTTP/1.1 {given.status} {HTTPStatus(given.status).phrase}",
            f"Date: {self.date_time_string()}",
            f"Content-Type: {given.content_type}",
            f"Content-Length: {len(given.body)}",
            *(f"{name}: {value}" for name, value in given.headers),
        ]
        if self.close_connection:
            head.append("Connection: close")
        elif self.request_version == "HTTP/1.0":
            head.append("Connection: keep-alive")
        body = b"" if self.command == "HEAD" else given.body
        # One write: a head sent by itself could wait for its acknowledgement.
        self.wfile.write("\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body)
        took = 0.0 if started is None else time.monotonic() - started
        if self._invoked:
            self.serving.count(given.status, took, given.instances)
        say(f"answered {given.status} in {took * 1000:.1f} ms, {given.instances} messages")

    def _discard(self) -> None:
        """Read what the client still sends: closing on it could destroy the answer on its way."""
        self.deadline = min(self.deadline, time.monotonic() + 5.0)
        self.shut(socket.SHUT_WR)
        left = _MOST_DISCARDED
        while left > 0 and (read := len(self.request.recv(1 << 16))):
            left -= read


def say(what: str) -> None:
    """A line of the log; never any text of a message."""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} worker {what}\n")
