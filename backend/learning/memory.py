"""Memory: what an endpoint needs to hold a model, measured by holding it."""

import subprocess
import sys
from pathlib import Path

from backend.errors import DoesNotFit
from backend.learning.recipes import SERVER_MB

_HOLD = """
import sys, fasttext_pybind
model = fasttext_pybind.fasttext()
model.loadModel(sys.argv[1])
model.predict("\\n", -1, 0.0, "strict")
try:
    with open("/proc/self/status") as status:
        print(next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM")))
except OSError:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)  # macOS: bytes
"""


def serving_mb(model: Path) -> float:
    """MB (2^20 bytes) of memory an endpoint needs for `model.bin`.

    Loads it in a fresh process and takes the most that was resident, plus SERVER_MB. Raises
    DoesNotFit when it cannot be loaded beside this process.
    """
    done = subprocess.run(
        [sys.executable, "-P", "-c", _HOLD, str(model)], capture_output=True, check=False
    )
    if done.returncode:
        raise DoesNotFit(
            "The model could not be loaded a second time to measure its memory.",
            "Choose a larger size.",
        )
    return int(done.stdout) / 2**20 + SERVER_MB
