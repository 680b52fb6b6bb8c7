"""Models, configurations, endpoints and invocations."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.aws_double import AwsDouble
from tests.aws_double.endpoints import PAYLOAD
from tests.test_aws_double.asks import config, model, refused, until
from tests.test_aws_double.conftest import Clients
from tests.test_aws_double.fakes import BEGUN, SLOW, Containers

Make = Callable[..., None]


def create(aws: Clients, name: str = "an-endpoint", of: str = "a-model") -> str:
    asked = {"EndpointName": name, "EndpointConfigName": of}
    return str(aws.sagemaker.create_endpoint(**asked)["EndpointArn"])


def invoke(aws: Clients, body: bytes = b"hello", **more: Any) -> tuple[str, bytes]:
    asked = {"EndpointName": "an-endpoint", "Body": body, "ContentType": "text/csv", **more}
    answer = aws.sagemaker_runtime.invoke_endpoint(**asked)
    return answer["ContentType"], answer["Body"].read()


def test_an_endpoint_comes_up_and_answers(
    aws: Clients, double: AwsDouble, put_model: Make, settled: Any
) -> None:
    put_model()
    arn = create(aws)
    assert aws.sagemaker.describe_endpoint(EndpointName="an-endpoint")["EndpointStatus"] in (
        "Creating",
        "InService",
    )
    endpoint = settled("an-endpoint")
    assert endpoint["EndpointStatus"] == "InService"
    assert endpoint["EndpointArn"] == arn
    assert endpoint["EndpointConfigName"] == "a-model"
    [variant] = endpoint["ProductionVariants"]
    assert variant["CurrentServerlessConfig"] == {"MemorySizeInMB": 1024, "MaxConcurrency": 2}
    assert invoke(aws) == ("text/csv", b"hello")
    [stream] = aws.logs.describe_log_streams(logGroupName="/aws/sagemaker/Endpoints/an-endpoint")[
        "logStreams"
    ]
    assert stream["logStreamName"].startswith("AllTraffic/")


def test_an_answer_with_an_error_is_a_model_error(
    aws: Clients, put_model: Make, settled: Any
) -> None:
    put_model(answer='415 {"error": "no such type"}')
    create(aws)
    settled("an-endpoint")
    with pytest.raises(aws.sagemaker_runtime.exceptions.ModelError) as caught:
        invoke(aws)
    told = caught.value.response
    assert told["ResponseMetadata"]["HTTPStatusCode"] == 424
    assert told["OriginalStatusCode"] == 415
    assert json.loads(told["OriginalMessage"]) == {"error": "no such type"}
    assert told["LogStreamArn"].endswith("/aws/sagemaker/Endpoints/an-endpoint")
    assert 'Received client error (415) from primary with message "{' in told["Error"]["Message"]


def test_what_is_not_there_is_not_found(aws: Clients, double: AwsDouble) -> None:
    words = f"Endpoint an-endpoint of account {double.account} not found."
    with refused("ValidationError", words):
        invoke(aws)
    for noun, of in (("Model", "model"), ("EndpointConfig", "endpoint_config")):
        for verb in ("describe", "delete"):
            with refused("ValidationException", "Could not find"):
                getattr(aws.sagemaker, f"{verb}_{of}")(**{f"{noun}Name": "none"})
    for verb in ("describe", "delete"):
        with refused("ValidationException", "Could not find endpoint"):
            getattr(aws.sagemaker, f"{verb}_endpoint")(EndpointName="none")
    with refused("ValidationException", "Could not find endpoint configuration"):
        create(aws, of="none")
    with refused("ValidationException", "Could not find model"):
        aws.sagemaker.create_endpoint_config(**config("none"))
    with refused("ValidationException", "Could not find model data at s3://"):
        aws.sagemaker.create_model(**model(double, "none"))


def test_names_are_taken_once(
    aws: Clients, double: AwsDouble, put_model: Make, settled: Any
) -> None:
    put_model()
    create(aws)
    settled("an-endpoint")
    with refused("ValidationException", "Cannot create already existing model"):
        aws.sagemaker.create_model(**model(double))
    with refused("ValidationException", "Cannot create already existing endpoint configuration"):
        aws.sagemaker.create_endpoint_config(**config())
    with refused("ValidationException", "Cannot create already existing endpoint"):
        create(aws)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ServerlessConfig": {"MemorySizeInMB": 1500, "MaxConcurrency": 2}}, "1 GB increments"),
        ({"ServerlessConfig": {"MemorySizeInMB": 7168, "MaxConcurrency": 2}}, "6144"),
        ({"ServerlessConfig": {"MemorySizeInMB": 1024, "MaxConcurrency": 201}}, "200"),
        ({"InstanceType": "ml.m5.large"}, "InstanceType cannot be given together"),
    ],
)
def test_a_configuration_that_aws_refuses(
    aws: Clients, put_model: Make, change: dict[str, Any], words: str
) -> None:
    put_model()
    asked = config()
    asked["EndpointConfigName"] = "another"
    variant = {**asked["ProductionVariants"][0], **change}
    asked["ProductionVariants"] = [{k: v for k, v in variant.items() if v is not None}]
    with refused("ValidationException", words):
        aws.sagemaker.create_endpoint_config(**asked)


def test_serverless_has_no_data_capture_and_no_isolation(
    aws: Clients, double: AwsDouble, put_model: Make
) -> None:
    put_model()
    asked = {**model(double), "ModelName": "alone", "EnableNetworkIsolation": True}
    aws.sagemaker.create_model(**asked)
    with refused("ValidationException", "Network isolation"):
        aws.sagemaker.create_endpoint_config(**config("alone"))
    capture = {
        "InitialSamplingPercentage": 1,
        "DestinationS3Uri": "s3://b/k",
        "CaptureOptions": [{"CaptureMode": "Input"}],
    }
    asked = {**config(), "EndpointConfigName": "another", "DataCaptureConfig": capture}
    with refused("ValidationException", "DataCaptureConfig"):
        aws.sagemaker.create_endpoint_config(**asked)


def test_a_model_that_never_answers_its_ping(
    aws: Clients, put_model: Make, settled: Any, containers: Containers
) -> None:
    put_model(sick="yes")
    create(aws)
    endpoint = settled("an-endpoint")
    assert endpoint["EndpointStatus"] == "Failed"
    assert endpoint["FailureReason"] == (
        "The primary container for production variant AllTraffic did not pass the ping health"
        " check. Please check CloudWatch logs for this endpoint."
    )
    assert all(server.poll() is not None for server in containers.servers)
    with refused("ValidationError", "not found"):
        invoke(aws)
    with refused("ValidationException", "Cannot update failed endpoint"):
        aws.sagemaker.update_endpoint(EndpointName="an-endpoint", EndpointConfigName="a-model")
    aws.sagemaker.delete_endpoint(EndpointName="an-endpoint")
    until(lambda: aws.sagemaker.list_endpoints()["Endpoints"], lambda found: not found)


def test_an_archive_that_is_none(
    aws: Clients, double: AwsDouble, put: Any, put_model: Make, settled: Any
) -> None:
    put_model()
    put({"a-model/model.tar.gz": b"no archive"})
    create(aws)
    assert "Failed to extract model data archive" in settled("an-endpoint")["FailureReason"]


def test_an_update_answers_from_the_old_until_the_new_is_up(
    aws: Clients, put_model: Make, settled: Any, containers: Containers
) -> None:
    put_model("old", answer="200 old")
    put_model("new", answer="200 new")
    create(aws, of="old")
    settled("an-endpoint")
    aws.sagemaker.update_endpoint(EndpointName="an-endpoint", EndpointConfigName="new")
    endpoint = aws.sagemaker.describe_endpoint(EndpointName="an-endpoint")
    if endpoint["EndpointStatus"] == "Updating":
        assert endpoint["EndpointConfigName"] == "old"
        assert endpoint["PendingDeploymentSummary"]["EndpointConfigName"] == "new"
    seen = until(lambda: invoke(aws)[1], lambda body: body != b"old")
    assert seen == b"new"
    endpoint = settled("an-endpoint")
    assert endpoint["EndpointConfigName"] == "new"
    assert "PendingDeploymentSummary" not in endpoint
    assert [server.poll() for server in containers.servers] == [0, None]


def test_an_update_that_does_not_come_up_leaves_the_old(
    aws: Clients, put_model: Make, settled: Any
) -> None:
    put_model("old", answer="200 old")
    put_model("new", sick="yes")
    create(aws, of="old")
    settled("an-endpoint")
    aws.sagemaker.update_endpoint(EndpointName="an-endpoint", EndpointConfigName="new")
    for verb, more in (("delete", {}), ("update", {"EndpointConfigName": "new"})):
        with refused("ValidationException", "Cannot update in-progress endpoint"):
            getattr(aws.sagemaker, f"{verb}_endpoint")(EndpointName="an-endpoint", **more)
    endpoint = settled("an-endpoint")
    assert endpoint["EndpointStatus"] == "InService"
    assert endpoint["EndpointConfigName"] == "old"
    assert "did not pass the ping health check" in endpoint["FailureReason"]
    assert invoke(aws)[1] == b"old"


def test_deleting_ends_the_worker_and_keeps_the_rest(
    aws: Clients, put_model: Make, settled: Any, containers: Containers
) -> None:
    put_model()
    create(aws)
    settled("an-endpoint")
    aws.sagemaker.delete_endpoint(EndpointName="an-endpoint")
    with refused("ValidationError", "not found"):
        invoke(aws)
    until(lambda: aws.sagemaker.list_endpoints()["Endpoints"], lambda found: not found)
    assert [server.poll() for server in containers.servers] == [0]
    aws.sagemaker.delete_endpoint_config(EndpointConfigName="a-model")
    aws.sagemaker.delete_model(ModelName="a-model")
    assert not aws.sagemaker.list_models()["Models"]
    assert not aws.sagemaker.list_endpoint_configs()["EndpointConfigs"]


def test_too_large_a_request(aws: Clients, put_model: Make, settled: Any) -> None:
    put_model()
    create(aws)
    settled("an-endpoint")
    assert len(invoke(aws, b"x" * PAYLOAD)[1]) == PAYLOAD
    with refused("ValidationError", "oversize body"):
        invoke(aws, b"x" * (PAYLOAD + 1))


def test_more_at_once_than_its_concurrency_is_throttled(
    aws: Clients, put_model: Make, settled: Any
) -> None:
    put_model(concurrency=1)
    create(aws)
    settled("an-endpoint")
    first = threading.Thread(target=lambda: invoke(aws, b"slow"))
    first.start()
    assert BEGUN.wait(60)
    with refused("ThrottlingException", "Rate exceeded"):
        invoke(aws, b"quick")
    SLOW.set()
    first.join()
    assert invoke(aws, b"quick")[1] == b"quick"


def test_metrics_count_what_was_invoked(aws: Clients, put_model: Make, settled: Any) -> None:
    put_model("fine")
    put_model("odd", answer="400 no")
    create(aws, of="fine")
    settled("an-endpoint")
    for _ in range(3):
        invoke(aws)
    aws.sagemaker.update_endpoint(EndpointName="an-endpoint", EndpointConfigName="odd")
    settled("an-endpoint")
    with pytest.raises(aws.sagemaker_runtime.exceptions.ModelError):
        invoke(aws)
    assert total(aws, "Invocations", "Sum") == 4
    assert total(aws, "Invocation4XXErrors", "Sum") == 1
    assert total(aws, "Invocation5XXErrors", "Sum") == 0
    assert total(aws, "ModelLatency", "SampleCount") == 4
    assert total(aws, "ModelLatency", "p99") >= total(aws, "ModelLatency", "Average")
    assert total(aws, "OverheadLatency", "Minimum") >= 0
    assert total(aws, "MemoryUtilization", "Maximum", "/aws/sagemaker/Endpoints") == 25.0
    assert total(aws, "ModelSetupTime", "Sum") is None


def total(
    aws: Clients, metric: str, stat: str, namespace: str = "AWS/SageMaker", **more: str
) -> float | None:
    now = datetime.now(UTC)
    where = {"EndpointName": "an-endpoint", "VariantName": "AllTraffic", **more}
    [result] = aws.cloudwatch.get_metric_data(
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(hours=1),
        MetricDataQueries=[
            {
                "Id": "one",
                "MetricStat": {
                    "Metric": {
                        "Namespace": namespace,
                        "MetricName": metric,
                        "Dimensions": [{"Name": k, "Value": v} for k, v in where.items()],
                    },
                    "Period": 7200,
                    "Stat": stat,
                },
            }
        ],
    )["MetricDataResults"]
    values: list[float] = result["Values"]
    return sum(values) if values else None


def test_endpoints_are_listed_by_state(aws: Clients, put_model: Make, settled: Any) -> None:
    put_model("fine")
    put_model("sick", sick="yes")
    for name in ("fine", "sick"):
        create(aws, name, name)
        settled(name)
    for status, name in (("InService", "fine"), ("Failed", "sick")):
        [found] = aws.sagemaker.list_endpoints(StatusEquals=status)["Endpoints"]
        assert found["EndpointName"] == name


def test_concurrency_of_all_endpoints_has_a_quota(
    aws: Clients, double: AwsDouble, put_model: Make, settled: Any
) -> None:
    name = next(name for name in double.quotas if "total concurrency" in name)
    double.quotas[name] = 3.0
    put_model("first")
    put_model("second")
    create(aws, "first", "first")
    settled("first")
    with refused("ResourceLimitExceeded", "is 3, with current utilization of 2"):
        create(aws, "second", "second")
