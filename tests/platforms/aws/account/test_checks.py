from collections.abc import Callable
from typing import Any

import pytest

from backend.platforms.aws.account import permissions
from backend.platforms.aws.account.bucket import BUCKET, bucket_region
from backend.platforms.aws.account.checks import SIGN_IN, check_account
from backend.platforms.aws.account.permissions import Permission, Place, place_of
from backend.platforms.aws.account.quotas import JOB_QUOTAS, SERVERLESS, quota_check, quota_link
from backend.platforms.aws.account.role import ROLE, trusts_sagemaker
from backend.platforms.aws.account.simulation import (
    ITS,
    YOURS,
    check_permission,
    permission_check,
)
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.capabilities import Check, Readiness
from tests.aws_double import AwsDouble, Fault, Kind

Checks = Callable[..., list[Check]]

SPOT = JOB_QUOTAS["spot training job"]


@pytest.fixture
def checks(clients: Clients) -> Checks:
    """What is found of an account, or of one group in it."""

    def ask(settings: AwsSettings, group: str | None = None) -> list[Check]:
        found = list(check_account(clients, settings))
        return [check for check in found if group in (None, check.group)]

    return ask


@pytest.fixture
def tended(double: AwsDouble, settings: AwsSettings, clients: Clients) -> AwsSettings:
    """Settings of an account as the template makes it, whose caller has the operator policy."""
    clients.s3.put_bucket_encryption(
        Bucket=settings.bucket,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    )
    close(clients, settings.bucket)
    place = place_of(settings)
    role = double.new_role("tended-job", policy=permissions.job_role_policy(place))
    settings = AwsSettings(**{**vars(settings), "role_arn": role})
    double.allow(permissions.operator_policy(place_of(settings)))
    return settings


def close(clients: Clients, bucket: str, **but: bool) -> None:
    blocks = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    clients.s3.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration=dict.fromkeys(blocks, True) | but,
    )


def not_ready(found: list[Check]) -> list[Check]:
    return [check for check in found if check.readiness is not Readiness.READY]


def test_with_the_template_and_its_policies_all_is_ready(
    tended: AwsSettings, checks: Checks
) -> None:
    found = checks(tended)
    assert not_ready(found) == []
    groups = list(dict.fromkeys(check.group for check in found))
    assert groups == [SIGN_IN, BUCKET, ROLE, YOURS, ITS, *JOB_QUOTAS.values(), SERVERLESS]
    purposes = [check.title for check in found if check.group == YOURS]
    assert purposes == [permission.purpose for permission in permissions.OPERATOR]
    assert len([check for check in found if check.group == SPOT]) == 11


def test_nothing_is_changed(double: AwsDouble, tended: AwsSettings, checks: Checks) -> None:
    before = len(double.requests)
    checks(tended)
    asked = {request.operation for request in double.requests[before:]}
    assert len(asked) >= 8
    reading = ("Get", "List", "Describe", "Simulate", "Head")
    assert {operation for operation in asked if not operation.startswith(reading)} == set()


def test_without_a_sign_in_nothing_is_ready_and_nothing_else_asked(
    double: AwsDouble, settings: AwsSettings, checks: Checks
) -> None:
    double.fail(Fault(kind=Kind.EXPIRED, count=None))
    before = len(double.requests)
    found = checks(settings)
    assert found[0].group == SIGN_IN
    assert found[0].readiness is Readiness.MISSING
    assert "expired" in found[0].detail
    assert {check.readiness for check in found[1:]} == {Readiness.UNKNOWN}
    assert {request.service for request in double.requests[before:]} == {"sts"}


def test_another_account_than_the_role_is_told(settings: AwsSettings, checks: Checks) -> None:
    other = AwsSettings(
        **{**vars(settings), "role_arn": "arn:aws:iam::111122223333:role/moderation-studio-job"}
    )
    who = checks(other, SIGN_IN)[0]
    assert who.readiness is Readiness.MISSING
    assert "111122223333" in who.detail


