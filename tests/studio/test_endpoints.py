"""Endpoints and the models they serve."""

from pathlib import Path

import pytest

from backend.errors import NotFound
from backend.ledger.ledger import Ledger
from backend.platforms.base import EndpointSpec
from backend.studio import endpoints
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform


def test_an_endpoint_whose_model_is_out_of_reach_says_how_that_came(tmp_path: Path) -> None:
    platform = MemoryPlatform(tmp_path / "platform")
    workspace = Workspace(platform, Ledger(tmp_path / "ledger.sqlite3"), tmp_path)
    platform.deploy(EndpointSpec(name="live", package="memory://elsewhere", memory_mb=1024))
    assert endpoints.get(workspace, "live").model is None
    with pytest.raises(NotFound, match="deleted, or the workspace was moved"):
        endpoints.model_of(workspace, "live")
