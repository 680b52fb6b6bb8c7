"""What AWS refuses or cannot do, in the studio's own errors.

`Unavailable` is only what may pass by itself or by signing in again: work goes on by itself then.
Words of AWS are shown without account numbers, and none that may quote what was sent.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

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

SIGNED_OUT = frozenset(
    {"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"}
    | {"InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "InvalidToken"}
    | {"AuthFailure", "SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature"}
    | {"MissingAuthenticationToken", "MissingAuthenticationTokenException"}
)
"""AWS's codes for credentials that it does not take, or takes no longer."""

_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"}
_CLOCK = {"RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired"}
_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Forbidden", "403"} | {
    "NotAuthorized",
    "NotAuthorizedException",
}
_BUSY = {
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "ModelNotReadyException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "RequestTimeout",
    "RequestTimeoutException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "429",
}
_BROKEN = {
    "InternalDependencyException",
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "InternalServerException",
    "InternalServiceError",
    "ServiceUnavailable",
    "ServiceUnavailableException",
}
_MISSING = {
    "404",
    "NoSuchEntity",
    "NoSuchKey",
    "NoSuchResourceException",
    "NoSuchUpload",
    "NotFound",
    "NotFoundException",
    "ResourceNotFound",
    "ResourceNotFoundException",
}
_QUOTA = {"ResourceLimitExceeded", "LimitExceeded", "ServiceQuotaExceededException"}
_TAKEN = {
    "BucketAlreadyExists",
    "BucketAlreadyOwnedByYou",
    "ConditionalRequestConflict",
    "ConflictException",
    "EntityAlreadyExists",
    "OperationAborted",
    "PreconditionFailed",
    "ResourceInUse",
    "ResourceInUseException",
}
_OTHER_REGION = {
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
    "PermanentRedirect",
    "301",
}
_NOT_OPEN = {"OptInRequired", "SubscriptionRequiredException", "InvalidUserID.NotFound"}
_QUOTES_THE_REQUEST = {"ModelError"}
"""Their words may hold what was sent."""

_ACTION_OF = {
    "HeadBucket": "s3:ListBucket",
    "ListObjectsV2": "s3:ListBucket",
    "HeadObject": "s3:GetObject",
    "GetObject": "s3:GetObject",
    "PutObject": "s3:PutObject",
    "CreateMultipartUpload": "s3:PutObject",
    "UploadPart": "s3:PutObject",
    "CompleteMultipartUpload": "s3:PutObject",
    "AbortMultipartUpload": "s3:AbortMultipartUpload",
    "DeleteObject": "s3:DeleteObject",
    "DeleteObjects": "s3:DeleteObject",
}
"""S3 does not always say what was not allowed."""

_ARN = re.compile(r"arn:[\w-]+:[\w-]*:[\w-]*:(?:\d{12}|aws)?:([^\s\"',;]*[^\s\"',;.:)])")
_ACCOUNT = re.compile(r"\b\d{12}\b")
_LONGEST_WORDS = 300

_ACTION = re.compile(r"perform:?\s+\"?([a-z0-9-]+:[A-Za-z0-9*]+)")
_RESOURCE = re.compile(r"on (?:the )?resource:?\s+\"?(arn:[^\s\"]+)")
_LIMIT = re.compile(
    r"limit '([^']+)' is ([\d,.]+).*?utilization of ([\d,.]+).*?delta of ([\d,.]+)", re.DOTALL
)
_ROLE = re.compile(r"could not assume role (\S+?)\.?(?:\s|$)", re.IGNORECASE)
_NO_INPUT = re.compile(r"no s3 objects found|no such s3|does not contain any", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:same|different|other|another|not in(?: the)?) (?:aws )?region")
_ABSENT = re.compile(r"could not find|not found|does not exist|doesn't exist", re.IGNORECASE)

_HOW_TO = "docs/aws.md says how"
_RAISE = "More is asked for in the AWS console, under Service Quotas, Amazon SageMaker."
_SIGN_IN = "Sign in again (aws sso login, or as you did before). What was begun then goes on."


def code_of(error: BaseException | None) -> str:
    """AWS's code for an error, such as "AccessDenied"; empty for one that has none."""
    return str(_answer(error, "Error").get("Code", ""))


def words_of(error: BaseException) -> str:
    """AWS's own words for an error, for a person to read; empty where it has none, or where they
    may quote what was sent."""
    if code_of(error) in _QUOTES_THE_REQUEST:
        return ""
    return plain(_message(error))


def _message(error: BaseException) -> str:
    """AWS's words as they came; SageMaker sends none at all with some errors."""
    return str(_answer(error, "Error").get("Message") or "")


def plain(words: str) -> str:
    """Words of AWS in one line, cut to what one reads, ARNs in short and no account number."""
    text = _ACCOUNT.sub("(account)", _ARN.sub(r"\1", " ".join(words.split())))
    return text if len(text) <= _LONGEST_WORDS else f"{text[: _LONGEST_WORDS - 1]}…"


