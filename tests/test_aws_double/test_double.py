"""The double itself: it comes, goes, and disturbs nobody."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import boto3
import psutil
import pytest

from tests.aws_double import AwsDouble, Pace
from tests.aws_double.containers import python
from tests.aws_double.errors import DoubleDefect
from tests.aws_double.sagemaker import SageMaker
from tests.test_aws_double.asks import processing, refused, until
from tests.test_aws_double.conftest import Clients
from tests.test_aws_double.fakes import Containers

ROOT = Path(__file__).parents[2]


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate() if "aws-double" in thread.name}


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with AwsDouble(tmp_path, pace=Pace(starting=0), containers=Containers()) as double:
        aws = Clients(double)
        for number in range(2):
            ask = processing(double, "stubborn", name=f"job-{number}")
            aws.sagemaker.create_processing_job(**ask)
        until(aws.logs.describe_log_groups, lambda found: bool(found["logGroups"]))
        url = double.url
    assert set(threading.enumerate()) <= before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sdk.yaml"]
    with pytest.raises(OSError, match="refused"):
        __import__("urllib.request").request.urlopen(url, timeout=5)


def test_a_reset_forgets_all_but_itself(aws: Clients, double: AwsDouble, put: Any) -> None:
    put({"data/a.txt": "A"})
    other = double.new_bucket()
    aws.sagemaker.create_processing_job(**processing(double, "wait"))
    url, environment, bucket, role = double.url, double.environment, double.bucket, double.role_arn
    double.reset()
    assert (double.url, double.environment) == (url, environment)
    assert (double.bucket, double.role_arn) == (bucket, role)
    assert double.requests == ()
    assert not aws.sagemaker.list_processing_jobs()["ProcessingJobSummaries"]
    assert "Contents" not in aws.s3.list_objects_v2(Bucket=bucket)
    assert not aws.logs.describe_log_groups()["logGroups"]
    with refused("404"):
        aws.s3.head_bucket(Bucket=other)


def test_doubles_side_by_side_share_nothing(
    aws: Clients, double: AwsDouble, tmp_path: Path, put: Any
) -> None:
    put({"a": "mine"})
    with AwsDouble(tmp_path, containers=Containers(), region="eu-west-1") as other:
        theirs = Clients(other)
        assert other.account != double.account
        assert other.bucket != double.bucket
        assert theirs.sts.get_caller_identity()["Account"] == other.account
        assert not theirs.s3.list_objects_v2(Bucket=other.bucket).get("Contents")
        assert theirs.s3.head_bucket(Bucket=other.bucket)["BucketRegion"] == "eu-west-1"
        theirs.sagemaker.create_processing_job(**processing(other))
        assert not aws.sagemaker.list_processing_jobs()["ProcessingJobSummaries"]
    assert aws.s3.get_object(Bucket=double.bucket, Key="a")["Body"].read() == b"mine"


def test_a_defect_of_the_double_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    double = AwsDouble(tmp_path, containers=Containers())
    with pytest.raises(DoubleDefect, match="endpointArn"), double:  # noqa: PT012
        sagemaker: SageMaker = double._front._sagemaker
        operations = sagemaker.operations
        monkeypatch.setitem(operations, "DescribeEndpoint", lambda call: {"EndpointArn": "no arn"})
        double._front._ours["sagemaker", "DescribeEndpoint"] = operations["DescribeEndpoint"]
        with refused("DefectOfTheDouble"):
            Clients(double).sagemaker.describe_endpoint(EndpointName="e")


def test_its_environment_is_all_that_boto3_needs(
    double: AwsDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in double.environment.items():
        monkeypatch.setenv(name, value)
    identity = boto3.Session().client("sts").get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{double.account}:user/operator"


@pytest.mark.skipif(
    python() is None, reason="there is no Python 3.12 with the container's versions"
)
def test_a_program_of_the_container_runs(tmp_path: Path) -> None:
    program = "import sys, pathlib as p;"
    program += "f = p.Path(sys.argv[1]); f.mkdir(exist_ok=True); (f / 'made').write_text('x')"
    before = set(psutil.Process().children())  # of a double that other tests share
    with AwsDouble(tmp_path) as double:
        aws = Clients(double)
        ask = processing(double, "python3", "-c", program, "/opt/ml/processing/out",
                         outputs={"out": "results"})  # fmt: skip
        aws.sagemaker.create_processing_job(**ask)
        job = until(
            lambda: aws.sagemaker.describe_processing_job(ProcessingJobName="a-job"),
            lambda job: job["ProcessingJobStatus"] != "InProgress",
        )
        assert job["ProcessingJobStatus"] == "Completed", job
        made = aws.s3.get_object(Bucket=double.bucket, Key="results/made")["Body"].read()
        assert made == b"x"
    started = set(psutil.Process().children()) - before
    assert not [c for c in started if "supervisor" in " ".join(c.cmdline())]


def test_it_runs_by_hand() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.aws_double", "--region", "eu-west-1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        environment = {}
        for line in process.stdout:
            if found := re.match(r"export (\w+)=(\S+)", line):
                environment[found[1]] = found[2]
            if line.startswith("# role"):
                break
        client = boto3.Session(
            environment["AWS_ACCESS_KEY_ID"],
            environment["AWS_SECRET_ACCESS_KEY"],
            region_name=environment["AWS_REGION"],
        ).client("sagemaker", endpoint_url=environment["AWS_ENDPOINT_URL"])
        assert client.list_models()["Models"] == []
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        process.stdout.close()
