"""Looks after one job, from its wait in the queue to its last state, in a process of its own.

Started as `python -m backend.platforms.local.supervisor <job folder>` with the job's lock held by
a descriptor it was born with. Nobody needs to know its pid: while it lives the lock is held.
"""

import contextlib
import errno
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from backend.artefacts import failure
from backend.artefacts.files import fsync_folder, write_json
from backend.artefacts.package import ARCHIVE
from backend.errors import StudioError
from backend.platforms.base import JobKind, JobState
from backend.platforms.local import places, processes
from backend.platforms.local.cores import held_cores
from backend.platforms.local.layout import (
    Intention,
    JobFolder,
    Status,
    read_intention,
    read_status,
)
from backend.platforms.local.logs import read_lines

_LOOK = 0.25  # seconds between two looks at a running program
_GRACE = 3.0  # seconds a program has to end by itself when it is stopped
_LONGEST_REASON = 2000  # characters
_PACK = (
    "import sys; from pathlib import Path; from backend.artefacts.archive import pack_folder;"
    " pack_folder(Path(sys.argv[1]), Path(sys.argv[2]))"
)


class _Ended(Exception):
    """The job ends here, in this state and for this reason."""

    def __init__(self, state: JobState, reason: str) -> None:
        super().__init__(reason)
        self.state = state
        self.reason = reason


