"""Whether IAM policies allow an action."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any


class Decision(StrEnum):
    """IAM's words."""

    ALLOWED = "allowed"
    IMPLICIT_DENY = "implicitDeny"
    EXPLICIT_DENY = "explicitDeny"


def decide(
    policies: Iterable[Mapping[str, Any]], action: str, resource: str, context: Mapping[str, str]
) -> Decision:
    """What the policies together say of one action on one resource.

    context: values of condition keys, such as {"iam:PassedToService": "..."}, which may also stand
    in resources as `${aws:username}`. Raises ValueError for an operator that is not known here.
    """
    decision = Decision.IMPLICIT_DENY
    for policy in policies:
        for statement in _listed(policy["Statement"]):
            if _concerns(statement, action, resource, context):
                if statement["Effect"] == "Deny":
                    return Decision.EXPLICIT_DENY
                decision = Decision.ALLOWED
    return decision


def _concerns(
    statement: Mapping[str, Any], action: str, resource: str, context: Mapping[str, str]
) -> bool:
    return (
        _named(statement, "Action", action.lower(), str.lower)
        and _named(statement, "Resource", resource, lambda pattern: _filled(pattern, context))
        and all(
            _holds(operator, key, _listed(wanted), context)
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def _named(statement: Mapping[str, Any], element: str, value: str, form: Any) -> bool:
    if element in statement:
        return any(_like(form(pattern), value) for pattern in _listed(statement[element]))
    return not any(_like(form(p), value) for p in _listed(statement[f"Not{element}"]))


def _holds(operator: str, key: str, wanted: list[str], context: Mapping[str, str]) -> bool:
    values = {name.lower(): value for name, value in context.items()}
    value = values.get(key.lower())
    plain = operator.removesuffix("IfExists")
    if value is None:
        return operator != plain or plain.startswith(("StringNot", "ArnNot"))
    match plain:
        case "StringEquals" | "Bool":
            return value in wanted
        case "StringNotEquals":
            return value not in wanted
        case "StringLike" | "ArnLike" | "ArnEquals":
            return any(_like(pattern, value) for pattern in wanted)
        case "StringNotLike":
            return not any(_like(pattern, value) for pattern in wanted)
    raise ValueError(f"The condition operator {operator} is not known here.")


def condition_keys(policies: Iterable[Mapping[str, Any]], action: str) -> set[str]:
    """The keys that decide on an action."""
    return {
        key
        for policy in policies
        for statement in _listed(policy["Statement"])
        if _named(statement, "Action", action.lower(), str.lower)
        for keys in statement.get("Condition", {}).values()
        for key in keys
    }


def _filled(pattern: str, context: Mapping[str, str]) -> str:
    for key, value in context.items():
        pattern = pattern.replace(f"${{{key}}}", value)
    return pattern


def _like(pattern: str, text: str) -> bool:
    return _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
