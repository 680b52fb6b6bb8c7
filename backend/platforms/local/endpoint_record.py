"""What is kept of an endpoint: the studio's intention and the keeper's status, one file each.

An endpoint's folder:

endpoint.json  the intention, written by the studio alone
lock           held by the starter, then by the keeper for as long as it lives
change         held by who writes the intention
status.json    what the keeper has made of it, written by the keeper alone
package-N/     the unpacked package of revision N
traffic.json   what was answered, by period, written by the keeper alone
used           an empty file whose time is when the endpoint last answered
endpoint.log   what keeper and worker said, with the log before it in endpoint.log.1
"""

import os
from dataclasses import asdict, dataclass
from pathlib import Path

from backend.artefacts.files import read_json, write_json
from backend.platforms.base import Endpoint, EndpointSpec, EndpointState, Warmth

INTENTION = "endpoint.json"
STATUS = "status.json"
USED = "used"
LOCK = "lock"
CHANGE = "change"
LOG = "endpoint.log"
OLDER_LOG = "endpoint.log.1"

KEEPER_STOPPED = "Its keeper stopped; it starts again when the studio opens or a message comes."


def package_folder(revision: int) -> str:
    """The name of the folder that holds the package of a revision."""
    return f"package-{revision}"


@dataclass(frozen=True, kw_only=True)
class Intention:
    """What the studio wants. Each update is the next `revision`, from 1.

    token: the mark of the endpoint's processes. created_at: seconds since the epoch.
    """

    revision: int
    spec: EndpointSpec
    token: str
    created_at: float

    def write(self, folder: Path) -> None:
        """Write it into the endpoint's folder, whole or not at all."""
        write_json(folder / INTENTION, asdict(self))


@dataclass(frozen=True, kw_only=True)
class Status:
    """What the keeper has made of the intention so far.

    revision: the newest that it has dealt with, 0 for none. serving: the revision that answers
    (`spec` is its spec), 0 for none. port: of 127.0.0.1, 0 before it is bound.
    last_port: the one to bind again, 0 for any. loaded_at: when the model that answers came into
    memory, None while it is not there. wake_seconds: how long that took when messages last waited.
    """

    revision: int = 0
    serving: int = 0
    spec: EndpointSpec | None = None
    port: int = 0
    last_port: int = 0
    failed: bool = False
    warmth: Warmth = Warmth.COLD
    reason: str = ""
    memory_used_mb: float | None = None
    loaded_at: float | None = None
    wake_seconds: float | None = None

    def write(self, folder: Path) -> None:
        """Write it into the endpoint's folder, whole or not at all."""
        write_json(folder / STATUS, asdict(self))


def read_intention(folder: Path) -> Intention:
    """Read the intention. Raises FileNotFoundError, or ValueError when it is damaged."""
    try:
        content = read_json(folder / INTENTION)
        return Intention(**{**content, "spec": EndpointSpec(**content["spec"])})
    except (KeyError, TypeError) as error:
        raise ValueError(f"{INTENTION} is damaged") from error


def read_status(folder: Path) -> Status:
    """Read the status; a fresh one where there is none yet. Raises ValueError when damaged."""
    try:
        content = read_json(folder / STATUS)
        spec = EndpointSpec(**content["spec"]) if content["spec"] else None
        return Status(**{**content, "spec": spec, "warmth": Warmth(content["warmth"])})
    except FileNotFoundError:
        return Status()
    except (KeyError, TypeError) as error:
        raise ValueError(f"{STATUS} is damaged") from error


def note_used(folder: Path, at: float) -> None:
    """Note that it answered at that time. A time of a file costs no write of its content."""
    place = folder / USED
    place.touch()
    os.utime(place, (at, at))


def read_used(folder: Path) -> float | None:
    """When it last answered, in seconds since the epoch; None before it ever did."""
    try:
        return (folder / USED).stat().st_mtime
    except FileNotFoundError:
        return None


def describe(
    intention: Intention, status: Status, *, kept: bool, used_at: float | None
) -> Endpoint:
    """The endpoint as a person sees it. `kept`: whether its keeper lives."""
    warmth = status.warmth
    if not kept:
        state, warmth = EndpointState.FAILED, Warmth.COLD
    elif intention.revision > status.revision:
        state = EndpointState.UPDATING
        if status.revision == 0:
            state, warmth = EndpointState.CREATING, Warmth.WARMING
    else:
        state = EndpointState.FAILED if status.failed else EndpointState.IN_SERVICE
    spec = status.spec or intention.spec
    sleeps_at = None
    if warmth is Warmth.WARM and status.loaded_at is not None:
        sleeps_at = max(status.loaded_at, used_at or 0.0) + spec.idle_seconds
    return Endpoint(
        spec=spec,
        state=state,
        warmth=warmth,
        reason=status.reason if kept else KEEPER_STOPPED,
        created_at=intention.created_at,
        url=f"http://127.0.0.1:{status.port}/invocations" if kept and status.port else None,
        memory_used_mb=status.memory_used_mb if kept else None,
        used_at=used_at,
        sleeps_at=sleeps_at,
        wake_seconds=status.wake_seconds,
        changing_to=intention.spec if state is EndpointState.UPDATING else None,
    )
