"""The code that jobs and endpoints in a container run, as the studio sends it."""

import shutil
from pathlib import Path

from backend.artefacts.package import job_code
from backend.platforms.aws.files.wheels import PREDICTS, TRAINS, unpacked

__all__ = ["PREDICTS", "TRAINS", "send_code", "send_wheel"]

_UNPACKED = Path(__file__).parents[1] / ".venv-container" / "unpacked"  # by make install-tests


def send_code(folder: Path, *wheels: str) -> Path:
    """The programs and their rooms below `folder`, nothing else of the checkout, with the compiled
    code of `wheels`."""
    for name, source in job_code().items():
        _send(source, folder / name)
    for name in wheels:
        send_wheel(folder, name)
    return folder


def send_wheel(folder: Path, name: str) -> None:
    """What a wheel holds, below `folder`."""
    for path, source in unpacked(name, _UNPACKED).items():
        _send(source, folder / path)


def _send(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, place)
