"""Endpoints and their invocations."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.aws_double import scope
from tests.aws_double.account import Account, now
from tests.aws_double.errors import AwsError, invalid
from tests.aws_double.faults import Fault, Kind
from tests.aws_double.metrics import Invocation, Metrics
from tests.aws_double.models import EndpointConfigs, Models
from tests.aws_double.quotas import SERVERLESS_CONCURRENCY, SERVERLESS_ENDPOINTS, Quotas
from tests.aws_double.records import Record, Shelf, page, tags_of
from tests.aws_double.wire import Answer, Call, raw
from tests.aws_double.workers import GROUP, Serving, ServingFailed, Worker

PAYLOAD = 4 * 2**20
"""Bytes that a serverless endpoint takes, and gives."""

_STATUS = "EndpointStatus"
_SETTLED = ("InService", "Failed")
_NO_CAPACITY = (
    "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error."
    " Please retry using a different ML instance type or after some time."
)


@dataclass
class Endpoint(Record):
    """An endpoint. `worker` is what answers; `gone` is set once it is deleted."""

    worker: Worker | None = None
    gone: threading.Event = field(default_factory=threading.Event)
    changing: threading.Lock = field(default_factory=threading.Lock)


class Endpoints:
    """The account's endpoints."""

    def __init__(
        self,
        account: Account,
        quotas: Quotas,
        models: Models,
        configs: EndpointConfigs,
        metrics: Metrics,
    ) -> None:
        self._account = account
        self._quotas = quotas
        self._models = models
        self._configs = configs
        self._metrics = metrics
        self.shelf = Shelf()

    def create(self, call: Call) -> dict[str, Any]:
        asked = call.parameters
        name = asked["EndpointName"]
        arn = self._account.arn("endpoint", name)
        with self.shelf.lock:
            if name in self.shelf:
                raise invalid(f'Cannot create already existing endpoint "{arn}".')
            scope.check(asked, scope.ENDPOINT)
            serving = self._serving(asked["EndpointConfigName"])
            self._claim(serving, call.no_quota, but=name)
            moment = now()
            facts = {
                "EndpointName": name,
                "EndpointArn": arn,
                "EndpointConfigName": serving.config,
                "EndpointStatus": "Creating",
                "CreationTime": moment,
                "LastModifiedTime": moment,
            }
            endpoint = self.shelf[name] = Endpoint(name, arn, facts, tags_of(asked))
        faults = self._account.strike(call.operation, name)
        self._account.spawn(lambda: self._bring_up(endpoint, serving, faults), name)
        return {"EndpointArn": arn}

    def update(self, call: Call) -> dict[str, Any]:
        asked = call.parameters
        scope.check(asked, scope.ENDPOINT)
        with self.shelf.lock:
            endpoint = self.find(asked["EndpointName"])
            state = endpoint.facts[_STATUS]
            if state == "Failed":
                raise invalid(f'Cannot update failed endpoint "{endpoint.arn}".')
            if state != "InService":
                raise invalid(f'Cannot update in-progress endpoint "{endpoint.arn}".')
            if asked["EndpointConfigName"] == endpoint.facts["EndpointConfigName"]:
                raise invalid(
                    f'Cannot update endpoint "{endpoint.arn}" to the endpoint configuration it'
                    " has already."
                )
            serving = self._serving(asked["EndpointConfigName"])
            self._claim(serving, call.no_quota, but=endpoint.name)
            pending = {
                "EndpointConfigName": serving.config,
                "StartTime": now(),
                "ProductionVariants": [_pending(serving)],
            }
            endpoint.update(
                **{_STATUS: "Updating"}, FailureReason=None, PendingDeploymentSummary=pending
            )
        faults = self._account.strike(call.operation, endpoint.name)
        self._account.spawn(lambda: self._change_over(endpoint, serving, faults), endpoint.name)
        return {"EndpointArn": endpoint.arn}

    def delete(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            endpoint = self.find(call.name)
            if endpoint.facts[_STATUS] not in _SETTLED:
                raise invalid(f'Cannot update in-progress endpoint "{endpoint.arn}".')
            endpoint.update(**{_STATUS: "Deleting"})
            endpoint.gone.set()
        self._account.spawn(lambda: self._take_down(endpoint), endpoint.name)
        return {}

    def describe(self, call: Call) -> dict[str, Any]:
        return self.find(call.name).described()

    def list(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            records = tuple(self.shelf.values())
        members = ("EndpointName", "EndpointArn", "CreationTime", "LastModifiedTime", _STATUS)
        return page(records, call.parameters, answer="Endpoints", members=members, status=_STATUS)

    def find(self, name: str) -> Endpoint:
        """Raises AwsError when there is none."""
        with self.shelf.lock:
            endpoint = self.shelf.get(name)
        if not isinstance(endpoint, Endpoint):
            raise invalid(f'Could not find endpoint "{self._account.arn("endpoint", name)}".')
        return endpoint

    def invoke(self, call: Call) -> Answer:
        """One request to the model."""
        name, begun = call.name, time.monotonic()
        with self.shelf.lock:
            endpoint = self.shelf.get(name)
            worker = endpoint.worker if isinstance(endpoint, Endpoint) else None
        if worker is None or not isinstance(endpoint, Endpoint) or endpoint.gone.is_set():
            raise AwsError(
                "ValidationError",
                f"Endpoint {name} of account {self._account.number} not found.",
            )
        if len(call.body) > PAYLOAD:
            raise AwsError("ValidationError", f"Request {call.id} has oversize body.")
        given = call.parameters
        with worker:
            try:
                setup = worker.start(fault={}, gone=endpoint.gone)
                asked_at = time.monotonic()
                status, kind, body = worker.invoke(
                    call.body,
                    given.get("ContentType", ""),
                    given.get("Accept", "application/json"),
                )
            except (ServingFailed, OSError) as error:
                status, kind, body, setup = 500, "text/plain", str(error).encode(), 0.0
                asked_at = begun
            answered_at = time.monotonic()
            if len(body) > PAYLOAD:
                status, kind, body = 500, "text/plain", b"Response exceeded the payload limit."
            self._metrics.add(
                Invocation(
                    endpoint=name,
                    variant=worker.serving.variant["VariantName"],
                    at=time.time(),
                    status=status,
                    model_seconds=answered_at - asked_at,
                    overhead_seconds=asked_at - begun,
                    setup_seconds=setup or None,
                    memory_percent=worker.memory_share(),
                )
            )
        if not 200 <= status < 300:
            raise self._model_error(name, status, body)
        variant = worker.serving.variant["VariantName"]
        return raw(call, body, {"Content-Type": kind, "x-Amzn-Invoked-Production-Variant": variant})

    def _model_error(self, name: str, status: int, body: bytes) -> AwsError:
        account = self._account
        said, group = body.decode(errors="replace"), f"{GROUP}/{name}"
        who = "client" if status < 500 else "server"
        return AwsError(
            "ModelError",
            f'Received {who} error ({status}) from primary with message "{said}". See'
            f" https://{account.region}.console.aws.amazon.com/cloudwatch/home?region="
            f"{account.region}#logEventViewer:group={group} in account {account.number} for more"
            " information.",
            424,
            {
                "OriginalStatusCode": status,
                "OriginalMessage": said,
                "LogStreamArn": f"arn:aws:logs:{account.region}:{account.number}:log-group:{group}",
            },
        )

    def _serving(self, config_name: str) -> Serving:
        config = self._configs.find(config_name).described()
        variant = config["ProductionVariants"][0]
        model = self._models.find(variant["ModelName"]).described()
        return Serving(
            config_name, variant, model["PrimaryContainer"], model.get("ExecutionRoleArn", "")
        )

    def _claim(self, serving: Serving, none: bool, but: str) -> None:
        live = [
            endpoint.worker.serving.concurrency
            for name, endpoint in self.shelf.items()
            if name != but and isinstance(endpoint, Endpoint) and endpoint.worker is not None
        ]
        self._quotas.claim(SERVERLESS_ENDPOINTS, len(live), 1)
        self._quotas.claim(SERVERLESS_CONCURRENCY, sum(live), serving.concurrency, none)

    def _bring_up(self, endpoint: Endpoint, serving: Serving, faults: Mapping[Kind, Fault]) -> None:
        try:
            worker = self._started(endpoint, serving, self._account.pace.creating, faults)
        except ServingFailed as failed:
            endpoint.update(**{_STATUS: "Failed"}, FailureReason=str(failed))
            return
        with self.shelf.lock:
            endpoint.worker = worker
            endpoint.update(
                **{_STATUS: "InService"},
                EndpointConfigName=serving.config,
                ProductionVariants=[_current(serving)],
            )
        self._watch(endpoint)

    def _change_over(
        self, endpoint: Endpoint, serving: Serving, faults: Mapping[Kind, Fault]
    ) -> None:
        try:
            worker = self._started(endpoint, serving, self._account.pace.updating, faults)
        except ServingFailed as failed:
            endpoint.update(
                **{_STATUS: "InService"},
                FailureReason=str(failed),
                PendingDeploymentSummary=None,
            )
            return
        with self.shelf.lock:
            old, endpoint.worker = endpoint.worker, worker
            endpoint.update(
                **{_STATUS: "InService"},
                EndpointConfigName=serving.config,
                ProductionVariants=[_current(serving)],
                PendingDeploymentSummary=None,
            )
        if old is not None:
            old.retire()
        if self._account.closing.is_set():
            worker.retire()

    def _started(
        self,
        endpoint: Endpoint,
        serving: Serving,
        seconds: float,
        faults: Mapping[Kind, Fault],
    ) -> Worker:
        slow = faults.get(Kind.SLOW_START)
        self._account.closing.wait(seconds + (slow.seconds if slow else 0))
        if fault := faults.get(Kind.CAPACITY) or faults.get(Kind.FAILURE):
            raise ServingFailed(fault.message or _NO_CAPACITY)
        worker = Worker(self._account, endpoint.name, serving)
        worker.start(fault=faults, gone=endpoint.gone)
        return worker

    def _watch(self, endpoint: Endpoint) -> None:
        """Let an idle worker end, until the endpoint is gone."""
        account = self._account
        step = min(1.0, account.pace.idle / 4)
        while not endpoint.gone.is_set() and not account.closing.wait(step):
            if worker := endpoint.worker:
                worker.end_if_idle()
        if account.closing.is_set() and (worker := endpoint.worker):
            worker.retire()

    def _take_down(self, endpoint: Endpoint) -> None:
        self._account.closing.wait(self._account.pace.deleting)
        if endpoint.worker is not None:
            endpoint.worker.retire()
        with self.shelf.lock:
            self.shelf.pop(endpoint.name, None)


def _current(serving: Serving) -> dict[str, Any]:
    return {
        "VariantName": serving.variant["VariantName"],
        "DeployedImages": [
            {
                "SpecifiedImage": serving.container["Image"],
                "ResolvedImage": serving.container["Image"],
                "ResolutionTime": now(),
            }
        ],
        "CurrentWeight": serving.variant["InitialVariantWeight"],
        "DesiredWeight": serving.variant["InitialVariantWeight"],
        "CurrentInstanceCount": 0,
        "CurrentServerlessConfig": serving.variant["ServerlessConfig"],
    }


def _pending(serving: Serving) -> dict[str, Any]:
    return {
        "VariantName": serving.variant["VariantName"],
        "DesiredServerlessConfig": serving.variant["ServerlessConfig"],
    }
