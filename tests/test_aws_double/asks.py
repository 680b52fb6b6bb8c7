"""Requests that AWS would take, to change in one thing, and waiting for what they begin."""

import io
import tarfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.aws_double import AwsDouble
from tests.aws_double.images import BLAZINGTEXT, SKLEARN, known

Answer = dict[str, Any]

_PATIENCE = 60.0


def image(double: AwsDouble, kind: str = SKLEARN) -> str:
    """The URI of an image of the region."""
    return next(uri for uri, what in known(double.region).items() if what == kind)


def processing(
    double: AwsDouble,
    *program: str,
    name: str = "a-job",
    inputs: Mapping[str, str] | None = None,
    outputs: Mapping[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """CreateProcessingJob. inputs, outputs: keys in the bucket, by the channel's name."""
    return {
        "ProcessingJobName": name,
        "RoleArn": double.role_arn,
        "ProcessingInputs": [
            {
                "InputName": channel,
                "S3Input": {
                    "S3Uri": f"s3://{double.bucket}/{key}",
                    "LocalPath": f"/opt/ml/processing/input/{channel}",
                    "S3DataType": "S3Prefix",
                    "S3InputMode": "File",
                },
            }
            for channel, key in (inputs or {}).items()
        ],
        "ProcessingOutputConfig": {
            "Outputs": [
                {
                    "OutputName": channel,
                    "S3Output": {
                        "S3Uri": f"s3://{double.bucket}/{key}",
                        "LocalPath": f"/opt/ml/processing/{channel}",
                        "S3UploadMode": "EndOfJob",
                    },
                }
                for channel, key in (outputs or {}).items()
            ]
        },
        "ProcessingResources": {
            "ClusterConfig": {
                "InstanceCount": 1,
                "InstanceType": "ml.m5.large",
                "VolumeSizeInGB": 10,
            }
        },
        "AppSpecification": _app("ImageUri", image(double), program or ("speak",)),
        **more,
    }


def training(
    double: AwsDouble,
    *program: str,
    name: str = "a-job",
    channels: Mapping[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """CreateTrainingJob. channels: keys in the bucket, by the channel's name. Without a program,
    BlazingText."""
    if program:
        algorithm = _app("TrainingImage", image(double), program)
    else:
        algorithm = {"TrainingImage": image(double, BLAZINGTEXT)}
    request = {
        "TrainingJobName": name,
        "RoleArn": double.role_arn,
        "AlgorithmSpecification": {**algorithm, "TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": f"s3://{double.bucket}/jobs"},
        "ResourceConfig": {
            "InstanceCount": 1,
            "InstanceType": "ml.m5.large",
            "VolumeSizeInGB": 10,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        **more,
    }
    if channels:
        request["InputDataConfig"] = [
            {
                "ChannelName": channel,
                "DataSource": {
                    "S3DataSource": {
                        "S3DataType": "S3Prefix",
                        "S3Uri": f"s3://{double.bucket}/{key}",
                    }
                },
            }
            for channel, key in channels.items()
        ]
    return request


def _app(uri: str, image_uri: str, program: tuple[str, ...]) -> dict[str, Any]:
    app: dict[str, Any] = {uri: image_uri, "ContainerEntrypoint": list(program[:1])}
    return app | ({"ContainerArguments": list(program[1:])} if program[1:] else {})


def model(double: AwsDouble, name: str = "a-model", **more: Any) -> dict[str, Any]:
    """CreateModel, of what `put_model` has put."""
    return {
        "ModelName": name,
        "ExecutionRoleArn": double.role_arn,
        "PrimaryContainer": {
            "Image": image(double),
            "ModelDataUrl": f"s3://{double.bucket}/{name}/model.tar.gz",
        },
        **more,
    }


def config(name: str = "a-model", memory: int = 1024, concurrency: int = 2) -> dict[str, Any]:
    """CreateEndpointConfig, of the model of the same name."""
    serverless = {"MemorySizeInMB": memory, "MaxConcurrency": concurrency}
    variant = {"VariantName": "AllTraffic", "ModelName": name, "ServerlessConfig": serverless}
    return {"EndpointConfigName": name, "ProductionVariants": [variant]}


def archive(files: Mapping[str, str]) -> bytes:
    """A tar.gz."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w:gz") as packed:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            packed.addfile(member, io.BytesIO(content.encode()))
    return body.getvalue()


def until(look: Callable[[], Any], holds: Callable[[Any], bool]) -> Any:
    """What is seen once it is so."""
    end = time.monotonic() + _PATIENCE
    while not holds(seen := look()):
        assert time.monotonic() < end, f"still {seen}"
        time.sleep(0.01)
    return seen


@contextmanager
def refused(code: str, words: str = "") -> Iterator[None]:
    """Inside, boto3 raises a ClientError of that code, whose message has these words."""
    with pytest.raises(ClientError) as caught:
        yield
    error = caught.value.response["Error"]
    assert error["Code"] == code, error
    assert words in error["Message"], error
