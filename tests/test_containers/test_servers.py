import ast
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests import tiny
from tests.aws_double import containers
from tests.aws_double.containers.environment import variables
from tests.aws_double.containers.processes import Process
from tests.container_code import PREDICTS, send_wheel
from tests.wire import CASES, JSON, Case, as_json

pytestmark = pytest.mark.xdist_group("container servers")  # they share what is slow to make

OURS = {
    "SAGEMAKER_SERVING_MODULE": "backend.serve:application",
    "PYTHONPATH": "/opt/ml/model/code",
}
HOOKS = {
    "SAGEMAKER_PROGRAM": "inference.py",
    "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code",
}

Serve = Callable[..., containers.RunningServer]


def ready(server: containers.RunningServer) -> containers.RunningServer:
    end = time.monotonic() + 60
    while not server.ping():
        assert server.poll() is None, "it has ended"
        assert time.monotonic() < end, "it is not ready"
        time.sleep(0.05)
    return server


def put_package(root: Path, scratch: Path) -> None:
    """The package of `tests.tiny` and what the studio adds to it, as `root/model`."""
    tiny.package(scratch)
    (scratch / "package").rename(root / "model")
    send_wheel(root / "model" / "code", PREDICTS)


@pytest.fixture(scope="module")
def packaged(
    python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[containers.RunningServer]:
    """A server of the package of `tests.tiny`, in the studio's way."""
    root = tmp_path_factory.mktemp("packaged") / "ml"
    root.mkdir()
    put_package(root, tmp_path_factory.mktemp("scratch"))
    server = containers.start_server(OURS, root, lambda line: None)
    yield ready(server)
    server.stop()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_package_answers_as_the_table_says(
    packaged: containers.RunningServer, case: Case
) -> None:
    case.check(*packaged.invoke(case.body, case.content_type, case.accept))


def test_it_tells_its_memory(packaged: containers.RunningServer) -> None:
    assert 10 < packaged.memory_mb() < 500


@pytest.fixture
def serve(python: Path, root: Path) -> Iterator[Serve]:
    """Serves a program of hooks, and keeps its log."""
    started = []

    def begin(program: str, log: list[str], **environment: str) -> containers.RunningServer:
        code = root / "model" / "code"
        code.mkdir(parents=True)
        (code / "inference.py").write_text(program)
        server = containers.start_server({**HOOKS, **environment}, root, log.append)
        started.append(server)
        return server

    yield begin
    for server in started:
        server.stop()


ECHO = """
import os
print("imported")
def model_fn(model_dir):
    print("loaded")
    return sorted(os.listdir(model_dir))
def input_fn(content, content_type):
    return [type(content).__name__, content_type, len(content)]
def predict_fn(asked, model):
    if asked[2] == 3:
        raise ValueError("three")
    return [*asked, model]
def output_fn(prediction, accept):
    return repr([*prediction, accept]), "text/plain"
"""


def test_hooks_are_called_as_the_container_calls_them(serve: Serve) -> None:
    log: list[str] = []
    server = ready(serve(ECHO, log))
    told = [
        server.invoke("é".encode(), JSON, "text/csv"),
        server.invoke(b"ab", "application/x-npy", "*/*"),
        server.invoke(b"", "", ""),
    ]
    assert [ast.literal_eval(body.decode()) for _, _, body in told] == [
        ["str", JSON, 1, ["code"], "text/csv"],
        ["bytes", "application/x-npy", 2, ["code"], JSON],
        ["str", JSON, 0, ["code"], JSON],
    ]
    assert {(status, kind) for status, kind, _ in told} == {(200, "text/plain; charset=utf-8")}
    assert log.count("loaded") == 1


def test_what_is_accepted_by_default_can_be_set(serve: Serve) -> None:
    server = ready(serve(ECHO, [], SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT="*/*"))
    assert b"'*/*'" in server.invoke(b"ab", JSON, "")[2]


def test_an_exception_in_a_hook_is_a_page_of_html(serve: Serve) -> None:
    log: list[str] = []
    server = ready(serve(ECHO, log))
    status, kind, body = server.invoke(b"abc", JSON, "")
    assert (status, kind) == (500, "text/html; charset=utf-8")
    assert body.startswith(b"<!doctype html>")
    assert "ValueError: three" in "\n".join(log)


def test_a_model_that_cannot_be_loaded_never_pings(serve: Serve) -> None:
    log: list[str] = []
    server = serve(ECHO.replace('print("loaded")', 'raise OSError("cut short")'), log)
    end = time.monotonic() + 30
    while "cut short" not in "\n".join(log):
        assert not server.ping()
        assert time.monotonic() < end
    assert not server.ping()
    assert server.poll() is None  # it goes on trying


def test_a_program_that_cannot_be_imported_ends_the_container(serve: Serve) -> None:
    log: list[str] = []
    server = serve("import fasttext", log)
    end = time.monotonic() + 30
    while server.poll() is None:
        assert time.monotonic() < end
        assert not server.ping()
        time.sleep(0.05)
    assert server.poll() == 1
    assert "No module named 'fasttext'" in log[-1]


def test_what_a_package_asks_pip_for_it_does_not_get(serve: Serve, root: Path) -> None:
    log: list[str] = []
    server = serve("import six_of_us", log)
    (root / "model" / "code" / "requirements.txt").write_text("six_of_us")
    while server.poll() is None:
        time.sleep(0.05)
    assert "No module named 'six_of_us'" in log[-1]


def test_a_server_has_no_network(serve: Serve) -> None:
    log: list[str] = []
    server = serve(f"import socket\nsocket.create_connection(('192.0.2.1', 80))\n{ECHO}", log)
    while server.poll() is None:
        time.sleep(0.05)
    assert "This container has no network" in log[-1]


def test_nothing_is_left_once_it_is_stopped(serve: Serve) -> None:
    server = ready(serve(ECHO, []))
    children = psutil.Process().children(recursive=True)
    ours = [p for p in children if "sklearn_serving" in " ".join(p.cmdline())]
    assert len(ours) >= 2  # gunicorn and its worker
    server.stop()
    server.stop()
    assert not any(p.is_running() for p in ours)
    assert not server.ping()
    with pytest.raises(ConnectionRefusedError):
        server.invoke(b"", JSON, "")


def test_requests_that_come_at_once_are_all_answered(packaged: containers.RunningServer) -> None:
    told: list[int] = []

    def ask() -> None:
        told.append(packaged.invoke(as_json(tiny.TOXIC), JSON, "")[0])

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [200] * 20


def test_the_containers_own_serve_starts_a_package(
    python: Path, root: Path, tmp_path: Path
) -> None:
    """`serve` of sagemaker-containers, which the stand-in is for; without the nginx before it, and
    kept from listening on every address."""
    put_package(root, tmp_path / "tiny")
    programs = tmp_path / "programs"
    programs.mkdir()
    gunicorn = programs / "gunicorn"
    gunicorn.write_text(f'#!/bin/bash\nexec {python} -m gunicorn "${{@/#0.0.0.0/127.0.0.1}}"\n')
    gunicorn.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    environment = variables(OURS, root, python) | {
        "SAGEMAKER_USE_NGINX": "false",
        "SAGEMAKER_MODEL_SERVER_WORKERS": "1",
        "SAGEMAKER_BIND_TO_PORT": str(port),
    }
    environment["PATH"] = f"{programs}:{environment['PATH']}"
    server = containers.RunningServer(Process(["serve"], environment, root, print), port)
    try:
        case = next(case for case in CASES if case.name == "k of all")
        case.check(*ready(server).invoke(case.body, case.content_type, case.accept))
    finally:
        server.stop()
