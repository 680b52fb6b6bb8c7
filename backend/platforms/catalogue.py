"""The platforms there are: a table from name to room. A room is imported when it is asked for."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from backend.errors import NotFound
from backend.platforms.base import Platform

PLATFORMS = {
    "local": "backend.platforms.local.platform:LocalPlatform",
}
"""By name, "module:callable" that makes the platform from a folder of its own."""


def open_platform(name: str, folder: Path) -> Platform:
    """The platform of that name, with what it keeps on this machine in `folder`/`name`.

    Raises NotFound for a name that is not in the table.
    """
    if name not in PLATFORMS:
        raise NotFound(
            f"There is no platform {name[:40]!r}.", f"Choose {' or '.join(sorted(PLATFORMS))}."
        )
    module, _, attribute = PLATFORMS[name].partition(":")
    make: Callable[[Path], Platform] = getattr(import_module(module), attribute)
    return make(folder / name)
