"""An account in this process, for what is asked of it about jobs and who makes them."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.errors import Conflict, NotFound
from backend.platforms.aws.files.storage import StoredFile
from backend.platforms.aws.jobs.calls import PROCESSING, Family, Listed
from backend.platforms.aws.jobs.intentions import JobIntention, spec_key
from backend.platforms.aws.jobs.maker import JobMaker
from backend.platforms.aws.jobs.reader import JobReader
from backend.platforms.aws.jobs.requests import TOKEN
from backend.platforms.aws.jobs.shelf import Found, JobShelf
from backend.platforms.base import JobState
from tests.platforms.aws.jobs.test_requests import a_spec

DAY = 24 * 3600.0


class Account:
    """Bucket and SageMaker in this process, by the methods that the reader uses of both. Counts
    what it is asked, and how much of it at once."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.made: dict[tuple[str, Family], dict[str, Any]] = {}
        self.tags: set[tuple[str, Family]] = set()
        self.asked: Counter[str] = Counter()
        self.most_at_once = 0
        self.listed_jobs = 0
        self.refuses: dict[str, Exception] = {}
        self._at_once = 0
        self._lock = threading.Lock()

    def _ask(self, what: str) -> None:
        with self._lock:
            self.asked[what] += 1
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(0.0005)
        with self._lock:
            self._at_once -= 1
        if what in self.refuses:
            raise self.refuses[what]

    # the bucket

    def uri(self, key: str) -> str:
        return f"s3://a-bucket/a-prefix/{key}"

    def folders(self, folder: str) -> tuple[str, ...]:
        self._ask("folders")
        below = [key.split("/") for key in self.files if key.startswith(f"{folder}/")]
        return tuple(sorted({parts[1] for parts in below if len(parts) > 2}))

    def get(self, key: str) -> bytes:
        self._ask("get")
        if key not in self.files:
            raise NotFound("no file")
        return self.files[key]

    def put(self, key: str, body: bytes) -> None:
        self._ask("put")
        self.files[key] = body

    def put_once(self, key: str, body: bytes) -> bool:
        self._ask("put")
        with self._lock:
            return self.files.setdefault(key, body) is body

    def delete(self, key: str) -> None:
        self.files.pop(key, None)

    def listing(self, folder: str) -> Iterator[StoredFile]:
        self._ask("listing")
        for key, body in sorted(self.files.items()):
            if key.startswith(f"{folder}/"):
                yield StoredFile(key=key, size=len(body), modified_at=0.0, etag="")

    def forget(self, folder: str) -> None:
        self.asked["forget"] += 1

    # SageMaker

    def create(self, intention: JobIntention) -> None:
        self._ask("create")
        family = PROCESSING
        with self._lock:
            there = self.made.get((intention.spec.name, family))
            if there is not None and there["Environment"][TOKEN] != intention.token:
                raise Conflict("taken")
            if there is None:
                self.made[intention.spec.name, family] = described(intention)

    def describe(self, name: str, family: Family) -> dict[str, Any] | None:
        self._ask("describe")
        found = self.made.get((name, family))
        return None if found is None else dict(found)

    def stop(self, name: str, family: Family) -> None:
        self._ask("stop")

    def listed(self, family: Family, since: float | None, most: int | None) -> dict[str, Listed]:
        self._ask("listed")
        made = {
            name: Listed(
                made_at=found["CreationTime"].timestamp(),
                ended=found["ProcessingJobStatus"] in ("Completed", "Failed", "Stopped"),
            )
            for (name, kind), found in self.made.items()
            if kind == family and found["CreationTime"].timestamp() >= (since or 0.0)
        }
        newest_first = sorted(made.items(), key=lambda item: -item[1].made_at)
        self.listed_jobs += len(newest_first[:most])
        return dict(newest_first[:most])

    def tagged(self) -> set[tuple[str, Family]]:
        self._ask("tagged")
        return set(self.tags)


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def intended(name: str, token: str = "", *, ago: float = 0.0) -> JobIntention:
    return JobIntention(
        spec=a_spec(name=name),
        request={"ProcessingJobName": name},
        token=token or f"token-of-{name}",
        created_at=time.time() - ago,
    )


def described(
    intention: JobIntention, status: str = "InProgress", *, at: float | None = None
) -> dict[str, Any]:
    """What Describe answers for a processing job of this intention."""
    made_at = moment(intention.created_at if at is None else at)
    times = {"ProcessingStartTime": made_at} if status != "InProgress" else {}
    if status in ("Completed", "Failed", "Stopped"):
        times["ProcessingEndTime"] = made_at
    return {
        "ProcessingJobName": intention.spec.name,
        "ProcessingJobStatus": status,
        "CreationTime": made_at,
        "LastModifiedTime": made_at,
        "Environment": {TOKEN: intention.token},
        **times,
    }


def ask_for(account: Account, intention: JobIntention) -> None:
    account.files[spec_key(intention.spec.name)] = intention.to_bytes()


def past(account: Account, name: str, token: str = "", *, ago: float = DAY) -> JobIntention:
    """A job that has completed."""
    intention = intended(name, token, ago=ago)
    ask_for(account, intention)
    account.files[f"jobs/{name}/output/made.txt"] = b"made"
    account.made[name, PROCESSING] = described(intention, "Completed")
    return intention


def a_reader(account: Any, folder: Path, **options: float) -> JobReader:
    maker = JobMaker(account, account, **options)
    return JobReader(account, account, maker, JobShelf(folder))


def everything(reader: JobReader) -> Mapping[str, Found]:
    """All jobs as they are now, by name."""
    found = dict(reader.read())
    while reader.unread:
        found |= reader.read_on(100)
    return found


def state(reader: JobReader, name: str) -> JobState:
    return everything(reader)[name].job.state
