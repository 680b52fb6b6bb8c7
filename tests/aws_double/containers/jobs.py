"""Jobs: one command in a container, until it ends."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.aws_double.containers.environment import below, python, variables
from tests.aws_double.containers.processes import Process

_BLAZINGTEXT = Path(__file__).parent / "blazingtext.py"


RunningJob = Process


def start_job(
    image: str,
    entrypoint: Sequence[str],
    arguments: Sequence[str],
    environment: Mapping[str, str],
    root: Path,
    log: Callable[[str], None],
) -> RunningJob:
    """Run what a container of `image` would, with the folder `root` for its `/opt/ml`.

    BlazingText's image brings its own program; the SKLearn container runs what it is told to.
    Raises ValueError when it is told nothing, RuntimeError where there is no Python 3.12.
    """
    if repository(image) == "blazingtext":
        interpreter = Path(sys.executable)  # a stand-in runs where fastText is
        command = [sys.executable, "-P", str(_BLAZINGTEXT), str(root)]
    else:
        interpreter = _container_python()
        command = [below(root, word) for word in (*entrypoint, *arguments)]
    if not command:
        raise ValueError("There is nothing to run: give an entrypoint.")
    return Process(command, variables(environment, root, interpreter), root, log)


def repository(image: str) -> str:
    """The name of the repository in an image's address, without registry and tag."""
    return image.rpartition("/")[2].partition("@")[0].partition(":")[0]


def _container_python() -> Path:
    interpreter = python()
    if interpreter is None:
        raise RuntimeError("There is no .venv-container: run make install-tests.")
    return interpreter
