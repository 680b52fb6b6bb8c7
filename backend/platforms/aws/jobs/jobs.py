"""Jobs on SageMaker: the studio's own, and those that only carry its tag.

What is asked for is written to the bucket before SageMaker hears of it, with the whole request.
So a job has one maker however often it is asked for, and whoever looks next makes one whose asker
died. All reading goes through one snapshot.
"""

import contextlib
import secrets
import threading
import time
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from backend.artefacts.progress import Progress
from backend.errors import Conflict, InvalidInput, NotFound, StudioError, Unavailable
from backend.platforms.aws import instances
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.files import wheels
from backend.platforms.aws.files.bundle import Bundle
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.images import BLAZINGTEXT, SKLEARN, Images
from backend.platforms.aws.jobs import failures as job_failures
from backend.platforms.aws.jobs import requests as job_requests
from backend.platforms.aws.jobs.calls import SageMakerJobs, family_of
from backend.platforms.aws.jobs.intentions import (
    JOBS,
    Ends,
    JobIntention,
    end_key,
    folder,
    made_key,
    output_key,
    owner,
    spec_key,
    spec_record,
)
from backend.platforms.aws.jobs.logs import JobLogs
from backend.platforms.aws.jobs.maker import ORPHAN_SECONDS, RETRY_SECONDS, JobMaker
from backend.platforms.aws.jobs.reader import JobReader
from backend.platforms.aws.jobs.records import waiting
from backend.platforms.aws.jobs.requests import PROGRAMS, Programs
from backend.platforms.aws.jobs.shelf import Found, JobShelf
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.aws.snapshot import FRESH_SECONDS, PATIENCE_SECONDS, Snapshot
from backend.platforms.base import Job, JobKind, JobSpec, Size, is_name
from backend.platforms.prices import SAGEMAKER

_AT_A_TIME = 24  # jobs of the past that are read before they are shown


