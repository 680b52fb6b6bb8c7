"""What SageMaker tells of a job, as a job: pure functions of its Describe answers.

SageMaker says less than a job has: of processing when it began and ended, of training each
secondary status. What no answer tells is left out, never made up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from backend.platforms.aws.jobs import blazingtext
from backend.platforms.aws.jobs import failures as job_failures
from backend.platforms.aws.jobs.intentions import Ends, JobEnd, JobIntention, read_spec, spec_record
from backend.platforms.aws.jobs.requests import CODE, PROGRAMS, TOKEN
from backend.platforms.base import Job, JobKind, JobSpec, JobState, StateChange

Description = Mapping[str, Any]
"""The answer of DescribeProcessingJob or DescribeTrainingJob."""

_FINAL = {
    "Completed": JobState.COMPLETED,
    "Failed": JobState.FAILED,
    "Stopped": JobState.STOPPED,
}

_STATES = {
    "Pending": JobState.QUEUED,
    "Starting": JobState.STARTING,
    "LaunchingMLInstances": JobState.STARTING,
    "PreparingTrainingStack": JobState.STARTING,
    "Interrupted": JobState.STARTING,
    "Restarting": JobState.STARTING,
    "Downloading": JobState.IN_PROGRESS,
    "DownloadingTrainingImage": JobState.IN_PROGRESS,
    "Training": JobState.IN_PROGRESS,
    "Uploading": JobState.IN_PROGRESS,
    "Updating": JobState.IN_PROGRESS,
    "Stopping": JobState.STOPPING,
}
"""By secondary status of a training that goes on."""

_EVALUATES = PROGRAMS[JobKind.EVALUATION][-1]

_ASKING = "Asking SageMaker for it"
_GETTING_READY = "Getting a machine ready"
_ENDING = "Ending its program"
_DOING = {
    "Pending": "Waiting for its turn",
    "Starting": _GETTING_READY,
    "LaunchingMLInstances": _GETTING_READY,
    "PreparingTrainingStack": _GETTING_READY,
    "Interrupted": "Interrupted: waiting for spare capacity, to begin again",
    "Restarting": "Beginning again",
    "Downloading": "Downloading the data",
    "DownloadingTrainingImage": "Downloading the container",
    "Training": "Running its program",
    "Uploading": "Uploading what it made",
    "Stopping": _ENDING,
}

_NEARLY = 0.98  # of the time it was given: SageMaker's clock starts a little earlier
_TOO_LONG = "MaxRuntimeExceeded"
_WAITED_TOO_LONG = "MaxWaitTimeExceeded"


def job_of(
    description: Description, spec: JobSpec, *, created_at: float | None, output: str | None
) -> Job:
    """The job that SageMaker describes.

    created_at: when it was asked for, None where only SageMaker knows. output: URI of its output
    folder, kept where the job has completed.
    """
    made_at = moment(description["CreationTime"])
    asked_at = made_at if created_at is None else created_at
    trains = spec.kind is JobKind.TRAINING
    steps = _training_steps(description) if trains else _processing_steps(description)
    begun = description.get("TrainingStartTime" if trains else "ProcessingStartTime")
    state = state_of(description)
    ended_at = None
    if state.final:
        ended_at = moment(
            description.get("TrainingEndTime" if trains else "ProcessingEndTime")
            or description.get("LastModifiedTime")
            or description["CreationTime"]
        )
        if state is JobState.STOPPED and not trains:
            steps = [*steps, StateChange(JobState.STOPPING, ended_at)]
        steps = [*steps, StateChange(state, ended_at)]
    first = [StateChange(JobState.QUEUED, asked_at), StateChange(JobState.STARTING, made_at)]
    history = _in_order([*first, *steps])
    return Job(
        spec=spec,
        state=state,
        reason=_reason(description, state),
        doing="" if state.final else _doing(description, state),
        created_at=asked_at,
        started_at=None if begun is None else max(moment(begun), asked_at),
        ended_at=history[-1].at if state.final else None,
        billed_seconds=_billed(description) if state.final else None,
        history=history,
        output=output if state is JobState.COMPLETED else None,
    )


def status_of(description: Description) -> str:
    """SageMaker's own word for it: InProgress, Completed, Failed, Stopping, Stopped, Deleting."""
    kind = "Training" if "TrainingJobStatus" in description else "Processing"
    return str(description[f"{kind}JobStatus"])


