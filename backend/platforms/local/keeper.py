"""The keeper of a local endpoint: a small process that outlives the studio and holds the port.

It holds the listening socket for good; a worker, which runs the package's own code, borrows it to
accept connections. While there is no worker a connection waits in the socket's backlog, which is
what wakes the keeper: so an idle endpoint costs next to nothing and no message is lost.

Started as `python -m backend.platforms.local.keeper FOLDER LOCK_DESCRIPTOR` by `LocalEndpoints`,
in the endpoint's folder and with the endpoint's lock held.
"""

import contextlib
import json
import os
import queue
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from backend.artefacts import archive
from backend.artefacts.package import CODE
from backend.errors import StudioError
from backend.platforms.base import EndpointSpec, Warmth
from backend.platforms.local import places
from backend.platforms.local.endpoint_record import (
    INTENTION,
    LOCK,
    LOG,
    OLDER_LOG,
    Intention,
    note_used,
    package_folder,
    read_intention,
    read_status,
)
from backend.platforms.local.traffic import TrafficRecord
from backend.serving.tally import Tally, tally_from_json

_TICK = 0.2  # seconds between looks at the intention
_WATCH = 1.0  # seconds between looks at memory and log
_START_SECONDS = 60.0  # to load a model
_LEAVE_SECONDS = 90.0  # for a worker to finish what it began: more than its own limit a request
_BACKLOG = 1024
_LOG_BYTES = 1 << 20
_PAUSES = (0.0, 0.5, 1.0, 2.0)  # seconds before a restart, by how often it has died of late
_OF_LATE = 60.0  # seconds


@dataclass
class Worker:
    """A process that serves one revision.

    report: the descriptor on which it says, in lines of JSON, that it is ready or why not, and
    then what it has answered; it reads as ended once the process has. started_at, deadline: on the
    monotonic clock. reason: why it ended, if it or the keeper said so. heard: of a line that has
    not ended yet.
    """

    revision: int
    spec: EndpointSpec
    process: subprocess.Popen[bytes]
    report: int
    started_at: float
    deadline: float
    ready: bool = False
    reason: str = ""
    heard: bytes = b""

    @property
    def last_words(self) -> str:
        """Why it ended, for a person."""
        if self.reason:
            return self.reason
        code = self.process.returncode
        if code == -signal.SIGKILL:
            return "Its worker was killed, perhaps by the system for want of memory."
        if code < 0:
            return f"Its worker crashed ({signal.Signals(-code).name})."
        return f"Its worker ended by itself with code {code}; its log may say why."


class Preparation(threading.Thread):
    """Unpacks a package beside the keeper's other duties. `reason` says why it could not."""

    def __init__(self, intention: Intention) -> None:
        super().__init__(daemon=True)
        self.intention = intention
        self.reason = ""

    def run(self) -> None:
        """Unpack the package, whole or not at all."""
        folder = Path(package_folder(self.intention.revision))
        try:
            shutil.rmtree(folder, ignore_errors=True)
            archive.unpack(places.path_of(self.intention.spec.package), folder)
        except StudioError as error:
            self.reason = str(error)
        except OSError as error:
            full = places.means_full(error)
            self.reason = str(places.DISK_FULL) if full else "Its package cannot be read."
        except Exception as error:  # such as zlib's own, of a damaged archive
            self.reason = f"Its package is damaged ({type(error).__name__})."


