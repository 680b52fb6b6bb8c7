"""Endpoints on this machine: each in a folder, looked after by a keeper that needs nobody.

As with jobs, the lock says whether an endpoint is looked after. It is taken before the folder gets
its name and handed down to the keeper. Where it is free the keeper has died; whoever reads the
endpoint next ends what is left of it, and the next message, or studio, starts a keeper again.
"""

import contextlib
import http.client
import os
import secrets
import shutil
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from backend.artefacts.files import folder_mb, whole_folder
from backend.errors import Conflict, DoesNotFit, NotFound, Unavailable
from backend.platforms.base import (
    Endpoint,
    EndpointPart,
    EndpointSpec,
    EndpointState,
    Reply,
    Traffic,
    is_name,
)
from backend.platforms.fit import checked_package
from backend.platforms.local import places, processes
from backend.platforms.local.endpoint_record import (
    CHANGE,
    LOCK,
    LOG,
    OLDER_LOG,
    Intention,
    describe,
    read_intention,
    read_status,
    read_used,
)
from backend.platforms.local.locks import held, is_held, take
from backend.platforms.local.logs import read_lines
from backend.platforms.local.traffic import TRAFFIC, read_traffic

_KEEPER = "backend.platforms.local.keeper"
_ANSWER_SECONDS = 75.0  # a request's own 60 after a cold start
_KEEPER_SECONDS = 10.0  # for a keeper to start listening
_DELETE_SECONDS = 5.0
_LEFT_OVER = 60.0  # seconds after which an unnamed folder that nobody holds is a crash's
_MOST_IDLE = 8  # connections kept open to one endpoint


