"""A job's spec as SageMaker takes it: what it refuses, and the parameters of the call."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.errors import InvalidInput
from backend.learning.recipes import RECIPES
from backend.platforms.aws.jobs import blazingtext
from backend.platforms.aws.settings import TAG
from backend.platforms.base import JobKind, JobSpec, check_name

CODE = "code"
"""The channel with the program; no input may have its name."""
TOKEN = "MODERATION_STUDIO_JOB"  # noqa: S105 - no secret
"""The environment variable that tells a job from another of the same name."""

KIND_TAG = f"{TAG}:kind"

Programs = Mapping[JobKind, tuple[str, ...]]
"""The interpreter's arguments by kind of job."""

PROGRAMS: Programs = {
    JobKind.PROCESSING: ("-m", "backend.preprocess"),
    JobKind.TRAINING: ("-m", "backend.train"),
    JobKind.EVALUATION: ("-m", "backend.evaluate"),
}

_ROOT = "/opt/ml"
_PROCESSING_INPUT = f"{_ROOT}/processing/input"
_PROCESSING_OUTPUT = f"{_ROOT}/processing/output"
_TRAINING_INPUT = f"{_ROOT}/input/data"

_DAY = 24 * 3600
_LONGEST = {
    JobKind.PROCESSING: 5 * _DAY,
    JobKind.EVALUATION: 5 * _DAY,
    JobKind.TRAINING: 28 * _DAY,
}
_SPOT_PATIENCE = 6 * 3600  # seconds that a job may wait for spare capacity, beside its work
_OWN_SPOT_SECONDS = 3600  # AWS's limit, waiting and all, for its algorithms without checkpoints
_MOST_INPUTS = {JobKind.PROCESSING: 9, JobKind.EVALUATION: 9, JobKind.TRAINING: 19}
_MOST_SETTINGS = 90
_LONGEST_ARGUMENT = 256
_LONGEST_VALUE = 2500
_LONGEST_URI = 1000
_SETTING = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)

_DISK_GB = 20  # code, a model of the largest settings and its package
_DISK_PER_INPUT = 4  # what is read, and what is made of it


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a job runs and what it takes.

    image: URI of its container. code: URI of the folder with its program, None where the image
    brings its own. program: the interpreter's arguments. jobs: URI of the folder of all jobs.
    sources: each input's URI as SageMaker takes it, folders with a slash at their end. inputs_mb:
    the size of all of them, MB of 10^6 bytes.
    """

    image: str
    code: str | None
    program: tuple[str, ...]
    role_arn: str
    jobs: str
    sources: Mapping[str, str]
    inputs_mb: float
    tags: tuple[Mapping[str, str], ...]
    token: str


def check(spec: JobSpec, sizes: Mapping[str, object]) -> None:
    """Raises InvalidInput for what no job can be asked to be. Its inputs are not looked for."""
    check_name(spec.name, "job name")
    if spec.size not in sizes:
        raise InvalidInput(f"There is no size {spec.size[:80]!r}.", f"Choose {', '.join(sizes)}.")
    if (spec.algorithm is not None) != (spec.kind is JobKind.TRAINING):
        raise InvalidInput("A training job names its algorithm, and no other job does.")
    if spec.algorithm is not None and spec.algorithm not in RECIPES:
        raise InvalidInput(
            f"There is no algorithm {spec.algorithm[:40]!r}.", f"Choose {' or '.join(RECIPES)}."
        )
    if spec.spot and spec.kind is not JobKind.TRAINING:
        raise InvalidInput("Only a training job can run on spare capacity.", "Do without spot.")
    if spec.max_seconds < 1:
        raise InvalidInput("A job needs at least 1 second.")
    if spec.max_seconds > _LONGEST[spec.kind]:
        days = _LONGEST[spec.kind] // _DAY
        raise InvalidInput(f"A {spec.kind} job on SageMaker can take {days} days at most.")
    _check_inputs(spec)
    _check_settings(spec)


def trains_itself(spec: JobSpec) -> bool:
    """Whether SageMaker has an image of its own for the job's algorithm."""
    return spec.algorithm == blazingtext.NAME


def longest_spot(algorithm: str | None) -> int | None:
    """Seconds that a training on spare capacity may take, waiting and all; None where that is as
    for any other."""
    return _OWN_SPOT_SECONDS if algorithm == blazingtext.NAME else None


def request(spec: JobSpec, place: Place) -> dict[str, Any]:
    """The parameters of CreateProcessingJob or CreateTrainingJob, for a spec that `check` let
    pass. Raises InvalidInput for settings that BlazingText cannot have."""
    return _training(spec, place) if spec.kind is JobKind.TRAINING else _processing(spec, place)


def _check_inputs(spec: JobSpec) -> None:
    for channel, uri in spec.inputs.items():
        check_name(channel, "channel name")
        if channel == CODE:
            raise InvalidInput(f"No input can be called {CODE!r}.", "Call it something else.")
        if len(uri) > _LONGEST_URI:
            raise InvalidInput(f"The place of the input {channel!r} has too long a name.")
    if len(spec.inputs) > _MOST_INPUTS[spec.kind]:
        raise InvalidInput(f"A {spec.kind} job takes {_MOST_INPUTS[spec.kind]} inputs at most.")
    if trains_itself(spec) and blazingtext.TRAIN not in spec.inputs:
        raise InvalidInput("BlazingText needs lines to train on.", "Give it a train channel.")


