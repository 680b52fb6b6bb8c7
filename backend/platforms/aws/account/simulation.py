"""What may be done, as IAM says that its policies would decide."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from backend.errors import StudioError
from backend.platforms.aws.account import permissions
from backend.platforms.aws.account.caller import Caller
from backend.platforms.aws.account.findings import ask, missing, ready, unknown
from backend.platforms.aws.account.permissions import Permission, Place
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.errors import translated
from backend.platforms.aws.settings import TAG
from backend.platforms.capabilities import Check

YOURS = "What you may do"
ITS = "What jobs may do"

_ADD = "Ask whoever runs the account to add it: docs/aws.md shows the policy."
_TRY = "Go on and try: a step that is refused says which permission it misses."
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


def your_permissions(clients: Clients, caller: Caller, place: Place) -> Iterator[Check]:
    """What whoever asks may do of what the studio does."""
    source = _policy_source(clients, caller, place)
    if source is None:
        yield unknown(
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
        answer = ask("checking your role", lambda: clients.iam.get_role(RoleName=caller.role))
    except StudioError:
        return f"arn:{place.partition}:iam::{caller.account}:role/{caller.role}"
    return str(answer["Role"]["Arn"])


def its_permissions(clients: Clients, place: Place) -> Iterator[Check]:
    """What the job role may do of what jobs and endpoints do."""
    return _permissions(clients, ITS, permissions.JOB_ROLE, place.role, place)


def _permissions(
    clients: Clients, group: str, wanted: Iterable[Permission], source: str, place: Place
) -> Iterator[Check]:
    for permission in wanted:
        try:
            yield check_permission(clients, group, permission, source, place)
        except StudioError as error:
            yield unknown(
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
        return unknown(
            group,
            permission.purpose,
            f"It depends on {_names(sorted(depends))}, which cannot be tried out from here:"
            f" {_names(permission.actions)}.",
            _TRY,
        )
    if not denied:
        return ready(group, permission.purpose, f"Allowed: {_names(permission.actions)}.")
    return missing(group, permission.purpose, f"Not allowed: {_names(denied)}.", _why(results))


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


def _names(names: Iterable[str]) -> str:
    return ", ".join(names)
