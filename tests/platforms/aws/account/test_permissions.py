import json
import re
from pathlib import Path
from typing import Any

import pytest

from backend.platforms.aws.account import permissions
from backend.platforms.aws.account.permissions import JOB_ROLE, OPERATOR, Permission, Place
from backend.platforms.aws.settings import AwsSettings
from tests.aws_double.policies import Decision, decide
from tests.platforms.aws import policy

ROOM = Path(permissions.__file__).parents[1]
IMPLIED = {"iam:PassRole", "sagemaker:AddTags"}  # by what is created, with a role and tags
PLACE = Place(
    partition="aws",
    region="eu-west-1",
    account="123456789012",
    bucket="the-bucket",
    prefix="moderation-studio",
    role="arn:aws:iam::123456789012:role/moderation-studio-job",
)
MINE = {"aws:ResourceTag/moderation-studio": "moderation-studio"}
SAGEMAKER = "arn:aws:sagemaker:eu-west-1:123456789012"


def _actions(permissions: tuple[Permission, ...]) -> set[str]:
    return {action for permission in permissions for action in permission.actions}


def _operator(action: str, resource: str, **context: str) -> Decision:
    return decide([permissions.operator_policy(PLACE)], action, resource, context)


def _job(action: str, resource: str, **context: str) -> Decision:
    return decide([permissions.job_role_policy(PLACE)], action, resource, context)


def test_every_call_of_the_room_has_its_action() -> None:
    # Calls whose name is put together are held against the policy where they are made: the double
    # lets nobody do here what it does not allow.
    assert policy.called(ROOM.rglob("*.py")) - _actions(OPERATOR) == set()


def test_no_action_is_never_called() -> None:
    called = policy.called(ROOM.rglob("*.py")) | policy.composed(ROOM.rglob("*.py"))
    assert _actions(OPERATOR) - called - IMPLIED == set()


def test_each_action_is_allowed_once() -> None:
    for wanted in (OPERATOR, JOB_ROLE):
        names = [action for permission in wanted for action in permission.actions]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("wanted", [OPERATOR, JOB_ROLE])
def test_each_purpose_is_in_words_and_once(wanted: tuple[Permission, ...]) -> None:
    assert len({permission.purpose for permission in wanted}) == len(wanted)
    assert len({permission.name for permission in wanted}) == len(wanted)
    for permission in wanted:
        assert re.fullmatch(r"[A-Za-z0-9]+", permission.name)  # what IAM takes
        assert re.match(r"[A-Z][a-z]+[ ,]", permission.purpose)


@pytest.mark.parametrize(
    "document", [permissions.operator_policy(PLACE), permissions.job_role_policy(PLACE)]
)
def test_documents_are_whole_and_fit(document: dict[str, Any]) -> None:
    text = json.dumps(document, separators=(",", ":"))
    assert len(text) <= 6144  # a managed policy's limit
    assert "<" not in text


def test_the_place_is_that_of_the_settings() -> None:
    settings = AwsSettings(
        region="cn-north-1",
        role_arn="arn:aws-cn:iam::210987654321:role/path/to/jobs",
        bucket="b-b",
        prefix="p",
    )
    place = permissions.place_of(settings)
    assert (place.partition, place.account) == ("aws-cn", "210987654321")
    text = json.dumps(permissions.operator_policy(place))
    assert "arn:aws-cn:sagemaker:cn-north-1:210987654321:endpoint/*" in text
    assert settings.role_arn in text
    assert "arn:aws:" not in text


def test_everything_is_made_with_the_tag_or_not_at_all() -> None:
    for action, noun in (
        ("CreateProcessingJob", "processing-job"),
        ("CreateTrainingJob", "training-job"),
        ("CreateModel", "model"),
        ("CreateEndpointConfig", "endpoint-config"),
        ("CreateEndpoint", "endpoint"),
    ):
        arn = f"{SAGEMAKER}:{noun}/mine"
        tag = {"aws:RequestTag/moderation-studio": "moderation-studio"}
        other = {"aws:RequestTag/moderation-studio": "moderation-studio-2"}
        assert _operator(f"sagemaker:{action}", arn, **tag) is Decision.ALLOWED
        assert _operator(f"sagemaker:{action}", arn, **other) is Decision.IMPLICIT_DENY
        assert _operator(f"sagemaker:{action}", arn) is Decision.IMPLICIT_DENY
        made = {"sagemaker:TaggingAction": action}
        assert _operator("sagemaker:AddTags", arn, **made) is Decision.ALLOWED
    assert _operator("sagemaker:AddTags", f"{SAGEMAKER}:endpoint/any") is Decision.IMPLICIT_DENY


