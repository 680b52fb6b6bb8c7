import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.aws_double import containers

IMAGE = "1.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.9-0-cpu-py3"
CHECKOUT = Path(__file__).parents[2]

Start = Callable[..., containers.RunningJob]


@pytest.fixture
def lines() -> list[str]:
    """The log of the jobs of a test."""
    return []


@pytest.fixture
def start(python: Path, root: Path, lines: list[str]) -> Iterator[Start]:
    started = []

    def begin(program: str, *arguments: str, **environment: str) -> containers.RunningJob:
        command = ["python3", "-c", textwrap.dedent(program)]
        job = containers.start_job(IMAGE, command, arguments, environment, root, lines.append)
        started.append(job)
        return job

    yield begin
    for job in started:
        job.kill()


def until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def test_it_runs_the_containers_python_and_versions(start: Start, lines: list[str]) -> None:
    job = start(
        """
        import importlib.metadata, sys, numpy
        print(*sys.version_info[:2], numpy.__version__, importlib.metadata.version("scikit-learn"))
        """
    )
    assert job.wait(60) == 0
    assert lines == ["3 12 2.5.1 1.9.0"]


def test_arguments_and_environment_name_the_folder_for_opt_ml(
    start: Start, root: Path, lines: list[str]
) -> None:
    (root / "code").mkdir()
    (root / "code" / "ours.py").write_text("print('imported')")
    program = "import os, sys, ours; print(sys.argv[1:], os.environ['WHERE'])"
    job = start(program, "--root=/opt/ml", "x", PYTHONPATH="/opt/ml/code", WHERE="/opt/ml/input")
    assert job.wait(30) == 0
    assert lines == ["imported", f"['--root={root}', 'x'] {root}/input"]


