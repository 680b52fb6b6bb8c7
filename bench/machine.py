"""The machine: what the figures were measured on."""

import os
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from backend.text import normaliser

_LIBRARIES = ("numpy", "scipy", "fasttext-wheel", "scikit-learn")


def machine() -> Mapping[str, str]:
    """What it is, by what it is called."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{memory / 2**30:.0f} GB",
        "System": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "Libraries": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        "Normaliser": f"version {normaliser.VERSION}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"
