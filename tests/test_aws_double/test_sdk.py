"""The real SDK, in a process of its own: importing it takes seconds and leaves much behind."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.aws_double import AwsDouble
from tests.test_aws_double.asks import image
from tests.test_aws_double.conftest import Clients

PROGRAM = """
import os, sys
import boto3
from sagemaker.core.resources import Endpoint, Model, TrainingJob
from sagemaker.core.shapes import (
    AlgorithmSpecification, ContainerDefinition, OutputDataConfig, ResourceConfig, StoppingCondition
)

role, image, bucket = sys.argv[1:]
session = boto3.Session()
job = TrainingJob.create(
    training_job_name="exactly-this",
    role_arn=role,
    algorithm_specification=AlgorithmSpecification(
        training_image=image,
        training_input_mode="File",
        container_entrypoint=["write"],
        container_arguments=["model/model.bin=m"],
    ),
    output_data_config=OutputDataConfig(s3_output_path=f"s3://{bucket}/jobs"),
    resource_config=ResourceConfig(
        instance_type="ml.m5.large", instance_count=1, volume_size_in_gb=10
    ),
    stopping_condition=StoppingCondition(max_runtime_in_seconds=60),
    session=session,
)
job.wait(poll=1, logs=False)
print(job.training_job_name, job.training_job_status, job.model_artifacts.s3_model_artifacts)
print([one.training_job_name for one in TrainingJob.get_all(session=session)])
model = Model.create(
    model_name="a-model",
    primary_container=ContainerDefinition(image=image),
    execution_role_arn=role,
    session=session,
)
boto3.client("sagemaker").create_endpoint_config(
    EndpointConfigName="a-model",
    ProductionVariants=[{
        "VariantName": "AllTraffic",
        "ModelName": "a-model",
        "ServerlessConfig": {"MemorySizeInMB": 1024, "MaxConcurrency": 1},
    }],
)
endpoint = Endpoint.create(
    endpoint_name="an-endpoint", endpoint_config_name="a-model", session=session
)
endpoint.wait_for_status("InService", poll=1)
answer = endpoint.invoke(body=b"hello", content_type="text/csv")
print(endpoint.endpoint_status, answer.body.read().decode())
endpoint.delete()
"""


def test_typed_resources_of_the_sdk(double: AwsDouble, aws: Clients, tmp_path: Path) -> None:
    environment: dict[str, Any] = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        **double.environment,
    }
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, double.role_arn, image(double), double.bucket],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        timeout=100,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told = [line for line in ran.stdout.splitlines() if not line.startswith(("[", "{"))]
    artefact = f"s3://{double.bucket}/jobs/exactly-this/output/model.tar.gz"
    assert f"exactly-this Completed {artefact}" in told, ran.stdout
    assert "InService hello" in told
    assert "['exactly-this']" in ran.stdout
    assert not [request for request in double.requests if request.problems]