@contextmanager
def translated(
    doing: str = "", *, missing: Callable[[], StudioError] | None = None
) -> Iterator[None]:
    """Raise what boto3 raises inside as one of `backend.errors`.

    doing: what was tried, in words that follow "while": "starting the job".
    missing: makes the error for the thing that was asked about when it is not there.
    """
    try:
        yield
    except Exception as error:
        found = translation(error, doing=doing, missing=missing)
        if found is None:
            raise
        raise found from error


@contextmanager
def absent_is_well(doing: str = "") -> Iterator[None]:
    """As `translated`, but pass over what is not there, yet or any more."""
    with suppress(NotFound), translated(doing):
        yield


def translation(
    error: BaseException, *, doing: str = "", missing: Callable[[], StudioError] | None = None
) -> StudioError | None:
    """The studio's error for one of boto3, as `translated`; None for any other."""
    if type(error).__module__.partition(".")[0] not in ("botocore", "boto3", "s3transfer"):
        return None
    while_doing = f" while {doing}" if doing else ""
    if _answer(error, "Error"):
        return _refusal(error, while_doing, missing)
    inner = getattr(error, "last_exception", None) or error.__cause__ or error.__context__
    if not type(error).__module__.startswith("botocore") and inner is not None:
        return translation(inner, doing=doing, missing=missing) or _no_answer(while_doing)
    return _failure(error, while_doing)


def _answer(error: BaseException | None, part: str) -> dict[str, Any]:
    """A part of AWS's answer that the error came with: Error, ResponseMetadata."""
    response = getattr(error, "response", None)
    found = response.get(part) if isinstance(response, dict) else None
    return found if isinstance(found, dict) else {}


def _refusal(
    error: BaseException, while_doing: str, missing: Callable[[], StudioError] | None
) -> StudioError:
    """What AWS answered."""
    code, words, message = code_of(error), words_of(error), _message(error)
    status = _answer(error, "ResponseMetadata").get("HTTPStatusCode", 0)
    if code in _CLOCK or (code in SIGNED_OUT and re.search("expired:|not yet current", message)):
        return Unavailable(
            f"AWS found this machine's clock to be wrong{while_doing}.", "Set it, and try again."
        )
    if code in _EXPIRED:
        return Unavailable(f"The AWS credentials have expired{while_doing}.", _SIGN_IN)
    if code in SIGNED_OUT:
        return Unavailable(
            f"AWS does not know these credentials{while_doing}.",
            f"{_SIGN_IN} If that does not help: is the region switched on for the account?",
        )
    if code in _DENIED:
        return _denied(error, message, while_doing)
    if code in _QUOTA:
        return _over_quota(message, while_doing)
    if code == "CapacityError":
        return Unavailable(
            f"AWS has no free instance of that kind now{while_doing}.",
            "Try again in a while, or choose another size.",
        )
    if code in _BUSY:
        return Unavailable(f"AWS asks us to slow down{while_doing}.", "Try again in a minute.")
    if code in _BROKEN or status >= 500:
        return Unavailable(f"AWS has a problem of its own{while_doing}.", "Try again in a minute.")
    if code == "NoSuchBucket":
        bucket = _answer(error, "Error").get("BucketName", "")
        return InvalidInput(
            f"There is no bucket {bucket}".rstrip() + f"{while_doing}.",
            f"Check the bucket in the settings; {_HOW_TO} to make one.",
        )
    if code in _OTHER_REGION:
        return _other_region(while_doing)
    if code in _MISSING:
        return missing() if missing else NotFound(_said(f"AWS did not find it{while_doing}", words))
    if code in _TAKEN:
        return Conflict(_said(f"AWS says it is taken, or in use{while_doing}", words))
    if code in _NOT_OPEN:
        return NotSupported(
            f"This AWS account is not signed up for the service{while_doing}.",
            "Finish setting up the account in the AWS console.",
        )
    return _invalid(message, words, while_doing, missing)


def _denied(error: BaseException, message: str, while_doing: str) -> StudioError:
    operation = str(getattr(error, "operation_name", ""))
    action = _first(_ACTION, message) or _ACTION_OF.get(operation, operation)
    resource = plain(_first(_RESOURCE, message))
    of = f" on {resource}" if resource else ""
    if "explicit deny" in message:
        remedy = "A policy of the account or its organisation forbids it: ask whoever runs it."
    else:
        remedy = (
            "Ask whoever runs the account for it. docs/aws.md has the policy, and Check my account"
            " says what else is missing."
        )
    return NotAllowed(f"The permission {action}{of} is missing{while_doing}.", remedy)


def _over_quota(message: str, while_doing: str) -> StudioError:
    found = _LIMIT.search(message)
    if found is None:
        return NotAllowed(f"A quota of this AWS account is too small{while_doing}.", _RAISE)
    name = found[1]
    limit, used, needed = (
        float(number.rstrip(".,").replace(",", "")) for number in found.group(2, 3, 4)
    )
    if limit == 0:
        return NotAllowed(
            f"This account's quota for {name} is 0.", f"Choose another size. {_RAISE}"
        )
    what = f"{used:g} of {limit:g} for {name} in use, and {needed:g} more needed."
    if needed <= limit and "job" in name:
        return Unavailable(what, f"Wait until another job has ended. {_RAISE}")
    return DoesNotFit(what, f"Choose less, or delete what nobody uses. {_RAISE}")


