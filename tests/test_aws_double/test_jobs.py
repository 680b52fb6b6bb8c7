"""Processing and training jobs: what AWS refuses, and the way of one."""

import io
import json
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.aws_double import AwsDouble
from tests.test_aws_double.asks import image, processing, refused, training, until
from tests.test_aws_double.conftest import Clients
from tests.test_aws_double.fakes import Containers

Change = Callable[[dict[str, Any]], None]


def test_a_processing_job_reads_runs_and_writes(
    aws: Clients, double: AwsDouble, put: Any, ended: Any, logged: Any
) -> None:
    put({"data/a.txt": "A", "data/below/b.txt": "B", "data/": "", "other/c.txt": "C"})
    request = processing(
        double,
        "write",
        "processing/out/x/new.txt=made",
        inputs={"one": "data/a.txt", "all": "data", "slash": "data/"},
        outputs={"out": "results"},
    )
    arn = aws.sagemaker.create_processing_job(**request)["ProcessingJobArn"]
    assert arn == f"arn:aws:sagemaker:{double.region}:{double.account}:processing-job/a-job"
    job = ended("a-job")
    assert job["ProcessingJobStatus"] == "Completed"
    assert job["CreationTime"] <= job["ProcessingStartTime"] <= job["ProcessingEndTime"]
    assert "FailureReason" not in job
    assert "ExitMessage" not in job
    made = aws.s3.get_object(Bucket=double.bucket, Key="results/x/new.txt")["Body"].read()
    assert made == b"made"

    aws.sagemaker.create_processing_job(**{**request, **processing(double, "tree", name="tree",
        inputs={"one": "data/a.txt", "all": "data", "slash": "data/"})})  # fmt: skip
    ended("tree")
    lines = [line for line in logged("ProcessingJobs", "tree") if "processing/" in line[:12]]
    assert lines == [
        "processing/input/all/a.txt: A",
        "processing/input/all/below/b.txt: B",
        "processing/input/one/a.txt: A",
        "processing/input/slash/a.txt: A",
        "processing/input/slash/below/b.txt: B",
    ]


def test_a_training_job_reads_runs_and_writes(
    aws: Clients, double: AwsDouble, put: Any, ended: Any, logged: Any, containers: Containers
) -> None:
    put({"lines/train.txt": "T", "code/backend/train.py": "C"})
    request = training(
        double,
        "write",
        "model/model.bin=model",
        "output/data/extra.txt=extra",
        channels={"train": "lines/train.txt", "code": "code"},
        HyperParameters={"epochs": "3"},
        Environment={"PYTHONPATH": "/opt/ml/input/data/code"},
    )
    aws.sagemaker.create_training_job(**request)
    job = ended("a-job")
    assert job["TrainingJobStatus"] == job["SecondaryStatus"] == "Completed"
    passed = job["SecondaryStatusTransitions"]
    steps = ["Starting", "Downloading", "Training", "Uploading", "Completed"]
    assert [step["Status"] for step in passed] == steps
    assert all(a["EndTime"] <= b["StartTime"] for a, b in pairwise(passed))
    assert job["TrainingTimeInSeconds"] == job["BillableTimeInSeconds"] >= 1
    assert job["TrainingStartTime"] <= job["TrainingEndTime"]
    place = f"s3://{double.bucket}/jobs/a-job/output/model.tar.gz"
    assert job["ModelArtifacts"]["S3ModelArtifacts"] == place
    assert unpacked(aws, double, "jobs/a-job/output/model.tar.gz") == {"model.bin": b"model"}
    assert unpacked(aws, double, "jobs/a-job/output/output.tar.gz") == {"extra.txt": b"extra"}
    environment = containers.jobs[0]["environment"]
    assert environment["PYTHONPATH"] == "/opt/ml/input/data/code"
    assert environment["TRAINING_JOB_NAME"] == "a-job"

    request = training(double, "tree", name="tree", channels={"train": "lines", "code": "code/"},
                       HyperParameters={"epochs": "3"})  # fmt: skip
    aws.sagemaker.create_training_job(**request)
    ended("tree")
    lines = dict(line.split(": ", 1) for line in logged("TrainingJobs", "tree"))
    assert json.loads(lines["input/config/hyperparameters.json"]) == {"epochs": "3"}
    assert json.loads(lines["input/config/inputdataconfig.json"]).keys() == {"train", "code"}
    assert json.loads(lines["input/config/resourceconfig.json"])["hosts"] == ["algo-1"]
    assert lines["input/data/train/train.txt"] == "T"
    assert lines["input/data/code/backend/train.py"] == "C"


