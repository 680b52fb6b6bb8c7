"""Endpoints: putting a model to work, changing it over and back, and cleaning up."""

import contextlib
import itertools
from dataclasses import dataclass, replace

from backend.errors import Conflict, NotFound, StudioError
from backend.platforms.base import (
    DEFAULT_CONCURRENCY,
    DEFAULT_IDLE_SECONDS,
    NAME_LENGTH,
    EndpointPart,
    EndpointSpec,
    EndpointState,
    Traffic,
    check_name,
    smallest_memory,
)
from backend.platforms.base import Endpoint as PlatformEndpoint
from backend.platforms.prices import ServerlessPrice
from backend.studio import prices
from backend.studio.endpoint import earlier_models
from backend.studio.endpoint.earlier_models import Earlier
from backend.studio.model import models
from backend.studio.model.models import Model
from backend.studio.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """An endpoint as it is now, and the model it serves (None once that has been deleted).

    changing_to: the model it will serve, while it is changing over to one.
    """

    now: PlatformEndpoint
    model: Model | None
    changing_to: Model | None = None

    @property
    def name(self) -> str:
        """The endpoint's name."""
        return self.now.name


@dataclass(frozen=True, kw_only=True)
class HourCost:
    """What an hour of work costs; idle, an endpoint costs nothing.

    usd: on this platform. serverless_usd: at `price`, without data.
    """

    usd: float
    serverless_usd: float
    price: ServerlessPrice


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
    model: str | None = None,
    memory_mb: int | None = None,
    concurrency: int | None = None,
    idle_seconds: float | None = None,
) -> Endpoint:
    """Change an endpoint's model or settings; as it was, it answers until the new one can.

    What is None stays as it is; memory grows where another model needs more. Raises NotFound,
    InvalidInput, DoesNotFit, Conflict while the endpoint is changing.
    """
    present = workspace.platform.endpoint(name)
    chosen = model_of(workspace, name) if model is None else models.get(workspace, model)
    spec = changed_over(present.spec, chosen, memory_mb, concurrency, idle_seconds)
    return _with_model(workspace, change_over(workspace, present, spec))


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


def change_over(
    workspace: Workspace, present: PlatformEndpoint, wanted: EndpointSpec
) -> PlatformEndpoint:
    """Have the platform put `wanted` in the place of `present`, and remember what it served.

    Everything that changes an endpoint comes this way. Raises as `Platform.update`.
    """
    # What fails, or has not come up yet, is nothing to go back to.
    if present.state is EndpointState.IN_SERVICE and present.spec.package != wanted.package:
        earlier_models.remember(workspace, present)
    return workspace.platform.update(wanted)


def earlier(workspace: Workspace, name: str) -> Earlier | None:
    """What `rollback` goes back to; None when it has served one model only. Raises NotFound."""
    return earlier_models.earlier(workspace, workspace.platform.endpoint(name))


def rollback(workspace: Workspace, name: str) -> Endpoint:
    """Go back to the model that the endpoint served before, with the settings it had then.

    Done twice it is where it was. Raises NotFound, and Conflict while the endpoint is changing,
    when there is nothing to go back to, or when that model has been deleted.
    """
    present = workspace.platform.endpoint(name)
    found = earlier_models.earlier(workspace, present)
    if found is None:
        raise Conflict(
            f"{name} has served one model only: there is none to go back to.",
            "Change its model instead.",
        )
    if found.model is None:
        raise Conflict(
            f"The model {found.name!r}, which {name} served before, has been deleted.",
            "Change its model to another one.",
        )
    return _with_model(workspace, change_over(workspace, present, found.spec))


def get(workspace: Workspace, name: str) -> Endpoint:
    """The endpoint of that name. Raises NotFound."""
    return _with_model(workspace, workspace.platform.endpoint(name))


def listing(workspace: Workspace, *, linked: str = "") -> tuple[Endpoint, ...]:
    """All endpoints, by name. linked: one that somebody elsewhere may just have made; looked for
    anew where it is not known."""
    found = workspace.platform.endpoints()
    if linked and linked not in {endpoint.name for endpoint in found}:
        with contextlib.suppress(StudioError):
            workspace.platform.endpoint(linked)
            found = workspace.platform.endpoints()
    by_package = _by_package(workspace)
    return tuple(_named(endpoint, by_package) for endpoint in found)


def propose_name(workspace: Workspace, model: str) -> str:
    """A name that no endpoint has yet: the model's, or with the first free number after it."""
    taken = {endpoint.name for endpoint in workspace.platform.endpoints()}
    stem = model[: NAME_LENGTH - 6].strip("-")
    names = (stem if n == 1 else f"{stem}-{n}" for n in itertools.count(1))
    return next(name for name in names if name not in taken)


def check_new(workspace: Workspace, name: str) -> None:
    """Raises InvalidInput for an impossible name, Conflict for one that is taken."""
    check_name(name, "endpoint name")
    if name in {endpoint.name for endpoint in workspace.platform.endpoints()}:
        raise Conflict(f"There is an endpoint {name!r} already.", "Choose another name.")


def any_changing(workspace: Workspace) -> bool:
    """Whether an endpoint is being made, changed over or deleted."""
    return any(not found.state.settled for found in workspace.platform.endpoints())


def parts(workspace: Workspace, name: str) -> tuple[EndpointPart, ...]:
    """All that deleting the endpoint deletes. Raises NotFound."""
    return workspace.platform.endpoint_parts(name)


def delete(workspace: Workspace, name: str) -> None:
    """Delete an endpoint and everything that came with it; its model stays. Raises NotFound."""
    workspace.platform.endpoint(name)
    workspace.platform.delete(name)
    earlier_models.forget(workspace, name)


def log(workspace: Workspace, name: str, *, tail: int | None = None) -> tuple[str, ...]:
    """The endpoint's log, or its last `tail` lines. Raises NotFound."""
    return workspace.platform.endpoint_log(name, tail=tail)


def traffic(workspace: Workspace, name: str, *, since: float) -> Traffic:
    """What the endpoint answered in the periods that ended after `since`. Raises NotFound."""
    return workspace.platform.traffic(name, since=since)


def hour_cost(workspace: Workspace, memory_mb: int) -> HourCost:
    """What an hour of work costs with so much memory."""
    price = prices.table(workspace).serverless
    usd = price.time_cost(1, seconds=3600, memory_mb=memory_mb)
    return HourCost(
        usd=usd if workspace.platform.far else 0.0,
        serverless_usd=usd,
        price=price,
    )


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


def _with_model(workspace: Workspace, endpoint: PlatformEndpoint) -> Endpoint:
    return _named(endpoint, _by_package(workspace))


def _by_package(workspace: Workspace) -> dict[str, Model]:
    return {model.package: model for model in models.listing(workspace)}


def _named(endpoint: PlatformEndpoint, by_package: dict[str, Model]) -> Endpoint:
    following = endpoint.changing_to
    return Endpoint(
        now=endpoint,
        model=by_package.get(endpoint.spec.package),
        changing_to=by_package.get(following.package) if following else None,
    )
