"""The local platform's endpoints: the conformance suite, and what only this platform promises."""

import contextlib
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from backend import serve
from backend.errors import NotFound
from backend.platforms.base import Endpoint, EndpointState, Warmth
from backend.platforms.local.endpoint_record import LOCK, LOG, read_intention
from backend.platforms.local.locks import is_held, take
from backend.platforms.local.platform import LocalPlatform
from backend.platforms.local.processes import end_marked, marked
from backend.platforms.local.traffic import TRAFFIC
from tests import tiny
from tests.platforms.conformance import PATIENCE
from tests.platforms.endpoint_conformance import (
    OTHER_NORMALISER,
    EndpointConformance,
    Publish,
    a_spec,
    answered,
    labels,
    normaliser_of,
    other_code,
    served,
    settled,
)
from tests.wire import JSON, as_json

NAME = "an-endpoint"


@pytest.fixture(scope="module")
def tiny_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.package(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The platform's folder. No process of an endpoint may be left when it has been deleted."""
    folder = tmp_path / "local"
    yield folder
    endpoints = folder / "endpoints"
    tokens = [read_intention(place).token for place in endpoints.glob("[a-z0-9]*")]
    platform = LocalPlatform(folder)
    for endpoint in platform.endpoints():
        platform.delete(endpoint.name)
    left = [process for token in tokens for process in marked(token)]
    for token in tokens:
        end_marked(token)
    assert left == []
    assert not endpoints.exists() or list(endpoints.iterdir()) == []


@pytest.fixture
def platform(folder: Path) -> LocalPlatform:
    return LocalPlatform(folder)


@pytest.fixture
def publish(platform: LocalPlatform) -> Publish:
    return lambda package: package.as_uri()


@pytest.fixture
def package(publish: Publish, tiny_package: Path) -> str:
    return publish(tiny_package)


class TestConformance(EndpointConformance):
    @pytest.fixture
    def platform(self, folder: Path) -> LocalPlatform:
        return LocalPlatform(folder)

    @pytest.fixture
    def publish(self) -> Publish:
        return lambda package: package.as_uri()


def family(folder: Path, name: str = NAME) -> dict[str, list[psutil.Process]]:
    """The living processes of the endpoint, by the module that they run."""
    found: dict[str, list[psutil.Process]] = {"keeper": [], "worker": []}
    for process in marked(read_intention(folder / "endpoints" / name).token):
        with contextlib.suppress(psutil.Error):
            line = " ".join(process.cmdline())
            if process.status() != psutil.STATUS_ZOMBIE and "backend." in line:
                found["worker" if "backend.serve" in line else "keeper"].append(process)
    return found


def kill(process: psutil.Process) -> None:
    process.kill()
    gone(process)


def gone(process: psutil.Process) -> None:
    """Wait until the process is dead; whether its parent has taken note does not matter."""
    deadline = time.monotonic() + PATIENCE
    with contextlib.suppress(psutil.NoSuchProcess):
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            assert time.monotonic() < deadline, "it still lives"
            time.sleep(0.01)


def within(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def url(endpoint: Endpoint) -> str:
    assert endpoint.url is not None
    return endpoint.url


def post(where: str, body: bytes) -> int:
    """The status of a request on a connection of its own."""
    parts = urlsplit(where)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    with contextlib.closing(connection):
        connection.request("POST", parts.path, body, {"Content-Type": JSON})
        response = connection.getresponse()
        response.read()
        return response.status


def changed_program(folder: Path, old: str, new: str) -> str:
    """The URI of a package whose program differs from today's."""
    source = Path(str(serve.__file__)).read_text()
    assert old in source
    changed = source.replace(old, new).encode()
    return tiny.package(folder, code={"backend/serve.py": changed}).as_uri()


# What came with it


def test_the_code_that_serves_is_the_packages_own(
    platform: LocalPlatform, folder: Path, tmp_path: Path
) -> None:
    made = tiny.package(tmp_path, code=other_code(), normaliser_version=OTHER_NORMALISER)
    shutil.rmtree(tmp_path / "package")
    served(platform, a_spec(made.as_uri()))
    assert normaliser_of(platform, NAME) == OTHER_NORMALISER
    unpacked = folder / "endpoints" / NAME / "package-1"
    (worker,) = family(folder)["worker"]
    assert Path(worker.cwd()) == unpacked / "code"
    assert worker.environ()["PYTHONPATH"] == str(unpacked / "code")


def test_the_package_may_go_once_it_serves(
    platform: LocalPlatform, folder: Path, tmp_path: Path
) -> None:
    made = tiny.package(tmp_path)
    served(platform, a_spec(made.as_uri()))
    made.unlink()
    for process in family(folder)["worker"]:
        kill(process)
    assert labels(platform, NAME, tiny.TOXIC) == ["__label__toxic"]


def test_a_package_damaged_after_its_manifest_fails_with_the_reason(
    platform: LocalPlatform, folder: Path, tmp_path: Path
) -> None:
    noise = os.urandom(1_000_000)  # so that the manifest is not in the half that is lost
    made = tiny.package(tmp_path, model_bytes=tiny.model() + noise)
    made.write_bytes(made.read_bytes()[:-500_000])
    platform.deploy(a_spec(made.as_uri()))
    endpoint = settled(platform, NAME)
    assert endpoint.state is EndpointState.FAILED
    assert "no readable model archive" in endpoint.reason
    assert not list((folder / "endpoints" / NAME).glob("*package-*"))


def test_a_package_without_a_program_fails_with_the_reason(
    platform: LocalPlatform, tmp_path: Path
) -> None:
    made = tiny.package(tmp_path, code={"backend/serve.py": b"raise ImportError\n"})
    platform.deploy(a_spec(made.as_uri()))
    endpoint = settled(platform, NAME)
    assert endpoint.state is EndpointState.FAILED
    assert "ended by itself with code 1" in endpoint.reason


def test_two_processes_that_deploy_at_once_make_one_endpoint(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from backend.platforms.base import EndpointSpec\n"
        "from backend.platforms.local.platform import LocalPlatform\n"
        "platform = LocalPlatform(Path(sys.argv[1]))\n"
        "spec = EndpointSpec(name=sys.argv[2], package=sys.argv[3], memory_mb=1024)\n"
        "print('ready', flush=True)\n"
        "sys.stdin.read(1)\n"
        "print(platform.deploy(spec).created_at)\n"
    )
    command = [sys.executable, "-c", program, str(folder), NAME, package]
    callers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(4)
    ]
    for caller in callers:
        assert caller.stdout is not None
        assert caller.stdout.readline() == b"ready\n"
    for caller in callers:
        assert caller.stdin is not None
        caller.stdin.write(b"!")
        caller.stdin.flush()
    created = {caller.communicate(timeout=PATIENCE)[0] for caller in callers}
    assert [caller.returncode for caller in callers] == [0] * 4
    assert len(created) == 1
    settled(platform, NAME)
    assert len(family(folder)["keeper"]) == 1
    assert [path.name for path in (folder / "endpoints").iterdir()] == [NAME]


# Cold and warm


def test_an_idle_endpoint_leaves_memory_and_wakes_on_a_message(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    served(platform, a_spec(package, idle_seconds=1))
    within(lambda: platform.endpoint(NAME).warmth is Warmth.COLD)
    cold = platform.endpoint(NAME)
    assert (cold.state, cold.reason, cold.memory_used_mb) == (EndpointState.IN_SERVICE, "", None)
    assert family(folder)["worker"] == []
    assert len(family(folder)["keeper"]) == 1
    with ThreadPoolExecutor(4) as pool:  # all wake it, and one worker answers all
        statuses = list(pool.map(lambda _: post(url(cold), as_json("a")), range(4)))
    assert statuses == [200] * 4
    assert len(family(folder)["worker"]) <= 1  # none, where this took longer than it stays awake
    within(
        lambda: (
            post(url(cold), as_json("a")) == 200 and platform.endpoint(NAME).warmth is Warmth.WARM
        )
    )


def test_no_message_is_lost_between_warm_and_cold(platform: LocalPlatform, package: str) -> None:
    endpoint = served(platform, a_spec(package, idle_seconds=1))
    for pause in (0.95, 1.0, 1.05, 1.1):  # around the moment when the worker ends
        time.sleep(pause)
        assert post(url(endpoint), as_json("a")) == 200
        assert labels(platform, NAME, tiny.TOXIC) == ["__label__toxic"]


def test_the_memory_that_it_uses_is_known_while_it_is_warm(
    platform: LocalPlatform, package: str
) -> None:
    served(platform, a_spec(package))
    within(lambda: platform.endpoint(NAME).memory_used_mb)
    used = platform.endpoint(NAME).memory_used_mb
    assert used is not None
    assert 5 < used < 200


def test_above_its_concurrency_it_answers_429(platform: LocalPlatform, package: str) -> None:
    endpoint = served(platform, a_spec(package, concurrency=1))
    bulk = as_json(*["gg wp"] * 40_000)
    statuses: list[int] = []
    busy = threading.Thread(target=lambda: statuses.append(post(url(endpoint), bulk)))
    busy.start()
    while busy.is_alive():
        statuses.append(post(url(endpoint), as_json("a")))
    busy.join()
    assert 429 in statuses
    assert set(statuses) == {200, 429}
    reply = platform.invoke(NAME, as_json("a"), content_type=JSON, accept=JSON)
    assert reply.status == 200


# What it has answered


def test_health_checks_are_not_counted_and_refusals_over_its_concurrency_are(
    platform: LocalPlatform, package: str
) -> None:
    began = time.time()
    endpoint = served(platform, a_spec(package, concurrency=1))
    parts = urlsplit(url(endpoint))
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    with contextlib.closing(connection):
        for _ in range(20):
            connection.request("GET", "/ping")
            connection.getresponse().read()
    bulk = as_json(*["gg wp"] * 40_000)
    busy = threading.Thread(target=lambda: post(url(endpoint), bulk))
    busy.start()
    refused = 0
    asked = 1
    while busy.is_alive():
        asked += 1
        refused += post(url(endpoint), as_json("a")) == 429
    busy.join()
    periods = answered(platform, NAME, began, asked)
    assert sum(period.throttles for period in periods) == refused
    assert sum(period.errors for period in periods) == refused


def test_what_was_answered_outlives_sleep_keeper_and_studio(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    began = time.time()
    endpoint = served(platform, a_spec(package, idle_seconds=1))
    assert post(url(endpoint), as_json("a")) == 200
    within(lambda: platform.endpoint(NAME).warmth is Warmth.COLD)
    cold = platform.endpoint(NAME)
    assert cold.sleeps_at is None
    assert cold.wake_seconds is None
    assert post(url(endpoint), as_json("a")) == 200
    periods = answered(platform, NAME, began, 2)
    assert sum(period.wakes for period in periods) == 1
    assert platform.endpoint(NAME).wake_seconds
    kill(family(folder)["keeper"][0])
    again = LocalPlatform(folder)
    again.recover()
    settled(again, NAME)
    labels(again, NAME, tiny.TOXIC)
    answered(again, NAME, began, 3)


def test_what_a_failed_endpoint_refuses_is_counted(platform: LocalPlatform, tmp_path: Path) -> None:
    began = time.time()
    platform.deploy(a_spec(tiny.package(tmp_path, model_bytes=b"turnip" * 1000).as_uri()))
    assert settled(platform, NAME).state is EndpointState.FAILED
    assert platform.invoke(NAME, as_json("a"), content_type=JSON, accept=JSON).status == 503
    (period,) = answered(platform, NAME, began, 1)
    assert period.server_errors == 1


def test_counts_that_cannot_be_read_are_none(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    served(platform, a_spec(package))
    for content in (b"", b"xyz", b"[]", b'{"a": 1}', b'{"60": {"requests": {}}}'):
        (folder / "endpoints" / NAME / TRAFFIC).write_bytes(content)
        assert platform.traffic(NAME, since=0).periods == ()


def test_deleting_names_the_disk_it_frees(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    served(platform, a_spec(package))
    labels(platform, NAME, tiny.TOXIC)
    named = sum(part.size_mb or 0 for part in platform.endpoint_parts(NAME))
    assert named == pytest.approx(platform.endpoint_mb(NAME), abs=0.01)


# Whatever is killed


def test_a_killed_worker_is_started_again(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    served(platform, a_spec(package))
    labels(platform, NAME, tiny.TOXIC)
    (worker,) = family(folder)["worker"]
    kill(worker)
    assert labels(platform, NAME, tiny.TOXIC) == ["__label__toxic"]
    within(lambda: platform.endpoint(NAME).warmth is Warmth.WARM)
    endpoint = platform.endpoint(NAME)
    assert endpoint.state is EndpointState.IN_SERVICE
    assert "worker was killed" in endpoint.reason
    assert len(family(folder)["worker"]) == 1


def test_a_killed_keeper_is_noticed_and_leaves_nothing(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    before = served(platform, a_spec(package))
    processes = family(folder)
    kill(processes["keeper"][0])
    endpoint = platform.endpoint(NAME)
    assert endpoint.state is EndpointState.FAILED
    assert "keeper stopped" in endpoint.reason
    assert (endpoint.url, endpoint.warmth) == (None, Warmth.COLD)
    gone(processes["worker"][0])
    assert labels(platform, NAME, tiny.TOXIC) == ["__label__toxic"]  # a message starts it again
    after = platform.endpoint(NAME)
    assert (after.state, after.reason) == (EndpointState.IN_SERVICE, "")
    assert (after.url, after.created_at) == (before.url, before.created_at)
    assert {role: len(found) for role, found in family(folder).items()} == {
        "keeper": 1,
        "worker": 1,
    }


def test_a_worker_that_outlives_its_keeper_is_ended_by_the_next_reader(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    served(platform, a_spec(package))
    processes = family(folder)
    processes["worker"][0].suspend()  # it cannot see that its keeper is gone
    kill(processes["keeper"][0])
    assert processes["worker"][0].is_running()
    assert platform.endpoint(NAME).state is EndpointState.FAILED
    gone(processes["worker"][0])


def test_keepers_come_back_when_the_studio_opens(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    before = served(platform, a_spec(package))
    kill(family(folder)["keeper"][0])
    LocalPlatform(folder).recover()
    endpoint = settled(LocalPlatform(folder), NAME)
    within(lambda: platform.endpoint(NAME).url)
    endpoint = platform.endpoint(NAME)
    assert (endpoint.state, endpoint.url) == (EndpointState.IN_SERVICE, before.url)
    assert endpoint.warmth is Warmth.COLD
    assert post(url(endpoint), as_json("a")) == 200
    platform.recover()
    assert len(family(folder)["keeper"]) == 1


def test_another_port_is_taken_when_its_own_is_not_free(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    before = served(platform, a_spec(package))
    processes = family(folder)
    kill(processes["keeper"][0])
    gone(processes["worker"][0])
    with socket.create_server(("127.0.0.1", urlsplit(url(before)).port or 0)):
        assert labels(platform, NAME, tiny.TOXIC) == ["__label__toxic"]
        assert url(platform.endpoint(NAME)) != before.url


def test_an_endpoint_whose_deployer_died_before_the_keeper_began_comes_up(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    served(platform, a_spec(package))
    kill(family(folder)["keeper"][0])
    for left in ("status.json", "package-1"):
        path = folder / "endpoints" / NAME / left
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert platform.endpoint(NAME).state is EndpointState.FAILED
    platform.recover()
    assert settled(platform, NAME).state is EndpointState.IN_SERVICE
    assert labels(platform, NAME, tiny.TOXIC) == ["__label__toxic"]


def test_one_that_keeps_dying_fails_with_the_reason_and_answers_503(
    platform: LocalPlatform, folder: Path, tmp_path: Path, package: str
) -> None:
    platform.deploy(a_spec(changed_program(tmp_path, "    server.run()\n", "    os._exit(7)\n")))
    settled(platform, NAME)
    within(lambda: platform.endpoint(NAME).state is EndpointState.FAILED)
    endpoint = platform.endpoint(NAME)
    assert "code 7" in endpoint.reason
    reply = platform.invoke(NAME, as_json("a"), content_type=JSON, accept=JSON)
    assert reply.status == 503
    assert json.loads(reply.body)["error"]["message"] == endpoint.reason
    platform.update(a_spec(package))
    assert settled(platform, NAME).state is EndpointState.IN_SERVICE


def test_one_that_needs_too_much_memory_is_ended_with_the_reason(
    platform: LocalPlatform, tmp_path: Path
) -> None:
    first = "import argparse\n"
    greedy = changed_program(tmp_path, first, f"{first}_GREED = b'x' * (1100 << 20)\n")
    platform.deploy(a_spec(greedy))
    endpoint = settled(platform, NAME)
    assert endpoint.state is EndpointState.FAILED
    assert "more than its 1,024 MB" in endpoint.reason


# Change and deletion


def test_an_update_under_load_loses_no_request(
    platform: LocalPlatform, folder: Path, package: str, tmp_path: Path
) -> None:
    other = tiny.package(tmp_path, code=other_code(), normaliser_version=OTHER_NORMALISER).as_uri()
    endpoint = served(platform, a_spec(package, concurrency=16))
    over = threading.Event()

    def on_new_connections() -> list[int]:
        statuses = []
        while not over.is_set():
            statuses.append(post(url(endpoint), as_json("a")))
        return statuses

    def on_one_connection() -> list[int]:
        """As a client that does not try again: it only heeds `Connection: close`."""
        statuses = []
        parts = urlsplit(url(endpoint))
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
        with contextlib.closing(connection):
            while not over.is_set():
                connection.request("POST", parts.path, as_json("a"), {"Content-Type": JSON})
                response = connection.getresponse()
                response.read()
                statuses.append(response.status)
        return statuses

    with ThreadPoolExecutor(4) as pool:
        clients = [pool.submit(on_new_connections) for _ in range(2)]
        clients += [pool.submit(on_one_connection) for _ in range(2)]
        try:
            for uri in (other, package):
                platform.update(a_spec(uri, concurrency=16))
                assert settled(platform, NAME).spec.package == uri
                time.sleep(0.3)
        finally:
            over.set()
        for client in clients:
            statuses = client.result(30)
            assert len(statuses) > 20
            assert set(statuses) == {200}
    within(lambda: len(family(folder)["worker"]) == 1)
    within(lambda: not (folder / "endpoints" / NAME / "package-2").exists())


def test_an_update_of_a_cold_endpoint(
    platform: LocalPlatform, package: str, tmp_path: Path
) -> None:
    other = tiny.package(tmp_path, code=other_code(), normaliser_version=OTHER_NORMALISER).as_uri()
    served(platform, a_spec(package, idle_seconds=1))
    within(lambda: platform.endpoint(NAME).warmth is Warmth.COLD)
    platform.update(a_spec(other))
    assert settled(platform, NAME).spec == a_spec(other)
    assert normaliser_of(platform, NAME) == OTHER_NORMALISER


def test_an_update_whose_keeper_was_dead_comes_up(
    platform: LocalPlatform, folder: Path, package: str, tmp_path: Path
) -> None:
    other = tiny.package(tmp_path, code=other_code(), normaliser_version=OTHER_NORMALISER).as_uri()
    served(platform, a_spec(package))
    kill(family(folder)["keeper"][0])
    platform.update(a_spec(other))
    assert settled(platform, NAME).spec == a_spec(other)
    assert normaliser_of(platform, NAME) == OTHER_NORMALISER


def test_deleting_ends_every_process_even_of_a_dead_keeper(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    for name, keeper_lives in (("one", True), ("two", False)):
        served(platform, a_spec(package, name))
        processes = family(folder, name)
        if not keeper_lives:
            processes["worker"][0].suspend()
            kill(processes["keeper"][0])
        platform.delete(name)
        assert list((folder / "endpoints").iterdir()) == []
        for process in (*processes["keeper"], *processes["worker"]):
            gone(process)


def test_deleting_while_it_is_created(platform: LocalPlatform, folder: Path, package: str) -> None:
    platform.deploy(a_spec(package))
    token = read_intention(folder / "endpoints" / NAME).token
    platform.delete(NAME)
    assert list((folder / "endpoints").iterdir()) == []
    assert list(marked(token)) == []


def test_a_deletion_that_was_cut_short_is_finished(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    served(platform, a_spec(package))
    processes = family(folder)
    unseen = folder / "endpoints" / f".{NAME}.xyz"
    (folder / "endpoints" / NAME).rename(unseen)
    with pytest.raises(NotFound):
        platform.endpoint(NAME)
    for process in (*processes["keeper"], *processes["worker"]):
        gone(process)  # by themselves
    os.utime(unseen, (0, 0))
    platform.recover()
    assert not unseen.exists()


def test_what_is_being_prepared_is_not_cleared_away(platform: LocalPlatform, folder: Path) -> None:
    new = folder / "endpoints" / ".new.xyz"
    new.mkdir(parents=True)
    lock = take(new / LOCK)
    assert lock is not None
    os.utime(new, (0, 0))
    platform.recover()
    assert new.exists()
    os.close(lock)
    os.utime(new, (0, 0))
    platform.recover()
    assert not new.exists()


# The log and the port


def test_the_log_stays_bounded(platform: LocalPlatform, folder: Path, package: str) -> None:
    served(platform, a_spec(package))
    log = folder / "endpoints" / NAME / LOG
    with log.open("a") as file:
        file.write("a line of long ago\n" * 100_000)
    within(lambda: log.stat().st_size < 1 << 20)
    labels(platform, NAME, tiny.TOXIC)
    within(lambda: " 200 " in platform.endpoint_log(NAME)[-1])
    assert platform.endpoint_log(NAME, tail=100)[0] == "a line of long ago"


def test_it_listens_to_this_machine_only(
    platform: LocalPlatform, folder: Path, package: str
) -> None:
    served(platform, a_spec(package))
    listening = [
        connection.laddr.ip
        for process in (*family(folder)["keeper"], *family(folder)["worker"])
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {"127.0.0.1"}


def test_its_keeper_is_small(platform: LocalPlatform, folder: Path, package: str) -> None:
    served(platform, a_spec(package))
    (keeper,) = family(folder)["keeper"]
    assert keeper.memory_info().rss / 2**20 < 60
    assert is_held(folder / "endpoints" / NAME / LOCK)
