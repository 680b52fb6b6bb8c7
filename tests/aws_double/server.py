"""The HTTP server: whatever boto3 asks of AWS arrives here."""

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

from tests.aws_double import permissions, pricing, sagemaker, tagging, wire
from tests.aws_double.account import Account
from tests.aws_double.errors import AwsError, DoubleDefect
from tests.aws_double.faults import Fault, Kind, refusal
from tests.aws_double.metrics import Metrics
from tests.aws_double.quotas import Quotas
from tests.aws_double.sagemaker import SageMaker
from tests.aws_double.validation import refusal as words_for
from tests.aws_double.wire import Answer, Call

CONTROL = "/_double/"
Start = Callable[..., Any]


@dataclass(frozen=True)
class Request:
    """A call that came in, and how it was answered.

    status: of HTTP; 0 when the connection was cut. error: the code of a refusal, or empty.
    problems: how the request broke the service's own model.
    """

    service: str
    operation: str
    parameters: Mapping[str, Any]
    status: int
    error: str
    problems: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Of the job, endpoint, model or S3 key."""
        return Call(self.service, self.operation, dict(self.parameters), "").name


class CutConnection(ConnectionError):
    """Nothing is answered. werkzeug takes it for a client that went away, and closes."""


class Front:
    """The WSGI application."""

    def __init__(self, account: Account, quotas: Quotas) -> None:
        self._account = account
        self._lock = threading.Lock()
        self.requests: list[Request] = []
        metrics = Metrics()
        self._sagemaker = SageMaker(account, quotas, metrics)
        self._ours: dict[tuple[str, str], sagemaker.Operation] = {
            ("resourcegroupstaggingapi", "GetResources"): lambda call: tagging.get_resources(
                call, self._sagemaker.resources()
            ),
            ("pricing", "GetProducts"): pricing.get_products,
            ("service-quotas", "ListServiceQuotas"): quotas.list,
            ("service-quotas", "ListAWSDefaultServiceQuotas"): quotas.defaults,
            ("service-quotas", "GetServiceQuota"): quotas.get,
            ("cloudwatch", "GetMetricData"): metrics.data,
            ("iam", "SimulatePrincipalPolicy"): lambda call: permissions.simulate(call, account),
            **{("sagemaker", name): op for name, op in self._sagemaker.operations.items()},
        }

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(CONTROL):
            return self._control(environ, start)
        call = wire.recognise(environ)
        problems: list[str] = []
        try:
            answer, error_code = self._handled(call, environ, problems)
        except AwsError as error:
            answer, error_code = wire.refused(call, error), error.code
        except CutConnection:
            self._record(call, 0, "", problems)
            raise
        except Exception as defect:
            self._account.defects.append(defect)
            said = AwsError("DefectOfTheDouble", repr(defect))
            answer, error_code = wire.refused(call, said), said.code
        self._record(call, answer.status, error_code, problems)
        reason = f"{answer.status} {'OK' if answer.status < 400 else 'Refused'}"
        start(reason, list(answer.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _handled(
        self, call: Call, environ: dict[str, Any], problems: list[str]
    ) -> tuple[Answer, str]:
        """The answer, and the code of a refusal that another application gave. Raises AwsError,
        and CutConnection."""
        account = self._account
        struck = account.faults.strike(call.service, call.operation, call.name)
        kinds = {fault.kind for fault in struck}
        if Kind.NO_CONNECTION in kinds:
            raise CutConnection
        caller = permissions.authenticate(call, account)
        for fault in struck:
            if error := refusal(fault, call.protocol):
                raise error
        resources = {record.arn: record for record in self._sagemaker.resources()}
        permissions.authorise(
            call, caller, account, resources, environ, denied=Kind.DENIED in kinds
        )
        call.no_quota = Kind.QUOTA in kinds
        if code := _CODES.get(call.service):
            problems += sagemaker.check_request(call)
            if problems:
                raise AwsError(code, words_for(problems))
        answered = self._answer(call, environ)
        if Kind.LOST_ANSWER in kinds:
            raise CutConnection
        return answered

    def remember(self, operation: str, parameters: dict[str, Any], at: datetime) -> None:
        """As SageMaker.remember."""
        self._sagemaker.remember(operation, parameters, at)

    def _answer(self, call: Call, environ: dict[str, Any]) -> tuple[Answer, str]:
        if call.service == "sagemaker-runtime":
            return self._sagemaker.invoke(call), ""
        operation = self._ours.get((call.service, call.operation))
        if operation is None:
            if call.service in _CODES.keys() - _MOTOS:
                raise AwsError("UnknownOperationException", f"No {call.operation} in the double.")
            return self._forward(environ)
        result = operation(call)
        if broken := sagemaker.check_answer(call, result):
            defect = DoubleDefect(f"The answer to {call.operation}: {'; '.join(broken)}")
            self._account.defects.append(defect)
            raise AwsError("DefectOfTheDouble", str(defect))
        return wire.answered(call, result), ""

    def _forward(self, environ: dict[str, Any]) -> tuple[Answer, str]:
        """To moto."""
        told: list[Any] = []
        body = b"".join(
            self._account.neighbours(
                environ, lambda status, headers, _=None: told.extend((status, headers))
            )
        )
        status, headers = int(told[0].split()[0]), tuple(told[1])
        code = wire.error_code(body, headers) or str(status) if status >= 400 else ""
        return Answer(status, headers, body), code

    def _record(self, call: Call, status: int, error: str, problems: list[str]) -> None:
        told = (call.service, call.operation, call.parameters, status, error)
        request = Request(*told, tuple(problems))
        with self._lock:
            self.requests.append(request)

    def _control(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """What another process may ask of the double itself."""
        what = environ["PATH_INFO"].removeprefix(CONTROL)
        method = environ["REQUEST_METHOD"]
        content: Any = None
        match method, what:
            case "POST", "faults":
                length = int(environ.get("CONTENT_LENGTH") or 0)
                self._account.faults.add(
                    Fault.from_json(json.loads(environ["wsgi.input"].read(length)))
                )
            case "DELETE", "faults":
                self._account.faults.clear()
            case "GET", "requests":
                with self._lock:
                    content = [request.__dict__ for request in self.requests]
            case _:
                start("404 Not Found", [("Content-Type", "text/plain")])
                return [b""]
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(content, default=str).encode()]


_CODES = {  # of a request that breaks the service's model; of the services that are held to it
    "sagemaker": "ValidationException",
    "sagemaker-runtime": "ValidationError",
    "resourcegroupstaggingapi": "InvalidParameterException",
    "pricing": "InvalidParameterException",
    "service-quotas": "IllegalArgumentException",
    "cloudwatch": "InvalidParameterValue",
    "logs": "InvalidParameterException",
    "iam": "ValidationError",
    "sts": "ValidationError",
}
_MOTOS = {"logs", "iam", "sts"}  # of these


class _Handler(WSGIRequestHandler):
    timeout = 60  # a client that sends nothing is not waited for

    def connection_dropped(self, *_: Any) -> None:
        """`CutConnection`: werkzeug would wait for the next request."""
        self.close_connection = True

    def log(self, *_: Any) -> None:
        """Nothing: `requests` has it."""

    def log_request(self, *_: Any) -> None:
        """Nothing."""


class Server(ThreadedWSGIServer):
    """A server on loopback whose close waits for its requests."""

    daemon_threads = False

    def __init__(self, front: Callable[..., Any], port: int = 0) -> None:
        super().__init__("127.0.0.1", port, front, handler=_Handler)
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(
            target=lambda: self.serve_forever(poll_interval=0.02),
            name="aws-double server",
            daemon=True,
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def finish_request(self, request: Any, client_address: Any) -> None:
        """One connection: a call."""
        self._open.add(request)
        try:
            super().finish_request(request, client_address)
        finally:
            self._open.discard(request)

    def close(self) -> None:
        """Take no more requests, cut off those there are, and wait until they have ended."""
        self.shutdown()
        self._thread.join()
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()
