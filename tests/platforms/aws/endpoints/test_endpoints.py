"""Endpoints on SageMaker's double, with containers that start at once: what AWS, the network or a
sudden end of the studio does to them."""

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from backend.errors import (
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    Unavailable,
)
from backend.platforms.aws.account import permissions
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints.intentions import Intentions
from backend.platforms.aws.endpoints.records import Intention, Wanted
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.base import Endpoint, EndpointSpec, EndpointState, Warmth
from tests import tiny
from tests.aws_double import AwsDouble, Fault, Pace
from tests.aws_double.faults import Kind
from tests.platforms.aws import instant
from tests.platforms.aws.endpoints_platform import EndpointsPlatform
from tests.platforms.conformance import PATIENCE, until
from tests.platforms.endpoint_conformance import a_spec, other_code, settled
from tests.wire import JSON

NAME = "an-endpoint"
HOSTING = ("Model", "EndpointConfig", "Endpoint")
SLOW = 1.0  # seconds that a slow start takes


@pytest.fixture(scope="module")
def one_double(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AwsDouble]:
    """With containers that start at once."""
    pace = Pace(creating=0.02, updating=0.02, deleting=0.02, sick=0.02)
    folder = tmp_path_factory.mktemp("aws")
    with AwsDouble(folder, pace=pace, containers=instant) as double:
        yield double


@pytest.fixture(scope="module")
def made_clients(one_double: AwsDouble) -> Clients:
    settings = AwsSettings(region=one_double.region, role_arn="", bucket="", prefix="")
    return Clients(settings, attempts=2)


@pytest.fixture(scope="module")
def tiny_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.package(tmp_path_factory.mktemp("tiny"), model_bytes=b"model")


@pytest.fixture(scope="module")
def other_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.package(tmp_path_factory.mktemp("other"), model_bytes=b"model", code=other_code())


@pytest.fixture(scope="module")
def broken_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.package(tmp_path_factory.mktemp("broken"), model_bytes=instant.BROKEN)


Studio = Callable[..., EndpointsPlatform]


@pytest.fixture
def studio(settings: AwsSettings, clients: Clients, tmp_path: Path, shared: Path) -> Studio:
    """Makes a studio, each as on a machine of its own."""
    numbers = itertools.count()

    def make(**options: Any) -> EndpointsPlatform:
        folder = tmp_path / f"studio-{next(numbers)}"
        given = options.pop("clients", clients)
        return EndpointsPlatform(
            settings, given, folder, shared, **{"retry_seconds": 0.0, **options}
        )

    return make


@pytest.fixture
def platform(studio: Studio) -> EndpointsPlatform:
    return studio()


@pytest.fixture
def package(platform: EndpointsPlatform, tiny_package: Path) -> str:
    return platform.upload(tiny_package, "package")


@pytest.fixture
def other(platform: EndpointsPlatform, other_package: Path) -> str:
    return platform.upload(other_package, "other")


@pytest.fixture
def broken(platform: EndpointsPlatform, broken_package: Path) -> str:
    return platform.upload(broken_package, "broken")


def made(platform: EndpointsPlatform, *kinds: str) -> list[str]:
    """Names of what there is in SageMaker, of all kinds unless said."""
    found = []
    for kind in kinds or HOSTING:
        method = {"Model": "list_models", "EndpointConfig": "list_endpoint_configs"}
        pages = platform.clients.sagemaker.get_paginator(method.get(kind, "list_endpoints"))
        for page in pages.paginate():
            found += [one[f"{kind}Name"] for one in page[f"{kind}s"]]
    return found


def files(platform: EndpointsPlatform, *folders: str) -> list[str]:
    """Keys of what endpoints have in the bucket."""
    kept = folders or ("endpoints", "served")
    return [file.key for folder in kept for file in platform.storage.listing(folder)]


def within(condition: Callable[[], object]) -> None:
    until(condition, bool, PATIENCE)


def is_as_wanted(platform: EndpointsPlatform) -> bool:
    """What there is is an endpoint in service and what it rests on, no more."""
    platform.endpoints()
    return len(made(platform)) == 3 and len(files(platform, "endpoints")) == 2


def gone(platform: EndpointsPlatform) -> bool:
    """Nothing of any endpoint is left, once SageMaker has done what it was asked."""
    within(lambda: made(platform, "Endpoint") == [])
    assert made(platform) == []
    assert files(platform) == []
    return True


def in_service(platform: EndpointsPlatform, name: str = NAME) -> Endpoint:
    endpoint = settled(platform, name)
    assert (endpoint.state, endpoint.reason) == (EndpointState.IN_SERVICE, "")
    return endpoint


