"""What the double can be told to do wrong, and that real boto3 sees it as it would see AWS."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError

from tests.aws_double import AwsDouble, Fault, Kind
from tests.aws_double.faults import Faults
from tests.test_aws_double.asks import processing, refused, training
from tests.test_aws_double.conftest import Clients

Call = Callable[[Clients, AwsDouble], Any]

EVERY_PROTOCOL: dict[str, Call] = {
    "json": lambda aws, double: aws.sagemaker.list_endpoints(),
    "logs": lambda aws, double: aws.logs.describe_log_groups(),
    "query": lambda aws, double: aws.iam.list_users(),
    "sts": lambda aws, double: aws.sts.get_caller_identity(),
    "s3": lambda aws, double: aws.s3.list_objects_v2(Bucket=double.bucket),
    "runtime": lambda aws, double: aws.sagemaker_runtime.invoke_endpoint(
        EndpointName="none", Body=b""
    ),
}


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (Kind.THROTTLE, {"query": "Throttling", "sts": "Throttling", "s3": "SlowDown"}),
        (Kind.SERVER_ERROR, {"s3": "InternalError"}),
        (Kind.EXPIRED, {"query": "ExpiredToken", "sts": "ExpiredToken", "s3": "ExpiredToken"}),
    ],
)
@pytest.mark.parametrize("protocol", EVERY_PROTOCOL)
def test_a_refusal_has_the_code_of_its_service(
    aws: Clients, double: AwsDouble, kind: Kind, codes: dict[str, str], protocol: str
) -> None:
    usual = {
        Kind.THROTTLE: "ThrottlingException",
        Kind.SERVER_ERROR: "InternalFailure",
        Kind.EXPIRED: "ExpiredTokenException",
    }[kind]
    double.fail(Fault(kind))
    with refused(codes.get(protocol, usual)):
        EVERY_PROTOCOL[protocol](aws, double)
    request = double.requests[-1]
    assert request.error == codes.get(protocol, usual)
    assert request.status == (500 if kind is Kind.SERVER_ERROR else request.status) >= 400


def test_a_fault_hits_so_many_after_so_many(aws: Clients, double: AwsDouble) -> None:
    double.fail(Fault(Kind.THROTTLE, operation="ListEndpoints", after=1, count=2))
    aws.sagemaker.list_models()
    aws.sagemaker.list_endpoints()
    for _ in range(2):
        with refused("ThrottlingException", "Rate exceeded"):
            aws.sagemaker.list_endpoints()
    aws.sagemaker.list_endpoints()


def test_a_fault_is_for_names_like(aws: Clients, double: AwsDouble) -> None:
    double.fail(Fault(Kind.THROTTLE, operation="Create*Job", name="one-*", count=None))
    aws.sagemaker.create_training_job(**training(double, "speak", name="other"))
    for _ in range(3):
        with refused("ThrottlingException"):
            aws.sagemaker.create_training_job(**training(double, "speak", name="one-1"))
    double.mend()
    aws.sagemaker.create_training_job(**training(double, "speak", name="one-1"))


def test_credentials_expire_from_a_moment_on(aws: Clients, double: AwsDouble) -> None:
    double.fail(Fault(Kind.EXPIRED, after=1, count=None))
    aws.sts.get_caller_identity()
    for call in EVERY_PROTOCOL.values():
        with pytest.raises(Exception, match="expired"):
            call(aws, double)


def test_a_denied_operation_names_caller_action_and_resource(
    aws: Clients, double: AwsDouble
) -> None:
    double.fail(Fault(Kind.DENIED, operation="CreateTrainingJob", count=None))
    words = (
        f"User: arn:aws:iam::{double.account}:user/operator is not authorized to perform:"
        " sagemaker:CreateTrainingJob on resource:"
        f" arn:aws:sagemaker:{double.region}:{double.account}:training-job/a-job"
    )
    with refused("AccessDeniedException", words):
        aws.sagemaker.create_training_job(**training(double, "speak"))
    arn = aws.sts.get_caller_identity()["Arn"]
    actions = ["sagemaker:CreateTrainingJob", "sagemaker:CreateEndpoint"]
    results = aws.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=actions)
    decisions = [result["EvalDecision"] for result in results["EvaluationResults"]]
    assert decisions == ["implicitDeny", "allowed"]


def test_denied_in_s3(aws: Clients, double: AwsDouble) -> None:
    double.fail(Fault(Kind.DENIED, service="s3", operation="PutObject"))
    with refused("AccessDenied", f"s3:PutObject on resource: arn:aws:s3:::{double.bucket}/k"):
        aws.s3.put_object(Bucket=double.bucket, Key="k", Body=b"x")


def test_a_quota_of_zero(aws: Clients, double: AwsDouble) -> None:
    double.fail(Fault(Kind.QUOTA, operation="CreateProcessingJob"))
    words = (
        "The account-level service limit 'ml.m5.large for processing job usage' is 0 Instances,"
        " with current utilization of 0 Instances and a request delta of 1 Instances. Please use"
        " AWS Service Quotas to request an increase for this quota."
    )
    with refused("ResourceLimitExceeded", words):
        aws.sagemaker.create_processing_job(**processing(double))


def test_no_capacity_when_it_is_created_and_later(
    aws: Clients, double: AwsDouble, ended: Any
) -> None:
    double.fail(Fault(Kind.NO_CAPACITY, operation="CreateTrainingJob"))
    with refused("CapacityError", "Unable to provision requested ML compute capacity"):
        aws.sagemaker.create_training_job(**training(double, "speak"))
    double.fail(Fault(Kind.CAPACITY, operation="Create*Job", count=2))
    aws.sagemaker.create_training_job(**training(double, "speak", name="t"))
    aws.sagemaker.create_processing_job(**processing(double, name="p"))
    for name in ("t", "p"):
        assert ended(name)["FailureReason"].startswith("CapacityError: Unable to provision")


def test_a_job_fails_for_a_reason(aws: Clients, double: AwsDouble, ended: Any) -> None:
    double.fail(Fault(Kind.FAILURE, name="a-job", message="InternalServerError: Sorry."))
    aws.sagemaker.create_training_job(**training(double, "wait"))
    job = ended("a-job")
    assert (job["TrainingJobStatus"], job["FailureReason"]) == (
        "Failed",
        "InternalServerError: Sorry.",
    )


def test_a_slow_start(aws: Clients, double: AwsDouble, ended: Any) -> None:
    double.fail(Fault(Kind.SLOW_START, operation="CreateTrainingJob", seconds=0.4))
    aws.sagemaker.create_training_job(**training(double, "speak"))
    job = ended("a-job")
    waited = job["TrainingStartTime"] - job["CreationTime"]
    assert job["TrainingJobStatus"] == "Completed"
    assert waited.total_seconds() >= 0.4


def test_an_endpoint_that_never_passes_its_ping(
    aws: Clients, double: AwsDouble, put_model: Any, settled: Any
) -> None:
    put_model("old")
    put_model("new")
    double.fail(Fault(Kind.NO_PING, operation="UpdateEndpoint"))
    aws.sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="old")
    assert settled("e")["EndpointStatus"] == "InService"
    aws.sagemaker.update_endpoint(EndpointName="e", EndpointConfigName="new")
    endpoint = settled("e")
    assert endpoint["EndpointConfigName"] == "old"
    assert "did not pass the ping" in endpoint["FailureReason"]
    double.fail(Fault(Kind.CAPACITY, operation="CreateEndpoint"))
    aws.sagemaker.create_endpoint(EndpointName="f", EndpointConfigName="old")
    endpoint = settled("f")
    assert endpoint["EndpointStatus"] == "Failed"
    assert "Unable to provision requested ML compute capacity" in endpoint["FailureReason"]


def test_a_lost_answer_was_still_done(aws: Clients, double: AwsDouble) -> None:
    double.fail(Fault(Kind.LOST_ANSWER, operation="CreateTrainingJob"))
    with pytest.raises(ConnectionClosedError):
        aws.sagemaker.create_training_job(**training(double, "speak"))
    assert double.requests[-1].status == 0
    aws.sagemaker.describe_training_job(TrainingJobName="a-job")
    with refused("ResourceInUse"):
        aws.sagemaker.create_training_job(**training(double, "speak"))


def test_a_lost_answer_of_s3(aws: Clients, double: AwsDouble) -> None:
    double.fail(Fault(Kind.LOST_ANSWER, operation="PutObject", name="k"))
    with pytest.raises(ConnectionClosedError):
        aws.s3.put_object(Bucket=double.bucket, Key="k", Body=b"x")
    assert aws.s3.get_object(Bucket=double.bucket, Key="k")["Body"].read() == b"x"


def test_no_connection_and_nothing_done(aws: Clients, double: AwsDouble) -> None:
    double.fail(Fault(Kind.NO_CONNECTION, service="sagemaker"))
    with pytest.raises(ConnectionClosedError):
        aws.sagemaker.create_training_job(**training(double, "speak"))
    with refused("ValidationException", "not found"):
        aws.sagemaker.describe_training_job(TrainingJobName="a-job")


def test_faults_from_another_process(aws: Clients, double: AwsDouble) -> None:
    fault = Fault(Kind.THROTTLE, operation="ListModels", message="Slowly.")
    ask(double, "POST", "faults", fault.to_json())
    with refused("ThrottlingException", "Slowly."):
        aws.sagemaker.list_models()
    requests = ask(double, "GET", "requests")
    assert requests[-1]["operation"] == "ListModels"
    assert requests[-1]["error"] == "ThrottlingException"
    ask(double, "POST", "faults", fault.to_json())
    ask(double, "DELETE", "faults")
    aws.sagemaker.list_models()


def ask(double: AwsDouble, method: str, what: str, content: Any = None) -> Any:
    body = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(f"{double.url}/_double/{what}", body, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read())


def test_several_faults_are_counted_each() -> None:
    faults = Faults()
    faults.add(Fault("throttle", operation="A", after=1))
    faults.add(Fault("server_error", operation="*", count=2))
    hit = [tuple(f.kind for f in faults.strike("s", name, "")) for name in "ABAA"]
    assert hit == [("server_error",), ("server_error",), ("throttle",), ()]


def test_a_kind_that_is_none() -> None:
    with pytest.raises(ValueError, match="flood"):
        Fault("flood")
