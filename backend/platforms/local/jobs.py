"""Jobs on this machine: each in a folder, looked after by a supervisor that needs nobody.

A job's lock says whether it is looked after. It is taken before the folder gets its name and
handed down to the supervisor, so there is no moment at which a living job's lock is free; one that
is not final and whose lock is free has lost its supervisor, and whoever reads it next ends what is
left of it and writes that down.
"""

import contextlib
import secrets
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.artefacts.files import folder_mb, whole_folder
from backend.artefacts.progress import Progress, is_measurement, parse
from backend.errors import Conflict, InvalidInput, NotFound
from backend.platforms.base import (
    Job,
    JobKind,
    JobSpec,
    JobState,
    Size,
    StateChange,
    check_name,
    is_name,
)
from backend.platforms.local import places, processes
from backend.platforms.local.cores import enqueue
from backend.platforms.local.layout import (
    Intention,
    JobFolder,
    Status,
    job_record,
    read_intention,
    read_status,
    spec_record,
)
from backend.platforms.local.locks import held, is_held
from backend.platforms.local.logs import lines_after, read_lines

Programs = Mapping[JobKind, tuple[str, ...]]
"""The interpreter's arguments by kind of job."""

PROGRAMS: Programs = {
    JobKind.PROCESSING: ("-m", "backend.preprocess"),
    JobKind.TRAINING: ("-m", "backend.train"),
    JobKind.EVALUATION: ("-m", "backend.evaluate"),
}

_SUPERVISOR = "backend.platforms.local.supervisor"
_SETTLED_NS = 10**9  # a folder may change again within what its time tells apart
_LEFT_OVER = 60.0  # seconds after which an unnamed folder that nobody holds is a crash's


_Identity = tuple[int, int]
"""Inode and time of a job's status: whether it is still the one that was read."""


