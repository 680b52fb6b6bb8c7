"""Memory: what an endpoint needs to hold a model, measured by holding it."""

import itertools
import subprocess
import sys
from pathlib import Path

from backend.errors import DoesNotFit
from backend.learning.model import open_model
from backend.learning.recipes import SERVER_MB

_LINES, _WORDS = 2_000, 100  # together more words than any model keeps at hand


def serving_mb(model: Path) -> float:
    """MB (2^20 bytes) of memory an endpoint needs for `model.bin`.

    Loads it in a fresh process and takes the most that was resident, plus SERVER_MB. Raises
    DoesNotFit when it cannot be loaded beside this process.
    """
    command = [sys.executable, "-P", "-m", __name__, str(model)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise DoesNotFit(
            "The model could not be loaded a second time to measure its memory.",
            "Choose a larger size.",
        )
    return int(done.stdout) / 2**20 + SERVER_MB


def _most_resident(model: Path) -> int:
    """Bytes that this process takes to score with a model that has met very many words."""
    numbers = map(str, itertools.count())
    lines = [" ".join(itertools.islice(numbers, _WORDS)) for _ in range(_LINES)]
    open_model(model, ["any"]).scores(lines)
    try:
        with Path("/proc/self/status").open() as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS: bytes


if __name__ == "__main__":
    print(_most_resident(Path(sys.argv[1])))
