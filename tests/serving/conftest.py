from pathlib import Path

import pytest

from backend.serving.scorer import Scorer
from tests import tiny


@pytest.fixture(scope="session")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    folder: Path = tmp_path_factory.mktemp("tiny")
    tiny.package(folder)
    return Scorer(folder / "package")
