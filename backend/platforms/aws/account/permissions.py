"""What the studio may do in an account, and what its jobs may do there: IAM policies from data.

Two sets, each as small as works. OPERATOR is for the person at the desk, JOB_ROLE for the role
that jobs and endpoints take. Nothing is made without the studio's tag, and nothing is stopped,
changed, deleted or asked that does not carry it. Describing goes without the tag: of what is not
there AWS would else say "forbidden" in the place of "not there".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.platforms.aws.settings import TAG, AwsSettings

SERVICE = "sagemaker.amazonaws.com"

_SAGEMAKER = "arn:<partition>:sagemaker:<region>:<account>:"
_PROCESSING_JOBS = f"{_SAGEMAKER}processing-job/*"
_TRAINING_JOBS = f"{_SAGEMAKER}training-job/*"
_MODELS = f"{_SAGEMAKER}model/*"
_CONFIGS = f"{_SAGEMAKER}endpoint-config/*"
_ENDPOINTS = f"{_SAGEMAKER}endpoint/*"
_ALL_MADE = (_PROCESSING_JOBS, _TRAINING_JOBS, _MODELS, _CONFIGS, _ENDPOINTS)
_BUCKET = "arn:<partition>:s3:::<bucket>"
_FILES = f"{_BUCKET}/<prefix>/*"
_LOGS = "arn:<partition>:logs:<region>:<account>:log-group:/aws/sagemaker/*"
_ALL_LOGS = "arn:<partition>:logs:<region>:<account>:log-group:*"
_IMAGES = "arn:<partition>:ecr:<region>:*:repository/"
_PEOPLE = "arn:<partition>:iam::<account>:"
_EVERYTHING = "*"

_CREATES = (
    "sagemaker:CreateProcessingJob",
    "sagemaker:CreateTrainingJob",
    "sagemaker:CreateModel",
    "sagemaker:CreateEndpointConfig",
    "sagemaker:CreateEndpoint",
)
_TAGGED = {"StringEquals": {f"aws:ResourceTag/{TAG}": ("<prefix>",)}}
_BELOW = {"StringLike": {"s3:prefix": ("<prefix>/*",)}}

Conditions = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, kw_only=True)
class Permission:
    """Actions for one purpose, and what they are limited to.

    name: of the statement. purpose: for a person. resources: patterns of ARNs, in which words in
    angle brackets stand for what `Place` knows. conditions: the values that each key may have, by
    the operator that compares them.
    """

    name: str
    purpose: str
    actions: tuple[str, ...]
    resources: tuple[str, ...] = (_EVERYTHING,)
    conditions: Conditions = field(default_factory=dict)


_LIST_FILES = Permission(
    name="ListFiles",
    purpose="List the studio's files in the bucket",
    actions=("s3:ListBucket",),
    resources=(_BUCKET,),
    conditions=_BELOW,
)

OPERATOR: tuple[Permission, ...] = (
    Permission(
        name="Make",
        purpose="Start jobs and make endpoints, all with the studio's tag",
        actions=_CREATES,
        resources=_ALL_MADE,
        conditions={"StringEquals": {f"aws:RequestTag/{TAG}": ("<prefix>",)}},
    ),
    Permission(
        name="TagWhatIsMade",
        purpose="Put the tag on what is being made",
        actions=("sagemaker:AddTags",),
        resources=_ALL_MADE,
        conditions={
            "StringEquals": {
                "sagemaker:TaggingAction": tuple(name.partition(":")[2] for name in _CREATES)
            }
        },
    ),
    Permission(
        name="PassJobRole",
        purpose="Give the job role to SageMaker's jobs and endpoints",
        actions=("iam:PassRole",),
        resources=("<role>",),
        conditions={"StringEquals": {"iam:PassedToService": (SERVICE,)}},
    ),
    Permission(
        name="UseAndDelete",
        purpose="Stop, change, use and delete what carries the studio's tag",
        actions=(
            "sagemaker:StopProcessingJob",
            "sagemaker:StopTrainingJob",
            "sagemaker:DeleteProcessingJob",
            "sagemaker:DeleteTrainingJob",
            "sagemaker:UpdateEndpoint",
            "sagemaker:InvokeEndpoint",
            "sagemaker:DeleteEndpoint",
            "sagemaker:DeleteEndpointConfig",
            "sagemaker:DeleteModel",
        ),
        resources=_ALL_MADE,
        conditions=_TAGGED,
    ),
    Permission(
        name="Describe",
        purpose="Look at a job, a model or an endpoint",
        actions=(
            "sagemaker:DescribeProcessingJob",
            "sagemaker:DescribeTrainingJob",
            "sagemaker:DescribeModel",
            "sagemaker:DescribeEndpointConfig",
            "sagemaker:DescribeEndpoint",
        ),
        resources=_ALL_MADE,
    ),
    Permission(
        name="List",
        purpose="List jobs and endpoints, and find what carries the tag",
        actions=(
            "sagemaker:ListProcessingJobs",
            "sagemaker:ListTrainingJobs",
            "sagemaker:ListEndpoints",
            "tag:GetResources",
        ),
    ),
    _LIST_FILES,
    Permission(
        name="Files",
        purpose="Read, write and delete the studio's files, below its folder in the bucket",
        actions=(
            "s3:GetObject",
            "s3:PutObject",
            "s3:DeleteObject",
            "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts",
        ),
        resources=(_FILES,),
    ),
    Permission(
        name="Bucket",
        purpose="See how the bucket is set up, and uploads to it that were cut off",
        actions=(
            "s3:GetBucketLocation",
            "s3:GetEncryptionConfiguration",
            "s3:GetBucketPublicAccessBlock",
            "s3:ListBucketMultipartUploads",
        ),
        resources=(_BUCKET,),
    ),
    Permission(
        name="Logs",
        purpose="Read and delete the logs of jobs and endpoints",
        actions=(
            "logs:DescribeLogStreams",
            "logs:GetLogEvents",
            "logs:DeleteLogStream",
            "logs:DeleteLogGroup",
        ),
        resources=(_LOGS,),
    ),
    Permission(
        name="LogSizes",
        purpose="See how much there is of logs",
        actions=("logs:DescribeLogGroups",),
        resources=(_ALL_LOGS,),
    ),
    Permission(
        name="Measurements",
        purpose="Read what CloudWatch measured of endpoints",
        actions=("cloudwatch:GetMetricData",),
    ),
    Permission(
        name="CheckAccount",
        purpose="Check what the person at the desk and the job role may do",
        actions=("iam:GetRole", "iam:SimulatePrincipalPolicy"),
        resources=(
            f"{_PEOPLE}role/*",
            f"{_PEOPLE}user/${{aws:username}}",
            f"{_PEOPLE}user/*/${{aws:username}}",
        ),
    ),
    Permission(
        name="QuotasAndPrices",
        purpose="Read the account's quotas and AWS's prices",
        actions=(
            "servicequotas:ListServiceQuotas",
            "servicequotas:ListAWSDefaultServiceQuotas",
            "pricing:GetProducts",
        ),
    ),
)
"""What the person at the desk needs."""

JOB_ROLE: tuple[Permission, ...] = (
    _LIST_FILES,
    Permission(
        name="Files",
        purpose="Read inputs and write outputs below the studio's folder in the bucket",
        actions=("s3:GetObject", "s3:PutObject"),
        resources=(_FILES,),
    ),
    Permission(
        name="Logs",
        purpose="Write the logs of jobs and endpoints",
        actions=(
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
        ),
        resources=(_LOGS,),
    ),
    Permission(
        name="Measurements",
        purpose="Write what is measured of jobs and endpoints",
        actions=("cloudwatch:PutMetricData",),
        conditions={"StringLike": {"cloudwatch:namespace": ("/aws/sagemaker/*",)}},
    ),
    Permission(
        name="ImageAccess",
        purpose="Sign in to where AWS keeps its images",
        actions=("ecr:GetAuthorizationToken",),
    ),
    Permission(
        name="Images",
        purpose="Fetch the images of AWS that jobs and endpoints run in",
        actions=(
            "ecr:BatchCheckLayerAvailability",
            "ecr:GetDownloadUrlForLayer",
            "ecr:BatchGetImage",
        ),
        resources=(f"{_IMAGES}sagemaker-scikit-learn", f"{_IMAGES}blazingtext"),
    ),
)
"""What the role of jobs and endpoints needs."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the studio works: what the words in angle brackets stand for."""

    partition: str
    region: str
    account: str
    bucket: str
    prefix: str
    role: str

    def filled(self, pattern: str) -> str:
        """The pattern with this place in it."""
        for word in ("partition", "region", "account", "bucket", "prefix", "role"):
            pattern = pattern.replace(f"<{word}>", getattr(self, word))
        return pattern


