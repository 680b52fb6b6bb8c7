"""Whether an account is ready: sign-in, region, bucket, role, permissions and quotas.

Everything here only reads. What cannot be read is told as such, never as ready.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backend.errors import StudioError
from backend.platforms.aws import instances
from backend.platforms.aws.account import permissions
from backend.platforms.aws.account.permissions import Permission, Place
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.errors import code_of, translated
from backend.platforms.aws.settings import TAG, AwsSettings
from backend.platforms.capabilities import Check, Readiness
from backend.platforms.prices import SAGEMAKER

SIGN_IN = "Sign-in"
BUCKET = "Bucket"
ROLE = "Job role"
YOURS = "What you may do"
ITS = "What jobs may do"
SERVERLESS = "Quotas for endpoints"
JOB_QUOTAS: Mapping[str, str] = {
    "processing job": "Quotas for processing and evaluation",
    "training job": "Quotas for training",
    "spot training job": "Quotas for training on spare capacity",
}
"""The group of checks for each use of an instance, in AWS's words for it."""

_ADD = "Ask whoever runs the account to add it: docs/aws.md shows the policy."
_TRY = "Go on and try: a step that is refused says which permission it misses."
_SETTINGS = "Change it in the settings of the platform."
_CONSOLES = {"aws-cn": "console.amazonaws.cn", "aws-us-gov": "console.amazonaws-us-gov.com"}
_NOUNS = {  # of ARNs, by the end of the actions that are about them
    "ProcessingJob": ("processing-job",),
    "TrainingJob": ("training-job",),
    "EndpointConfig": ("endpoint-config",),
    "InvokeEndpoint": ("endpoint",),
    "DescribeEndpoint": ("endpoint",),
    "DeleteEndpoint": ("endpoint",),
    "Endpoint": ("endpoint", "endpoint-config"),
    "Model": ("model",),
}
_EXAMPLE = "moderation-studio-check"


def check_account(clients: Clients, settings: AwsSettings) -> Iterator[Check]:
    """What is ready, one by one as it is found out, in the order in which things are needed.

    A check that fails hides no other; only without a sign-in nothing else is asked.
    """
    groups: list[tuple[str, Callable[[], Iterator[Check]]]]
    try:
        caller = _identity(clients)
    except StudioError as error:
        yield _missing(SIGN_IN, "Who you are", error.what, error.remedy)
        for group in (BUCKET, ROLE, YOURS, ITS, *JOB_QUOTAS.values(), SERVERLESS):
            yield _unknown(group, "All of it", "Not asked: you are not signed in.", error.remedy)
        return
    place = permissions.place_of(settings)
    groups = [
        (SIGN_IN, lambda: _sign_in(clients, caller, place)),
        (BUCKET, lambda: _bucket(clients, caller, place)),
        (ROLE, lambda: _role(clients, place)),
        (YOURS, lambda: _your_permissions(clients, caller, place)),
        (ITS, lambda: _permissions(clients, ITS, permissions.JOB_ROLE, place.role, place)),
        ("Quotas", lambda: _quotas(clients, place)),
    ]
    for group, checks in groups:
        try:
            yield from checks()
        except StudioError as error:
            yield _unknown(group, "All of it", error.what, error.remedy)


# Sign-in


@dataclass(frozen=True)
class Caller:
    """Who asks: its ARN and the number of its account."""

    arn: str
    account: str

    @property
    def name(self) -> str:
        """For a person."""
        return self.arn.split(":", 5)[5]

    @property
    def role(self) -> str:
        """The name of the role it has taken; empty for a user."""
        kind, _, rest = self.name.partition("/")
        return rest.partition("/")[0] if kind == "assumed-role" else ""


def _identity(clients: Clients) -> Caller:
    answer = _ask("checking who you are", lambda: clients.sts.get_caller_identity())
    return Caller(answer["Arn"], answer["Account"])


