"""Models, endpoint configurations, endpoints and their invocations."""

import math
import shutil
import tarfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.aws_double import layout, scope
from tests.aws_double.account import Account, now
from tests.aws_double.errors import AwsError, invalid
from tests.aws_double.faults import Fault, Kind
from tests.aws_double.metrics import Invocation, Metrics
from tests.aws_double.quotas import SERVERLESS_CONCURRENCY, SERVERLESS_ENDPOINTS, Quotas
from tests.aws_double.records import Record, Shelf, page, tags_of
from tests.aws_double.roles import Log, NotPermitted, Role
from tests.aws_double.wire import Answer, Call, raw

GROUP = "/aws/sagemaker/Endpoints"
PAYLOAD = 4 * 2**20
"""Bytes that a serverless endpoint takes, and gives."""

_STATUS = "EndpointStatus"
_SETTLED = ("InService", "Failed")
_NO_PING = (
    "The {which} container for production variant {variant} did not pass the ping health check."
    " Please check CloudWatch logs for this endpoint."
)
_NO_CAPACITY = (
    "Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error."
    " Please retry using a different ML instance type or after some time."
)
_LOOK = 0.02  # seconds between two pings of a container that starts
_FOR_SERVERLESS_NOT = (
    "InstanceType",
    "InitialInstanceCount",
    "AcceleratorType",
    "CoreDumpConfig",
    "VolumeSizeInGB",
    "EnableSSMAccess",
    "ModelDataDownloadTimeoutInSeconds",
    "ContainerStartupHealthCheckTimeoutInSeconds",
    "ManagedInstanceScaling",
    "RoutingConfig",
    "InstancePools",
)


