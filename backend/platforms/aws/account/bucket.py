"""Whether the bucket is there, and set up as it should be."""

from collections.abc import Iterator
from typing import Any

from backend.platforms.aws.account.caller import Caller
from backend.platforms.aws.account.findings import SETTINGS, ask, each_of, missing, ready, unknown
from backend.platforms.aws.account.permissions import Place
from backend.platforms.aws.clients import Clients
from backend.platforms.capabilities import Check

BUCKET = "Bucket"


def bucket_checks(clients: Clients, caller: Caller, place: Place) -> Iterator[Check]:
    """Whether it is there, where and whose it is, and whether it is shut and encrypted."""
    s3, bucket = clients.s3, place.bucket
    doing = "checking the bucket"
    answer = ask(doing, lambda: s3.get_bucket_location(Bucket=bucket), absent=("NoSuchBucket",))
    title = f"Bucket {bucket}"
    if answer is None:
        yield missing(
            BUCKET, title, "There is none.", "Deploy the template of docs/aws.md, which makes it."
        )
        return
    region = bucket_region(answer.get("LocationConstraint"))
    if region == place.region:
        yield ready(BUCKET, title, f"It is in {region}.")
    else:
        yield missing(
            BUCKET,
            title,
            f"It is in {region}, and jobs run in {place.region}.",
            f"Choose a bucket in {place.region}, or the region {region}. {SETTINGS}",
        )
    owned = ask(
        doing,
        lambda: s3.get_bucket_location(Bucket=bucket, ExpectedBucketOwner=caller.account),
        absent=("AccessDenied", "403"),
    )
    yield (
        ready(BUCKET, "Whose it is", "It belongs to your account.")
        if owned is not None
        else missing(
            BUCKET, "Whose it is", "It belongs to another account.", f"Choose another. {SETTINGS}"
        )
    )
    yield from each_of(
        BUCKET,
        (
            ("Encryption", lambda: _encryption(s3, bucket)),
            ("Closed to the public", lambda: _closed(s3, bucket)),
        ),
    )


def bucket_region(location: str | None) -> str:
    """The region that S3's location of a bucket means."""
    return {None: "us-east-1", "": "us-east-1", "EU": "eu-west-1"}.get(location, str(location))


def _encryption(s3: Any, bucket: str) -> Check:
    title = "Encryption"
    answer = ask(
        "checking the bucket's encryption",
        lambda: s3.get_bucket_encryption(Bucket=bucket),
        absent=("ServerSideEncryptionConfigurationNotFoundError",),
    )
    rules = answer["ServerSideEncryptionConfiguration"]["Rules"] if answer else []
    default = next((r["ApplyServerSideEncryptionByDefault"] for r in rules if len(r) > 0), None)
    if default is None:
        return missing(
            BUCKET, title, "It does not encrypt by default.", "Switch it on in the S3 console."
        )
    if key := default.get("KMSMasterKeyID", ""):
        return unknown(
            BUCKET,
            title,
            f"On, with the key {key.rpartition('/')[2]}. Whether you and the job role may use it"
            " was not checked.",
            "Both need kms:Decrypt and kms:GenerateDataKey for that key.",
        )
    return ready(BUCKET, title, f"On ({default['SSEAlgorithm']}).")


def _closed(s3: Any, bucket: str) -> Check:
    title = "Closed to the public"
    answer = ask(
        "checking who may see the bucket",
        lambda: s3.get_public_access_block(Bucket=bucket),
        absent=("NoSuchPublicAccessBlockConfiguration",),
    )
    blocks = answer["PublicAccessBlockConfiguration"] if answer else {}
    off = [name for name in _BLOCKS if not blocks.get(name, False)]
    if not off:
        return ready(BUCKET, title, "All public access is blocked.")
    return missing(
        BUCKET,
        title,
        f"Public access is not blocked whole ({', '.join(off)} off).",
        "Switch on Block all public access for the bucket, in the S3 console.",
    )


_BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
