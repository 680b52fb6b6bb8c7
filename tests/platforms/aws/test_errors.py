import re
import subprocess
import sys
from typing import Any

import boto3.exceptions
import pytest
import s3transfer.exceptions
from botocore import exceptions as of
from botocore.exceptions import ClientError

from backend.errors import (
    Conflict,
    DoesNotFit,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotSupported,
    StudioError,
    Unavailable,
)
from backend.platforms.aws.errors import absent_is_well, code_of, plain, translated, words_of

ACCOUNT = "123456789012"
SECRET = "you are all idiots"  # what somebody wrote, which no error may repeat


def refused(
    code: str, message: str = "Some words.", *, status: int = 400, operation: str = "CreateThing"
) -> ClientError:
    answer: dict[str, Any] = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(answer, operation)


def limit(name: str, limit: str, used: str, delta: str) -> ClientError:
    return refused(
        "ResourceLimitExceeded",
        f"The account-level service limit '{name}' is {limit} Instances, with current utilization"
        f" of {used} Instances and a request delta of {delta} Instances. Please use AWS Service"
        " Quotas to request an increase for this quota.",
    )


DENIED = (
    f"User: arn:aws:sts::{ACCOUNT}:assumed-role/Desk/ann is not authorized to perform:"
    f" sagemaker:CreateTrainingJob on resource: arn:aws:sagemaker:eu-west-1:{ACCOUNT}"
    ":training-job/my-run because no identity-based policy allows the"
    " sagemaker:CreateTrainingJob action"
)
NO_ROLE = (
    f"Could not assume role arn:aws:iam::{ACCOUNT}:role/moderation-studio-job. Please ensure that"
    " the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role."
)
NO_BUCKET = ClientError(
    {
        "Error": {"Code": "NoSuchBucket", "Message": "It does not exist", "BucketName": "mine"},
        "ResponseMetadata": {"HTTPStatusCode": 404},
    },
    "PutObject",
)
NO_INPUT = (
    'No S3 objects found under S3 URL "s3://mine/data" given in input data source. Please ensure'
    f' that the bucket exists in the selected region, and that the role "arn:aws:iam::{ACCOUNT}'
    ':role/job" has "s3:ListBucket" permissions on bucket "mine".'
)
PASS_ROLE = (
    f"User: arn:aws:iam::{ACCOUNT}:user/ann is not authorized to perform: iam:PassRole on resource:"
    f" arn:aws:iam::{ACCOUNT}:role/moderation-studio-job because no identity-based policy allows it"
)
URL = "https://api.sagemaker.eu-west-1.amazonaws.com/"