@pytest.mark.parametrize(
    "action",
    [
        "StopProcessingJob",
        "StopTrainingJob",
        "DeleteProcessingJob",
        "DeleteTrainingJob",
        "UpdateEndpoint",
        "InvokeEndpoint",
        "DeleteEndpoint",
        "DeleteEndpointConfig",
        "DeleteModel",
    ],
)
def test_what_is_foreign_is_not_touched(action: str) -> None:
    noun = "endpoint" if "Endpoint" in action else "model"
    noun = "endpoint-config" if action.endswith("Config") else noun
    noun = (
        re.sub(r"\w+?(Processing|Training)Job", r"\1-job", action).lower()
        if "Job" in action
        else noun
    )
    arn = f"{SAGEMAKER}:{noun}/theirs"
    assert _operator(f"sagemaker:{action}", arn, **MINE) is Decision.ALLOWED
    assert _operator(f"sagemaker:{action}", arn) is Decision.IMPLICIT_DENY
    theirs = {"aws:ResourceTag/moderation-studio": "moderation-studio-2"}
    assert _operator(f"sagemaker:{action}", arn, **theirs) is Decision.IMPLICIT_DENY


@pytest.mark.parametrize("who", [_operator, _job])
def test_files_are_reached_below_the_prefix_only(who: Any) -> None:
    ours, next_door = "moderation-studio/jobs/a", "moderation-studio-2/jobs/a"
    for action in ("s3:GetObject", "s3:PutObject"):
        assert who(action, f"arn:aws:s3:::the-bucket/{ours}") is Decision.ALLOWED
        assert who(action, f"arn:aws:s3:::the-bucket/{next_door}") is Decision.IMPLICIT_DENY
        assert who(action, f"arn:aws:s3:::other/{ours}") is Decision.IMPLICIT_DENY
    bucket = "arn:aws:s3:::the-bucket"
    for prefix in ("moderation-studio/", "moderation-studio/jobs/"):
        assert who("s3:ListBucket", bucket, **{"s3:prefix": prefix}) is Decision.ALLOWED
    for prefix in ("", "moderation-studio", "moderation-studio-2/"):
        assert who("s3:ListBucket", bucket, **{"s3:prefix": prefix}) is Decision.IMPLICIT_DENY
    assert who("s3:ListBucket", bucket) is Decision.IMPLICIT_DENY


def test_jobs_delete_nothing() -> None:
    arn = "arn:aws:s3:::the-bucket/moderation-studio/jobs/a"
    assert _operator("s3:DeleteObject", arn) is Decision.ALLOWED
    assert _job("s3:DeleteObject", arn) is Decision.IMPLICIT_DENY


def test_only_the_job_role_is_passed_and_only_to_sagemaker() -> None:
    to = {"iam:PassedToService": "sagemaker.amazonaws.com"}
    assert _operator("iam:PassRole", PLACE.role, **to) is Decision.ALLOWED
    other = PLACE.role.replace("moderation-studio-job", "admin")
    assert _operator("iam:PassRole", other, **to) is Decision.IMPLICIT_DENY
    lambdas = {"iam:PassedToService": "lambda.amazonaws.com"}
    assert _operator("iam:PassRole", PLACE.role, **lambdas) is Decision.IMPLICIT_DENY


def test_logs_are_those_of_sagemaker() -> None:
    logs = "arn:aws:logs:eu-west-1:123456789012:log-group:"
    ours = f"{logs}/aws/sagemaker/TrainingJobs:log-stream:a/algo-1"
    assert _operator("logs:DeleteLogStream", ours) is Decision.ALLOWED
    assert _operator("logs:DeleteLogStream", f"{logs}/aws/lambda/x:log-stream:a") is (
        Decision.IMPLICIT_DENY
    )
    assert _job("logs:PutLogEvents", ours) is Decision.ALLOWED
    assert _job("logs:PutLogEvents", f"{logs}/aws/lambda/x:log-stream:a") is Decision.IMPLICIT_DENY


def test_jobs_pull_only_the_images_they_run_in() -> None:
    ecr = "arn:aws:ecr:eu-west-1:141502667606:repository/"
    assert _job("ecr:BatchGetImage", f"{ecr}sagemaker-scikit-learn") is Decision.ALLOWED
    assert _job("ecr:BatchGetImage", f"{ecr}blazingtext") is Decision.ALLOWED
    assert _job("ecr:BatchGetImage", f"{ecr}anything") is Decision.IMPLICIT_DENY
