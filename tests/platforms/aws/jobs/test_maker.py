"""Who makes a job that was asked for, and that nobody makes it twice or too late."""

import time
from pathlib import Path

import pytest

from backend.errors import NotAllowed, Unavailable
from backend.platforms.aws.jobs.calls import PROCESSING
from backend.platforms.aws.jobs.intentions import Ends, JobEnd, end_key, made_key
from backend.platforms.aws.jobs.maker import JobMaker
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


@pytest.fixture
def maker(account: Account) -> JobMaker:
    return JobMaker(account, account)


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
        everything(reader)
    assert state(one, "orphan") is state(other, "orphan") is JobState.STARTING
    assert account.asked["create"] == 1


def test_a_job_that_sagemaker_cannot_take_now_waits_and_is_tried_again(
    account: Account, tmp_path: Path
) -> None:
    ask_for(account, intended("waits", ago=120))
    account.refuses = {"create": Unavailable("1 of 1 in use.")}
    reader = a_reader(account, tmp_path, retry_seconds=0.2)
    for _ in range(3):
        job = everything(reader)["waits"].job
        assert (job.state, job.doing) == (JobState.QUEUED, "1 of 1 in use.")
    assert account.asked["create"] == 1
    account.refuses.clear()
    time.sleep(0.2)
    everything(reader)
    assert state(reader, "waits") is JobState.STARTING


def test_a_job_that_can_never_be_made_has_failed_for_everybody(
    account: Account, tmp_path: Path
) -> None:
    ask_for(account, intended("never", ago=120))
    account.refuses = {"create": NotAllowed("The quota is 0.", "Choose another size.")}
    job = everything(a_reader(account, tmp_path / "a"))["never"].job
    assert (job.state, job.reason) == (JobState.FAILED, "The quota is 0. Choose another size.")
    account.refuses.clear()
    assert everything(a_reader(account, tmp_path / "b"))["never"].job == job
    assert account.asked["create"] == 1


def test_nothing_is_begun_a_day_too_late(account: Account, reader: JobReader) -> None:
    ask_for(account, intended("late", ago=2 * DAY))
    job = everything(reader)["late"].job
    assert job.state is JobState.FAILED
    assert account.asked["create"] == 0


def test_a_job_that_was_deleted_in_the_console_is_not_made_again(
    account: Account, tmp_path: Path
) -> None:
    gone = intended("gone", ago=120)
    ask_for(account, gone)
    account.files[made_key("gone", gone.token)] = b""
    job = everything(a_reader(account, tmp_path))["gone"].job
    assert (job.state, account.asked["create"]) == (JobState.FAILED, 0)
    assert "no longer" in job.reason


def test_a_job_that_is_made_while_it_is_looked_at_is_not_gone(
    account: Account, reader: JobReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    intention = intended("new")
    ask_for(account, intention)

    def made_in_between(key: str) -> bytes:
        if key == made_key("new", intention.token):
            account.made["new", PROCESSING] = described(intention)
            return b""
        return Account.get(account, key)

    monkeypatch.setattr(account, "get", made_in_between)
    assert state(reader, "new") is JobState.QUEUED
    assert state(reader, "new") is JobState.STARTING


@pytest.mark.parametrize("how", [Ends.STOPPED, Ends.REMOVED])
def test_a_job_that_ended_before_it_was_made_never_is(
    account: Account, reader: JobReader, maker: JobMaker, how: Ends
) -> None:
    intention = intended("ended", ago=120)
    ask_for(account, intention)
    maker.end(intention, how, "It was stopped.")
    found = everything(reader).get("ended")
    assert account.asked["create"] == 0
    if how is Ends.REMOVED:
        assert (found, reader.leaving) == (None, {"ended"})
    else:
        assert found is not None
        assert (found.job.state, found.job.reason) == (JobState.STOPPED, "It was stopped.")


def test_the_end_of_an_earlier_job_of_that_name_is_not_this_ones(
    account: Account, reader: JobReader
) -> None:
    end = JobEnd(how=Ends.STOPPED, reason="It was stopped.", at=1.0)
    account.files[end_key("new", "of another")] = end.to_bytes()
    account.files[made_key("new", "of another")] = b""
    intention = intended("new", ago=120)
    ask_for(account, intention)
    everything(reader)
    assert account.asked["create"] == 1
    assert state(reader, "new") is JobState.STARTING


def test_who_ends_a_job_first_decides_how(account: Account, maker: JobMaker) -> None:
    intention = intended("ended", ago=120)
    first = maker.end(intention, Ends.STOPPED, "It was stopped.")
    assert maker.end(intention, Ends.FAILED, "No.") == first


def test_a_job_stopped_while_it_is_made_is_stopped(account: Account, maker: JobMaker) -> None:
    intention = intended("stopped")
    ask_for(account, intention)
    maker.end(intention, Ends.STOPPED, "It was stopped.")
    maker.make(intention)
    assert account.asked["stop"] == 1


def test_a_job_of_somebody_elses_in_its_name_is_not_taken_for_it(
    account: Account, reader: JobReader
) -> None:
    other = intended("taken", "of another", ago=DAY)
    account.made["taken", PROCESSING] = described(other, "Completed")
    ask_for(account, intended("taken", ago=120))
    job = everything(reader)["taken"].job
    assert (job.state, job.reason) == (JobState.FAILED, "taken")


def test_a_job_that_is_removed_while_it_is_looked_at_is_not_made_again(
    account: Account, reader: JobReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    intention = past(account, "old", ago=120)

    def removed_in_between(key: str) -> bytes:
        if key == end_key("old", intention.token):
            account.files.clear()
            account.made.clear()
        return Account.get(account, key)

    account.made.clear()
    monkeypatch.setattr(account, "get", removed_in_between)
    everything(reader)
    assert account.asked["create"] == 0
    assert everything(reader) == {}
