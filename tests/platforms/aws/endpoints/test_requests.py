"""What SageMaker is asked for an endpoint, against the service's own model."""

from typing import Any

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.platforms.aws.endpoints.records import Intention, Served
from backend.platforms.aws.endpoints.requests import (
    config_request,
    endpoint_request,
    model_request,
    update_request,
)
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.base import ENDPOINT_CONCURRENCY, ENDPOINT_MEMORY_MB, NAME, EndpointSpec
from tests.aws_double.validation import problems

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.9-0"
SETTINGS = AwsSettings(
    region="us-east-1",
    role_arn="arn:aws:iam::123456789012:role/a-role",
    bucket="a-bucket",
    prefix="a-studio",
)


def an_intention(revision: int = 1, token: str = "0123abcd", **spec: Any) -> Intention:
    return Intention(
        revision=revision,
        spec=EndpointSpec(
            **{"name": "chat", "package": "s3://a-bucket/a", "memory_mb": 2048, **spec}
        ),
        token=token,
        served=Served("s3://a-bucket/a-studio/served/sha256-0/model.tar.gz", "0" * 64, 1.5),
        replaces=revision - 1,
        created_at=1000.0,
        begun_at=1000.0,
    )


@pytest.fixture(scope="module")
def service() -> Any:
    return botocore.session.get_session().get_service_model("sagemaker")


def all_requests(intention: Intention) -> dict[str, dict[str, Any]]:
    return {
        "CreateModel": model_request(intention, SETTINGS, IMAGE),
        "CreateEndpointConfig": config_request(intention, SETTINGS),
        "CreateEndpoint": endpoint_request(intention, SETTINGS),
        "UpdateEndpoint": update_request(intention),
    }


@given(
    name=st.from_regex(NAME, fullmatch=True).map(lambda text: text[:63].rstrip("-")),
    revision=st.integers(1, 10**6),
    memory_mb=st.sampled_from(ENDPOINT_MEMORY_MB),
    concurrency=st.integers(*ENDPOINT_CONCURRENCY),
)
def test_every_request_is_one_that_the_service_takes(
    service: Any, name: str, revision: int, memory_mb: int, concurrency: int
) -> None:
    intention = an_intention(revision, name=name, memory_mb=memory_mb, concurrency=concurrency)
    for operation, request in all_requests(intention).items():
        shape = service.operation_model(operation).input_shape
        assert problems(shape, request) == ()


def test_the_model_serves_the_packages_own_code_without_pip() -> None:
    container = model_request(an_intention(), SETTINGS, IMAGE)["PrimaryContainer"]
    assert container["Image"] == IMAGE
    assert container["ModelDataUrl"] == an_intention().served.uri
    assert container["Environment"]["PYTHONPATH"] == "/opt/ml/model/code"
    assert container["Environment"]["SAGEMAKER_SERVING_MODULE"] == "backend.serve:application"
    assert container["Environment"]["SAGEMAKER_MODEL_SERVER_WORKERS"] == "1"
    assert "SAGEMAKER_PROGRAM" not in container["Environment"]


def test_it_is_serverless_with_the_memory_and_concurrency_that_were_chosen() -> None:
    request = config_request(an_intention(memory_mb=3072, concurrency=7), SETTINGS)
    (variant,) = request["ProductionVariants"]
    assert variant["ServerlessConfig"] == {"MemorySizeInMB": 3072, "MaxConcurrency": 7}
    assert variant["ModelName"] == an_intention().resource


def test_everything_that_is_made_carries_the_studios_tag() -> None:
    requests = all_requests(an_intention())
    for operation in ("CreateModel", "CreateEndpointConfig", "CreateEndpoint"):
        tags = {tag["Key"]: tag["Value"] for tag in requests[operation]["Tags"]}
        assert tags["moderation-studio"] == "a-studio"
        assert tags["moderation-studio:name"] == "chat"


def test_each_revision_of_each_endpoint_has_names_of_its_own() -> None:
    long = "a" * 63
    intentions = [
        an_intention(revision, token, name=name)
        for name in ("chat", "chat-1", long, long[:-1] + "b")
        for revision, token in ((1, "00000001"), (2, "00000002"), (11, "00000003"))
    ]
    for number, intention in enumerate(intentions):
        object.__setattr__(intention, "token", f"{number:08x}")
    names = [intention.resource for intention in intentions]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 63 for name in names)


@pytest.mark.parametrize("name", ["chat", "a" * 63, "a" * 51 + "-" + "b" * 11])
def test_a_name_says_which_endpoint_and_revision_it_is_of(name: str) -> None:
    resource = an_intention(3, name=name).resource
    assert resource.startswith(name[:40])
    assert resource.endswith("-3-0123abcd")
    assert "--" not in resource
