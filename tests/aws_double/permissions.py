"""Who may do what: each call is held against the policies of its caller, in moto's IAM."""

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

from tests.aws_double.account import Account
from tests.aws_double.actions import Place, needs
from tests.aws_double.errors import AwsError
from tests.aws_double.faults import Kind
from tests.aws_double.neighbours import Principal
from tests.aws_double.policies import Decision, condition_keys, decide
from tests.aws_double.records import Record
from tests.aws_double.wire import Call, body_of

Resources = Mapping[str, Record]


def authenticate(call: Call, account: Account) -> Principal:
    """Who calls. Raises AwsError for a key that nobody has."""
    principal = account.neighbours.principal(call.access_key)
    if principal is not None:
        return principal
    words = "The security token included in the request is invalid."
    match call.protocol:
        case "rest-xml":
            words = "The AWS Access Key Id you provided does not exist in our records."
            raise AwsError("InvalidAccessKeyId", words, 403)
        case "query":
            raise AwsError("InvalidClientTokenId", words, 403)
    raise AwsError("UnrecognizedClientException", words)


def authorise(
    call: Call,
    caller: Principal,
    account: Account,
    resources: Resources,
    environ: dict[str, Any],
    *,
    denied: bool = False,
) -> None:
    """Raises AwsError unless the caller's policies allow all that the call needs.

    denied: a fault says that they do not.
    """

    def tags(arn: str) -> Mapping[str, str]:
        return resources[arn].tags if arn in resources else {}

    place = Place(account.region, account.number, tags)
    wanted = list(needs(call, place, lambda: _keys(body_of(environ))))
    if call.service == "s3" and call.operation in ("GetObject", "HeadObject"):
        bucket, key = call.parameters["Bucket"], call.parameters["Key"]
        if not account.neighbours.has(bucket, key):
            # Who may not list a bucket is not told either that something is not in it.
            wanted += needs(Call("s3", "HeadBucket", {"Bucket": bucket}, ""), place, list)
    for need in wanted:
        context = {**need.context, "aws:username": caller.name}
        decision = decide(caller.policies, need.action, need.resource, context)
        if denied or decision != Decision.ALLOWED:
            raise _denied(call, caller, need.action, need.resource, decision)


def _denied(
    call: Call,
    caller: Principal,
    action: str,
    resource: str,
    decision: Decision,
) -> AwsError:
    """As the service says it."""
    because = "no identity-based policy allows the {} action"
    if decision == Decision.EXPLICIT_DENY:
        because = "an explicit deny in an identity-based policy"
    words = (
        f"User: {caller.arn} is not authorized to perform: {action} on resource: {resource}"
        f" because {because.format(action)}"
    )
    plain = call.protocol in ("rest-xml", "query")
    return AwsError(
        "AccessDenied" if plain else "AccessDeniedException", words, 403 if plain else 400
    )


def simulate(call: Call, account: Account) -> dict[str, Any]:
    """SimulatePrincipalPolicy. An action that a fault denies is denied here too."""
    asked = call.parameters
    principal = asked["PolicySourceArn"]
    policies = account.neighbours.policies_of(principal)
    if policies is None:
        raise AwsError("NoSuchEntity", f"The principal {principal} cannot be found.", 404)
    context = {
        one["ContextKeyName"]: one["ContextKeyValues"][0] for one in asked.get("ContextEntries", ())
    }
    if user := re.fullmatch(r"arn:aws:iam::\d+:user/(?:.*/)?([^/]+)", principal):
        context.setdefault("aws:username", user[1])
    results = []
    for action in asked["ActionNames"]:
        service, _, operation = action.partition(":")
        missing = sorted(condition_keys(policies, action) - context.keys())
        for resource in asked.get("ResourceArns") or ["*"]:
            decision = decide(policies, action, resource, context)
            if account.faults.pending(Kind.DENIED, service, operation):
                decision = Decision.IMPLICIT_DENY
            results.append(
                {
                    "EvalActionName": action,
                    "EvalResourceName": resource,
                    "EvalDecision": str(decision),
                    "MatchedStatements": [],
                    "MissingContextValues": missing,
                }
            )
    return {"EvaluationResults": results, "IsTruncated": False}


def _keys(body: bytes) -> list[str]:
    """Of the objects that a DeleteObjects names."""
    return [
        element.text or ""
        for element in ElementTree.fromstring(body).iter()
        if element.tag.rpartition("}")[2] == "Key"
    ]