def test_a_bucket_that_is_not_there(settings: AwsSettings, checks: Checks) -> None:
    found = checks(AwsSettings(**{**vars(settings), "bucket": "no-such-bucket-anywhere"}))
    [bucket] = [check for check in found if check.group == BUCKET]
    assert bucket.readiness is Readiness.MISSING
    assert "docs/aws.md" in bucket.remedy
    assert any(check.group == SERVERLESS for check in found)


def test_a_bucket_elsewhere(settings: AwsSettings, checks: Checks) -> None:
    found = checks(AwsSettings(**{**vars(settings), "region": "eu-west-1"}), BUCKET)
    assert found[0].readiness is Readiness.MISSING
    assert "us-east-1" in found[0].detail


def test_a_bucket_that_is_open_or_plain(
    tended: AwsSettings, double: AwsDouble, clients: Clients, checks: Checks
) -> None:
    double.allow(ALL)
    close(clients, tended.bucket, BlockPublicPolicy=False)
    clients.s3.delete_bucket_encryption(Bucket=tended.bucket)
    found = {check.title: check for check in checks(tended, BUCKET)}
    assert found["Closed to the public"].readiness is Readiness.MISSING
    assert "BlockPublicPolicy off" in found["Closed to the public"].detail
    assert found["Encryption"].readiness is Readiness.MISSING


def test_a_key_of_ones_own_is_not_taken_for_ready(
    tended: AwsSettings, double: AwsDouble, clients: Clients, checks: Checks
) -> None:
    double.allow(ALL)
    key = "arn:aws:kms:us-east-1:123456789012:key/abc"
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    clients.s3.put_bucket_encryption(
        Bucket=tended.bucket,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": default}]
        },
    )
    found = {check.title: check for check in checks(tended, BUCKET)}
    assert found["Encryption"].readiness is Readiness.UNKNOWN
    assert "kms:Decrypt" in found["Encryption"].remedy


ALL = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}


def test_a_role_that_is_not_there(tended: AwsSettings, checks: Checks) -> None:
    absent = tended.role_arn.replace("tended-job", "nobody")
    found = checks(AwsSettings(**{**vars(tended), "role_arn": absent}))
    [role] = [check for check in found if check.group == ROLE]
    assert role.readiness is Readiness.MISSING
    its = [check for check in found if check.group == ITS]
    assert its
    assert all(check.readiness is Readiness.UNKNOWN for check in its)


def test_a_role_that_sagemaker_may_not_take(
    double: AwsDouble, settings: AwsSettings, checks: Checks
) -> None:
    role = double.new_role("of-lambda", service="lambda.amazonaws.com")
    found = checks(AwsSettings(**{**vars(settings), "role_arn": role}), ROLE)
    assert [check.readiness for check in found] == [Readiness.READY, Readiness.MISSING]
    assert "sagemaker.amazonaws.com" in found[1].detail


def without(policy: dict[str, Any], action: str) -> dict[str, Any]:
    statements = [
        {**one, "Action": [name for name in one["Action"] if name != action]}
        for one in policy["Statement"]
    ]
    return {**policy, "Statement": [one for one in statements if one["Action"]]}


def test_each_permission_that_is_missing_is_named(
    double: AwsDouble, tended: AwsSettings, clients: Clients
) -> None:
    place = place_of(tended)
    whole = permissions.operator_policy(place)
    arn = clients.sts.get_caller_identity()["Arn"]
    for permission in permissions.OPERATOR:
        for action in permission.actions:
            double.allow(without(whole, action))
            if action == "iam:SimulatePrincipalPolicy":
                continue  # who may not ask is told so
            found = check_permission(clients, YOURS, permission, arn, place)
            assert found.readiness is Readiness.MISSING
            assert found.detail == f"Not allowed: {action}."
            assert "docs/aws.md" in found.remedy


def test_what_the_job_role_lacks_is_named(
    double: AwsDouble, tended: AwsSettings, checks: Checks
) -> None:
    place = place_of(tended)
    policy = without(permissions.job_role_policy(place), "s3:PutObject")
    role = double.new_role("poor-job", policy=policy)
    found = not_ready(checks(AwsSettings(**{**vars(tended), "role_arn": role}), ITS))
    assert [check.detail for check in found] == ["Not allowed: s3:PutObject."]