def _sign_in(clients: Clients, caller: Caller, place: Place) -> Iterator[Check]:
    title = "Who you are"
    if caller.account == place.account:
        yield _ready(SIGN_IN, title, f"{caller.name} in account {caller.account}.")
    else:
        yield _missing(
            SIGN_IN,
            title,
            f"{caller.name} in account {caller.account}; the job role is of account"
            f" {place.account}.",
            "Choose the AWS profile of that account, or a job role of this one, in the settings.",
        )
    title = f"SageMaker in {place.region}"
    try:
        _ask("asking SageMaker", lambda: clients.sagemaker.list_endpoints(MaxResults=1))
    except StudioError as error:
        yield _unknown(SIGN_IN, title, error.what, error.remedy)
    else:
        yield _ready(SIGN_IN, title, "It answers.")


# Bucket


def _bucket(clients: Clients, caller: Caller, place: Place) -> Iterator[Check]:
    s3, bucket = clients.s3, place.bucket
    doing = "checking the bucket"
    answer = _ask(doing, lambda: s3.get_bucket_location(Bucket=bucket), absent=("NoSuchBucket",))
    title = f"Bucket {bucket}"
    if answer is None:
        yield _missing(
            BUCKET, title, "There is none.", "Deploy the template of docs/aws.md, which makes it."
        )
        return
    region = bucket_region(answer.get("LocationConstraint"))
    if region == place.region:
        yield _ready(BUCKET, title, f"It is in {region}.")
    else:
        yield _missing(
            BUCKET,
            title,
            f"It is in {region}, and jobs run in {place.region}.",
            f"Choose a bucket in {place.region}, or the region {region}. {_SETTINGS}",
        )
    owned = _ask(
        doing,
        lambda: s3.get_bucket_location(Bucket=bucket, ExpectedBucketOwner=caller.account),
        absent=("AccessDenied", "403"),
    )
    yield (
        _ready(BUCKET, "Whose it is", "It belongs to your account.")
        if owned is not None
        else _missing(
            BUCKET, "Whose it is", "It belongs to another account.", f"Choose another. {_SETTINGS}"
        )
    )
    yield from _each(
        BUCKET,
        (
            ("Encryption", lambda: _encryption(s3, bucket)),
            ("Closed to the public", lambda: _closed(s3, bucket)),
        ),
    )


def bucket_region(location: str | None) -> str:
    """The region that S3's location of a bucket means."""
    return {None: "us-east-1", "": "us-east-1", "EU": "eu-west-1"}.get(location, str(location))


def _encryption(s3: Any, bucket: str) -> Check:
    title = "Encryption"
    answer = _ask(
        "checking the bucket's encryption",
        lambda: s3.get_bucket_encryption(Bucket=bucket),
        absent=("ServerSideEncryptionConfigurationNotFoundError",),
    )
    rules = answer["ServerSideEncryptionConfiguration"]["Rules"] if answer else []
    default = next((r["ApplyServerSideEncryptionByDefault"] for r in rules if len(r) > 0), None)
    if default is None:
        return _missing(
            BUCKET, title, "It does not encrypt by default.", "Switch it on in the S3 console."
        )
    if key := default.get("KMSMasterKeyID", ""):
        return _unknown(
            BUCKET,
            title,
            f"On, with the key {key.rpartition('/')[2]}. Whether you and the job role may use it"
            " was not checked.",
            "Both need kms:Decrypt and kms:GenerateDataKey for that key.",
        )
    return _ready(BUCKET, title, f"On ({default['SSEAlgorithm']}).")


def _closed(s3: Any, bucket: str) -> Check:
    title = "Closed to the public"
    answer = _ask(
        "checking who may see the bucket",
        lambda: s3.get_public_access_block(Bucket=bucket),
        absent=("NoSuchPublicAccessBlockConfiguration",),
    )
    blocks = answer["PublicAccessBlockConfiguration"] if answer else {}
    off = [name for name in _BLOCKS if not blocks.get(name, False)]
    if not off:
        return _ready(BUCKET, title, "All public access is blocked.")
    return _missing(
        BUCKET,
        title,
        f"Public access is not blocked whole ({', '.join(off)} off).",
        "Switch on Block all public access for the bucket, in the S3 console.",
    )


_BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


# Role


