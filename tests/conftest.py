from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def jigsaw() -> Path:
    """The folder of the real comments, which stands beside the checkout and is never in it."""
    folder = Path(__file__).parents[2] / "shared" / "data" / "jigsaw"
    if not folder.is_dir():
        pytest.skip("the Jigsaw comments are not beside this checkout (../shared/data/jigsaw)")
    return folder
