"""What the services answer when they refuse."""

from typing import Any


class AwsError(Exception):
    """A refusal: `code` as boto3 shows it, `message` in AWS's words, the HTTP status.

    details: further members of the error, where its shape has any.
    """

    def __init__(
        self, code: str, message: str, status: int = 400, details: dict[str, Any] | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status
        self.details = details or {}


class DoubleDefect(AssertionError):
    """The double itself did what AWS never does, such as an answer that breaks its own shape."""


def invalid(message: str) -> AwsError:
    """What SageMaker answers to most things it does not like."""
    return AwsError("ValidationException", message)


def in_use(message: str) -> AwsError:
    """A name is taken, or something is not to be touched now."""
    return AwsError("ResourceInUse", message)


def not_found(message: str = "Requested resource not found.") -> AwsError:
    """What is to be deleted is not there. (Describe and Stop say so by `invalid`, whatever the
    service's model says of them: aws/aws-sdk#165.)"""
    return AwsError("ResourceNotFound", message)
