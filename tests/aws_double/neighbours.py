"""moto's S3, IAM, STS and logs, as the double stands beside them. All that knows moto's inside.

moto keeps its world in globals of the process, by account: each double has an account of its own.
It is not safe to use from several threads: one lock is held for each call, which also makes
conditional writes atomic, as they are in S3.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from moto.backends import get_backend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import s3_backends

Start = Callable[..., Any]


class _Dispatcher(DomainDispatcherApplication):
    """moto's own, but for that it looks through its folder only for the first request of a kind."""

    def __init__(self) -> None:
        super().__init__(create_backend_app)
        self._known: dict[str | None, Any] = {}

    def get_backend_for_host(self, host: str | None) -> Any:
        if host not in self._known:
            self._known[host] = super().get_backend_for_host(host)
        return self._known[host]


_app = _Dispatcher()
_lock = threading.RLock()
_LONGEST_EVENT = 256 * 1024 - 26  # bytes that CloudWatch takes


class Neighbours:
    """The other services of one account in one region."""

    def __init__(self, region: str) -> None:
        self.region = region
        self.account = f"{random.SystemRandom().randrange(10**11, 10**12)}"

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """moto's own application, on behalf of this account."""
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = self.account
        with _lock:
            answer = _app(environ, start)
            try:
                return [b"".join(answer)]
            finally:
                getattr(answer, "close", lambda: None)()

    def _backend(self, service: str, place: str = "aws") -> Any:
        find: Any = get_backend  # it is typed for each name of a service
        return find(service)[self.account][place]

    def forget(self) -> None:
        """Empty the account."""
        with _lock:
            s3 = self._backend("s3")
            for bucket in list(s3.buckets.values()):
                for versions in bucket.keys.values():  # not s3.reset(): that is everybody's
                    for key in versions if isinstance(versions, list) else [versions]:
                        getattr(key, "dispose", lambda: None)()
                for part in bucket.multiparts.values():
                    part.dispose()
                s3_backends.bucket_accounts.pop(bucket.name, None)
            s3.buckets.clear()
            self._backend("iam").reset()
            self._backend("sts").reset()
            self._backend("logs", self.region).reset()

    # S3

    def make_bucket(self, name: str) -> None:
        with _lock:
            self._backend("s3").create_bucket(name, self.region)

    def has_bucket(self, name: str) -> bool:
        """Whether the account has the bucket."""
        with _lock:
            return name in self._backend("s3").buckets

    def has(self, bucket: str, key: str) -> bool:
        """Whether there is such an object."""
        with _lock:
            found = self._backend("s3").buckets.get(bucket)
            return found is not None and found.keys.get(key) is not None

    def keys(self, bucket: str, prefix: str) -> list[str]:
        """Those of the objects that begin so, folders' markers left out."""
        with _lock:
            found = self._backend("s3").buckets.get(bucket)
            keys = list(found.keys.keys()) if found else []
        return [key for key in keys if key.startswith(prefix) and not key.endswith("/")]

    def read(self, bucket: str, key: str) -> bytes:
        """Raises KeyError when there is none."""
        with _lock:
            found = self._backend("s3").buckets.get(bucket)
            value = found.keys.get(key) if found else None
            if value is None:
                raise KeyError(f"s3://{bucket}/{key}")
            return bytes(value.value)

    def write(self, bucket: str, key: str, body: bytes) -> None:
        with _lock:
            self._backend("s3").put_object(bucket, key, body)

    # IAM

    def make_operator(self, policy: dict[str, Any], again: tuple[str, str]) -> tuple[str, str]:
        """A user that may do what the policy says; the key and secret (`again` unless empty)."""
        with _lock:
            iam = self._backend("iam")
            iam.create_user(self.region, "operator")
            iam.put_user_policy("operator", "operator", json.dumps(policy))
            key = iam.create_access_key("operator")
            if all(again):
                key.access_key_id, key.secret_access_key = again
        return key.access_key_id, key.secret_access_key

    def make_role(self, name: str, service: str, policy: dict[str, Any]) -> str:
        """A role that the service may take on; its ARN."""
        trust = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": service},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
        with _lock:
            iam = self._backend("iam")
            role = iam.create_role(name, json.dumps(trust), "/", None, "", [], "3600")
            iam.put_role_policy(name, name, json.dumps(policy))
        return str(role.arn)

    def trusts(self, role_arn: str, service: str) -> bool:
        """Whether there is such a role, and the service may take it on."""
        with _lock:
            roles = self._backend("iam").roles.values()
            trust = next((r.assume_role_policy_document for r in roles if r.arn == role_arn), None)
        if trust is None:
            return False
        statements = json.loads(trust).get("Statement", [])
        for statement in [statements] if isinstance(statements, dict) else statements:
            principal = statement.get("Principal", {})
            named = principal.get("Service", []) if isinstance(principal, dict) else []
            services = [named] if isinstance(named, str) else named
            if statement.get("Effect") == "Allow" and service in services:
                return True
        return False

    def principal(self, access_key: str) -> "Principal | None":
        """Whom the key belongs to: a user, or a role that somebody took on. None: nobody."""
        with _lock:
            iam = self._backend("iam")
            for user in iam.users.values():
                if any(key.access_key_id == access_key for key in user.access_keys):
                    return Principal(str(user.arn), user.name, _policies(user))
            for session in self._backend("sts").assumed_roles:
                if session.access_key_id == access_key:
                    role = next((r for r in iam.roles.values() if r.arn == session.role_arn), None)
                    policies = _policies(role) if role else []
                    return Principal(str(session.arn), session.session_name, policies)
        return None

    def policies_of(self, principal: str) -> list[dict[str, Any]] | None:
        """The documents of all policies of a user or role; None when there is no such one."""
        with _lock:
            iam = self._backend("iam")
            for one in (*iam.users.values(), *iam.roles.values()):
                if one.arn == principal:
                    return _policies(one)
        return None

    def allow(self, user: str, policy: dict[str, Any]) -> None:
        """Put a policy in the place of the user's own."""
        with _lock:
            self._backend("iam").put_user_policy(user, user, json.dumps(policy))

    # logs

    def log(self, group: str, stream: str, line: str) -> None:
        """One line more. Makes the group and the stream when they are not there."""
        now = int(time.time() * 1000)
        encoded = line.encode(errors="replace")
        parts = [
            encoded[at : at + _LONGEST_EVENT].decode(errors="replace")
            for at in range(0, max(len(encoded), 1), _LONGEST_EVENT)
        ]
        events = [{"timestamp": now, "message": part} for part in parts]
        with _lock:
            logs = self._backend("logs", self.region)
            logs.ensure_log_group(group)
            logs.ensure_log_stream(group, stream)
            logs.put_log_events(group, stream, events)


@dataclass(frozen=True)
class Principal:
    """Who calls, and the documents of the policies that say what for."""

    arn: str
    name: str
    policies: list[dict[str, Any]]


def _policies(owner: Any) -> list[dict[str, Any]]:
    inline = owner.policies.values() if isinstance(owner.policies, dict) else owner.policies
    texts = [one["policy_document"] if isinstance(one, dict) else one for one in inline]
    texts += [policy.document for policy in owner.managed_policies.values()]
    return [json.loads(text) for text in texts]


def split_uri(uri: str) -> tuple[str, str]:
    """Bucket and key of `s3://bucket/key`."""
    parts = urlsplit(uri)
    return parts.netloc, parts.path.lstrip("/")
