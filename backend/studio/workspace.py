"""The workspace: one folder with its platform and ledger, which every verb of the studio takes."""

from dataclasses import dataclass
from pathlib import Path

from backend.errors import InvalidInput
from backend.ledger.ledger import Ledger
from backend.platforms.base import Platform
from backend.platforms.catalogue import open_platform

LEDGER_FILE = "ledger.sqlite3"
DEFAULT_FOLDER = Path("workspace")
FOLDER_VARIABLE = "MODERATION_STUDIO_WORKSPACE"
"""The environment variable that names another folder."""


@dataclass(frozen=True)
class Workspace:
    """Where a community's datasets, jobs, models and endpoints are."""

    platform: Platform
    ledger: Ledger
    folder: Path

    @property
    def datasets_folder(self) -> Path:
        """One folder a dataset; they belong to no platform."""
        return self.folder / "datasets"


def open_workspace(folder: Path, platform: str = "local") -> Workspace:
    """Open `folder`, making it if need be, and bring back what should be running in it.

    Raises InvalidInput when there can be no such folder.
    """
    try:
        folder = folder.resolve()  # by whatever link it is opened, its URIs are the same
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that go in a circle
        raise InvalidInput(
            f"{folder} cannot be a workspace: {getattr(error, 'strerror', None) or error}.",
            "Choose a folder that can be written to.",
        ) from error
    workspace = Workspace(
        platform=open_platform(platform, folder),
        ledger=Ledger(folder / LEDGER_FILE),
        folder=folder,
    )
    workspace.platform.recover()
    return workspace
