"""The code that jobs and endpoints in a container run, as the studio sends it."""

import shutil
import zipfile
from pathlib import Path

from backend.artefacts.package import job_code

PREDICTS, TRAINS = "fasttext_predict", "fasttext_wheel"

_WHEELS = Path(__file__).parents[1] / ".venv-container" / "wheels"


def send_code(folder: Path, *wheels: str) -> Path:
    """The programs and their rooms below `folder`, nothing else of the checkout, with the compiled
    code of `wheels`."""
    for name, source in job_code().items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)
    for name in wheels:
        send_wheel(folder, name)
    return folder


def send_wheel(folder: Path, name: str) -> None:
    """What the wheel holds, but for its metadata, below `folder`."""
    (wheel,) = _WHEELS.glob(f"{name}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        members = [m for m in archive.namelist() if ".dist-info/" not in m]
        archive.extractall(folder, members)
