"""Names: whether a name can be given to a new run."""

from backend.errors import Conflict
from backend.studio import models
from backend.studio.plans import check_run_name
from backend.studio.workspace import Workspace


def check_new(workspace: Workspace, name: str) -> None:
    """Raises InvalidInput for an impossible name, Conflict for one that is taken."""
    check_run_name(name)
    taken = workspace.ledger.run_names()
    if name in taken:
        raise Conflict(f"There is a run {name!r} already.", "Choose another name.")
    if name in models.given_names(workspace):
        raise Conflict(f"There is a model {name!r} already.", "Choose another name.")