def _role(clients: Clients, place: Place) -> Iterator[Check]:
    name = place.role.rpartition("/")[2]
    title = f"Role {name}"
    answer = _ask(
        "checking the job role",
        lambda: clients.iam.get_role(RoleName=name),
        absent=("NoSuchEntity",),
    )
    if answer is None or answer["Role"]["Arn"] != place.role:
        yield _missing(
            ROLE,
            title,
            f"There is no role {place.role.split(':', 5)[5]} in the account.",
            f"Deploy the template of docs/aws.md, which makes it, or choose another. {_SETTINGS}",
        )
        return
    yield _ready(ROLE, title, "It is there.")
    yield _trust(answer["Role"]["AssumeRolePolicyDocument"])


def _trust(document: Mapping[str, Any] | str) -> Check:
    title = "SageMaker may take it"
    trusted = trusts_sagemaker(json.loads(document) if isinstance(document, str) else document)
    if trusted is None:
        return _unknown(
            ROLE,
            title,
            "SageMaker may, under conditions that cannot be checked from here.",
            "Start a small job: it says if the role could not be taken.",
        )
    if trusted:
        return _ready(ROLE, title, f"It trusts {permissions.SERVICE}.")
    return _missing(
        ROLE,
        title,
        f"It does not trust {permissions.SERVICE}.",
        "Add it to the role's trust policy: docs/aws.md shows it.",
    )


def trusts_sagemaker(document: Mapping[str, Any]) -> bool | None:
    """Whether SageMaker may take a role with that trust policy; None where it depends."""
    found: bool | None = False
    for statement in _listed(document.get("Statement", [])):
        principal = statement.get("Principal", {})
        named = principal.get("Service", []) if isinstance(principal, Mapping) else []
        actions = {str(action).lower() for action in _listed(statement.get("Action", []))}
        if permissions.SERVICE not in _listed(named) or not actions & _TAKES:
            continue
        if statement.get("Effect") == "Deny":
            return None if statement.get("Condition") else False
        found = (found or None) if statement.get("Condition") else True
    return found


_TAKES = {"sts:assumerole", "sts:*", "*"}


# Permissions


def _your_permissions(clients: Clients, caller: Caller, place: Place) -> Iterator[Check]:
    source = _policy_source(clients, caller, place)
    if source is None:
        yield _unknown(
            YOURS,
            "All of it",
            f"AWS cannot say what {caller.name} may do.",
            "Sign in as a user or with a role, as is better for daily work anyway.",
        )
        return
    yield from _permissions(clients, YOURS, permissions.OPERATOR, source, place)


def _policy_source(clients: Clients, caller: Caller, place: Place) -> str | None:
    """The ARN of the user or role whose policies hold for the caller; None where there is none.

    A role's path is not in the ARN of who has taken it, so IAM is asked for it.
    """
    if caller.name.startswith("user/"):
        return caller.arn
    if not caller.role:
        return None
    try:
        answer = _ask("checking your role", lambda: clients.iam.get_role(RoleName=caller.role))
    except StudioError:
        return f"arn:{place.partition}:iam::{caller.account}:role/{caller.role}"
    return str(answer["Role"]["Arn"])


def _permissions(
    clients: Clients, group: str, wanted: Iterable[Permission], source: str, place: Place
) -> Iterator[Check]:
    for permission in wanted:
        try:
            yield check_permission(clients, group, permission, source, place)
        except StudioError as error:
            yield _unknown(
                group,
                permission.purpose,
                f"AWS did not say whether {_names(permission.actions)} is allowed. {error.what}",
                f"{error.remedy} {_TRY}".strip(),
            )


def check_permission(
    clients: Clients, group: str, permission: Permission, source: str, place: Place
) -> Check:
    """Whether the user or role of that ARN has a permission. Raises what `translated` raises."""
    results = [
        result
        for actions, arns in _questions(permission, place)
        for result in _simulated(clients, source, actions, arns, _context(permission, place))
    ]
    return permission_check(group, permission, results)


