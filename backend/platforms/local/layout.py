"""A job's folder: where its files are, and the two records kept with them.

spec.json     the intention, written once
status.json   the states so far, written whole at every change
lock          held for as long as the job has somebody who looks after it
log           what the program printed
stop          there when somebody asked for the job to be stopped
opt/ml/       what the program sees, gone when the job has ended
output/       what it made, there only once the program has succeeded
"""

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from backend.artefacts.files import read_json, write_json
from backend.platforms.base import Job, JobKind, JobSpec, JobState, StateChange


@dataclass(frozen=True)
class JobFolder:
    """The places in a job's folder."""

    path: Path

    @property
    def spec(self) -> Path:
        """The intention."""
        return self.path / "spec.json"

    @property
    def status(self) -> Path:
        """The states so far."""
        return self.path / "status.json"

    @property
    def lock(self) -> Path:
        """Held by the starter, then by the supervisor: free means that nobody looks after it."""
        return self.path / "lock"

    @property
    def log(self) -> Path:
        """What the program printed, and what befell the supervisor."""
        return self.path / "log"

    @property
    def stop(self) -> Path:
        """The request to stop."""
        return self.path / "stop"

    @property
    def root(self) -> Path:
        """What `/opt/ml` is in a SageMaker container."""
        return self.path / "opt" / "ml"

    @property
    def packing(self) -> Path:
        """The output of a training while it is being packed."""
        return self.path / "packing"

    @property
    def output(self) -> Path:
        """What later stages may take, of a Completed job."""
        return self.path / "output"

    def channel(self, kind: JobKind, name: str) -> Path:
        """Where the program finds an input."""
        below = "input/data" if kind is JobKind.TRAINING else "processing/input"
        return self.root / below / name

    def product(self, kind: JobKind) -> Path:
        """Where the program leaves what it makes."""
        return self.root / ("model" if kind is JobKind.TRAINING else "processing/output")

    def clear(self, *, output: bool) -> None:
        """Delete the working files, and the output as well if told to."""
        for place in (self.root.parent, self.packing, *([self.output] if output else [])):
            shutil.rmtree(place, ignore_errors=True)


@dataclass(frozen=True, kw_only=True)
class Intention:
    """All that a supervisor needs to know.

    program: the interpreter's arguments, as ("-m", "backend.train"). token: marks the job's
    processes. created_at: seconds since the epoch.
    """

    spec: JobSpec
    program: tuple[str, ...]
    cores: int
    memory_mb: int
    created_at: float
    token: str

    @property
    def ticket(self) -> str:
        """Its name in the queue: sorting the names gives the order of arrival."""
        return f"{int(self.created_at * 1e9):020d}-{self.spec.name}"

    def write(self, path: Path) -> None:
        """Write it whole, or not at all."""
        write_json(path, {**vars(self), "spec": spec_record(self.spec)})


def read_intention(path: Path) -> Intention:
    """Raises FileNotFoundError, or ValueError when it is damaged."""
    try:
        content = read_json(path)
        spec = content["spec"]
        return Intention(
            **{
                **content,
                "spec": JobSpec(**{**spec, "kind": JobKind(spec["kind"])}),
                "program": tuple(content["program"]),
            }
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is damaged") from error


def spec_record(spec: JobSpec) -> Mapping[str, Any]:
    """The spec in JSON's types: equal specs give equal records."""
    return {**vars(spec), "inputs": dict(spec.inputs), "settings": dict(spec.settings)}


@dataclass(frozen=True)
class Status:
    """The states so far, oldest first and never empty, and why it failed or stopped."""

    history: tuple[StateChange, ...]
    reason: str = ""

    @property
    def state(self) -> JobState:
        """The state now."""
        return self.history[-1].state

    def then(self, state: JobState, reason: str = "") -> "Status":
        """The status once the job has entered `state`, now."""
        at = max(time.time(), self.history[-1].at)  # clocks are set back at times
        return replace(self, history=(*self.history, StateChange(state, at)), reason=reason)

    def entered(self, *states: JobState) -> float | None:
        """When it first entered one of the states, None if it never did."""
        return next((change.at for change in self.history if change.state in states), None)

    def write(self, path: Path) -> None:
        """Write it whole, or not at all."""
        history = [vars(change) for change in self.history]
        write_json(path, {"state": self.state, "reason": self.reason, "history": history})


def read_status(path: Path) -> Status:
    """Raises FileNotFoundError, or ValueError when it is damaged."""
    try:
        content = read_json(path)
        history = tuple(StateChange(JobState(c["state"]), c["at"]) for c in content["history"])
        if not history:
            raise ValueError(f"{path.name} is damaged")
        return Status(history, content["reason"])
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is damaged") from error


def job_record(folder: JobFolder, intention: Intention, status: Status) -> Job:
    """What people are told about the job."""
    final = status.state.final
    return Job(
        spec=intention.spec,
        state=status.state,
        reason=status.reason,
        created_at=intention.created_at,
        started_at=status.entered(JobState.IN_PROGRESS),
        ended_at=status.history[-1].at if final else None,
        history=status.history,
        output=folder.output.as_uri() if status.state is JobState.COMPLETED else None,
    )
