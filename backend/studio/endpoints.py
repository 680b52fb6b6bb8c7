"""Endpoints: putting a model to work, changing it over, and cleaning up."""

import itertools
from dataclasses import dataclass

from backend.errors import DoesNotFit, NotFound
from backend.platforms.base import ENDPOINT_MEMORY_MB, NAME_LENGTH, EndpointSpec
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


def smallest_memory(serving_mb: float) -> int:
    """The smallest endpoint memory, in MB, that holds a model. Raises DoesNotFit if none does."""
    for memory in ENDPOINT_MEMORY_MB:
        if serving_mb <= memory:
            return memory
    raise DoesNotFit(
        f"This model needs {serving_mb:,.0f} MB, and the largest endpoint has"
        f" {ENDPOINT_MEMORY_MB[-1]:,} MB.",
        "Train one with fewer buckets or a smaller vector size.",
    )


def deploy(
    workspace: Workspace,
    *,
    name: str,
    model: str,
    memory_mb: int | None = None,
    concurrency: int = 4,
    idle_seconds: float = 300.0,
) -> Endpoint:
    """Put a model on a new endpoint; with no `memory_mb`, the smallest that it fits.

    Raises NotFound, InvalidInput, DoesNotFit, Conflict when the name is taken.
    """
    spec = _spec(workspace, name, model, memory_mb, concurrency, idle_seconds)
    return _with_model(workspace, workspace.platform.deploy(spec))


def update(
    workspace: Workspace, name: str, *, model: str, memory_mb: int | None = None
) -> Endpoint:
    """Change an endpoint over to another model; the old one answers until the new one can.

    Raises NotFound, InvalidInput, DoesNotFit, Conflict while the endpoint is changing.
    """
    present = workspace.platform.endpoint(name).spec
    spec = _spec(workspace, name, model, memory_mb, present.concurrency, present.idle_seconds)
    return _with_model(workspace, workspace.platform.update(spec))


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


def delete(workspace: Workspace, name: str) -> None:
    """Delete an endpoint and everything that came with it; its model stays. Raises NotFound."""
    workspace.platform.endpoint(name)
    workspace.platform.delete(name)


def log(workspace: Workspace, name: str, *, tail: int | None = None) -> tuple[str, ...]:
    """The endpoint's log, or its last `tail` lines. Raises NotFound."""
    return workspace.platform.endpoint_log(name, tail=tail)


def _spec(
    workspace: Workspace,
    name: str,
    model: str,
    memory_mb: int | None,
    concurrency: int,
    idle_seconds: float,
) -> EndpointSpec:
    chosen = models.get(workspace, model)
    return EndpointSpec(
        name=name,
        package=chosen.package,
        memory_mb=memory_mb or smallest_memory(chosen.serving_mb),
        concurrency=concurrency,
        idle_seconds=idle_seconds,
    )


def _with_model(workspace: Workspace, endpoint: PlatformEndpoint) -> Endpoint:
    return Endpoint(now=endpoint, model=models.of_package(workspace, endpoint.spec.package))


def model_of(workspace: Workspace, name: str) -> Model:
    """The model that an endpoint serves. Raises NotFound."""
    endpoint = get(workspace, name)
    if endpoint.model is None:
        raise NotFound(
            f"The model behind {name!r} has been deleted.", "Update the endpoint to another one."
        )
    return endpoint.model
