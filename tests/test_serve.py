"""The program: the container's hooks, and the worker as a keeper runs it."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend import serve
from tests import tiny
from tests.wire import CASES, Case, as_json


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    tiny.package(folder)
    return folder / "package"


# The container's hooks


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_hooks_answer_as_the_table_says(package: Path, case: Case) -> None:
    """As sagemaker_containers calls them: its request decodes the body, and takes JSON for an
    absent content type."""
    pytest.importorskip("flask", reason="Flask, which the container has, is not installed here")
    model = serve.model_fn(str(package))
    body = case.body.decode("utf-8", errors="replace")
    asked = serve.input_fn(body, case.content_type or "application/json")
    response = serve.output_fn(serve.predict_fn(asked, model), case.accept)
    case.check(response.status_code, response.content_type, response.get_data())


# The worker


class Worker:
    """A worker, with the keeper's ends of its pipes."""

    def __init__(self, package: Path, *options: str) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()
        report, said = os.pipe()
        self.report = os.fdopen(report)
        command = [sys.executable, "-m", "backend.serve", f"--model-dir={package}"]
        command += [f"--listen-fd={self.listener.fileno()}", f"--report-fd={said}", *options]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=package / "code",
            env={**os.environ, "PYTHONPATH": str(package / "code")},
            pass_fds=(self.listener.fileno(), said),
        )
        os.close(said)

    def said(self) -> dict[str, object]:
        """What it reports, once it does."""
        content: dict[str, object] = json.loads(self.report.readline())
        return content

    def invoke(self, body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        with contextlib.closing(connection):
            connection.request("POST", "/invocations", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            return response.status, response.read()

    def ended(self) -> tuple[int, str]:
        """Its exit code and log, once it has ended."""
        code = self.process.wait(60)
        assert self.process.stderr is not None
        return code, self.process.stderr.read()

    def end(self) -> None:
        self.process.kill()
        with self.process:  # closes its pipes
            pass
        self.report.close()
        self.listener.close()


Start = Callable[..., Worker]


@pytest.fixture
def start() -> Iterator[Start]:
    with contextlib.ExitStack() as stack:

        def begin(package: Path, *options: str) -> Worker:
            worker = Worker(package, *options)
            stack.callback(worker.end)
            return worker

        yield begin


def test_it_says_when_it_is_ready_and_answers(package: Path, start: Start) -> None:
    worker = start(package, "--an-option-of-a-later-keeper=1")
    assert worker.said() == {"ready": True}
    status, body = worker.invoke(as_json(tiny.TOXIC, "xyzzy"))
    assert status == 200
    assert json.loads(body)[0]["label"] == ["__label__toxic"]
    worker.process.send_signal(signal.SIGTERM)
    code, log = worker.ended()
    assert code == 0
    assert "answered 200" in log
    assert "2 messages" in log
    assert "xyzzy" not in log
    assert "turnip" not in log


def test_a_package_that_cannot_be_loaded_says_why(tmp_path: Path, start: Start) -> None:
    tiny.package(tmp_path, model_bytes=b"turnip" * 1000)
    worker = start(tmp_path / "package")
    assert "model.bin is no fastText classifier" in str(worker.said()["reason"])
    assert worker.ended()[0] == 1


def test_it_ends_with_its_keeper(package: Path, start: Start) -> None:
    worker = start(package)
    worker.said()
    assert worker.process.stdin is not None
    worker.process.stdin.close()
    worker.process.wait(60)


def test_it_ends_with_its_keeper_while_it_loads(package: Path, start: Start) -> None:
    worker = start(package)
    assert worker.process.stdin is not None
    worker.process.stdin.close()
    worker.process.wait(60)


def test_when_idle_it_ends_and_what_comes_later_waits_for_the_next(
    package: Path, start: Start
) -> None:
    worker = start(package, "--idle-seconds=0.2")
    worker.said()
    assert worker.ended()[0] == 0
    with socket.create_connection(worker.address, timeout=1) as connection:
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_the_program_imports_no_library_of_the_desk_and_no_numpy(package: Path) -> None:
    """What serves in a container: an old Python package cannot be there by chance."""
    program = (
        "import sys, backend.serve as s; s.model_fn(sys.argv[1]).score('a');"
        "print([m for m in ('numpy', 'pandas', 'psutil', 'flask', 'sklearn', 'backend.platforms')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(package)],
        cwd=package / "code",
        env={**os.environ, "PYTHONPATH": str(package / "code")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
