"""Who calls, and IAM's SimulatePrincipalPolicy over what moto's IAM has."""

from typing import Any

from tests.aws_double.account import Account
from tests.aws_double.errors import AwsError
from tests.aws_double.faults import Kind
from tests.aws_double.policies import Decision, decide
from tests.aws_double.wire import Call


def simulate(call: Call, account: Account) -> dict[str, Any]:
    """SimulatePrincipalPolicy. An action that a fault denies is denied here too."""
    asked = call.parameters
    principal = asked["PolicySourceArn"]
    policies = account.neighbours.policies_of(principal)
    if policies is None:
        raise AwsError("NoSuchEntity", f"The principal {principal} cannot be found.", 404)
    context = {one["ContextKeyName"]: one["ContextKeyValues"][0] for one in asked["ContextEntries"]}
    results = [
        {
            "EvalActionName": action,
            "EvalResourceName": resource,
            "EvalDecision": _decision(account, policies, action, resource, context),
            "MatchedStatements": [],
            "MissingContextValues": [],
        }
        for action in asked["ActionNames"]
        for resource in asked["ResourceArns"] or ["*"]
    ]
    return {"EvaluationResults": results, "IsTruncated": False}


def _decision(
    account: Account,
    policies: list[dict[str, Any]],
    action: str,
    resource: str,
    context: dict[str, str],
) -> str:
    service, _, operation = action.partition(":")
    if account.faults.pending(Kind.DENIED, service, operation):
        return Decision.IMPLICIT_DENY
    return decide(policies, action, resource, context)
