"""One request to an endpoint through SageMaker's runtime, and what its answer means."""

import json

from backend.errors import StudioError, Unavailable
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.errors import code_of, translated, translation
from backend.platforms.base import Reply
from backend.serving.wire import JSON, refusal

_OF_THE_MODEL = "ModelError"
_BUSY = {"ThrottlingException", "Throttling", "TooManyRequestsException", "429"}
_NOT_THERE = {"ValidationError", "ValidationException", "ResourceNotFound", "NotFound"}
_NOT_READY = {"ModelNotReadyException"}
_DENIED = {"AccessDeniedException", "AccessDenied"}

_TOO_BUSY = refusal(429, "too_busy", "It is answering as many requests as it may.")


class NotServing(Exception):
    """SageMaker did not pass the request on. reason: why. final: it is of no use to ask again."""

    def __init__(self, reason: StudioError, *, final: bool) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.final = final


def invoke_once(
    clients: Clients, name: str, body: bytes, *, content_type: str, accept: str
) -> Reply:
    """Send one request and wait for the answer.

    An absent `accept` is said to be anything: what SageMaker makes of it is its own. Raises
    NotServing when the endpoint is not there or not ready, and what `translated` raises.
    """
    try:
        answer = clients.runtime.invoke_endpoint(
            EndpointName=name, Body=body, ContentType=content_type, Accept=accept or "*/*"
        )
        with answer["Body"] as stream:
            return Reply(200, answer.get("ContentType", ""), stream.read())
    except Exception as error:
        code = code_of(error)
        if code == _OF_THE_MODEL:
            return _of_the_model(error)
        if code in _BUSY:
            return Reply(_TOO_BUSY.status, _TOO_BUSY.content_type, _TOO_BUSY.body)
        if code in _NOT_THERE | _NOT_READY | _DENIED:
            reason = translation(error, doing="asking the endpoint") or Unavailable(
                f"{name} did not answer.", "Its log may say why."
            )
            raise NotServing(reason, final=code in _DENIED) from error
        with translated("asking the endpoint"):
            raise


def _of_the_model(error: Exception) -> Reply:
    """What the container itself answered, with an error status."""
    response = getattr(error, "response", {})
    status = int(response.get("OriginalStatusCode") or 500)
    said = str(response.get("OriginalMessage") or "")
    try:
        json.loads(said)
    except ValueError:  # the container's server, not our program
        answer = refusal(status, "internal", "The endpoint met an error it did not expect.")
        return Reply(status, answer.content_type, answer.body)
    return Reply(status, JSON, said.encode())
