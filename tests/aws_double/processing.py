"""Processing jobs."""

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

GROUP = "/aws/sagemaker/ProcessingJobs"
_STATUS = "ProcessingJobStatus"
_DAY = 86_400
_INPUTS = 10
_KEPT = (
    "ProcessingInputs",
    "ProcessingOutputConfig",
    "ProcessingResources",
    "AppSpecification",
    "Environment",
    "NetworkConfig",
    "RoleArn",
    "ExperimentConfig",
)
_SUMMARY = (
    "ProcessingJobName",
    "ProcessingJobArn",
    "CreationTime",
    "ProcessingEndTime",
    "LastModifiedTime",
    "ProcessingJobStatus",
    "FailureReason",
    "ExitMessage",
)


class ProcessingJobs:
    """The account's processing jobs."""

    def __init__(self, account: Account, quotas: Quotas) -> None:
        self._account = account
        self._quotas = quotas
        self.shelf = Shelf()

    def create(self, call: Call) -> dict[str, Any]:
        asked = call.parameters
        name = asked["ProcessingJobName"]
        arn = self._account.arn("processing-job", name)
        with self.shelf.lock:
            if name in self.shelf:
                raise in_use(
                    "Job name must be unique within an AWS account and region, and a job with this"
                    f" name already exists ({arn})"
                )
            self._check(asked)
            self._claim(asked, call.no_quota)
            job = self.shelf[name] = Job(name, arn, self._facts(asked, arn), tags_of(asked))
        run = Run(self._account, job, call.operation, GROUP)
        self._account.spawn(lambda: self._run(job, run), name)
        return {"ProcessingJobArn": arn}

    def remember(self, asked: dict[str, Any], at: datetime) -> None:
        """A job that completed then, without running it."""
        name = asked["ProcessingJobName"]
        arn = self._account.arn("processing-job", name)
        facts = self._facts(asked, arn) | {_STATUS: "Completed"}
        moments = ("CreationTime", "ProcessingStartTime", "ProcessingEndTime", "LastModifiedTime")
        job = Job(name, arn, facts | dict.fromkeys(moments, at), tags_of(asked))
        with self.shelf.lock:
            self.shelf[name] = job

    def describe(self, call: Call) -> dict[str, Any]:
        return jobs.find(self.shelf, call.name).described()

    def list(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            records = tuple(self.shelf.values())
        return page(
            records,
            call.parameters,
            answer="ProcessingJobSummaries",
            members=_SUMMARY,
            status=_STATUS,
        )

    def stop(self, call: Call) -> dict[str, Any]:
        jobs.request_stop(self.shelf, call.name, _STATUS)
        return {}

    def delete(self, call: Call) -> dict[str, Any]:
        jobs.delete(self.shelf, call.name, _STATUS)
        return {}

    def _check(self, asked: dict[str, Any]) -> None:
        scope.check(asked, scope.PROCESSING)
        if "InstanceType" not in asked["ProcessingResources"]["ClusterConfig"]:
            raise invalid("ClusterConfig must name an instance type.")
        inputs, outputs = asked.get("ProcessingInputs", []), _outputs(asked)
        for noun, names in (
            ("input", [one["InputName"] for one in inputs]),
            ("output", [one["OutputName"] for one in outputs]),
        ):
            if len(names) != len(set(names)):
                raise invalid(f"Processing {noun} names must be unique.")
        sources = [_source(one) for one in inputs]
        targets = [_target(one) for one in outputs]
        paths = [source["LocalPath"] for source in sources]
        paths += [target["LocalPath"] for target in targets]
        for path in paths:
            if not path.startswith("/opt/ml/processing/") or ".." in path.split("/"):
                raise invalid(f"LocalPath {path} must be a folder below /opt/ml/processing.")
        if len(paths) != len(set(paths)):
            raise invalid("Each input and output must have a LocalPath of its own.")
        role = Role(self._account, asked["RoleArn"])
        role.check_image(asked["AppSpecification"]["ImageUri"])
        for source in sources:
            role.check_input(source["S3Uri"])
        for target in targets:
            role.check_bucket(target["S3Uri"])

    def _facts(self, asked: dict[str, Any], arn: str) -> dict[str, Any]:
        moment = now()
        return {
            **{member: asked[member] for member in _KEPT if member in asked},
            "StoppingCondition": asked.get("StoppingCondition", {"MaxRuntimeInSeconds": _DAY}),
            "ProcessingJobName": asked["ProcessingJobName"],
            "ProcessingJobArn": arn,
            "ProcessingJobStatus": "InProgress",
            "CreationTime": moment,
            "LastModifiedTime": moment,
        }

    def _claim(self, asked: dict[str, Any], none: bool) -> None:
        cluster = asked["ProcessingResources"]["ClusterConfig"]
        used = sum(
            job.facts["ProcessingResources"]["ClusterConfig"].get("InstanceCount", 1)
            for job in self.shelf.values()
            if job.facts[_STATUS] not in jobs.FINAL
            and job.facts["ProcessingResources"]["ClusterConfig"]["InstanceType"]
            == cluster["InstanceType"]
        )
        quota = f"{cluster['InstanceType']} for processing job usage"
        self._quotas.claim(quota, used, cluster.get("InstanceCount", 1), none)

    def _run(self, job: Job, run: Run) -> None:
        status, facts = "Completed", {}
        with run:
            try:
                status = self._work(job, run)
            except Stopped:
                status = "Stopped"
            except JobFailed as failed:
                status, facts = "Failed", {"FailureReason": str(failed)[:1024]}
            if said := run.said("message"):
                facts["ExitMessage"] = said
        with self.shelf.lock:
            job.update(**{_STATUS: status}, ProcessingEndTime=now(), **facts)

    def _work(self, job: Job, run: Run) -> str:
        asked, pace = job.described(), self._account.pace
        run.provision()
        layout.lay_out_processing(run.root, asked)
        run.download(
            (source["S3Uri"], layout.inside(run.root, source["LocalPath"]))
            for source in map(_source, asked.get("ProcessingInputs", ()))
        )
        with self.shelf.lock:
            if job.stop.is_set():
                raise Stopped
            job.update(ProcessingStartTime=now())
        app = asked["AppSpecification"]
        ending = run.contain(
            app["ImageUri"],
            app.get("ContainerEntrypoint", []),
            app.get("ContainerArguments", []),
            {
                **asked.get("Environment", {}),
                "PROCESSING_JOB_NAME": job.name,
                "AWS_REGION": self._account.region,
            },
            asked["StoppingCondition"]["MaxRuntimeInSeconds"],
        )
        if ending.stopped:
            run.rest(pace.stopping)
            return "Stopped"
        if ending.timed_out:
            return "Stopped"
        if ending.code != 0:
            raise JobFailed("AlgorithmError: See job logs for more information")
        run.rest(pace.uploading)
        for target in map(_target, _outputs(asked)):
            folder = layout.inside(run.root, target["LocalPath"])
            run.upload(folder, target["S3Uri"])
        return "Completed"


def _outputs(asked: dict[str, Any]) -> list[dict[str, Any]]:
    return list(asked.get("ProcessingOutputConfig", {}).get("Outputs", ()))


def _source(one: dict[str, Any]) -> dict[str, Any]:
    source = one.get("S3Input", {})
    if "LocalPath" not in source:
        raise invalid(f"LocalPath is required for the input {one['InputName']}.")
    return dict(source)


def _target(one: dict[str, Any]) -> dict[str, Any]:
    target = one.get("S3Output", {})
    if "LocalPath" not in target:
        raise invalid(f"LocalPath is required for the output {one['OutputName']}.")
    return dict(target)