def unpacked(aws: Clients, double: AwsDouble, key: str) -> dict[str, bytes]:
    body = aws.s3.get_object(Bucket=double.bucket, Key=key)["Body"].read()
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        files = {member.name: archive.extractfile(member) for member in archive}
        return {name: file.read() for name, file in files.items() if file is not None}


def test_the_builtin_algorithm_and_its_metrics(
    aws: Clients, double: AwsDouble, put: Any, ended: Any
) -> None:
    put({"lines/train.txt": "__label__a b"})
    request = training(double, channels={"train": "lines"})
    request["AlgorithmSpecification"]["MetricDefinitions"] = []
    aws.sagemaker.create_training_job(**request)
    metrics = ended("a-job")["FinalMetricDataList"]
    assert {metric["MetricName"]: round(metric["Value"], 4) for metric in metrics} == {
        "train:accuracy": 0.75,
        "validation:accuracy": 0.7,
    }


def test_metrics_are_read_from_the_log(aws: Clients, double: AwsDouble, ended: Any) -> None:
    request = training(double, "speak", "loss=0.5", "loss=0.25")
    request["AlgorithmSpecification"]["MetricDefinitions"] = [
        {"Name": "loss", "Regex": "loss=([0-9.]+)"},
        {"Name": "never", "Regex": "never=([0-9.]+)"},
    ]
    aws.sagemaker.create_training_job(**request)
    [metric] = ended("a-job")["FinalMetricDataList"]
    assert (metric["MetricName"], metric["Value"]) == ("loss", 0.25)


