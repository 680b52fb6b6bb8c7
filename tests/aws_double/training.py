"""Training jobs."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.aws_double import jobs, layout, scope
from tests.aws_double.account import Account, now
from tests.aws_double.errors import in_use, invalid
from tests.aws_double.jobs import Job, JobFailed, Run, Stopped
from tests.aws_double.quotas import Quotas
from tests.aws_double.records import Shelf, page, tags_of
from tests.aws_double.roles import Role
from tests.aws_double.wire import Call

GROUP = "/aws/sagemaker/TrainingJobs"
_STATUS = "TrainingJobStatus"
_DAY = 86_400
_SAID = {
    "Starting": "Starting the training job",
    "Downloading": "Downloading input data",
    "Training": "Training image download completed. Training in progress.",
    "Uploading": "Uploading generated training model",
    "Completed": "Training job completed",
    "Failed": "Training job failed",
    "Stopping": "Stopping the training job",
    "Stopped": "Training job stopped",
    "MaxRuntimeExceeded": "Training job runtime exceeded MaxRuntimeInSeconds provided",
}
_KEPT = (
    "HyperParameters",
    "AlgorithmSpecification",
    "RoleArn",
    "InputDataConfig",
    "OutputDataConfig",
    "ResourceConfig",
    "StoppingCondition",
    "Environment",
    "CheckpointConfig",
    "DebugHookConfig",
    "ProfilerConfig",
    "ExperimentConfig",
    "RetryStrategy",
    "VpcConfig",
)
_SUMMARY = (
    "TrainingJobName",
    "TrainingJobArn",
    "CreationTime",
    "TrainingEndTime",
    "LastModifiedTime",
    "TrainingJobStatus",
    "SecondaryStatus",
)
_BLAZINGTEXT_METRICS = (
    {"Name": "train:accuracy", "Regex": r"#train_accuracy: (\S+)"},
    {"Name": "validation:accuracy", "Regex": r"#validation_accuracy: (\S+)"},
)
_ACCELERATED = re.compile(r"(p|g|trn|inf)\d")
_ONE_GPU = {
    "ml.p2.xlarge",
    "ml.p3.2xlarge",
    *(f"ml.g4dn.{size}xlarge" for size in ("", "2", "4", "8", "16")),
    *(f"ml.g5.{size}xlarge" for size in ("", "2", "4", "8", "16")),
}
_SPOT_SHARE = 0.3  # of the time of a spot job that is billed
_SHORTEST = 1  # seconds: no job of AWS's is shorter
_LONGEST_WAIT = 3600  # seconds, of a spot job of an algorithm of AWS's that keeps no checkpoints


class TrainingJobs:
    """The account's training jobs."""

    def __init__(self, account: Account, quotas: Quotas) -> None:
        self._account = account
        self._quotas = quotas
        self.shelf = Shelf()

    def create(self, call: Call) -> dict[str, Any]:
        asked = call.parameters
        name = asked["TrainingJobName"]
        arn = self._account.arn("training-job", name)
        with self.shelf.lock:
            if name in self.shelf:
                raise in_use(
                    "Training job names must be unique within an AWS account and region, and a"
                    f" training job with this name already exists ({arn})"
                )
            self._check(asked)
            self._claim(asked, call.no_quota)
            job = Job(name, arn, self._facts(asked, arn), tags_of(asked))
            self._enter(job, "Starting")
            self.shelf[name] = job
        run = Run(self._account, job, call.operation, GROUP)
        self._account.spawn(lambda: self._run(job, run), name)
        return {"TrainingJobArn": arn}

    def remember(self, asked: dict[str, Any], at: datetime) -> None:
        """A job that completed then, without running it."""
        name = asked["TrainingJobName"]
        arn = self._account.arn("training-job", name)
        facts = self._facts(asked, arn) | {"CreationTime": at, "TrainingStartTime": at}
        job = Job(name, arn, facts, tags_of(asked))
        with self.shelf.lock:
            self.shelf[name] = job
        self._enter(job, "Starting")
        self._end(job, "Completed", {})
        job.facts |= {"TrainingEndTime": at, "LastModifiedTime": at}

    def describe(self, call: Call) -> dict[str, Any]:
        return jobs.find(self.shelf, call.name).described()

    def list(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            records = tuple(self.shelf.values())
        return page(
            records,
            call.parameters,
            answer="TrainingJobSummaries",
            members=_SUMMARY,
            status=_STATUS,
        )

    def stop(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            job = jobs.find(self.shelf, call.name)
            before = job.stop.is_set()
            jobs.request_stop(self.shelf, call.name, _STATUS)
            if not before:
                self._enter(job, "Stopping")
        return {}

    def delete(self, call: Call) -> dict[str, Any]:
        jobs.delete(self.shelf, call.name, _STATUS)
        return {}

    def _check(self, asked: dict[str, Any]) -> None:
        scope.check(asked, scope.TRAINING)
        algorithm = asked["AlgorithmSpecification"]
        resources = asked.get("ResourceConfig", {})
        if "TrainingImage" not in algorithm:
            raise invalid("You must specify either an algorithm name or a training image.")
        if "InstanceType" not in resources or not resources.get("InstanceCount"):
            raise invalid("ResourceConfig must name an instance type and a count of 1 or more.")
        if resources["InstanceCount"] > 1 and not _is_blazingtext(algorithm["TrainingImage"]):
            raise scope.beyond("jobs on several instances")
        if resources.get("VolumeSizeInGB", 0) < 1:
            raise invalid("VolumeSizeInGB must be at least 1.")
        self._check_stopping(asked)
        names = [channel["ChannelName"] for channel in asked.get("InputDataConfig", ())]
        if len(names) != len(set(names)):
            raise invalid("Channel names must be unique.")
        role = Role(self._account, asked["RoleArn"])
        role.check_image(algorithm["TrainingImage"])
        for channel in asked.get("InputDataConfig", ()):
            role.check_input(_uri(channel))
        role.check_bucket(asked["OutputDataConfig"]["S3OutputPath"])

    def _check_stopping(self, asked: dict[str, Any]) -> None:
        limit = asked.get("StoppingCondition", {})
        longest, wait = limit.get("MaxRuntimeInSeconds", _DAY), limit.get("MaxWaitTimeInSeconds")
        spot = asked.get("EnableManagedSpotTraining", False)
        if spot and (wait is None or wait < longest):
            raise invalid(
                "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to"
                " MaxRuntimeInSeconds"
            )
        own = _is_blazingtext(asked["AlgorithmSpecification"]["TrainingImage"])
        if own and wait is not None and wait > _LONGEST_WAIT:
            raise invalid(
                f"MaxWaitTimeInSeconds above {_LONGEST_WAIT} is not supported for the given"
                " algorithm."
            )
        if wait is not None and not spot:
            raise invalid("MaxWaitTimeInSeconds can be given only with EnableManagedSpotTraining.")

    def _claim(self, asked: dict[str, Any], none: bool) -> None:
        kind = "spot training job" if asked.get("EnableManagedSpotTraining") else "training job"
        instance = asked["ResourceConfig"]["InstanceType"]
        used = sum(
            job.facts["ResourceConfig"]["InstanceCount"]
            for job in self.shelf.values()
            if job.facts[_STATUS] not in jobs.FINAL
            and job.facts["ResourceConfig"]["InstanceType"] == instance
            and job.facts["EnableManagedSpotTraining"] == (kind != "training job")
        )
        self._quotas.claim(
            f"{instance} for {kind} usage", used, asked["ResourceConfig"]["InstanceCount"], none
        )

    def _facts(self, asked: dict[str, Any], arn: str) -> dict[str, Any]:
        name = asked["TrainingJobName"]
        moment = now()
        return {
            **{member: asked[member] for member in _KEPT if member in asked},
            "StoppingCondition": {
                "MaxRuntimeInSeconds": _DAY,
                **asked.get("StoppingCondition", {}),
            },
            "TrainingJobName": name,
            "TrainingJobArn": arn,
            "ModelArtifacts": {"S3ModelArtifacts": f"{_place(asked, name)}/model.tar.gz"},
            "TrainingJobStatus": "InProgress",
            "SecondaryStatus": "Starting",
            "SecondaryStatusTransitions": [],
            "CreationTime": moment,
            "LastModifiedTime": moment,
            "EnableNetworkIsolation": asked.get("EnableNetworkIsolation", False),
            "EnableInterContainerTrafficEncryption": asked.get(
                "EnableInterContainerTrafficEncryption", False
            ),
            "EnableManagedSpotTraining": asked.get("EnableManagedSpotTraining", False),
        }

    def _enter(self, job: Job, status: str, **facts: Any) -> None:
        """A secondary status, and what changes with it."""
        with self.shelf.lock:
            moment = now()
            passed = list(job.facts["SecondaryStatusTransitions"])
            if passed:
                passed[-1] = {**passed[-1], "EndTime": moment}
            begun = {"Status": status, "StartTime": moment, "StatusMessage": _SAID[status]}
            final = status in (*jobs.FINAL, "MaxRuntimeExceeded")
            passed.append({**begun, "EndTime": moment} if final else begun)
            job.update(SecondaryStatus=status, SecondaryStatusTransitions=passed, **facts)

    def _run(self, job: Job, run: Run) -> None:
        asked = job.described()
        status = "Completed"
        facts: dict[str, Any] = {}
        with run:
            try:
                status = self._work(job, run, asked)
            except Stopped:
                status = "Stopped"
            except JobFailed as failed:
                status, facts = "Failed", {"FailureReason": str(failed)[:1024]}
        metrics = _metrics(asked, run.lines)
        if metrics:
            facts["FinalMetricDataList"] = metrics
        self._end(job, status, facts)

    def _work(self, job: Job, run: Run, asked: dict[str, Any]) -> str:
        pace = self._account.pace
        run.provision()
        self._advance(job, "Downloading", TrainingStartTime=now())
        layout.lay_out_training(run.root, asked)
        data = run.root / "input" / "data"
        run.download(
            (_uri(channel), data / channel["ChannelName"])
            for channel in asked.get("InputDataConfig", ())
        )
        self._advance(job, "Training")
        algorithm = asked["AlgorithmSpecification"]
        check_instances(algorithm["TrainingImage"], asked["ResourceConfig"])
        ending = run.contain(
            algorithm["TrainingImage"],
            algorithm.get("ContainerEntrypoint", []),
            algorithm.get("ContainerArguments", []),
            {
                **asked.get("Environment", {}),
                "TRAINING_JOB_NAME": job.name,
                "TRAINING_JOB_ARN": job.arn,
                "AWS_REGION": self._account.region,
            },
            asked["StoppingCondition"]["MaxRuntimeInSeconds"],
        )
        place = _place(asked, job.name)
        output = run.root / "output" / "data"
        if layout.files(output):
            run.upload(layout.packed(output), f"{place}/output.tar.gz")
        if ending.code != 0 and not (ending.stopped or ending.timed_out):
            said = run.said("failure")
            reason = said if said.startswith("ClientError") else f"AlgorithmError: {said}"
            raise JobFailed(f"{reason}, exit code: {ending.code}")
        if ending.stopped:
            run.rest(pace.stopping)
        else:
            self._advance(job, "Uploading")
            run.rest(pace.uploading)
        if layout.files(run.root / "model"):
            run.upload(layout.packed(run.root / "model"), f"{place}/model.tar.gz")
        if ending.stopped:
            return "Stopped"
        return "MaxRuntimeExceeded" if ending.timed_out else "Completed"

    def _advance(self, job: Job, status: str, **facts: Any) -> None:
        """The next step. Raises Stopped in the place of it when somebody asked for its end."""
        with self.shelf.lock:
            if job.stop.is_set():
                raise Stopped
            self._enter(job, status, **facts)

    def _end(self, job: Job, status: str, facts: dict[str, Any]) -> None:
        moment = now()
        facts["TrainingEndTime"] = moment
        if begun := job.facts.get("TrainingStartTime"):
            seconds = max(_SHORTEST, round((moment - begun).total_seconds()))
            if job.facts["EnableManagedSpotTraining"]:
                seconds = max(seconds, 2)  # so that less than all of it can be billed
                billed = max(1, round(seconds * _SPOT_SHARE))
            else:
                billed = seconds
            facts |= {"TrainingTimeInSeconds": seconds, "BillableTimeInSeconds": billed}
        state = "Stopped" if status == "MaxRuntimeExceeded" else status
        self._enter(job, status, **{_STATUS: state}, **facts)


def check_instances(image: str, resources: Mapping[str, Any]) -> None:
    """Raises JobFailed for instances that BlazingText, if it is that, does not run on."""
    if not _is_blazingtext(image):
        return
    instance = resources["InstanceType"]
    if resources["InstanceCount"] != 1:
        raise JobFailed("ClientError: Mode supervised runs on a single instance only.")
    _, family, _ = instance.split(".")
    if _ACCELERATED.match(family) and instance not in _ONE_GPU:
        raise JobFailed(f"ClientError: BlazingText runs on one CPU or GPU, not on {instance}.")


def _is_blazingtext(image: str) -> bool:
    return "/blazingtext:" in image


def _uri(channel: dict[str, Any]) -> str:
    source = channel["DataSource"].get("S3DataSource")
    if source is None:
        raise invalid(f"The channel {channel['ChannelName']} has no S3DataSource.")
    return str(source["S3Uri"])


def _place(asked: dict[str, Any], name: str) -> str:
    return f"{asked['OutputDataConfig']['S3OutputPath'].rstrip('/')}/{name}/output"


def _metrics(asked: dict[str, Any], lines: list[str]) -> list[dict[str, Any]]:
    """The last value of each metric in the log."""
    algorithm = asked["AlgorithmSpecification"]
    built_in = _BLAZINGTEXT_METRICS if _is_blazingtext(algorithm["TrainingImage"]) else ()
    found = []
    for metric in (*algorithm.get("MetricDefinitions", ()), *built_in):
        values = [m[1] for m in map(re.compile(metric["Regex"]).search, lines) if m]
        if values:
            value = {"MetricName": metric["Name"], "Value": float(values[-1]), "Timestamp": now()}
            found.append(value)
    return found
