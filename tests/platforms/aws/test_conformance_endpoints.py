"""The suite that every platform passes, on SageMaker's double."""

from pathlib import Path
from typing import Any

import pytest

from backend.platforms.aws.clients import Clients
from backend.platforms.aws.settings import AwsSettings
from tests import tiny
from tests.platforms.aws.endpoints_platform import EndpointsPlatform
from tests.platforms.endpoint_conformance import EndpointConformance, Publish


@pytest.fixture(scope="module")
def tiny_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.package(tmp_path_factory.mktemp("tiny"))


class TestContract(EndpointConformance):
    @pytest.fixture
    def platform(
        self, settings: AwsSettings, clients: Clients, tmp_path: Path, shared: Path
    ) -> Any:
        return EndpointsPlatform(settings, clients, tmp_path / "aws", shared)

    @pytest.fixture
    def publish(self, platform: EndpointsPlatform) -> Publish:
        return lambda package: platform.upload(package, "packages")
