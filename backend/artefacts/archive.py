"""Archives (`model.tar.gz`): the same content gives the same bytes; unpacking leaves no half."""

import gzip
import shutil
import tarfile
import zlib
from collections.abc import Mapping
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
    unreadable = InvalidInput(
        f"{archive.name} is no readable model archive.", "Make the model again."
    )
    try:
        with (
            whole_folder(folder) as temporary,
            gzip.open(archive) as zipped,
            tarfile.open(fileobj=zipped, mode="r:") as tar,
        ):
            # Not tar.extractall(filter=): Python 3.11.2 does not know it.
            for member in tar:
                place = PurePosixPath(member.name)
                if (
                    place.is_absolute()
                    or ".." in place.parts
                    or not (member.isreg() or member.isdir())
                ):
                    raise unreadable
                _extract(tar, member, temporary / place)
            while zipped.read(1 << 20):  # the checksum is at the very end
                pass
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise unreadable from error


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    if member.isdir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    content = tar.extractfile(member)
    if content is None:
        raise tarfile.ReadError
    with content, path.open("wb") as file:
        shutil.copyfileobj(content, file, 1 << 20)
