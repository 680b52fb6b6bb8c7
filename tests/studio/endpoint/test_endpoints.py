"""Endpoints: the models they serve, changing over and back, what they cost and leave."""

import contextlib
import json
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from backend.errors import Conflict, InvalidInput, NotFound
from backend.ledger.ledger import Ledger
from backend.platforms.base import EndpointSpec, EndpointState, JobKind, JobSpec
from backend.platforms.local.platform import LocalPlatform
from backend.studio.endpoint import endpoints, snippets
from backend.studio.model import models
from backend.studio.work import runs
from backend.studio.workspace import Workspace
from tests import tiny
from tests.platforms.endpoint_conformance import a_spec, served
from tests.studio.memory_platform import MemoryPlatform
from tests.studio.work.test_runs import complete


@pytest.fixture
def platform(tmp_path: Path) -> MemoryPlatform:
    return MemoryPlatform(tmp_path / "platform")


@pytest.fixture
def workspace(tmp_path: Path, platform: MemoryPlatform) -> Workspace:
    return Workspace(platform, Ledger(tmp_path / "ledger.sqlite3"), tmp_path)


def make(platform: MemoryPlatform, *names: str) -> None:
    """Models of these names."""
    for name in names:
        job = f"{name}-evaluate"
        platform.start(JobSpec(name=job, kind=JobKind.EVALUATION, size="small", inputs={}))
        complete(platform, job)


def change(workspace: Workspace, platform: MemoryPlatform, model: str, reason: str = "") -> None:
    endpoints.update(workspace, "live", model=model)
    platform.settle("live", EndpointState.IN_SERVICE, reason)


@pytest.fixture
def live(workspace: Workspace, platform: MemoryPlatform) -> None:
    """An endpoint that serves the model `a`."""
    make(platform, "a", "b", "c")
    endpoints.deploy(workspace, name="live", model="a", idle_seconds=60)
    platform.settle("live", EndpointState.IN_SERVICE)


def roll_back(workspace: Workspace, platform: MemoryPlatform) -> str:
    """Roll back; the model that is served then."""
    endpoints.rollback(workspace, "live")
    platform.settle("live", EndpointState.IN_SERVICE)
    return endpoints.model_of(workspace, "live").name


def goes_back_to(workspace: Workspace) -> str | None:
    found = endpoints.earlier(workspace, "live")
    return found.name if found else None


