"""Disk: how much of it what there is holds."""

import contextlib
import shutil
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from backend.artefacts.files import folder_mb
from backend.errors import NotFound
from backend.platforms.base import Job, JobKind, JobState, Platform
from backend.studio.workspace import Workspace


class Holder(StrEnum):
    """What holds disk."""

    DATASETS = "datasets"
    PREPARED = "prepared data"
    MODELS = "models"
    ENDPOINTS = "endpoints"
    OTHER_JOBS = "other jobs"
    """Jobs that failed, were stopped, or still go on."""
    CACHES = "caches"
    """What can be made or fetched again at any time, and uploads on their way."""


_OF_PLATFORM = frozenset({Holder.PREPARED, Holder.MODELS, Holder.ENDPOINTS, Holder.OTHER_JOBS})


@dataclass(frozen=True)
class Share:
    """What one kind of thing holds: MB of 10^6 bytes, and how many of them there are."""

    holder: Holder
    mb: float
    things: int


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Disk by what holds it, in the order of `Holder`. free_mb: room left on this machine's disk,
    MB of 10^6 bytes. away: what is held elsewhere than on this machine."""

    shares: tuple[Share, ...]
    free_mb: float
    away: frozenset[Holder] = frozenset()

    @property
    def mb(self) -> float:
        """What all hold together, MB of 10^6 bytes."""
        return sum(share.mb for share in self.shares)

    @property
    def away_mb(self) -> float:
        """That of it which is held elsewhere, MB of 10^6 bytes."""
        return sum(share.mb for share in self.shares if share.holder in self.away)


def usage(workspace: Workspace) -> Usage:
    """How much disk the workspace holds now.

    What does not change is measured once: datasets, and (by the platform) jobs that have ended.
    """
    sizes: dict[Holder, list[float]] = {holder: [] for holder in Holder}
    for folder in workspace.datasets_folder.glob("[!.]*"):
        with contextlib.suppress(FileNotFoundError):
            sizes[Holder.DATASETS].append(_dataset_mb(folder, folder.stat().st_mtime_ns))
    platform = workspace.platform
    for job in platform.jobs():
        sizes[_holder(job)].append(held_mb(platform, job))
    for endpoint in platform.endpoints():
        with contextlib.suppress(NotFound):
            sizes[Holder.ENDPOINTS].append(platform.endpoint_mb(endpoint.name))
    drafts, caches = workspace.folder / "drafts", workspace.folder / "cache"
    copies = [workspace.folder / platform.name] if platform.far else []
    for folder in (*drafts.glob("*"), *caches.glob("*/*"), *copies):
        sizes[Holder.CACHES].append(folder_mb(folder))
    return Usage(
        shares=tuple(
            Share(holder, sum(of_holder), len(of_holder)) for holder, of_holder in sizes.items()
        ),
        free_mb=shutil.disk_usage(workspace.folder).free / 1e6,
        away=_OF_PLATFORM if platform.far else frozenset(),
    )


def held_mb(platform: Platform, job: Job) -> float:
    """Disk the job holds, MB of 10^6 bytes; 0 when it has just been removed."""
    try:
        return platform.job_mb(job.name)
    except NotFound:
        return 0.0


def _holder(job: Job) -> Holder:
    if job.state is not JobState.COMPLETED:
        return Holder.OTHER_JOBS
    return Holder.PREPARED if job.spec.kind is JobKind.PROCESSING else Holder.MODELS


@lru_cache(maxsize=1024)
def _dataset_mb(folder: Path, changed: int) -> float:
    """`changed` tells apart two datasets that had the same name, one after the other."""
    return folder_mb(folder)