TABLE: tuple[tuple[Exception, type[StudioError], str], ...] = (
    # What passes by signing in again
    (refused("ExpiredToken", status=403), Unavailable, "have expired while.*Sign in again"),
    (refused("ExpiredTokenException"), Unavailable, "have expired while.*goes on"),
    (refused("UnrecognizedClientException"), Unavailable, "does not know these.*region"),
    (refused("InvalidClientTokenId", status=403), Unavailable, "does not know these.*Sign in"),
    (refused("InvalidAccessKeyId", status=403), Unavailable, "does not know these.*Sign in"),
    (refused("SignatureDoesNotMatch", status=403), Unavailable, "does not know these"),
    (refused("RequestTimeTooSkewed", status=403), Unavailable, "clock"),
    (refused("InvalidSignatureException", "Signature expired: 1 < 2"), Unavailable, "clock"),
    (of.NoCredentialsError(), Unavailable, "no AWS credentials.*docs/aws.md"),
    (of.PartialCredentialsError(provider="env", cred_var="x"), Unavailable, "incomplete"),
    (of.TokenRetrievalError(provider="sso", error_msg="x"), Unavailable, "sign-in has expired"),
    (of.CredentialRetrievalError(provider="p", error_msg="x"), Unavailable, "Sign in again"),
    (of.UnauthorizedSSOTokenError(), Unavailable, "aws sso login"),
    (of.SSOTokenLoadError(error_msg="x"), Unavailable, "sign-in has expired"),
    (of.LoginRefreshRequired(), Unavailable, "sign-in has expired"),
    # What passes by itself
    (refused("ThrottlingException"), Unavailable, "slow down while starting the job"),
    (refused("Throttling"), Unavailable, "slow down"),
    (refused("TooManyRequestsException", status=429), Unavailable, "slow down"),
    (refused("SlowDown", status=503), Unavailable, "slow down"),
    (refused("InternalFailure", status=500), Unavailable, "problem of its own"),
    (refused("Whatever", status=502), Unavailable, "problem of its own"),
    (refused("ServiceUnavailable", status=503), Unavailable, "problem of its own"),
    (refused("CapacityError"), Unavailable, "no free instance.*another size"),
    (limit("ml.m5.large for training job usage", "2", "2", "1"), Unavailable, "2 of 2 .* job"),
    (of.EndpointConnectionError(endpoint_url=URL), Unavailable, "not be reached.*network"),
    (of.ConnectTimeoutError(endpoint_url=URL), Unavailable, "not be reached.*network"),
    (of.ConnectionClosedError(endpoint_url=URL), Unavailable, "not be reached"),
    (of.ReadTimeoutError(endpoint_url=URL), Unavailable, "took too long to answer"),
    (of.SSLError(endpoint_url=URL, error="x"), Unavailable, "certificate.*clock"),
    (of.ProxyConnectionError(proxy_url="http://me:pw@p"), Unavailable, "proxy.*HTTPS_PROXY"),
    (of.ResponseStreamingError(error="x"), Unavailable, "not be reached"),
    (of.IncompleteReadError(actual_bytes=1, expected_bytes=2), Unavailable, "not be reached"),
    (of.CapacityNotAvailableError(), Unavailable, "slow down"),
    # What the account does not allow
    (
        refused("AccessDeniedException", DENIED),
        NotAllowed,
        r"permission sagemaker:CreateTrainingJob on training-job/my-run is missing while starting"
        r" the job.*docs/aws.md.*Check my account",
    ),
    (
        refused(
            "AccessDeniedException", DENIED.replace("no identity-based", "an explicit deny in")
        ),
        NotAllowed,
        "organisation forbids it",
    ),
    (
        refused("AccessDeniedException", PASS_ROLE),
        NotAllowed,
        "permission iam:PassRole on role/moderation-studio-job is missing",
    ),
    (
        refused("AccessDenied", "Access Denied", status=403, operation="CompleteMultipartUpload"),
        NotAllowed,
        "permission s3:PutObject is missing",
    ),
    (
        refused("403", "Forbidden", status=403, operation="HeadObject"),
        NotAllowed,
        "permission s3:GetObject is missing",
    ),
    (
        limit("ml.m5.xlarge for processing job usage", "0", "0", "1"),
        NotAllowed,
        "quota for ml.m5.xlarge for processing job usage is 0.*another size.*Service Quotas",
    ),
    (refused("ResourceLimitExceeded", "Too many."), NotAllowed, "quota.*Service Quotas"),
    (
        limit("Total concurrency of serverless endpoints", "10", "8", "20"),
        DoesNotFit,
        "8 of 10 for Total concurrency.* in use, and 20 more needed",
    ),
    (limit("Number of endpoints", "1,000.", "1,000", "1"), DoesNotFit, "1000 of 1000"),
    (refused("OptInRequired", status=403), NotSupported, "not signed up"),
    (of.MissingDependencyException(msg="x"), NotSupported, r"botocore\[crt\]"),
    # What is there already, or in use
    (refused("ResourceInUse"), Conflict, "taken, or in use while.*: Some words"),
    (refused("ConflictException"), Conflict, "in use"),
    # What is not there
    (refused("ResourceNotFound"), NotFound, "did not find it while"),
    (refused("ResourceNotFoundException"), NotFound, "did not find it"),
    (refused("NoSuchKey", status=404), NotFound, "did not find it"),
    (refused("404", "Not Found", status=404), NotFound, "did not find it"),
    (refused("NoSuchEntity", status=404), NotFound, "did not find it"),
    (
        refused(
            "ValidationException", f'Could not find endpoint "arn:aws:x:y:{ACCOUNT}:endpoint/e".'
        ),
        NotFound,
        'find endpoint "endpoint/e"',
    ),
    # Settings that cannot be
    (NO_BUCKET, InvalidInput, "no bucket mine while.*settings"),
    (refused("PermanentRedirect", status=301), InvalidInput, "another region"),
    (refused("AuthorizationHeaderMalformed"), InvalidInput, "another region"),
    (
        refused("ValidationException", "The S3 bucket x is not in the same region as the job."),
        InvalidInput,
        "another region",
    ),
    (
        refused("ValidationException", NO_ROLE),
        InvalidInput,
        "job role role/moderation-studio-job: there is none.*settings",
    ),
    (refused("ValidationException", NO_INPUT), InvalidInput, "finds none of the files"),
    (
        refused("ValidationException", f"Value of {ACCOUNT} failed to satisfy constraint."),
        InvalidInput,
        r"did not take the request while starting the job: Value of \(account\) failed",
    ),
    (of.ProfileNotFound(profile="ann"), InvalidInput, "no AWS profile 'ann'"),
    (of.ConfigParseError(path="/home/ann/.aws/config"), InvalidInput, "configuration"),
    (of.NoRegionError(), InvalidInput, "no such region"),
    (of.InvalidRegionError(region_name="x"), InvalidInput, "no such region"),
    (of.UnknownEndpointError(service_name="a", region_name="b"), InvalidInput, "no such region"),
    (
        of.ParamValidationError(
            report=f"Invalid type for parameter Body.Text, value: {SECRET}, type: <class 'str'>"
        ),
        InvalidInput,
        r"not one that AWS takes while starting the job \(Body.Text\)",
    ),
    (refused("ModelError", f"said: {SECRET}", status=424), InvalidInput, "did not take"),
    (of.PaginationError(message=SECRET), InvalidInput, "gave up.*PaginationError"),
)


