"""Logs of jobs: read on from where they were, of this job only, and kept once they are whole."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from backend.artefacts.progress import Progress
from backend.errors import NotAllowed, Unavailable
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.jobs.logs import JobLogs
from backend.platforms.base import Job, JobKind, JobState
from tests.aws_double import AwsDouble, Fault, Kind
from tests.platforms.aws.jobs.test_requests import a_spec

GROUP = "/aws/sagemaker/TrainingJobs"
MADE_AT = time.time()
MEASURED = '[progress] {"at": 5.0, "stage": "Training", "fraction": 0.5}'

Say = Callable[..., None]


@pytest.fixture
def say(clients: Clients) -> Say:
    """Adds lines to a stream of a job."""
    logs = clients.logs
    made: set[str] = set()

    def said(*lines: str, job: str = "a-job", stream: str = "algo-1-1", at: float = 0.0) -> None:
        if not made:
            logs.create_log_group(logGroupName=GROUP)
        name = f"{job}/{stream}"
        if name not in made:
            logs.create_log_stream(logGroupName=GROUP, logStreamName=name)
            made.add(name)
        moment = int((at or time.time()) * 1000)
        events = [{"timestamp": moment, "message": line} for line in lines]
        logs.put_log_events(logGroupName=GROUP, logStreamName=name, logEvents=events)

    return said


@pytest.fixture
def asked(double: AwsDouble) -> Callable[[], list[str]]:
    """What CloudWatch was asked since the last time."""
    seen = len(double.requests)

    def since() -> list[str]:
        nonlocal seen
        new = double.requests[seen:]
        seen += len(new)
        return [request.operation for request in new if request.service == "logs"]

    return since


def a_job(
    state: JobState = JobState.IN_PROGRESS, *, ended_at: float | None = None, **spec: Any
) -> Job:
    return Job(
        spec=a_spec(JobKind.TRAINING, **spec), state=state, created_at=MADE_AT, ended_at=ended_at
    )


def fresh(clients: Clients, folder: Path, fresh_seconds: float = 0.0) -> JobLogs:
    return JobLogs(clients, folder, fresh_seconds=fresh_seconds)


def test_a_job_that_has_said_nothing_has_no_lines(clients: Clients, tmp_path: Path) -> None:
    logs = fresh(clients, tmp_path)
    assert logs.lines(a_job(), MADE_AT) == ()
    assert logs.progress(a_job(), MADE_AT) == ()


def test_only_what_is_new_is_asked_for(
    clients: Clients, tmp_path: Path, say: Say, double: AwsDouble
) -> None:
    logs = fresh(clients, tmp_path)
    say("one", "two")
    assert logs.lines(a_job(), MADE_AT) == ("one", "two")
    say(MEASURED, "four")
    assert logs.lines(a_job(), MADE_AT, tail=2) == (MEASURED, "four")
    assert logs.lines(a_job(), MADE_AT, tail=0) == ()
    assert logs.progress(a_job(), MADE_AT) == (Progress(at=5.0, stage="Training", fraction=0.5),)
    reads = [r.parameters for r in double.requests if r.operation == "GetLogEvents"]
    assert "nextToken" not in reads[0]
    assert all("nextToken" in read for read in reads[1:])


def test_many_pages_are_one_log(clients: Clients, tmp_path: Path, say: Say) -> None:
    lines = [f"line {number}" for number in range(10_050)]  # CloudWatch gives 10,000 at once
    for start in range(0, len(lines), 5_000):
        say(*lines[start : start + 5_000])
    assert fresh(clients, tmp_path).lines(a_job(), MADE_AT) == tuple(lines)


def test_a_job_that_began_again_has_both_its_streams(
    clients: Clients, tmp_path: Path, say: Say
) -> None:
    logs = fresh(clients, tmp_path)
    say("begun")
    assert logs.lines(a_job(), MADE_AT) == ("begun",)
    time.sleep(0.01)
    say("begun again", stream="algo-1-2")
    assert logs.lines(a_job(), MADE_AT) == ("begun", "begun again")


def test_other_jobs_have_logs_of_their_own(clients: Clients, tmp_path: Path, say: Say) -> None:
    say("of another", job="a-job-2")
    assert fresh(clients, tmp_path).lines(a_job(), MADE_AT) == ()


def test_the_log_of_an_earlier_job_of_that_name_is_not_shown(
    clients: Clients, tmp_path: Path, say: Say
) -> None:
    logs = fresh(clients, tmp_path)
    say("of the earlier")
    assert logs.lines(a_job(), MADE_AT) == ("of the earlier",)
    assert logs.lines(a_job(), time.time() + 60) == ()


def test_a_line_that_overwrites_itself_is_its_last_state(
    clients: Clients, tmp_path: Path, say: Say
) -> None:
    say("10%\r20%\r", "ends\r", "plain")
    assert fresh(clients, tmp_path).lines(a_job(), MADE_AT) == ("20%", "ends", "plain")


def test_blazingtexts_own_lines_are_measurements(
    clients: Clients, tmp_path: Path, say: Say
) -> None:
    moment = int(time.time())
    say("##### Alpha: 0.03  Progress: 23.53%  Million Words/sec: 30.59 #####", at=moment)
    job = a_job(algorithm="blazingtext")
    [point] = fresh(clients, tmp_path).progress(job, MADE_AT)
    assert (point.at, point.fraction, point.words_per_second) == (moment, 0.2353, 30.59e6)


def test_what_was_read_a_moment_ago_is_not_asked_for_again(
    clients: Clients, tmp_path: Path, say: Say, asked: Callable[[], Sequence[str]]
) -> None:
    logs = fresh(clients, tmp_path, fresh_seconds=60.0)
    say("one")
    logs.lines(a_job(), MADE_AT)
    asked()
    assert logs.lines(a_job(), MADE_AT) == ("one",)
    logs.progress(a_job(), MADE_AT)
    assert asked() == []


def test_a_whole_log_is_kept_and_never_asked_for_again(
    clients: Clients, tmp_path: Path, say: Say, asked: Callable[[], Sequence[str]]
) -> None:
    say("one", MEASURED)
    job = a_job(JobState.COMPLETED, ended_at=time.time() - 3600)
    assert fresh(clients, tmp_path).lines(job, MADE_AT) == ("one", MEASURED)
    asked()
    again = fresh(clients, tmp_path)
    assert again.lines(job, MADE_AT) == ("one", MEASURED)
    assert [point.fraction for point in again.progress(job, MADE_AT)] == [0.5]
    assert asked() == []
    assert again.lines(job, MADE_AT + 7200) == ()  # another job of that name


def test_what_comes_a_little_after_the_end_is_still_read(
    clients: Clients, tmp_path: Path, say: Say
) -> None:
    logs = fresh(clients, tmp_path)
    job = a_job(JobState.COMPLETED, ended_at=time.time() - 300)
    say("one")
    assert logs.lines(job, MADE_AT) == ("one",)
    say("late")
    assert logs.lines(job, MADE_AT) == ("one", "late")
    assert not list(tmp_path.iterdir())


def test_of_many_logs_only_those_looked_at_lately_stay_in_memory(
    clients: Clients, tmp_path: Path, say: Say, asked: Callable[[], Sequence[str]]
) -> None:
    logs = fresh(clients, tmp_path, fresh_seconds=3600.0)
    say("one")
    assert logs.lines(a_job(), MADE_AT) == ("one",)
    for number in range(40):
        logs.lines(a_job(name=f"another-{number}"), MADE_AT)
        if number == 20:
            logs.lines(a_job(), MADE_AT)
    asked()
    assert logs.lines(a_job(), MADE_AT) == ("one",)
    assert asked() == []
    logs.lines(a_job(name="another-0"), MADE_AT)
    assert asked() == ["DescribeLogStreams"]


def test_a_damaged_copy_is_asked_for_again(clients: Clients, tmp_path: Path, say: Say) -> None:
    say("one")
    job = a_job(JobState.COMPLETED, ended_at=time.time() - 3600)
    fresh(clients, tmp_path).lines(job, MADE_AT)
    [kept] = tmp_path.iterdir()
    for damage in (b"", b"{}", b'{"format": 1, "made_at": 1, "lines": 3}'):
        kept.write_bytes(damage)
        assert fresh(clients, tmp_path).lines(job, MADE_AT) == ("one",)


def test_a_removed_log_is_gone_everywhere(clients: Clients, tmp_path: Path, say: Say) -> None:
    say("one")
    say("of another", job="a-job-2")
    job = a_job(JobState.COMPLETED, ended_at=time.time() - 3600)
    logs = fresh(clients, tmp_path)
    logs.lines(job, MADE_AT)
    logs.remove(job)
    logs.remove(job)
    assert not list(tmp_path.iterdir())
    assert logs.lines(job, MADE_AT) == ()
    streams = clients.logs.describe_log_streams(logGroupName=GROUP)["logStreams"]
    assert [stream["logStreamName"] for stream in streams] == ["a-job-2/algo-1-1"]


def test_what_goes_wrong_is_said_and_loses_nothing(
    clients: Clients, tmp_path: Path, say: Say, double: AwsDouble
) -> None:
    logs = fresh(clients, tmp_path)
    say("one")
    logs.lines(a_job(), MADE_AT)
    say("two")
    double.fail(Fault(Kind.DENIED, operation="GetLogEvents"))
    with pytest.raises(NotAllowed, match="logs:GetLogEvents"):
        logs.lines(a_job(), MADE_AT)
    double.fail(Fault(Kind.EXPIRED, service="logs"))
    with pytest.raises(Unavailable):
        logs.lines(a_job(), MADE_AT)
    double.fail(Fault(Kind.THROTTLE, service="logs"))
    assert logs.lines(a_job(), MADE_AT) == ("one", "two")