class Models:
    """The account's models."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.shelf = Shelf()

    def create(self, call: Call) -> dict[str, Any]:
        asked, account = call.parameters, self._account
        name = asked["ModelName"]
        arn = account.arn("model", name)
        with self.shelf.lock:
            if name in self.shelf:
                raise invalid(f'Cannot create already existing model "{arn}".')
            scope.check(asked, scope.MODEL)
            if "PrimaryContainer" not in asked:
                raise invalid("A primary container or containers must be given.")
            container = asked["PrimaryContainer"]
            role = Role(account, asked.get("ExecutionRoleArn", ""))
            if "Image" not in container:
                raise invalid("An image is required for the primary container.")
            role.check_image(container["Image"])
            if uri := container.get("ModelDataUrl"):
                role.check_model(uri)
            facts = {k: v for k, v in asked.items() if k != "Tags"}
            facts.setdefault("EnableNetworkIsolation", False)
            facts["PrimaryContainer"] = {"Mode": "SingleModel", "Environment": {}, **container}
            facts["ModelArn"] = arn
            self.shelf[name] = Record(name, arn, facts, tags_of(asked))
        return {"ModelArn": arn}

    def describe(self, call: Call) -> dict[str, Any]:
        return self.find(call.name).described()

    def list(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            records = tuple(self.shelf.values())
        members = ("ModelName", "ModelArn", "CreationTime")
        return page(records, call.parameters, answer="Models", members=members)

    def delete(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            self.find(call.name)
            del self.shelf[call.name]
        return {}

    def find(self, name: str) -> Record:
        """Raises AwsError when there is none."""
        with self.shelf.lock:
            if name not in self.shelf:
                raise invalid(f'Could not find model "{self._account.arn("model", name)}".')
            return self.shelf[name]


class EndpointConfigs:
    """The account's endpoint configurations."""

    def __init__(self, account: Account, models: Models) -> None:
        self._account = account
        self._models = models
        self.shelf = Shelf()

    def create(self, call: Call) -> dict[str, Any]:
        asked = call.parameters
        name = asked["EndpointConfigName"]
        arn = self._account.arn("endpoint-config", name)
        with self.shelf.lock:
            if name in self.shelf:
                raise invalid(f'Cannot create already existing endpoint configuration "{arn}".')
            check_serverless(asked)
            for variant in asked["ProductionVariants"]:
                model = self._models.find(variant.get("ModelName", ""))
                if model.facts["EnableNetworkIsolation"]:
                    raise invalid("Network isolation is not supported for serverless endpoints.")
            facts = {k: v for k, v in asked.items() if k != "Tags"}
            facts["ProductionVariants"] = [
                {"InitialVariantWeight": 1.0, **variant} for variant in asked["ProductionVariants"]
            ]
            facts.setdefault("EnableNetworkIsolation", False)
            facts["EndpointConfigArn"] = arn
            self.shelf[name] = Record(name, arn, facts, tags_of(asked))
        return {"EndpointConfigArn": arn}

    def describe(self, call: Call) -> dict[str, Any]:
        return self.find(call.name).described()

    def list(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            records = tuple(self.shelf.values())
        members = ("EndpointConfigName", "EndpointConfigArn", "CreationTime")
        return page(records, call.parameters, answer="EndpointConfigs", members=members)

    def delete(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            self.find(call.name)
            del self.shelf[call.name]
        return {}

    def find(self, name: str) -> Record:
        """Raises AwsError when there is none."""
        with self.shelf.lock:
            if name not in self.shelf:
                arn = self._account.arn("endpoint-config", name)
                raise invalid(f'Could not find endpoint configuration "{arn}".')
            return self.shelf[name]


def check_serverless(asked: Mapping[str, Any]) -> None:
    """Raises AwsError for what a serverless configuration cannot have."""
    variants = asked["ProductionVariants"]
    for variant in variants:
        serverless = variant.get("ServerlessConfig")
        if serverless is None:
            raise scope.beyond("variants that are not serverless")
        memory = serverless["MemorySizeInMB"]
        if memory % 1024:
            raise invalid(
                f"MemorySizeInMB {memory} is not valid: it must be in 1 GB increments, 1024 MB,"
                " 2048 MB, 3072 MB, 4096 MB, 5120 MB, or 6144 MB."
            )
        if serverless.get("ProvisionedConcurrency", 0) > serverless["MaxConcurrency"]:
            raise invalid("ProvisionedConcurrency must be less than or equal to MaxConcurrency.")
        if refused := [member for member in _FOR_SERVERLESS_NOT if member in variant]:
            raise invalid(
                f"{refused[0]} cannot be given together with ServerlessConfig for the variant"
                f" {variant['VariantName']}."
            )
    if len(variants) > 1:
        raise invalid("Multiple production variants are not supported for serverless endpoints.")
    for member in (
        "DataCaptureConfig",
        "AsyncInferenceConfig",
        "ExplainerConfig",
        "ShadowProductionVariants",
        "VpcConfig",
    ):
        if member in asked:
            raise invalid(f"{member} is not supported for serverless endpoints.")
    if asked.get("EnableNetworkIsolation"):
        raise invalid("Network isolation is not supported for serverless endpoints.")


@dataclass(frozen=True)
class Serving:
    """What a revision of an endpoint serves, as it was when the endpoint took it."""

    config: str
    variant: dict[str, Any]
    container: dict[str, Any]
    role: str

    @property
    def concurrency(self) -> int:
        return int(self.variant["ServerlessConfig"]["MaxConcurrency"])

    @property
    def memory_mb(self) -> int:
        return int(self.variant["ServerlessConfig"]["MemorySizeInMB"])


class ServingFailed(Exception):
    """The reason is the message."""


class Worker:
    """One copy of a serving's container, begun with the first request and ended when idle."""

    def __init__(self, account: Account, endpoint: str, serving: Serving) -> None:
        self._account = account
        self._endpoint = endpoint
        self.serving = serving
        self._server: Any = None
        self._root: Path | None = None
        self._lock = threading.Lock()
        self._busy = 0
        self._used_at = 0.0
        self._gone = False
        self._measured = (-math.inf, 0.0)

    def start(self, *, fault: Mapping[Kind, Fault], gone: threading.Event) -> float:
        """Start it unless it runs; seconds until it passed its ping. Raises ServingFailed."""
        with self._lock:
            if self._server is not None:
                if self._server.poll() is None:
                    return 0.0
                self._end()
            begun = time.monotonic()
            self._launch()
            ready = Kind.NO_PING not in fault
            until = begun + (self._account.pace.ready if ready else 0)
            sick = False
            while not (ready and self._server.ping()):
                if self._server.sick and not sick:
                    sick, until = True, min(until, time.monotonic() + self._account.pace.sick)
                over = self._server.poll() is not None or time.monotonic() >= until
                if over or gone.is_set() or self._account.closing.is_set():
                    self._end()
                    words = fault[Kind.NO_PING].message if not ready else ""
                    variant = self.serving.variant["VariantName"]
                    raise ServingFailed(words or _NO_PING.format(which="primary", variant=variant))
                self._account.closing.wait(_LOOK)
            self._used_at = time.monotonic()
            return time.monotonic() - begun

    def __enter__(self) -> "Worker":
        with self._lock:
            if self._busy >= self.serving.concurrency:
                raise AwsError("ThrottlingException", "Rate exceeded", 400)
            self._busy += 1
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._busy -= 1
            self._used_at = time.monotonic()
            if self._gone and not self._busy:
                self._end()

    def invoke(self, body: bytes, content_type: str, accept: str) -> tuple[int, str, bytes]:
        server = self._server
        if server is None:
            raise ConnectionError("The container has ended.")
        return server.invoke(body, content_type, accept)  # type: ignore[no-any-return]

    def memory_share(self) -> float:
        """Percent of its memory, as measured within the last second."""
        server, (at, share) = self._server, self._measured
        if server is not None and time.monotonic() - at >= 1:
            share = 100 * server.memory_mb() / self.serving.memory_mb
            self._measured = (time.monotonic(), share)
        return share

    def end_if_idle(self) -> None:
        with self._lock:
            idle = time.monotonic() - self._used_at >= self._account.pace.idle
            if self._server is not None and idle and not self._busy:
                self._end()

    def retire(self) -> None:
        """End it once its last request is answered."""
        with self._lock:
            self._gone = True
            if not self._busy or self._account.closing.is_set():
                self._end()

    def _launch(self) -> None:
        account, container = self._account, self.serving.container
        self._root = account.folder / f"{self._endpoint}-{time.monotonic_ns()}" / "opt" / "ml"
        (self._root / "model").mkdir(parents=True)
        try:
            role = Role(account, self.serving.role)
            if uri := container.get("ModelDataUrl"):
                self._unpack(role, uri, self._root / "model")
        except (AwsError, ServingFailed) as error:
            self._end()
            raise ServingFailed(getattr(error, "message", str(error))) from None
        stream = f"{self.serving.variant['VariantName']}/{time.strftime('%Y-%m-%d')}-{id(self):x}"
        log = Log(account, role, f"{GROUP}/{self._endpoint}", stream)
        environment = dict(container["Environment"])
        self._server = account.containers.start_server(environment, self._root, log)

    def _unpack(self, role: Role, uri: str, folder: Path) -> None:
        try:
            layout.unpack(role.read(uri), folder)
        except (KeyError, NotPermitted):
            raise ServingFailed(
                f'Failed to download model data for container "container_1" from URL: "{uri}".'
                " Please ensure that there is an object located at the URL and that the role"
                f' "{role.arn}" has permissions to access the model.'
            ) from None
        except (tarfile.TarError, OSError):
            raise ServingFailed(
                f'Failed to extract model data archive from URL "{uri}". Please ensure that the'
                " object located at the URL is a valid tar.gz archive."
            ) from None

    def _end(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None
        if self._root is not None:
            shutil.rmtree(self._root.parents[1], ignore_errors=True)
            self._root = None


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
                    overhead_seconds=max(0.0, asked_at - begun - setup),
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
        while not endpoint.gone.wait(step) and not account.closing.is_set():
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
