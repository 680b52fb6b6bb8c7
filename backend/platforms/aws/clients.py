"""The clients of AWS's services: made when first asked for, one of a kind."""

import os
import threading
from collections.abc import Callable
from importlib import metadata
from typing import Any

from backend.platforms.aws.errors import SIGNED_OUT, code_of, translated
from backend.platforms.aws.settings import AwsSettings

ATTEMPTS = 6
_CONNECT_SECONDS = 5.0
_READ_SECONDS = 60.0
_INVOKE_SECONDS = 75.0  # AWS itself gives up after 60
_INVOKE_ATTEMPTS = 2  # one that timed out has cost its minute already
_CONNECTIONS = 24

_PRICING_REGION = "us-east-1"  # prices of all regions are asked for there


class Clients:
    """Clients of one account and region, for any number of threads.

    Attributes raise the errors of `translated` where no client can be made. Credentials that AWS
    no longer takes are dropped, so that the next call reads them anew: whoever signs in again need
    not start the studio again. Take a client for one piece of work; do not keep it.
    """

    def __init__(
        self,
        settings: AwsSettings,
        *,
        attempts: int = ATTEMPTS,
        connect_seconds: float = _CONNECT_SECONDS,
        read_seconds: float = _READ_SECONDS,
    ) -> None:
        """attempts: how often a call is sent at most, with growing, random pauses between."""
        self._settings = settings
        self._attempts = attempts
        self._connect_seconds = connect_seconds
        self._read_seconds = read_seconds
        self._lock = threading.Lock()
        self._session: Any = None
        self._made: dict[str, Any] = {}

    @property
    def sagemaker(self) -> Any:
        """Jobs, models and endpoints."""
        return self._client("sagemaker")

    @property
    def runtime(self) -> Any:
        """Invocations of endpoints."""
        return self._client("sagemaker-runtime")

    @property
    def s3(self) -> Any:
        """Files."""
        return self._client("s3")

    @property
    def logs(self) -> Any:
        """CloudWatch's logs."""
        return self._client("logs")

    @property
    def cloudwatch(self) -> Any:
        """CloudWatch's metrics."""
        return self._client("cloudwatch")

    @property
    def sts(self) -> Any:
        """Who we are."""
        return self._client("sts")

    @property
    def iam(self) -> Any:
        """Roles and what they may do."""
        return self._client("iam")

    @property
    def quotas(self) -> Any:
        """What the account may have of everything."""
        return self._client("service-quotas")

    @property
    def pricing(self) -> Any:
        """Prices of the day."""
        return self._client("pricing")

    @property
    def tagging(self) -> Any:
        """Everything that carries a tag."""
        return self._client("resourcegroupstaggingapi")

    def _client(self, service: str) -> Any:
        with self._lock:
            if service not in self._made:
                with translated("signing in to AWS"):
                    self._made[service] = self._make(service)
            return self._made[service]

    def _make(self, service: str) -> Any:
        import boto3

        if self._session is None:
            settings = self._settings
            self._session = boto3.Session(
                profile_name=settings.profile or None, region_name=settings.region or None
            )
        client = self._session.client(
            service,
            region_name=_PRICING_REGION if service == "pricing" else None,
            config=self._config(service),
        )
        forget = self._forgetting(self._session)
        for event in ("after-call", "after-call-error"):
            client.meta.events.register(event, forget)
        return client

    def _config(self, service: str) -> Any:
        from botocore.config import Config

        invokes = service == "sagemaker-runtime"
        attempts = min(self._attempts, _INVOKE_ATTEMPTS) if invokes else self._attempts
        # A bucket's name cannot stand before an address of this machine.
        elsewhere = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        return Config(
            retries={"mode": "standard", "total_max_attempts": attempts},
            connect_timeout=self._connect_seconds,
            read_timeout=_INVOKE_SECONDS if invokes else self._read_seconds,
            max_pool_connections=_CONNECTIONS,
            tcp_keepalive=True,
            user_agent_extra=f"moderation-studio/{metadata.version('moderation-studio')}",
            s3={"addressing_style": "path" if elsewhere else "auto"},
        )

    def _forgetting(self, session: Any) -> Callable[..., None]:
        """A handler of botocore's events that drops the session when its credentials are over."""

        def forget(parsed: Any = None, exception: BaseException | None = None, **_: object) -> None:
            code = parsed.get("Error", {}).get("Code", "") if parsed else ""
            if code in SIGNED_OUT or (exception is not None and _is_about_credentials(exception)):
                with self._lock:
                    if self._session is session:
                        self._session = None
                        self._made.clear()

        return forget


def _is_about_credentials(error: BaseException) -> bool:
    from botocore.exceptions import NoCredentialsError, PartialCredentialsError

    return isinstance(error, NoCredentialsError | PartialCredentialsError) or (
        code_of(error) in SIGNED_OUT
    )
