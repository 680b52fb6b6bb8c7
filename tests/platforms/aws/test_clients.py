import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from backend.errors import InvalidInput, Unavailable
from backend.platforms.aws.clients import ATTEMPTS, Clients
from backend.platforms.aws.errors import translated
from backend.platforms.aws.settings import AwsSettings
from tests.aws_double import AwsDouble, Fault


def sent(double: AwsDouble, operation: str) -> int:
    return [request.operation for request in double.requests].count(operation)


def ask(clients: Clients) -> str:
    with translated("asking"):
        return str(clients.sts.get_caller_identity()["Account"])


def test_there_is_one_client_of_a_service_for_all_threads(settings: AwsSettings) -> None:
    clients = Clients(settings)
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: clients.s3, range(8)))
    assert len({id(client) for client in made}) == 1


def test_what_passes_by_itself_is_tried_again(clients: Clients, double: AwsDouble) -> None:
    double.fail(Fault("server_error", operation="ListEndpoints", count=ATTEMPTS - 1))
    clients.sagemaker.list_endpoints()
    assert sent(double, "ListEndpoints") == ATTEMPTS
    double.fail(Fault("no_connection", operation="ListEndpoints", count=None))
    with pytest.raises(Unavailable), translated():
        clients.sagemaker.list_endpoints()


def test_an_invocation_is_not_sent_over_and_over(clients: Clients, double: AwsDouble) -> None:
    double.fail(Fault("no_connection", operation="InvokeEndpoint", count=None))
    with pytest.raises(Unavailable), translated():
        clients.runtime.invoke_endpoint(EndpointName="e", Body=b"")
    assert 1 <= sent(double, "InvokeEndpoint") <= 2
    assert clients.runtime.meta.config.read_timeout > 60


def test_credentials_are_read_anew_once_they_are_refused(
    settings: AwsSettings, double: AwsDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = Clients(settings)
    good = double.environment["AWS_ACCESS_KEY_ID"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    for _ in range(2):
        with pytest.raises(Unavailable, match="Sign in"):
            ask(clients)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", good)
    assert ask(clients) == double.account


def test_credentials_are_read_anew_once_they_have_expired(
    clients: Clients, double: AwsDouble
) -> None:
    before = clients.sagemaker
    double.fail(Fault("expired"))
    with pytest.raises(Unavailable, match="expired"):
        ask(clients)
    assert ask(clients) == double.account
    assert clients.sagemaker is not before


def test_who_signs_in_later_need_not_start_again(
    settings: AwsSettings, double: AwsDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    clients = Clients(settings)
    with pytest.raises(Unavailable, match="no AWS credentials"):
        ask(clients)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, double.environment[name])
    assert ask(clients) == double.account


def test_the_profile_of_the_settings_signs_in(
    settings: AwsSettings, double: AwsDouble, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = {name: double.environment[name] for name in double.environment if "ACCESS_KEY" in name}
    lines = [f"{name.lower()} = {value}" for name, value in keys.items()]
    (tmp_path / "credentials").write_text("\n".join(["[desk]", *lines]))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    for name in keys:
        monkeypatch.delenv(name)
    with pytest.raises(Unavailable):
        ask(Clients(settings))
    assert ask(Clients(replace(settings, profile="desk"))) == double.account


def test_a_profile_that_is_not_there_is_told_when_it_is_needed(settings: AwsSettings) -> None:
    clients = Clients(replace(settings, profile="nobody"))
    for _ in range(2):
        with pytest.raises(InvalidInput, match="'nobody'"):
            _ = clients.sagemaker


@pytest.mark.parametrize("region", ["", "nowhere!"])
def test_a_region_that_cannot_be_is_told(
    settings: AwsSettings, region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name)
    with pytest.raises(InvalidInput, match="region"):
        _ = Clients(replace(settings, region=region)).sagemaker


def test_no_network_is_told(settings: AwsSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Unavailable, match="reached"):
        ask(Clients(settings, attempts=1))


def test_a_bucket_is_found_at_a_loopback_address_with_a_name(
    settings: AwsSettings, double: AwsDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://localhost:{urlsplit(double.url).port}")
    Clients(settings).s3.head_bucket(Bucket=settings.bucket)


def test_every_service_is_asked_in_the_region_that_has_it(settings: AwsSettings) -> None:
    clients = Clients(replace(settings, region="eu-north-1"))
    for service in (clients.sagemaker, clients.runtime, clients.logs, clients.cloudwatch):
        assert service.meta.region_name == "eu-north-1"
    for service in (clients.iam, clients.quotas, clients.tagging):
        assert "moderation-studio/" in service.meta.config.user_agent_extra
    assert clients.pricing.meta.region_name == "us-east-1"


def test_making_clients_costs_no_import_of_boto3() -> None:
    code = (
        "import sys; from backend.platforms.aws.clients import Clients;"
        "from backend.platforms.aws.settings import AwsSettings;"
        "Clients(AwsSettings(region='r', role_arn='a', bucket='b', prefix='p'));"
        "print([name for name in ('boto3', 'botocore', 'sagemaker') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
