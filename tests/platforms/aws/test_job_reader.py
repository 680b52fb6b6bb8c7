"""All jobs with few questions: what is asked, what is not, and who makes a job that nobody made."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.errors import Conflict, NotAllowed, NotFound, Unavailable
from backend.platforms.aws.job_intentions import (
    Ends,
    JobEnd,
    JobIntention,
    end_key,
    made_key,
    spec_key,
)
from backend.platforms.aws.job_reader import JobReader
from backend.platforms.aws.job_requests import TOKEN
from backend.platforms.aws.job_shelf import JobShelf
from backend.platforms.aws.sagemaker_jobs import PROCESSING, TRAINING, Family
from backend.platforms.aws.storage import StoredFile
from backend.platforms.base import JobState
from tests.platforms.aws.test_job_requests import a_spec

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

    def listed(self, family: Family, since: float) -> dict[str, float]:
        self._ask("listed")
        made = {
            name: found["CreationTime"].timestamp()
            for (name, kind), found in self.made.items()
            if kind == family
        }
        return {name: at for name, at in made.items() if at >= since}

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


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def reader(account: Account, tmp_path: Path) -> JobReader:
    return a_reader(account, tmp_path)


def a_reader(account: Any, folder: Path, **options: float) -> JobReader:
    return JobReader(account, account, JobShelf(folder), **options)


def state(reader: JobReader, name: str) -> JobState:
    return reader.read()[name].job.state


# How much is asked


def test_five_hundred_past_jobs_are_asked_about_once(account: Account, tmp_path: Path) -> None:
    for number in range(500):
        past(account, f"job-{number}", ago=DAY + number)
    reader = a_reader(account, tmp_path)
    first = reader.read()
    assert len(first) == 500
    assert all(found.job.state is JobState.COMPLETED for found in first.values())
    assert account.asked["describe"] == 500
    assert 2 < account.most_at_once <= 12  # side by side, and not all at once
    account.asked.clear()
    assert reader.read() == first
    assert account.asked == {"folders": 1, "listed": 2}
    account.asked.clear()
    assert a_reader(account, tmp_path).read() == first  # another day, on this machine
    assert account.asked == {"folders": 1, "listed": 2, "tagged": 1}


def test_only_what_goes_on_is_described_again(account: Account, reader: JobReader) -> None:
    past(account, "old")
    going = intended("going", ago=60)
    ask_for(account, going)
    account.made["going", PROCESSING] = described(going)
    reader.read()
    account.asked.clear()
    assert state(reader, "going") is JobState.STARTING
    assert account.asked == {"folders": 1, "listed": 2, "describe": 1}
    account.files["jobs/going/output/made.txt"] = b"made"
    account.made["going", PROCESSING] = described(going, "Completed")
    assert state(reader, "going") is JobState.COMPLETED
    account.asked.clear()
    assert state(reader, "going") is JobState.COMPLETED
    assert account.asked["describe"] == 0


def test_what_ended_is_weighed_once(account: Account, reader: JobReader) -> None:
    past(account, "old")
    mb = reader.read()["old"].mb
    assert mb is not None
    assert mb == pytest.approx(sum(map(len, account.files.values())) / 1e6)


def test_a_name_used_again_elsewhere_is_the_new_job(account: Account, reader: JobReader) -> None:
    past(account, "again", "first")
    assert reader.read()["again"].token == "first"
    account.files.clear()
    past(account, "again", "second", ago=60)
    found = reader.read()["again"]
    assert found.token == "second"
    assert found.job.created_at > time.time() - 100
    assert account.asked["forget"] == 1  # copies here of the first one's files


def test_a_job_removed_elsewhere_goes(account: Account, reader: JobReader, tmp_path: Path) -> None:
    past(account, "old")
    reader.read()
    account.files.clear()
    account.made.clear()
    assert reader.read() == {}
    assert not list(tmp_path.iterdir())


def test_a_damaged_copy_here_is_asked_about_again(account: Account, tmp_path: Path) -> None:
    past(account, "old")
    first = a_reader(account, tmp_path).read()
    [kept] = tmp_path.iterdir()
    for damage in (b"", b"[]", b'{"format": 1}', b'{"format": 1, "job": {}}'):
        kept.write_bytes(damage)
        assert a_reader(account, tmp_path).read() == first


def test_a_damaged_intention_hides_no_other_job(account: Account, reader: JobReader) -> None:
    past(account, "old")
    account.files[spec_key("damaged")] = b"{"
    account.files["jobs/nothing/output/made.txt"] = b"left over"
    account.files["jobs/.. no name!/x"] = b"of somebody"
    assert list(reader.read()) == ["old"]


def test_what_cannot_be_asked_is_said_and_the_next_look_is_well(
    account: Account, reader: JobReader
) -> None:
    past(account, "old")
    for what in ("folders", "get", "describe"):
        account.refuses = {what: Unavailable("Not now.")}
        with pytest.raises(Unavailable):
            reader.read()
    account.refuses.clear()
    assert state(reader, "old") is JobState.COMPLETED


# Who makes a job


def test_a_job_is_left_to_who_asked_for_a_while(account: Account, tmp_path: Path) -> None:
    ask_for(account, intended("new"))
    assert state(a_reader(account, tmp_path), "new") is JobState.QUEUED
    assert account.asked["create"] == 0


def test_a_job_whose_asker_died_is_made_once_by_whoever_looks(
    account: Account, tmp_path: Path
) -> None:
    ask_for(account, intended("orphan", ago=120))
    one, other = a_reader(account, tmp_path / "a"), a_reader(account, tmp_path / "b")
    for reader in (one, other, one, other):
        reader.read()
    assert state(one, "orphan") is state(other, "orphan") is JobState.STARTING
    assert account.asked["create"] == 1


def test_a_job_that_sagemaker_cannot_take_now_waits_and_is_tried_again(
    account: Account, tmp_path: Path
) -> None:
    ask_for(account, intended("waits", ago=120))
    account.refuses = {"create": Unavailable("1 of 1 in use.")}
    reader = a_reader(account, tmp_path, retry_seconds=0.2)
    for _ in range(3):
        job = reader.read()["waits"].job
        assert (job.state, job.doing) == (JobState.QUEUED, "1 of 1 in use.")
    assert account.asked["create"] == 1
    account.refuses.clear()
    time.sleep(0.2)
    reader.read()
    assert state(reader, "waits") is JobState.STARTING


def test_a_job_that_can_never_be_made_has_failed_for_everybody(
    account: Account, tmp_path: Path
) -> None:
    ask_for(account, intended("never", ago=120))
    account.refuses = {"create": NotAllowed("The quota is 0.", "Choose another size.")}
    job = a_reader(account, tmp_path / "a").read()["never"].job
    assert (job.state, job.reason) == (JobState.FAILED, "The quota is 0. Choose another size.")
    account.refuses.clear()
    assert a_reader(account, tmp_path / "b").read()["never"].job == job
    assert account.asked["create"] == 1


def test_nothing_is_begun_a_day_too_late(account: Account, reader: JobReader) -> None:
    ask_for(account, intended("late", ago=2 * DAY))
    job = reader.read()["late"].job
    assert job.state is JobState.FAILED
    assert account.asked["create"] == 0


def test_a_job_that_was_deleted_in_the_console_is_not_made_again(
    account: Account, tmp_path: Path
) -> None:
    gone = intended("gone", ago=120)
    ask_for(account, gone)
    account.files[made_key("gone")] = gone.token.encode()
    job = a_reader(account, tmp_path).read()["gone"].job
    assert (job.state, account.asked["create"]) == (JobState.FAILED, 0)
    assert "no longer" in job.reason


def test_a_job_that_is_made_while_it_is_looked_at_is_not_gone(
    account: Account, reader: JobReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    intention = intended("new")
    ask_for(account, intention)

    def made_in_between(key: str) -> bytes:
        if key == made_key("new"):
            account.made["new", PROCESSING] = described(intention)
            return intention.token.encode()
        return Account.get(account, key)

    monkeypatch.setattr(account, "get", made_in_between)
    assert state(reader, "new") is JobState.STARTING


@pytest.mark.parametrize("how", [Ends.STOPPED, Ends.REMOVED])
def test_a_job_that_ended_before_it_was_made_never_is(
    account: Account, reader: JobReader, how: Ends
) -> None:
    intention = intended("ended", ago=120)
    ask_for(account, intention)
    reader.end(intention, how, "It was stopped.")
    found = reader.read().get("ended")
    assert account.asked["create"] == 0
    if how is Ends.REMOVED:
        assert (found, reader.leaving) == (None, {"ended"})
    else:
        assert found is not None
        assert (found.job.state, found.job.reason) == (JobState.STOPPED, "It was stopped.")


def test_the_end_of_an_earlier_job_of_that_name_is_not_this_ones(
    account: Account, reader: JobReader
) -> None:
    end = JobEnd(how=Ends.STOPPED, reason="It was stopped.", at=1.0, token="of another")
    account.files[end_key("new")] = end.to_bytes()
    account.files[made_key("new")] = b"of another"
    intention = intended("new", ago=120)
    ask_for(account, intention)
    reader.read()
    assert account.asked["create"] == 1
    assert state(reader, "new") is JobState.STARTING


def test_who_ends_a_job_first_decides_how(account: Account, reader: JobReader) -> None:
    intention = intended("ended", ago=120)
    first = reader.end(intention, Ends.STOPPED, "It was stopped.")
    assert reader.end(intention, Ends.FAILED, "No.") == first


def test_a_job_stopped_while_it_is_made_is_stopped(account: Account, reader: JobReader) -> None:
    intention = intended("stopped")
    ask_for(account, intention)
    reader.end(intention, Ends.STOPPED, "It was stopped.")
    reader.make(intention)
    assert account.asked["stop"] == 1


def test_a_job_of_somebody_elses_in_its_name_is_not_taken_for_it(
    account: Account, reader: JobReader
) -> None:
    other = intended("taken", "of another", ago=DAY)
    account.made["taken", PROCESSING] = described(other, "Completed")
    ask_for(account, intended("taken", ago=120))
    job = reader.read()["taken"].job
    assert (job.state, job.reason) == (JobState.FAILED, "taken")


# Jobs made elsewhere


def elsewhere(account: Account, name: str, status: str = "Completed") -> None:
    intention = intended(name, ago=DAY)
    found = described(intention, status)
    del found["Environment"]
    account.made[name, PROCESSING] = found
    account.tags.add((name, PROCESSING))


def test_a_job_with_our_tag_shows_and_is_described_once(
    account: Account, reader: JobReader
) -> None:
    elsewhere(account, "of-the-console")
    account.tags.add(("gone", TRAINING))
    past(account, "ours")
    account.tags.add(("ours", PROCESSING))
    assert sorted(reader.read()) == ["of-the-console", "ours"]
    account.asked.clear()
    assert sorted(reader.read()) == ["of-the-console", "ours"]
    assert account.asked == {"folders": 1, "listed": 2}  # tags only once a minute


def test_who_may_not_look_for_tags_sees_the_studios_own(
    account: Account, reader: JobReader
) -> None:
    past(account, "ours")
    account.refuses = {"tagged": NotAllowed("tag:GetResources is missing.")}
    assert list(reader.read()) == ["ours"]
