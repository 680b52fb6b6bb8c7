"""What is known of jobs that have ended, kept on this machine: it is never asked for again."""

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.artefacts.files import read_json, write_json
from backend.platforms.aws.jobs.records import read_record, to_record
from backend.platforms.base import Job

_FORMAT = 1
_PLAIN = re.compile(r"[A-Za-z0-9-]+")
_LISTED = "_listed.json"  # no job is called so


@dataclass(frozen=True, kw_only=True)
class ListedUntil:
    """Until when the account's jobs were listed, by family (seconds since the epoch): what was used
    again by then is not kept as it was before. whole: nothing was left unread then."""

    until: Mapping[str, float]
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Found:
    """A job and what is known of it besides.

    made_at: when SageMaker made it (seconds since the epoch), None while it has not. token: of its
    intention, empty for a job that was made elsewhere. mb: what its files hold, MB of 10^6 bytes,
    measured once it has ended.
    """

    job: Job
    made_at: float | None = None
    token: str = ""
    mb: float | None = None


class JobShelf:
    """A file for each job that has ended, below one folder. Any number of processes may share it;
    what is lost of it is asked for again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> Found | None:
        """What is kept of the job of that name."""
        try:
            record = read_json(self._place(name))
            if record.pop("format") != _FORMAT:
                return None
            found = Found(**{**record, "job": read_record(record["job"])})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return found if found.job.name == name else None

    def put(self, found: Found) -> None:
        """Keep it."""
        record = {**vars(found), "job": to_record(found.job), "format": _FORMAT}
        with contextlib.suppress(OSError, ValueError):  # no room, or no such name
            write_json(self._place(found.job.name), record)

    def drop(self, name: str) -> None:
        """Keep nothing of the job of that name."""
        with contextlib.suppress(OSError, ValueError):
            self._place(name).unlink()

    def listed(self) -> ListedUntil:
        """How far the jobs were listed whose records are kept."""
        try:
            record = read_json(self._folder / _LISTED)
            until = {str(family): float(at) for family, at in record["until"].items()}
            return ListedUntil(until=until, whole=bool(record["whole"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return ListedUntil(until={}, whole=False)

    def note_listed(self, listed: ListedUntil) -> None:
        """Keep what `listed` tells. What was found has to be kept before."""
        with contextlib.suppress(OSError):
            write_json(self._folder / _LISTED, vars(listed))

    def _place(self, name: str) -> Path:
        if not _PLAIN.fullmatch(name):
            raise ValueError(name)
        return self._folder / f"{name}.json"
