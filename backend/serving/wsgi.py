"""The same server as a WSGI application, for a container that has a server of its own."""

import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from backend.errors import StudioError
from backend.serving.scorer import Scorer
from backend.serving.server import say
from backend.serving.wire import MOST_BYTES, Answer, answer, refusal

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def application(load: Callable[[], Scorer]) -> "WSGIApplication":
    """Answers `GET /ping` and `POST /invocations` with what `load` gives, called at the first of
    them. While the model cannot be loaded, each is answered with 500 and the log says why."""
    lock = threading.Lock()
    loaded: list[Scorer] = []

    def scorer() -> Scorer:
        with lock:
            if not loaded:
                loaded.append(load())
            return loaded[0]

    def respond(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            given = _respond(environ, scorer)
        except StudioError as error:
            say(str(error))
            given = refusal(500, "not_ready", "The model cannot be loaded.")
        except Exception as error:  # a defect: its own text might quote a message
            say(f"met an unexpected {type(error).__name__}")
            given = refusal(500, "internal", f"An unexpected error ({type(error).__name__}).")
        headers = [
            ("Content-Type", given.content_type),
            ("Content-Length", str(len(given.body))),
            *given.headers,
        ]
        start_response(f"{given.status} {HTTPStatus(given.status).phrase}", headers)
        return [given.body]

    return respond


def _respond(environ: "WSGIEnvironment", scorer: Callable[[], Scorer]) -> Answer:
    path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
    if path not in ("/ping", "/invocations"):
        return refusal(404, "not_found", "There are /ping and /invocations.")
    allowed = "GET" if path == "/ping" else "POST"
    if method != allowed:
        return refusal(405, "method_not_allowed", f"Use {allowed}.", ("Allow", allowed))
    if path == "/ping":
        scorer()
        return Answer()
    body = environ["wsgi.input"].read(MOST_BYTES + 1)  # a server ends it where the request does
    return answer(scorer(), body, environ.get("CONTENT_TYPE", ""), environ.get("HTTP_ACCEPT", ""))
