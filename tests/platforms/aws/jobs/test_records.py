"""What SageMaker tells of a job, as a job."""

from datetime import UTC, datetime
from typing import Any

import pytest

from backend.platforms.aws.jobs.intentions import (
    Ends,
    JobEnd,
    JobIntention,
    read_end,
    read_intention,
)
from backend.platforms.aws.jobs.records import (
    job_of,
    never_made,
    output_of,
    read_record,
    spec_of,
    state_of,
    to_record,
    waiting,
    without_product,
)
from backend.platforms.aws.jobs.requests import request
from backend.platforms.base import Job, JobKind, JobSpec, JobState, StateChange
from tests.platforms.aws.jobs.test_requests import a_place, a_spec

S = JobState
OUTPUT = "s3://a-bucket/a-prefix/jobs/a-job/output"


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(1000 + seconds, UTC)


def processing(status: str, **more: Any) -> dict[str, Any]:
    """DescribeProcessingJob, of a job that was made at 1001."""
    return {
        "ProcessingJobName": "a-job",
        "ProcessingJobStatus": status,
        "CreationTime": at(1),
        "LastModifiedTime": at(1),
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        **more,
    }


def training(status: str, *steps: str, **more: Any) -> dict[str, Any]:
    """DescribeTrainingJob, of a job that was made at 1001 and took a step each second."""
    return {
        "TrainingJobName": "a-job",
        "TrainingJobStatus": status,
        "SecondaryStatus": steps[-1],
        "SecondaryStatusTransitions": [
            {"Status": step, "StartTime": at(1 + n)} for n, step in enumerate(steps)
        ],
        "CreationTime": at(1),
        "LastModifiedTime": at(1),
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        **more,
    }


def job(description: dict[str, Any], **different: Any) -> Job:
    kind = JobKind.TRAINING if "TrainingJobName" in description else JobKind.PROCESSING
    spec = a_spec(kind, max_seconds=60)
    return job_of(description, spec, **{"created_at": 1000.0, "output": OUTPUT, **different})


def states(job: Job) -> list[tuple[JobState, float]]:
    return [(change.state, change.at - 1000) for change in job.history]


def test_processing_that_waits_for_a_machine_is_starting() -> None:
    found = job(processing("InProgress"))
    assert (found.state, found.started_at, found.output) == (S.STARTING, None, None)
    assert found.doing == "Getting a machine ready"
    assert states(found) == [(S.QUEUED, 0), (S.STARTING, 1)]


def test_processing_that_runs_is_in_progress() -> None:
    found = job(processing("InProgress", ProcessingStartTime=at(5)))
    assert (found.state, found.started_at) == (S.IN_PROGRESS, 1005)
    assert found.elapsed(1007) == 2


def test_processing_that_completed_leaves_its_output() -> None:
    times = {"ProcessingStartTime": at(5), "ProcessingEndTime": at(9)}
    found = job(processing("Completed", **times))
    assert (found.state, found.reason, found.output, found.doing) == (S.COMPLETED, "", OUTPUT, "")
    assert (found.seconds, found.ended_at) == (4, 1009)
    assert states(found) == [(S.QUEUED, 0), (S.STARTING, 1), (S.IN_PROGRESS, 5), (S.COMPLETED, 9)]


def test_processing_that_failed_says_what_its_program_said() -> None:
    times = {"ProcessingStartTime": at(5), "ProcessingEndTime": at(9)}
    said = {"FailureReason": "AlgorithmError: See job logs", "ExitMessage": "No rows. Add some."}
    found = job(processing("Failed", **times, **said))
    assert (found.state, found.reason, found.output) == (S.FAILED, "No rows. Add some.", None)


def test_processing_that_was_stopped_passes_through_stopping() -> None:
    found = job(processing("Stopping", LastModifiedTime=at(6)))
    assert states(found) == [(S.QUEUED, 0), (S.STARTING, 1), (S.STOPPING, 6)]
    times = {"ProcessingStartTime": at(5), "ProcessingEndTime": at(9)}
    found = job(processing("Stopped", **times))
    assert (found.state, bool(found.reason), found.output) == (S.STOPPED, True, None)
    assert states(found)[-2:] == [(S.STOPPING, 9), (S.STOPPED, 9)]


