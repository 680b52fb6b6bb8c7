import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from backend.errors import InvalidInput, NotFound, Unavailable
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.platform import AwsPlatform
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.capabilities import (
    ChecksAccount,
    HoldsThings,
    LimitsSpot,
    ReadsBehind,
    RefreshesPrices,
)
from backend.platforms.catalogue import open_platform
from tests.aws_double import AwsDouble, Fault


@pytest.fixture
def platform(settings: AwsSettings, clients: Clients, shared: Path, tmp_path: Path) -> AwsPlatform:
    return AwsPlatform(tmp_path / "aws", settings, shared=shared, clients=clients, fresh_seconds=0)


@pytest.fixture
def unreachable(
    settings: AwsSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AwsPlatform:
    """Where nobody answers."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    return AwsPlatform(tmp_path / "aws", settings, clients=Clients(settings, attempts=1))


def given(settings: AwsSettings) -> dict[str, str]:
    """The settings by the names of the catalogue."""
    return {
        "region": settings.region,
        "role": settings.role_arn,
        "bucket": settings.bucket,
        "prefix": settings.prefix,
    }


def test_it_is_opened_by_name_with_its_settings(settings: AwsSettings, tmp_path: Path) -> None:
    platform = open_platform("aws", tmp_path, given(settings))
    assert platform.name == "aws"
    assert platform.jobs() == ()
    assert platform.endpoints() == ()
    for capability in (ChecksAccount, HoldsThings, LimitsSpot, ReadsBehind, RefreshesPrices):
        assert isinstance(platform, capability)


def test_files_are_found_again(platform: AwsPlatform, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text("text")
    shares: list[float] = []
    uri = platform.upload(tmp_path / "data", "datasets/data", on_progress=shares.append)
    assert shares[-1] == 1
    assert platform.fetch(f"{uri}/a.txt").read_text() == "text"
    with pytest.raises(InvalidInput):
        platform.upload(tmp_path / "absent", "datasets/absent")
    with pytest.raises(InvalidInput):
        platform.upload(tmp_path / "data", "../elsewhere")
    for absent in (f"{uri}/absent", "no address", "file://elsewhere/etc", ""):
        with pytest.raises(NotFound):
            platform.fetch(absent)


def test_it_opens_and_recovers_where_nobody_answers(unreachable: AwsPlatform) -> None:
    unreachable.recover()
    assert unreachable.sizes()
    assert unreachable.price_table().instances
    for ask in (unreachable.jobs, unreachable.endpoints, unreachable.holdings):
        with pytest.raises(Unavailable, match="reached"):
            ask()


def test_pages_are_told_soon_where_nobody_answers(
    settings: AwsSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the call itself is tried again and again."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    tries = Event()
    monkeypatch.setattr(
        "botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: tries.wait(60) or 0
    )
    platform = AwsPlatform(tmp_path / "aws", settings)
    platform.do_not_wait()
    for ask in (platform.jobs, platform.endpoints):
        with pytest.raises(Unavailable, match="not been reached"):
            ask()
    assert platform.jobs_unread() == frozenset()
    tries.set()


@pytest.mark.parametrize("fault", ["expired", "denied", "server_error"])
def test_it_recovers_whatever_the_account_says(
    platform: AwsPlatform, double: AwsDouble, fault: str
) -> None:
    double.fail(Fault(fault, count=None))
    platform.recover()


def test_places_do_not_mix(
    platform: AwsPlatform, settings: AwsSettings, clients: Clients, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("text")
    uri = platform.upload(tmp_path / "a.txt", "a")
    platform.fetch(uri)
    other = AwsPlatform(
        tmp_path / "aws", replace(settings, prefix="other"), clients=clients, fresh_seconds=0
    )
    with pytest.raises(NotFound):
        other.fetch(uri)
    assert other.holdings() == ()


def test_the_studio_is_known_by_what_it_leaves_and_removes_all_of_it(
    platform: AwsPlatform, double: AwsDouble, clients: Clients, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("text")
    uri = platform.upload(tmp_path / "a.txt", "a")
    platform.fetch(uri)
    assert [holding.kind for holding in platform.holdings()]
    assert not [holding for holding in platform.remove_holdings() if holding.left_because]
    assert platform.holdings() == ()
    assert clients.s3.list_objects_v2(Bucket=double.bucket)["KeyCount"] == 0
    with pytest.raises(NotFound):
        platform.fetch(uri)


def test_the_sdk_is_not_imported_to_look_and_to_send(settings: AwsSettings, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    code = (
        "import json, sys; from pathlib import Path;"
        "from backend.platforms.catalogue import open_platform;"
        "folder = Path(sys.argv[1]);"
        "platform = open_platform('aws', folder, json.loads(sys.argv[2]));"
        "platform.jobs(); platform.endpoints(); platform.recover();"
        "platform.fetch(platform.upload(folder / 'a.txt', 'a'));"
        "print('boto3' in sys.modules, 'sagemaker' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), json.dumps(given(settings))],
        capture_output=True,
        text=True,
        env=os.environ,
        check=True,
    )
    assert done.stdout == "True False\n"
