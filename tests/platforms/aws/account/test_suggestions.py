from pathlib import Path

import pytest

from backend.platforms.aws.account.permissions import operator_policy, place_of
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.catalogue import suggested_settings
from tests.aws_double import AwsDouble, Fault


@pytest.fixture
def nothing(double: AwsDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    """No region, no key and no profile on this machine."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(nothing: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file with this machine's profiles."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    return tmp_path / "config"


def keys(double: AwsDouble) -> str:
    environment = double.environment
    return (
        f"aws_access_key_id = {environment['AWS_ACCESS_KEY_ID']}\n"
        f"aws_secret_access_key = {environment['AWS_SECRET_ACCESS_KEY']}\n"
    )


def test_region_role_and_bucket_of_the_template_are_found(
    double: AwsDouble, clients: Clients
) -> None:
    bucket = f"moderation-studio-{double.account}-{double.region}"
    clients.s3.create_bucket(Bucket=bucket)
    settings = AwsSettings(
        region=double.region, role_arn=double.role_arn, bucket=bucket, prefix="moderation-studio"
    )
    double.allow(operator_policy(place_of(settings)))
    assert suggested_settings("aws", {}) == {
        "region": double.region,
        "role": double.role_arn,
        "bucket": bucket,
    }


def test_what_the_account_has_not_is_left_out(double: AwsDouble) -> None:
    assert "bucket" not in suggested_settings("aws", {})


def test_what_is_known_is_not_looked_for(double: AwsDouble) -> None:
    known = {"region": "eu-west-1", "bucket": "mine", "role": "arn:mine", "prefix": "p"}
    assert suggested_settings("aws", known) == {}
    assert not [r for r in double.requests if r.operation in ("GetBucketLocation", "GetRole")]


@pytest.mark.parametrize("fault", ["denied", "expired", "server_error", "no_connection"])
def test_an_account_that_does_not_tell_spoils_nothing(double: AwsDouble, fault: str) -> None:
    double.fail(Fault(fault, count=None))
    assert suggested_settings("aws", {}) == {"region": double.region}


def test_one_refusal_does_not_hide_the_rest(double: AwsDouble) -> None:
    double.fail(Fault("denied", service="s3", count=None))
    assert suggested_settings("aws", {}) == {"region": double.region, "role": double.role_arn}


@pytest.mark.usefixtures("nothing")
def test_a_machine_that_knows_nothing_suggests_nothing() -> None:
    assert suggested_settings("aws", {}) == {}


def test_the_only_profile_is_suggested_with_its_region(double: AwsDouble, home: Path) -> None:
    home.write_text(f"[profile desk]\nregion = eu-north-1\n{keys(double)}")
    found = suggested_settings("aws", {})
    assert (found["profile"], found["region"]) == ("desk", "eu-north-1")


def test_a_usual_profile_needs_no_name(double: AwsDouble, home: Path) -> None:
    home.write_text(f"[default]\nregion = eu-north-1\n{keys(double)}[profile other]\nregion = x\n")
    found = suggested_settings("aws", {})
    assert "profile" not in found
    assert found["region"] == "eu-north-1"
    assert suggested_settings("aws", {"profile": "other"})["region"] == "x"


def test_a_profile_that_is_not_there_or_a_file_that_is_none_spoils_nothing(home: Path) -> None:
    assert suggested_settings("aws", {"profile": "absent"}) == {}
    home.write_text("[[nonsense")
    assert suggested_settings("aws", {}) == {}
