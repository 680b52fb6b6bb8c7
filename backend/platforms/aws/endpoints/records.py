"""What is known of an endpoint: the studio's intentions and SageMaker's answers, told as one.

In the bucket, below `endpoints/<name>/`:

<revision>.json   an intention, written once, before anything of it is made
<revision>.told   an empty file: SageMaker has been told to put that revision in place
deleting          an empty file: the endpoint is to go, whatever else is there

Each revision has a model and an endpoint configuration of its own, both called
`Intention.resource`. Nothing of it is ever changed, only made and deleted.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from backend.errors import StudioError
from backend.platforms.aws.endpoints.failures import plain_failure
from backend.platforms.base import (
    NAME_LENGTH,
    Endpoint,
    EndpointSpec,
    EndpointState,
    Warmth,
    is_name,
)

FOLDER = "endpoints"
_DELETING = "deleting"
_TOLD = "told"

BEGINNING_SECONDS = 120.0
"""For so long a revision that SageMaker has not been told of is thought to be on its way."""

_CUT_OFF = StudioError(
    "It was cut off before AWS was told of it.",
    "Deploy it again with the same settings and it goes on, or delete it.",
)
_GONE = StudioError(
    "It is no longer in the AWS account: it was deleted there, not here.",
    "Update it and it is made again, or delete what is left of it.",
)
_UPDATE_CUT_OFF = (
    "The update was cut off before AWS was told of it, so the earlier model still answers."
    " Update it again."
)
_DELAYED = "AWS could not make it yet, and is asked again."
_UPDATE_DELAYED = (
    "AWS could not change it yet and is asked again; the earlier model answers meanwhile."
)
_UPDATE_FAILED = "The update failed, so the earlier model still answers."
_MAINTAINED = "AWS is maintaining it. It answers, and can be changed again once that is done."
_CHANGED_ELSEWHERE = "It was changed outside the studio. Update it to a model of yours."


@dataclass(frozen=True)
class Served:
    """A package in the bucket, as the container takes it. mb: its size, MB of 10^6 bytes."""

    uri: str
    sha256: str
    mb: float


@dataclass(frozen=True, kw_only=True)
class Intention:
    """What the studio wants an endpoint to be. Each update is the next `revision`, from 1.

    token: tells this revision's model and configuration from those of any other. served: the
    package as the container takes it. replaces: the revision that answers until this one can, 0
    for none. created_at, begun_at: of the endpoint and of this revision, in seconds since the
    epoch.
    """

    revision: int
    spec: EndpointSpec
    token: str
    served: Served
    replaces: int
    created_at: float
    begun_at: float

    @property
    def resource(self) -> str:
        """What its model and its endpoint configuration are called."""
        return resource_of(self.spec.name, self.revision, self.token)

    @property
    def key(self) -> str:
        """Where it is kept."""
        return f"{folder_of(self.spec.name)}/{self.revision}.json"

    @property
    def told_key(self) -> str:
        """Where it is kept that SageMaker has been told."""
        return f"{folder_of(self.spec.name)}/{self.revision}.{_TOLD}"

    def to_bytes(self) -> bytes:
        """As it is kept."""
        return json.dumps(asdict(self), indent=2, sort_keys=True).encode()


def intention_from_bytes(content: bytes) -> Intention:
    """What `to_bytes` made. Raises ValueError for anything else."""
    try:
        fields = json.loads(content)
        spec, served = EndpointSpec(**fields["spec"]), Served(**fields["served"])
        return Intention(**{**fields, "spec": spec, "served": served})
    except (KeyError, TypeError, ValueError, StudioError) as error:
        raise ValueError("this is no intention") from error


def resource_of(name: str, revision: int, token: str) -> str:
    """What the model and the configuration of a revision are called, as `NAME` allows."""
    end = f"-{revision}-{token}"
    return name[: NAME_LENGTH - len(end)].rstrip("-") + end


def folder_of(name: str) -> str:
    """Where all of an endpoint is kept."""
    return f"{FOLDER}/{name}"


def deleting_key(name: str) -> str:
    """Where it is kept that an endpoint is to go."""
    return f"{folder_of(name)}/{_DELETING}"


@dataclass
class Filed:
    """The files of one endpoint: the key of each intention by its revision, the revisions that
    SageMaker has been told of, and whether it is to go."""

    intentions: dict[int, str] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    deleting: bool = False


def filed(keys: Iterable[str]) -> dict[str, Filed]:
    """What a listing of `FOLDER` says, by endpoint. Files that are not ours are passed over."""
    found: dict[str, Filed] = {}
    for key in keys:
        name, _, file = key.removeprefix(f"{FOLDER}/").partition("/")
        stem, _, kind = file.partition(".")
        if not is_name(name):
            continue
        one = found.setdefault(name, Filed())
        if file == _DELETING:
            one.deleting = True
        elif stem.isdecimal() and kind == "json":
            one.intentions[int(stem)] = key
        elif stem.isdecimal() and kind == _TOLD:
            one.told.add(int(stem))
    return found


@dataclass(frozen=True)
class Wanted:
    """All intentions of an endpoint, oldest first and at least one; see `Filed`."""

    intentions: tuple[Intention, ...]
    told: frozenset[int] = frozenset()
    deleting: bool = False

    @property
    def newest(self) -> Intention:
        """What is wanted now."""
        return self.intentions[-1]

    @property
    def served_mb(self) -> float:
        """Size of all its packages, MB of 10^6 bytes."""
        return sum({i.served.uri: i.served.mb for i in self.intentions}.values())

    @property
    def is_told(self) -> bool:
        """Whether SageMaker has been told of the newest."""
        return self.newest.revision in self.told

    def of(self, resource: str) -> Intention | None:
        """The intention whose configuration is called so."""
        return next((i for i in self.intentions if i.resource == resource), None)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What ListEndpoints says of one. modified_at: seconds since the epoch."""

    status: str
    modified_at: float

    @property
    def settled(self) -> bool:
        """Whether it stays as it is until somebody does something."""
        return self.status in (_IN_SERVICE, *_FAILED)

    @property
    def going(self) -> bool:
        """Whether it is being deleted."""
        return self.status == _GOING

    @property
    def in_service(self) -> bool:
        """Whether it is settled and answers."""
        return self.status == _IN_SERVICE


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What DescribeEndpoint says of a settled one: the configuration that it has, and why the last
    change failed, with the last lines that the container wrote; empty where it did not."""

    config: str
    failure: str = ""
    log: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """An endpoint as it was read. listed: None where SageMaker has none of that name. outcome:
    None where there is nothing that it would tell. refused: what is in the way of going on with
    one that was cut off."""

    wanted: Wanted
    listed: Listed | None = None
    outcome: Outcome | None = None
    refused: str = ""

    @property
    def status(self) -> str:
        """SageMaker's word for its state, empty where it has none of that name."""
        return self.listed.status if self.listed else ""

    @property
    def lags(self) -> bool:
        """Whether it was read as it was before the newest revision was put in place."""
        return self.listed is not None and self.listed.modified_at < self.wanted.newest.begun_at

    @property
    def serving(self) -> Intention | None:
        """The revision that a settled endpoint answers with; None where that is not ours."""
        if self.outcome is None:
            return self.wanted.newest
        return self.wanted.of(self.outcome.config)

    @property
    def needs_outcome(self) -> bool:
        """Whether the list alone does not tell how it is."""
        if self.listed is None or not self.listed.settled or self.wanted.deleting:
            return False
        return not self.listed.in_service or len(self.wanted.intentions) > 1