def test_a_spot_job_is_billed_less_than_it_takes(
    aws: Clients, double: AwsDouble, ended: Any
) -> None:
    limit = {"MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 120}
    aws.sagemaker.create_training_job(
        **training(double, "speak", EnableManagedSpotTraining=True, StoppingCondition=limit)
    )
    job = ended("a-job")
    assert 0 < job["BillableTimeInSeconds"] < job["TrainingTimeInSeconds"]


def test_a_failed_processing_job_says_why(aws: Clients, double: AwsDouble, ended: Any) -> None:
    program = ("fail", "output/message=There is no column.", "processing/out/half.txt=half")
    aws.sagemaker.create_processing_job(**processing(double, *program, outputs={"out": "results"}))
    job = ended("a-job")
    assert job["ProcessingJobStatus"] == "Failed"
    assert job["ExitMessage"] == "There is no column."
    assert job["FailureReason"] == "AlgorithmError: See job logs for more information"
    assert "Contents" not in aws.s3.list_objects_v2(Bucket=double.bucket, Prefix="results")


def test_a_failed_training_job_says_why(aws: Clients, double: AwsDouble, ended: Any) -> None:
    program = ("fail", "output/failure=There is no row.", "model/model.bin=half")
    aws.sagemaker.create_training_job(**training(double, *program))
    job = ended("a-job")
    assert job["TrainingJobStatus"] == job["SecondaryStatus"] == "Failed"
    assert job["FailureReason"] == "AlgorithmError: There is no row., exit code: 7"
    assert "Contents" not in aws.s3.list_objects_v2(Bucket=double.bucket, Prefix="jobs")


@pytest.mark.parametrize("program", ["wait", "stubborn"])
def test_a_stopped_training_job_keeps_its_model(
    aws: Clients, double: AwsDouble, ended: Any, logged: Any, program: str
) -> None:
    aws.sagemaker.create_training_job(**training(double, program, "model/model.bin=so far"))
    until(lambda: _log(aws, "TrainingJobs"), bool)
    aws.sagemaker.stop_training_job(TrainingJobName="a-job")
    described = aws.sagemaker.describe_training_job(TrainingJobName="a-job")
    assert described["TrainingJobStatus"] in ("Stopping", "Stopped")
    job = ended("a-job")
    assert job["TrainingJobStatus"] == job["SecondaryStatus"] == "Stopped"
    assert [step["Status"] for step in job["SecondaryStatusTransitions"]][-2:] == [
        "Stopping",
        "Stopped",
    ]
    assert "FailureReason" not in job
    if program == "wait":
        assert unpacked(aws, double, "jobs/a-job/output/model.tar.gz") == {"model.bin": b"so far"}


def _log(aws: Clients, group: str) -> list[Any]:
    groups = aws.logs.describe_log_groups(logGroupNamePrefix=f"/aws/sagemaker/{group}")
    return list(groups["logGroups"])


def test_a_stopped_processing_job(aws: Clients, double: AwsDouble, ended: Any) -> None:
    aws.sagemaker.create_processing_job(**processing(double, "wait", outputs={"out": "results"}))
    until(lambda: _log(aws, "ProcessingJobs"), bool)
    aws.sagemaker.stop_processing_job(ProcessingJobName="a-job")
    assert ended("a-job")["ProcessingJobStatus"] == "Stopped"
    with refused("ValidationException", "is in status Stopped"):
        aws.sagemaker.stop_processing_job(ProcessingJobName="a-job")


def test_a_job_stopped_before_it_began_never_began(
    aws: Clients, double: AwsDouble, ended: Any, containers: Containers
) -> None:
    aws.sagemaker.create_training_job(**training(double, "speak"))
    aws.sagemaker.stop_training_job(TrainingJobName="a-job")
    job = ended("a-job")
    assert job["TrainingJobStatus"] == "Stopped"
    assert not containers.jobs
    with refused("ResourceNotFoundException"):
        aws.logs.describe_log_streams(logGroupName="/aws/sagemaker/TrainingJobs")


def test_too_long_a_job_is_stopped(aws: Clients, double: AwsDouble, ended: Any) -> None:
    limit = {"MaxRuntimeInSeconds": 1}
    aws.sagemaker.create_training_job(
        **training(double, "wait", "model/model.bin=so far", name="t", StoppingCondition=limit)
    )
    aws.sagemaker.create_processing_job(
        **processing(double, "wait", name="p", StoppingCondition=limit)
    )
    job = ended("t")
    assert (job["TrainingJobStatus"], job["SecondaryStatus"]) == ("Stopped", "MaxRuntimeExceeded")
    assert unpacked(aws, double, "jobs/t/output/model.tar.gz") == {"model.bin": b"so far"}
    assert ended("p")["ProcessingJobStatus"] == "Stopped"


def test_a_name_is_taken_until_its_job_is_deleted(
    aws: Clients, double: AwsDouble, ended: Any
) -> None:
    for kind, ask in (("processing", processing), ("training", training)):
        create = getattr(aws.sagemaker, f"create_{kind}_job")
        delete = getattr(aws.sagemaker, f"delete_{kind}_job")
        noun = f"{kind.title()}JobName"
        create(**ask(double, "wait"))
        with refused("ResourceInUse", "already exists"):
            create(**ask(double, "speak"))
        with refused("ResourceInUse", "InProgress"):
            delete(**{noun: "a-job"})
        getattr(aws.sagemaker, f"stop_{kind}_job")(**{noun: "a-job"})
        ended("a-job")
        delete(**{noun: "a-job"})
        for verb in ("describe", "stop"):
            with refused("ValidationException", "Requested resource not found."):
                getattr(aws.sagemaker, f"{verb}_{kind}_job")(**{noun: "a-job"})
        with refused("ResourceNotFound"):
            delete(**{noun: "a-job"})


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"ProcessingJobName": "no_underscores"}, "ValidationException", "expression pattern"),
        ({"ProcessingJobName": "x" * 64}, "ValidationException", "less than or equal to 63"),
        ({"RoleArn": "arn:aws:iam::000000000000:role/no"}, "ValidationException", "assume role"),
        ({"StoppingCondition": {"MaxRuntimeInSeconds": 777_601}}, "ValidationException", "777600"),
        ({"Environment": {"bad-name": "x"}}, "ValidationException", "Map keys"),
    ],
)
def test_a_processing_job_that_aws_refuses(
    aws: Clients, double: AwsDouble, change: dict[str, Any], code: str, words: str
) -> None:
    with refused(code, words):
        aws.sagemaker.create_processing_job(**processing(double, **change))