def state_of(description: Description) -> JobState:
    """The state now."""
    status = status_of(description)
    if _runs_over(description):
        return JobState.FAILED
    if status in _FINAL:
        return _FINAL[status]
    if status == "Stopping":
        return JobState.STOPPING
    if "TrainingJobStatus" in description:
        return _STATES.get(description.get("SecondaryStatus", ""), JobState.STARTING)
    return JobState.IN_PROGRESS if "ProcessingStartTime" in description else JobState.STARTING


def waiting(intention: JobIntention, doing: str = "") -> Job:
    """A job that SageMaker has not been told of. doing: why not, if it was tried."""
    asked = StateChange(JobState.QUEUED, intention.created_at)
    return Job(
        spec=intention.spec,
        state=JobState.QUEUED,
        doing=doing or _ASKING,
        created_at=intention.created_at,
        history=(asked,),
    )


def never_made(intention: JobIntention, end: JobEnd) -> Job:
    """A job that ended before SageMaker was told of it."""
    stopped = end.how is Ends.STOPPED
    states = [JobState.STOPPING, JobState.STOPPED] if stopped else [JobState.FAILED]
    queued = waiting(intention)
    history = _in_order([*queued.history, *(StateChange(state, end.at) for state in states)])
    return replace(
        queued,
        state=states[-1],
        reason=end.reason,
        doing="",
        history=history,
        ended_at=history[-1].at,
    )


def without_product(job: Job) -> Job:
    """A job that completed and left nothing: it has failed."""
    *before, last = job.history
    return replace(
        job,
        state=JobState.FAILED,
        reason=job_failures.NO_PRODUCT,
        history=(*before, StateChange(JobState.FAILED, last.at)),
        output=None,
    )


def token_of(description: Description) -> str:
    """The token of the intention that made it; empty for a job made elsewhere."""
    return str(description.get("Environment", {}).get(TOKEN, ""))


def output_of(description: Description) -> str | None:
    """URI of the folder with what the job leaves; None where it leaves nothing in S3."""
    artifacts = description.get("ModelArtifacts", {}).get("S3ModelArtifacts", "")
    if artifacts:
        return str(artifacts).rpartition("/")[0]
    outputs = description.get("ProcessingOutputConfig", {}).get("Outputs", [])
    uris = [output["S3Output"]["S3Uri"] for output in outputs if "S3Output" in output]
    return str(uris[0]).rstrip("/") if uris else None


def spec_of(description: Description) -> JobSpec:
    """What a job was asked to be that was made elsewhere, as far as a spec can say it."""
    if "TrainingJobName" in description:
        return _training_spec(description)
    return _processing_spec(description)


def to_record(job: Job) -> dict[str, Any]:
    """The job in JSON's types."""
    history = [vars(change) for change in job.history]
    return {**vars(job), "spec": spec_record(job.spec), "history": history}


def read_record(record: Mapping[str, Any]) -> Job:
    """What `to_record` gave. Raises KeyError, TypeError or ValueError for anything else."""
    history = tuple(StateChange(JobState(c["state"]), c["at"]) for c in record["history"])
    spec = read_spec(record["spec"])
    return Job(**{**record, "spec": spec, "state": JobState(record["state"]), "history": history})


def moment(time: datetime | float) -> float:
    """Seconds since the epoch."""
    return time.timestamp() if isinstance(time, datetime) else float(time)


def _processing_steps(description: Description) -> list[StateChange]:
    begun = description.get("ProcessingStartTime")
    steps = [] if begun is None else [StateChange(JobState.IN_PROGRESS, moment(begun))]
    if description["ProcessingJobStatus"] == "Stopping":
        asked = description.get("LastModifiedTime", description["CreationTime"])
        steps.append(StateChange(JobState.STOPPING, moment(asked)))
    return steps


def _training_steps(description: Description) -> list[StateChange]:
    return [
        StateChange(_STATES[step["Status"]], moment(step["StartTime"]))
        for step in description.get("SecondaryStatusTransitions", ())
        if step["Status"] in _STATES
    ]