_IN_SERVICE = "InService"
_FAILED = ("Failed", "OutOfService", "UpdateRollbackFailed")
_CHANGING = ("Updating", "RollingBack")
_MAINTENANCE = "SystemUpdating"
_GOING = "Deleting"

_CREATING = EndpointState.CREATING
_UPDATING = EndpointState.UPDATING

_WARMTH = {  # SageMaker does not say when it lets a model go
    EndpointState.CREATING: Warmth.WARMING,
    EndpointState.IN_SERVICE: Warmth.UNKNOWN,
    EndpointState.UPDATING: Warmth.UNKNOWN,
}


def describe(seen: Seen, now: float) -> Endpoint:
    """The endpoint as a person sees it at `now`, in seconds since the epoch."""
    wanted, newest = seen.wanted, seen.wanted.newest
    young = now - newest.begun_at < BEGINNING_SECONDS
    beginning = young and (seen.lags or not wanted.is_told)
    status = seen.status
    if wanted.deleting:
        return _told(newest, newest, EndpointState.DELETING, seen.refused)
    if status == _IN_SERVICE:
        return _in_service(seen, beginning=beginning)
    if status == _MAINTENANCE:
        serving = _replaced(wanted) if not wanted.is_told else newest
        return _told(newest, serving, EndpointState.IN_SERVICE, _MAINTAINED)
    if status in _CHANGING:
        return _told(newest, _replaced(wanted), _UPDATING, changing_to=newest)
    if status == "Creating" or beginning:
        return _told(newest, newest, _CREATING)
    if not wanted.is_told:
        return _told(newest, newest, EndpointState.FAILED, _cut_off(seen))
    if not status:
        # A list may be some seconds behind.
        state, reason = (_CREATING, "") if young else (EndpointState.FAILED, str(_GONE))
        return _told(newest, newest, state, reason)
    if status == _GOING:
        return _told(newest, newest, EndpointState.DELETING)
    return _told(newest, newest, EndpointState.FAILED, _failure(seen.outcome))


def _in_service(seen: Seen, *, beginning: bool) -> Endpoint:
    wanted, newest, serving = seen.wanted, seen.wanted.newest, seen.serving
    if serving is None:
        return _told(newest, newest, EndpointState.IN_SERVICE, _CHANGED_ELSEWHERE)
    if serving is newest:
        return _told(newest, newest, EndpointState.IN_SERVICE)
    if beginning:
        return _told(newest, serving, _UPDATING, changing_to=newest)
    if wanted.is_told:
        reason = f"{_UPDATE_FAILED} {_failure(seen.outcome)}"
    else:
        reason = f"{_UPDATE_DELAYED} {seen.refused}" if seen.refused else _UPDATE_CUT_OFF
    return _told(newest, serving, EndpointState.IN_SERVICE, reason)


def _cut_off(seen: Seen) -> str:
    return f"{_DELAYED} {seen.refused}" if seen.refused else str(_CUT_OFF)


def _replaced(wanted: Wanted) -> Intention:
    """What answers while the newest is put in its place."""
    newest = wanted.newest
    return next((i for i in wanted.intentions if i.revision == newest.replaces), newest)


def _failure(outcome: Outcome | None) -> str:
    outcome = outcome or Outcome(config="")
    return str(plain_failure(outcome.failure, outcome.log))


def _told(
    newest: Intention,
    serving: Intention,
    state: EndpointState,
    reason: str = "",
    changing_to: Intention | None = None,
) -> Endpoint:
    return Endpoint(
        spec=serving.spec,
        state=state,
        warmth=_WARMTH.get(state, Warmth.COLD),
        reason=reason,
        created_at=newest.created_at,
        changing_to=changing_to.spec if changing_to else None,
    )