def test_who_may_not_ask_iam_is_told_that_it_could_not_be_checked(
    double: AwsDouble, tended: AwsSettings, checks: Checks
) -> None:
    policy = permissions.operator_policy(place_of(tended))
    double.allow(without(policy, "iam:SimulatePrincipalPolicy"))
    found = [check for check in checks(tended) if check.group in (YOURS, ITS)]
    assert {check.readiness for check in found} == {Readiness.UNKNOWN}
    assert all("iam:SimulatePrincipalPolicy" in check.detail for check in found)
    assert all("try" in check.remedy for check in found)


def test_a_role_that_was_taken_is_asked_about_as_that_role(
    double: AwsDouble, tended: AwsSettings, monkeypatch: pytest.MonkeyPatch, checks: Checks
) -> None:
    double.allow(ALL)
    policy = without(permissions.operator_policy(place_of(tended)), "pricing:GetProducts")
    role = double.new_role("desk", policy=policy)
    taken = Clients(tended).sts.assume_role(RoleArn=role, RoleSessionName="jo")["Credentials"]
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", taken["AccessKeyId"])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", taken["SecretAccessKey"])
    monkeypatch.setenv("AWS_SESSION_TOKEN", taken["SessionToken"])
    found = list(check_account(Clients(tended), tended))
    assert found[0].detail.startswith("assumed-role/desk/jo ")
    assert [c.detail for c in not_ready(found)] == ["Not allowed: pricing:GetProducts."]
    simulated = {
        request.parameters["PolicySourceArn"]
        for request in double.requests
        if request.operation == "SimulatePrincipalPolicy"
    }
    assert role in simulated


def test_a_quota_of_0_says_how_to_ask_for_more(
    double: AwsDouble, tended: AwsSettings, checks: Checks
) -> None:
    double.quotas["ml.m5.large for spot training job usage"] = 0.0
    [found] = not_ready(checks(tended))
    assert (found.group, found.title) == (SPOT, "ml.m5.large")
    assert found.readiness is Readiness.MISSING
    assert "https://us-east-1.console.aws.amazon.com/servicequotas/" in found.remedy
    assert "/L-" in found.remedy


def test_a_quota_that_was_never_changed_is_awss_own(
    double: AwsDouble, tended: AwsSettings, checks: Checks
) -> None:
    for name in [name for name in double.quotas if "serverless" in name]:
        del double.quotas[name]
    found = [check for check in checks(tended) if check.group == SERVERLESS]
    assert [check.detail for check in found] == [
        "Up to 200 at the same time.",
        "Up to 50 at the same time.",
    ]


def test_a_quota_that_is_told_nowhere_is_unknown(settings: AwsSettings) -> None:
    found = quota_check(SERVERLESS, "Endpoints", None, place_of(settings))
    assert found.readiness is Readiness.UNKNOWN
    assert "https://" in found.remedy


def test_quotas_that_may_not_be_read_are_unknown(
    double: AwsDouble, tended: AwsSettings, checks: Checks
) -> None:
    double.fail(Fault(kind=Kind.DENIED, operation="ListServiceQuotas", count=None))
    found = [check for check in checks(tended) if check.group not in (YOURS, ITS)]
    [unread] = not_ready(found)
    assert unread.readiness is Readiness.UNKNOWN
    assert "servicequotas:ListServiceQuotas" in unread.detail


def test_one_that_fails_hides_no_other(
    double: AwsDouble, tended: AwsSettings, checks: Checks
) -> None:
    for operation in ("GetBucketLocation", "GetRole", "ListEndpoints"):
        double.fail(Fault(kind=Kind.DENIED, operation=operation, count=None))
    found = checks(tended)
    groups = {check.group for check in found}
    assert groups == {SIGN_IN, BUCKET, ROLE, YOURS, ITS, *JOB_QUOTAS.values(), SERVERLESS}
    for group in (BUCKET, ROLE):
        readiness = {check.readiness for check in found if check.group == group}
        assert readiness == {Readiness.UNKNOWN}