def test_it_sees_nothing_of_this_machine(
    start: Start, root: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.chdir(CHECKOUT)
    job = start(
        """
        import importlib.util, os, pathlib, sys, tempfile
        print("AWS_SECRET_ACCESS_KEY" in os.environ, os.getcwd(), sys.flags.no_user_site)
        print([importlib.util.find_spec(name) for name in ("backend", "tests", "fasttext")])
        print(pathlib.Path.home().exists(), tempfile.gettempdir() == str(pathlib.Path.home()))
        """
    )
    assert job.wait(30) == 0
    assert lines == [f"False {root} 1", "[None, None, None]", "True True"]


@pytest.mark.parametrize(
    "call",
    [
        "socket.create_connection(('192.0.2.1', 80), 1)",
        "socket.create_connection(('example.org', 443), 1)",
        "socket.socket().connect_ex(('192.0.2.1', 80))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 53))",
        "socket.getaddrinfo('example.org', 443)",
        "socket.create_server(('', 0))",
        "socket.create_connection(('2001:db8::1', 80), 1)",
        "urllib.request.urlopen('https://example.org')",
    ],
)
def test_it_has_no_network(start: Start, lines: list[str], call: str) -> None:
    job = start(f"import socket, urllib.request\n{call}")
    assert job.wait(30) == 1
    assert "This container has no network" in lines[-1]


def test_neither_has_what_it_starts(start: Start, lines: list[str]) -> None:
    job = start(
        """
        import subprocess, sys
        sys.exit(subprocess.call([sys.executable, "-m", "pip", "download", "--retries=0", "numpy"]))
        """
    )
    assert job.wait(60) == 1
    assert "No matching distribution" in "\n".join(lines)


def test_loopback_is_there(start: Start, lines: list[str]) -> None:
    job = start(
        """
        import multiprocessing, socket
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname()).close()
            socket.create_connection(("localhost", server.getsockname()[1])).close()
        with multiprocessing.get_context("spawn").Manager() as manager:  # a socket of this machine
            print(manager.list([1]))
        """
    )
    assert job.wait(60) == 0, lines
    assert lines == ["[1]"]


def test_the_log_has_whole_lines_of_both_streams_as_printed(start: Start, lines: list[str]) -> None:
    job = start(
        """
        import os, sys
        os.write(1, b"a li"); os.write(2, b"warn"); os.write(1, b"ne\\n"); os.write(2, b"ing\\n")
        os.write(1, "  caf\\u00e9\\r 50%\\t\\n\\n".encode() + b"\\xff\\n")
        os.write(1, b"x" * 300_000 + b"\\n")
        os.write(2, b"no end")
        """
    )
    assert job.wait(30) == 0
    assert sorted(lines) == sorted(
        ["a line", "warning", "  café\r 50%\t", "", "\ufffd", "x" * 300_000, "no end"]
    )


def test_the_exit_code_is_a_containers(start: Start) -> None:
    assert start("raise SystemExit(3)").wait(30) == 3
    assert start("import os; os.kill(os.getpid(), 9)").wait(30) == 137


def test_what_cannot_be_started_says_so(python: Path, root: Path, lines: list[str]) -> None:
    job = containers.start_job(IMAGE, ["python9"], ["-V"], {}, root, lines.append)
    assert job.wait(30) == 127
    assert lines == ["python9 cannot be started: No such file or directory"]


def test_nothing_to_run_is_refused(python: Path, root: Path) -> None:
    with pytest.raises(ValueError, match="entrypoint"):
        containers.start_job(IMAGE, [], [], {}, root, print)


def test_until_it_ends_it_has_no_exit_code(start: Start) -> None:
    job = start("import time; time.sleep(60)")
    assert job.poll() is None
    with pytest.raises(TimeoutError):
        job.wait(0.05)


def test_it_is_asked_to_end_and_may_take_its_time(start: Start, lines: list[str]) -> None:
    job = start(
        """
        import signal, sys, time
        def end(*_):
            print("ending")
            sys.exit(4)
        signal.signal(signal.SIGTERM, end)
        print("ready")
        time.sleep(60)
        """
    )
    until(lambda: lines)
    job.stop(30)
    assert job.wait(60) == 4
    assert lines == ["ready", "ending"]


def test_when_it_does_not_end_it_is_killed(start: Start, lines: list[str]) -> None:
    job = start(
        "import signal, time; signal.signal(15, signal.SIG_IGN); print('on'); time.sleep(60)"
    )
    until(lambda: lines)
    job.stop(0.1)
    assert job.wait(60) == 137
    job.stop(0.1)  # it has ended: nothing happens


FAMILY = """
    import os, subprocess, sys, time
    sleep = [sys.executable, "-c", "import time; time.sleep(120)"]
    children = [subprocess.Popen(sleep), subprocess.Popen(sleep, start_new_session=True)]
    new = f"subprocess.Popen({sleep}, start_new_session=True, stdout=subprocess.DEVNULL)"
    orphan = [sys.executable, "-c", f"import subprocess; print({new}.pid)"]
    orphaned = subprocess.check_output(orphan, text=True).strip()
    print(os.getpid(), orphaned, *(child.pid for child in children))
"""


def family(lines: list[str]) -> list[int]:
    until(lambda: lines)
    return [int(pid) for pid in lines[-1].split()]


def gone(pids: list[int]) -> bool:
    return not any(psutil.pid_exists(pid) for pid in pids)


def test_nothing_is_left_of_a_job_that_ends(start: Start, lines: list[str]) -> None:
    job = start(FAMILY)
    pids = family(lines)
    assert job.wait(30) == 0
    assert gone(pids)


def test_nothing_is_left_of_a_job_that_is_killed(start: Start, lines: list[str]) -> None:
    job = start(FAMILY + "    time.sleep(120)")
    pids = family(lines)
    job.kill()
    assert gone(pids)


def test_nothing_is_left_when_the_caller_dies(python: Path, root: Path) -> None:
    program = textwrap.dedent(FAMILY + "    time.sleep(120)")
    caller = f"""
import sys, time
from pathlib import Path
from tests.aws_double import containers
log = lambda line: print(line, flush=True)
containers.start_job({IMAGE!r}, ["python3", "-c", {program!r}], [], {{}}, Path({str(root)!r}), log)
time.sleep(120)
"""
    with subprocess.Popen(
        [sys.executable, "-c", caller],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        pids = [int(pid) for pid in process.stdout.readline().split()]
        assert len(pids) == 4
        process.kill()
    until(lambda: gone(pids))


def test_its_scratch_is_cleared_away(start: Start, lines: list[str]) -> None:
    job = start("import tempfile; print(tempfile.mkdtemp())")
    assert job.wait(30) == 0
    assert not Path(lines[0]).exists()
    assert not Path(lines[0]).parent.exists()