class LocalEndpoints:
    """The endpoints below one folder; the methods are `Platform`'s."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute() / "endpoints"
        self._idle: dict[str, list[http.client.HTTPConnection]] = defaultdict(list)
        self._idle_lock = threading.Lock()

    def deploy(self, spec: EndpointSpec) -> Endpoint:
        """As `Platform.deploy`. Raises DoesNotFit also when the disk has no room."""
        with contextlib.suppress(NotFound):
            return self._same(spec)
        checked_package(spec, places.path_of)
        lock = None
        token = secrets.token_hex(16)
        try:
            with places.full_disk_named(), whole_folder(self._folder / spec.name) as new:
                lock = take(new / LOCK)
                Intention(revision=1, spec=spec, token=token, created_at=time.time()).write(new)
            assert lock is not None  # noqa: S101 (nobody knows the folder yet)
            _launch(self._folder / spec.name, lock, token)
        except FileExistsError:
            return self._same(spec)
        finally:
            if lock is not None:
                os.close(lock)
        return self.endpoint(spec.name)

    def update(self, spec: EndpointSpec) -> Endpoint:
        """As `Platform.update`. To one that failed, the same spec is another try."""
        self.endpoint(spec.name)
        checked_package(spec, places.path_of)
        folder = self._folder / spec.name
        try:
            with held(folder / CHANGE):
                self._keep(spec.name)
                present, intention = self.endpoint(spec.name), read_intention(folder)
                if not present.state.settled and intention.spec != spec:
                    raise Conflict(f"{spec.name} is still changing.", "Wait until it has settled.")
                serves = present.state is EndpointState.IN_SERVICE and present.spec == spec
                if present.state.settled and not serves:
                    with places.full_disk_named():
                        new = replace(intention, revision=intention.revision + 1, spec=spec)
                        new.write(folder)
        except FileNotFoundError:
            raise _no_endpoint(spec.name) from None
        return self.endpoint(spec.name)

    def endpoint(self, name: str) -> Endpoint:
        """As `Platform.endpoint`."""
        folder = self._existing(name)
        try:
            intention = read_intention(folder)
            kept = is_held(folder / LOCK)
            if not kept:
                _end_orphans(folder, intention.token)
            used_at = read_used(folder)
            return describe(intention, read_status(folder), kept=kept, used_at=used_at)
        except (FileNotFoundError, ValueError):
            raise _no_endpoint(name) from None

    def endpoints(self) -> tuple[Endpoint, ...]:
        """As `Platform.endpoints`."""
        found = []
        for name in self._names():
            with contextlib.suppress(NotFound):
                found.append(self.endpoint(name))
        return tuple(found)

    def delete(self, name: str) -> None:
        """As `Platform.delete`. Requests that are being answered are cut off."""
        folder = self._folder / name
        if not is_name(name) or not folder.is_dir():
            return
        unseen = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=self._folder))
        with contextlib.suppress(FileNotFoundError):  # somebody else was faster
            folder.rename(unseen)
        _remove(unseen)
        self._forget(name)

    def invoke(self, name: str, body: bytes, *, content_type: str, accept: str) -> Reply:
        """As `Platform.invoke`. An answer that was cut off is asked for once more."""
        headers = {"Content-Type": content_type, "Accept": accept}
        kept = self._kept_connection(name)
        if kept:
            with contextlib.suppress(_Cut):
                return self._exchange(name, kept, body, headers)
            self._forget(name)  # the others are of the same age
        for _ in range(2):
            with contextlib.suppress(_Cut):
                return self._exchange(name, self._connect(name), body, headers)
        raise Unavailable(f"{name} did not answer.", "Its log may say why.")

    def endpoint_log(self, name: str, *, tail: int | None = None) -> tuple[str, ...]:
        """As `Platform.endpoint_log`."""
        folder = self._existing(name)
        lines = read_lines(folder / LOG, tail)
        if tail is None or len(lines) < tail:
            older = read_lines(folder / OLDER_LOG, None if tail is None else tail - len(lines))
            lines = older + lines
        return lines

    def traffic(self, name: str, *, since: float) -> Traffic:
        """As `Platform.traffic`."""
        endpoint = self.endpoint(name)
        return read_traffic(
            self._folder / name, since=since, made_at=endpoint.created_at, now=time.time()
        )

    def endpoint_parts(self, name: str) -> tuple[EndpointPart, ...]:
        """As `Platform.endpoint_parts`."""
        endpoint, folder = self.endpoint(name), self._existing(name)
        spec, url = endpoint.spec, endpoint.url
        memory, idle = f"{spec.memory_mb:,} MB", f"{spec.idle_seconds:g} s idle"
        settings = f"{memory}, {spec.concurrency} at once, {idle}"
        packages = sum(map(folder_mb, folder.glob("package-*")))
        return (
            EndpointPart(title="The endpoint, and its model in memory", detail=name),
            *([EndpointPart(title="Its address", detail=url)] if url else []),
            EndpointPart(title="Its configuration", detail=settings),
            EndpointPart(title="Its unpacked copy of the model", size_mb=packages),
            EndpointPart(title="Its log", size_mb=_file_mb(folder / LOG, folder / OLDER_LOG)),
            EndpointPart(
                title="The counts of what it answered", size_mb=_file_mb(folder / TRAFFIC)
            ),
        )

    def endpoint_mb(self, name: str) -> float:
        """As `Platform.endpoint_mb`."""
        return folder_mb(self._existing(name))

    def recover(self) -> None:
        """Start the keepers that are not there, and delete what crashes left behind."""
        for name in self._names():
            # A full disk, too, must not keep the studio from opening: somebody has to make room.
            with contextlib.suppress(NotFound, OSError, DoesNotFit):
                self._keep(name)
        for path in self._folder.glob(".*"):
            with contextlib.suppress(FileNotFoundError):
                old = time.time() - path.stat().st_mtime > _LEFT_OVER
                if old and not is_held(path / LOCK):
                    _remove(path)

    def _names(self) -> list[str]:
        try:
            return sorted(p.name for p in self._folder.iterdir() if is_name(p.name) and p.is_dir())
        except FileNotFoundError:
            return []

    def _existing(self, name: str) -> Path:
        folder = self._folder / name
        if not is_name(name) or not folder.is_dir():
            raise _no_endpoint(name)
        return folder

    def _same(self, spec: EndpointSpec) -> Endpoint:
        """The endpoint of that name, if its spec is the same. Raises NotFound, Conflict."""
        endpoint = self.endpoint(spec.name)
        if endpoint.spec != spec:
            raise Conflict(
                f"There is an endpoint {spec.name} already, with other settings.",
                "Update it, or choose another name.",
            )
        self._keep(spec.name)
        return self.endpoint(spec.name)

    def _keep(self, name: str) -> None:
        """Start the endpoint's keeper if there is none. Raises NotFound."""
        folder = self._existing(name)
        try:
            while (lock := take(folder / LOCK)) is None:
                if is_held(folder / LOCK):  # and not by somebody who was merely asking
                    return
        except FileNotFoundError:
            raise _no_endpoint(name) from None
        try:
            intention, status = read_intention(folder), read_status(folder)
            processes.end_marked(intention.token)
            # Until the keeper has bound the port it may be anybody's.
            with places.full_disk_named():
                replace(status, port=0, last_port=status.port or status.last_port).write(folder)
                _launch(folder, lock, intention.token)
        except (FileNotFoundError, ValueError):
            raise _no_endpoint(name) from None
        finally:
            os.close(lock)

    # Connections

    def _connect(self, name: str) -> http.client.HTTPConnection:
        """A connection to the endpoint, whose keeper is started if need be.

        Raises NotFound, and Unavailable when nobody listens.
        """
        deadline = time.monotonic() + _KEEPER_SECONDS
        while time.monotonic() < deadline:
            self._keep(name)
            with contextlib.suppress(OSError, ValueError):
                port = read_status(self._folder / name).port
                if port:
                    connection = http.client.HTTPConnection(
                        "127.0.0.1", port, timeout=_ANSWER_SECONDS
                    )
                    connection.connect()
                    return connection
            time.sleep(0.02)
        raise Unavailable(f"{name} does not listen.", "Its log may say why.")

    def _exchange(
        self,
        name: str,
        connection: http.client.HTTPConnection,
        body: bytes,
        headers: dict[str, str],
    ) -> Reply:
        """Ask and wait for the answer; the connection is kept for the next request.

        Raises _Cut when the other side went away, Unavailable when it takes too long.
        """
        try:
            with contextlib.suppress(BrokenPipeError):  # refused before it was read: there is why
                connection.request("POST", "/invocations", body, headers)
            response = connection.getresponse()
            content_type = response.headers.get("Content-Type", "")
            reply = Reply(response.status, content_type, response.read())
        except TimeoutError:
            connection.close()
            raise Unavailable(
                f"{name} did not answer within {_ANSWER_SECONDS:.0f} seconds.",
                "Send fewer messages at once.",
            ) from None
        except (http.client.HTTPException, OSError):
            connection.close()
            raise _Cut from None
        if connection.sock is not None:  # closed by http.client when the answer was the last
            with self._idle_lock:
                if len(self._idle[name]) < _MOST_IDLE:
                    self._idle[name].append(connection)
                    return reply
            connection.close()
        return reply

    def _kept_connection(self, name: str) -> http.client.HTTPConnection | None:
        with self._idle_lock:
            kept = self._idle.get(name)
            return kept.pop() if kept else None

    def _forget(self, name: str) -> None:
        with self._idle_lock:
            for connection in self._idle.pop(name, ()):
                connection.close()


