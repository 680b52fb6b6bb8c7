"""Whether an account is ready: sign-in, region, bucket, role, permissions and quotas.

Everything here only reads. What cannot be read is told as such, never as ready.
"""

from collections.abc import Callable, Iterator

from backend.errors import StudioError
from backend.platforms.aws.account.bucket import BUCKET, bucket_checks
from backend.platforms.aws.account.caller import Caller, identity
from backend.platforms.aws.account.findings import ask, missing, ready, unknown
from backend.platforms.aws.account.permissions import Place, place_of
from backend.platforms.aws.account.quotas import JOB_QUOTAS, SERVERLESS, quota_checks
from backend.platforms.aws.account.role import ROLE, role_checks
from backend.platforms.aws.account.simulation import ITS, YOURS, its_permissions, your_permissions
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.capabilities import Check

SIGN_IN = "Sign-in"


def check_account(clients: Clients, settings: AwsSettings) -> Iterator[Check]:
    """What is ready, one by one as it is found out, in the order in which things are needed.

    A check that fails hides no other; only without a sign-in nothing else is asked.
    """
    groups: list[tuple[str, Callable[[], Iterator[Check]]]]
    try:
        caller = identity(clients)
    except StudioError as error:
        yield missing(SIGN_IN, "Who you are", error.what, error.remedy)
        for group in (BUCKET, ROLE, YOURS, ITS, *JOB_QUOTAS.values(), SERVERLESS):
            yield unknown(group, "All of it", "Not asked: you are not signed in.", error.remedy)
        return
    place = place_of(settings)
    groups = [
        (SIGN_IN, lambda: _sign_in(clients, caller, place)),
        (BUCKET, lambda: bucket_checks(clients, caller, place)),
        (ROLE, lambda: role_checks(clients, place)),
        (YOURS, lambda: your_permissions(clients, caller, place)),
        (ITS, lambda: its_permissions(clients, place)),
        ("Quotas", lambda: quota_checks(clients, place)),
    ]
    for group, checks in groups:
        try:
            yield from checks()
        except StudioError as error:
            yield unknown(group, "All of it", error.what, error.remedy)


def _sign_in(clients: Clients, caller: Caller, place: Place) -> Iterator[Check]:
    title = "Who you are"
    if caller.account == place.account:
        yield ready(SIGN_IN, title, f"{caller.name} in account {caller.account}.")
    else:
        yield missing(
            SIGN_IN,
            title,
            f"{caller.name} in account {caller.account}; the job role is of account"
            f" {place.account}.",
            "Choose the AWS profile of that account, or a job role of this one, in the settings.",
        )
    title = f"SageMaker in {place.region}"
    try:
        ask("asking SageMaker", lambda: clients.sagemaker.list_endpoints(MaxResults=1))
    except StudioError as error:
        yield unknown(SIGN_IN, title, error.what, error.remedy)
    else:
        yield ready(SIGN_IN, title, "It answers.")
