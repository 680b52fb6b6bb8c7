"""SageMaker's reasons in words for a person: what happened, and what to do."""

import pytest

from backend.platforms.aws.jobs.failures import NO_MEMORY, failed

OURS = "No category has an example. Label some rows."
ROLE = "arn:aws:iam::123456789012:role/a-role"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (f"AlgorithmError: {OURS}, exit code: 1", ""),
        ("AlgorithmError: See job logs for more information", OURS),
        ("AlgorithmError: See job logs for more information", f" {OURS}\n"),
    ],
)
def test_what_our_program_says_is_shown_as_it_is(reason: str, said: str) -> None:
    assert failed(reason, said) == OURS


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("AlgorithmError: , exit code: 3", "exit code 3"),
        ("AlgorithmError: See job logs for more information", "did not say why. See its log."),
        ("AlgorithmError: , exit code: 137", NO_MEMORY),
        (
            "CapacityError: Unable to provision requested ML compute capacity. Please retry using"
            " a different ML instance type.",
            "another size",
        ),
        (
            "ResourceLimitExceeded: The account-level service limit 'ml.m5.large for training job"
            " usage' is 0 Instances, with current utilization of 0 Instances and a request delta"
            " of 1 Instances.",
            "Service Quotas",
        ),
        (
            "ClientError: Please use an instance type with more memory, or reduce the size of job"
            " data processed on an instance.",
            NO_MEMORY,
        ),
        ("OutOfMemoryError: Please use an instance type with more memory", NO_MEMORY),
        (
            'ClientError: No S3 objects found under S3 URL "s3://b/p" given in input data source.'
            f' Please ensure that the role "{ROLE}" has "s3:ListBucket" permissions.',
            "no longer in the bucket",
        ),
        ("ClientError: Data download failed:NoSuchKey (404): s3://b/p", "no longer in the bucket"),
        (
            "ClientError: Data download failed:Unable to download object s3://b/p"
            " (AccessDenied: Access Denied)",
            "may not read from the bucket",
        ),
        (
            "ClientError: Failed to download data. Data download failed:S3 key: s3://b/p has"
            " forbidden access: 403",
            "may not read from the bucket",
        ),
        (
            "ClientError: Artifact upload failed:Access denied to s3://b/p",
            "may not write to the bucket",
        ),
        (
            "ClientError: Cannot pull algorithm container. Either the image does not exist or its"
            " permissions are incorrect.",
            "could not fetch the container",
        ),
        (f"ClientError: Could not assume role {ROLE}.", "may not take on the job role"),
        (
            "InternalServerError: We encountered an internal error. Please try again.",
            "Start it again",
        ),
        ("ClientError: OSError: [Errno 28] No space left on device", "disk was full"),
        ("ClientError: Something nobody has met before", "Something nobody has met before"),
        ("", "See its log."),
        ("AlgorithmError: ", "See its log."),
    ],
)
def test_what_is_known_says_what_to_do(reason: str, words: str) -> None:
    assert words in failed(reason)


@pytest.mark.parametrize("reason", ["x" * 5000, ", exit code: 1", "exit code: 1", "\n", "Error:"])
def test_every_reason_gives_a_sentence(reason: str) -> None:
    said = failed(reason)
    assert said
    assert len(said) < 1200