class Keeper:
    """Keeps one endpoint. Its working directory is the endpoint's folder: a name that follows it
    when the folder is renamed, so that nothing is written where it once was."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._status = self._written = read_status(Path())
        self._traffic = TrafficRecord(Path())
        self._refused: queue.SimpleQueue[float] = queue.SimpleQueue()  # seconds each took
        self._listener = _bind(self._status.last_port)
        self._selector = selectors.DefaultSelector()
        self._listening = False
        self._worker: Worker | None = None
        self._candidate: Worker | None = None
        self._leaving: list[Worker] = []
        self._preparation: Preparation | None = None
        self._seen: tuple[int, ...] = ()
        self._deaths: list[float] = []
        self._restart_at: float | None = None
        self._watch_at = 0.0
        port = self._listener.getsockname()[1]
        self._set(port=port, last_port=port)
        self._set(warmth=Warmth.COLD, memory_used_mb=None, loaded_at=None)
        if self._status.serving:  # a new keeper gives a worker that kept dying another chance
            self._set(failed=False, reason="")

    def run(self) -> None:
        """Keep the endpoint until its folder is gone."""
        _say("keeper", f"listens on port {self._status.port}")
        self._tidy()
        try:
            while self._is_here():
                self._look_at_intention()
                self._look_at_preparation()
                self._look_at_workers()
                self._listen()
                self._write()
                for key, _ in self._selector.select(0.02 if self._preparation else _TICK):
                    key.data()
        finally:
            for worker in (self._worker, self._candidate, *self._leaving):
                if worker:
                    worker.process.kill()
                    worker.process.wait()

    # What is wanted

    def _is_here(self) -> bool:
        with contextlib.suppress(FileNotFoundError):
            return self._folder.samefile(".")
        return False

    def _look_at_intention(self) -> None:
        """Begin with a new revision, one at a time."""
        if self._preparation or self._candidate:
            return
        found = Path(INTENTION).stat()
        seen = (found.st_ino, found.st_mtime_ns)
        if seen == self._seen:
            return
        self._seen = seen
        intention = read_intention(Path())
        if intention.revision > self._status.revision:
            _say("keeper", f"unpacks revision {intention.revision}")
            self._preparation = Preparation(intention)
            self._preparation.start()

    def _look_at_preparation(self) -> None:
        preparation = self._preparation
        if preparation is None or preparation.is_alive():
            return
        self._preparation = None
        revision, spec = preparation.intention.revision, preparation.intention.spec
        if preparation.reason:
            self._reject(revision, preparation.reason)
            return
        try:
            self._candidate = self._start(revision, spec)
        except OSError:
            self._reject(revision, "Its package holds no program to serve it with.")

    def _reject(self, revision: int, reason: str) -> None:
        """Give the revision up; one that serves goes on."""
        _say("keeper", f"gives revision {revision} up: {reason}")
        self._candidate = None
        failed = self._status.failed or not self._status.serving
        if not failed:
            reason = f"The update did not come up, so the earlier model still answers: {reason}"
        self._set(revision=revision, reason=reason, failed=failed)
        self._tidy()

    def _promote(self, worker: Worker) -> None:
        """Put the candidate in the place of the one that serves."""
        _say("keeper", f"serves revision {worker.revision}")
        if self._worker:
            self._dismiss(self._worker)
        self._worker, self._candidate = worker, None
        self._deaths.clear()
        self._restart_at = None
        self._set(
            revision=worker.revision,
            serving=worker.revision,
            spec=worker.spec,
            failed=False,
            reason="",
            warmth=Warmth.WARM,
            loaded_at=time.time(),
        )
        self._tidy()

    # Workers

    def _start(self, revision: int, spec: EndpointSpec) -> Worker:
        """Start a worker of an unpacked package. Raises OSError when it cannot be."""
        code = Path(package_folder(revision), CODE).absolute()
        listener = self._listener.fileno()
        report, said = os.pipe()
        # Older packages are started by later keepers: the worker passes over options that it does
        # not know, and none of these may go.
        command = [sys.executable, "-m", "backend.serve", f"--model-dir={code.parent}"]
        command += [f"--listen-fd={listener}", f"--report-fd={said}"]
        command += [f"--concurrency={spec.concurrency}", f"--idle-seconds={spec.idle_seconds}"]
        try:
            process = subprocess.Popen(
                command,
                cwd=code,
                env={**os.environ, "PYTHONPATH": str(code)},  # the package's rooms, not ours
                stdin=subprocess.PIPE,  # its end tells the worker that the keeper is gone
                stdout=sys.stderr,
                pass_fds=(listener, said),
            )
        except OSError:
            os.close(report)
            raise
        finally:
            os.close(said)
        now = time.monotonic()
        worker = Worker(revision, spec, process, report, now, now + _START_SECONDS)
        self._selector.register(report, selectors.EVENT_READ, lambda: self._hear(worker))
        return worker

    def _wake(self) -> None:
        """Start the worker of the revision that serves."""
        self._restart_at = None
        spec = self._status.spec
        if spec is None:
            return  # nothing serves yet
        try:
            self._worker = self._start(self._status.serving, spec)
        except OSError:
            self._count_death("Its unpacked package is gone. Delete it and deploy it again.")
        else:
            self._set(warmth=Warmth.WARMING)

    def _hear(self, worker: Worker) -> None:
        """Take what the worker says of itself; nothing at all means that it has ended."""
        words = os.read(worker.report, 1 << 16)
        if not words:
            self._bury(worker)
            return
        *lines, worker.heard = (worker.heard + words).split(b"\n")
        for line in lines:
            with contextlib.suppress(ValueError, TypeError, AttributeError, KeyError):  # not ours
                said = json.loads(line)
                if answered := said.get("answered"):
                    self._count(tally_from_json(answered), float(said["at"]))
                elif reason := said.get("reason"):
                    worker.reason = str(reason)
                elif said.get("ready") is True and not worker.ready:
                    self._welcome(worker)

    def _welcome(self, worker: Worker) -> None:
        """Put a worker that has loaded its model to its work."""
        worker.ready = True
        self._look_at_memory(worker)
        if worker.reason:
            return  # ended for it
        if worker is self._candidate:
            self._promote(worker)
        elif worker is self._worker:
            took = time.monotonic() - worker.started_at
            self._set(warmth=Warmth.WARM, loaded_at=time.time(), wake_seconds=round(took, 3))
            self._traffic.add(Tally(wakes=1), time.time())

    def _count(self, tally: Tally, at: float) -> None:
        """Count what was answered just before `at`."""
        self._traffic.add(tally, at)
        with contextlib.suppress(OSError):
            note_used(Path(), at)

    def _bury(self, worker: Worker) -> None:
        """Reap a worker that has ended, and see what that means."""
        self._selector.unregister(worker.report)
        os.close(worker.report)
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.process.wait(1.0)
        worker.process.kill()  # one that has closed its report but lives is of no use
        code = worker.process.wait()
        if worker.process.stdin:
            worker.process.stdin.close()
        if worker in self._leaving:
            self._leaving.remove(worker)
            self._tidy()
        elif worker is self._candidate:
            self._reject(worker.revision, worker.last_words)
        elif worker is self._worker:
            self._worker = None
            self._set(warmth=Warmth.COLD, memory_used_mb=None, loaded_at=None)
            if code == 0 and worker.ready:
                self._set(reason="")  # idle: whatever happened before, it went well since
            else:
                self._count_death(worker.last_words)

    def _count_death(self, reason: str) -> None:
        """Start the worker again after a pause, unless it dies too often."""
        now = time.monotonic()
        self._deaths = [at for at in self._deaths if now - at < _OF_LATE] + [now]
        _say("keeper", f"lost its worker: {reason}")
        if len(self._deaths) <= len(_PAUSES):
            self._restart_at = now + _PAUSES[len(self._deaths) - 1]
            self._set(reason=f"{reason} It was started again.")
        else:
            self._deaths.clear()
            self._set(failed=True, reason=f"{reason} It was started again, in vain.")

    def _dismiss(self, worker: Worker) -> None:
        """Tell a worker to finish what it began and end."""
        worker.deadline = time.monotonic() + _LEAVE_SECONDS
        worker.process.terminate()
        self._leaving.append(worker)

    def _look_at_workers(self) -> None:
        now = time.monotonic()
        if self._restart_at is not None and now >= self._restart_at:
            self._wake()
        living = [w for w in (self._worker, self._candidate, *self._leaving) if w]
        for worker in living:
            if now > worker.deadline and (not worker.ready or worker in self._leaving):
                worker.reason = f"Its model did not load within {_START_SECONDS:.0f} seconds."
                worker.process.kill()
        if now >= self._watch_at:
            self._watch_at = now + _WATCH
            _turn_log()
            self._write_traffic()
            for worker in living:
                self._look_at_memory(worker)

    def _look_at_memory(self, worker: Worker) -> None:
        try:
            used = psutil.Process(worker.process.pid).memory_info().rss / 2**20
        except psutil.Error:
            return  # it has ended, and its report is about to say so
        limit = worker.spec.memory_mb
        if used > limit:
            worker.reason = (
                f"It needed more than its {limit:,} MB of memory and was ended."
                " Update it to more memory."
            )
            worker.process.kill()
        if worker is self._worker and worker.ready:
            self._set(memory_used_mb=round(used))

    # The socket

    def _listen(self) -> None:
        """Watch the socket while it is the keeper who must act when somebody comes."""
        unserved = bool(self._status.serving) and self._worker is None and self._restart_at is None
        failed = self._status.failed and self._preparation is None and self._candidate is None
        wanted = unserved or failed
        if wanted and not self._listening:
            self._selector.register(self._listener, selectors.EVENT_READ, self._somebody_came)
        elif self._listening and not wanted:
            self._selector.unregister(self._listener)
        self._listening = wanted

    def _somebody_came(self) -> None:
        if not self._status.failed:
            if self._worker is None:
                self._wake()
            return
        with contextlib.suppress(OSError):
            connection, _ = self._listener.accept()
            answer = (connection, self._status.reason, self._refused)
            threading.Thread(target=_refuse, args=answer, daemon=True).start()

    # The record

    def _set(self, **changes: Any) -> None:
        self._status = replace(self._status, **changes)

    def _write(self) -> None:
        """Write the status if it has changed; on a full disk, later."""
        if self._status != self._written:
            with contextlib.suppress(OSError):
                self._status.write(Path())
                self._written = self._status

    def _write_traffic(self) -> None:
        """Write what was answered, if anything was; on a full disk, later."""
        refused = Tally()
        with contextlib.suppress(queue.Empty):
            while True:
                refused.count(503, self._refused.get_nowait())
        if refused:
            self._count(refused, time.time())
        with contextlib.suppress(OSError):
            self._traffic.write()

    def _tidy(self) -> None:
        """Remove the packages that nobody serves, and torn ones of an earlier keeper."""
        used = {package_folder(w.revision) for w in self._leaving}
        used.add(package_folder(self._status.serving))
        for pattern in ("package-*", ".package-*"):
            for folder in Path().glob(pattern):
                if folder.name not in used:
                    shutil.rmtree(folder, ignore_errors=True)


def _bind(port: int) -> socket.socket:
    """Listen on the port it had, if it is free, else on a free one; of this machine only."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.bind(("127.0.0.1", 0))
    listener.listen(_BACKLOG)
    listener.setblocking(False)  # two workers may wait for the same connection
    return listener


