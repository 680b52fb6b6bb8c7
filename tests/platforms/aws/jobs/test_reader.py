"""All jobs with few questions: what is asked, and what is not."""

import time
from pathlib import Path

import pytest

from backend.errors import NotAllowed, Unavailable
from backend.platforms.aws.jobs.calls import PROCESSING, TRAINING
from backend.platforms.aws.jobs.intentions import spec_key
from backend.platforms.aws.jobs.reader import JobReader
from backend.platforms.base import JobState
from tests.platforms.aws.job_account import (
    DAY,
    Account,
    a_reader,
    ask_for,
    described,
    everything,
    intended,
    past,
    state,
)

# How much is asked


def test_five_hundred_past_jobs_are_asked_about_once(account: Account, tmp_path: Path) -> None:
    for number in range(500):
        past(account, f"job-{number}", ago=DAY + number)
    reader = a_reader(account, tmp_path)
    first = everything(reader)
    assert len(first) == 500
    assert all(found.job.state is JobState.COMPLETED for found in first.values())
    assert account.asked["describe"] == 500
    assert 2 < account.most_at_once <= 12  # side by side, and not all at once
    account.asked.clear()
    assert everything(reader) == first
    assert account.asked == {"folders": 1, "listed": 2}
    account.asked.clear()
    assert everything(a_reader(account, tmp_path)) == first  # another day, on this machine
    assert account.asked == {"folders": 1, "listed": 2, "tagged": 1}


def test_only_what_goes_on_is_described_again(account: Account, reader: JobReader) -> None:
    past(account, "old")
    going = intended("going", ago=60)
    ask_for(account, going)
    account.made["going", PROCESSING] = described(going)
    everything(reader)
    account.asked.clear()
    assert state(reader, "going") is JobState.STARTING
    assert account.asked == {"folders": 1, "listed": 2, "describe": 1}
    account.files["jobs/going/output/made.txt"] = b"made"
    account.made["going", PROCESSING] = described(going, "Completed")
    assert state(reader, "going") is JobState.COMPLETED
    account.asked.clear()
    assert state(reader, "going") is JobState.COMPLETED
    assert account.asked["describe"] == 0


def test_a_first_look_shows_what_goes_on_and_leaves_the_past_unread(
    account: Account, reader: JobReader
) -> None:
    for number in range(100):
        past(account, f"job-{number}", ago=DAY + number)
    going = intended("going", ago=10 * DAY)
    ask_for(account, going)
    account.made["going", PROCESSING] = described(going)
    assert list(reader.read()) == ["going"]
    assert account.asked["describe"] == 1
    assert len(reader.unread) == 100
    assert sorted(reader.read_on(10)) == [f"job-{number}" for number in range(10)]  # the newest
    assert len(reader.read()) == 11
    one = reader.read_one("job-77")
    assert one is not None
    assert (one.job.name, len(reader.unread)) == ("job-77", 89)
    assert reader.read_one("nobody") is None
    assert len(everything(reader)) == 101
    assert not reader.unread
    assert account.asked["describe"] == 100 + 3  # and the one that goes on, at each look


def test_what_was_left_unread_is_read_another_day(
    account: Account, reader: JobReader, tmp_path: Path
) -> None:
    for number in range(20):
        past(account, f"job-{number}", ago=DAY + number)
    reader.read()
    reader.read_on(5)
    account.asked.clear()
    another_day = a_reader(account, tmp_path)
    assert len(another_day.read()) == 5
    assert (account.asked["describe"], len(another_day.unread)) == (0, 15)
    assert len(everything(another_day)) == 20


def test_jobs_of_others_are_listed_once(
    account: Account, reader: JobReader, tmp_path: Path
) -> None:
    past(account, "ours", ago=30 * DAY)
    for number in range(200):
        other = intended(f"of-others-{number}", ago=3600.0 * (number + 1))
        account.made[other.spec.name, PROCESSING] = described(other, "Completed")
    everything(reader)
    for again in (reader, a_reader(account, tmp_path)):
        account.listed_jobs = 0
        assert list(everything(again)) == ["ours"]
        assert account.listed_jobs <= 2  # those of the last minute, at most


def test_a_name_used_again_while_this_machine_was_off_is_the_new_job(
    account: Account, reader: JobReader, tmp_path: Path
) -> None:
    past(account, "again", "first")
    past(account, "another", ago=10 * DAY)
    reader.read()
    reader.read_on(1)  # the newest, and no more that day
    account.files = {key: body for key, body in account.files.items() if "/again/" not in key}
    past(account, "again", "second", ago=120)
    assert a_reader(account, tmp_path).read()["again"].token == "second"


def test_what_ended_is_weighed_once(account: Account, reader: JobReader) -> None:
    past(account, "old")
    mb = everything(reader)["old"].mb
    assert mb is not None
    assert mb == pytest.approx(sum(map(len, account.files.values())) / 1e6)


def test_a_name_used_again_elsewhere_is_the_new_job(account: Account, reader: JobReader) -> None:
    past(account, "again", "first")
    assert everything(reader)["again"].token == "first"
    account.files.clear()
    past(account, "again", "second", ago=60)
    found = everything(reader)["again"]
    assert found.token == "second"
    assert found.job.created_at > time.time() - 100
    assert account.asked["forget"] == 1  # copies here of the first one's files


def test_a_job_removed_elsewhere_goes(account: Account, reader: JobReader, tmp_path: Path) -> None:
    past(account, "old")
    everything(reader)
    account.files.clear()
    account.made.clear()
    assert everything(reader) == {}
    assert not list(tmp_path.glob("old*"))


def test_a_damaged_copy_here_is_asked_about_again(account: Account, tmp_path: Path) -> None:
    past(account, "old")
    first = everything(a_reader(account, tmp_path))
    kept = tmp_path / "old.json"
    for damage in (b"", b"[]", b'{"format": 1}', b'{"format": 1, "job": {}}'):
        kept.write_bytes(damage)
        assert everything(a_reader(account, tmp_path)) == first


def test_a_damaged_intention_hides_no_other_job(account: Account, reader: JobReader) -> None:
    past(account, "old")
    account.files[spec_key("damaged")] = b"{"
    account.files["jobs/nothing/output/made.txt"] = b"left over"
    account.files["jobs/.. no name!/x"] = b"of somebody"
    assert list(everything(reader)) == ["old"]


def test_what_cannot_be_asked_is_said_and_the_next_look_is_well(
    account: Account, reader: JobReader
) -> None:
    past(account, "old")
    for what in ("folders", "get", "describe"):
        account.refuses = {what: Unavailable("Not now.")}
        with pytest.raises(Unavailable):
            everything(reader)
    account.refuses.clear()
    assert state(reader, "old") is JobState.COMPLETED


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
    assert sorted(everything(reader)) == ["of-the-console", "ours"]
    account.asked.clear()
    assert sorted(everything(reader)) == ["of-the-console", "ours"]
    assert account.asked == {"folders": 1, "listed": 2}  # tags only once a minute


def test_who_may_not_look_for_tags_sees_the_studios_own(
    account: Account, reader: JobReader
) -> None:
    past(account, "ours")
    account.refuses = {"tagged": NotAllowed("tag:GetResources is missing.")}
    assert list(everything(reader)) == ["ours"]
