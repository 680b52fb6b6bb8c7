"""Intentions for jobs: what was asked for, in the bucket before SageMaker hears of it.

jobs/<name>/spec.json         the spec, and the whole request that makes the job
jobs/<name>/made-<token>      there once SageMaker has made the job, which nobody does again
jobs/<name>/end-<token>.json  there when the job ends, or goes, without SageMaker: stopped or
                              failed before it was made, or being removed
jobs/<name>/output/           what it leaves

A token in the name: what is late about an earlier job of that name touches nothing of this one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from backend.platforms.base import JobKind, JobSpec

JOBS = "jobs"


def folder(name: str) -> str:
    """The key of a job's folder."""
    return f"{JOBS}/{name}"


def owner(key: str) -> str:
    """The name of the job in whose folder a key lies; empty where it lies elsewhere."""
    top, _, below = key.partition("/")
    return below.partition("/")[0] if top == JOBS else ""


def spec_key(name: str) -> str:
    """Where a job's intention lies."""
    return f"{folder(name)}/spec.json"


def made_key(name: str, token: str) -> str:
    """Where it says that SageMaker has made the job of that token."""
    return f"{folder(name)}/made-{token}"


def end_key(name: str, token: str) -> str:
    """Where it says that the job of that token ends without SageMaker."""
    return f"{folder(name)}/end-{token}.json"


def output_key(name: str) -> str:
    """Where a job's output lies."""
    return f"{folder(name)}/output"


@dataclass(frozen=True, kw_only=True)
class JobIntention:
    """What makes a job: whoever reads it can make it, and it is the same job.

    request: parameters of the Create call of the spec's kind. token: tells the job from another of
    the same name. created_at: seconds since the epoch.
    """

    spec: JobSpec
    request: Mapping[str, Any]
    token: str
    created_at: float

    def to_bytes(self) -> bytes:
        """As it is kept."""
        return _dumped({**vars(self), "spec": spec_record(self.spec)})


def read_intention(content: bytes) -> JobIntention:
    """What `JobIntention.to_bytes` gave. Raises ValueError for anything else."""
    try:
        found = json.loads(content)
        return JobIntention(**{**found, "spec": read_spec(found["spec"])})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("The intention is damaged.") from error


def spec_record(spec: JobSpec) -> dict[str, Any]:
    """The spec in JSON's types: equal specs give equal records."""
    return {**vars(spec), "inputs": dict(spec.inputs), "settings": dict(spec.settings)}


def read_spec(record: Mapping[str, Any]) -> JobSpec:
    """What `spec_record` gave. Raises KeyError, TypeError or ValueError for anything else."""
    return JobSpec(**{**record, "kind": JobKind(record["kind"])})


class Ends(StrEnum):
    """How a job ends, or goes, without SageMaker."""

    STOPPED = "stopped"
    FAILED = "failed"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class JobEnd:
    """That it does. reason: in words for a person. at: seconds since the epoch."""

    how: Ends
    reason: str
    at: float

    def to_bytes(self) -> bytes:
        """As it is kept."""
        return _dumped(vars(self))


def read_end(content: bytes) -> JobEnd:
    """What `JobEnd.to_bytes` gave. Raises ValueError for anything else."""
    try:
        found = json.loads(content)
        return JobEnd(**{**found, "how": Ends(found["how"])})
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("The end of the job is damaged.") from error


def _dumped(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, indent=2, sort_keys=True).encode()
