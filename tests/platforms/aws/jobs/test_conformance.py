"""The suite that every platform passes, on SageMaker's double and with no more than our policy."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from backend.platforms.aws.account.permissions import operator_policy, place_of
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.jobs.intentions import spec_record
from backend.platforms.aws.settings import AwsSettings
from tests.aws_double import AwsDouble
from tests.platforms.aws import jobs_platform
from tests.platforms.aws.jobs_platform import open_whole
from tests.platforms.conformance import JobConformance, Starter


class TestContract(JobConformance):
    @pytest.fixture
    def platform(
        self,
        double: AwsDouble,
        settings: AwsSettings,
        clients: Clients,
        container: None,
        tmp_path: Path,
    ) -> Any:
        double.allow(operator_policy(place_of(settings)))
        return open_whole(settings, tmp_path / "aws", clients)

    @pytest.fixture
    def starter(self, settings: AwsSettings, tmp_path: Path) -> Starter:
        return lambda spec: [
            sys.executable,
            "-m",
            jobs_platform.__name__,
            str(tmp_path / "aws"),
            json.dumps(asdict(settings)),
            json.dumps(spec_record(spec)),
        ]
