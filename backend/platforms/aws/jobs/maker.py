"""Making jobs of what was asked for: once, by whoever asked or, where that one died, by another.

What was asked for lies in the bucket with the whole request. SageMaker takes a name once, and the
intention's token in the job's environment tells whose job it is, so that any number may try.
"""

import contextlib
import time

from backend.errors import NotFound, StudioError, Unavailable
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.jobs import failures as job_failures
from backend.platforms.aws.jobs.calls import SageMakerJobs, family_of
from backend.platforms.aws.jobs.intentions import (
    Ends,
    JobEnd,
    JobIntention,
    end_key,
    made_key,
    read_end,
    read_intention,
    spec_key,
)
from backend.platforms.aws.jobs.records import Description, token_of

ORPHAN_SECONDS = 60.0
"""After which a job that was asked for and not made is taken to have lost whoever asked."""
RETRY_SECONDS = 15.0
"""Between two tries to make a job that SageMaker could not take."""

_GIVE_UP = 24 * 3600.0  # seconds after which a job is no longer made that could not be


class JobMaker:
    """Makes the jobs below one prefix of one bucket, for any number of threads."""

    def __init__(
        self,
        sagemaker: SageMakerJobs,
        storage: Storage,
        *,
        orphan_seconds: float = ORPHAN_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._sagemaker = sagemaker
        self._storage = storage
        self._orphan_seconds = orphan_seconds
        self._retry_seconds = retry_seconds
        self._tried: dict[str, tuple[float, str]] = {}

    def intention(self, name: str) -> JobIntention | None:
        """What was asked for under that name; None where nothing was."""
        try:
            return read_intention(self._storage.get(spec_key(name)))
        except (NotFound, ValueError):
            return None

    def described(self, intention: JobIntention) -> Description | None:
        """The job as SageMaker has it; None where it has none, or one of somebody else's."""
        spec = intention.spec
        description = self._sagemaker.describe(spec.name, family_of(spec.kind))
        if description is None or token_of(description) != intention.token:
            return None
        return description

    def make(self, intention: JobIntention) -> None:
        """Have SageMaker make the job. Raises what that raises: Unavailable where it may be tried
        again, as `settle` does."""
        name, family = intention.spec.name, family_of(intention.spec.kind)
        try:
            self._sagemaker.create(intention)
        except Unavailable as error:
            self._tried[intention.token] = (time.monotonic(), error.what)
            raise
        self._tried.pop(intention.token, None)
        with contextlib.suppress(StudioError):  # it is made, whatever becomes of the rest
            self._storage.put(made_key(name, intention.token), b"")
            if self._end(intention) is not None:  # somebody stopped it meanwhile
                self._sagemaker.stop(name, family)

    def settle(self, intention: JobIntention) -> JobEnd | None:
        """Do what is to be done about a job that SageMaker does not have: make it, if its asker
        has died or SageMaker could not take it. How it ends without SageMaker; None if it does
        not."""
        if (ends := self._end(intention)) is not None:
            return ends
        if self._was_made(intention):
            if self.described(intention) is not None:  # since it was looked for
                return None
            return self.end(intention, Ends.FAILED, job_failures.GONE)
        age = time.time() - intention.created_at
        tried = self._tried.get(intention.token)
        if tried is None and age < self._orphan_seconds:
            return None
        if age > _GIVE_UP:
            return self.end(intention, Ends.FAILED, job_failures.NEVER_MADE)
        if tried is not None and time.monotonic() - tried[0] < self._retry_seconds:
            return None
        if self.intention(intention.spec.name) != intention:
            return None  # removed while its end was looked for, which goes after the intention
        try:
            self.make(intention)
        except Unavailable:
            return None
        except StudioError as error:
            return self.end(intention, Ends.FAILED, str(error))
        return None

    def waits_for(self, intention: JobIntention) -> str:
        """Why SageMaker could not take the job when it was tried last; empty if it was not."""
        return self._tried.get(intention.token, (0.0, ""))[1]

    def end(self, intention: JobIntention, how: Ends, reason: str) -> JobEnd:
        """Write down that a job ends without SageMaker; how it ends, if somebody was faster."""
        key = end_key(intention.spec.name, intention.token)
        ends = JobEnd(how=how, reason=reason, at=time.time())
        if how is not Ends.REMOVED:
            if self._storage.put_once(key, ends.to_bytes()):
                return ends
            if (there := self._end(intention)) is not None:
                return there
        self._storage.put(key, ends.to_bytes())  # over how it ended, or what is damaged
        return ends

    def take_back(self, intention: JobIntention) -> None:
        """Forget the end that was written down."""
        self._storage.delete(end_key(intention.spec.name, intention.token))

    def being_removed(self, name: str) -> JobIntention | None:
        """What was asked for under that name, if its removal was begun and not ended."""
        intention = self.intention(name)
        ends = None if intention is None else self._end(intention)
        return intention if ends is not None and ends.how is Ends.REMOVED else None

    def _end(self, intention: JobIntention) -> JobEnd | None:
        """How the job ends without SageMaker; None if it does not."""
        try:
            return read_end(self._storage.get(end_key(intention.spec.name, intention.token)))
        except (NotFound, ValueError):
            return None

    def _was_made(self, intention: JobIntention) -> bool:
        try:
            self._storage.get(made_key(intention.spec.name, intention.token))
        except NotFound:
            return False
        return True
