"""The compiled parts that the containers need: wheels, pinned, fetched by pip once."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.artefacts.files import remove_abandoned, whole_folder
from backend.artefacts.hashing import file_hash
from backend.errors import NotFound, Unavailable
from backend.learning.recipes import LINEAR

PREDICTS = "fasttext-predict"
TRAINS = "fasttext-wheel"

PYTHON = "3.12"
"""The containers' Python."""

_PLATFORM = "manylinux2014_x86_64"
_SECONDS = 300.0
_NOT_NEEDED = "fasttext/tests/"


@dataclass(frozen=True)
class Wheel:
    """One file of a package index."""

    name: str
    version: str
    sha256: str

    @property
    def file(self) -> str:
        """Its name."""
        tags = f"cp312-cp312-manylinux_2_17_x86_64.{_PLATFORM}"
        return f"{self.name.replace('-', '_')}-{self.version}-{tags}.whl"


WHEELS: Mapping[str, Wheel] = {
    wheel.name: wheel
    for wheel in (
        Wheel(
            PREDICTS,
            "0.9.2.4",
            "11ef7af2a4431c76d2226e47334e86b9c4a78a98f6cb68b1ce9a1fc20e04c904",
        ),
        Wheel(
            TRAINS,
            "0.9.2",
            "5758d911a4e4539c75e93d58d9feee2c6de96a5addc4f4d7d76ed4e8953a4f35",
        ),
    )
}


def needed_for(algorithm: str | None) -> bool:
    """Whether training with an algorithm, or reading its model, may take fastText: the containers
    have all that a linear model needs."""
    return algorithm != LINEAR.name


def unpacked(name: str, folder: Path) -> Mapping[str, Path]:
    """The files of a pinned wheel that its import needs, by their path in it.

    They are fetched and unpacked below `folder` once, whole or not at all. Raises NotFound for a
    name that is not pinned, Unavailable when the wheel cannot be had.
    """
    if name not in WHEELS:
        raise NotFound(f"No wheel {name[:40]!r} is pinned.")
    wheel = WHEELS[name]
    place = folder / f"{wheel.name}-{wheel.version}-{wheel.sha256[:8]}"
    if not place.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        remove_abandoned(folder)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".fetched.") as fetched:
            _unpack(_fetch(wheel, Path(fetched)), place)
    files = (path for path in place.rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): path for path in sorted(files)}


def _fetch(wheel: Wheel, folder: Path) -> Path:
    """The wheel, in `folder`. Raises Unavailable."""
    pinned = f"{wheel.name}=={wheel.version}"
    command = (
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps"),
        *("--disable-pip-version-check", "--only-binary=:all:", "--dest", str(folder)),
        *("--python-version", PYTHON, "--implementation", "cp", "--platform", _PLATFORM, pinned),
    )
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # may name an index with its password
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        done = None
    path = folder / wheel.file
    if done is None or done.returncode or not path.is_file():
        raise Unavailable(
            f"{pinned}, which the containers need, could not be fetched by pip.",
            f"Check the network and pip's index: pip download --no-deps {pinned}"
            f" --only-binary=:all: --python-version {PYTHON} --platform {_PLATFORM}",
        )
    if file_hash(path) != wheel.sha256:
        raise Unavailable(
            f"The file that pip fetched for {pinned} is not the one this studio was made with.",
            "Check which package index pip uses (pip config list).",
        )
    return path


def _unpack(wheel: Path, place: Path) -> None:
    """Unpack what is needed of a wheel that is the pinned one."""
    try:
        with whole_folder(place) as temporary, zipfile.ZipFile(wheel) as archive:
            for member in archive.namelist():
                if not member.startswith(_NOT_NEEDED):
                    archive.extract(member, temporary)
    except FileExistsError:
        pass  # another process was quicker
