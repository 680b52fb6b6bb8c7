"""Endpoints: putting a model to work, changing it over, and cleaning up."""

import itertools
from dataclasses import dataclass, replace

from backend.errors import NotFound
from backend.platforms.base import (
    DEFAULT_CONCURRENCY,
    DEFAULT_IDLE_SECONDS,
    NAME_LENGTH,
    EndpointSpec,
    smallest_memory,
)
from backend.platforms.base import Endpoint as PlatformEndpoint
from backend.studio import models
from backend.studio.models import Model
from backend.studio.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """An endpoint as it is now, and the model it serves (None once that has been deleted)."""

    now: PlatformEndpoint
    model: Model | None

    @property
    def name(self) -> str:
        """The endpoint's name."""
        return self.now.name


def deploy(
    workspace: Workspace,
    *,
    name: str,
    model: str,
    memory_mb: int | None = None,
    concurrency: int = DEFAULT_CONCURRENCY,
    idle_seconds: float = DEFAULT_IDLE_SECONDS,
) -> Endpoint:
    """Put a model on a new endpoint; with no `memory_mb`, the smallest that it fits.

    Raises NotFound, InvalidInput, DoesNotFit, Conflict when the name is taken.
    """
    chosen = models.get(workspace, model)
    spec = EndpointSpec(
        name=name,
        package=chosen.package,
        memory_mb=smallest_memory(chosen.serving_mb) if memory_mb is None else memory_mb,
        concurrency=concurrency,
        idle_seconds=idle_seconds,
    )
    return _with_model(workspace, workspace.platform.deploy(spec))


def update(
    workspace: Workspace,
    name: str,
    *,
    model: str,
    memory_mb: int | None = None,
    concurrency: int | None = None,
    idle_seconds: float | None = None,
) -> Endpoint:
    """Change an endpoint over to another model; the old one answers until the new one can.

    What is None stays as it is; memory grows where the model needs more. Raises NotFound,
    InvalidInput, DoesNotFit, Conflict while the endpoint is changing.
    """
    present = workspace.platform.endpoint(name).spec
    chosen = models.get(workspace, model)
    spec = changed_over(present, chosen, memory_mb, concurrency, idle_seconds)
    return _with_model(workspace, workspace.platform.update(spec))


def changed_over(
    present: EndpointSpec,
    model: Model,
    memory_mb: int | None = None,
    concurrency: int | None = None,
    idle_seconds: float | None = None,
) -> EndpointSpec:
    """The spec of an endpoint once it serves `model`; as `update`. Raises DoesNotFit."""
    return replace(
        present,
        package=model.package,
        memory_mb=max(present.memory_mb, smallest_memory(model.serving_mb))
        if memory_mb is None
        else memory_mb,
        concurrency=present.concurrency if concurrency is None else concurrency,
        idle_seconds=present.idle_seconds if idle_seconds is None else idle_seconds,
    )


def get(workspace: Workspace, name: str) -> Endpoint:
    """The endpoint of that name. Raises NotFound."""
    return _with_model(workspace, workspace.platform.endpoint(name))


def listing(workspace: Workspace) -> tuple[Endpoint, ...]:
    """All endpoints, by name."""
    made = {model.package: model for model in models.listing(workspace)}
    return tuple(
        Endpoint(now=found, model=made.get(found.spec.package))
        for found in workspace.platform.endpoints()
    )


def propose_name(workspace: Workspace, model: str) -> str:
    """A name that no endpoint has yet: the model's, or with the first free number after it."""
    taken = {endpoint.name for endpoint in workspace.platform.endpoints()}
    stem = model[: NAME_LENGTH - 6].strip("-")
    names = (stem if n == 1 else f"{stem}-{n}" for n in itertools.count(1))
    return next(name for name in names if name not in taken)


def any_changing(workspace: Workspace) -> bool:
    """Whether an endpoint is being made, changed over or deleted."""
    return any(not found.state.settled for found in workspace.platform.endpoints())


def delete(workspace: Workspace, name: str) -> None:
    """Delete an endpoint and everything that came with it; its model stays. Raises NotFound."""
    workspace.platform.endpoint(name)
    workspace.platform.delete(name)


def log(workspace: Workspace, name: str, *, tail: int | None = None) -> tuple[str, ...]:
    """The endpoint's log, or its last `tail` lines. Raises NotFound."""
    return workspace.platform.endpoint_log(name, tail=tail)


def _with_model(workspace: Workspace, endpoint: PlatformEndpoint) -> Endpoint:
    return Endpoint(now=endpoint, model=models.of_package(workspace, endpoint.spec.package))


def model_of(workspace: Workspace, name: str) -> Model:
    """The model that an endpoint serves. Raises NotFound."""
    endpoint = get(workspace, name)
    if endpoint.model is None:
        raise NotFound(
            f"The model that {name!r} serves is no longer where it was: it was deleted, or the"
            " workspace was moved.",
            "Update the endpoint to a model of this workspace.",
        )
    return endpoint.model
