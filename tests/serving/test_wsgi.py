import io
import json
from pathlib import Path
from typing import Any
from wsgiref.validate import validator

import pytest

from backend.errors import InvalidInput
from backend.serving.scorer import Scorer
from backend.serving.wsgi import application
from tests import tiny
from tests.wire import CASES, Case, as_json


def ask(app: Any, method: str, path: str, body: bytes = b"", **headers: str) -> Any:
    said: dict[str, Any] = {}
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "container",
        "SERVER_PORT": "8080",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        **headers,
    }

    def start_response(status: str, given: list[tuple[str, str]], _: object = None) -> Any:
        said.update(status=int(status.split()[0]), headers=dict(given))
        return lambda _: None

    answered = validator(app)(environ, start_response)
    try:
        return said["status"], said["headers"], b"".join(answered)
    finally:
        answered.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("tiny")
    tiny.package(folder)
    return application(lambda: Scorer(folder / "package"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_answers_as_the_table_says(app: Any, case: Case) -> None:
    asked = {"CONTENT_TYPE": case.content_type} if case.content_type else {}
    status, headers, body = ask(
        app, "POST", "/invocations", case.body, HTTP_ACCEPT=case.accept, **asked
    )
    case.check(status, headers["Content-Type"], body)
    assert headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/ping", 200),
        ("POST", "/ping", 405),
        ("GET", "/invocations", 405),
        ("GET", "/", 404),
        ("POST", "/models", 404),
    ],
)
def test_there_are_two_addresses(app: Any, method: str, path: str, status: int) -> None:
    assert ask(app, method, path)[0] == status


def test_nothing_is_loaded_before_the_first_request_and_then_once(tmp_path: Path) -> None:
    tiny.package(tmp_path)
    loads = []

    def load() -> Scorer:
        loads.append(1)
        return Scorer(tmp_path / "package")

    app = application(load)
    assert loads == []
    for _ in range(3):
        assert ask(app, "GET", "/ping")[0] == 200
        assert ask(app, "POST", "/invocations", as_json("well played"))[0] == 200
    assert loads == [1]


def test_while_the_model_cannot_be_loaded_the_ping_fails_and_the_log_says_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def load() -> Scorer:
        raise InvalidInput("model.bin is cut short.", "Train the model again.")

    app = application(load)
    for _ in range(2):
        status, headers, body = ask(app, "GET", "/ping")
        assert (status, headers["Content-Type"]) == (500, "application/json")
        assert json.loads(body)["error"]["code"] == "not_ready"
    assert "model.bin is cut short." in capsys.readouterr().err


def test_a_defect_is_told_without_anyones_words(capsys: pytest.CaptureFixture[str]) -> None:
    def load() -> Scorer:
        raise RuntimeError("somebody's message")

    status, _, body = ask(application(load), "POST", "/invocations", as_json("xyzzy"))
    assert status == 500
    assert json.loads(body)["error"]["code"] == "internal"
    assert "somebody" not in body.decode() + capsys.readouterr().err
