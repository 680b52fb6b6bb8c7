"""Endpoints in the account: serverless, each made from an intention that is written down first.

An intention in the bucket says what is wanted; the rest is made from it and can be made again. So
whatever was cut off, by anybody anywhere, is found: whoever reads the endpoint next goes on with
it, and deleting the endpoint deletes whatever there is. Once a new revision has settled, the next
reader deletes what the earlier ones left.
"""

import contextlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from backend.errors import Conflict, NotFound, StudioError, Unavailable
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints.failures import own_words
from backend.platforms.aws.endpoints.hosting import Hosting
from backend.platforms.aws.endpoints.intentions import Intentions
from backend.platforms.aws.endpoints.invocations import NotServing, invoke_once
from backend.platforms.aws.endpoints.logs import EndpointLogs, group_of
from backend.platforms.aws.endpoints.records import (
    Intention,
    Outcome,
    Seen,
    Wanted,
    describe,
    resource_of,
)
from backend.platforms.aws.endpoints.served import ServedPackages
from backend.platforms.aws.endpoints.traffic import Pulse, TrafficReader, read_pulses
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.images import Images
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.aws.snapshot import FRESH_SECONDS, PATIENCE_SECONDS, Snapshot
from backend.platforms.base import (
    Endpoint,
    EndpointPart,
    EndpointSpec,
    EndpointState,
    Reply,
    Traffic,
    is_name,
)
from backend.platforms.fit import checked_package
from backend.serving.wire import JSON, MOST_BYTES, TOO_LARGE, Answer, refusal

_GOING_SECONDS = 60.0  # for an endpoint that is being deleted to be gone
_SETTLING_SECONDS = 5.0  # for one that is to be deleted to settle, and to be gone: in a click
_ANSWER_SECONDS = 75.0  # for one that is being made to answer
_PAUSE_SECONDS = 0.5
_LOG_LINES = 100  # in which a reason is looked for
_LOG_SECONDS = 120.0  # by which CloudWatch may be late with them
_TRAFFIC_LOOKS = 20  # looks at endpoints for one at their traffic, which AWS charges for
_PULSE_LOOKS = 100

RETRY_SECONDS = 20.0
"""After which a reader goes on with what was cut off."""


