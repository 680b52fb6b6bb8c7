"""Write the IAM policies of the studio into aws.md and aws/moderation-studio.yaml, between the
lines that say so: `python -m docs.policies`. To be run when they have changed, in
backend/platforms/aws/account/permissions.py."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backend.platforms.aws.account import permissions
from backend.platforms.aws.account.permissions import Permission, Place
from backend.platforms.aws.account.suggestions import BUCKET, ROLE

HERE = Path(__file__).parent
PAGE = HERE / "aws.md"
TEMPLATE = HERE / "aws" / "moderation-studio.yaml"

_ACCOUNT, _REGION = "123456789012", "eu-west-1"
EXAMPLE = Place(
    partition="aws",
    region=_REGION,
    account=_ACCOUNT,
    bucket=BUCKET.format(account=_ACCOUNT, region=_REGION),
    prefix="moderation-studio",
    role=f"arn:aws:iam::{_ACCOUNT}:role/{ROLE}",
)
"""What the page shows."""

_OF_THE_STACK = Place(
    partition="${AWS::Partition}",
    region="${AWS::Region}",
    account="${AWS::AccountId}",
    bucket="${Bucket}",
    prefix="${Prefix}",
    role="${JobRole.Arn}",
)
_PLAIN = re.compile(r"[a-zA-Z][\w:.-]*")


def main() -> None:
    """Write both files."""
    document = {
        "operator": permissions.operator_policy(EXAMPLE),
        "job role": permissions.job_role_policy(EXAMPLE),
        "trust": permissions.trust_policy(),
    }
    of = {"operator": permissions.OPERATOR, "job role": permissions.JOB_ROLE}
    page = PAGE.read_text(encoding="utf-8")
    for name, policy in document.items():
        page = _between(page, f"<!-- {name} policy -->\n", "<!-- end -->", _shown(policy))
    for name, wanted in of.items():
        page = _between(page, f"<!-- {name} purposes -->\n", "<!-- end -->", _purposes(wanted))
    PAGE.write_text(page, encoding="utf-8")
    template = TEMPLATE.read_text(encoding="utf-8")
    for name, wanted in of.items():
        start = f"# {name} policy\n"
        indent = template.partition(start)[0].rpartition("\n")[2]
        lines = "".join(f"{indent}{line}\n" for p in wanted for line in _statement(p))
        template = _between(template, start, f"{indent}# end\n", lines)
    TEMPLATE.write_text(template, encoding="utf-8")


def _between(text: str, start: str, end: str, content: str) -> str:
    before, _, after = text.partition(start)
    return before + start + content + end + after.partition(end)[2]


def _shown(policy: dict[str, Any]) -> str:
    return f"```json\n{json.dumps(policy, indent=2)}\n```\n"


def _purposes(wanted: tuple[Permission, ...]) -> str:
    return "".join(f"- {permission.purpose}\n" for permission in wanted)


def _statement(permission: Permission) -> Iterator[str]:
    """Lines of the statement in the template."""
    yield f"- Sid: {permission.name}"
    yield "  Effect: Allow"
    yield "  Action:"
    yield from (f"    - {action}" for action in permission.actions)
    yield "  Resource:"
    yield from (f"    - {_value(arn)}" for arn in permissions.resources(permission, _OF_THE_STACK))
    if limits := permissions.conditions(permission, _OF_THE_STACK):
        yield "  Condition:"
        for operator, compared in limits.items():
            yield f"    {operator}:"
            for key, values in compared.items():
                yield f"      {key}:"
                yield from (f"        - {_value(value)}" for value in values)


def _value(text: str) -> str:
    """A value as CloudFormation takes it."""
    if text == _OF_THE_STACK.role:
        return "!GetAtt JobRole.Arn"
    if text == _OF_THE_STACK.prefix:
        return "!Ref Prefix"
    if "${" in text:
        return f'!Sub "{text.replace("${aws:", "${!aws:")}"'
    return text if _PLAIN.fullmatch(text) else f'"{text}"'


if __name__ == "__main__":
    main()