def permission_check(
    group: str, permission: Permission, results: Iterable[Mapping[str, Any]]
) -> Check:
    """What IAM's evaluations (members of `EvaluationResults`) say of a permission.

    Allowed is only what every evaluation allows, and none that lacked values to decide by.
    """
    results = list(results)
    depends = {
        key
        for result in results
        for part in (result, *result.get("ResourceSpecificResults", ()))
        for key in part.get("MissingContextValues", ())
    }
    denied = [action for action in permission.actions if not _allowed(action, results)]
    if depends:
        return _unknown(
            group,
            permission.purpose,
            f"It depends on {_names(sorted(depends))}, which cannot be tried out from here:"
            f" {_names(permission.actions)}.",
            _TRY,
        )
    if not denied:
        return _ready(group, permission.purpose, f"Allowed: {_names(permission.actions)}.")
    return _missing(group, permission.purpose, f"Not allowed: {_names(denied)}.", _why(results))


def _allowed(action: str, results: Iterable[Mapping[str, Any]]) -> bool:
    about = [result for result in results if result["EvalActionName"].lower() == action.lower()]
    decisions = [result["EvalDecision"] for result in about] + [
        part["EvalResourceDecision"]
        for result in about
        for part in result.get("ResourceSpecificResults", ())
    ]
    return bool(decisions) and all(decision == "allowed" for decision in decisions)


def _why(results: Iterable[Mapping[str, Any]]) -> str:
    """What to do about what is denied."""
    refused = [result for result in results if result["EvalDecision"] != "allowed"]
    if any(
        not r.get("OrganizationsDecisionDetail", _YES)["AllowedByOrganizations"] for r in refused
    ):
        return "A policy of the organisation forbids it: ask whoever runs the organisation."
    if any(
        not r.get("PermissionsBoundaryDecisionDetail", _IN)["AllowedByPermissionsBoundary"]
        for r in refused
    ):
        return f"A permissions boundary leaves it out. {_ADD}"
    if any(result["EvalDecision"] == "explicitDeny" for result in refused):
        return "A policy forbids it expressly: ask whoever runs the account."
    return _ADD


_YES = {"AllowedByOrganizations": True}
_IN = {"AllowedByPermissionsBoundary": True}


def _questions(permission: Permission, place: Place) -> list[tuple[list[str], list[str]]]:
    """The actions of a permission, together with the resources to ask about for them."""
    asked: dict[tuple[str, ...], list[str]] = {}
    for action in permission.actions:
        asked.setdefault(tuple(_examples(action, permission, place)), []).append(action)
    return [(actions, list(arns)) for arns, actions in asked.items()]


def _examples(action: str, permission: Permission, place: Place) -> list[str]:
    """Resources of the kinds that an action is about, as if they were there."""
    if action.startswith("iam:"):
        return [place.role]
    arns = permissions.resources(permission, place)
    if action.startswith("sagemaker:"):
        nouns = next((nouns for end, nouns in _NOUNS.items() if action.endswith(end)), ())
        arns = [arn for arn in arns if any(f":{noun}/" in arn for noun in nouns)] or arns
    return [arn if arn == "*" else arn.replace("*", _EXAMPLE) for arn in arns]


def _context(permission: Permission, place: Place) -> list[dict[str, Any]]:
    """What would be so when the studio asks, as far as policies may look at it."""
    values = {
        key: wanted[0].replace("*", _EXAMPLE)
        for compared in permissions.conditions(permission, place).values()
        for key, wanted in compared.items()
    }
    entries = [(key, value, "string") for key, value in values.items()]
    entries += [
        ("aws:RequestedRegion", place.region, "string"),
        ("aws:SecureTransport", "true", "boolean"),
        ("aws:TagKeys", TAG, "stringList"),
    ]
    return [
        {"ContextKeyName": key, "ContextKeyValues": [value], "ContextKeyType": kind}
        for key, value, kind in entries
    ]


def _simulated(
    clients: Clients,
    source: str,
    actions: list[str],
    arns: list[str],
    context: list[dict[str, Any]],
) -> list[Mapping[str, Any]]:
    with translated("asking IAM what is allowed"):
        pages = clients.iam.get_paginator("simulate_principal_policy").paginate(
            PolicySourceArn=source, ActionNames=actions, ResourceArns=arns, ContextEntries=context
        )
        return [result for page in pages for result in page["EvaluationResults"]]


