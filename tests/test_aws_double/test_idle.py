"""Endpoints that scale to zero, in a double of their own whose workers do not stay."""

from pathlib import Path

import pytest

from tests.aws_double import AwsDouble, Pace
from tests.test_aws_double.asks import archive, config, model, until
from tests.test_aws_double.conftest import Clients
from tests.test_aws_double.fakes import Containers


def test_an_idle_worker_ends_and_is_started_again(tmp_path: Path) -> None:
    containers = Containers()
    with AwsDouble(tmp_path, pace=Pace(creating=0, idle=0.05), containers=containers) as double:
        aws = Clients(double)
        body = archive({})
        aws.s3.put_object(Bucket=double.bucket, Key="a-model/model.tar.gz", Body=body)
        aws.sagemaker.create_model(**model(double))
        aws.sagemaker.create_endpoint_config(**config())
        aws.sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="a-model")
        until(
            lambda: [server.poll() for server in containers.servers],
            lambda states: bool(states) and None not in states,
        )
        assert aws.sagemaker.describe_endpoint(EndpointName="e")["EndpointStatus"] == "InService"
        before = len(containers.servers)
        answer = aws.sagemaker_runtime.invoke_endpoint(EndpointName="e", Body=b"x")
        assert answer["Body"].read() == b"x"
        assert len(containers.servers) == before + 1
        aws.s3.delete_object(Bucket=double.bucket, Key="a-model/model.tar.gz")
        until(
            lambda: [server.poll() for server in containers.servers],
            lambda states: None not in states,
        )
        with pytest.raises(aws.sagemaker_runtime.exceptions.ModelError, match="model data"):
            aws.sagemaker_runtime.invoke_endpoint(EndpointName="e", Body=b"x")
