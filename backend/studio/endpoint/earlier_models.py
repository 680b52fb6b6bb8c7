"""What an endpoint has served: so that it can go back.

The ledger keeps the last two models of each endpoint: what serves and what served before, or,
after an update, the two before it. That is enough to go back, and forth again.
"""

from dataclasses import dataclass
from typing import Any

from backend.platforms.base import Endpoint, EndpointSpec
from backend.studio.model import models
from backend.studio.model.models import Model
from backend.studio.workspace import Workspace

_KEPT = 2


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What an endpoint served before what it serves now, with the settings it had then.

    name: what its model is called, or was. model: None once that has been deleted.
    """

    name: str
    spec: EndpointSpec
    model: Model | None


def remember(workspace: Workspace, present: Endpoint) -> None:
    """Write down what serves now: before it changes, so that no crash can lose it."""
    spec, model = present.spec, models.of_package(workspace, present.spec.package)
    if model is None:
        return  # deleted: nothing that one could go back to
    others = [kept for kept in _served(workspace, present) if kept["package"] != spec.package]
    now = {
        "model": model.name,
        "made_at": model.made_at,
        "package": spec.package,
        "memory_mb": spec.memory_mb,
        "concurrency": spec.concurrency,
        "idle_seconds": spec.idle_seconds,
    }
    content = {"created_at": present.created_at, "served": [*others, now][-_KEPT:]}
    workspace.ledger.set(_key(present.name), content)


def earlier(workspace: Workspace, present: Endpoint) -> Earlier | None:
    """The last that served and is not what serves now; None when there was none.

    After an update that failed this is what the update before it replaced.
    """
    for kept in reversed(_served(workspace, present)):
        if kept["package"] == present.spec.package:
            continue
        model = models.of_package(workspace, kept["package"])
        # A package made again in the same place is another model.
        same = model is not None and model.made_at == kept["made_at"]
        return Earlier(
            name=model.name if model is not None and same else kept["model"],
            spec=EndpointSpec(
                name=present.name,
                package=kept["package"],
                memory_mb=kept["memory_mb"],
                concurrency=kept["concurrency"],
                idle_seconds=kept["idle_seconds"],
            ),
            model=model if same else None,
        )
    return None


def forget(workspace: Workspace, name: str) -> None:
    """Forget what the endpoint has served."""
    workspace.ledger.set(_key(name), None)


def _key(name: str) -> str:
    return f"served by {name}"


def _served(workspace: Workspace, endpoint: Endpoint) -> list[dict[str, Any]]:
    """What is remembered of this endpoint, oldest first; nothing of one that had its name."""
    kept = workspace.ledger.setting(_key(endpoint.name))
    if not isinstance(kept, dict) or kept.get("created_at") != endpoint.created_at:
        return []
    return list(kept["served"])
