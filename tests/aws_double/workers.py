"""What answers at an endpoint: the container of a model, begun when asked, ended when idle."""

import math
import shutil
import tarfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.aws_double import layout
from tests.aws_double.account import Account
from tests.aws_double.errors import AwsError
from tests.aws_double.faults import Fault, Kind
from tests.aws_double.roles import Log, NotPermitted, Role

GROUP = "/aws/sagemaker/Endpoints"

_NO_PING = (
    "The primary container for production variant {} did not pass the ping health check."
    " Please check CloudWatch logs for this endpoint."
)
_LOOK = 0.02  # seconds between two pings of a container that starts


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
                    raise ServingFailed(words or _NO_PING.format(variant))
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