@dataclass(frozen=True)
class _Listing:
    """The folder of jobs as it was since `changed`, its own time in ns: those that are final, and
    the names of the others."""

    changed: int
    final: tuple[Job, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class _Measured:
    """What was found in the first `place` bytes of the log of the job created then."""

    created_at: float
    place: int = 0
    points: tuple[Progress, ...] = ()


class LocalJobs:
    """The jobs below one folder; the methods are `Platform`'s."""

    def __init__(self, folder: Path, sizes: tuple[Size, ...], programs: Programs) -> None:
        self._folder = folder
        self._jobs = folder / "jobs"
        self._sizes = {size.name: size for size in sizes}
        self._programs = programs
        self._final: dict[str, tuple[_Identity, Job]] = {}
        self._final_mb: dict[str, tuple[_Identity, float]] = {}
        self._listing: _Listing | None = None
        self._measured: dict[str, _Measured] = {}

    def start(self, spec: JobSpec) -> Job:
        """As `Platform.start`. Raises DoesNotFit when the disk has no room for the job."""
        check_name(spec.name, "job name")
        with contextlib.suppress(NotFound):
            return self._same(spec)
        intention = self._intend(spec)
        with places.full_disk_named(), contextlib.ExitStack() as stack:
            try:
                with whole_folder(self._jobs / spec.name) as temporary:
                    new = JobFolder(temporary)
                    lock = stack.enter_context(held(new.lock))
                    intention.write(new.spec)
                    Status((StateChange(JobState.QUEUED, intention.created_at),)).write(new.status)
            except FileExistsError:
                return self._same(spec)
            enqueue(self._folder, intention.ticket)
            folder = JobFolder(self._jobs / spec.name)
            processes.launch_apart(_SUPERVISOR, folder.path, log=folder.log, lock=lock)
        return self.job(spec.name)

    def job(self, name: str) -> Job:
        """As `Platform.job`."""
        job = self._read(name)
        if job is None:
            raise NotFound(f"There is no job {name[:80]!r}.", "It may have been removed.")
        return job

    def jobs(self) -> tuple[Job, ...]:
        """As `Platform.jobs`.

        What is final does not change, so while no job came or went only the others are read: pages
        ask several times each, and there may be hundreds.
        """
        listing, looked_at = self._listing, time.time_ns()
        try:
            changed = self._jobs.stat().st_mtime_ns
            if listing is None or listing.changed != changed:
                names = tuple(path.name for path in self._jobs.iterdir() if path.is_dir())
                listing = _Listing(changed, (), names)
        except FileNotFoundError:
            return ()
        read = {name: job for name in listing.others if (job := self._read(name)) is not None}
        if looked_at - changed > _SETTLED_NS:
            final = {name: job for name, job in read.items() if job.state.final}
            others = tuple(name for name in listing.others if name not in final)
            self._listing = _Listing(changed, (*listing.final, *final.values()), others)
        found = (*listing.final, *read.values())
        return tuple(sorted(found, key=lambda job: (-job.created_at, job.name)))

    def log(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        """As `Platform.log`."""
        return read_lines(self._existing(name).log, tail)

    def progress(self, name: str) -> tuple[Progress, ...]:
        """As `Platform.progress`. Reads only what the log has gained since it was last asked."""
        created_at, folder = self.job(name).created_at, JobFolder(self._jobs / name)
        known = self._measured.get(name)
        if known is None or known.created_at != created_at:
            known = _Measured(created_at)
        place, points = known.place, list(known.points)
        for line, after in lines_after(folder.log, place):
            place = after
            if is_measurement(line):
                points.extend(parse([line]))
        if place != known.place:
            known = _Measured(created_at, place, tuple(points))
            self._measured[name] = known  # whole: other threads ask at the same time
        return known.points

    def stop(self, name: str) -> None:
        """As `Platform.stop`."""
        if not self.job(name).state.final:
            with places.full_disk_named(), contextlib.suppress(FileNotFoundError):
                self._existing(name).stop.touch()

    def remove_job(self, name: str) -> None:
        """As `Platform.remove_job`. One whose records are damaged goes too."""
        job = self._read(name)
        if job is not None and not job.state.final:
            raise Conflict(f"The job {name} has not ended.", "Stop it first.")
        if not is_name(name) or not (self._jobs / name).is_dir():
            return
        # Out of sight by one rename, so that nobody sees half a job.
        unseen = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=self._jobs))
        with contextlib.suppress(FileNotFoundError):  # somebody else was faster
            (self._jobs / name).rename(unseen)
        shutil.rmtree(unseen, ignore_errors=True)
        for known in (self._final, self._final_mb, self._measured):
            known.pop(name, None)

    def job_mb(self, name: str) -> float:
        """As `Platform.job_mb`. What a job in a final state holds is measured once."""
        self.job(name)
        final = self._final.get(name)
        known = self._final_mb.get(name)
        if final is not None and known is not None and known[0] == final[0]:
            return known[1]
        size = folder_mb(self._jobs / name)
        if final is not None:
            self._final_mb[name] = (final[0], size)
        return size

    def recover(self) -> None:
        """Settle jobs whose supervisor died, and delete what crashed starters left behind."""
        self.jobs()
        for path in self._jobs.glob(".*"):
            with contextlib.suppress(FileNotFoundError):
                old = time.time() - path.stat().st_mtime > _LEFT_OVER
                if old and not is_held(path / "lock"):
                    shutil.rmtree(path, ignore_errors=True)

    def _intend(self, spec: JobSpec) -> Intention:
        """The intention, of a spec that can be started. Raises InvalidInput for another."""
        size = self._sizes.get(spec.size)
        if size is None:
            raise InvalidInput(
                f"There is no size {spec.size[:80]!r}.", f"Choose {', '.join(self._sizes)}."
            )
        if (spec.algorithm is not None) != (spec.kind is JobKind.TRAINING):
            raise InvalidInput("A training job names its algorithm, and no other job does.")
        if spec.max_seconds < 1:
            raise InvalidInput("A job needs at least 1 second.")
        for channel, uri in spec.inputs.items():
            check_name(channel, "channel name")
            try:
                places.path_of(uri)
            except NotFound as error:
                raise InvalidInput(f"The input {channel!r} is not there.", error.remedy) from error
        return Intention(
            spec=spec,
            program=self._programs[spec.kind],
            cores=size.cores,
            memory_mb=size.memory_mb,
            created_at=time.time(),
            token=secrets.token_hex(16),
        )

    def _same(self, spec: JobSpec) -> Job:
        """The job of that name, if its spec is the same. Raises NotFound, Conflict."""
        job = self.job(spec.name)
        if spec_record(job.spec) != spec_record(spec):
            raise Conflict(
                f"There is a job {spec.name} already, with other settings.", "Choose another name."
            )
        return job

    def _existing(self, name: str) -> JobFolder:
        folder = JobFolder(self._jobs / name)
        if not is_name(name) or not folder.spec.is_file():
            raise NotFound(f"There is no job {name[:80]!r}.", "It may have been removed.")
        return folder

    def _read(self, name: str) -> Job | None:
        """The job, settled if its supervisor died; None when there is none that can be read."""
        if not is_name(name):
            return None
        folder = JobFolder(self._jobs / name)
        try:
            # What is final does not change: the file's identity says whether it is the same.
            stat = folder.status.stat()
            identity = (stat.st_ino, stat.st_mtime_ns)
            known = self._final.get(name)
            if known is not None and known[0] == identity:
                return known[1]
            intention = read_intention(folder.spec)
            status = _status(folder, intention)
            if not status.state.final and not is_held(folder.lock):
                status = _settle(folder, intention)
        except (FileNotFoundError, ValueError):
            return None
        job = job_record(folder, intention, status)
        if status.state.final:
            self._final[name] = (identity, job)
        return job


def _status(folder: JobFolder, intention: Intention) -> Status:
    try:
        return read_status(folder.status)
    except ValueError:  # the machine went down while it was written
        return Status((StateChange(JobState.QUEUED, intention.created_at),))


def _settle(folder: JobFolder, intention: Intention) -> Status:
    """End what is left of a job whose supervisor died, and write that down.

    One reader at a time (to others the job looks alive meanwhile); the supervisor may also have
    ended properly since. Where there is no room to write, what it comes to is still returned, and
    the next reader tries again.
    """
    with held(folder.lock):
        status = _status(folder, intention)
        if status.state.final:
            return status
        processes.end_marked(intention.token)
        full = places.is_full(folder.path)
        folder.clear(output=True)
        begun = status.state is not JobState.QUEUED
        reason = "Its supervisor died" + ("." if begun else " before its turn came.")
        status = status.then(
            JobState.FAILED,
            str(places.DISK_FULL) if full else f"{reason} Nothing is left running; start it again.",
        )
        with contextlib.suppress(OSError):
            status.write(folder.status)
        return status
