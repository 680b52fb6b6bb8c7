"""Compute sizes: which one to begin with, and the one of a name."""

from backend.platforms.base import Size
from backend.studio.workspace import Workspace

_CORES = 4  # enough for a model of a community in a minute or two


def default(workspace: Workspace) -> Size:
    """What to propose: all of this machine; where time is paid for, the least with some cores."""
    sizes = workspace.platform.sizes()
    if not workspace.platform.far:
        return sizes[-1]
    return next((size for size in sizes if size.cores >= _CORES), sizes[-1])


def named(workspace: Workspace, name: str) -> Size | None:
    """The size of that name; None where it is not offered."""
    return next((size for size in workspace.platform.sizes() if size.name == name), None)
