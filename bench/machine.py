"""The machine: what the figures were measured on."""

import os
import platform
from collections.abc import Mapping
from importlib.metadata import distributions, version
from pathlib import Path

from backend.text import normaliser

ROOT = Path(__file__).parents[1]
BENCH_VENV = ROOT / ".venv-bench"
"""Where `bench/install` puts what the AWS sample's recipe needs."""

_LIBRARIES = ("numpy", "scipy", "fasttext-wheel", "scikit-learn")
_OF_THE_SAMPLE = ("nltk", "beautifulsoup4", "inflect", "contractions")


def machine() -> Mapping[str, str]:
    """What it is, by what it is called."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{memory / 2**30:.0f} GB",
        "System": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "Libraries": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES),
        "The sample's libraries": ", ".join(_of_the_sample()) or "not here",
        "Normaliser": f"version {normaliser.VERSION}",
    }


def _of_the_sample() -> list[str]:
    folders = map(str, BENCH_VENV.glob("lib/python*/site-packages"))
    found = {found.name: found.version for found in distributions(path=list(folders))}
    return [f"{name} {found[name]}" for name in _OF_THE_SAMPLE if name in found]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"