def _check_settings(spec: JobSpec) -> None:
    if len(spec.settings) > _MOST_SETTINGS:
        raise InvalidInput(f"A job takes {_MOST_SETTINGS} settings at most.")
    trains = spec.kind is JobKind.TRAINING
    for name, value in spec.settings.items():
        length = len(value) if trains else len(_option(name, value))
        longest = _LONGEST_VALUE if trains else _LONGEST_ARGUMENT
        fits = len(name) <= _LONGEST_ARGUMENT and length <= longest
        if not _SETTING.fullmatch(name) or not value.isprintable() or not fits:
            raise InvalidInput(f"The setting {name[:80]!r} cannot be sent to SageMaker as it is.")


def _processing(spec: JobSpec, place: Place) -> dict[str, Any]:
    sources = {**place.sources, **_code(place)}
    options = [_option(name, value) for name, value in sorted(spec.settings.items())]
    return {
        "ProcessingJobName": spec.name,
        "ProcessingInputs": [
            {
                "InputName": channel,
                "S3Input": {
                    "S3Uri": uri,
                    "LocalPath": f"{_PROCESSING_INPUT}/{channel}",
                    "S3DataType": "S3Prefix",
                    "S3InputMode": "File",
                },
            }
            for channel, uri in sources.items()
        ],
        "ProcessingOutputConfig": {
            "Outputs": [
                {
                    "OutputName": "output",
                    "S3Output": {
                        "S3Uri": f"{place.jobs}/{spec.name}/output",
                        "LocalPath": _PROCESSING_OUTPUT,
                        "S3UploadMode": "EndOfJob",
                    },
                }
            ]
        },
        "ProcessingResources": {
            "ClusterConfig": {
                "InstanceCount": 1,
                "InstanceType": spec.size,
                "VolumeSizeInGB": _disk_gb(place.inputs_mb),
            }
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": spec.max_seconds},
        "AppSpecification": {
            "ImageUri": place.image,
            "ContainerEntrypoint": ["python3", *place.program],
            "ContainerArguments": [f"--root={_ROOT}", *options],
        },
        "Environment": _environment(place, _PROCESSING_INPUT),
        "NetworkConfig": {"EnableNetworkIsolation": True},  # S3 and logs are SageMaker's side
        "RoleArn": place.role_arn,
        "Tags": _tags(spec, place),
    }


def _training(spec: JobSpec, place: Place) -> dict[str, Any]:
    """A job on spare capacity that is interrupted begins again from the start: there are no
    checkpoints, since neither fastText nor BlazingText can go on from one."""
    sources = {**place.sources, **_code(place)}
    algorithm = {"TrainingImage": place.image, "TrainingInputMode": "File"}
    program = {
        "ContainerEntrypoint": ["python3", *place.program],
        "ContainerArguments": [f"--root={_ROOT}"],
    }
    return {
        "TrainingJobName": spec.name,
        "HyperParameters": _hyperparameters(spec),
        "AlgorithmSpecification": algorithm if place.code is None else {**algorithm, **program},
        "RoleArn": place.role_arn,
        "InputDataConfig": [
            {
                "ChannelName": channel,
                "DataSource": {
                    "S3DataSource": {
                        "S3DataType": "S3Prefix",
                        "S3Uri": uri,
                        "S3DataDistributionType": "FullyReplicated",
                    }
                },
            }
            for channel, uri in sources.items()
        ],
        "OutputDataConfig": {"S3OutputPath": place.jobs},
        "ResourceConfig": {
            "InstanceType": spec.size,
            "InstanceCount": 1,
            "VolumeSizeInGB": _disk_gb(place.inputs_mb),
        },
        "StoppingCondition": _training_limits(spec),
        "Environment": _environment(place, _TRAINING_INPUT),
        "EnableNetworkIsolation": True,
        "EnableManagedSpotTraining": spec.spot,
        "Tags": _tags(spec, place),
    }


def _training_limits(spec: JobSpec) -> dict[str, int]:
    """On spare capacity the time to wait for it too; all of it in an hour for BlazingText."""
    if not spec.spot:
        return {"MaxRuntimeInSeconds": spec.max_seconds}
    longest = longest_spot(spec.algorithm) or _LONGEST[JobKind.TRAINING]
    return {
        "MaxRuntimeInSeconds": min(spec.max_seconds, longest),
        "MaxWaitTimeInSeconds": min(spec.max_seconds + _SPOT_PATIENCE, longest),
    }


def _hyperparameters(spec: JobSpec) -> dict[str, str]:
    if trains_itself(spec):
        return blazingtext.hyperparameters(spec.settings)
    return {**spec.settings, "algorithm": str(spec.algorithm)}


def _option(name: str, value: str) -> str:
    return f"--{name}={value}"


def _code(place: Place) -> dict[str, str]:
    return {} if place.code is None else {CODE: f"{place.code}/"}


def _environment(place: Place, inputs: str) -> dict[str, str]:
    path = {} if place.code is None else {"PYTHONPATH": f"{inputs}/{CODE}"}
    return {**path, "PYTHONUNBUFFERED": "1", TOKEN: place.token}


def _disk_gb(inputs_mb: float) -> int:
    return _DISK_GB + math.ceil(inputs_mb / 1000 * _DISK_PER_INPUT)


def _tags(spec: JobSpec, place: Place) -> list[dict[str, str]]:
    return [*map(dict, place.tags), {"Key": KIND_TAG, "Value": spec.kind.value}]
