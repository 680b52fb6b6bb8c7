"""What a container's process finds: its Python, and its environment variables."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

IMAGE = Path(__file__).parent / "image"
"""What the stand-in has for an image's own files: first on the path of everything it runs."""

_FOLDER = Path(__file__).parents[3] / ".venv-container"
_OPT_ML = re.compile(r"(?:^|(?<=[=:]))/opt/ml(?=[/:]|$)")


def python() -> Path | None:
    """The interpreter with the container's versions; None where `make install-tests` made none."""
    interpreter = _FOLDER / "bin" / "python"
    return interpreter if (_FOLDER / ".installed").exists() else None


def below(root: Path, text: str) -> str:
    """`text` with `root` for `/opt/ml` wherever a path starts with it: alone, after an equals sign
    or in a list with colons."""
    return _OPT_ML.sub(lambda _: str(root), text)


def variables(given: Mapping[str, str], root: Path, interpreter: Path) -> dict[str, str]:
    """The environment of a container: the image's own, then what was `given`."""
    paths = [str(IMAGE), *below(root, given.get("PYTHONPATH", "")).split(os.pathsep)]
    return {
        "PATH": f"{interpreter.parent}:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONIOENCODING": "UTF-8",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONSAFEPATH": "1",
        "SAGEMAKER_BASE_DIR": str(root),
        "SM_MODEL_DIR": str(root / "model"),
        **{name: below(root, value) for name, value in given.items()},
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }
