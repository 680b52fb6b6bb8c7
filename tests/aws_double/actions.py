"""What a call needs: IAM actions on resources, with the values of condition keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.aws_double.wire import Call

_PREFIXES = {  # of actions, where a service's own name is another
    "sagemaker-runtime": "sagemaker",
    "resourcegroupstaggingapi": "tag",
    "service-quotas": "servicequotas",
}
_FREE = {("sts", "GetCallerIdentity")}

_OBJECT = {
    "GetObject": "s3:GetObject",
    "HeadObject": "s3:GetObject",
    "GetObjectAttributes": "s3:GetObject",
    "PutObject": "s3:PutObject",
    "CopyObject": "s3:PutObject",
    "CreateMultipartUpload": "s3:PutObject",
    "UploadPart": "s3:PutObject",
    "UploadPartCopy": "s3:PutObject",
    "CompleteMultipartUpload": "s3:PutObject",
    "AbortMultipartUpload": "s3:AbortMultipartUpload",
    "ListParts": "s3:ListMultipartUploadParts",
    "DeleteObject": "s3:DeleteObject",
}
_BUCKET = {
    "ListObjects": "s3:ListBucket",
    "ListObjectsV2": "s3:ListBucket",
    "HeadBucket": "s3:ListBucket",
    "ListMultipartUploads": "s3:ListBucketMultipartUploads",
    "GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "ListBuckets": "s3:ListAllMyBuckets",
}
_NOUNS = ("ProcessingJob", "TrainingJob", "EndpointConfig", "Endpoint", "Model")  # longest first


@dataclass(frozen=True)
class Need:
    """One action on one resource."""

    action: str
    resource: str = "*"
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where the caller is: what ARNs are made of, and the tags of a resource by its ARN."""

    region: str
    account: str
    tags: Callable[[str], Mapping[str, str]]

    def arn(self, service: str, resource: str) -> str:
        """Of a resource in this place."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"


def action_of(service: str, operation: str) -> str | None:
    """The action that an operation asks for, by itself; None where it needs none."""
    if (service, operation) in _FREE:
        return None
    if service == "s3":
        named = {**_OBJECT, **_BUCKET, "DeleteObjects": "s3:DeleteObject"}
        return named.get(operation, f"s3:{operation}")
    return f"{_PREFIXES.get(service, service)}:{operation}"


def needs(call: Call, place: Place, keys: Callable[[], list[str]]) -> tuple[Need, ...]:
    """All that the caller must be allowed. keys: those that a DeleteObjects names."""
    action = action_of(call.service, call.operation)
    if action is None:
        return ()
    match call.service:
        case "s3":
            return _s3(call, action, keys)
        case "sagemaker" | "sagemaker-runtime":
            return _sagemaker(call, action, place)
        case "logs":
            return (Need(action, _log(call.parameters, place)),)
        case "iam":
            return (Need(action, _principal(call.parameters, place)),)
    return (Need(action),)


def _s3(call: Call, action: str, keys: Callable[[], list[str]]) -> tuple[Need, ...]:
    given = call.parameters
    bucket = f"arn:aws:s3:::{given.get('Bucket', '*')}"
    if call.operation == "DeleteObjects":
        return tuple(Need(action, f"{bucket}/{key}") for key in keys())
    if call.operation in _OBJECT:
        return (Need(action, f"{bucket}/{given['Key']}"),)
    listing = call.operation in ("ListObjects", "ListObjectsV2")
    context = {"s3:prefix": given.get("Prefix", "")} if listing else {}
    return (Need(action, "*" if "Bucket" not in given else bucket, context),)


def _sagemaker(call: Call, action: str, place: Place) -> tuple[Need, ...]:
    given, operation = call.parameters, call.operation
    if operation.startswith("List") and operation != "ListTags":
        return (Need(action),)
    if arn := given.get("ResourceArn"):
        requested = {tag["Key"]: tag["Value"] for tag in given.get("Tags", ())}
        return (Need(action, arn, {**_resource_tags(place, arn), **_request_tags(requested)}),)
    arns = [
        place.arn("sagemaker", f"{_kind(noun)}/{given[member].lower()}")
        for noun in _NOUNS
        if isinstance(given.get(member := f"{noun}Name"), str) and _concerns(operation, noun)
    ]
    requested = {tag["Key"]: tag["Value"] for tag in given.get("Tags") or ()}
    tagging = _request_tags(requested)
    found = [Need(action, arn, {**_resource_tags(place, arn), **tagging}) for arn in arns]
    if requested:
        context = {**tagging, "sagemaker:TaggingAction": operation}
        found.append(Need("sagemaker:AddTags", _own(arns, operation), context))
    role = given.get("RoleArn") or given.get("ExecutionRoleArn")
    if role and operation.startswith("Create"):
        passed = {"iam:PassedToService": "sagemaker.amazonaws.com"}
        found.append(Need("iam:PassRole", role, passed))
    return tuple(found)


def _concerns(operation: str, noun: str) -> bool:
    """Creating or updating an endpoint is asked of its configuration too; a configuration is not
    asked of its model."""
    return operation.endswith(noun) or operation in ("CreateEndpoint", "UpdateEndpoint")


def _own(arns: list[str], operation: str) -> str:
    """The ARN of what is made, among those of what it is made from."""
    kind = next(_kind(noun) for noun in _NOUNS if operation.endswith(noun))
    return next(arn for arn in arns if arn.split(":")[5].startswith(f"{kind}/"))


def _kind(noun: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in noun).lstrip("-")


def _resource_tags(place: Place, arn: str) -> dict[str, str]:
    return {f"aws:ResourceTag/{key}": value for key, value in place.tags(arn).items()}


def _request_tags(tags: Mapping[str, str]) -> dict[str, str]:
    return {f"aws:RequestTag/{key}": value for key, value in tags.items()}


def _log(given: Mapping[str, Any], place: Place) -> str:
    group = given.get("logGroupName", "")
    if stream := given.get("logStreamName"):
        return place.arn("logs", f"log-group:{group}:log-stream:{stream}")
    return place.arn("logs", f"log-group:{group}:*" if group else "log-group::log-stream:")


def _principal(given: Mapping[str, Any], place: Place) -> str:
    if arn := given.get("PolicySourceArn"):
        return str(arn)
    for kind in ("Role", "User"):
        if name := given.get(f"{kind}Name"):
            return f"arn:aws:iam::{place.account}:{kind.lower()}/{name}"
    return "*"