class Supervisor:
    """One job's course."""

    def __init__(self, path: Path) -> None:
        self.folder = JobFolder(path)
        self.intention: Intention = read_intention(self.folder.spec)
        self.status: Status = read_status(self.folder.status)
        self.deadline = float("inf")

    def run(self) -> None:
        """Wait for cores, run the program, publish what it made, and write how it ended."""
        state, reason = JobState.COMPLETED, ""
        try:
            self._work()
        except _Ended as end:
            state, reason = end.state, end.reason
        except StudioError as error:
            state, reason = JobState.FAILED, str(error)
        except Exception as error:
            traceback.print_exc()
            full = isinstance(error, OSError) and places.means_full(error)
            state = JobState.FAILED
            reason = (
                str(places.DISK_FULL)
                if full
                else "It could not be run; the log says where it broke."
            )
        # First the space, then the word: on a full disk there would be no room for it.
        self.folder.clear(output=state is not JobState.COMPLETED)
        self._enter(state, reason)

    def _work(self) -> None:
        intention, spec = self.intention, self.intention.spec
        platform = self.folder.path.parent.parent
        with held_cores(platform, intention.ticket, intention.cores, self._heed_queue) as cores:
            self._enter(JobState.STARTING)
            self._lay_out()
            self._enter(JobState.IN_PROGRESS)
            self.deadline = time.monotonic() + spec.max_seconds
            self._run(self._arguments(), cores)
            self._publish(cores)

    def _arguments(self) -> tuple[str, ...]:
        spec = self.intention.spec
        # A training program finds its settings in a file.
        options = {} if spec.kind is JobKind.TRAINING else spec.settings
        return (
            *self.intention.program,
            f"--root={self.folder.root}",
            *(f"--{name}={value}" for name, value in options.items()),
        )

    def _enter(self, state: JobState, reason: str = "") -> None:
        self.status = self.status.then(state, reason)
        self.status.write(self.folder.status)

    def _heed_queue(self) -> None:
        if self.folder.stop.exists():
            raise _Ended(JobState.STOPPED, "It was stopped before its turn came.")

    def _lay_out(self) -> None:
        """Make the folders a program finds on SageMaker, its inputs in place as links."""
        folder, spec = self.folder, self.intention.spec
        for place in (folder.product(spec.kind), folder.root / "output", folder.root / "tmp"):
            place.mkdir(parents=True, exist_ok=True)
        for name, uri in spec.inputs.items():
            source, place = places.path_of(uri), folder.channel(spec.kind, name)
            if source.is_file():  # a channel is always a folder
                place = place / source.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(source)
        if spec.kind is JobKind.TRAINING:
            settings = {**spec.settings, "algorithm": spec.algorithm}
            write_json(folder.root / "input" / "config" / "hyperparameters.json", settings)

    def _run(self, arguments: Sequence[str], cores: Sequence[int]) -> None:
        """Run the interpreter to its end. Raises _Ended unless it succeeds."""
        with self.folder.log.open("ab") as log:
            program = subprocess.Popen(
                [sys.executable, "-P", *arguments],
                cwd=self.folder.root,
                env=self._environment(len(cores)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # Safe here: this process has one thread only.
                preexec_fn=processes.bound(cores),
            )
        try:
            code = self._watch(program)
        finally:  # whatever the program has started goes with it
            processes.end_marked(self.intention.token)
        if code != 0:
            raise _Ended(JobState.FAILED, self._explain(code))

    def _watch(self, program: "subprocess.Popen[bytes]") -> int:
        """The exit code of the program, which is ended when it goes beyond what it may."""
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return program.wait(_LOOK)
            try:
                self._heed(program.pid)
            except BaseException as end:
                stopped = isinstance(end, _Ended) and end.state is JobState.STOPPED
                processes.end_session(program, _GRACE if stopped else 0)
                raise

    def _environment(self, cores: int) -> dict[str, str]:
        threads = ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
        return {
            **os.environ,
            **{f"{library}_NUM_THREADS": str(cores) for library in threads},
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(self.folder.root / "tmp"),
            processes.MARK: self.intention.token,
        }

    def _heed(self, session: int) -> None:
        """Raises _Ended when the program has to be ended."""
        if self.folder.stop.exists():
            self._enter(JobState.STOPPING)
            raise _Ended(JobState.STOPPED, "It was stopped on request.")
        if time.monotonic() > self.deadline:
            raise _Ended(
                JobState.FAILED,
                f"It took longer than the {self.intention.spec.max_seconds} s it was given."
                " Give it more time or a larger size.",
            )
        most = self.intention.memory_mb
        # The exact figure takes longer, so it is asked for only when it may matter.
        if (
            processes.session_memory(session) > most
            and (needed := processes.session_share(session)) > most
        ):
            raise _Ended(
                JobState.FAILED,
                f"It needs more than {most} MB of memory (it had taken {needed:.0f} MB)."
                " Choose a larger size.",
            )

    def _explain(self, code: int) -> str:
        """Why the program failed: in its own words if it left any, else what its end tells."""
        for name in failure.FILE_NAMES:
            with contextlib.suppress(OSError):
                text = (self.folder.root / "output" / name).read_bytes()[: 4 * _LONGEST_REASON]
                if words := text.decode("utf-8", "replace").strip():
                    return words[:_LONGEST_REASON]
        last_lines = read_lines(self.folder.log, tail=20)
        no_space = os.strerror(errno.ENOSPC)
        if places.is_full(self.folder.path) or any(no_space in line for line in last_lines):
            return str(places.DISK_FULL)
        if code == -signal.SIGKILL:
            return (
                "It was killed (signal 9), perhaps by the system for lack of memory."
                " Try again or choose a larger size."
            )
        if code < 0:
            return f"Its program was ended by signal {-code} ({signal.strsignal(-code)})."
        return f"Its program ended with exit code {code}; the log says more."

    def _publish(self, cores: Sequence[int]) -> None:
        """Put what the program made at its place by one rename."""
        folder, kind = self.folder, self.intention.spec.kind
        made = folder.product(kind)
        if not made.is_dir() or not any(made.iterdir()):
            raise _Ended(JobState.FAILED, "Its program ended without leaving anything.")
        if kind is JobKind.TRAINING:
            # A process of its own, so that packing a large model can be stopped like the rest.
            self._run(("-c", _PACK, str(folder.packing / ARCHIVE), str(made)), cores)
            made = folder.packing
        made.rename(folder.output)
        fsync_folder(folder.path)


def main(arguments: Sequence[str]) -> None:
    """Look after the job in the folder named by the only argument."""
    Supervisor(Path(arguments[0])).run()


if __name__ == "__main__":
    main(sys.argv[1:])
