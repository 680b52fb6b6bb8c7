"""All jobs as they are now, with as few questions as that takes.

The bucket says which jobs the studio was asked for, SageMaker how they are. A job that goes on is
described at every look. One that has ended is described once and then kept on this machine: a
look only counts those of the past that are not, and they are read after it, the newest first.
What SageMaker lists of the jobs made since the last look shows when a name that has ended was used
again elsewhere. Jobs that only carry the studio's tag (made in the console, or by the SDK) are
looked for once a minute.
"""

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from backend.artefacts.package import ARCHIVE
from backend.errors import StudioError
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.jobs.calls import (
    PROCESSING,
    TRAINING,
    Family,
    Listed,
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
from backend.platforms.aws.jobs.shelf import Found, JobShelf, ListedUntil
from backend.platforms.base import JobKind, JobState

_AT_ONCE = 12  # questions to AWS
_TAGGED_EVERY = 60.0  # seconds
_OVERLAP = 60.0  # seconds that are listed twice: what is listed lags behind what is made
_AT_FIRST = 500  # jobs of a family, the newest, that are listed where nothing is known
_FAMILIES = (PROCESSING, TRAINING)


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
        self._noted = shelf.listed()  # before anything else of the shelf
        self._listed_until = dict(self._noted.until)
        self._knows_all = self._noted.whole
        self._unread: dict[str, Callable[[], Found | None]] = {}

    @property
    def known(self) -> Mapping[str, Found]:
        """All jobs that are known, by name, as they were when they were looked at last."""
        return dict(self._known)

    @property
    def unread(self) -> frozenset[str]:
        """Names of jobs of the past that are there, and that nothing more is known of."""
        return frozenset(self._unread)

    @property
    def leaving(self) -> frozenset[str]:
        """Names of jobs whose removal was begun, and not ended when it was last looked."""
        return frozenset(self._leaving)

    def read(self) -> Mapping[str, Found]:
        """All jobs as they are now, by name, but for those `unread`."""
        with _threads() as threads:
            return self._read(threads)

    def read_on(self, most: int) -> Mapping[str, Found]:
        """Read the newest of those unread; those that are known now, by name."""
        unread = list(self._unread.items())[:most]
        with _threads() as threads:
            looks = [(name, threads.submit(look)) for name, look in unread]
            found = {name: look.result() for name, look in looks}
        return {name: known for name, known in found.items() if known is not None}

    def read_one(self, name: str) -> Found | None:
        """The job of that name, asked for now if it is unread; else None."""
        look = self._unread.get(name)
        return None if look is None else look()

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
        listings = {family: threads.submit(self._list, family) for family in _FAMILIES}
        names = self._recall(asked.result())
        lately = {family: listing.result() for family, listing in listings.items()}
        ours = frozenset(names)
        others = {name: family for name, family in elsewhere.result() if name not in ours}
        looks: dict[str, Callable[[], Found | None]] = {}
        past: dict[str, float] = {}
        for name in names:
            listed = [lately[family][name] for family in _FAMILIES if name in lately[family]]
            if not self._is_settled(name, lately, ours=True):
                looks[name] = partial(self.look, name)
                if self._is_past(name, listed):
                    past[name] = max((one.made_at for one in listed), default=0.0)
        for name, family in others.items():
            listed = [lately[family][name]] if name in lately[family] else []
            if not self._is_settled(name, lately, ours=False):
                looks[name] = partial(self._look_elsewhere, name, family)
                if name not in self._known and all(one.ended for one in listed):
                    past[name] = max((one.made_at for one in listed), default=0.0)
        urgent = [threads.submit(look) for name, look in looks.items() if name not in past]
        newest_first = sorted(past, key=lambda name: past[name], reverse=True)
        self._unread = {name: looks[name] for name in newest_first if name not in self._known}
        for look in urgent:
            look.result()
        self._note_listed(lately)
        return self._only(ours.union(others))

    def _list(self, family: Family) -> Mapping[str, Listed]:
        """What SageMaker lists of the jobs, anybody's, that were made since it was listed last."""
        until = self._listed_until.get(family)
        if until is None:
            return self._sagemaker.listed(family, None, _AT_FIRST)
        return self._sagemaker.listed(family, until - _OVERLAP, None)

    def _note_listed(self, lately: Mapping[Family, Mapping[str, Listed]]) -> None:
        """All that was listed has been looked at, but for what is unread."""
        self._knows_all = True
        for family, listed in lately.items():
            newest = max((one.made_at for one in listed.values()), default=None)
            if newest is not None:
                self._listed_until[family] = max(newest, self._listed_until.get(family, newest))
        now = ListedUntil(until=dict(self._listed_until), whole=not self._unread)
        before = self._noted.until
        if (now.whole and not self._noted.whole) or any(
            at > before.get(family, 0.0) + _OVERLAP for family, at in now.until.items()
        ):
            self._shelf.note_listed(now)
            self._noted = now

    def _is_past(self, name: str, listed: Iterable[Listed]) -> bool:
        """Whether a job that is not known has ended, as far as can be told without a question."""
        if name in self._known:
            return False
        if listed:
            return all(one.ended for one in listed)
        return not self._knows_all or name in self._unread

    def _recall(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names, with what this machine keeps of them known."""
        names = tuple(names)
        for name in names:
            if name not in self._known and (kept := self._shelf.get(name)) is not None:
                self._known[name] = kept
        return names

    def _is_settled(
        self, name: str, lately: Mapping[Family, Mapping[str, Listed]], *, ours: bool
    ) -> bool:
        """Whether nothing can have changed about a job. ours: whether the studio asked for it,
        as far as the bucket knows now."""
        known = self._known.get(name)
        if known is None or not known.job.state.final or bool(known.token) is not ours:
            return False
        listed = lately[family_of(known.job.spec.kind)].get(name)
        return listed is None or listed.made_at == known.made_at

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
        self._unread.pop(name, None)
        if found.job.state.final:
            if found != before:
                self._shelf.put(found)
        elif before is None or before.job.state.final:
            self._shelf.drop(name)
        return found

    def _forget(self, name: str) -> None:
        for known in (self._known, self._intentions, self._unread):
            known.pop(name, None)
        self._shelf.drop(name)

    def _only(self, names: frozenset[str]) -> Mapping[str, Found]:
        """What is known of these; of others nothing is any more."""
        self._leaving &= names
        for name in set(self._known) - names:  # a copy: others add to it meanwhile
            self._forget(name)
        found = {name: self._known.get(name) for name in sorted(names)}
        return {name: known for name, known in found.items() if known is not None}


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Threads for questions, none of which goes on when one has failed."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        try:
            yield threads
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
