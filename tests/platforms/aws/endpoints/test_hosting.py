"""SageMaker's side of endpoints, where it is behind with itself."""

from pathlib import Path

import pytest

from backend.errors import Unavailable
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints.hosting import Hosting
from backend.platforms.aws.endpoints.records import Intention, Served, Wanted
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.images import Images
from backend.platforms.aws.settings import AwsSettings
from tests.aws_double import AwsDouble, Fault, Kind
from tests.platforms.aws.jobs_platform import tell_images
from tests.platforms.endpoint_conformance import a_spec

SERVED = "served/sha256-1/model.tar.gz"


@pytest.mark.parametrize("operation", ["CreateEndpointConfig", "CreateEndpoint"])
def test_what_was_just_made_may_not_be_seen_yet(
    double: AwsDouble,
    clients: Clients,
    settings: AwsSettings,
    storage: Storage,
    operation: str,
    tmp_path: Path,
) -> None:
    storage.put(SERVED, b"a package")
    tell_images(settings.region, tmp_path)
    intention = Intention(
        revision=1,
        spec=a_spec("s3://somewhere/model.tar.gz"),
        token="1",
        served=Served(storage.uri(SERVED), "0" * 64, 1.0),
        replaces=0,
        created_at=0.0,
        begun_at=0.0,
    )
    double.fail(Fault(Kind.NOT_SEEN, operation, count=None))
    hosting = Hosting(clients, settings, Images(settings.region, tmp_path))
    for _ in range(2):
        with pytest.raises(Unavailable, match="not see yet"):
            hosting.put_in_place(Wanted((intention,)), wait_seconds=0)