def _refuse(connection: socket.socket, reason: str, refused: "queue.SimpleQueue[float]") -> None:
    """Answer 503 with the reason, whatever was asked; of what is no health check say how long it
    took."""
    began = time.monotonic()
    error = {"error": {"code": "unavailable", "message": reason}}
    body = json.dumps(error).encode()
    head = (
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    with connection, contextlib.suppress(OSError):
        connection.settimeout(2.0)
        asked = connection.recv(1 << 16)
        connection.sendall(head.encode() + body)
        if asked.startswith(b"POST "):
            refused.put(time.monotonic() - began)
        connection.shutdown(socket.SHUT_WR)
        until = time.monotonic() + 2.0
        while connection.recv(1 << 16) and time.monotonic() < until:
            pass  # closing on unread bytes would reset the connection before the answer is read


def _say(who: str, what: str) -> None:
    with contextlib.suppress(OSError):
        print(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {who} {what}", file=sys.stderr, flush=True)


def _turn_log() -> None:
    """Keep the log bounded. Everyone appends to the one open file, so it is copied and emptied."""
    with contextlib.suppress(OSError):
        if Path(LOG).stat().st_size > _LOG_BYTES:
            shutil.copyfile(LOG, OLDER_LOG)
            os.truncate(LOG, 0)


def main(folder: Path, lock: int) -> None:
    """Keep the endpoint of the folder, whose lock is held on the descriptor `lock`."""
    os.set_inheritable(lock, False)  # a worker that outlived us must not hold it
    if not os.path.samestat(os.fstat(lock), Path(LOCK).stat()):
        return  # the folder was deleted, and made again, in between
    Keeper(folder).run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