class _Cut(Exception):
    """The connection ended before the answer was there."""


def _no_endpoint(name: str) -> NotFound:
    return NotFound(f"There is no endpoint {name[:80]!r}.", "It may have been deleted.")


def _file_mb(*paths: Path) -> float:
    size = 0
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            size += path.stat().st_size
    return size / 1e6


def _end_orphans(folder: Path, token: str) -> None:
    """End the workers of a dead keeper, while holding the lock so that no new one starts any."""
    lock = take(folder / LOCK)
    if lock is not None:
        try:
            processes.end_marked(token)
        finally:
            os.close(lock)


def _remove(folder: Path) -> None:
    """End all processes of an endpoint that is out of sight, then delete its folder."""
    deadline = time.monotonic() + _DELETE_SECONDS
    with contextlib.suppress(FileNotFoundError, ValueError):
        token = read_intention(folder).token
        processes.end_marked(token)
        # A keeper that was only just being started is not marked yet.
        while is_held(folder / LOCK) and time.monotonic() < deadline:
            time.sleep(0.02)
            processes.end_marked(token)
    shutil.rmtree(folder, ignore_errors=True)


def _launch(folder: Path, lock: int, token: str) -> None:
    """Start the endpoint's keeper, which inherits the lock."""
    processes.launch_apart(
        _KEEPER,
        folder,
        str(lock),
        log=folder / LOG,
        lock=lock,
        environment={processes.MARK: token},
    )
