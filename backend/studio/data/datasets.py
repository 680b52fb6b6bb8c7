"""Datasets: adding, looking at and removing labelled comments.

A dataset is a folder that never changes: the files as they came, and a manifest.
"""

import contextlib
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.artefacts.files import folder_mb, remove_abandoned, whole_folder
from backend.artefacts.hashing import file_hash, folder_hashes
from backend.artefacts.manifest import Manifest, library_versions, read_manifest
from backend.datasets.files import TRAIN, DatasetFiles, dataset_files
from backend.datasets.inspection import inspect
from backend.datasets.sample import write_sample
from backend.errors import Conflict, DoesNotFit, NotFound, StudioError
from backend.platforms.base import check_name
from backend.studio.work.plans import DatasetInput, planned_jobs
from backend.studio.workspace import Workspace

SAMPLE = "sample"


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A dataset and what its inspection counted.

    synthetic: it is the project's own sample, written by a generator. counts: the fields of
    `backend.datasets.inspection.Inspection` that are numbers. content: hash of its training rows.
    """

    name: str
    categories: tuple[str, ...]
    synthetic: bool
    counts: Mapping[str, Any]
    warnings: tuple[str, ...]
    content: str
    added_at: float


def add(
    workspace: Workspace,
    name: str,
    files: DatasetFiles,
    *,
    on_progress: Callable[[float], None] | None = None,
) -> Dataset:
    """Inspect files and keep a copy of them as a dataset. Takes its time on large files.

    The same name with the same content is the same dataset. Raises InvalidInput for what is
    wrong with the files, Conflict when another dataset has the name, DoesNotFit when the disk
    is too full.
    """
    return _add(workspace, name, files, synthetic=False, on_progress=on_progress)


def add_unnamed(
    workspace: Workspace,
    files: DatasetFiles,
    *,
    on_progress: Callable[[float], None] | None = None,
) -> Dataset:
    """Add files under a name made from theirs, or find the dataset that has their content."""
    proposed = name_for(files.train)
    for number in itertools.count(1):
        name = proposed if number == 1 else f"{proposed}-{number}"
        if not (workspace.datasets_folder / name).exists():
            return add(workspace, name, files, on_progress=on_progress)
        if _is_content_of(workspace, name, files):
            return get(workspace, name)
    raise AssertionError("itertools.count ends")


def add_sample(workspace: Workspace) -> Dataset:
    """Write the project's own synthetic sample and add it, unless it is there already.

    Its name is `sample`, with a number after it where another dataset has that name.
    """
    present = next((dataset for dataset in listing(workspace) if dataset.synthetic), None)
    if present is not None:
        return present
    names = (SAMPLE if n == 1 else f"{SAMPLE}-{n}" for n in itertools.count(1))
    name = next(name for name in names if not (workspace.datasets_folder / name).exists())
    with draft_folder(workspace) as draft:
        write_sample(draft)
        return _add(workspace, name, dataset_files(draft), synthetic=True)


@contextlib.contextmanager
def draft_folder(workspace: Workspace) -> Iterator[Path]:
    """A folder of the workspace for files on their way; gone afterwards.

    What a studio that was killed left there, comments perhaps, goes with the next one.
    """
    drafts = workspace.folder / "drafts"
    drafts.mkdir(exist_ok=True)
    remove_abandoned(drafts, "*")
    with tempfile.TemporaryDirectory(dir=drafts) as draft:
        yield Path(draft)


def get(workspace: Workspace, name: str) -> Dataset:
    """The dataset of that name. Raises NotFound, InvalidInput for an impossible name."""
    place = folder(workspace, name)
    manifest = read_manifest(place, "dataset")
    return Dataset(
        name=name,
        categories=manifest.categories,
        synthetic=bool(manifest.details.get("synthetic")),
        counts=manifest.counts,
        warnings=tuple(manifest.details.get("warnings", ())),
        content=manifest.files.get(TRAIN, ""),
        added_at=place.stat().st_mtime,
    )


def listing(workspace: Workspace) -> tuple[Dataset, ...]:
    """All datasets that can be read, newest first."""
    found: list[Dataset] = []
    for path in workspace.datasets_folder.glob("[!.]*/manifest.json"):
        with contextlib.suppress(StudioError):
            found.append(get(workspace, path.parent.name))
    return tuple(sorted(found, key=lambda dataset: (-dataset.added_at, dataset.name)))


def folder(workspace: Workspace, name: str) -> Path:
    """Where the dataset's files are. Raises NotFound, InvalidInput for an impossible name."""
    check_name(name, "dataset name")
    place = workspace.datasets_folder / name
    if not place.is_dir():
        raise NotFound(f"There is no dataset {name!r}.")
    return place


def cache_folder(workspace: Workspace, name: str) -> Path:
    """Where what was counted of the dataset may be kept; it goes with the dataset."""
    return workspace.folder / "cache" / "datasets" / name


def disk_mb(workspace: Workspace, name: str) -> float:
    """What the dataset holds on disk, cache included, in MB of 10^6 bytes. Raises NotFound."""
    return folder_mb(folder(workspace, name)) + folder_mb(cache_folder(workspace, name))


def remove(workspace: Workspace, name: str) -> None:
    """Remove a dataset. Raises NotFound, and Conflict while a run that goes on needs it."""
    place = folder(workspace, name)
    for run, stage in planned_jobs(workspace.ledger.runs(going_on=True, anywhere=True)):
        if DatasetInput(dataset=name) in stage.sources:
            raise Conflict(
                f"The run {run!r} is working on this dataset.", "Wait for it to end, or stop it."
            )
    shutil.rmtree(place)
    shutil.rmtree(cache_folder(workspace, name), ignore_errors=True)


def _add(
    workspace: Workspace,
    name: str,
    files: DatasetFiles,
    *,
    synthetic: bool,
    on_progress: Callable[[float], None] | None = None,
) -> Dataset:
    check_name(name, "dataset name")
    found = inspect(files, progress=on_progress)
    counts = asdict(found)
    categories, warnings = counts.pop("categories"), counts.pop("warnings")
    remove_abandoned(workspace.datasets_folder)
    try:
        with whole_folder(workspace.datasets_folder / name) as draft:
            for role, source in asdict(files).items():
                if source is not None:
                    shutil.copyfile(source, draft / f"{role}.csv")
            Manifest(
                kind="dataset",
                program="backend.studio.data.datasets",
                categories=tuple(categories),
                versions=library_versions(),
                files=folder_hashes(draft),
                counts=counts,
                details={"synthetic": synthetic, "warnings": list(warnings)},
            ).write(draft)
    except FileExistsError:
        if not _is_content_of(workspace, name, files):
            raise Conflict(f"There is another dataset {name!r}.", "Choose another name.") from None
    except OSError as error:
        raise DoesNotFit(
            f"The dataset could not be copied: {error.strerror}.", "Make room on the disk."
        ) from error
    return get(workspace, name)


def _is_content_of(workspace: Workspace, name: str, files: DatasetFiles) -> bool:
    kept = read_manifest(folder(workspace, name), "dataset").files
    return kept == {
        f"{role}.csv": file_hash(source)
        for role, source in asdict(files).items()
        if source is not None and source.is_file()
    }


def name_for(train: Path) -> str:
    """A name to propose for a dataset whose training rows are in `train`."""
    stem = train.stem if train.stem != "train" else train.absolute().parent.name
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in stem.lower()).split()
    return "-".join(words)[:40].strip("-") or "dataset"
