"""The same package says the same on this machine and in the container."""

import json
from pathlib import Path

import pytest

from backend.artefacts import archive
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.settings import AwsSettings
from backend.serving.scorer import Scorer
from backend.serving.wire import JSON, answer
from tests import tiny
from tests.platforms.aws.endpoints_platform import EndpointsPlatform
from tests.platforms.endpoint_conformance import a_spec, served
from tests.wire import ALL, as_json

MESSAGES = (
    tiny.TOXIC,
    tiny.FRIENDLY,
    "",
    "you rotten, ROTTEN turnip!!!",
    "ｗｈａｔ a türnip",
    "\u202egnp\u202c \U0001f600 x" * 50,
    "get lost " * 2_000,
    "http://example.com 12345",
    *(f"well played {word}" for word in tiny.TOXIC.split()),
)


def test_scores_are_equal_here_and_there(
    settings: AwsSettings, clients: Clients, tmp_path: Path, shared: Path
) -> None:
    package = tiny.package(tmp_path / "tiny")
    archive.unpack(package, tmp_path / "here")
    body = as_json(*MESSAGES, k=ALL, details=True)
    here = json.loads(answer(Scorer(tmp_path / "here"), body, JSON, JSON).body)

    platform = EndpointsPlatform(settings, clients, tmp_path / "aws", shared)
    served(platform, a_spec(platform.upload(package, "package")))
    reply = platform.invoke("an-endpoint", body, content_type=JSON, accept=JSON)
    there = json.loads(reply.body)

    assert len(there) == len(here) == len(MESSAGES)
    for ours, theirs in zip(here, there, strict=True):
        chances = dict(zip(ours["label"], ours["prob"], strict=True))
        assert dict(zip(theirs["label"], theirs["prob"], strict=True)) == pytest.approx(
            chances, abs=1e-6
        )
        assert theirs["details"]["raw"] == pytest.approx(ours["details"]["raw"], abs=1e-6)
        assert theirs["details"]["text"] == ours["details"]["text"]
        assert theirs["details"]["model"] == ours["details"]["model"]
