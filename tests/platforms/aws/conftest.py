"""An account of its own for the tests of this room: the AWS double, empty again after each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.loaders import create_loader

from backend.platforms.aws.clients import Clients
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.settings import AwsSettings
from tests.aws_double import AwsDouble, Pace
from tests.aws_double.containers import python
from tests.platforms.aws.jobs_platform import tell_images

UNPACKED = Path(__file__).parents[3] / ".venv-container" / "unpacked"
OF_THE_MACHINE = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3")


@pytest.fixture(scope="session", autouse=True)
def _models_read_once() -> Iterator[None]:
    """The services' models, which each session of boto3 would read anew: longer than most tests."""
    loader = create_loader()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.session.create_loader", lambda _: loader)
        yield


@pytest.fixture(scope="session")
def one_double(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AwsDouble]:
    with AwsDouble(tmp_path_factory.mktemp("aws"), pace=Pace(grace=0.5)) as double:
        yield double


@pytest.fixture
def double(one_double: AwsDouble, monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsDouble]:
    """The account, with its address and keys in the environment."""
    for name in OF_THE_MACHINE:
        monkeypatch.delenv(name, raising=False)
    for name, value in one_double.environment.items():
        monkeypatch.setenv(name, value)
    yield one_double
    one_double.reset()


@pytest.fixture
def settings(double: AwsDouble) -> AwsSettings:
    return AwsSettings(
        region=double.region,
        role_arn=double.role_arn,
        bucket=double.bucket,
        prefix="moderation-studio",
    )


@pytest.fixture(scope="session")
def made_clients(one_double: AwsDouble) -> Clients:
    return Clients(
        AwsSettings(region=one_double.region, role_arn="", bucket="", prefix="")
    )  # which only take the region


@pytest.fixture
def clients(double: AwsDouble, made_clients: Clients) -> Clients:
    """The same for all tests: making one takes longer than most tests."""
    return made_clients


@pytest.fixture
def storage(clients: Clients, settings: AwsSettings, tmp_path: Path) -> Storage:
    return Storage(clients, settings, tmp_path / "copies")


@pytest.fixture(scope="session")
def unpacked_wheels(container: None) -> Path:
    """Where `make install-tests` has had the wheels fetched and unpacked: no test needs a network,
    and none may write there."""
    return UNPACKED


@pytest.fixture(scope="session")
def shared(unpacked_wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where wheels and the names of images are kept, as they were asked for once."""
    folder = tmp_path_factory.mktemp("shared")
    tell_images("us-east-1", folder / "images")
    (folder / "wheels").symlink_to(unpacked_wheels)
    return folder


@pytest.fixture(scope="session")
def container() -> None:
    """Skips where there is no Python with the container's versions."""
    if python() is None:
        pytest.skip("there is no .venv-container: run make install-tests")