def asked(double: AwsDouble, since: int = 0) -> list[str]:
    return [request.operation for request in double.requests[since:]]


class Killed(BaseException):
    """The studio ended here."""


class ShortLived(Clients):
    """Clients of a studio that is killed when `left` calls that change something have been
    answered. Those of transfers, which have threads of their own, do not count."""

    left = 0

    def _make(self, service: str) -> Any:
        client = super()._make(service)
        client.meta.events.register("after-call", self._count)
        return client

    def _count(self, model: Any, **_: object) -> None:
        changes = model.name.startswith(("Create", "Put", "Update", "Delete"))
        if changes and threading.current_thread() is threading.main_thread():
            self.left -= 1
            if self.left == 0:
                raise Killed


def killed_after_each_change(
    studio: Studio, settings: AwsSettings, work: Callable[[EndpointsPlatform], object]
) -> Iterator[int]:
    """After how many changes the studio was killed in `work`, one by one, until it lives to the
    end of it."""
    clients = ShortLived(settings)
    for changes in itertools.count(1):
        clients.left = changes
        try:
            work(studio(clients=clients))
        except Killed:
            yield changes
        else:
            assert changes > 5
            return


# Killed


@pytest.fixture
def swept_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sent for an endpoint that was never written down goes when a studio opens."""
    monkeypatch.setattr("backend.platforms.aws.endpoints.served._ABANDONED_SECONDS", -60.0)


@pytest.mark.usefixtures("swept_at_once")
def test_killed_while_it_deploys_it_shows_and_goes_on_and_delete_finds_all(
    studio: Studio, settings: AwsSettings, package: str
) -> None:
    spec, left, later = a_spec(package), set(), studio()
    for _ in killed_after_each_change(studio, settings, lambda one: one.deploy(spec)):
        idle = studio(retry_seconds=3600.0)
        left.add(len(made(idle)))
        found = idle.endpoints()
        if found:
            assert [(e.name, e.spec) for e in found] == [(NAME, spec)]
            assert found[0].state in (EndpointState.CREATING, EndpointState.IN_SERVICE)
            idle.delete(NAME)
            within(lambda: made(later) == [])
            assert files(later, "endpoints") == []
    later.delete(NAME)
    assert left == {0, 1, 2, 3}
    for _ in killed_after_each_change(studio, settings, lambda one: one.deploy(spec)):
        later.recover()
        later.deploy(spec)
        in_service(later)
        assert is_as_wanted(later)
        later.delete(NAME)
        assert gone(later)


@pytest.mark.usefixtures("swept_at_once")
def test_killed_while_it_updates_the_endpoint_answers_and_the_update_goes_on(
    studio: Studio, settings: AwsSettings, platform: EndpointsPlatform, package: str, other: str
) -> None:
    specs = itertools.cycle((a_spec(other), a_spec(package)))
    platform.deploy(next(specs))
    in_service(platform)
    wanted = next(specs)

    def work(one: EndpointsPlatform) -> None:
        one.update(wanted)

    for _ in killed_after_each_change(studio, settings, work):
        later = studio()
        reply = later.invoke(NAME, b"", content_type=JSON, accept=JSON)
        assert reply.status == 200
        later.recover()
        present = in_service(later)
        if present.spec != wanted:  # killed before it was written down
            assert len(made(later)) == 3
        later.update(wanted)
        assert in_service(later).spec == wanted
        assert is_as_wanted(later)
        wanted = next(specs)
    platform.delete(NAME)
    assert gone(platform)


def test_what_another_machine_has_just_made_is_found_by_its_name(
    studio: Studio, platform: EndpointsPlatform, package: str
) -> None:
    desk = studio(fresh_seconds=0.01)  # what it has read it may tell for half a minute
    assert desk.endpoints() == ()
    spec = a_spec(package)
    platform.deploy(spec)
    time.sleep(0.02)
    assert desk.endpoint(spec.name).spec == spec


def test_killed_while_it_deletes_it_goes_all_the_same(
    studio: Studio, settings: AwsSettings, platform: EndpointsPlatform, package: str
) -> None:
    def work(one: EndpointsPlatform) -> None:
        one.delete(NAME)

    platform.deploy(a_spec(package))
    in_service(platform)
    later = studio()
    for changes in killed_after_each_change(studio, settings, work):
        if changes > 0:  # it is written down that it is to go
            within(lambda: later.endpoints() == ())
            within(lambda: made(later) == [])
            later.recover()
            assert later.endpoints() == ()
        later.deploy(a_spec(package))
        in_service(later)
        assert is_as_wanted(later)


def test_of_what_was_cut_off_the_reason_is_told_after_a_while(
    studio: Studio, settings: AwsSettings, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = ShortLived(settings)
    clients.left = 5
    with pytest.raises(Killed):
        studio(clients=clients).deploy(a_spec(package))
    monkeypatch.setattr("backend.platforms.aws.endpoints.records.BEGINNING_SECONDS", 0.0)
    idle = studio(retry_seconds=3600.0)
    (endpoint,) = idle.endpoints()
    assert endpoint.state is EndpointState.FAILED
    assert "cut off" in endpoint.reason
    assert endpoint.warmth is Warmth.COLD


@pytest.mark.parametrize("finds", ["who deletes", "who makes"])
def test_made_by_somebody_just_while_it_is_deleted_it_goes_all_the_same(
    studio: Studio,
    settings: AwsSettings,
    package: str,
    monkeypatch: pytest.MonkeyPatch,
    finds: str,
) -> None:
    """One has read that it is wanted, the other looked before it was there."""
    clients = ShortLived(settings)
    clients.left = 5
    with pytest.raises(Killed):
        studio(clients=clients).deploy(a_spec(package))
    maker, deleter, later = studio(), studio(), studio()
    wanted = maker._intentions.of(NAME)
    assert wanted is not None
    put, remove = maker._hosting.put_in_place, deleter._hosting.remove_revision

    def removed(intention: Intention, *, make: Callable[[], None]) -> None:
        make()
        if finds == "who makes":
            monkeypatch.setattr(deleter._hosting, "described", lambda name: None)
        remove(intention)

    def made_meanwhile(one: Wanted, *, wait_seconds: float) -> None:
        make = partial(put, one, wait_seconds=wait_seconds)
        monkeypatch.setattr(deleter._hosting, "remove_revision", partial(removed, make=make))
        deleter.delete(NAME)

    monkeypatch.setattr(maker._hosting, "put_in_place", made_meanwhile)
    with contextlib.suppress(NotFound):
        maker._put_in_place(wanted)
    within(lambda: later.endpoints() == () and made(later) == [])
    assert files(later, "endpoints") == []


# Lost answers, throttling, errors, at each call of a deployment


@pytest.mark.parametrize("kind", [Kind.THROTTLE, Kind.SERVER_ERROR, Kind.LOST_ANSWER])
def test_a_call_that_goes_wrong_once_is_made_again(
    double: AwsDouble, platform: EndpointsPlatform, package: str, other: str, kind: Kind
) -> None:
    for operation in ("Create*", "Delete*", "Update*", "Describe*", "List*"):
        double.fail(Fault(kind, operation, service="sagemaker"))
        double.fail(Fault(kind, "PutObject", service="s3"))
    platform.deploy(a_spec(package))
    in_service(platform)
    platform.update(a_spec(other))
    assert in_service(platform).spec == a_spec(other)
    platform.delete(NAME)
    assert gone(platform)


@pytest.mark.parametrize("operation", ["CreateModel", "CreateEndpointConfig", "CreateEndpoint"])
def test_while_aws_does_not_make_it_it_is_being_made(
    double: AwsDouble, platform: EndpointsPlatform, package: str, operation: str
) -> None:
    double.fail(Fault(Kind.SERVER_ERROR, operation, count=None))
    assert platform.deploy(a_spec(package)).state is EndpointState.CREATING
    assert platform.endpoint(NAME).state is EndpointState.CREATING
    double.mend()
    in_service(platform)
    assert len(made(platform)) == 3


def test_what_aws_says_meanwhile_is_told_after_a_while(
    double: AwsDouble,
    platform: EndpointsPlatform,
    package: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    double.fail(Fault(Kind.SERVER_ERROR, "CreateEndpoint", count=None))
    platform.deploy(a_spec(package))
    monkeypatch.setattr("backend.platforms.aws.endpoints.records.BEGINNING_SECONDS", 0.0)
    endpoint = platform.endpoint(NAME)
    assert endpoint.state is EndpointState.FAILED
    assert "problem of its own" in endpoint.reason
    double.mend()
    in_service(platform)


@pytest.mark.parametrize(
    ("operation", "kind", "words"),
    [
        ("CreateModel", Kind.DENIED, "permission sagemaker:CreateModel"),
        ("CreateEndpointConfig", Kind.DENIED, "permission sagemaker:CreateEndpointConfig"),
        ("CreateEndpoint", Kind.DENIED, "permission sagemaker:CreateEndpoint"),
        ("CreateEndpoint", Kind.QUOTA, "quota"),
    ],
)
def test_what_aws_refuses_is_said_and_leaves_nothing(
    double: AwsDouble,
    platform: EndpointsPlatform,
    package: str,
    operation: str,
    kind: Kind,
    words: str,
) -> None:
    double.fail(Fault(kind, operation, count=None))
    with pytest.raises(NotAllowed, match=words):
        platform.deploy(a_spec(package))
    assert platform.endpoints() == ()
    assert gone(platform)


def test_an_update_that_aws_refuses_changes_nothing(
    double: AwsDouble, platform: EndpointsPlatform, package: str, other: str
) -> None:
    platform.deploy(a_spec(package))
    before = in_service(platform), made(platform), files(platform)
    double.fail(Fault(Kind.QUOTA, "UpdateEndpoint", count=None))
    with pytest.raises(NotAllowed):
        platform.update(a_spec(other))
    assert (in_service(platform), made(platform), files(platform)) == before
    double.mend()
    platform.update(a_spec(other))
    assert in_service(platform).spec == a_spec(other)


@pytest.mark.usefixtures("swept_at_once")
@pytest.mark.parametrize("after", [4, 6])
def test_credentials_that_expire_midway_are_said_and_it_goes_on(
    double: AwsDouble, studio: Studio, package: str, after: int
) -> None:
    double.fail(Fault(Kind.EXPIRED, count=None, after=after, service="s3"))
    double.fail(Fault(Kind.EXPIRED, count=None, after=after // 2, service="sagemaker"))
    with pytest.raises(Unavailable, match="expired"):
        studio().deploy(a_spec(package))
    double.mend()
    later = studio()
    later.recover()
    later.deploy(a_spec(package))
    in_service(later)
    assert len(made(later)) == 3
    later.delete(NAME)
    assert gone(later)


def test_a_lost_connection_is_said_kindly(
    double: AwsDouble, platform: EndpointsPlatform, package: str
) -> None:
    platform.deploy(a_spec(package))
    in_service(platform)
    double.fail(Fault(Kind.NO_CONNECTION, count=None))
    with pytest.raises(Unavailable, match="could not be reached"):
        platform.endpoints()
    with pytest.raises(Unavailable):
        platform.invoke(NAME, b"", content_type=JSON, accept=JSON)


# Coming up


def test_one_that_starts_slowly_is_being_made_until_it_is_there(
    double: AwsDouble, platform: EndpointsPlatform, package: str
) -> None:
    double.fail(Fault(Kind.SLOW_START, "CreateEndpoint", seconds=SLOW))
    endpoint = platform.deploy(a_spec(package))
    assert (endpoint.state, endpoint.warmth) == (EndpointState.CREATING, Warmth.WARMING)
    assert platform.endpoint(NAME).state is EndpointState.CREATING
    with pytest.raises(Conflict):
        platform.update(a_spec(package, memory_mb=2048))
    reply = platform.invoke(NAME, b"", content_type=JSON, accept=JSON)  # waits
    assert reply.status == 200
    in_service(platform)


def test_one_that_never_passes_its_ping_says_what_to_try(
    double: AwsDouble, platform: EndpointsPlatform, package: str
) -> None:
    double.fail(Fault(Kind.NO_PING, "CreateEndpoint"))
    platform.deploy(a_spec(package))
    endpoint = settled(platform, NAME)
    assert endpoint.state is EndpointState.FAILED
    assert "did not answer its health check" in endpoint.reason
    assert "more memory" in endpoint.reason
    assert platform.deploy(a_spec(package)).state is EndpointState.FAILED
    platform.delete(NAME)
    assert gone(platform)


def test_no_room_at_aws_is_said(
    double: AwsDouble, platform: EndpointsPlatform, package: str
) -> None:
    double.fail(Fault(Kind.CAPACITY, "CreateEndpoint"))
    platform.deploy(a_spec(package))
    endpoint = settled(platform, NAME)
    assert endpoint.state is EndpointState.FAILED
    assert "no room" in endpoint.reason


def test_one_that_failed_is_updated_though_aws_updates_none(
    double: AwsDouble, platform: EndpointsPlatform, package: str, broken: str
) -> None:
    platform.deploy(a_spec(broken))
    failed = settled(platform, NAME)
    assert instant.WORDS in failed.reason
    refused = platform.invoke(NAME, b"", content_type=JSON, accept=JSON)
    assert refused.status == 503
    assert instant.WORDS.encode() in refused.body
    endpoint = platform.update(a_spec(package))
    assert endpoint.state in (EndpointState.CREATING, EndpointState.IN_SERVICE)
    assert in_service(platform).created_at == failed.created_at
    platform.endpoints()
    assert len(made(platform)) == 3


def test_an_update_that_does_not_come_up_says_why_to_everybody_and_leaves_nothing(
    studio: Studio, platform: EndpointsPlatform, package: str, other: str, broken: str
) -> None:
    platform.deploy(a_spec(package))
    before = in_service(platform)
    platform.update(a_spec(broken))
    for one in (platform, studio()):
        endpoint = settled(one, NAME)
        assert (endpoint.state, endpoint.spec) == (EndpointState.IN_SERVICE, a_spec(package))
        assert "earlier model still answers" in endpoint.reason
        assert instant.WORDS in endpoint.reason
        assert endpoint.created_at == before.created_at
        assert len(made(one)) == 3
    platform.update(a_spec(other))
    assert in_service(platform).spec == a_spec(other)
    within(lambda: platform.endpoints() and len(made(platform)) == 3)
    assert len(files(platform, "endpoints")) == 2
    assert len(files(platform, "served")) == 2


def test_what_earlier_revisions_left_goes_once_the_new_one_has_settled(
    double: AwsDouble, platform: EndpointsPlatform, package: str, other: str
) -> None:
    name = "a" * 63
    platform.deploy(a_spec(package, name))
    in_service(platform, name)
    (first,) = made(platform, "Model")
    assert made(platform, "EndpointConfig") == [first]
    double.fail(Fault(Kind.SLOW_START, "UpdateEndpoint", seconds=SLOW))
    changing = platform.update(a_spec(other, name))
    assert changing.state is EndpointState.UPDATING
    assert (changing.spec, changing.changing_to) == (a_spec(package, name), a_spec(other, name))
    platform.endpoints()
    assert len(made(platform, "Model")) == len(made(platform, "EndpointConfig")) == 2
    in_service(platform, name)
    platform.endpoints()
    (second,) = made(platform, "Model")
    assert made(platform, "EndpointConfig") == [second] != [first]
    assert len(second) <= 63
    assert len(files(platform, "served")) == 2  # the package and what says that it is whole


# Whose it is


def test_another_studio_sees_changes_and_deletes_it(
    studio: Studio, platform: EndpointsPlatform, package: str, other: str
) -> None:
    platform.deploy(a_spec(package))
    created_at = in_service(platform).created_at
    elsewhere = studio()
    assert elsewhere.endpoint(NAME).created_at == created_at
    elsewhere.update(a_spec(other))
    in_service(elsewhere)
    assert platform.endpoint(NAME).spec == a_spec(other)
    elsewhere.delete(NAME)
    assert platform.endpoints() == ()
    with pytest.raises(NotFound):
        platform.invoke(NAME, b"", content_type=JSON, accept=JSON)
    assert gone(platform)


def test_deployed_by_many_at_once_it_is_one(studio: Studio, package: str) -> None:
    studios = [studio() for _ in range(4)]
    with ThreadPoolExecutor(len(studios)) as threads:
        found = list(threads.map(lambda one: one.deploy(a_spec(package)), studios))
    assert len({endpoint.created_at for endpoint in found}) == 1
    in_service(studios[0])
    assert len(made(studios[0])) == 3
    assert len(files(studios[0], "endpoints")) == 2


def test_changed_by_two_at_once_one_is_refused(
    studio: Studio, platform: EndpointsPlatform, package: str
) -> None:
    platform.deploy(a_spec(package))
    in_service(platform)
    specs = [a_spec(package, memory_mb=mb) for mb in (2048, 3072, 4096)]

    def update(spec: EndpointSpec) -> EndpointSpec | None:
        try:
            studio().update(spec)
        except Conflict:
            return None
        return spec

    with ThreadPoolExecutor(len(specs)) as threads:
        (taken,) = [spec for spec in threads.map(update, specs) if spec]
    assert in_service(platform).spec == taken
    platform.endpoints()
    assert len(made(platform)) == 3


def test_an_endpoint_of_somebody_else_is_left_alone(
    platform: EndpointsPlatform, package: str, other: str
) -> None:
    platform.deploy(a_spec(other, "ours"))
    in_service(platform, "ours")
    (config,) = made(platform, "EndpointConfig")
    platform.clients.sagemaker.create_endpoint(EndpointName=NAME, EndpointConfigName=config)
    assert [endpoint.name for endpoint in platform.endpoints()] == ["ours"]
    before = sorted(made(platform)), files(platform)
    with pytest.raises(Conflict, match="did not make"):
        platform.deploy(a_spec(package))
    platform.delete(NAME)
    assert (sorted(made(platform)), files(platform)) == before


def test_one_that_was_deleted_at_aws_is_not_made_again_unasked(
    platform: EndpointsPlatform, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.deploy(a_spec(package))
    in_service(platform)
    platform.clients.sagemaker.delete_endpoint(EndpointName=NAME)
    within(lambda: made(platform, "Endpoint") == [])
    monkeypatch.setattr("backend.platforms.aws.endpoints.records.BEGINNING_SECONDS", 0.0)
    platform.recover()
    endpoint = platform.endpoint(NAME)
    assert endpoint.state is EndpointState.FAILED
    assert "no longer in the AWS account" in endpoint.reason
    assert made(platform, "Endpoint") == []
    platform.update(a_spec(package))
    in_service(platform)
    platform.endpoints()
    assert len(made(platform)) == 3


def test_the_operators_policy_and_the_roles_are_enough(
    double: AwsDouble, settings: AwsSettings, studio: Studio, package: str, other: str, broken: str
) -> None:
    double.allow(permissions.operator_policy(permissions.place_of(settings)))
    one = studio()
    one.deploy(a_spec(package))
    in_service(one)
    one.update(a_spec(other))
    in_service(one)
    one.update(a_spec(broken))
    assert instant.WORDS in settled(one, NAME).reason
    one.invoke(NAME, b"", content_type=JSON, accept=JSON)
    one.endpoint_parts(NAME)
    one.endpoint_log(NAME, tail=5)
    one.traffic(NAME, since=time.time() - 60)
    one.recover()
    one.delete(NAME)
    with pytest.raises(NotFound):
        one.invoke(NAME, b"", content_type=JSON, accept=JSON)
    assert [
        request for request in double.requests if request.error == "AccessDeniedException"
    ] == []
    double.allow(policy_of_all())
    assert gone(one)


def policy_of_all() -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


# Deleting


def test_one_that_is_just_being_made_goes_when_it_may(
    double: AwsDouble, studio: Studio, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.platforms.aws.endpoints.endpoints._SETTLING_SECONDS", 0.0)
    one = studio()
    double.fail(Fault(Kind.SLOW_START, "CreateEndpoint", seconds=SLOW))
    one.deploy(a_spec(package))
    one.delete(NAME)
    assert one.endpoint(NAME).state is EndpointState.DELETING
    assert one.invoke(NAME, b"", content_type=JSON, accept=JSON).status == 503
    with pytest.raises(Conflict):
        one.update(a_spec(package))
    within(lambda: one.endpoints() == ())
    assert gone(one)


def test_a_name_is_free_at_once_when_it_was_deleted(
    double: AwsDouble, platform: EndpointsPlatform, package: str, other: str
) -> None:
    first = platform.deploy(a_spec(package))
    in_service(platform)
    platform.invoke(NAME, b"", content_type=JSON, accept=JSON)
    platform.delete(NAME)
    platform.deploy(a_spec(other))
    second = in_service(platform)
    assert second.spec == a_spec(other)
    assert second.created_at > first.created_at
    assert second.used_at is None


def log_groups(platform: EndpointsPlatform) -> list[str]:
    told = platform.clients.logs.describe_log_groups(logGroupNamePrefix="/aws/sagemaker/End")
    return [group["logGroupName"] for group in told["logGroups"]]


def test_deleting_deletes_the_log(platform: EndpointsPlatform, package: str) -> None:
    platform.deploy(a_spec(package))
    in_service(platform)
    assert platform.endpoint_log(NAME)
    platform.delete(NAME)
    assert log_groups(platform) == []


def test_what_is_written_while_it_goes_goes_too(
    double: AwsDouble,
    platform: EndpointsPlatform,
    studio: Studio,
    package: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("backend.platforms.aws.endpoints.endpoints._SETTLING_SECONDS", 0.0)
    monkeypatch.setattr(double._account, "pace", Pace(creating=0.02, deleting=SLOW))
    platform.deploy(a_spec(package))
    in_service(platform)
    platform.delete(NAME)
    assert platform.endpoint(NAME).state is EndpointState.DELETING
    assert platform.endpoint(NAME).packages == ()
    assert made(platform, "Endpoint") == [NAME]  # whoever deleted it may be gone: others go on
    assert log_groups(platform) == [f"/aws/sagemaker/Endpoints/{NAME}"]
    later = studio(retry_seconds=3600.0)
    within(lambda: later.endpoints() == ())
    assert log_groups(platform) == []
    assert gone(later)


def test_what_one_serves_goes_with_it_and_no_other_rests_on_it(
    platform: EndpointsPlatform, package: str
) -> None:
    for name in ("one", "two"):
        platform.deploy(a_spec(package, name))
        in_service(platform, name)
    assert platform.endpoint_mb("one") == platform.endpoint_mb("two") > 0
    platform.delete("one")
    in_service(platform, "two")
    kept = files(platform, "served")
    assert len(kept) == 2
    assert all(key.startswith("served/two-1-") for key in kept)
    platform.delete("two")
    assert gone(platform)
    assert platform.storage.get(platform.storage.key(package))


def test_other_settings_rest_on_the_same_package_until_it_is_changed(
    platform: EndpointsPlatform, package: str, other: str
) -> None:
    platform.deploy(a_spec(package))
    in_service(platform)
    first = files(platform, "served")
    alone = platform.endpoint_mb(NAME)
    platform.update(a_spec(package, memory_mb=4096))
    in_service(platform)
    assert is_as_wanted(platform)
    assert files(platform, "served") == first
    assert platform.endpoint_mb(NAME) == alone
    platform.update(a_spec(other))
    in_service(platform)
    assert is_as_wanted(platform)
    assert not set(files(platform, "served")) & set(first)


def test_deleting_one_while_its_package_is_deployed_elsewhere_takes_nothing_from_that(
    studio: Studio, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = studio(), studio()
    one.deploy(a_spec(package, "one"))
    in_service(one, "one")
    add = Intentions.add

    def after_a_deletion(intentions: Intentions, intention: Intention) -> bool:
        one.delete("one")
        return add(intentions, intention)

    monkeypatch.setattr(Intentions, "add", after_a_deletion)
    two.deploy(a_spec(package, "two"))
    in_service(two, "two")
    served = [key for key in files(two, "served") if key.endswith("model.tar.gz")]
    assert len(served) == 1


def test_packages_that_nobody_came_to_serve_go_when_a_studio_opens(
    request: pytest.FixtureRequest, platform: EndpointsPlatform, package: str, tmp_path: Path
) -> None:
    platform.deploy(a_spec(package))
    in_service(platform)
    kept = files(platform, "served")
    (tmp_path / "model.tar.gz").write_bytes(b"left by a crash")
    platform.storage.upload(tmp_path / "model.tar.gz", "served/another-1-0a1b2c3d")
    platform.recover()
    assert len(files(platform, "served")) == 4
    request.getfixturevalue("swept_at_once")
    platform.recover()
    assert files(platform, "served") == kept


# What is asked


def test_settled_endpoints_are_told_by_lists_alone(
    double: AwsDouble, platform: EndpointsPlatform, package: str
) -> None:
    for name in ("one", "two", "three"):
        platform.deploy(a_spec(package, name))
    for name in ("one", "two", "three"):
        in_service(platform, name)
    platform.endpoints()
    asked_before = len(double.requests)
    assert len(platform.endpoints()) == 3
    assert set(asked(double, asked_before)) == {"GetMetricData", "ListEndpoints", "ListObjectsV2"}


def test_a_failure_is_described_once(
    double: AwsDouble, platform: EndpointsPlatform, package: str, broken: str
) -> None:
    platform.deploy(a_spec(broken, "failed"))
    settled(platform, "failed")
    platform.deploy(a_spec(package, "rolled-back"))
    in_service(platform, "rolled-back")
    platform.update(a_spec(broken, "rolled-back"))
    settled(platform, "rolled-back")
    platform.endpoints()
    asked_before = len(double.requests)
    reasons = [endpoint.reason for endpoint in platform.endpoints()]
    assert all(instant.WORDS in reason for reason in reasons)
    assert set(asked(double, asked_before)) == {"GetMetricData", "ListEndpoints", "ListObjectsV2"}


def test_many_looks_at_once_ask_once(double: AwsDouble, studio: Studio, package: str) -> None:
    one = studio(fresh_seconds=60.0)
    one.deploy(a_spec(package))
    in_service(studio())
    one = studio(fresh_seconds=60.0)
    asked_before = len(double.requests)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: one.endpoints(), range(40)))
    since = time.time() - 900
    for _ in range(5):
        one.traffic(NAME, since=since)
    assert sorted(asked(double, asked_before)) == sorted(
        ["ListObjectsV2", "GetObject", "ListEndpoints", "GetMetricData", "GetMetricData"]
    )


def test_every_request_was_valid(
    double: AwsDouble, platform: EndpointsPlatform, package: str, other: str
) -> None:
    platform.deploy(a_spec(package))
    in_service(platform)
    platform.update(a_spec(other, concurrency=200, memory_mb=6144))
    in_service(platform)
    platform.delete(NAME)
    assert [request.problems for request in double.requests if request.problems] == []


# Invocations


def invoked(platform: EndpointsPlatform, body: bytes) -> tuple[int, str, bytes]:
    reply = platform.invoke(NAME, body, content_type=JSON, accept=JSON)
    return reply.status, reply.content_type, reply.body


@pytest.fixture
def answering(platform: EndpointsPlatform, package: str) -> EndpointsPlatform:
    platform.deploy(a_spec(package, concurrency=1))
    in_service(platform)
    return platform


def test_an_error_of_the_container_is_returned_as_it_is(answering: EndpointsPlatform) -> None:
    refusal = b'{"error": {"code": "bad_k", "message": "k is not a whole number."}}'
    assert invoked(answering, b"400 " + refusal) == (400, JSON, refusal)
    status, content_type, body = invoked(answering, b"500 <html>A page</html>")
    assert (status, content_type) == (500, JSON)
    assert b"internal" in body
    assert b"page" not in body


def test_over_its_concurrency_it_answers_429(
    double: AwsDouble, answering: EndpointsPlatform
) -> None:
    double.fail(Fault(Kind.THROTTLE, "InvokeEndpoint", count=None))
    status, content_type, body = invoked(answering, b"")
    assert (status, content_type) == (429, JSON)
    assert b"too_busy" in body


def test_too_large_a_request_is_not_sent(double: AwsDouble, answering: EndpointsPlatform) -> None:
    sent = len(double.requests)
    status, _, body = invoked(answering, b" " * (4 * 2**20 + 1))
    assert status == 413
    assert b"too_large" in body
    assert "InvokeEndpoint" not in asked(double, sent)
    assert invoked(answering, b" " * (4 * 2**20))[0] == 200


def test_a_broken_aws_is_unavailable(double: AwsDouble, answering: EndpointsPlatform) -> None:
    double.fail(Fault(Kind.SERVER_ERROR, "InvokeEndpoint", count=None))
    with pytest.raises(Unavailable):
        invoked(answering, b"")


def test_without_the_permission_it_says_so(double: AwsDouble, answering: EndpointsPlatform) -> None:
    double.fail(Fault(Kind.DENIED, "InvokeEndpoint", count=None))
    with pytest.raises(NotAllowed, match="InvokeEndpoint"):
        invoked(answering, b"")


def test_what_it_was_used_is_known_at_once_here_and_soon_elsewhere(
    studio: Studio, answering: EndpointsPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.platforms.aws.endpoints.traffic._PULSE_PERIOD", 1)
    within(lambda: time.time() > answering.endpoint(NAME).created_at + 1)
    before = time.time()
    invoked(answering, b"")
    assert before <= (answering.endpoint(NAME).used_at or 0) <= time.time()
    elsewhere = studio().endpoint(NAME)
    assert before <= (elsewhere.used_at or 0) <= time.time()
    assert elsewhere.memory_used_mb == 512


def test_metrics_that_may_not_be_read_hide_no_endpoint(
    double: AwsDouble, answering: EndpointsPlatform
) -> None:
    double.fail(Fault(Kind.DENIED, "GetMetricData", count=None))
    assert in_service(answering).memory_used_mb is None
    with pytest.raises(NotAllowed):
        answering.traffic(NAME, since=time.time() - 60)


# Bad input


@pytest.mark.parametrize("uri", ["", "no address", "s3://elsewhere/model.tar.gz", "file:///etc"])
def test_a_package_of_elsewhere_is_refused(platform: EndpointsPlatform, uri: str) -> None:
    with pytest.raises(InvalidInput, match="not there"):
        platform.deploy(a_spec(uri))
    assert gone(platform)


def test_a_stray_file_among_the_intentions_hides_nothing(
    platform: EndpointsPlatform, package: str
) -> None:
    platform.deploy(a_spec(package))
    in_service(platform)
    for key in ("endpoints/notes.txt", "endpoints/empty/1.json", f"endpoints/{NAME}/7.json"):
        platform.storage.put(key, b"by hand")
    assert [endpoint.name for endpoint in platform.endpoints()] == [NAME]
    in_service(platform)


def test_what_was_read_of_an_intention_is_not_read_again(
    double: AwsDouble, platform: EndpointsPlatform, package: str
) -> None:
    platform.deploy(a_spec(package))
    intentions = Intentions(platform.storage)
    first = intentions.of(NAME)
    sent = len(double.requests)
    assert intentions.of(NAME) == first
    assert isinstance(first, Wanted)
    assert asked(double, sent) == ["ListObjectsV2"]