def no_instance(ask: dict[str, Any]) -> None:
    ask["ProcessingResources"]["ClusterConfig"]["InstanceType"] = "ml.m5.huge"


def no_image(ask: dict[str, Any]) -> None:
    ask["AppSpecification"]["ImageUri"] = "000000000000.dkr.ecr.us-east-1.amazonaws.com/none:1"


def no_tag(ask: dict[str, Any]) -> None:
    ask["AppSpecification"]["ImageUri"] += "0"


def no_input(ask: dict[str, Any]) -> None:
    ask["ProcessingInputs"][0]["S3Input"]["S3Uri"] += "-not"


def no_bucket(ask: dict[str, Any]) -> None:
    ask["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"] = "s3://not-there/x"


def outside(ask: dict[str, Any]) -> None:
    ask["ProcessingInputs"][0]["S3Input"]["LocalPath"] = "/etc"


def twice(ask: dict[str, Any]) -> None:
    ask["ProcessingInputs"].append(ask["ProcessingInputs"][0])


def one_place(ask: dict[str, Any]) -> None:
    ask["ProcessingInputs"].append({**ask["ProcessingInputs"][0], "InputName": "more"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (no_instance, "enum value set"),
        (no_image, "Cannot find repository"),
        (no_tag, "not found"),
        (no_input, "No S3 objects found under S3 URL"),
        (no_bucket, "does not exist"),
        (outside, "LocalPath"),
        (twice, "unique"),
        (one_place, "LocalPath of its own"),
    ],
)
def test_a_processing_job_of_what_is_not_there(
    aws: Clients, double: AwsDouble, put: Any, change: Change, words: str
) -> None:
    put({"data/a.txt": "A"})
    ask = processing(double, inputs={"data": "data/a.txt"}, outputs={"out": "results"})
    change(ask)
    with refused("ValidationException", words):
        aws.sagemaker.create_processing_job(**ask)
    assert not aws.sagemaker.list_processing_jobs()["ProcessingJobSummaries"]


def spot(ask: dict[str, Any]) -> None:
    ask["EnableManagedSpotTraining"] = True


def waiting(ask: dict[str, Any]) -> None:
    ask["StoppingCondition"]["MaxWaitTimeInSeconds"] = 100


def no_channel(ask: dict[str, Any]) -> None:
    ask["InputDataConfig"][0]["DataSource"]["S3DataSource"]["S3Uri"] += "-not"


def no_place(ask: dict[str, Any]) -> None:
    ask["OutputDataConfig"]["S3OutputPath"] = "s3://not-there/x"


def no_volume(ask: dict[str, Any]) -> None:
    ask["ResourceConfig"]["VolumeSizeInGB"] = 0


