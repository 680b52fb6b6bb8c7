"""The workspace: one folder with its platform and ledger, which every verb of the studio takes."""

import contextlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.errors import InvalidInput, StudioError
from backend.ledger.ledger import Ledger
from backend.platforms.base import Platform
from backend.platforms.catalogue import open_platform
from backend.studio import platforms
from backend.studio.platforms import LEDGER_FILE, Choice

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

    def reference_trains(self, algorithm: str) -> bool:
        """Whether fastText's reference implementation trains it here, not the platform's own."""
        return algorithm not in self.platform.own_trainers


def open_folder(folder: Path) -> Path:
    """The folder of a workspace, made if need be. Raises InvalidInput when there can be none."""
    try:
        folder = folder.resolve()  # by whatever link it is opened, its URIs are the same
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that go in a circle
        raise InvalidInput(
            f"{folder} cannot be a workspace: {getattr(error, 'strerror', None) or error}.",
            "Choose a folder that can be written to.",
        ) from error
    return folder


def open_workspace(
    folder: Path, platform: str | None = None, settings: Mapping[str, str] | None = None
) -> Workspace:
    """Open `folder`, making it if need be, and bring back what should be running in it.

    platform, settings: where its work runs; what is not given, `platforms.resolve` finds. A
    platform that is out of reach can be opened: what is asked of it then says why it does not
    answer. Raises InvalidInput when there can be no such folder, and as `platforms.resolve`.
    """
    folder = open_folder(folder)
    return open_choice(folder, platforms.resolve(folder, platform, settings))


def open_choice(folder: Path, choice: Choice) -> Workspace:
    """Open `folder`, which is there, with its work where `choice` says; as `open_workspace`."""
    workspace = Workspace(
        platform=open_platform(choice.name, folder, choice.settings),
        ledger=Ledger(folder / LEDGER_FILE, choice.place),
        folder=folder,
    )
    if workspace.platform.far:  # which may not answer, and nobody should wait for that
        threading.Thread(target=_recover, args=(workspace,), name="recover", daemon=True).start()
    else:
        workspace.platform.recover()
    return workspace


def _recover(workspace: Workspace) -> None:
    with contextlib.suppress(StudioError):  # whoever opens it next tries again
        workspace.platform.recover()
