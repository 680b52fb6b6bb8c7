from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.aws_double import AwsDouble, Pace
from tests.test_aws_double.asks import archive, config, model, until
from tests.test_aws_double.fakes import BEGUN, SLOW, Containers

QUICK = Pace(
    starting=0.02,
    downloading=0.02,
    uploading=0.02,
    stopping=0.02,
    creating=0.02,
    updating=0.1,
    deleting=0.05,
    grace=0.3,
    sick=0.05,
)

SESSION = boto3.Session()
"""One for all: it keeps the services' models, which take long to read."""


class Clients:
    """boto3's clients of the double, none of which tries again."""

    def __init__(self, double: AwsDouble) -> None:
        environment = double.environment
        self._how = {
            "aws_access_key_id": environment["AWS_ACCESS_KEY_ID"],
            "aws_secret_access_key": environment["AWS_SECRET_ACCESS_KEY"],
            "region_name": double.region,
            "endpoint_url": double.url,
            "config": Config(retries={"total_max_attempts": 1}),
        }
        self._made: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        """`sagemaker_runtime` is the client of sagemaker-runtime."""
        if name not in self._made:
            self._made[name] = SESSION.client(name.replace("_", "-"), **self._how)
        return self._made[name]


@pytest.fixture(scope="session")
def containers() -> Containers:
    return Containers()


@pytest.fixture(scope="session")
def one_double(
    tmp_path_factory: pytest.TempPathFactory, containers: Containers
) -> Iterator[AwsDouble]:
    folder = tmp_path_factory.mktemp("double")
    with AwsDouble(folder, pace=QUICK, containers=containers) as double:
        yield double


@pytest.fixture(scope="session")
def one_aws(one_double: AwsDouble) -> Clients:
    return Clients(one_double)


@pytest.fixture
def double(one_double: AwsDouble, containers: Containers) -> Iterator[AwsDouble]:
    """Empty again after each test."""
    SLOW.clear()
    BEGUN.clear()
    yield one_double
    SLOW.set()
    one_double.reset()
    containers.jobs.clear()
    containers.servers.clear()


@pytest.fixture
def aws(one_aws: Clients, double: AwsDouble) -> Clients:
    return one_aws


@pytest.fixture
def put(aws: Clients, double: AwsDouble) -> Callable[..., None]:
    """Put these objects into the double's bucket."""

    def write(objects: dict[str, str | bytes]) -> None:
        for key, body in objects.items():
            aws.s3.put_object(Bucket=double.bucket, Key=key, Body=body)

    return write


@pytest.fixture
def ended(aws: Clients) -> Callable[[str], dict[str, Any]]:
    """A job once it is in a final state."""

    def look(name: str) -> dict[str, Any]:
        try:
            return dict(aws.sagemaker.describe_training_job(TrainingJobName=name))
        except ClientError:
            return dict(aws.sagemaker.describe_processing_job(ProcessingJobName=name))

    def wait(name: str) -> dict[str, Any]:
        final = ("Completed", "Failed", "Stopped")
        return dict(until(lambda: look(name), lambda job: state(job) in final))

    return wait


def state(job: dict[str, Any]) -> str:
    return str(job.get("TrainingJobStatus") or job.get("ProcessingJobStatus"))


@pytest.fixture
def logged(aws: Clients) -> Callable[[str, str], list[str]]:
    """The lines of a job's log."""

    def read(group: str, name: str) -> list[str]:
        streams = aws.logs.describe_log_streams(
            logGroupName=f"/aws/sagemaker/{group}", logStreamNamePrefix=f"{name}/"
        )["logStreams"]
        return [
            event["message"]
            for stream in streams
            for event in aws.logs.get_log_events(
                logGroupName=f"/aws/sagemaker/{group}",
                logStreamName=stream["logStreamName"],
                startFromHead=True,
            )["events"]
        ]

    return read


@pytest.fixture
def put_model(aws: Clients, double: AwsDouble, put: Callable[..., None]) -> Callable[..., None]:
    """A model and its configuration, both of that name. files: what is in its archive."""

    def make(name: str = "a-model", memory: int = 1024, concurrency: int = 2, **files: str) -> None:
        put({f"{name}/model.tar.gz": archive(files)})
        aws.sagemaker.create_model(**model(double, name))
        aws.sagemaker.create_endpoint_config(**config(name, memory, concurrency))

    return make


@pytest.fixture
def settled(aws: Clients) -> Callable[[str], dict[str, Any]]:
    """An endpoint once it stays as it is."""

    def wait(name: str) -> dict[str, Any]:
        return dict(
            until(
                lambda: aws.sagemaker.describe_endpoint(EndpointName=name),
                lambda endpoint: endpoint["EndpointStatus"] in ("InService", "Failed"),
            )
        )

    return wait
