import contextlib
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Widget

from app import session
from app.components.error_box import DEFECT
from backend.datasets.files import DatasetFiles
from backend.platforms.base import EndpointState
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.work import runs
from backend.studio.workspace import FOLDER_VARIABLE, Workspace, open_workspace
from tests.comments import write_comments
from tests.workspaces import put_away, settled

HOME = Path(__file__).parents[2] / "app" / "Home.py"


class Desk:
    """The app as a person sees it, on one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def open(self, page: str = "home", **query: str) -> AppTest:
        """A new tab on a page."""
        tab = AppTest.from_file(str(HOME), default_timeout=60)
        tab.switch_page(f"pages/{page}.py")
        for name, value in query.items():
            tab.query_params[name] = value
        return self.look(tab)

    def look(self, changed: AppTest | Widget) -> AppTest:
        """Run the page of a tab or a widget; nothing on it may be a defect."""
        tab = changed.run()
        assert not tab.exception
        assert DEFECT not in [error.value for error in tab.error]
        return tab


def words_of(tab: AppTest) -> str:
    """All that stands on the page in words."""
    kinds = ("title", "header", "markdown", "caption", "info", "success", "warning", "error")
    return "\n".join(str(element.value) for kind in kinds for element in tab.get(kind))


def links_of(tab: AppTest) -> list[str]:
    """The addresses of the pages that are linked to."""
    return [link.page for link in tab.page_link]


def keys_of(tab: AppTest) -> set[str]:
    return {button.key for button in tab.button if button.key}


@contextlib.contextmanager
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    try:
        yield Desk(open_workspace(folder))
    finally:
        session.opened.clear()


@pytest.fixture(autouse=True, scope="session")
def installed_components() -> Iterator[None]:
    """Those of all installed packages: Streamlit would read every package's for each tab anew."""
    with pytest.MonkeyPatch.context() as patch:
        look = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", look)
        yield


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """AppTest puts its script in the place of `__main__`, which later tests would spawn with."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The app on an empty workspace."""
    with opened(tmp_path / "workspace", monkeypatch) as found:
        yield found
        put_away(found.workspace)


@dataclass(frozen=True)
class Made:
    """A workspace in which a tiny model has been made, and answers on an endpoint."""

    folder: Path
    dataset: str = "garden"
    lines: str = "garden-1-process"
    model: str = "garden-model"
    endpoint: str = "garden"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    made = Made(tmp_path_factory.mktemp("made") / "workspace")
    workspace = open_workspace(made.folder)
    size = workspace.platform.sizes()[0].name
    train = write_comments(made.folder / "garden.csv")
    datasets.add(workspace, made.dataset, DatasetFiles(train))
    runs.process(workspace, name="garden-1", dataset=made.dataset, size=size)
    assert runs.wait(workspace, "garden-1").state is runs.RunState.COMPLETED
    runs.train(
        workspace,
        name=made.model,
        lines=made.lines,
        algorithm="fasttext",
        size=size,
        hyperparameters={"buckets": "1000", "vector_dim": "8"},
    )
    assert runs.wait(workspace, made.model).state is runs.RunState.COMPLETED
    endpoints.deploy(workspace, name=made.endpoint, model=made.model)
    assert settled(workspace, made.endpoint) is EndpointState.IN_SERVICE
    yield made
    put_away(workspace)
    shutil.rmtree(made.folder, ignore_errors=True)


@pytest.fixture
def made(made_once: Made) -> Made:
    return made_once


@pytest.fixture
def made_desk(made: Made, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The app on the workspace with a model. Tests leave it as they found it."""
    with opened(made.folder, monkeypatch) as found:
        yield found