def _invalid(
    message: str, words: str, while_doing: str, missing: Callable[[], StudioError] | None
) -> StudioError:
    """A request that AWS would not take."""
    if role := _first(_ROLE, message):
        return InvalidInput(
            f"SageMaker cannot take the job role {plain(role)}: there is none of that name, or it"
            " does not trust SageMaker.",
            f"Check the role in the settings; {_HOW_TO} to make one.",
        )
    if _NO_INPUT.search(message):
        return InvalidInput(
            f"SageMaker finds none of the files it should read{while_doing}.",
            "They are gone, or the job role may not list the bucket: see Check my account.",
        )
    if _ELSEWHERE.search(message.lower()) and "bucket" in message.lower():
        return _other_region(while_doing)
    if _ABSENT.search(message):
        return missing() if missing else NotFound(_said(f"AWS did not find it{while_doing}", words))
    return InvalidInput(_said(f"AWS did not take the request{while_doing}", words))


def _other_region(while_doing: str) -> StudioError:
    return InvalidInput(
        f"The bucket is in another region than the work{while_doing}.",
        "Choose a bucket in the region of the settings, or the region of the bucket.",
    )


def _no_answer(while_doing: str) -> StudioError:
    return Unavailable(
        f"AWS could not be reached{while_doing}.",
        "Check the network, and whether the region's name is right. What was begun then goes on.",
    )


def _failure(error: BaseException, while_doing: str) -> StudioError:
    """What went wrong on this machine, or on the way."""
    from botocore import exceptions as of

    match error:
        case of.NoCredentialsError() | of.NoAuthTokenError():
            return Unavailable(
                "There are no AWS credentials on this machine.",
                f"Sign in (aws configure, or aws sso login); {_HOW_TO}.",
            )
        case of.PartialCredentialsError():
            return Unavailable(
                "The AWS credentials on this machine are incomplete.",
                "Give both the access key and its secret, or sign in with aws sso login.",
            )
        case of.MissingDependencyException():
            return NotSupported(
                "This AWS profile signs in in a way that needs one more package.",
                "Install it with: pip install 'botocore[crt]'",
            )
        case (
            of.TokenRetrievalError()
            | of.CredentialRetrievalError()
            | of.MetadataRetrievalError()
            | of.RefreshWithMFAUnsupportedError()
            | of.SSOError()
            | of.LoginError()
        ):
            return Unavailable(f"The AWS sign-in has expired{while_doing}.", _SIGN_IN)
        case of.ProfileNotFound():
            name = str(error.kwargs.get("profile", ""))[:80]
            return InvalidInput(
                f"This machine has no AWS profile {name!r}.",
                "Check the profile in the settings; aws configure list-profiles shows them.",
            )
        case (
            of.ConfigParseError()
            | of.ConfigNotFound()
            | of.InvalidConfigError()
            | of.UnknownCredentialError()
            | of.UnknownTokenProviderError()
        ):
            return InvalidInput(
                "The AWS configuration of this machine cannot be read.",
                "Look into ~/.aws/config and ~/.aws/credentials.",
            )
        case (
            of.NoRegionError()
            | of.InvalidRegionError()
            | of.UnknownRegionError()
            | of.UnknownEndpointError()
            | of.EndpointProviderError()
        ):
            return InvalidInput(
                "AWS has no such region, or not this service in it.",
                "Check the region in the settings, such as eu-west-1.",
            )
        case of.ProxyConnectionError():
            return Unavailable(
                f"The proxy of this machine could not be reached{while_doing}.",
                "Check the network and HTTPS_PROXY.",
            )
        case of.SSLError():
            return Unavailable(
                f"AWS could not be reached safely{while_doing}: its certificate was not accepted.",
                "Check this machine's clock, and AWS_CA_BUNDLE if a proxy stands between.",
            )
        case of.ReadTimeoutError():
            return Unavailable(
                f"AWS took too long to answer{while_doing}.", "Try again in a minute."
            )
        case (
            of.ConnectionError()
            | of.HTTPClientError()
            | of.IncompleteReadError()
            | of.ChecksumError()
            | of.FlexibleChecksumError()
        ):
            return _no_answer(while_doing)
        case of.CapacityNotAvailableError():
            return Unavailable(f"AWS asks us to slow down{while_doing}.", "Try again in a minute.")
        case of.ParamValidationError() | of.ValidationError():
            return InvalidInput(
                f"The request is not one that AWS takes{while_doing}{_parameters(error)}."
            )
    return InvalidInput(
        f"AWS's library gave up{while_doing} ({type(error).__name__}).",
        "Check the settings, and see docs/aws.md.",
    )


def _said(what: str, words: str) -> str:
    text = f"{what}: {words}" if words else what
    return text if text.endswith((".", "…")) else f"{text}."


def _parameters(error: BaseException) -> str:
    """Names of the parameters that were refused, in brackets; never their values."""
    found = re.findall(r"parameter(?: in input:)? \"?([\w.\[\]]+)", str(error))
    return f" ({', '.join(dict.fromkeys(found))})" if found else ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""
