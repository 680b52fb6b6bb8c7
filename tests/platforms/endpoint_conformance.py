"""What every platform does with endpoints, whatever it is made of.

A platform joins with a subclass of `EndpointConformance` that makes the fixtures `platform` and
`publish`, in a module with the fixture `tiny_package` (an archive made by `tests.tiny`).
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.errors import Conflict, DoesNotFit, InvalidInput, NotFound
from backend.platforms.base import (
    Endpoint,
    EndpointSpec,
    EndpointState,
    Platform,
    TrafficPeriod,
    Warmth,
)
from tests import tiny
from tests.platforms.conformance import BAD_NAMES, PATIENCE, until
from tests.wire import CASES, JSON, as_json

Publish = Callable[[Path], str]
"""Makes a `model.tar.gz` of this machine known to the platform; its URI."""

OTHER_NORMALISER = "of-another-time"


def a_spec(package: str, name: str = "an-endpoint", **different: Any) -> EndpointSpec:
    """A spec of the smallest memory."""
    return EndpointSpec(**{"name": name, "package": package, "memory_mb": 1024, **different})


def settled(platform: Platform, name: str, within: float = PATIENCE) -> Endpoint:
    """The endpoint once it is settled."""
    return until(lambda: platform.endpoint(name), lambda endpoint: endpoint.state.settled, within)


def served(platform: Platform, spec: EndpointSpec) -> Endpoint:
    """Deploy, and wait until it is in service."""
    platform.deploy(spec)
    endpoint = settled(platform, spec.name)
    assert (endpoint.state, endpoint.reason) == (EndpointState.IN_SERVICE, "")
    return endpoint


def labels(platform: Platform, name: str, *messages: str) -> list[str]:
    """The most probable label of each message."""
    reply = platform.invoke(name, as_json(*messages), content_type=JSON, accept=JSON)
    assert reply.status == 200, reply.body
    return [row["label"][0] for row in json.loads(reply.body)]


def normaliser_of(platform: Platform, name: str) -> str:
    """The version of the normaliser that answers: tells the package of `other` from the rest."""
    body = as_json(tiny.TOXIC, details=True)
    reply = platform.invoke(name, body, content_type=JSON, accept=JSON)
    assert reply.status == 200, reply.body
    return str(json.loads(reply.body)[0]["details"]["normaliser"])


def other_code(version: str = OTHER_NORMALISER) -> dict[str, bytes]:
    """The code of a package with a normaliser of another version."""
    from backend.text import normaliser

    source = Path(normaliser.__file__).read_bytes()
    changed = source.replace(
        f'VERSION = "{normaliser.VERSION}"'.encode(), b'VERSION = "%s"' % (version.encode())
    )
    assert changed != source
    return {"backend/text/normaliser.py": changed}


def answered(
    platform: Platform, name: str, since: float, requests: int, within: float = PATIENCE
) -> list[TrafficPeriod]:
    """What was answered since, once it amounts to so many requests."""
    deadline = time.monotonic() + within
    while True:
        periods = platform.traffic(name, since=since).periods
        found = sum(period.requests for period in periods)
        if found >= requests:
            assert found == requests
            return list(periods)
        assert time.monotonic() < deadline, f"{found} of {requests} requests were counted"
        time.sleep(0.05)


class EndpointConformance:
    """The suite."""

    @pytest.fixture
    def platform(self) -> Platform:
        raise NotImplementedError

    @pytest.fixture
    def publish(self) -> Publish:
        raise NotImplementedError

    @pytest.fixture
    def package(self, publish: Publish, tiny_package: Path) -> str:
        """A package that works."""
        return publish(tiny_package)

    @pytest.fixture
    def other(self, publish: Publish, tmp_path: Path) -> str:
        """Another that works, told by its normaliser."""
        made = tiny.package(
            tmp_path / "other", code=other_code(), normaliser_version=OTHER_NORMALISER
        )
        return publish(made)

    @pytest.fixture
    def broken(self, publish: Publish, tmp_path: Path) -> str:
        """One whose model cannot be loaded."""
        return publish(tiny.package(tmp_path / "broken", model_bytes=b"turnip" * 1000))

    def test_there_are_no_endpoints_at_first(self, platform: Platform) -> None:
        assert platform.endpoints() == ()

    def test_a_deployed_endpoint_comes_into_service_and_answers(
        self, platform: Platform, package: str
    ) -> None:
        spec = a_spec(package)
        before = time.time()
        endpoint = platform.deploy(spec)
        assert (endpoint.spec, endpoint.name) == (spec, spec.name)
        assert endpoint.state in (EndpointState.CREATING, EndpointState.IN_SERVICE)
        endpoint = settled(platform, spec.name)
        assert (endpoint.state, endpoint.reason) == (EndpointState.IN_SERVICE, "")
        assert before - 1 <= endpoint.created_at <= time.time() + 1
        assert platform.endpoints() == (endpoint,)
        assert labels(platform, spec.name, tiny.TOXIC, tiny.FRIENDLY) == [
            "__label__toxic",
            "__label__none",
        ]

    def test_a_message_sent_at_once_is_answered(self, platform: Platform, package: str) -> None:
        platform.deploy(a_spec(package))
        assert labels(platform, "an-endpoint", tiny.TOXIC) == ["__label__toxic"]

    def test_the_wire(self, platform: Platform, package: str) -> None:
        served(platform, a_spec(package))
        for case in CASES:
            reply = platform.invoke(
                "an-endpoint", case.body, content_type=case.content_type, accept=case.accept
            )
            case.check(reply.status, reply.content_type, reply.body)

    def test_deploying_the_same_again_changes_nothing(
        self, platform: Platform, package: str
    ) -> None:
        first = served(platform, a_spec(package))
        again = platform.deploy(a_spec(package))
        assert again.created_at == first.created_at
        assert again.state is EndpointState.IN_SERVICE
        assert len(platform.endpoints()) == 1

    def test_a_name_that_is_taken_is_refused(
        self, platform: Platform, package: str, other: str
    ) -> None:
        served(platform, a_spec(package))
        for different in (a_spec(other), a_spec(package, memory_mb=2048)):
            with pytest.raises(Conflict):
                platform.deploy(different)
        assert normaliser_of(platform, "an-endpoint") != OTHER_NORMALISER

    def test_what_is_no_package_is_refused(
        self, platform: Platform, publish: Publish, package: str, tmp_path: Path, tiny_package: Path
    ) -> None:
        (tmp_path / "text").write_bytes(b"turnip" * 1000)
        (tmp_path / "short").write_bytes(tiny_package.read_bytes()[:2000])
        tiny.package(tmp_path / "kind", kind="model")
        absent = package.replace("model.tar.gz", "absent.tar.gz")
        found = [tmp_path / "text", tmp_path / "short", tmp_path / "kind" / "model.tar.gz"]
        for uri in (absent, *map(publish, found)):
            with pytest.raises(InvalidInput):
                platform.deploy(a_spec(uri))
        assert platform.endpoints() == ()

    def test_a_model_that_does_not_fit_is_refused_with_what_would(
        self, platform: Platform, publish: Publish, tmp_path: Path
    ) -> None:
        large = publish(tiny.package(tmp_path / "large", serving_mb=2500.0))
        with pytest.raises(DoesNotFit, match="3,072 MB"):
            platform.deploy(a_spec(large))
        huge = publish(tiny.package(tmp_path / "huge", serving_mb=7000.0))
        with pytest.raises(DoesNotFit, match="largest endpoint has 6,144 MB"):
            platform.deploy(a_spec(huge, memory_mb=6144))
        assert platform.endpoints() == ()
        served(platform, a_spec(large, memory_mb=3072))

    def test_a_model_that_cannot_be_loaded_fails_with_the_reason(
        self, platform: Platform, broken: str, package: str
    ) -> None:
        platform.deploy(a_spec(broken))
        endpoint = settled(platform, "an-endpoint")
        assert endpoint.state is EndpointState.FAILED
        assert "no fastText classifier" in endpoint.reason
        reply = platform.invoke("an-endpoint", as_json("a"), content_type=JSON, accept=JSON)
        assert reply.status == 503
        platform.update(a_spec(package))
        assert settled(platform, "an-endpoint").state is EndpointState.IN_SERVICE
        assert labels(platform, "an-endpoint", tiny.TOXIC) == ["__label__toxic"]

    def test_endpoints_stand_by_name_and_apart(
        self, platform: Platform, package: str, other: str
    ) -> None:
        platform.deploy(a_spec(package, "b"))
        platform.deploy(a_spec(other, "a"))
        for name in "ab":
            settled(platform, name)
        assert [endpoint.name for endpoint in platform.endpoints()] == ["a", "b"]
        assert normaliser_of(platform, "a") == OTHER_NORMALISER
        assert normaliser_of(platform, "b") != OTHER_NORMALISER

    def test_an_update_puts_another_model_in_its_place(
        self, platform: Platform, package: str, other: str
    ) -> None:
        first = served(platform, a_spec(package))
        changing = platform.update(a_spec(other))
        assert changing.state in (EndpointState.UPDATING, EndpointState.IN_SERVICE)
        if changing.state is EndpointState.UPDATING:
            assert (changing.spec, changing.changing_to) == (a_spec(package), a_spec(other))
        endpoint = settled(platform, "an-endpoint")
        assert (endpoint.state, endpoint.reason) == (EndpointState.IN_SERVICE, "")
        assert (endpoint.spec, endpoint.changing_to) == (a_spec(other), None)
        assert endpoint.created_at == first.created_at
        assert normaliser_of(platform, "an-endpoint") == OTHER_NORMALISER

    def test_an_update_that_does_not_come_up_leaves_the_old_one(
        self, platform: Platform, package: str, broken: str
    ) -> None:
        served(platform, a_spec(package))
        platform.update(a_spec(broken))
        endpoint = settled(platform, "an-endpoint")
        assert endpoint.state is EndpointState.IN_SERVICE
        assert endpoint.spec == a_spec(package)
        assert "no fastText classifier" in endpoint.reason
        assert "earlier model still answers" in endpoint.reason
        assert labels(platform, "an-endpoint", tiny.TOXIC) == ["__label__toxic"]

    def test_an_update_while_it_changes_is_refused(
        self, platform: Platform, package: str, other: str
    ) -> None:
        platform.deploy(a_spec(package))
        if platform.endpoint("an-endpoint").state is EndpointState.CREATING:
            with pytest.raises(Conflict):
                platform.update(a_spec(other))
        assert settled(platform, "an-endpoint").spec == a_spec(package)

    def test_an_update_is_checked_as_a_deployment_is(
        self, platform: Platform, publish: Publish, package: str, tmp_path: Path
    ) -> None:
        served(platform, a_spec(package))
        large = publish(tiny.package(tmp_path / "large", serving_mb=2500.0))
        with pytest.raises(DoesNotFit):
            platform.update(a_spec(large))
        with pytest.raises(InvalidInput):
            platform.update(a_spec(package.replace("model.tar.gz", "absent.tar.gz")))
        with pytest.raises(NotFound):
            platform.update(a_spec(package, "another"))
        endpoint = platform.endpoint("an-endpoint")
        assert (endpoint.state, endpoint.reason) == (EndpointState.IN_SERVICE, "")

    def test_the_disk_that_came_with_it_is_known(self, platform: Platform, package: str) -> None:
        served(platform, a_spec(package))
        assert platform.endpoint_mb("an-endpoint") >= 0
        with pytest.raises(NotFound):
            platform.endpoint_mb("nobody")

    def test_deleting_leaves_nothing_but_the_package(
        self, platform: Platform, package: str
    ) -> None:
        served(platform, a_spec(package))
        platform.delete("an-endpoint")
        platform.delete("an-endpoint")
        assert platform.endpoints() == ()
        with pytest.raises(NotFound):
            platform.endpoint("an-endpoint")
        with pytest.raises(NotFound):
            platform.invoke("an-endpoint", as_json("a"), content_type=JSON, accept=JSON)
        served(platform, a_spec(package))

    @pytest.mark.parametrize("name", ["absent", *BAD_NAMES])
    def test_a_name_that_names_nothing(self, platform: Platform, name: str) -> None:
        with pytest.raises(NotFound):
            platform.endpoint(name)
        with pytest.raises(NotFound):
            platform.endpoint_log(name)
        with pytest.raises(NotFound):
            platform.traffic(name, since=0)
        with pytest.raises(NotFound):
            platform.endpoint_parts(name)
        with pytest.raises(NotFound):
            platform.invoke(name, as_json("a"), content_type=JSON, accept=JSON)
        platform.delete(name)

    def test_the_log_tells_what_happened_and_nothing_that_was_said(
        self, platform: Platform, package: str
    ) -> None:
        served(platform, a_spec(package))
        labels(platform, "an-endpoint", tiny.TOXIC, "xyzzy")
        until(
            lambda: platform.endpoint_log("an-endpoint"),
            lambda log: any(" 200 " in line for line in log),
            PATIENCE,
        )
        log = platform.endpoint_log("an-endpoint")
        assert platform.endpoint_log("an-endpoint", tail=1) == log[-1:]
        assert not any(word in line for line in log for word in ("xyzzy", "turnip"))

    def test_one_that_answers_is_warm(self, platform: Platform, package: str) -> None:
        served(platform, a_spec(package))
        labels(platform, "an-endpoint", tiny.TOXIC)
        assert platform.endpoint("an-endpoint").warmth in (Warmth.WARM, Warmth.UNKNOWN)

    def test_its_traffic_counts_requests_messages_errors_and_latency(
        self, platform: Platform, package: str
    ) -> None:
        began = time.time()
        endpoint = served(platform, a_spec(package))
        quiet = platform.traffic("an-endpoint", since=began)
        assert quiet.periods == ()
        assert quiet.period_seconds > 0
        assert quiet.known_since >= endpoint.created_at - 1
        for body in (as_json("a", "b", "c"), as_json("a"), b"no JSON", as_json("d")):
            platform.invoke("an-endpoint", body, content_type=JSON, accept=JSON)
        periods = answered(platform, "an-endpoint", began, 4)
        assert [p.start % quiet.period_seconds for p in periods] == [0] * len(periods)
        assert began - quiet.period_seconds < periods[0].start <= time.time()
        messages = [p.messages for p in periods]
        assert None in messages or sum(filter(None, messages)) == 5
        assert sum(p.client_errors for p in periods) == sum(p.errors for p in periods) == 1
        for period in periods:
            assert period.median_ms is not None
            assert period.p99_ms is not None
            assert 0 < period.median_ms <= period.p99_ms < 60_000
        over_all = platform.traffic("an-endpoint", since=began)
        assert (over_all.requests, over_all.errors) == (4, 1)
        lowest = min(period.median_ms or 0 for period in periods)
        highest = max(period.p99_ms or 0 for period in periods)
        assert over_all.median_ms is not None
        assert over_all.p99_ms is not None
        assert lowest <= over_all.median_ms <= over_all.p99_ms <= highest
        later = platform.traffic("an-endpoint", since=time.time() + 3600)
        assert (later.periods, later.median_ms, later.requests) == ((), None, 0)

    def test_when_it_last_answered_and_will_sleep_is_known_where_it_can_be(
        self, platform: Platform, package: str
    ) -> None:
        spec = a_spec(package, idle_seconds=600)
        began = time.time()
        assert served(platform, spec).used_at is None
        labels(platform, "an-endpoint", tiny.TOXIC)
        answered(platform, "an-endpoint", began, 1)
        endpoint = platform.endpoint("an-endpoint")
        assert endpoint.used_at is not None
        assert began - 1 <= endpoint.used_at <= time.time() + 1
        if endpoint.sleeps_at is not None:
            assert endpoint.sleeps_at == pytest.approx(endpoint.used_at + 600, abs=2)

    def test_what_goes_with_it_is_known(self, platform: Platform, package: str) -> None:
        served(platform, a_spec(package))
        parts = platform.endpoint_parts("an-endpoint")
        assert "an-endpoint" in [part.detail for part in parts]
        assert len({part.title for part in parts}) == len(parts) > 1
        assert all(part.size_mb is None or part.size_mb >= 0 for part in parts)
