"""AWS's wire protocols, from the server's side: a request to a call, an answer to bytes.

Which service is meant is in the credential scope of the signature; nothing is verified.
"""

import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from urllib.parse import parse_qsl
from uuid import uuid4
from xml.sax.saxutils import escape

import botocore.session
from botocore.exceptions import BotoCoreError
from botocore.model import OperationModel, ServiceModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request as MotoRequest
from moto.core.routing import get_service_router
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model as moto_model
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from tests.aws_double.errors import AwsError

_SERVICES = {  # by the name they sign with, where botocore calls them otherwise
    "tagging": "resourcegroupstaggingapi",
    "servicequotas": "service-quotas",
    "monitoring": "cloudwatch",
}
_SCOPE = re.compile(r"Credential=([^/,\s]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")
_INVOCATION = re.compile(r"/endpoints/([^/]+)/invocations")
_INVOCATION_HEADERS = {
    "ContentType": "CONTENT_TYPE",
    "Accept": "HTTP_ACCEPT",
    "CustomAttributes": "HTTP_X_AMZN_SAGEMAKER_CUSTOM_ATTRIBUTES",
    "TargetModel": "HTTP_X_AMZN_SAGEMAKER_TARGET_MODEL",
    "TargetVariant": "HTTP_X_AMZN_SAGEMAKER_TARGET_VARIANT",
    "InferenceId": "HTTP_X_AMZN_SAGEMAKER_INFERENCE_ID",
}

_session = botocore.session.get_session()
_models: dict[str, ServiceModel] = {}


@dataclass
class Call:
    """One request. `service` is botocore's name; `parameters` as its operation has them.

    name: of the job, endpoint, model or S3 key it is about; empty where there is none.
    body: of an invocation. no_quota: a fault says that the account has a quota of 0 for it.
    """

    service: str
    operation: str
    parameters: dict[str, Any]
    protocol: str
    access_key: str = ""
    body: bytes = b""
    no_quota: bool = False
    id: str = field(default_factory=lambda: str(uuid4()))

    @property
    def model(self) -> OperationModel:
        """botocore's model of the operation. Raises AwsError where there is none."""
        try:
            return service_model(self.service).operation_model(self.operation)
        except Exception:
            raise AwsError("UnknownOperationException", f"{self.operation} is unknown.") from None

    @property
    def name(self) -> str:
        if self.service == "s3":
            return str(self.parameters.get("Key", ""))
        nouns = ("ProcessingJobName", "TrainingJobName", "EndpointName", "EndpointConfigName")
        values = (self.parameters.get(noun) for noun in (*nouns, "ModelName"))
        return next((value for value in values if isinstance(value, str)), "")


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def service_model(service: str) -> ServiceModel:
    """botocore's model of a service, loaded once."""
    if service not in _models:
        _models[service] = _session.get_service_model(service)
    return _models[service]


def recognise(environ: dict[str, Any]) -> Call:
    """The call that a WSGI request is. Leaves its body readable for the next application."""
    key, scope = _credential(environ)
    service = _SERVICES.get(scope, scope)
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    invocation = _INVOCATION.fullmatch(environ.get("PATH_INFO", ""))
    if service == "sagemaker" and invocation:
        given = {m: environ.get(h) for m, h in _INVOCATION_HEADERS.items() if environ.get(h)}
        parameters = {"EndpointName": invocation[1], **given}
        body = body_of(environ)
        return Call("sagemaker-runtime", "InvokeEndpoint", parameters, "rest-json", key, body=body)
    if target:
        body = body_of(environ)
        try:
            parameters = json.loads(body or b"{}")
        except ValueError:
            parameters = {}
        return Call(service, target.rpartition(".")[2], parameters, "json", key)
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return _query(environ, service, key)
    return _rest(environ, service or "s3", key)


def _rest(environ: dict[str, Any], service: str, key: str) -> Call:
    protocol = "rest-xml" if service == "s3" else "rest-json"
    request = MotoRequest(environ)
    try:
        operation, parameters = get_service_router(service).match(request)
    except (HTTPException, LookupError, OSError):
        return Call(service, "", {}, protocol, key)
    members = operation.input_shape.members if operation.input_shape else {}
    for member, shape in members.items():
        name = shape.serialization.get("name", "")
        match shape.serialization.get("location"):
            case "querystring" if name in request.args:
                parameters[member] = request.args[name]
            case "header" if name in request.headers:
                parameters[member] = request.headers[name]
    return Call(service, operation.name, parameters, protocol, key)