def test_what_sagemaker_stopped_for_its_time_has_failed() -> None:
    times = {"ProcessingStartTime": at(5), "ProcessingEndTime": at(65)}
    found = job(processing("Stopped", **times))
    assert (found.state, found.output) == (S.FAILED, None)
    assert "60 s" in found.reason
    found = job(
        training("Stopped", "Starting", "Training", "MaxRuntimeExceeded", TrainingEndTime=at(3))
    )
    assert (found.state, found.output) == (S.FAILED, None)
    assert "60 s" in found.reason


def test_training_tells_every_step() -> None:
    steps = ("Starting", "Downloading", "Training", "Uploading", "Completed")
    for known, doing in ((1, "Getting a machine ready"), (2, "Downloading the data")):
        assert job(training("InProgress", *steps[:known])).doing == doing
    found = job(
        training(
            "Completed",
            *steps,
            TrainingStartTime=at(2),
            TrainingEndTime=at(5),
            BillableTimeInSeconds=2,
        )
    )
    assert states(found) == [(S.QUEUED, 0), (S.STARTING, 1), (S.IN_PROGRESS, 2), (S.COMPLETED, 5)]
    assert (found.started_at, found.seconds, found.billed_seconds) == (1002, 3, 2)
    assert found.output == OUTPUT


def test_a_training_that_waits_for_its_turn_is_queued() -> None:
    found = job(training("InProgress", "Pending"))
    assert (found.state, found.doing) == (S.QUEUED, "Waiting for its turn")


def test_spare_capacity_that_is_taken_back_is_told() -> None:
    steps = ("Starting", "Training", "Interrupted")
    found = job(training("InProgress", *steps, TrainingStartTime=at(2)))
    assert found.state is S.STARTING
    assert "begin again" in found.doing
    again = (*steps, "Starting", "Training", "Completed")
    found = job(training("Completed", *again, TrainingStartTime=at(2), TrainingEndTime=at(9)))
    assert [state for state, _ in states(found)] == [
        S.QUEUED, S.STARTING, S.IN_PROGRESS, S.STARTING, S.IN_PROGRESS, S.COMPLETED,
    ]  # fmt: skip
    waited = job(training("Stopped", *steps, "MaxWaitTimeExceeded", TrainingEndTime=at(9)))
    assert waited.state is S.FAILED
    assert "without spot" in waited.reason


def test_a_job_that_failed_before_it_ran_never_began() -> None:
    reason = "CapacityError: Unable to provision requested ML compute capacity."
    failed = training("Failed", "Starting", "Failed", TrainingEndTime=at(4), FailureReason=reason)
    found = job(failed)
    assert (found.state, found.started_at, found.seconds, found.ended_at) == (
        S.FAILED, None, None, 1004,
    )  # fmt: skip
    assert "another size" in found.reason


def test_clocks_that_differ_never_turn_back_time() -> None:
    times = {"ProcessingStartTime": at(5), "ProcessingEndTime": at(9)}
    found = job(processing("Completed", **times), created_at=1007.0)
    moments = [moment for _, moment in states(found)]
    assert moments == sorted(moments)
    assert found.seconds == 2
    found = job(processing("Completed", **times), created_at=2000.0)
    assert found.seconds == 0


@pytest.mark.parametrize("status", ["Starting", "Restarting", "Updating", "SomethingNew"])
def test_a_word_that_nobody_has_met_is_no_end(status: str) -> None:
    assert not state_of(training("InProgress", status)).final
    assert not job(training("InProgress", status)).state.final


def test_a_completed_job_that_left_nothing_has_failed() -> None:
    times = {"ProcessingStartTime": at(5), "ProcessingEndTime": at(9)}
    found = without_product(job(processing("Completed", **times)))
    assert (found.state, found.output, found.ended_at) == (S.FAILED, None, 1009)
    assert found.history[-1] == StateChange(S.FAILED, 1009)
    assert found.reason


