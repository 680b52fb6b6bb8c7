from pathlib import Path

import pytest

from tests.aws_double import containers


@pytest.fixture(scope="session")
def python() -> Path:
    """The container's Python."""
    interpreter = containers.python()
    if interpreter is None:
        pytest.skip("there is no Python 3.12 with the container's versions here")
    return interpreter


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """What stands for /opt/ml."""
    folder = tmp_path / "opt" / "ml"
    folder.mkdir(parents=True)
    return folder
