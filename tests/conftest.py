from pathlib import Path

import pytest

_LONG = Path(__file__).parent / "e2e"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first: what is left when workers come to their ends is short."""
    items.sort(key=lambda item: _LONG not in item.path.parents)
    if config.getoption("loadgroup", False):  # as pytest-xdist tells its workers
        scattered = [
            i for i in items if i.get_closest_marker("xdist_group") and "@" not in i.nodeid
        ]
        if scattered:
            raise pytest.UsageError("pytest-xdist does not see the groups that share what is slow")


@pytest.fixture(scope="session")
def jigsaw() -> Path:
    """The folder of the real comments, which stands beside the checkout and is never in it."""
    folder = Path(__file__).parents[2] / "shared" / "data" / "jigsaw"
    if not folder.is_dir():
        pytest.skip("the Jigsaw comments are not beside this checkout (../shared/data/jigsaw)")
    return folder
