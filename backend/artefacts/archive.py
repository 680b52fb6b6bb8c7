"""Archives (`model.tar.gz`): the same content gives the same bytes; unpacking leaves no half."""

import contextlib
import gzip
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from backend.artefacts.files import whole_file, whole_folder
from backend.errors import InvalidInput

_LEVEL = 1  # floats hardly compress: a higher level costs seconds and saves nothing


def pack(archive: Path, files: Mapping[str, Path]) -> None:
    """Write a gzipped tar of `files` (by their path in it), whole or not at all.

    Owners, times and modes are left out, so that equal content makes equal bytes.
    """
    with (
        whole_file(archive) as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=_LEVEL, mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        for name in sorted(files):
            member = tarfile.TarInfo(name)
            member.size = files[name].stat().st_size
            member.mode = 0o644
            with files[name].open("rb") as content:
                tar.addfile(member, content)


def pack_folder(archive: Path, folder: Path) -> None:
    """Write a gzipped tar of every file below `folder`, whole or not at all."""
    files = (path for path in folder.rglob("*") if path.is_file())
    pack(archive, {path.relative_to(folder).as_posix(): path for path in files})


def unpack(archive: Path, folder: Path) -> None:
    """Unpack `archive`, into the new `folder`, whole or not at all.

    Raises InvalidInput when it is no readable archive, or has a link or a member that would leave
    the folder; FileExistsError when `folder` is there.
    """
    with _reading(archive), whole_folder(folder) as temporary, gzip.open(archive) as zipped:
        with tarfile.open(fileobj=zipped, mode="r:") as tar:
            # Not tar.extractall(filter=): Python 3.11.2 does not know it.
            for member in tar:
                _extract(tar, member, temporary)
        while zipped.read(1 << 20):  # the checksum is at the very end
            pass


def unpack_member(archive: Path, name: str, folder: Path) -> None:
    """Unpack one file of `archive` into the existing `folder`, if it is there.

    Stops reading there. Raises InvalidInput when it is no readable archive.
    """
    with _reading(archive), tarfile.open(archive, mode="r|gz") as tar:
        for member in tar:
            if member.name == name:
                _extract(tar, member, folder)
                return


@contextlib.contextmanager
def _reading(archive: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InvalidInput(
            f"{archive.name} is no readable model archive.", "Make the model again."
        ) from error


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Put a file or folder at its place. Raises ReadError for a link, or a place outside."""
    inside = PurePosixPath(member.name)
    if inside.is_absolute() or ".." in inside.parts:
        raise tarfile.ReadError(member.name)
    path = folder / inside
    if member.isdir():
        path.mkdir(parents=True, exist_ok=True)
        return
    content = tar.extractfile(member) if member.isreg() else None
    if content is None:
        raise tarfile.ReadError(member.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with content, path.open("wb") as file:
        shutil.copyfileobj(content, file, 1 << 20)
