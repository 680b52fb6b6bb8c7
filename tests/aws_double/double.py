"""The double: a world with a bucket and a role, its server, and what it can be told."""

import uuid
from datetime import datetime
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from tests.aws_double.account import SAGEMAKER, Account
from tests.aws_double.faults import Fault
from tests.aws_double.neighbours import Neighbours
from tests.aws_double.pace import Pace
from tests.aws_double.quotas import Quotas
from tests.aws_double.server import Front, Request, Server

ALL = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
_ROLE = "moderation-studio-job"
_NO_TELEMETRY = """\
SchemaVersion: '1.0'
SageMaker:
  PythonSDK:
    Modules:
      TelemetryOptOut: true
"""


class AwsDouble:
    """An AWS of its own on this machine, from `with` to the end of it.

    folder: where jobs work meanwhile. containers: what runs them, `tests.aws_double.containers`
    unless said.
    """

    def __init__(
        self,
        folder: Path,
        *,
        pace: Pace | None = None,
        region: str = "us-east-1",
        port: int = 0,
        containers: ModuleType | Any = None,
    ) -> None:
        if containers is None:
            from tests.aws_double import containers
        self._folder = folder
        self._pace = pace or Pace()
        self._containers = containers
        self._port = port
        self.region = region
        self._neighbours = Neighbours(region)
        self.bucket = f"moderation-studio-{uuid.uuid4().hex[:12]}"
        self._keys = ("", "")

    def __enter__(self) -> "AwsDouble":
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "sdk.yaml").write_text(_NO_TELEMETRY)
        self._begin()
        self._server = Server(self._front_call, self._port)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._account.end_work()
        self._server.close()
        self._neighbours.forget()
        if self._account.defects and error is None:
            raise self._account.defects[0]

    @property
    def url(self) -> str:
        """Goes into AWS_ENDPOINT_URL."""
        return self._server.url

    @property
    def account(self) -> str:
        """Its number."""
        return self._account.number

    @property
    def environment(self) -> dict[str, str]:
        """What boto3 and the SDK need in their environment to find the double, and only it."""
        nowhere = str(self._folder / "none")
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": self._keys[0],
            "AWS_SECRET_ACCESS_KEY": self._keys[1],
            "AWS_DEFAULT_REGION": self.region,
            "AWS_REGION": self.region,
            "AWS_CONFIG_FILE": nowhere,
            "AWS_SHARED_CREDENTIALS_FILE": nowhere,
            "AWS_EC2_METADATA_DISABLED": "true",
            "SAGEMAKER_USER_CONFIG_OVERRIDE": str(self._folder / "sdk.yaml"),
        }

    @property
    def requests(self) -> tuple[Request, ...]:
        """All calls so far, in the order of their answers."""
        return tuple(self._front.requests)

    @property
    def quotas(self) -> dict[str, float]:
        """By the names that Service Quotas has for them; a test may set them."""
        return self._quotas.values

    def fail(self, fault: Fault) -> None:
        """From now on, as the fault says."""
        self._account.faults.add(fault)

    def mend(self) -> None:
        """Forget all faults."""
        self._account.faults.clear()

    def new_bucket(self) -> str:
        """An empty one."""
        name = f"moderation-studio-{uuid.uuid4().hex[:12]}"
        self._neighbours.make_bucket(name)
        return name

    def new_role(self, name: str, *, service: str = SAGEMAKER, policy: Any = None) -> str:
        """A role that `service` may take on; its ARN."""
        return self._neighbours.make_role(name, service, policy or ALL)

    def allow(self, policy: dict[str, Any]) -> None:
        """What the caller may do from now on: nothing but what this policy document says."""
        self._neighbours.allow("operator", policy)

    def remember(self, operation: str, parameters: dict[str, Any], at: datetime) -> None:
        """Have a job of the past, completed at that moment (aware), without running it.

        operation, parameters: CreateProcessingJob or CreateTrainingJob, and its request. Nothing
        is written to S3. Raises ValueError for a request that AWS would not take.
        """
        self._front.remember(operation, parameters, at)

    def reset(self) -> None:
        """End all work, forget all resources, faults and requests. Bucket and role are there
        again, empty."""
        self._account.end_work()
        if self._account.defects:
            raise self._account.defects[0]
        self._neighbours.forget()
        self._begin()

    def _begin(self) -> None:
        account = Account(
            region=self.region,
            folder=self._folder,
            pace=self._pace,
            containers=self._containers,
            neighbours=self._neighbours,
        )
        self._quotas = Quotas(self.region, account.number)
        self._neighbours.make_bucket(self.bucket)
        self.role_arn = self._neighbours.make_role(_ROLE, SAGEMAKER, ALL)
        self._keys = self._neighbours.make_operator(ALL, self._keys)
        self._account = account
        self._front = Front(account, self._quotas)

    def _front_call(self, environ: Any, start: Any) -> Any:
        return self._front(environ, start)
