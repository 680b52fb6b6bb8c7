"""Whether the job role is there, and SageMaker may take it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from backend.platforms.aws.account.findings import SETTINGS, ask, missing, ready, unknown
from backend.platforms.aws.account.permissions import SERVICE, Place
from backend.platforms.aws.clients import Clients
from backend.platforms.capabilities import Check

ROLE = "Job role"


def role_checks(clients: Clients, place: Place) -> Iterator[Check]:
    """Whether it is there, and whether SageMaker may take it."""
    name = place.role.rpartition("/")[2]
    title = f"Role {name}"
    answer = ask(
        "checking the job role",
        lambda: clients.iam.get_role(RoleName=name),
        absent=("NoSuchEntity",),
    )
    if answer is None or answer["Role"]["Arn"] != place.role:
        yield missing(
            ROLE,
            title,
            f"There is no role {place.role.split(':', 5)[5]} in the account.",
            f"Deploy the template of docs/aws.md, which makes it, or choose another. {SETTINGS}",
        )
        return
    yield ready(ROLE, title, "It is there.")
    yield _trust(answer["Role"]["AssumeRolePolicyDocument"])


def _trust(document: Mapping[str, Any] | str) -> Check:
    title = "SageMaker may take it"
    trusted = trusts_sagemaker(json.loads(document) if isinstance(document, str) else document)
    if trusted is None:
        return unknown(
            ROLE,
            title,
            "SageMaker may, under conditions that cannot be checked from here.",
            "Start a small job: it says if the role could not be taken.",
        )
    if trusted:
        return ready(ROLE, title, f"It trusts {SERVICE}.")
    return missing(
        ROLE,
        title,
        f"It does not trust {SERVICE}.",
        "Add it to the role's trust policy: docs/aws.md shows it.",
    )


def trusts_sagemaker(document: Mapping[str, Any]) -> bool | None:
    """Whether SageMaker may take a role with that trust policy; None where it depends."""
    found: bool | None = False
    for statement in _list(document.get("Statement", [])):
        principal = statement.get("Principal", {})
        named = principal.get("Service", []) if isinstance(principal, Mapping) else []
        actions = {str(action).lower() for action in _list(statement.get("Action", []))}
        if SERVICE not in _list(named) or not actions & _TAKES:
            continue
        if statement.get("Effect") == "Deny":
            return None if statement.get("Condition") else False
        found = (found or None) if statement.get("Condition") else True
    return found


_TAKES = {"sts:assumerole", "sts:*", "*"}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
