"""An account for the studio to work in, and what a person does about it.

It is the AWS double, as docs/aws/moderation-studio.yaml leaves an account: its bucket, its job
role, and a person at the desk who may do what the policies say and nothing else.
"""

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from playwright.sync_api import Page, expect

from backend.platforms.aws.account import permissions
from backend.platforms.aws.account.suggestions import BUCKET, ROLE
from backend.platforms.aws.settings import from_mapping
from backend.studio import platforms
from tests.aws_double import AwsDouble
from tests.aws_double.containers import python
from tests.aws_double.double import ALL
from tests.e2e.looking import go, settled
from tests.platforms.aws.conftest import OF_THE_MACHINE, UNPACKED
from tests.platforms.aws.jobs_platform import tell_images

TITLE = "Amazon SageMaker"
_MAKES = re.compile("Create|Update|Start|Stop|Delete|InvokeEndpoint")
_GONE = ("DeleteLogGroup", "ResourceNotFoundException")  # asked for, whether there is one or not


@contextlib.contextmanager
def account(folder: Path) -> Iterator[AwsDouble]:
    """An account of the caller's own. Skips where its containers have no Python to run in."""
    if python() is None:
        pytest.skip("there is no .venv-container: run make install-tests")
    with AwsDouble(folder) as double:
        with signed_in(double):
            _set_up(double)
        yield double


def settings_of(double: AwsDouble) -> dict[str, str]:
    """What the studio is told of the account."""
    return {
        "region": double.region,
        "role": f"arn:aws:iam::{double.account}:role/{ROLE}",
        "bucket": BUCKET.format(account=double.account, region=double.region),
        "prefix": "moderation-studio",
    }


def _set_up(double: AwsDouble) -> None:
    bucket = settings_of(double)["bucket"]
    session = boto3.Session()  # the default one would remember another account
    s3, iam = session.client("s3"), session.client("iam")
    s3.create_bucket(Bucket=bucket)
    encrypted = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(
        Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [encrypted]}
    )
    closed = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    s3.put_public_access_block(
        Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(closed, True)
    )
    iam.put_role_policy(
        RoleName=ROLE,
        PolicyName=ROLE,
        PolicyDocument=json.dumps(permissions.job_role_policy(_place(double))),
    )
    double.allow(permissions.operator_policy(_place(double)))


def _place(double: AwsDouble) -> permissions.Place:
    return permissions.place_of(from_mapping(settings_of(double)))


@contextlib.contextmanager
def as_owner(double: AwsDouble) -> Iterator[Callable[[str], Any]]:
    """Clients, by service, that may see all."""
    double.allow(ALL)
    yield boto3.Session().client
    double.allow(permissions.operator_policy(_place(double)))


@contextlib.contextmanager
def signed_in(double: AwsDouble | None) -> Iterator[None]:
    """This process, and those it starts meanwhile, know the account and no other."""
    if double is None:
        yield
        return
    with pytest.MonkeyPatch.context() as environment:
        for name in OF_THE_MACHINE:
            environment.delenv(name, raising=False)
        for name, value in double.environment.items():
            environment.setenv(name, value)
        yield


def lay_in(workspace: Path, double: AwsDouble) -> None:
    """So that nothing is fetched, nor the SDK imported: what the containers need, and the names of
    their images, lie in the workspace already."""
    shared = workspace / "aws"
    shared.mkdir(parents=True, exist_ok=True)
    (shared / "wheels").symlink_to(UNPACKED)
    tell_images(double.region, shared / "images")


def work_in(double: AwsDouble | None, workspace: Path) -> None:
    """Have work run in the account, if there is one, from now on."""
    if double is not None:
        platforms.choose(workspace, "aws", settings_of(double))


def refused(double: AwsDouble, since: int = 0) -> list[str]:
    """What the studio asked of the account and AWS would not have taken: requests that break the
    service's model, and refusals of what was to be made or changed. since: how many requests there
    were before."""
    return [
        f"{request.operation} {request.name}: {request.error} {'; '.join(request.problems)}"
        for request in double.requests[since:]
        if request.problems
        or (
            request.error
            and _MAKES.match(request.operation)
            and (request.operation, request.error) != _GONE
        )
    ]


def files_in(double: AwsDouble) -> Mapping[str, bytes]:
    """All that lies in the bucket, by key."""
    bucket = settings_of(double)["bucket"]
    with as_owner(double) as client:
        s3 = client("s3")
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        keys = [file["Key"] for page in pages for file in page.get("Contents", [])]
        return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def things_in(double: AwsDouble) -> list[str]:
    """All there is in the account besides its bucket and roles."""
    with as_owner(double) as client:
        sagemaker, logs = client("sagemaker"), client("logs")
        found = [
            f"{kind} {one[f'{kind}Name']}"
            for kind, ask in (
                ("ProcessingJob", "list_processing_jobs"),
                ("TrainingJob", "list_training_jobs"),
                ("Model", "list_models"),
                ("EndpointConfig", "list_endpoint_configs"),
                ("Endpoint", "list_endpoints"),
            )
            for page in sagemaker.get_paginator(ask).paginate()
            for listed in page.values()
            if isinstance(listed, list)
            for one in listed
        ]
        for group in logs.describe_log_groups()["logGroups"]:
            name = group["logGroupName"]
            streams = logs.describe_log_streams(logGroupName=name)["logStreams"]
            found += [f"{name}/{stream['logStreamName']}" for stream in streams]
    return [*found, *files_in(double)]


def choose_account(page: Page, double: AwsDouble) -> None:
    """From now on work runs in the account: chosen, told of, and found ready."""
    go(page, "Where work runs")
    page.get_by_role("radiogroup").get_by_text(TITLE, exact=True).click()
    settled(page)
    page.get_by_role("button", name="Fill in what can be found").click()
    expect(page.get_by_text("Found region, job role and bucket.")).to_be_visible()
    settings = settings_of(double)
    for title, name in (("Region", "region"), ("Job role", "role"), ("Bucket", "bucket")):
        expect(page.get_by_role("textbox", name=title, exact=True)).to_have_value(settings[name])
    page.get_by_role("button", name=f"Work on {TITLE}").click()
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_text(f"{TITLE}, {double.region}")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Check my account").click()
    expect(page.get_by_text("Everything is ready")).to_be_visible()


def remove_everything(page: Page, double: AwsDouble) -> None:
    """Look at what is in the account, and leave nothing there."""
    go(page, "Where work runs")
    page.get_by_role("button", name="Look", exact=True).click()
    page.get_by_role("button", name="Remove everything…").click()
    word = page.get_by_role("textbox", name=re.compile("to confirm"))
    word.fill("remove everything")
    word.press("Enter")
    settled(page)
    page.get_by_role("button", name="Remove everything", exact=True).click()
    expect(page.get_by_text("There is nothing in the account.")).to_be_visible()
    assert things_in(double) == []