def many(ask: dict[str, Any]) -> None:
    ask["HyperParameters"] = {f"p{n}": "1" for n in range(101)}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (spot, "MaxWaitTimeInSeconds"),
        (waiting, "EnableManagedSpotTraining"),
        (no_channel, "No S3 objects found under S3 URL"),
        (no_place, "does not exist"),
        (no_volume, "VolumeSizeInGB"),
        (many, "less than or equal to 100"),
    ],
)
def test_a_training_job_that_aws_refuses(
    aws: Clients, double: AwsDouble, put: Any, change: Change, words: str
) -> None:
    put({"lines/train.txt": "T"})
    ask = training(double, "speak", channels={"train": "lines"})
    change(ask)
    with refused("ValidationException", words):
        aws.sagemaker.create_training_job(**ask)


@pytest.mark.parametrize("instances", [("ml.m5.large", 2), ("ml.p4d.24xlarge", 1)])
def test_blazingtext_takes_one_instance_of_some_types(
    aws: Clients, double: AwsDouble, put: Any, ended: Any, instances: tuple[str, int]
) -> None:
    put({"lines/train.txt": "T"})
    ask = training(double, channels={"train": "lines"})
    ask["ResourceConfig"] |= {"InstanceType": instances[0], "InstanceCount": instances[1]}
    aws.sagemaker.create_training_job(**ask)
    job = ended("a-job")
    assert job["TrainingJobStatus"] == "Failed"
    assert job["FailureReason"].startswith("ClientError: ")


def test_blazingtext_keeps_no_checkpoints_and_so_waits_an_hour_at_most(
    aws: Clients, double: AwsDouble, put: Any
) -> None:
    put({"lines/train.txt": "T"})
    ask = training(double, channels={"train": "lines"}, EnableManagedSpotTraining=True)
    ask["StoppingCondition"] = {"MaxRuntimeInSeconds": 60, "MaxWaitTimeInSeconds": 3601}
    with refused("ValidationException", "MaxWaitTimeInSeconds above 3600"):
        aws.sagemaker.create_training_job(**ask)


def test_a_role_that_trusts_somebody_else(aws: Clients, double: AwsDouble) -> None:
    role = double.new_role("of-lambda", service="lambda.amazonaws.com")
    with refused("ValidationException", "Could not assume role"):
        aws.sagemaker.create_training_job(**training(double, "speak", RoleArn=role))


def test_a_quota_is_for_what_runs_at_once(aws: Clients, double: AwsDouble, ended: Any) -> None:
    double.quotas["ml.m5.large for training job usage"] = 1.0
    aws.sagemaker.create_training_job(**training(double, "wait", name="first"))
    words = (
        "The account-level service limit 'ml.m5.large for training job usage' is 1 Instances, with"
        " current utilization of 1 Instances and a request delta of 1 Instances."
    )
    with refused("ResourceLimitExceeded", words):
        aws.sagemaker.create_training_job(**training(double, "speak", name="second"))
    aws.sagemaker.create_processing_job(**processing(double, name="another"))
    aws.sagemaker.stop_training_job(TrainingJobName="first")
    ended("first")
    aws.sagemaker.create_training_job(**training(double, "speak", name="second"))
    assert ended("second")["TrainingJobStatus"] == "Completed"


def continuous(ask: dict[str, Any]) -> None:
    ask["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3UploadMode"] = "Continuous"


def pipe(ask: dict[str, Any]) -> None:
    ask["ProcessingInputs"][0]["S3Input"]["S3InputMode"] = "Pipe"