def _query(environ: dict[str, Any], service: str, key: str) -> Call:
    values = MultiDict(parse_qsl(body_of(environ).decode(), keep_blank_values=True))
    name = values.get("Action", "")
    try:
        model = moto_model(service).operation_model(name)
        parameters = PROTOCOL_PARSERS["query"](model).parse(cast(Any, {"values": values}))
    except (LookupError, OSError, BotoCoreError):
        parameters = {}
    given = {member: value for member, value in parameters.items() if value not in (None, [])}
    return Call(service, name, given, "query", key)


def _credential(environ: Mapping[str, Any]) -> tuple[str, str]:
    signed = environ.get("HTTP_AUTHORIZATION", "")
    found = _SCOPE.search(signed)
    if found:
        return found[1], found[3]
    query = dict(parse_qsl(environ.get("QUERY_STRING", "")))  # a URL signed beforehand
    found = _SCOPE.search(f"Credential={query.get('X-Amz-Credential', '')}")
    return (found[1], found[3]) if found else ("", "")


def body_of(environ: dict[str, Any]) -> bytes:
    """The body of a request, which stays readable."""
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def answered(call: Call, result: Mapping[str, Any]) -> Answer:
    """The bytes of a result."""
    if call.protocol == "query":
        model = moto_model(call.service).operation_model(call.operation)
        given = get_serializer_class(call.service, "query")(model).serialize(dict(result))
        return _answer(call, given["status_code"], str(given["body"]).encode(), "text/xml")
    return _answer(call, 200, _json(result), _json_type(call))


def refused(call: Call, error: AwsError) -> Answer:
    """The bytes of a refusal."""
    match call.protocol:
        case "json":
            content = {"__type": error.code, "message": error.message, **error.details}
            return _answer(call, error.status, _json(content), _json_type(call))
        case "rest-json":
            content = {"Message": error.message, "message": error.message, **error.details}
            more = (("x-amzn-ErrorType", error.code),)
            return _answer(call, error.status, _json(content), "application/json", more)
    told = f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
    if call.protocol == "query":
        fault_of = "Sender" if error.status < 500 else "Receiver"
        body = f"<ErrorResponse><Error><Type>{fault_of}</Type>{told}</Error>"
        body += f"<RequestId>{call.id}</RequestId></ErrorResponse>"
    else:
        body = f"<Error>{told}<RequestId>{call.id}</RequestId></Error>"
    xml = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'
    return _answer(call, error.status, xml.encode(), "application/xml")


def error_code(body: bytes, headers: Iterable[tuple[str, str]]) -> str:
    """The code in another application's refusal, such as moto's."""
    for name, value in headers:
        if name.lower() == "x-amzn-errortype":
            return value.partition(":")[0]
    found = re.search(rb"<Code>([^<]+)</Code>", body)
    if found:
        return found[1].decode()
    found = re.search(rb'"__type":\s*"([^"]+)"', body)
    return found[1].decode().rpartition("#")[2] if found else ""


def raw(call: Call, body: bytes, headers: Mapping[str, str]) -> Answer:
    """An answer whose body is not ours to form: an invocation's."""
    more = tuple((k, v) for k, v in headers.items() if k != "Content-Type")
    return _answer(call, 200, body, headers["Content-Type"], more)


def _answer(
    call: Call, status: int, body: bytes, kind: str, more: tuple[tuple[str, str], ...] = ()
) -> Answer:
    headers = (
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("x-amzn-RequestId", call.id),
        *more,
    )
    return Answer(status, headers, body)


def _json_type(call: Call) -> str:
    try:
        version = service_model(call.service).metadata["jsonVersion"]
    except (BotoCoreError, LookupError):
        version = "1.1"
    return f"application/x-amz-json-{version}"


def _json(content: Any) -> bytes:
    return json.dumps(content, default=_plain).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return round(value.timestamp(), 3)
    raise TypeError(type(value).__name__)
