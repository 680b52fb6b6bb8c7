"""Jobs on SageMaker's double: what goes wrong there, and what only this platform promises."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from backend.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from backend.platforms.aws.account.permissions import operator_policy, place_of
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.jobs.intentions import JobIntention, output_key, spec_key
from backend.platforms.aws.jobs.requests import TOKEN
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.base import Job, JobKind, JobSpec, JobState
from tests.aws_double import AwsDouble, Fault, Kind
from tests.platforms.aws.jobs_platform import JobsPlatform
from tests.platforms.conformance import a_job, ended, logged, reached

CREATE = {
    JobKind.PROCESSING: "CreateProcessingJob",
    JobKind.TRAINING: "CreateTrainingJob",
    JobKind.EVALUATION: "CreateProcessingJob",
}
SMALLEST = "ml.t3.medium for processing job usage"

Machine = Callable[..., JobsPlatform]


class Killed(BaseException):
    """The process ended here."""


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that is sent again is sent again at once."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.0)


@pytest.fixture
def machine(
    double: AwsDouble,
    settings: AwsSettings,
    clients: Clients,
    container: None,
    tmp_path: Path,
) -> Machine:
    """The platform on the machine of that name, which may do what our policy says and no more."""
    double.allow(operator_policy(place_of(settings)))

    def on(name: str = "a", **options: float) -> JobsPlatform:
        return JobsPlatform(settings, tmp_path / name, clients, **options)

    return on


@pytest.fixture
def platform(machine: Machine) -> JobsPlatform:
    return machine()


@pytest.fixture
def asked(double: AwsDouble) -> Callable[[], list[str]]:
    """The operations since it was asked last."""
    seen = len(double.requests)

    def since() -> list[str]:
        nonlocal seen
        new = double.requests[seen:]
        seen += len(new)
        return [request.operation for request in new]

    return since


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Path]:
    """A few lines to train on."""
    path = tmp_path / "train.txt"
    rows = ["__label__toxic you are a fool", "__label__none well played friend"]
    path.write_text("\n".join(rows * 40) + "\n")
    return path


def killed_before_it_was_made(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, spec: JobSpec
) -> None:
    """Somebody asks for the job and dies before SageMaker hears of it."""

    def die(intention: JobIntention) -> None:
        raise Killed

    asking = machine("dying")
    with monkeypatch.context() as patched:
        patched.setattr(asking._sagemaker, "create", die)
        with pytest.raises(Killed):
            asking.start(spec)


def ran_once(platform: JobsPlatform, name: str) -> bool:
    return platform.log(name).count("begun") == 1


class TestMadeOnce:
    @pytest.mark.parametrize("kind", [JobKind.PROCESSING, JobKind.TRAINING])
    def test_an_answer_that_was_lost(
        self, platform: JobsPlatform, double: AwsDouble, kind: JobKind
    ) -> None:
        double.fail(Fault(Kind.LOST_ANSWER, operation=CREATE[kind]))
        double.fail(Fault(Kind.LOST_ANSWER, operation="PutObject", name="*/spec.json"))
        platform.start(a_job(platform, kind=kind))
        assert ended(platform, "a-work").state is JobState.COMPLETED
        assert len(platform.jobs()) == 1
        assert ran_once(platform, "a-work")

    def test_the_asker_died_before_it_was_made(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        spec = a_job(machine())
        killed_before_it_was_made(machine, monkeypatch, spec)
        assert machine("patient").job("a-work").state is JobState.QUEUED
        next_one = machine("next", orphan_seconds=0.0)
        next_one.recover()
        assert ended(next_one, "a-work").state is JobState.COMPLETED
        assert next_one.job("a-work").spec == spec
        assert ran_once(next_one, "a-work")

    def test_asked_for_again_after_that(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        spec = a_job(machine())
        killed_before_it_was_made(machine, monkeypatch, spec)
        again = machine("again", orphan_seconds=0.0)
        created_at = again.start(spec).created_at
        job = ended(again, "a-work")
        assert (job.state, job.created_at) == (JobState.COMPLETED, created_at)
        assert ran_once(again, "a-work")

    def test_the_asker_died_once_it_was_made(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asking = machine("dying")
        made = asking._sagemaker.create

        def die(intention: JobIntention) -> None:
            made(intention)
            raise Killed

        monkeypatch.setattr(asking._sagemaker, "create", die)
        with pytest.raises(Killed):
            asking.start(a_job(asking))
        next_one = machine("next", orphan_seconds=0.0)
        assert ended(next_one, "a-work").state is JobState.COMPLETED
        assert ran_once(next_one, "a-work")

    def test_a_job_that_is_stopped_before_it_was_made_never_is(
        self,
        machine: Machine,
        monkeypatch: pytest.MonkeyPatch,
        asked: Callable[[], list[str]],
    ) -> None:
        killed_before_it_was_made(machine, monkeypatch, a_job(machine()))
        platform = machine("patient")
        platform.stop("a-work")
        job = machine("next", orphan_seconds=0.0).job("a-work")
        assert (job.state, bool(job.reason)) == (JobState.STOPPED, True)
        assert "CreateProcessingJob" not in asked()
        platform.remove_job("a-work")
        assert platform.jobs() == ()
        platform.start(a_job(platform))
        assert ended(platform, "a-work").state is JobState.COMPLETED

    def test_a_name_that_somebody_else_has_in_the_account(self, machine: Machine) -> None:
        a, b = machine("a"), machine("b")
        a.start(a_job(a))
        ended(a, "a-work")
        a.storage.delete_below("jobs/a-work")  # by hand: SageMaker's job stays
        with pytest.raises(Conflict, match="Choose another name"):
            b.start(a_job(b))
        assert [job.spec.name for job in b.jobs()] == ["a-work"]  # by its tag

    def test_another_machine_sees_the_same(self, machine: Machine) -> None:
        a, b = machine("a"), machine("b")
        a.start(a_job(a))
        job = ended(a, "a-work")
        assert b.jobs() == (job,)
        assert b.log("a-work") == a.log("a-work")
        b.remove_job("a-work")
        assert a.jobs() == ()
        a.start(a_job(a, amount=1))
        assert ended(a, "a-work").spec.settings["amount"] == "1"
        assert b.job("a-work") == a.job("a-work")
        assert b.fetch(f"{b.job('a-work').output}/made.txt").read_text() == "nothing"


class TestFaults:
    """Whatever AWS does wrong: nothing is lost, nothing is done twice, and it is said plainly."""

    @pytest.mark.parametrize(
        "kind", [Kind.THROTTLE, Kind.SERVER_ERROR, Kind.NO_CONNECTION, Kind.LOST_ANSWER]
    )
    def test_every_call_fails_once(
        self, platform: JobsPlatform, double: AwsDouble, kind: Kind, tmp_path: Path
    ) -> None:
        (tmp_path / "a.txt").write_text("first")
        for operation in (
            *("PutObject", "GetObject", "ListObjectsV2", "DeleteObject", "DeleteObjects"),
            *("CreateProcessingJob", "DescribeProcessingJob", "ListProcessingJobs"),
            *("ListTrainingJobs", "DeleteProcessingJob", "StopProcessingJob", "GetResources"),
            *("DescribeLogStreams", "GetLogEvents", "DeleteLogStream"),
        ):
            double.fail(Fault(kind, operation=operation))
        inputs = {"a": platform.upload(tmp_path / "a.txt", "a")}
        platform.start(a_job(platform, inputs=inputs))
        job = ended(platform, "a-work")
        assert platform.fetch(f"{job.output}/made.txt").read_text() == "first"
        assert ran_once(platform, "a-work")
        platform.start(a_job(platform, "sleep", amount=60))
        platform.stop("a-sleep")
        assert ended(platform, "a-sleep").state is JobState.STOPPED
        for name in ("a-work", "a-sleep"):
            platform.remove_job(name)
        assert platform.jobs() == ()

    @pytest.mark.parametrize("kind", [Kind.THROTTLE, Kind.SERVER_ERROR, Kind.NO_CONNECTION])
    def test_sagemaker_takes_no_job_for_a_while(
        self, machine: Machine, double: AwsDouble, kind: Kind
    ) -> None:
        platform = machine(retry_seconds=0.0)
        double.fail(Fault(kind, operation="CreateProcessingJob", count=None))
        job = platform.start(a_job(platform))
        assert (job.state, bool(job.doing)) == (JobState.QUEUED, True)
        assert platform.job("a-work").state is JobState.QUEUED
        double.mend()
        assert ended(platform, "a-work").state is JobState.COMPLETED
        assert ran_once(platform, "a-work")

    def test_credentials_that_expire_midway(
        self, platform: JobsPlatform, double: AwsDouble
    ) -> None:
        platform.start(a_job(platform))
        double.fail(Fault(Kind.EXPIRED, count=None))
        with pytest.raises(Unavailable, match="expired"):
            platform.job("a-work")
        with pytest.raises(Unavailable, match="expired"):
            platform.start(a_job(platform, name="another"))
        platform.recover()  # opening the studio says nothing; its pages do
        double.mend()
        assert ended(platform, "a-work").state is JobState.COMPLETED
        assert ran_once(platform, "a-work")
        assert [job.name for job in platform.jobs()] == ["a-work"]

    def test_credentials_that_expire_between_asking_and_making(
        self, machine: Machine, double: AwsDouble
    ) -> None:
        platform = machine(retry_seconds=0.0)
        double.fail(Fault(Kind.EXPIRED, service="sagemaker", count=None))
        assert platform.start(a_job(platform)).state is JobState.QUEUED
        with pytest.raises(Unavailable):
            platform.job("a-work")
        double.mend()
        assert ended(platform, "a-work").state is JobState.COMPLETED

    def test_a_missing_permission_to_start(self, platform: JobsPlatform, double: AwsDouble) -> None:
        double.fail(Fault(Kind.DENIED, operation="CreateProcessingJob"))
        with pytest.raises(NotAllowed, match="sagemaker:CreateProcessingJob"):
            platform.start(a_job(platform))
        assert platform.jobs() == ()
        platform.start(a_job(platform))
        assert ended(platform, "a-work").state is JobState.COMPLETED

    def test_a_missing_permission_to_remove(
        self, platform: JobsPlatform, double: AwsDouble
    ) -> None:
        platform.start(a_job(platform))
        job = ended(platform, "a-work")
        double.fail(Fault(Kind.DENIED, operation="DeleteProcessingJob"))
        with pytest.raises(NotAllowed, match="sagemaker:DeleteProcessingJob"):
            platform.remove_job("a-work")
        assert platform.job("a-work") == job
        platform.remove_job("a-work")
        assert platform.jobs() == ()

    def test_a_quota_of_nothing(self, platform: JobsPlatform, double: AwsDouble) -> None:
        double.quotas[SMALLEST] = 0.0
        with pytest.raises(NotAllowed, match=r"quota for ml\.t3\.medium"):
            platform.start(a_job(platform))
        assert platform.jobs() == ()
        platform.start(a_job(platform, size="ml.m5.large"))
        assert ended(platform, "a-work").state is JobState.COMPLETED

    def test_a_quota_that_is_in_use_is_a_queue(self, machine: Machine, double: AwsDouble) -> None:
        platform = machine(retry_seconds=0.0)
        double.quotas[SMALLEST] = 1.0
        platform.start(a_job(platform, "sleep", amount=60))
        waits = platform.start(a_job(platform))
        assert waits.state is JobState.QUEUED
        assert "1 of 1" in waits.doing
        platform.stop("a-sleep")
        assert ended(platform, "a-work").state is JobState.COMPLETED

    def test_no_machine_is_to_be_had(self, platform: JobsPlatform, double: AwsDouble) -> None:
        double.fail(Fault(Kind.CAPACITY, operation="Create*"))
        platform.start(a_job(platform))
        job = ended(platform, "a-work")
        assert (job.state, job.started_at, job.output) == (JobState.FAILED, None, None)
        assert "another size" in job.reason

    def test_a_job_that_fails_for_a_reason(self, platform: JobsPlatform, double: AwsDouble) -> None:
        reason = "ClientError: Data download failed:Access denied (403) to s3://a/b"
        double.fail(Fault(Kind.FAILURE, operation="CreateTrainingJob", message=reason))
        platform.start(a_job(platform, kind=JobKind.TRAINING))
        job = ended(platform, "a-work")
        assert job.state is JobState.FAILED
        assert "job role may not read" in job.reason

    def test_a_slow_start_is_a_start(self, platform: JobsPlatform, double: AwsDouble) -> None:
        double.fail(Fault(Kind.SLOW_START, operation="Create*", seconds=1.5))
        platform.start(a_job(platform))
        job = platform.job("a-work")
        assert (job.state, job.doing) == (JobState.STARTING, "Getting a machine ready")
        assert ended(platform, "a-work").state is JobState.COMPLETED

    def test_a_removal_that_was_cut_off(self, machine: Machine, double: AwsDouble) -> None:
        platform = machine()
        platform.start(a_job(platform))
        ended(platform, "a-work")
        double.fail(Fault(Kind.NO_CONNECTION, operation="Delete*", service="s3", count=None))
        with pytest.raises(Unavailable):
            platform.remove_job("a-work")
        for anybody in (platform, machine("b", orphan_seconds=0.0)):
            assert anybody.jobs() == ()  # and nobody makes it again
        double.mend()
        later = machine("c", orphan_seconds=0.0)
        later.recover()
        assert list(later.storage.listing("jobs")) == []
        later.start(a_job(later, "make", name="a-work", amount=0.1))
        assert ended(later, "a-work").state is JobState.COMPLETED
        assert later.log("a-work") == ("begun",)

    @pytest.mark.parametrize("deletions", range(5))
    def test_a_removal_that_was_cut_off_anywhere(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch, deletions: int
    ) -> None:
        platform = machine()
        platform.start(a_job(platform))
        ended(platform, "a-work")
        _before_deletion(platform, monkeypatch, deletions, _die)
        if deletions < 4:  # there are four
            with pytest.raises(Killed):
                platform.remove_job("a-work")
        else:
            platform.remove_job("a-work")
        later = machine("b", orphan_seconds=0.0)
        assert later.jobs() == ()
        later.remove_job("a-work")
        assert list(later.storage.listing("jobs")) == []
        assert later.jobs() == ()

    @pytest.mark.parametrize("deletions", range(4))
    def test_a_name_that_is_used_again_while_its_removal_goes_on(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch, deletions: int
    ) -> None:
        platform, other = machine(), machine("b", orphan_seconds=0.0)
        platform.start(a_job(platform))
        ended(platform, "a-work")
        again = a_job(other, "make", name="a-work", amount=0.1)
        begun = []

        def start_again() -> None:
            try:
                begun.append(other.start(again))
            except Conflict:  # before its intention has gone
                assert deletions < 2

        _before_deletion(platform, monkeypatch, deletions, start_again)
        platform.remove_job("a-work")
        assert bool(begun) is (deletions >= 2)
        if not begun:
            other.start(again)
        assert ended(other, "a-work").state is JobState.COMPLETED
        assert ended(machine("c"), "a-work").spec == again


class TestPromises:
    def test_pages_ask_aws_little(self, machine: Machine, asked: Callable[[], list[str]]) -> None:
        """With the time that is usual between two questions."""
        platform = machine(fresh_seconds=3.0)
        job = platform.start(a_job(platform, "sleep", amount=60))
        assert platform.jobs() == (platform.job("a-sleep"),)
        assert platform.job("a-sleep").created_at == job.created_at
        asked()
        for _ in range(50):
            platform.jobs()
            platform.job("a-sleep")
            with pytest.raises(NotFound):
                platform.job("nobody")
        assert asked() == []
        platform.stop("a-sleep")
        assert platform.job("a-sleep").state in (JobState.STOPPING, JobState.STOPPED)
        reached(platform, "a-sleep", JobState.STOPPED)
        platform.remove_job("a-sleep")
        assert platform.jobs() == ()

    def test_past_jobs_cost_a_look_three_questions(
        self, machine: Machine, double: AwsDouble, asked: Callable[[], list[str]]
    ) -> None:
        first = machine("first")
        _have_past_jobs(first, double, 40)
        platform = machine("another")
        jobs = platform.jobs()
        assert [job.state for job in jobs] == [JobState.COMPLETED] * 40
        asked()
        assert platform.jobs() == jobs
        assert all(platform.job_mb(job.name) > 0 for job in jobs[:2])
        questions = ["ListObjectsV2", "ListProcessingJobs", "ListTrainingJobs"]
        assert sorted(asked()) == sorted(questions * 3)
        assert machine("another").jobs() == jobs  # the studio is opened again
        assert sorted(asked()) == ["GetResources", *sorted(questions)]

    def test_a_page_is_shown_before_the_past_is_read(
        self,
        machine: Machine,
        double: AwsDouble,
        asked: Callable[[], list[str]],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        first = machine("first")
        _have_past_jobs(first, double, 40)
        first.start(a_job(first, "sleep", amount=60))
        page = machine("page", fresh_seconds=3.0)
        read_on = page._reader.read_on
        may_go_on = Event()

        def held_up(most: int) -> Any:
            assert may_go_on.wait(30)
            return read_on(most)

        monkeypatch.setattr(page._reader, "read_on", held_up)
        asked()
        assert [job.name for job in page.known_jobs()] == ["a-sleep"]
        assert len(page.unread) == 40
        questions = asked()
        assert questions.count("DescribeProcessingJob") == 1  # of the one that goes on
        assert len(questions) < 10
        one = page.job("past-7")  # whoever asks for one by its name need not wait for the others
        assert (one.state, len(page.unread)) == (JobState.COMPLETED, 39)
        assert one in page.known_jobs()
        page.remove_job("past-8")
        assert (len(page.unread), list(page.storage.listing("jobs/past-8"))) == (38, [])
        with pytest.raises(NotFound):
            page.job("past-8")
        may_go_on.set()
        deadline = time.monotonic() + 30
        while page.unread and time.monotonic() < deadline:
            time.sleep(0.01)
        names = [job.name for job in page.known_jobs()]
        assert names == ["a-sleep", *(f"past-{number}" for number in range(40) if number != 8)]
        # The first goes on, and may have come further.
        assert machine("page").jobs()[1:] == page.known_jobs()[1:]
        first.stop("a-sleep")

    def test_a_job_made_in_the_console_with_our_tag(
        self, platform: JobsPlatform, settings: AwsSettings
    ) -> None:
        request = _request_of(platform)
        sagemaker = platform._sagemaker._clients.sagemaker
        sagemaker.create_processing_job(**{**request, "ProcessingJobName": "from-the-console"})
        job = ended(platform, "from-the-console")
        assert job.spec == JobSpec(
            name="from-the-console",
            kind=JobKind.PROCESSING,
            size="ml.t3.medium",
            inputs={},
            settings={"do": "work"},
        )
        assert job.state is JobState.COMPLETED
        assert job.output == platform.storage.uri("elsewhere")
        assert platform.fetch is not None
        assert ran_once(platform, "from-the-console")
        assert len(platform.progress("from-the-console")) == 2
        platform.remove_job("from-the-console")
        assert platform.jobs() == ()

    def test_spare_capacity_saves(self, platform: JobsPlatform) -> None:
        spec = a_job(platform, "count", kind=JobKind.TRAINING, spot=True, amount=2)
        platform.start(spec)
        job = ended(platform, "a-count")
        assert job.spec.spot
        assert job.seconds is not None
        assert job.billed_seconds is not None
        assert 0 < job.billed_seconds < job.seconds
        plain = a_job(platform, kind=JobKind.TRAINING)
        platform.start(plain)
        job = ended(platform, "a-work")
        assert job.billed_seconds == pytest.approx(job.seconds, abs=1)

    def test_blazingtext_trains_by_its_own_image(self, platform: JobsPlatform, lines: Path) -> None:
        spec = JobSpec(
            name="a-model",
            kind=JobKind.TRAINING,
            size="ml.m5.large",
            inputs={"train": platform.upload(lines, "lines")},
            settings={"epochs": "2", "buckets": "1000"},
            algorithm="blazingtext",
        )
        assert platform.start(spec).spec == spec
        job = ended(platform, "a-model")
        assert job.state is JobState.COMPLETED, job.reason
        assert platform.fetch(f"{job.output}/model.tar.gz").stat().st_size > 0
        assert platform.progress("a-model")[-1].fraction == 1.0

    def test_what_blazingtext_refuses_is_quoted(self, platform: JobsPlatform, lines: Path) -> None:
        lines.write_text("no label\n")
        spec = JobSpec(
            name="a-model",
            kind=JobKind.TRAINING,
            size="ml.m5.large",
            inputs={"train": platform.upload(lines, "lines")},
            algorithm="blazingtext",
        )
        platform.start(spec)
        job = ended(platform, "a-model")
        assert job.state is JobState.FAILED
        assert "has no label" in job.reason

    @pytest.mark.parametrize(("algorithm", "needed"), [("linear", False), ("fasttext", True)])
    def test_fasttext_goes_with_the_jobs_that_need_it(
        self,
        platform: JobsPlatform,
        monkeypatch: pytest.MonkeyPatch,
        algorithm: str,
        needed: bool,
    ) -> None:
        sent: list[bool] = []
        uri = platform._bundle.uri

        def noted(*, fasttext: bool) -> str:
            sent.append(fasttext)
            return uri(fasttext=fasttext)

        monkeypatch.setattr(platform._bundle, "uri", noted)
        platform.start(a_job(platform, kind=JobKind.TRAINING, algorithm=algorithm))
        model = f"{output_key('a-work')}/model.tar.gz"
        platform.storage.put(model, b"")
        inputs = {"model": platform.storage.uri(model)}
        platform.start(a_job(platform, "wait", kind=JobKind.EVALUATION, inputs=inputs))
        assert sent == [needed, needed]

    def test_an_input_folder_is_not_another_whose_name_begins_alike(
        self, platform: JobsPlatform, tmp_path: Path
    ) -> None:
        for name in ("train", "train-2", "train.old"):
            (tmp_path / "data" / name).mkdir(parents=True)
            (tmp_path / "data" / name / "a.txt").write_text(name)
        uri = platform.upload(tmp_path / "data", "data")
        platform.start(a_job(platform, inputs={"a": f"{uri}/train"}))
        job = ended(platform, "a-work")
        assert platform.fetch(f"{job.output}/made.txt").read_text() == "train"

    def test_what_is_in_another_bucket_is_no_input(self, platform: JobsPlatform) -> None:
        for uri in ("s3://another/a-prefix/x", platform.storage.uri("uploads/absent"), "file:///x"):
            with pytest.raises(InvalidInput, match="is not there"):
                platform.start(a_job(platform, inputs={"a": uri}))

    def test_nothing_of_a_removed_job_is_left(self, platform: JobsPlatform, tmp_path: Path) -> None:
        platform.start(a_job(platform))
        job = ended(platform, "a-work")
        platform.fetch(str(job.output))
        platform.log("a-work")
        platform.remove_job("a-work")
        assert list(platform.storage.listing("jobs")) == []
        left = [path for path in tmp_path.rglob("*a-work*") if path.is_file()]
        assert left == []
        logs = platform._sagemaker._clients.logs
        streams = logs.describe_log_streams(logGroupName="/aws/sagemaker/ProcessingJobs")
        assert streams["logStreams"] == []

    def test_a_log_is_read_while_its_job_goes_on(self, platform: JobsPlatform) -> None:
        platform.start(a_job(platform, "count", amount=1))
        logged(platform, "a-count", "[progress]")
        assert not platform.job("a-count").state.final
        ended(platform, "a-count")


def _before_deletion(
    platform: JobsPlatform,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    happens: Callable[[], None],
) -> None:
    """Something happens before the deletion of that number (from 0) of files in the bucket."""
    done = 0

    def counted(delete: Callable[[str], Any]) -> Callable[[str], Any]:
        def deleting(key: str) -> Any:
            nonlocal done
            if done == number:
                happens()
            done += 1
            return delete(key)

        return deleting

    for name in ("delete", "delete_below"):
        monkeypatch.setattr(platform.storage, name, counted(getattr(platform.storage, name)))


def _die() -> None:
    raise Killed


def _request_of(platform: JobsPlatform) -> dict[str, Any]:
    """A request as somebody might write it by hand: ours, with another name, place and no token."""
    intention = platform._intend(a_job(platform))
    request = dict(intention.request)
    request["Environment"] = {
        name: value for name, value in request["Environment"].items() if "MODERATION" not in name
    }
    [output] = request["ProcessingOutputConfig"]["Outputs"]
    output["S3Output"]["S3Uri"] = platform.storage.uri("elsewhere")
    return request


def _have_past_jobs(platform: JobsPlatform, double: AwsDouble, count: int) -> None:
    """Jobs that completed, one each minute, as the bucket and SageMaker have them."""
    like = platform._intend(a_job(platform))
    now = time.time()
    for number in range(count):
        name, at = f"past-{number}", now - 60 * (number + 1)
        token = f"{number:032}"
        request = {
            **like.request,
            "ProcessingJobName": name,
            "Environment": {**like.request["Environment"], TOKEN: token},
        }
        spec = replace(like.spec, name=name)
        intention = JobIntention(spec=spec, request=request, token=token, created_at=at)
        platform.storage.put(spec_key(name), intention.to_bytes())
        platform.storage.put(f"{output_key(name)}/made.txt", b"made")
        double.remember("CreateProcessingJob", request, datetime.fromtimestamp(at, UTC))


def states(job: Job) -> list[JobState]:
    return [change.state for change in job.history]


def test_a_training_shows_its_steps_as_it_takes_them(
    platform: JobsPlatform, double: AwsDouble
) -> None:
    double.fail(Fault(Kind.SLOW_START, operation="Create*", seconds=0.5))
    platform.start(a_job(platform, kind=JobKind.TRAINING))
    seen = set()
    deadline = time.monotonic() + 30
    while not (job := platform.job("a-work")).state.final and time.monotonic() < deadline:
        seen.add(job.doing)
    assert {"Getting a machine ready", "Running its program"} <= seen
    assert job.doing == ""
    assert states(job) == [
        JobState.QUEUED, JobState.STARTING, JobState.IN_PROGRESS, JobState.COMPLETED,
    ]  # fmt: skip