INTENTION = JobIntention(
    spec=a_spec(settings={"seed": "7"}, inputs={"a": "s3://a-bucket/a"}),
    request={"ProcessingJobName": "a-job"},
    token="0" * 32,
    created_at=1000.5,
)


def test_a_job_that_was_never_made_is_queued_until_it_ends() -> None:
    assert waiting(INTENTION).doing
    queued = waiting(INTENTION, "Waiting")
    assert (queued.state, queued.doing, queued.created_at) == (S.QUEUED, "Waiting", 1000.5)
    end = JobEnd(how=Ends.STOPPED, reason="It was stopped.", at=1003.0)
    stopped = never_made(INTENTION, end)
    assert (stopped.state, stopped.reason, stopped.ended_at, stopped.started_at) == (
        S.STOPPED, "It was stopped.", 1003, None,
    )  # fmt: skip
    assert stopped.doing == ""
    assert [state for state, _ in states(stopped)] == [S.QUEUED, S.STOPPING, S.STOPPED]
    end = JobEnd(how=Ends.FAILED, reason="No.", at=1003.0)
    assert never_made(INTENTION, end).state is S.FAILED
    assert read_end(end.to_bytes()) == end


def test_records_are_read_as_they_were_written() -> None:
    assert read_intention(INTENTION.to_bytes()) == INTENTION
    times = {"ProcessingStartTime": at(5), "ProcessingEndTime": at(9)}
    for found in (job(processing("Completed", **times)), waiting(INTENTION)):
        assert read_record(to_record(found)) == found
    for damaged in (b"", b"{}", b"[]", b'"spec"', b'{"spec": {"kind": "none"}}'):
        with pytest.raises(ValueError, match=r".*"):
            read_intention(damaged)
        with pytest.raises(ValueError, match=r".*"):
            read_end(damaged)


def described(spec: JobSpec) -> dict[str, Any]:
    """What Describe answers for a request of ours, with nothing that only we would know."""
    sent = request(spec, a_place(spec))
    return {**sent, "CreationTime": at(1)}


@pytest.mark.parametrize(
    "spec",
    [
        a_spec(settings={"seed": "7", "b": "x=y"}, inputs={"dataset": "s3://a-bucket/d"}),
        a_spec(JobKind.EVALUATION, inputs={"model": "s3://a-bucket/m"}, max_seconds=70),
        a_spec(JobKind.TRAINING, settings={"epochs": "3"}, spot=True),
        a_spec(JobKind.TRAINING, inputs={"train": "s3://a-bucket/t"}),
    ],
    ids=str,
)
def test_a_job_made_elsewhere_says_what_it_was_asked_to_be(spec: JobSpec) -> None:
    assert spec_of(described(spec)) == spec


def test_a_blazingtext_made_elsewhere_is_known_by_its_image() -> None:
    found = spec_of(
        training("Completed", "Completed")
        | {
            "AlgorithmSpecification": {"TrainingImage": "1.dkr.ecr.x.amazonaws.com/blazingtext:1"},
            "HyperParameters": {"mode": "supervised", "epochs": "3"},
        }
    )
    assert (found.algorithm, found.settings) == ("blazingtext", {"epochs": "3"})


def test_what_a_job_made_elsewhere_leaves_is_where_it_says() -> None:
    artifacts = {"S3ModelArtifacts": "s3://b/x/a-job/output/model.tar.gz"}
    found = training("Completed", "Completed", ModelArtifacts=artifacts)
    assert output_of(found) == "s3://b/x/a-job/output"
    outputs = [{"OutputName": "o", "S3Output": {"S3Uri": "s3://b/y/"}}]
    config = {"ProcessingOutputConfig": {"Outputs": outputs}}
    assert output_of(processing("Completed", **config)) == "s3://b/y"
    assert output_of(processing("Completed")) is None