class AwsJobs:
    """The jobs below one prefix of one bucket; the methods are `Platform`'s.

    A training on spare capacity that is interrupted begins again from the start, until it is done
    or has waited too long.
    """

    def __init__(
        self,
        clients: Clients,
        settings: AwsSettings,
        storage: Storage,
        bundle: Bundle,
        images: Images,
        *,
        folder: Path,
        sizes: tuple[Size, ...] = (),
        programs: Programs = PROGRAMS,
        fresh_seconds: float = FRESH_SECONDS,
        orphan_seconds: float = ORPHAN_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        """folder: what is known of jobs on this machine. sizes: on offer, all that have a price
        unless given. programs: what runs for a kind of job.
        fresh_seconds: as long what was read is not asked for again."""
        self._settings = settings
        self._storage = storage
        self._bundle = bundle
        self._images = images
        self._sizes = {size.name: size for size in sizes or instances.sizes(SAGEMAKER)}
        self._programs = programs
        self._sagemaker = SageMakerJobs(clients, settings)
        self._maker = JobMaker(
            self._sagemaker, storage, orphan_seconds=orphan_seconds, retry_seconds=retry_seconds
        )
        shelf = JobShelf(folder / "ended")
        self._reader = JobReader(self._sagemaker, storage, self._maker, shelf)
        self._logs = JobLogs(clients, folder / "logs", fresh_seconds=fresh_seconds)
        self._snapshot = Snapshot(self._reader.read, fresh_seconds=fresh_seconds)
        self._reading_on = threading.Lock()
        self._behind: threading.Thread | None = None

    def start(self, spec: JobSpec) -> Job:
        """As `Platform.start`. A job that SageMaker cannot take now, since it is busy or a quota
        is used up, is Queued until it can. Raises NotAllowed, DoesNotFit where it never will."""
        job_requests.check(spec, self._sizes)
        if (intention := self._maker.intention(spec.name)) is not None:
            return self._same(spec, intention)
        intention = self._intend(spec)
        if not self._storage.put_once(spec_key(spec.name), intention.to_bytes()):
            return self._same(spec, self._maker.intention(spec.name))
        with contextlib.suppress(StudioError):  # what a removal may have left
            self._storage.delete_below(output_key(spec.name))
        try:
            self._maker.make(intention)
        except Unavailable:
            pass  # the next look tries again
        except StudioError:
            with contextlib.suppress(StudioError):
                self._storage.delete(spec_key(spec.name))
            raise
        return self._renewed(intention)

    def job(self, name: str) -> Job:
        """As `Platform.job`."""
        return self._found(name).job

    def jobs(self) -> tuple[Job, ...]:
        """As `Platform.jobs`."""
        found = self._known()
        if self._reader.unread:
            self._read_all()
            found = {**found, **self._reader.known}
        return _newest_first(found.values())

    def known_jobs(self) -> tuple[Job, ...]:
        """As `jobs`, but for those `unread`, which are read behind it."""
        found = self._known()
        if self._reader.unread and (self._behind is None or not self._behind.is_alive()):
            self._behind = threading.Thread(target=self._read_behind, daemon=True)
            self._behind.start()
        return _newest_first(found.values())

    @property
    def unread(self) -> frozenset[str]:
        """Names of jobs of the past that are still to be read, as far as is known."""
        return self._reader.unread

    def do_not_wait(self) -> None:
        """Give no answer late: say instead that AWS does not answer."""
        self._snapshot.patience = PATIENCE_SECONDS

    def log(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        """As `Platform.log`."""
        found = self._found(name)
        if found.made_at is None:
            return ()
        return self._logs.lines(found.job, found.made_at, tail=tail)

    def progress(self, name: str) -> tuple[Progress, ...]:
        """As `Platform.progress`."""
        found = self._found(name)
        return () if found.made_at is None else self._logs.progress(found.job, found.made_at)

    def stop(self, name: str) -> None:
        """As `Platform.stop`. One that SageMaker has not made will never be."""
        found = self._found(name, renew=True)
        spec = found.job.spec
        if found.job.state.final:
            return
        intention = self._maker.intention(name) if found.token else None
        if found.made_at is None and intention is not None:
            self._maker.end(intention, Ends.STOPPED, job_failures.STOPPED)
        self._sagemaker.stop(name, family_of(spec.kind))
        if intention is None:
            self._snapshot.refresh()
        else:
            self._renewed(intention)

    def remove_job(self, name: str) -> None:
        """As `Platform.remove_job`: SageMaker's record of it, its files and its log."""
        self._snapshot.refresh()
        found = self._known().get(name) or self._reader.read_one(name)
        if found is None:
            if name in self._reader.leaving:
                self._finish_removal(name)
            return
        if not found.job.state.final:
            raise Conflict(f"The job {name} has not ended.", "Stop it first.")
        intention = self._maker.intention(name) if found.token else None
        if intention is not None:
            if intention.token != found.token:
                raise Conflict(f"The job {name} was started anew just now.", "Stop it first.")
            self._maker.end(intention, Ends.REMOVED, "")
        if found.made_at is not None:
            try:
                self._sagemaker.delete(name, family_of(found.job.spec.kind))
            except StudioError:
                if intention is not None:
                    with contextlib.suppress(StudioError):
                        self._maker.take_back(intention)
                raise
        self._hide(name)
        self._logs.remove(found.job)
        if intention is not None:
            self._delete_files(intention)

    def job_mb(self, name: str) -> float:
        """As `Platform.job_mb`: what the bucket holds of it. Measured once when it has ended."""
        found = self._found(name)
        if found.mb is not None:
            return found.mb
        return self._storage.mb_below(folder(name)) if found.token else 0.0

    def recover(self) -> None:
        """Make the jobs whose asker died, and end removals that were cut off. What cannot be done
        now is left to the next look."""
        with contextlib.suppress(StudioError):
            self._snapshot.refresh()
            self._read_all()
            for name in self._reader.leaving:
                self._finish_removal(name)

    def _intend(self, spec: JobSpec) -> JobIntention:
        """What makes the job. Raises InvalidInput for inputs that are not there."""
        own = job_requests.trains_itself(spec)
        sources = {channel: self._source(channel, uri) for channel, uri in spec.inputs.items()}
        token = secrets.token_hex(16)
        place = job_requests.Place(
            image=self._images.uri(BLAZINGTEXT if own else SKLEARN),
            code=None if own else self._bundle.uri(fasttext=self._uses_fasttext(spec)),
            program=self._programs[spec.kind],
            role_arn=self._settings.role_arn,
            jobs=self._storage.uri(JOBS),
            sources={channel: uri for channel, (uri, _) in sources.items()},
            inputs_mb=sum(mb for _, mb in sources.values()),
            tags=tuple(self._settings.tags),
            token=token,
        )
        return JobIntention(
            spec=spec,
            request=job_requests.request(spec, place),
            token=token,
            created_at=time.time(),
        )

    def _uses_fasttext(self, spec: JobSpec) -> bool:
        """Whether it trains or, as an evaluation, reads a model that may be fastText's."""
        if spec.kind is not JobKind.EVALUATION:
            return spec.kind is JobKind.TRAINING and wheels.needed_for(spec.algorithm)
        owners = {owner(self._storage.key(uri)) for uri in spec.inputs.values()}
        makers = [self._maker.intention(name) for name in owners if name]
        trainings = [i.spec for i in makers if i and i.spec.kind is JobKind.TRAINING]
        return not trainings or any(wheels.needed_for(spec.algorithm) for spec in trainings)

    def _source(self, channel: str, uri: str) -> tuple[str, float]:
        """An input's URI as SageMaker takes it, a folder's with a slash, and its size in MB."""
        try:
            key = self._storage.key(uri)
        except NotFound as error:
            raise InvalidInput(f"The input {channel!r} is not there.", error.remedy) from error
        below = list(self._storage.listing(key))
        if below:
            return f"{self._storage.uri(key)}/", sum(file.mb for file in below)
        beside = self._storage.listing(key.rpartition("/")[0])
        file = next((file for file in beside if file.key == key), None)
        if file is None:
            raise InvalidInput(f"The input {channel!r} is not there.", "It may have been deleted.")
        return self._storage.uri(key), file.mb

    def _same(self, spec: JobSpec, intention: JobIntention | None) -> Job:
        """The job of that name, if its spec is the same. Raises Conflict."""
        if intention is None:
            raise Conflict(f"The job {spec.name} is just being removed.", "Try again in a moment.")
        if spec_record(intention.spec) != spec_record(spec):
            raise Conflict(
                f"There is a job {spec.name} already, with other settings.", "Choose another name."
            )
        return self._renewed(intention)

    def _renewed(self, intention: JobIntention) -> Job:
        """The job as it is now, for all who ask; as it was asked for, where SageMaker does not
        answer."""
        name = intention.spec.name
        found: Found | None = Found(job=waiting(intention), token=intention.token)
        with contextlib.suppress(StudioError):
            found = self._reader.look(name)
        if found is None:
            raise Conflict(f"The job {name} is just being removed.", "Try again in a moment.")
        self._snapshot.change(partial(_with, more={name: found}))
        return found.job

    def _found(self, name: str, *, renew: bool = False) -> Found:
        """The job. renew: ask anew when it is not known. Raises NotFound."""
        found = self._known().get(name) or self._reader.read_one(name)
        if found is None and renew:
            found = self._snapshot.refresh().get(name)
        if found is None:
            raise NotFound(f"There is no job {name[:80]!r}.", "It may have been removed.")
        return found

    def _known(self) -> Mapping[str, Found]:
        """What was found at the last look, and read since."""
        return {**self._snapshot.get(), **self._reader.known}

    def _read_all(self) -> None:
        """Read what a look left unread."""
        while self._reader.unread:
            with self._reading_on:
                self._reader.read_on(_AT_A_TIME)

    def _read_behind(self) -> None:
        with contextlib.suppress(StudioError):  # whoever looks next begins again
            self._read_all()

    def _finish_removal(self, name: str) -> None:
        """End a removal that was cut off: with its intention there, or after that had gone."""
        intention = self._maker.being_removed(name)
        if intention is not None:
            self._sagemaker.delete(name, family_of(intention.spec.kind))
            self._logs.remove(waiting(intention))
            self._delete_files(intention)
            self._hide(name)
            return
        left = [file.key for file in self._storage.listing(folder(name))]
        # A job that is asked for from now on has keys of its own.
        if is_name(name) and spec_key(name) not in left:
            for key in left:
                self._storage.delete(key)

    def _delete_files(self, intention: JobIntention) -> None:
        """Of a job of the studio's own. Its intention goes after what could not be found without
        it, and with it the job's name; what says that it goes is the last, so that nobody makes
        it again meanwhile."""
        name, token = intention.spec.name, intention.token
        if self._maker.intention(name) == intention:  # else somebody was faster
            self._storage.delete_below(output_key(name))
            self._storage.delete(spec_key(name))
        self._storage.delete(made_key(name, token))
        self._storage.delete(end_key(name, token))

    def _hide(self, name: str) -> None:
        """Know nothing of a removed job any more."""
        self._reader.forget(name)
        self._logs.forget(name)
        self._snapshot.change(lambda jobs: {n: found for n, found in jobs.items() if n != name})


def _with(jobs: Mapping[str, Found], more: Mapping[str, Found]) -> Mapping[str, Found]:
    return {**jobs, **more}


def _newest_first(found: Iterable[Found]) -> tuple[Job, ...]:
    jobs = (one.job for one in found)
    return tuple(sorted(jobs, key=lambda job: (-job.created_at, job.name)))