def place_of(settings: AwsSettings) -> Place:
    """The place that settings name: partition and account are those of the role."""
    _, partition, _, _, account, _ = settings.role_arn.split(":", 5)
    return Place(
        partition=partition,
        region=settings.region,
        account=account,
        bucket=settings.bucket,
        prefix=settings.prefix,
        role=settings.role_arn,
    )


def resources(permission: Permission, place: Place) -> list[str]:
    """The ARNs that a permission is limited to, at a place."""
    return [place.filled(pattern) for pattern in permission.resources]


def conditions(permission: Permission, place: Place) -> dict[str, dict[str, list[str]]]:
    """The conditions of a permission, at a place."""
    return {
        operator: {
            key: [place.filled(value) for value in values] for key, values in compared.items()
        }
        for operator, compared in permission.conditions.items()
    }


def operator_policy(place: Place) -> dict[str, Any]:
    """The policy document for the person at the desk."""
    return _policy(OPERATOR, place)


def job_role_policy(place: Place) -> dict[str, Any]:
    """The policy document for the role of jobs and endpoints."""
    return _policy(JOB_ROLE, place)


def trust_policy() -> dict[str, Any]:
    """Who may take the job role: SageMaker. A role can be passed in its own account only."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "sts:AssumeRole"}
        ],
    }


def _policy(permissions: tuple[Permission, ...], place: Place) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [_statement(permission, place) for permission in permissions],
    }


def _statement(permission: Permission, place: Place) -> dict[str, Any]:
    limits = conditions(permission, place)
    return {
        "Sid": permission.name,
        "Effect": "Allow",
        "Action": list(permission.actions),
        "Resource": resources(permission, place),
        **({"Condition": limits} if limits else {}),
    }