def _in_order(changes: Iterable[StateChange]) -> tuple[StateChange, ...]:
    """Without repeats, and never back in time: this machine's clock and AWS's may differ."""
    ordered: list[StateChange] = []
    for change in changes:
        if not ordered:
            ordered.append(change)
        elif change.state is not ordered[-1].state:
            ordered.append(StateChange(change.state, max(change.at, ordered[-1].at)))
    return tuple(ordered)


def _doing(description: Description, state: JobState) -> str:
    if "TrainingJobStatus" in description:
        secondary = description.get("SecondaryStatus", "")
        told = _DOING.get(secondary, "")
        return _ENDING if state is JobState.STOPPING else told
    return {
        JobState.STARTING: _GETTING_READY,
        JobState.IN_PROGRESS: "Running its program",
        JobState.STOPPING: _ENDING,
    }[state]


def _runs_over(description: Description) -> bool:
    """Whether SageMaker ended it for the time it took, which it calls Stopped."""
    if "TrainingJobStatus" in description:
        return description.get("SecondaryStatus") in (_TOO_LONG, _WAITED_TOO_LONG)
    begun, ended = (description.get(f"Processing{word}Time") for word in ("Start", "End"))
    limit = description.get("StoppingCondition", {}).get("MaxRuntimeInSeconds")
    stopped = description["ProcessingJobStatus"] == "Stopped"
    if not stopped or begun is None or ended is None or limit is None:
        return False
    return moment(ended) - moment(begun) >= _NEARLY * float(limit)


def _reason(description: Description, state: JobState) -> str:
    if state is JobState.STOPPED:
        return job_failures.STOPPED
    if state is not JobState.FAILED:
        return ""
    secondary = description.get("SecondaryStatus")
    if secondary == _WAITED_TOO_LONG:
        return job_failures.NO_SPARE_CAPACITY
    if _runs_over(description):
        return job_failures.too_long(_seconds(description))
    told, said = description.get("FailureReason", ""), description.get("ExitMessage", "")
    if not told and secondary == "Interrupted":
        return job_failures.INTERRUPTED
    return job_failures.failed(told, said)


def _billed(description: Description) -> float | None:
    seconds = description.get("BillableTimeInSeconds")
    return None if seconds is None else float(seconds)


def _training_spec(description: Description) -> JobSpec:
    told = dict(description.get("HyperParameters", {}))
    image = description.get("AlgorithmSpecification", {}).get("TrainingImage", "")
    algorithm = str(told.pop("algorithm", ""))
    if not algorithm and "/blazingtext" in image:
        algorithm, told = blazingtext.NAME, blazingtext.settings(told)
    channels = {
        channel["ChannelName"]: channel["DataSource"].get("S3DataSource", {}).get("S3Uri", "")
        for channel in description.get("InputDataConfig", ())
    }
    return JobSpec(
        name=description["TrainingJobName"],
        kind=JobKind.TRAINING,
        size=description.get("ResourceConfig", {}).get("InstanceType", ""),
        inputs=_inputs(channels),
        settings=told,
        algorithm=algorithm or "unknown",
        max_seconds=_seconds(description),
        spot=bool(description.get("EnableManagedSpotTraining", False)),
    )


def _processing_spec(description: Description) -> JobSpec:
    app = description.get("AppSpecification", {})
    words = [*app.get("ContainerEntrypoint", ()), *app.get("ContainerArguments", ())]
    options = (word[2:].partition("=") for word in words if word.startswith("--") and "=" in word)
    cluster = description.get("ProcessingResources", {}).get("ClusterConfig", {})
    channels = {
        source["InputName"]: source.get("S3Input", {}).get("S3Uri", "")
        for source in description.get("ProcessingInputs", ())
    }
    return JobSpec(
        name=description["ProcessingJobName"],
        kind=JobKind.EVALUATION if _EVALUATES in words else JobKind.PROCESSING,
        size=cluster.get("InstanceType", ""),
        inputs=_inputs(channels),
        settings={name: value for name, _, value in options if name != "root"},
        max_seconds=_seconds(description),
    )


def _inputs(channels: Mapping[str, str]) -> dict[str, str]:
    return {name: uri.rstrip("/") for name, uri in channels.items() if name != CODE and uri}


def _seconds(description: Description) -> int:
    limit = description.get("StoppingCondition", {}).get("MaxRuntimeInSeconds")
    return int(limit or JobSpec.max_seconds)