class AwsEndpoints:
    """The endpoints below one prefix; the methods are `Platform`'s."""

    def __init__(
        self,
        clients: Clients,
        settings: AwsSettings,
        storage: Storage,
        *,
        folder: Path,
        fresh_seconds: float = FRESH_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """folder: where wheels and the names of images are kept on this machine. fresh_seconds: as
        long what was read is not asked for again. retry_seconds: between two tries to go on with
        what was cut off."""
        self._clients = clients
        self._storage = storage
        self._retry_seconds = retry_seconds
        self._intentions = Intentions(storage)
        self._hosting = Hosting(clients, settings, Images(settings.region, folder / "images"))
        self._served = ServedPackages(storage, folder / "wheels")
        self._logs = EndpointLogs(clients, fresh_seconds=fresh_seconds)
        self._traffic = TrafficReader(clients, _TRAFFIC_LOOKS * fresh_seconds)
        self._snapshot = Snapshot(self._read_all, fresh_seconds=fresh_seconds)
        self._pulses: Snapshot[Mapping[str, Pulse]] = Snapshot(
            self._read_pulses,
            fresh_seconds=_PULSE_LOOKS * fresh_seconds,
            stale_seconds=2 * _PULSE_LOOKS * fresh_seconds,
        )
        self._made_at: Mapping[str, float] = {}  # of what there is at SageMaker
        self._outcomes: dict[str, tuple[object, Outcome]] = {}
        self._tidied: set[str] = set()
        self._tries: dict[str, _Try] = {}
        self._used_at: dict[str, float] = {}

    def do_not_wait(self) -> None:
        """Give no answer late: say instead that AWS does not answer."""
        self._snapshot.patience = PATIENCE_SECONDS

    # What there is

    def endpoint(self, name: str) -> Endpoint:
        """As `Platform.endpoint`."""
        return self._told(self._known(name))

    def endpoints(self) -> tuple[Endpoint, ...]:
        """As `Platform.endpoints`."""
        return tuple(self._told(seen) for _, seen in sorted(self._snapshot.get().items()))

    def endpoint_log(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        """As `Platform.endpoint_log`."""
        self._known(name)
        return self._logs.lines(name, tail=tail)

    def traffic(self, name: str, *, since: float) -> Traffic:
        """As `Platform.traffic`."""
        made_at = self._known(name).wanted.newest.created_at
        return self._traffic.read(name, since=since, made_at=made_at)

    def endpoint_parts(self, name: str) -> tuple[EndpointPart, ...]:
        """As `Platform.endpoint_parts`."""
        wanted = self._known(name).wanted
        resources = ", ".join(intention.resource for intention in wanted.intentions)
        log_mb = None
        with contextlib.suppress(StudioError):
            log_mb = self._logs.mb(name)
        return (
            EndpointPart(title="The endpoint", detail=name),
            EndpointPart(title="Its configuration", detail=resources),
            EndpointPart(title="Its model in SageMaker", detail=resources),
            EndpointPart(
                title="Its copy of the model's package",
                detail="the package itself stays",
                size_mb=wanted.served_mb,
            ),
            EndpointPart(title="Its log", detail=group_of(name), size_mb=log_mb),
        )

    def endpoint_mb(self, name: str) -> float:
        """As `Platform.endpoint_mb`: without its log."""
        return self._known(name).wanted.served_mb

    def _known(self, name: str) -> Seen:
        """The endpoint, a moment ago. Raises NotFound."""
        if not is_name(name):
            raise _no_endpoint(name)
        seen = self._snapshot.get().get(name) or self._snapshot.recent().get(name)
        if seen is None:
            raise _no_endpoint(name)
        return seen

    def _told(self, seen: Seen) -> Endpoint:
        """The endpoint with its signs of life, as far as they can be had."""
        now = time.time()
        endpoint = describe(seen, now)
        if endpoint.state is not EndpointState.IN_SERVICE:
            return endpoint
        pulse = Pulse()
        with contextlib.suppress(StudioError):
            pulse = self._pulses.get().get(endpoint.name, pulse)
        used = (self._used_at.get(endpoint.name), pulse.used_at)
        share = pulse.memory_share
        return replace(
            endpoint,
            used_at=max((at for at in used if at is not None), default=None),
            wake_seconds=pulse.wake_seconds,
            memory_used_mb=None if share is None else round(share * endpoint.spec.memory_mb),
        )

    # Reading

    def _read_all(self) -> Mapping[str, Seen]:
        # In this order: what SageMaker was told of, it then shows.
        wanted = self._intentions.all()
        listed = self._hosting.listed(wanted) if wanted else {}
        self._made_at = {name: wanted[name].newest.created_at for name in listed}
        found = {name: self._settled(Seen(one, listed.get(name))) for name, one in wanted.items()}
        for seen in found.values():
            with contextlib.suppress(StudioError):  # the next reader tries again
                self._tidy(seen)
        going_on = {name: self._going_on(seen) for name, seen in found.items()}
        return {name: seen for name, seen in going_on.items() if seen is not None}

    def _settled(self, seen: Seen) -> Seen:
        """With what the list does not tell, asked once after each change."""
        if not seen.needs_outcome:
            return seen
        name, version = seen.wanted.newest.spec.name, (seen.listed, seen.wanted)
        known = self._outcomes.get(name)
        if known and known[0] == version:
            return replace(seen, outcome=known[1])
        described = self._described(seen.wanted)
        outcome = described.outcome
        if outcome and described.status == seen.status and _is_whole(described, outcome):
            self._outcomes[name] = (version, outcome)
        return described

    def _described(self, wanted: Wanted) -> Seen:
        """The endpoint as SageMaker describes it now."""
        newest = wanted.newest
        told = self._hosting.described(newest.spec.name)
        if told is None or not told.listed.settled:
            return Seen(wanted, told.listed if told else None)
        log: tuple[str, ...] = ()
        came_up = told.listed.in_service and told.config == newest.resource
        if wanted.is_told and not came_up:
            with contextlib.suppress(StudioError):
                log = self._logs.since(newest.spec.name, newest.begun_at, tail=_LOG_LINES)
        return Seen(wanted, told.listed, Outcome(config=told.config, failure=told.failure, log=log))

    def _fresh(self, name: str) -> Seen:
        """The endpoint now; the snapshot learns of it. Raises NotFound."""
        wanted = self._intentions.of(name) if is_name(name) else None
        seen = self._described(wanted) if wanted else None
        self._snapshot.change(partial(_with, name=name, seen=seen))
        if seen is None:
            raise _no_endpoint(name)
        return seen

    def _read_pulses(self) -> Mapping[str, Pulse]:
        return read_pulses(self._clients, self._made_at, now=time.time()) if self._made_at else {}

    # Making and changing

    def deploy(self, spec: EndpointSpec) -> Endpoint:
        """As `Platform.deploy`. Waits up to a minute for an earlier one of that name that is being
        deleted. One that AWS cannot make now is Creating until it can."""
        with contextlib.suppress(NotFound):
            return self._same(spec)
        package, token = checked_package(spec, self._storage.fetch), _token()
        served = self._served.send(package, resource_of(spec.name, 1, token))
        now = time.time()
        intention = Intention(
            revision=1,
            spec=spec,
            token=token,
            served=served,
            replaces=0,
            created_at=now,
            begun_at=now,
        )
        self._intentions.forget_deleting(spec.name)
        if not self._intentions.add(intention):
            self._remove_served((intention,))
            return self._same(spec)
        self._used_at.pop(spec.name, None)
        self._make(Wanted((intention,)))
        return self._told(self._fresh(spec.name))

    def _same(self, spec: EndpointSpec) -> Endpoint:
        """The endpoint of that name, if its spec is the same. Raises NotFound, Conflict."""
        seen = self._fresh(spec.name)
        if seen.wanted.deleting:
            if not self._take_down(seen.wanted, wait_seconds=_GOING_SECONDS):
                raise Conflict(f"The earlier {spec.name} is still being deleted.", _WAIT)
            raise _no_endpoint(spec.name)
        if describe(seen, time.time()).spec != spec:
            raise Conflict(
                f"There is an endpoint {spec.name} already, with other settings.",
                "Update it, or choose another name.",
            )
        if not seen.wanted.is_told and seen.wanted.newest.spec == spec:
            self._put_in_place(seen.wanted)
            seen = self._fresh(spec.name)
        return self._told(seen)

    def update(self, spec: EndpointSpec) -> Endpoint:
        """As `Platform.update`. To one that failed, the same spec is another try; SageMaker has
        that deleted first, and it is Creating meanwhile."""
        checked = self._fresh(spec.name)
        package = checked_package(spec, self._storage.fetch)
        present, wanted = describe(checked, time.time()), checked.wanted
        if not present.state.settled:
            if wanted.newest.spec != spec or wanted.deleting:
                raise Conflict(f"{spec.name} is still changing.", "Wait until it has settled.")
            return self._told(checked)
        answers = present.state is EndpointState.IN_SERVICE
        if answers and present.spec == spec:
            return self._told(checked)
        revision, token = wanted.newest.revision + 1, _token()
        serving = checked.serving if answers else None
        served = self._served.send(
            package, resource_of(spec.name, revision, token), serving.served if serving else None
        )
        intention = replace(
            wanted.newest,
            revision=revision,
            spec=spec,
            token=token,
            served=served,
            replaces=serving.revision if serving else 0,
            begun_at=time.time(),
        )
        if not self._intentions.add(intention):
            self._remove_served((intention,))
            raise Conflict(f"{spec.name} is being changed by somebody else.", _WAIT)
        self._make(replace(wanted, intentions=(*wanted.intentions, intention)))
        return self._told(self._fresh(spec.name))

    def _make(self, wanted: Wanted) -> None:
        """Put the newest intention in place, soon or later: a reader goes on with it where AWS can
        not now, or has to delete one that failed first. What AWS refuses is undone."""
        try:
            self._put_in_place(wanted, wait_seconds=_SETTLING_SECONDS)
        except Unavailable:
            pass
        except StudioError:
            with contextlib.suppress(StudioError):
                self._undo(wanted)
                self._fresh(wanted.newest.spec.name)
            raise

    def _put_in_place(self, wanted: Wanted, wait_seconds: float = _GOING_SECONDS) -> None:
        """Have SageMaker put the newest intention in place. Raises NotFound when somebody has
        deleted the endpoint meanwhile: then what was made goes too."""
        newest = wanted.newest
        self._hosting.put_in_place(wanted, wait_seconds=wait_seconds)
        self._intentions.tell(newest)
        if self._intentions.of(newest.spec.name) is None:
            self._find_again(newest)
            raise _no_endpoint(newest.spec.name)

    def _find_again(self, intention: Intention) -> None:
        """Write down once more what was deleted, so that the next reader deletes what somebody made
        of it meanwhile."""
        if self._intentions.add(intention):
            self._intentions.mark_deleting(intention.spec.name)

    def _undo(self, wanted: Wanted) -> None:
        """Take back the newest intention, unless SageMaker has it or would be left with nothing."""
        newest = wanted.newest
        present = self._hosting.described(newest.spec.name)
        has_it = present is not None and present.has(newest)
        if not has_it and (newest.replaces or newest.revision == 1):
            self._remove_revision(newest)

    def _going_on(self, seen: Seen, *, at_once: bool = False) -> Seen | None:
        """The endpoint after going on with what was cut off: now and then, and not with what
        somebody has just begun. None when it has gone."""
        wanted, now = seen.wanted, time.time()
        newest = wanted.newest
        if wanted.is_told and not wanted.deleting:
            return seen
        if wanted.deleting and seen.listed is not None and seen.listed.going:
            return seen
        last = self._tries.get(newest.resource) or _Try(newest.begun_at)
        at_once = at_once or (wanted.deleting and seen.listed is None and not last.refused)
        if not (at_once or now - last.at > self._retry_seconds):
            return replace(seen, refused=last.refused)
        self._tries[newest.resource] = _Try(now)
        try:
            if wanted.deleting:
                return None if self._take_down(wanted, wait_seconds=0.0) else seen
            self._put_in_place(wanted, wait_seconds=0.0)
            return self._described(replace(wanted, told=wanted.told | {newest.revision}))
        except StudioError as error:
            self._tries[newest.resource] = _Try(now, str(error))
            return replace(seen, refused=str(error))

    def recover(self) -> None:
        """Go on with what was cut off, and delete packages that nobody came to serve."""
        with contextlib.suppress(StudioError):
            for name, seen in self._snapshot.refresh().items():
                if (later := self._going_on(seen, at_once=True)) is not seen:
                    self._snapshot.change(partial(_with, name=name, seen=later))
            self._served.sweep(self._intentions.served())

    # Deleting

    def delete(self, name: str) -> None:
        """As `Platform.delete`. One that is just being made goes once AWS allows it, and AWS takes
        its time for any: until it is gone it shows as Deleting, and whoever reads it then deletes
        the rest."""
        wanted = self._intentions.of(name) if is_name(name) else None
        if wanted is None:
            return
        self._intentions.mark_deleting(name)
        wanted = replace(wanted, deleting=True)
        self._take_down(wanted, wait_seconds=_SETTLING_SECONDS)
        with contextlib.suppress(NotFound):
            self._fresh(name)

    def _take_down(self, wanted: Wanted, *, wait_seconds: float) -> bool:
        """Delete all of it, what finds the rest last; False while AWS still has it.

        Until then nothing else goes: its container may write to its log, and so make it again.
        """
        name = wanted.newest.spec.name
        if not self._hosting.remove_endpoint(wanted, wait_seconds=wait_seconds):
            return False
        for intention in wanted.intentions:
            self._hosting.remove_revision(intention)
        self._logs.remove(name)
        self._remove_served(wanted.intentions)
        self._intentions.remove_all(name, wanted.intentions)
        self._used_at.pop(name, None)
        self._traffic.forget(name)
        present = self._hosting.described(name)
        if present is not None and present.has(wanted.newest):
            self._find_again(wanted.newest)
            return False
        return True

    def _tidy(self, seen: Seen) -> None:
        """Delete what revisions left that serve no more, or never will.

        Of the newest, when it did not come up, the intention stays: it tells what was tried.
        """
        listed, wanted, serving = seen.listed, seen.wanted, seen.serving
        if listed is None or not listed.settled or not wanted.is_told or wanted.deleting:
            return
        if seen.lags:
            return
        kept = wanted.newest if serving is None or not listed.in_service else serving
        for intention in wanted.intentions:
            if intention is kept:
                continue
            if intention is not wanted.newest:
                self._remove_revision(intention)
            elif intention.resource not in self._tidied:
                self._hosting.remove_revision(intention)
                self._tidied.add(intention.resource)

    def _remove_revision(self, intention: Intention) -> None:
        self._hosting.remove_revision(intention)
        self._remove_served((intention,))
        self._intentions.remove(intention)

    def _remove_served(self, intentions: tuple[Intention, ...]) -> None:
        """Delete the packages of these revisions of an endpoint, but those of others of it."""
        wanted = self._intentions.of(intentions[0].spec.name)
        kept = {i.served.uri for i in wanted.intentions if i not in intentions} if wanted else set()
        self._served.remove({i.served.uri for i in intentions} - kept)

    # Asking

    def invoke(self, name: str, body: bytes, *, content_type: str, accept: str) -> Reply:
        """As `Platform.invoke`. Waits for an endpoint that is being made."""
        deadline = time.monotonic() + _ANSWER_SECONDS
        seen = self._known_now(name)
        while True:
            endpoint = describe(seen, time.time())
            if endpoint.state in (EndpointState.FAILED, EndpointState.DELETING):
                said = endpoint.reason or "It is being deleted."
                return _reply(refusal(503, "unavailable", said))
            if len(body) > MOST_BYTES:
                return _reply(TOO_LARGE)
            if endpoint.state is not EndpointState.CREATING:
                try:
                    reply = invoke_once(
                        self._clients, name, body, content_type=content_type or JSON, accept=accept
                    )
                except NotServing as error:
                    seen = self._fresh(name)
                    if error.final or time.monotonic() > deadline:
                        raise error.reason from error
                else:
                    self._used_at[name] = time.time()
                    self._traffic.forget(name)
                    return reply
            elif time.monotonic() > deadline:
                raise Unavailable(f"{name} is still being made.", "Try again in a minute.")
            time.sleep(_PAUSE_SECONDS)
            seen = self._known_now(name)

    def _known_now(self, name: str) -> Seen:
        """The endpoint a moment ago; now, where that does not answer. Raises NotFound."""
        with contextlib.suppress(NotFound):
            seen = self._known(name)
            if describe(seen, time.time()).state in _ANSWERS:
                return seen
        return self._fresh(name)


_ANSWERS = (EndpointState.IN_SERVICE, EndpointState.UPDATING)
_WAIT = "Try again in a minute."


@dataclass(frozen=True)
class _Try:
    """When somebody here last went on with what was cut off, and what was in the way."""

    at: float
    refused: str = ""


def _is_whole(seen: Seen, outcome: Outcome) -> bool:
    """Whether the log will tell no more of a failure than it did."""
    listed, wanted = seen.listed, seen.wanted
    if listed is None or not wanted.is_told or own_words(outcome.log):
        return True
    came_up = listed.in_service and outcome.config == wanted.newest.resource
    return came_up or time.time() - listed.modified_at > _LOG_SECONDS


def _with(known: Mapping[str, Seen], name: str, seen: Seen | None) -> Mapping[str, Seen]:
    others = {other: one for other, one in known.items() if other != name}
    return others if seen is None else {**others, name: seen}


def _token() -> str:
    return secrets.token_hex(4)


def _reply(answer: Answer) -> Reply:
    return Reply(answer.status, answer.content_type, answer.body)


def _no_endpoint(name: str) -> NotFound:
    return NotFound(f"There is no endpoint {name[:80]!r}.", "It may have been deleted.")
