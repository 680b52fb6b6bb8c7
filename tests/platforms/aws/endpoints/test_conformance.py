"""The suite that every platform passes, on SageMaker's double and with no more than our policy."""

from pathlib import Path
from typing import Any

import pytest

from backend.platforms.aws.account.permissions import operator_policy, place_of
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.platform import AwsPlatform
from backend.platforms.aws.settings import AwsSettings
from tests import tiny
from tests.aws_double import AwsDouble
from tests.platforms.endpoint_conformance import EndpointConformance, Publish


@pytest.fixture(scope="module")
def tiny_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.package(tmp_path_factory.mktemp("tiny"))


class TestContract(EndpointConformance):
    @pytest.fixture
    def platform(
        self,
        double: AwsDouble,
        settings: AwsSettings,
        clients: Clients,
        tmp_path: Path,
        shared: Path,
    ) -> Any:
        double.allow(operator_policy(place_of(settings)))
        return AwsPlatform(
            tmp_path / "aws", settings, shared=shared, clients=clients, fresh_seconds=0
        )

    @pytest.fixture
    def publish(self, platform: AwsPlatform) -> Publish:
        return lambda package: platform.upload(package, "packages")
