"""What this machine and the account tell of the settings: what the form starts from."""

import contextlib
import os
from collections.abc import Callable, Mapping
from typing import Any

from backend.errors import StudioError
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.errors import translated
from backend.platforms.aws.settings import AwsSettings

BUCKET = "moderation-studio-{account}-{region}"
ROLE = "moderation-studio-job"
"""As docs/aws/moderation-studio.yaml names them."""

_ATTEMPTS = 1
_CONNECT_SECONDS = 2.0
_READ_SECONDS = 4.0


def suggested(known: Mapping[str, str]) -> dict[str, str]:
    """The settings that can be found, by their names in the catalogue, with those that are `known`.

    Region and profile come from this machine; bucket and role are named where the account has
    those of the template. May take a few seconds. Raises nothing for what is not found.
    """
    found = dict(known)
    with contextlib.suppress(StudioError):
        _add(found, "profile", _profile)
        _add(found, "region", lambda: _region(found["profile"]))
        if found["region"]:
            clients = Clients(
                AwsSettings(
                    region=found["region"],
                    role_arn="",
                    bucket="",
                    prefix="",
                    profile=found["profile"],
                ),
                attempts=_ATTEMPTS,
                connect_seconds=_CONNECT_SECONDS,
                read_seconds=_READ_SECONDS,
            )
            account = _account(clients)
            _add(found, "bucket", lambda: _bucket(clients, account, found["region"]))
            _add(found, "role", lambda: _role(clients))
    return {name: value for name, value in found.items() if value and not known.get(name)}


def _add(found: dict[str, str], name: str, find: Callable[[], str]) -> None:
    """Find what is not known. It stays empty when it cannot be found."""
    if not found.get(name):
        found[name] = ""
        with contextlib.suppress(StudioError):
            found[name] = find()


def _profile() -> str:
    """The only profile of this machine, where there is no usual one to sign in with."""
    session = _session()
    with translated("signing in to AWS"):
        profiles = session.available_profiles
        usual = session.profile_name in profiles or session.get_credentials() is not None
    return "" if usual or len(profiles) != 1 else str(profiles[0])


def _region(profile: str) -> str:
    return _session(profile).region_name or os.environ.get("AWS_REGION", "")


def _session(profile: str = "") -> Any:
    import boto3

    with translated("signing in to AWS"):
        return boto3.Session(profile_name=profile or None)


def _account(clients: Clients) -> str:
    with translated("asking who you are"):
        return str(clients.sts.get_caller_identity()["Account"])


def _bucket(clients: Clients, account: str, region: str) -> str:
    name = BUCKET.format(account=account, region=region)
    with translated("looking for the bucket"):  # which is all that the operator policy lets one do
        clients.s3.get_bucket_location(Bucket=name, ExpectedBucketOwner=account)
    return name


def _role(clients: Clients) -> str:
    with translated("looking for the role"):
        return str(clients.iam.get_role(RoleName=ROLE)["Role"]["Arn"])