# Quotas


@dataclass(frozen=True)
class Quota:
    """What the account may have of something; code: AWS's for asking for more."""

    name: str
    code: str
    value: float


def _quotas(clients: Clients, place: Place) -> Iterator[Check]:
    wanted = list(_wanted_quotas())
    found = _listed_quotas(clients, "list_service_quotas")
    if any(one.among(found) is None for one in wanted):  # what was never changed may not be listed
        found = _listed_quotas(clients, "list_aws_default_service_quotas") + found
    for one in wanted:
        yield quota_check(one.group, one.title, one.among(found), place)


@dataclass(frozen=True)
class _Wanted:
    """A quota to look at, and how AWS's name for it is recognised."""

    group: str
    title: str
    words: tuple[str, ...]
    whole: bool = False

    def among(self, quotas: Iterable[Quota]) -> Quota | None:
        """The last of the quotas that is meant."""
        return next((q for q in reversed(list(quotas)) if self._means(q.name.lower())), None)

    def _means(self, name: str) -> bool:
        if self.whole:
            return name == self.words[0]
        return "provisioned" not in name and all(word in name for word in self.words)


def _wanted_quotas() -> Iterator[_Wanted]:
    for use, group in JOB_QUOTAS.items():
        for size in instances.sizes(SAGEMAKER):
            yield _Wanted(group, size.name, (f"{size.name} for {use} usage",), whole=True)
    concurrency = "Requests answered at the same time, by all endpoints together"
    yield _Wanted(SERVERLESS, concurrency, ("serverless", "total concurrency"))
    yield _Wanted(SERVERLESS, "Endpoints", ("serverless", "number of"))


def _listed_quotas(clients: Clients, operation: str) -> list[Quota]:
    with translated("reading the quotas"):
        return [
            Quota(one["QuotaName"], one["QuotaCode"], one["Value"])
            for page in clients.quotas.get_paginator(operation).paginate(ServiceCode="sagemaker")
            for one in page["Quotas"]
        ]


def quota_check(group: str, title: str, quota: Quota | None, place: Place) -> Check:
    """Whether there is any of it. quota: None where AWS does not list it."""
    if quota is None:
        return _unknown(
            group,
            title,
            "AWS does not list this quota here.",
            f"Look for it in the console: {quota_link(place)}",
        )
    if quota.value <= 0:
        return _missing(
            group,
            title,
            "The quota is 0.",
            f"Ask for more, and wait for AWS to grant it: {quota_link(place, quota.code)}",
        )
    return _ready(group, title, f"Up to {quota.value:,.0f} at the same time.")


def quota_link(place: Place, code: str = "") -> str:
    """Where more of a quota is asked for; of any, without a code."""
    console = _CONSOLES.get(place.partition, "console.aws.amazon.com")
    link = f"https://{place.region}.{console}/servicequotas/home/services/sagemaker/quotas"
    return f"{link}/{code}" if code else link


# How


def _ask(doing: str, call: Callable[[], Any], *, absent: Collection[str] = ()) -> Any:
    """The answer to a call; None where AWS answers one of the codes `absent`."""
    with translated(doing):
        try:
            return call()
        except Exception as error:
            if code_of(error) in absent:
                return None
            raise


def _each(group: str, checks: Iterable[tuple[str, Callable[[], Check]]]) -> Iterator[Check]:
    for title, check in checks:
        try:
            yield check()
        except StudioError as error:
            yield _unknown(group, title, error.what, error.remedy)


def _ready(group: str, title: str, detail: str) -> Check:
    return Check(group=group, title=title, readiness=Readiness.READY, detail=detail)


def _missing(group: str, title: str, detail: str, remedy: str) -> Check:
    return Check(
        group=group, title=title, readiness=Readiness.MISSING, detail=detail, remedy=remedy
    )


def _unknown(group: str, title: str, detail: str, remedy: str) -> Check:
    return Check(
        group=group, title=title, readiness=Readiness.UNKNOWN, detail=detail, remedy=remedy
    )


def _names(names: Iterable[str]) -> str:
    return ", ".join(names)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
