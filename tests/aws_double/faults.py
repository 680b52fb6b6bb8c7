"""What the double has been told to do wrong."""

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any

from tests.aws_double.errors import AwsError


class Kind(StrEnum):
    """What goes wrong.

    At the call (its `operation` is any of any service):
        THROTTLE       too many requests; nothing is done.
        SERVER_ERROR   an internal failure, status 500; nothing is done.
        EXPIRED        the credentials are no longer valid. Say `count=None`.
        DENIED         the caller may not do this.
        QUOTA          the account's quota for what was asked for is 0.
        NO_CAPACITY    refused when it is created: no such instance is to be had.
        NOT_SEEN       refused by SageMaker: it does not see yet what was just made.
        LOST_ANSWER    the work is done, and the connection is cut before the answer.
        NO_CONNECTION  the connection is cut before anything is done.
    In the work that a call began (its `operation` is the Create or Update that began it):
        CAPACITY       it fails, no such instance is to be had.
        FAILURE        it fails for `message` once it has begun to run.
        SLOW_START     it begins `seconds` later, or once all is mended.
        NO_PING        an endpoint's container never answers its ping.
    """

    THROTTLE = "throttle"
    SERVER_ERROR = "server_error"
    EXPIRED = "expired"
    DENIED = "denied"
    QUOTA = "quota"
    NO_CAPACITY = "no_capacity"
    NOT_SEEN = "not_seen"
    LOST_ANSWER = "lost_answer"
    NO_CONNECTION = "no_connection"
    CAPACITY = "capacity"
    FAILURE = "failure"
    SLOW_START = "slow_start"
    NO_PING = "no_ping"


_IN_WORK = {Kind.CAPACITY, Kind.FAILURE, Kind.SLOW_START, Kind.NO_PING}


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    service, operation, name: which calls it hits, as shell patterns (`Create*`); None is any.
        `name` is that of the job, endpoint, model or S3 key. after: so many matching calls are
        spared first. count: how many it hits then, None for all.
    message: in the place of AWS's own words. seconds: of SLOW_START.
    """

    kind: Kind | str
    operation: str | None = None
    name: str | None = None
    service: str | None = None
    count: int | None = 1
    after: int = 0
    message: str = ""
    seconds: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))

    @property
    def in_work(self) -> bool:
        """Whether it shows only in the work that a call began."""
        return self.kind in _IN_WORK

    def hits(self, service: str, operation: str, name: str) -> bool:
        """Whether it is about this call."""
        pairs = ((self.service, service), (self.operation, operation), (self.name, name))
        return all(pattern is None or fnmatchcase(text, pattern) for pattern, text in pairs)

    def to_json(self) -> dict[str, Any]:
        """As it is sent to another process's double."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Fault":
        """What `to_json` gave."""
        return cls(**content)


@dataclass
class _Armed:
    fault: Fault
    met: int = 0

    @property
    def spent(self) -> bool:
        count = self.fault.count
        return count is not None and self.met >= self.fault.after + count

    def strike(self) -> bool:
        """Whether this match is one that it hits."""
        if self.spent:
            return False
        self.met += 1
        return self.met > self.fault.after


@dataclass
class Faults:
    """All that has been told and is not yet spent. Threads may share it."""

    _armed: list[_Armed] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        """From now on."""
        with self._lock:
            self._armed.append(_Armed(fault))

    def clear(self) -> None:
        """All is well again."""
        with self._lock:
            self._armed.clear()

    def lasting(self, fault: Fault) -> bool:
        """Whether it has not been mended since it was told."""
        with self._lock:
            return any(armed.fault is fault for armed in self._armed)

    def strike(
        self, service: str, operation: str, name: str, *, in_work: bool = False
    ) -> tuple[Fault, ...]:
        """The faults that hit this call (or the work it began), each counted as a match."""
        with self._lock:
            return tuple(
                armed.fault
                for armed in self._armed
                if armed.fault.in_work == in_work
                and armed.fault.hits(service, operation, name)
                and armed.strike()
            )

    def pending(self, kind: Kind, service: str, operation: str) -> bool:
        """Whether a call would be hit by this kind now. Counts nothing."""
        with self._lock:
            return any(
                armed.fault.kind == kind
                and not armed.spent
                and armed.fault.hits(service, operation, armed.fault.name or "")
                for armed in self._armed
            )


def refusal(fault: Fault, protocol: str) -> AwsError | None:
    """How a service refuses for this fault; None where it does not refuse by it, or where how
    depends on the caller.

    protocol: botocore's name of it: each has its own codes for the same thing.
    """

    def say(code: str, message: str, status: int = 400) -> AwsError:
        return AwsError(code, fault.message or message, status)

    s3, query = protocol == "rest-xml", protocol == "query"
    match fault.kind:
        case Kind.THROTTLE if s3:
            return say("SlowDown", "Please reduce your request rate.", 503)
        case Kind.THROTTLE:
            return say("Throttling" if query else "ThrottlingException", "Rate exceeded")
        case Kind.SERVER_ERROR:
            code = "InternalError" if s3 else "InternalFailure"
            return say(code, "We encountered an internal error. Please try again.", 500)
        case Kind.EXPIRED if s3:
            return say("ExpiredToken", "The provided token has expired.")
        case Kind.EXPIRED:
            words = "The security token included in the request is expired"
            return say("ExpiredToken", words, 403) if query else say("ExpiredTokenException", words)
        case Kind.NOT_SEEN:
            return say("ValidationException", "Could not find what the request refers to.")
        case Kind.NO_CAPACITY:
            return say(
                "CapacityError",
                "Unable to provision requested ML compute capacity."
                " Please retry using a different ML instance type.",
            )
    return None