def test_an_endpoint_whose_model_is_out_of_reach_says_how_that_came(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    platform.deploy(EndpointSpec(name="live", package="memory://elsewhere", memory_mb=1024))
    assert endpoints.get(workspace, "live").model is None
    with pytest.raises(NotFound, match="deleted, or the workspace was moved"):
        endpoints.model_of(workspace, "live")


@pytest.mark.usefixtures("live")
class TestChangingOver:
    def test_settings_change_and_the_model_stays(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        endpoints.update(workspace, "live", idle_seconds=90, concurrency=9)
        changing = endpoints.get(workspace, "live")
        assert changing.model == changing.changing_to == models.get(workspace, "a")
        platform.settle("live", EndpointState.IN_SERVICE)
        spec = platform.endpoint("live").spec
        assert (spec.idle_seconds, spec.concurrency, spec.memory_mb) == (90, 9, 2048)
        with pytest.raises(InvalidInput):
            endpoints.update(workspace, "live", concurrency=0)
        assert endpoints.earlier(workspace, "live") is None

    def test_while_it_changes_both_models_are_known(self, workspace: Workspace) -> None:
        endpoints.update(workspace, "live", model="b")
        changing = endpoints.get(workspace, "live")
        assert changing.model is not None
        assert changing.changing_to is not None
        assert (changing.model.name, changing.changing_to.name) == ("a", "b")

    def test_with_one_model_there_is_nothing_to_go_back_to(self, workspace: Workspace) -> None:
        assert endpoints.earlier(workspace, "live") is None
        with pytest.raises(Conflict, match="one model only"):
            endpoints.rollback(workspace, "live")

    def test_it_goes_back_with_the_settings_of_then_and_forth_again(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        endpoints.update(workspace, "live", model="b", idle_seconds=900, memory_mb=4096)
        platform.settle("live", EndpointState.IN_SERVICE)
        assert roll_back(workspace, platform) == "a"
        spec = platform.endpoint("live").spec
        assert (spec.idle_seconds, spec.memory_mb) == (60, 2048)
        assert roll_back(workspace, platform) == "b"
        spec = platform.endpoint("live").spec
        assert (spec.idle_seconds, spec.memory_mb) == (900, 4096)
        assert roll_back(workspace, platform) == "a"

    def test_it_goes_back_to_the_model_before_whatever_was_set_since(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        change(workspace, platform, "b")
        endpoints.update(workspace, "live", idle_seconds=5)
        platform.settle("live", EndpointState.IN_SERVICE)
        assert roll_back(workspace, platform) == "a"

    def test_an_update_that_failed_is_nothing_to_go_back_to(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        change(workspace, platform, "b", "It did not come up.")
        assert goes_back_to(workspace) is None
        change(workspace, platform, "b")
        assert goes_back_to(workspace) == "a"
        change(workspace, platform, "c", "It did not come up.")
        assert goes_back_to(workspace) == "a"
        assert roll_back(workspace, platform) == "a"
        assert goes_back_to(workspace) == "b"

    def test_of_three_models_it_goes_between_the_last_two(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        change(workspace, platform, "b")
        change(workspace, platform, "c")
        assert [roll_back(workspace, platform) for _ in range(3)] == ["b", "c", "b"]

    def test_what_it_served_is_known_to_whoever_opens_the_workspace(
        self, workspace: Workspace, platform: MemoryPlatform, tmp_path: Path
    ) -> None:
        change(workspace, platform, "b")
        another = Workspace(platform, Ledger(tmp_path / "ledger.sqlite3"), tmp_path)
        assert goes_back_to(another) == "a"

    def test_a_deleted_model_is_refused_by_its_name(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        change(workspace, platform, "b")
        models.delete(workspace, "a")
        found = endpoints.earlier(workspace, "live")
        assert found is not None
        assert (found.name, found.model) == ("a", None)
        with pytest.raises(Conflict, match=r"'a'.*deleted"):
            endpoints.rollback(workspace, "live")
        make(platform, "a")  # another of that name and place
        with pytest.raises(Conflict, match="deleted"):
            endpoints.rollback(workspace, "live")
        assert endpoints.model_of(workspace, "live").name == "b"

    def test_while_it_changes_it_does_not_go_back(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        change(workspace, platform, "b")
        endpoints.update(workspace, "live", model="c")
        with pytest.raises(Conflict):
            endpoints.rollback(workspace, "live")
        platform.settle("live", EndpointState.IN_SERVICE)
        assert goes_back_to(workspace) == "b"

    @pytest.mark.parametrize("through_the_studio", [True, False])
    def test_a_new_endpoint_of_the_same_name_has_served_nothing(
        self, workspace: Workspace, platform: MemoryPlatform, through_the_studio: bool
    ) -> None:
        change(workspace, platform, "b")
        if through_the_studio:
            endpoints.delete(workspace, "live")
        else:
            platform.delete("live")
        endpoints.deploy(workspace, name="live", model="c")
        platform.settle("live", EndpointState.IN_SERVICE)
        assert goes_back_to(workspace) is None

    def test_a_run_that_changes_it_over_counts(
        self, workspace: Workspace, platform: MemoryPlatform
    ) -> None:
        plan = {
            "stages": [
                {
                    "job": "b-evaluate",
                    "kind": "evaluation",
                    "size": "small",
                    "inputs": {},
                    "settings": {},
                    "algorithm": None,
                },
                {"endpoint": "live", "package_of": "b-evaluate"},
            ]
        }
        workspace.ledger.add_run("b", plan)
        runs.advance(workspace)
        platform.settle("live", EndpointState.IN_SERVICE)
        assert endpoints.model_of(workspace, "live").name == "b"
        assert roll_back(workspace, platform) == "a"


def test_an_hour_of_work_costs_by_the_memory(workspace: Workspace) -> None:
    cost = endpoints.hour_cost(workspace, 2048)
    assert cost.usd == 0
    assert cost.serverless_usd == pytest.approx(
        2 * endpoints.hour_cost(workspace, 1024).serverless_usd
    )
    assert cost.serverless_usd == pytest.approx(0.144)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an endpoint answers."""
    folder = tmp_path_factory.mktemp("running")
    platform = LocalPlatform(folder / "local")
    endpoint = served(platform, a_spec(tiny.package(folder).as_uri()))
    assert endpoint.url is not None
    yield endpoint.url
    platform.delete(endpoint.name)


@pytest.mark.parametrize("text", ["gg wp", 'it\'s "so" \\ {0} $HOME', "naïve 😀"])
def test_the_python_snippet_asks_it(address: str, text: str) -> None:
    categories = len(tiny.CATEGORIES)
    program = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-c", snippets.python(address, text, categories)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    said, *lines = program.stdout.splitlines()
    assert said == text
    labels = {line.partition(":")[0].strip(): float(line.partition(":")[2]) for line in lines}
    assert set(labels) == {*tiny.CATEGORIES, "none"}
    assert all(0 <= probability <= 1 for probability in labels.values())


def test_the_curl_snippet_is_one_command_of_a_shell() -> None:
    text = 'it\'s "so" $HOME'
    command = shlex.split(snippets.curl("http://127.0.0.1:1/invocations", text, 2))
    assert command[:3] == ["curl", "-s", "http://127.0.0.1:1/invocations"]
    assert json.loads(command[-1]) == {"instances": [text], "configuration": {"k": 3}}


SETTINGS = {"region": "eu-west-1", "profile": ""}


@contextlib.contextmanager
def runtime(answer: object) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """The address of what answers as SageMaker's runtime does, and the paths and bodies of what was
    asked."""
    asked: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("text", ["gg wp", 'it\'s "so" \\ {0} $HOME', "naïve 😀"])
def test_the_boto3_snippet_asks_an_endpoint_by_its_name(text: str, tmp_path: Path) -> None:
    answer = [{"label": ["__label__toxic", "__label__none"], "prob": [0.25, 0.75]}]
    with runtime(answer) as (address, asked):
        program = subprocess.run(
            [sys.executable, "-c", snippets.boto3("live", SETTINGS, text, 1)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=60,
            env={
                **os.environ,
                "PYTHONUTF8": "1",
                "AWS_ENDPOINT_URL": address,
                "AWS_ACCESS_KEY_ID": "key",
                "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_CONFIG_FILE": str(tmp_path / "none"),
            },
        )
    ((path, body),) = asked
    assert path == "/endpoints/live/invocations"
    assert json.loads(body) == {"instances": [text], "configuration": {"k": 2}}
    assert program.stdout.splitlines() == [text, "  toxic: 0.250", "  none: 0.750"]


def test_the_aws_snippet_is_one_command_of_a_shell() -> None:
    text = 'it\'s "so" $HOME'
    command = shlex.split(snippets.aws_cli("live", {**SETTINGS, "profile": "my work"}, text, 2))
    options = dict(zip(command[3:-1:2], command[4:-1:2], strict=True))
    assert command[:3] == ["aws", "sagemaker-runtime", "invoke-endpoint"]
    assert (options["--endpoint-name"], options["--region"]) == ("live", "eu-west-1")
    assert options["--profile"] == "my work"
    assert json.loads(options["--body"]) == {"instances": [text], "configuration": {"k": 3}}
    assert command[-1] == "/dev/stdout"
