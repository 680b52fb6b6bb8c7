"""Every call is held against its caller's policies, and the work against those of its role."""

from typing import Any

import pytest

from tests.aws_double import AwsDouble
from tests.aws_double.double import ALL
from tests.aws_double.policies import Decision, decide
from tests.test_aws_double.asks import config, model, processing, refused, training
from tests.test_aws_double.conftest import SESSION, Clients


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: Any, resource: Any = "*", **condition: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return statement | ({"Condition": condition} if condition else {})


@pytest.mark.parametrize(
    ("statements", "decision"),
    [
        ([], Decision.IMPLICIT_DENY),
        ([allow("s3:GetObject")], Decision.ALLOWED),
        ([allow("S3:get*")], Decision.ALLOWED),
        ([allow(["a:b", "s3:*"])], Decision.ALLOWED),
        ([allow("s3:GetObject", "arn:aws:s3:::bucket/*")], Decision.ALLOWED),
        ([allow("s3:GetObject", "arn:aws:s3:::bucket")], Decision.IMPLICIT_DENY),
        ([allow("s3:GetObject", "arn:aws:s3:::buck?t/${aws:username}.txt")], Decision.ALLOWED),
        ([allow("s3:GetObject", StringEquals={"k": "v"})], Decision.ALLOWED),
        ([allow("s3:GetObject", StringEquals={"k": ["w", "v"]})], Decision.ALLOWED),
        ([allow("s3:GetObject", StringEquals={"k": "w"})], Decision.IMPLICIT_DENY),
        ([allow("s3:GetObject", StringEquals={"other": "v"})], Decision.IMPLICIT_DENY),
        ([allow("s3:GetObject", StringEqualsIfExists={"other": "v"})], Decision.ALLOWED),
        ([allow("s3:GetObject", StringNotEquals={"k": "w"})], Decision.ALLOWED),
        ([allow("s3:GetObject", StringLike={"k": "?"})], Decision.ALLOWED),
        ([allow("*"), {**allow("s3:*"), "Effect": "Deny"}], Decision.EXPLICIT_DENY),
        ([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}], Decision.IMPLICIT_DENY),
        ([{"Effect": "Allow", "NotAction": "a:*", "NotResource": "x"}], Decision.ALLOWED),
    ],
)
def test_policies_decide(statements: list[dict[str, Any]], decision: Decision) -> None:
    context = {"aws:username": "me", "k": "v"}
    found = decide([policy(*statements)], "s3:GetObject", "arn:aws:s3:::bucket/me.txt", context)
    assert found == decision


def test_an_operator_does_only_what_it_is_allowed(aws: Clients, double: AwsDouble) -> None:
    double.allow(policy(allow("sagemaker:List*")))
    aws.sagemaker.list_endpoints()
    aws.sts.get_caller_identity()  # needs no permission
    with refused("AccessDeniedException", "sagemaker:DescribeEndpoint"):
        aws.sagemaker.describe_endpoint(EndpointName="e")
    with refused("AccessDenied", "s3:GetObject"):
        aws.s3.get_object(Bucket=double.bucket, Key="k")
    with refused("AccessDeniedException", "tag:GetResources"):
        aws.resourcegroupstaggingapi.get_resources()
    with refused("AccessDeniedException", "logs:DescribeLogGroups"):
        aws.logs.describe_log_groups()
    with refused("AccessDenied", "iam:GetRole on resource: arn:aws:iam::"):
        aws.iam.get_role(RoleName="x")


def test_passing_a_role_and_tagging_are_permissions_of_their_own(
    aws: Clients, double: AwsDouble, ended: Any
) -> None:
    make = allow("sagemaker:CreateTrainingJob", StringEquals={"aws:RequestTag/team": "a"})
    passed = {"iam:PassedToService": "sagemaker.amazonaws.com"}
    hand = allow("iam:PassRole", double.role_arn, StringEquals=passed)
    tag = allow("sagemaker:AddTags", StringEquals={"sagemaker:TaggingAction": "CreateTrainingJob"})
    look = allow("sagemaker:DescribeTrainingJob", StringEquals={"aws:ResourceTag/team": "a"})
    whole = [make, hand, tag, look]
    asked = training(double, "speak", Tags=[{"Key": "team", "Value": "a"}])
    for missing, words in ((hand, "iam:PassRole"), (tag, "sagemaker:AddTags")):
        double.allow(policy(*(one for one in whole if one is not missing)))
        with refused("AccessDeniedException", words):
            aws.sagemaker.create_training_job(**asked)
    double.allow(policy(*whole))
    with refused("AccessDeniedException", "sagemaker:CreateTrainingJob"):
        aws.sagemaker.create_training_job(**{**asked, "Tags": []})
    aws.sagemaker.create_training_job(**asked)
    assert ended("a-job")["TrainingJobStatus"] == "Completed"
    with refused("AccessDeniedException", "sagemaker:DescribeTrainingJob"):
        aws.sagemaker.describe_training_job(TrainingJobName="other")


def test_a_bucket_is_listed_below_a_prefix(aws: Clients, double: AwsDouble, put: Any) -> None:
    put({"mine/a": "x", "theirs/b": "y"})
    bucket = f"arn:aws:s3:::{double.bucket}"
    double.allow(
        policy(
            allow("s3:ListBucket", bucket, StringLike={"s3:prefix": "mine/*"}),
            allow(["s3:GetObject", "s3:DeleteObject"], f"{bucket}/mine/*"),
        )
    )
    aws.s3.list_objects_v2(Bucket=double.bucket, Prefix="mine/")
    aws.s3.get_object(Bucket=double.bucket, Key="mine/a")
    with refused("AccessDenied"):
        aws.s3.list_objects_v2(Bucket=double.bucket)
    with refused("AccessDenied"):
        aws.s3.get_object(Bucket=double.bucket, Key="theirs/b")
    with refused("AccessDenied"):
        aws.s3.delete_objects(
            Bucket=double.bucket, Delete={"Objects": [{"Key": "mine/a"}, {"Key": "theirs/b"}]}
        )
    with refused("AccessDenied"):  # who may not list all of it is not told what is not there
        aws.s3.get_object(Bucket=double.bucket, Key="mine/none")
    with refused("403"):
        aws.s3.head_object(Bucket=double.bucket, Key="mine/none")
    double.allow(policy(allow(["s3:ListBucket", "s3:GetObject"])))
    with refused("NoSuchKey"):
        aws.s3.get_object(Bucket=double.bucket, Key="mine/none")


