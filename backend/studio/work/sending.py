"""Sending: starting the job of a run, with the data that it needs where it runs.

On this machine nothing travels and a job starts at once. Elsewhere data may take minutes: one at
a time sends it, in whatever process, and the ledger says how far it is.
"""

import time
from collections.abc import Callable
from uuid import uuid4

from backend.errors import Conflict
from backend.platforms.base import JobSpec
from backend.studio.data import datasets
from backend.studio.work.plans import DatasetInput, OutputInput, PlannedJob
from backend.studio.workspace import Workspace

_ALIVE_SECONDS = 60.0  # without a sign of a sender before another may take its place
_SIGN_SECONDS = 0.5  # between two signs


class NotNow(Exception):
    """The job is for another look to start, or for somebody else."""


def start(workspace: Workspace, run: str, stage: PlannedJob, on_sent: Callable[[], object]) -> None:
    """Start the job of a stage; on_sent: called a few times a second while data is sent.

    Raises NotNow where somebody else sends it or the run shall stop, and as `Platform.start`.
    """
    if not workspace.platform.far:
        workspace.platform.start(_spec(workspace, stage, lambda dataset, share: None))
        return
    sender = _Sender(workspace, run, on_sent)
    sender.begin()
    try:
        spec = _spec(workspace, stage, sender.told)
        sender.say(f"Starting to {stage.title.lower()}")
        workspace.platform.start(spec)
    finally:
        sender.end()
    workspace.ledger.note_doing(run)
    if workspace.ledger.run(run).stop_asked:  # meanwhile
        workspace.platform.stop(stage.job)


class _Sender:
    """Says in the ledger how far the data of a run is. Told from any thread."""

    def __init__(self, workspace: Workspace, run: str, on_sent: Callable[[], object]) -> None:
        self._ledger, self._run, self._on_sent = workspace.ledger, run, on_sent
        self._id = uuid4().hex
        self._said_at = 0.0

    def begin(self) -> None:
        """Raises NotNow while another sends it."""
        if not self._ledger.take_sending(self._run, self._id, seconds=_ALIVE_SECONDS):
            raise NotNow

    def end(self) -> None:
        """Others may take over from here."""
        self._ledger.take_sending(self._run, self._id, seconds=0)

    def told(self, dataset: str, share: float) -> None:
        """As much of a dataset is there; may be called as often as one likes."""
        now = time.monotonic()
        if now - self._said_at >= _SIGN_SECONDS:
            self._said_at = now
            self.say(f"Uploading {dataset}", share)

    def say(self, doing: str, share: float | None = None) -> None:
        """Raises NotNow when the run shall stop: nothing more is sent then."""
        entry = self._ledger.run(self._run)
        if entry.stop_asked or entry.outcome is not None:
            raise NotNow
        self._ledger.take_sending(self._run, self._id, seconds=_ALIVE_SECONDS)
        self._ledger.note_doing(self._run, doing, share)
        self._on_sent()


_Told = Callable[[str, float], None]


def _spec(workspace: Workspace, stage: PlannedJob, told: _Told) -> JobSpec:
    return JobSpec(
        name=stage.job,
        kind=stage.kind,
        size=stage.size,
        inputs={channel: _uri(workspace, source, told) for channel, source in stage.inputs.items()},
        settings=stage.settings,
        algorithm=stage.algorithm,
        max_seconds=stage.max_seconds,
        spot=stage.spot,
    )


def _uri(workspace: Workspace, source: DatasetInput | OutputInput, told: _Told) -> str:
    if isinstance(source, DatasetInput):
        name = source.dataset
        return workspace.platform.upload(
            datasets.folder(workspace, name),
            f"datasets/{name}",
            on_progress=lambda share: told(name, share),
        )
    output = workspace.platform.job(source.output_of).output
    if output is None:
        raise Conflict(f"{source.output_of} has left nothing to take.", "Run it again.")
    return f"{output}/{source.path}" if source.path else output