def in_a_vpc(ask: dict[str, Any]) -> None:
    ask["NetworkConfig"] = {"VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}}


def two(ask: dict[str, Any]) -> None:
    ask["ProcessingResources"]["ClusterConfig"]["InstanceCount"] = 2


@pytest.mark.parametrize("change", [continuous, pipe, in_a_vpc, two])
def test_what_the_double_does_not_do_is_not_passed_over(
    aws: Clients, double: AwsDouble, put: Any, change: Change
) -> None:
    put({"data/a.txt": "A"})
    ask = processing(double, inputs={"data": "data/a.txt"}, outputs={"out": "results"})
    change(ask)
    with refused("NotInTheDouble"):
        aws.sagemaker.create_processing_job(**ask)


def test_lists_are_paged_sorted_and_filtered(aws: Clients, double: AwsDouble, ended: Any) -> None:
    names = [f"job-{n:02d}" for n in range(12)]
    for name in names:
        aws.sagemaker.create_processing_job(**processing(double, name=name))
        ended(name)
    aws.sagemaker.create_processing_job(**processing(double, "fail", name="other"))
    ended("other")
    listed = aws.sagemaker.list_processing_jobs

    def found(**asked: Any) -> list[str]:
        pages = aws.sagemaker.get_paginator("list_processing_jobs").paginate(**asked)
        return [
            job["ProcessingJobName"] for page in pages for job in page["ProcessingJobSummaries"]
        ]

    assert len(listed()["ProcessingJobSummaries"]) == 10
    assert found() == ["other", *reversed(names)]
    assert found(SortOrder="Ascending", MaxResults=5) == [*names, "other"]
    assert found(SortBy="Name", SortOrder="Descending", MaxResults=1)[:2] == ["other", "job-11"]
    assert found(NameContains="-1") == ["job-11", "job-10"]
    assert found(StatusEquals="Failed") == ["other"]
    middle = aws.sagemaker.describe_processing_job(ProcessingJobName="job-06")["CreationTime"]
    assert found(CreationTimeAfter=middle) == ["other", *reversed(names[6:])]
    assert found(CreationTimeBefore=middle) == list(reversed(names[:7]))
    token = listed(MaxResults=5)["NextToken"]
    with refused("ValidationException", "NextToken"):
        listed(MaxResults=5, NameContains="x", NextToken=token)
    with refused("ValidationException", "less than or equal to 100"):
        listed(MaxResults=101)
    [summary] = listed(StatusEquals="Failed")["ProcessingJobSummaries"]
    assert summary["FailureReason"]
    assert image(double)


def test_a_page_is_not_moved_by_new_jobs(aws: Clients, double: AwsDouble, ended: Any) -> None:
    for number in range(4):
        aws.sagemaker.create_training_job(**training(double, "speak", name=f"job-{number}"))
    first = aws.sagemaker.list_training_jobs(MaxResults=2)
    aws.sagemaker.create_training_job(**training(double, "speak", name="new"))
    rest = aws.sagemaker.list_training_jobs(MaxResults=2, NextToken=first["NextToken"])
    names = [job["TrainingJobName"] for job in rest["TrainingJobSummaries"]]
    assert names == ["job-1", "job-0"]
    for name in ("new", "job-3"):
        ended(name)


def test_jobs_of_the_past(aws: Clients, double: AwsDouble, containers: Containers) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    for number in range(3):
        double.remember("CreateTrainingJob", training(double, name=f"t{number}"), yesterday)
        double.remember("CreateProcessingJob", processing(double, name=f"p{number}"), yesterday)
    jobs = aws.sagemaker.list_training_jobs(StatusEquals="Completed")["TrainingJobSummaries"]
    assert {job["TrainingEndTime"] - yesterday < timedelta(seconds=1) for job in jobs} == {True}
    assert len(aws.sagemaker.list_processing_jobs()["ProcessingJobSummaries"]) == 3
    described = aws.sagemaker.describe_training_job(TrainingJobName="t1")
    assert described["SecondaryStatus"] == "Completed"
    described = aws.sagemaker.describe_processing_job(ProcessingJobName="p1")
    assert described["ProcessingEndTime"] - yesterday < timedelta(seconds=1)
    assert not containers.jobs
    with pytest.raises(ValueError, match="pattern"):
        double.remember("CreateTrainingJob", training(double, name="no_name"), yesterday)