@pytest.mark.parametrize(
    ("error", "kind", "words"), TABLE, ids=[f"{code_of(e) or type(e).__name__}" for e, *_ in TABLE]
)
def test_each_error_becomes_one_that_a_person_can_act_on(
    error: Exception, kind: type[StudioError], words: str
) -> None:
    with pytest.raises(StudioError) as caught, translated("starting the job"):
        raise error
    said = str(caught.value)
    assert type(caught.value) is kind, said
    assert re.search(words, said), said
    assert ACCOUNT not in said
    assert SECRET not in said
    assert "arn:" not in said
    assert caught.value.what[:1].isupper() or caught.value.what[:1].isdigit()
    assert caught.value.what.endswith(".")


def test_what_was_asked_about_is_named_when_it_is_missing() -> None:
    for error in (
        refused("ResourceNotFound"),
        refused("404", status=404),
        refused("ValidationException", "Could not find model."),
        refused("ValidationException", "Requested resource not found."),
    ):
        with (
            pytest.raises(NotFound, match="no job x"),
            translated(missing=lambda: NotFound("no job x")),
        ):
            raise error


@pytest.mark.parametrize("code", ["ResourceNotFoundException", "NoSuchUpload", "NoSuchKey"])
def test_what_is_gone_is_passed_over(code: str) -> None:
    with absent_is_well("deleting it"):
        raise refused(code)
    with pytest.raises(NotAllowed, match="while deleting it"), absent_is_well("deleting it"):
        raise refused("AccessDeniedException")
    with pytest.raises(InvalidInput), absent_is_well("deleting it"):
        raise refused("NoSuchBucket")


def test_a_missing_bucket_or_role_is_not_what_was_asked_about() -> None:
    for error in (NO_BUCKET, refused("ValidationException", NO_ROLE)):
        with pytest.raises(InvalidInput), translated(missing=lambda: NotFound("no job x")):
            raise error


def test_what_the_transfer_manager_wraps_is_found_in_it() -> None:
    retried = s3transfer.exceptions.RetriesExceededError(of.ReadTimeoutError(endpoint_url=URL))
    with pytest.raises(Unavailable, match="too long"), translated():
        raise retried
    wrapped = boto3.exceptions.S3UploadFailedError("wrapped")
    wrapped.__context__ = refused("AccessDenied", operation="PutObject")
    with pytest.raises(NotAllowed), translated():
        raise wrapped
    with pytest.raises(Unavailable, match="be reached"), translated():
        raise s3transfer.exceptions.RetriesExceededError(OSError("cut"))


def test_errors_of_others_pass() -> None:
    for error in (KeyError("x"), NotFound("it"), OSError(5, "disk")):
        with pytest.raises(type(error)) as caught, translated():
            raise error
        assert caught.value is error


def test_words_of_aws_are_short_and_tell_no_account() -> None:
    long = f"arn:aws:s3:::mine/a.csv in {ACCOUNT}\n" + "x" * 1000
    assert plain(long).startswith("mine/a.csv in (account) x")
    assert len(plain(long)) == 300
    assert words_of(refused("ModelError", SECRET)) == ""
    assert words_of(KeyError("x")) == code_of(KeyError("x")) == ""


def test_an_error_without_words_is_told_without() -> None:
    silent = refused("ValidationException")
    silent.response["Error"]["Message"] = None  # type: ignore[typeddict-item]
    assert words_of(silent) == ""
    with pytest.raises(InvalidInput, match=r"take the request\.$"), translated():
        raise silent


def test_errors_cost_no_import_of_boto3() -> None:
    code = (
        "import sys; from backend.platforms.aws.errors import translated\n"
        "with translated('x'): pass\n"
        "print('botocore' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
