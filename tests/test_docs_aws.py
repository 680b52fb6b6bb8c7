import json
import re
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import lint_file
from cfnlint.config import ManualArgs
from cfnlint.decode import decode

from backend.platforms.aws.account import permissions
from backend.platforms.aws.account.permissions import Place
from backend.platforms.aws.account.suggestions import BUCKET, ROLE
from backend.platforms.catalogue import offered
from backend.platforms.prices import OFFLINE, SAGEMAKER, serverless_month

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "aws.md").read_text(encoding="utf-8")
TEMPLATE = DOCS / "aws" / "moderation-studio.yaml"
ACCOUNT, REGION = "123456789012", "eu-west-1"
PREFIX = next(s.default for s in offered("aws").settings if s.name == "prefix")
PLACE = Place(
    partition="aws",
    region=REGION,
    account=ACCOUNT,
    bucket=BUCKET.format(account=ACCOUNT, region=REGION),
    prefix=PREFIX,
    role=f"arn:aws:iam::{ACCOUNT}:role/{ROLE}",
)


@pytest.fixture(scope="module")
def template() -> Any:
    found, problems = decode(str(TEMPLATE))
    assert not problems
    return resolved(found)


def resolved(node: Any) -> Any:
    """The template's values as they come out in that account and region."""
    if isinstance(node, dict):
        if set(node) == {"Fn::Sub"}:
            return re.sub(r"\$\{(!?)([\w:.]+)\}", filled, node["Fn::Sub"])
        if set(node) == {"Fn::GetAtt"}:
            parts = node["Fn::GetAtt"]
            return known(parts if isinstance(parts, str) else ".".join(parts))
        if set(node) == {"Ref"}:
            return known(node["Ref"])
        return {key: resolved(value) for key, value in node.items()}
    return [resolved(value) for value in node] if isinstance(node, list) else node


def filled(found: re.Match[str]) -> str:
    literal, name = found.groups()
    return f"${{{name}}}" if literal else known(name)


def known(name: str) -> str:
    return {
        "AWS::Partition": "aws",
        "AWS::Region": REGION,
        "AWS::AccountId": ACCOUNT,
        "Bucket": PLACE.bucket,
        "Bucket.Arn": f"arn:aws:s3:::{PLACE.bucket}",
        "Prefix": PREFIX,
        "JobRole.Arn": PLACE.role,
    }.get(name, name)


def properties(template: Any, resource: str) -> Any:
    return template["Resources"][resource]["Properties"]


def test_the_template_is_faultless() -> None:
    assert lint_file(TEMPLATE, config=ManualArgs(regions=[REGION])) == []


def test_its_policies_are_those_the_studio_needs(template: Any) -> None:
    role = properties(template, "JobRole")
    assert role["AssumeRolePolicyDocument"] == permissions.trust_policy()
    assert [one["PolicyDocument"] for one in role["Policies"]] == [
        permissions.job_role_policy(PLACE)
    ]
    operator = properties(template, "Operator")
    assert operator["PolicyDocument"] == permissions.operator_policy(PLACE)
    assert template["Resources"]["Operator"]["Condition"] == "MakesOperatorPolicy"


def test_what_it_makes_is_what_the_studio_looks_for(template: Any) -> None:
    defaults = {name: one.get("Default") for name, one in template["Parameters"].items()}
    assert defaults["JobRoleName"] == ROLE
    assert defaults["Prefix"] == PREFIX
    assert properties(template, "Bucket")["BucketName"] == PLACE.bucket
    outputs = {one["Value"] for one in template["Outputs"].values()}
    assert {PLACE.bucket, PLACE.role, PREFIX, REGION} <= outputs


def test_its_bucket_is_shut_and_encrypted_and_outlives_the_stack(template: Any) -> None:
    bucket = properties(template, "Bucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    [rule] = bucket["LifecycleConfiguration"]["Rules"]
    assert rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] > 0
    assert template["Resources"]["Bucket"]["DeletionPolicy"] == "Retain"
    [statement] = properties(template, "BucketPolicy")["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert statement["Resource"] == [
        f"arn:aws:s3:::{PLACE.bucket}",
        f"arn:aws:s3:::{PLACE.bucket}/*",
    ]


def shown() -> list[Any]:
    """The JSON documents on the page, in their order."""
    return [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def test_the_page_shows_the_policies_as_they_are() -> None:
    assert shown() == [
        permissions.operator_policy(PLACE),
        permissions.job_role_policy(PLACE),
        permissions.trust_policy(),
    ]


def test_the_page_says_what_each_permission_is_for() -> None:
    for permission in (*permissions.OPERATOR, *permissions.JOB_ROLE):
        assert permission.purpose in PAGE


def test_the_page_has_the_prices_that_are_used() -> None:
    rows = re.findall(r"\| (ml\.\S+) \| (\S+) \| \$(\S+) \|", PAGE)
    assert len(rows) > 3
    for name, hour, ten_minutes in rows:
        price = SAGEMAKER[name]
        assert (hour, ten_minutes) == (f"{price.usd_per_hour:.3f}", f"{price.cost(600):.2f}")
        assert price.origin.date in PAGE
    assert f"${OFFLINE.serverless.usd_per_gb_second:.7f}" in PAGE
    assert f"${OFFLINE.serverless.usd_per_gb_data:g}" in PAGE
    assert OFFLINE.serverless.origin.date in PAGE
    month = serverless_month(
        OFFLINE.serverless, messages_a_day=100_000, ms=20, memory_mb=2048, data_bytes=1000
    )
    assert f"${month.usd:.2f} a month" in PAGE
    for price in (OFFLINE.files, OFFLINE.logs):
        assert f"${price.usd_per_gb_month:g}" in PAGE
        assert price.origin.date in PAGE


def test_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", PAGE):
        assert (DOCS / target).exists(), target


def test_commands_of_the_page_are_there() -> None:
    from click import Group

    from backend.cli.commands import cli

    for line in re.findall(r"python -m backend ([^`\n]+)", PAGE):
        command: Any = cli
        for word in line.split():
            if not isinstance(command, Group):
                break
            command = command.commands[word]
        options = {option for parameter in command.params for option in parameter.opts}
        for option in re.findall(r"(--[a-z-]+)", line):
            assert option in options, line


@pytest.mark.parametrize(
    "label",
    [
        "Where work runs",
        "Fill in what can be found",
        "Check my account",
        "Ask for the prices of the day",
        "What is in the account",
        "Remove everything…",
    ],
)
def test_what_the_page_says_to_press_is_there(label: str) -> None:
    app = DOCS.parent / "app"
    assert f"*{label}*" in " ".join(PAGE.split())
    assert any(label in path.read_text(encoding="utf-8") for path in app.rglob("*.py"))
