"""All jobs as they are now, with as few questions as that takes.

The bucket says which jobs the studio was asked for, SageMaker how they are. A job that has ended
is described once and then kept on this machine; of the others each is described at every look.
What SageMaker lists of the jobs made lately shows when a name that has ended was used again
elsewhere. Jobs that only carry the studio's tag (made in the console, or by the SDK) are looked
for once a minute.
"""

import contextlib
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from backend.artefacts.package import ARCHIVE
from backend.errors import StudioError
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.jobs.calls import (
    PROCESSING,
    TRAINING,
    Family,
    SageMakerJobs,
    family_of,
)
from backend.platforms.aws.jobs.intentions import JOBS, Ends, JobIntention, folder, output_key
from backend.platforms.aws.jobs.maker import JobMaker
from backend.platforms.aws.jobs.records import (
    Description,
    job_of,
    moment,
    never_made,
    output_of,
    spec_of,
    status_of,
    waiting,
    without_product,
)
from backend.platforms.aws.jobs.shelf import Found, JobShelf
from backend.platforms.base import JobKind, JobState

_AT_ONCE = 12  # questions to AWS
_TAGGED_EVERY = 60.0  # seconds
_BEFORE = 1.0  # seconds that are listed twice: what is listed lags behind what is made


class JobReader:
    """The jobs below one prefix of one bucket, for any number of threads."""

    def __init__(
        self, sagemaker: SageMakerJobs, storage: Storage, maker: JobMaker, shelf: JobShelf
    ) -> None:
        """maker: makes a job that nobody made. shelf: what is known on this machine."""
        self._sagemaker = sagemaker
        self._storage = storage
        self._maker = maker
        self._shelf = shelf
        self._known: dict[str, Found] = {}
        self._intentions: dict[str, JobIntention] = {}
        self._tagged: tuple[float, frozenset[tuple[str, Family]]] | None = None
        self._leaving: set[str] = set()

    @property
    def leaving(self) -> frozenset[str]:
        """Names of jobs whose removal was begun, and not ended when it was last looked."""
        return frozenset(self._leaving)

    def read(self) -> Mapping[str, Found]:
        """All jobs, by name."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            try:
                return self._read(threads)
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise

    def look(self, name: str) -> Found | None:
        """The job of the studio's of that name, asked for now; None where there is none."""
        self._leaving.discard(name)
        intention = self._intentions.get(name)
        description = None if intention is None else self._maker.described(intention)
        if intention is None or description is None:
            intention = self._maker.intention(name)  # not known, not made, or another's by now
            if intention is None:
                self._forget(name)
                self._leaving.add(name)  # what is below its name, if anything, nobody needs
                return None
            self._intentions[name] = intention
            description = self._maker.described(intention)
        if description is None:
            return self._know(name, self._unmade(intention))
        return self._know(name, self._made(intention, description))

    def forget(self, name: str) -> None:
        """Know nothing of the job of that name any more."""
        self._leaving.discard(name)
        self._forget(name)

    def _read(self, threads: ThreadPoolExecutor) -> Mapping[str, Found]:
        asked = threads.submit(self._storage.folders, JOBS)
        elsewhere = threads.submit(self._made_elsewhere)
        names = self._recall(asked.result())
        lately = self._listed_lately(threads)
        ours = frozenset(names)
        others = {name: family for name, family in elsewhere.result() if name not in ours}
        looks = [
            threads.submit(self.look, name)
            for name in names
            if not self._is_settled(name, lately, ours=True)
        ]
        looks += [
            threads.submit(self._look_elsewhere, name, family)
            for name, family in others.items()
            if not self._is_settled(name, lately, ours=False)
        ]
        for look in looks:
            look.result()
        return self._only(ours.union(others))

    def _listed_lately(self, threads: ThreadPoolExecutor) -> Mapping[tuple[str, Family], float]:
        """When those were made that SageMaker lists of the jobs made lately."""
        since = self._oldest_of_interest()
        if since is None:
            return {}
        families = (PROCESSING, TRAINING)
        listed = [threads.submit(self._sagemaker.listed, family, since) for family in families]
        return {
            (name, family): at
            for family, found in zip(families, listed, strict=True)
            for name, at in found.result().items()
        }

    def _recall(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names, with what this machine keeps of them known."""
        names = tuple(names)
        for name in names:
            if name not in self._known and (kept := self._shelf.get(name)) is not None:
                self._known[name] = kept
        return names

    def _oldest_of_interest(self) -> float | None:
        """From when on SageMaker lists jobs: those that go on, and all that are newer than the
        newest known. None where none is known: all will be looked at."""
        known = list(self._known.values())
        made = [found.made_at for found in known if found.made_at is not None]
        if not made:
            return None
        going_on = [
            found.made_at
            for found in known
            if found.made_at is not None and not found.job.state.final
        ]
        return min([max(made), *going_on]) - _BEFORE

    def _is_settled(
        self, name: str, made_at: Mapping[tuple[str, Family], float], *, ours: bool
    ) -> bool:
        """Whether nothing can have changed about a job. ours: whether the studio asked for it,
        as far as the bucket knows now."""
        known = self._known.get(name)
        if known is None or not known.job.state.final or bool(known.token) is not ours:
            return False
        listed = made_at.get((name, family_of(known.job.spec.kind)))
        return listed is None or listed == known.made_at

    def _made_elsewhere(self) -> frozenset[tuple[str, Family]]:
        """All that carries the studio's tag, as it was at most a minute ago."""
        now = time.monotonic()
        if self._tagged is None or now - self._tagged[0] > _TAGGED_EVERY:
            before = self._tagged[1] if self._tagged else frozenset()
            self._tagged = (now, before)
            with contextlib.suppress(StudioError):  # may not be allowed: then only ours show
                self._tagged = (now, frozenset(self._sagemaker.tagged()))
        return self._tagged[1]

    def _look_elsewhere(self, name: str, family: Family) -> Found | None:
        description = self._sagemaker.describe(name, family)
        if description is None or status_of(description) == "Deleting":
            if self._tagged is not None:
                self._tagged = (self._tagged[0], self._tagged[1] - {(name, family)})
            self._forget(name)
            return None
        job = job_of(
            description, spec_of(description), created_at=None, output=output_of(description)
        )
        return self._know(name, Found(job=job, made_at=moment(description["CreationTime"])))

    def _made(self, intention: JobIntention, description: Description) -> Found:
        name, spec = intention.spec.name, intention.spec
        known = self._known.get(name)
        if known is not None and known.token != intention.token:
            self._storage.forget(folder(name))  # copies of another job's files
        job = job_of(
            description,
            spec,
            created_at=intention.created_at,
            output=self._storage.uri(output_key(name)),
        )
        made_at = moment(description["CreationTime"])
        found = Found(job=job, made_at=made_at, token=intention.token)
        return self._weighed(found) if job.state.final else found

    def _weighed(self, found: Found) -> Found:
        """With what its files hold; failed, if it completed and there is no product among them."""
        job = found.job
        files = list(self._storage.listing(folder(job.name)))
        product = f"{output_key(job.name)}/"
        if job.spec.kind is JobKind.TRAINING:
            product += ARCHIVE
        if job.state is JobState.COMPLETED and not any(f.key.startswith(product) for f in files):
            job = without_product(job)
        return replace(found, job=job, mb=sum(file.mb for file in files))

    def _unmade(self, intention: JobIntention) -> Found | None:
        """A job that SageMaker did not have; None where it is being removed."""
        ends = self._maker.settle(intention)
        if ends is None:
            job = waiting(intention, self._maker.waits_for(intention))
            return Found(job=job, token=intention.token)
        if ends.how is Ends.REMOVED:
            self._leaving.add(intention.spec.name)
            return None
        return self._weighed(Found(job=never_made(intention, ends), token=intention.token))

    def _know(self, name: str, found: Found | None) -> Found | None:
        if found is None:
            self._forget(name)
            return None
        before = self._known.get(name)
        self._known[name] = found
        if found.job.state.final:
            if found != before:
                self._shelf.put(found)
        elif before is None or before.job.state.final:
            self._shelf.drop(name)
        return found

    def _forget(self, name: str) -> None:
        for known in (self._known, self._intentions):
            known.pop(name, None)
        self._shelf.drop(name)

    def _only(self, names: frozenset[str]) -> Mapping[str, Found]:
        """What is known of these; of others nothing is any more."""
        self._leaving &= names
        for name in set(self._known) - names:  # a copy: others add to it meanwhile
            self._forget(name)
        found = {name: self._known.get(name) for name in sorted(names)}
        return {name: known for name, known in found.items() if known is not None}