def test_a_key_that_nobody_has(double: AwsDouble) -> None:
    codes = {
        "sagemaker": ("list_models", {}, "UnrecognizedClientException"),
        "sts": ("get_caller_identity", {}, "InvalidClientTokenId"),
        "s3": ("list_objects_v2", {"Bucket": double.bucket}, "InvalidAccessKeyId"),
    }
    for service, (operation, asked, code) in codes.items():
        client = SESSION.client(
            service,
            aws_access_key_id="AKIA0000000000000000",
            aws_secret_access_key="no",
            region_name=double.region,
            endpoint_url=double.url,
        )
        with refused(code):
            getattr(client, operation)(**asked)


def test_a_role_that_somebody_took_on(aws: Clients, double: AwsDouble) -> None:
    role = double.new_role("desk", policy=policy(allow("sagemaker:ListModels")))
    taken = aws.sts.assume_role(RoleArn=role, RoleSessionName="me")["Credentials"]
    client = SESSION.client(
        "sagemaker",
        aws_access_key_id=taken["AccessKeyId"],
        aws_secret_access_key=taken["SecretAccessKey"],
        aws_session_token=taken["SessionToken"],
        region_name=double.region,
        endpoint_url=double.url,
    )
    client.list_models()
    with refused("AccessDeniedException", "assumed-role/desk/me is not authorized"):
        client.list_endpoints()


def test_simulation_reads_the_policies(aws: Clients, double: AwsDouble) -> None:
    double.allow(
        policy(
            allow("iam:SimulatePrincipalPolicy"),
            allow("s3:GetObject", "arn:aws:s3:::b/*"),
            allow("sagemaker:CreateModel", StringEquals={"aws:RequestTag/team": "a"}),
        )
    )
    me = aws.sts.get_caller_identity()["Arn"]

    def decisions(*actions: str, **more: Any) -> list[str]:
        results = aws.iam.simulate_principal_policy(
            PolicySourceArn=me, ActionNames=list(actions), **more
        )["EvaluationResults"]
        return [result["EvalDecision"] for result in results]

    places = ["arn:aws:s3:::b/k", "arn:aws:s3:::c/k"]
    assert decisions("s3:GetObject", ResourceArns=places) == ["allowed", "implicitDeny"]
    assert decisions("sagemaker:CreateModel") == ["implicitDeny"]
    tag = {
        "ContextKeyName": "aws:RequestTag/team",
        "ContextKeyValues": ["a"],
        "ContextKeyType": "string",
    }
    assert decisions("sagemaker:CreateModel", ContextEntries=[tag]) == ["allowed"]
    with refused("NoSuchEntity"):
        aws.iam.simulate_principal_policy(
            PolicySourceArn=f"arn:aws:iam::{double.account}:role/none", ActionNames=["a:b"]
        )


ROLE = [
    allow(["s3:ListBucket", "s3:GetObject"]),
    allow("s3:PutObject"),
    allow("logs:*"),
    allow("ecr:*"),
]


def role_without(double: AwsDouble, number: int) -> str:
    kept = [one for position, one in enumerate(ROLE) if position != number]
    return double.new_role("poor", policy=policy(*kept))


def test_a_role_that_may_not_read(aws: Clients, double: AwsDouble, put: Any) -> None:
    put({"data/a.txt": "A", "a-model/model.tar.gz": b""})
    role = role_without(double, 0)
    with refused("ValidationException", '"s3:ListBucket" permissions'):
        aws.sagemaker.create_processing_job(
            **processing(double, inputs={"data": "data"}, RoleArn=role)
        )
    with refused("ValidationException", "Could not access model data"):
        aws.sagemaker.create_model(**model(double, ExecutionRoleArn=role))


def test_a_role_that_may_not_write(aws: Clients, double: AwsDouble, ended: Any) -> None:
    role = role_without(double, 1)
    program = ("write", "model/model.bin=m")
    aws.sagemaker.create_training_job(**training(double, *program, RoleArn=role))
    job = ended("a-job")
    assert job["TrainingJobStatus"] == "Failed"
    assert '"s3:PutObject" permissions' in job["FailureReason"]


def test_a_role_that_may_not_log(aws: Clients, double: AwsDouble, ended: Any) -> None:
    role = role_without(double, 2)
    aws.sagemaker.create_training_job(**training(double, "speak", "hello", RoleArn=role))
    assert ended("a-job")["TrainingJobStatus"] == "Completed"
    assert not aws.logs.describe_log_groups()["logGroups"]


def test_a_role_that_may_not_pull(aws: Clients, double: AwsDouble) -> None:
    role = role_without(double, 3)
    with refused("ValidationException", "proper pull permissions"):
        aws.sagemaker.create_training_job(**training(double, "speak", RoleArn=role))


def test_the_first_operator_may_do_all(aws: Clients, double: AwsDouble, put_model: Any) -> None:
    double.allow(ALL)
    put_model()
    aws.sagemaker.create_endpoint_config(**{**config(), "EndpointConfigName": "more"})