WANTED = Permission(name="Two", purpose="Do two things", actions=("a:One", "a:Two"))


def result(action: str, decision: str, **more: Any) -> dict[str, Any]:
    return {"EvalActionName": action, "EvalDecision": decision, **more}


def checked(*results: dict[str, Any]) -> Check:
    return permission_check("group", WANTED, results)


def test_only_what_all_evaluations_allow_is_ready() -> None:
    assert checked(result("a:One", "allowed"), result("a:Two", "allowed")).readiness == "ready"
    assert checked(result("a:One", "allowed")).readiness == "missing"
    denied = checked(result("a:One", "allowed"), result("a:Two", "implicitDeny"))
    assert (denied.readiness, denied.detail) == ("missing", "Not allowed: a:Two.")
    one_of_two = [{"EvalResourceDecision": "allowed"}, {"EvalResourceDecision": "implicitDeny"}]
    some = result("a:Two", "allowed", ResourceSpecificResults=one_of_two)
    assert checked(result("a:One", "allowed"), some).readiness == "missing"


@pytest.mark.parametrize("decision", ["allowed", "implicitDeny"])
def test_what_depends_on_what_nobody_knows_is_unknown(decision: str) -> None:
    depends = result("a:Two", decision, MissingContextValues=["aws:SourceIp"])
    found = checked(result("a:One", "allowed"), depends)
    assert found.readiness == "unknown"
    assert "aws:SourceIp" in found.detail


def test_who_forbids_is_told() -> None:
    by = {"OrganizationsDecisionDetail": {"AllowedByOrganizations": False}}
    found = checked(result("a:One", "allowed"), result("a:Two", "implicitDeny", **by))
    assert "organisation" in found.remedy
    boundary = {"PermissionsBoundaryDecisionDetail": {"AllowedByPermissionsBoundary": False}}
    found = checked(result("a:One", "allowed"), result("a:Two", "implicitDeny", **boundary))
    assert "boundary" in found.remedy
    found = checked(result("a:One", "allowed"), result("a:Two", "explicitDeny"))
    assert "expressly" in found.remedy


def trust(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


SAGEMAKER = {
    "Effect": "Allow",
    "Principal": {"Service": ["lambda.amazonaws.com", "sagemaker.amazonaws.com"]},
    "Action": ["sts:AssumeRole"],
}
LAMBDA = {**SAGEMAKER, "Principal": {"Service": "lambda.amazonaws.com"}}
DEPENDING = {**SAGEMAKER, "Condition": {"StringEquals": {"aws:SourceAccount": "1"}}}


@pytest.mark.parametrize(
    ("document", "trusted"),
    [
        (permissions.trust_policy(), True),
        ({"Statement": SAGEMAKER}, True),
        (trust(LAMBDA, SAGEMAKER), True),
        (trust(LAMBDA), False),
        (trust(), False),
        (trust({**SAGEMAKER, "Action": "sts:TagSession"}), False),
        (trust({"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}), False),
        (trust(DEPENDING), None),
        (trust(DEPENDING, SAGEMAKER), True),
        (trust(SAGEMAKER, DEPENDING), True),
        (trust(SAGEMAKER, {**SAGEMAKER, "Effect": "Deny"}), False),
    ],
)
def test_who_trusts_sagemaker(document: dict[str, Any], trusted: bool | None) -> None:
    assert trusts_sagemaker(document) is trusted


def test_regions_of_buckets() -> None:
    found = [bucket_region(location) for location in (None, "", "EU", "eu-west-3")]
    assert found == ["us-east-1", "us-east-1", "eu-west-1", "eu-west-3"]


def test_links_lead_to_the_console_of_the_partition() -> None:
    place = Place(
        partition="aws-cn", region="cn-north-1", account="1", bucket="b", prefix="p", role="r"
    )
    assert quota_link(place, "L-1").startswith("https://cn-north-1.console.amazonaws.cn/service")
