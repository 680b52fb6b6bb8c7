"""What the double does of each Create request. The rest it refuses, rather than pass it over."""

from collections.abc import Mapping
from typing import Any

from tests.aws_double.errors import AwsError

ANY = None
CODE = "NotInTheDouble"

_FILES = {"S3Prefix", "File", "FullyReplicated", "None"}

PROCESSING: Mapping[str, Any] = {
    "ProcessingJobName": ANY,
    "ProcessingInputs": {
        "InputName": ANY,
        "S3Input": {
            "S3Uri": ANY,
            "LocalPath": ANY,
            "S3DataType": _FILES,
            "S3InputMode": _FILES,
            "S3DataDistributionType": _FILES,
            "S3CompressionType": _FILES,
        },
    },
    "ProcessingOutputConfig": {
        "Outputs": {
            "OutputName": ANY,
            "S3Output": {"S3Uri": ANY, "LocalPath": ANY, "S3UploadMode": {"EndOfJob"}},
        },
        "KmsKeyId": ANY,
    },
    "ProcessingResources": {
        "ClusterConfig": {
            "InstanceCount": {1},
            "InstanceType": ANY,
            "VolumeSizeInGB": ANY,
            "VolumeKmsKeyId": ANY,
        }
    },
    "StoppingCondition": ANY,
    "AppSpecification": ANY,
    "Environment": ANY,
    "NetworkConfig": {"EnableNetworkIsolation": ANY, "EnableInterContainerTrafficEncryption": ANY},
    "RoleArn": ANY,
    "Tags": ANY,
}

TRAINING: Mapping[str, Any] = {
    "TrainingJobName": ANY,
    "HyperParameters": ANY,
    "AlgorithmSpecification": {
        "TrainingImage": ANY,
        "TrainingInputMode": _FILES,
        "MetricDefinitions": ANY,
        "ContainerEntrypoint": ANY,
        "ContainerArguments": ANY,
        "EnableSageMakerMetricsTimeSeries": {False},
    },
    "RoleArn": ANY,
    "InputDataConfig": {
        "ChannelName": ANY,
        "DataSource": {
            "S3DataSource": {
                "S3DataType": _FILES,
                "S3Uri": ANY,
                "S3DataDistributionType": _FILES,
            }
        },
        "ContentType": ANY,
        "CompressionType": _FILES,
        "RecordWrapperType": _FILES,
        "InputMode": _FILES,
    },
    "OutputDataConfig": {"S3OutputPath": ANY, "KmsKeyId": ANY, "CompressionType": {"GZIP"}},
    "ResourceConfig": {
        "InstanceType": ANY,
        "InstanceCount": ANY,
        "VolumeSizeInGB": ANY,
        "VolumeKmsKeyId": ANY,
    },
    "StoppingCondition": {"MaxRuntimeInSeconds": ANY, "MaxWaitTimeInSeconds": ANY},
    "Environment": ANY,
    "EnableNetworkIsolation": ANY,
    "EnableInterContainerTrafficEncryption": ANY,
    "EnableManagedSpotTraining": ANY,
    "DebugHookConfig": ANY,
    "ProfilerConfig": ANY,
    "Tags": ANY,
}

MODEL: Mapping[str, Any] = {
    "ModelName": ANY,
    "PrimaryContainer": {
        "ContainerHostname": ANY,
        "Image": ANY,
        "Mode": {"SingleModel"},
        "ModelDataUrl": ANY,
        "Environment": ANY,
    },
    "ExecutionRoleArn": ANY,
    "EnableNetworkIsolation": ANY,
    "Tags": ANY,
}

ENDPOINT: Mapping[str, Any] = {
    "EndpointName": ANY,
    "EndpointConfigName": ANY,
    "Tags": ANY,
}


def check(asked: Any, done: Any, place: str = "") -> None:
    """Raises AwsError for what is asked and not done.

    done: ANY, the values that are known, or what is known of each member; of a list, of each item.
    """
    if done is ANY:
        return
    if isinstance(asked, list):
        for one in asked:
            check(one, done, place)
    elif isinstance(done, Mapping):
        for name, value in asked.items():
            if name not in done:
                raise beyond(f"{place}{name}")
            check(value, done[name], f"{place}{name}.")
    elif asked not in done:
        raise beyond(f"{place.rstrip('.')} {asked!r}")


def beyond(what: str) -> AwsError:
    """The double does not do that."""
    return AwsError(CODE, f"The double does not do {what}.")
