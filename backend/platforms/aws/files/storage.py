"""Files in the account: one bucket, one prefix, and copies of them on this machine."""

import errno
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from backend.artefacts.hashing import file_hash
from backend.errors import Conflict, DoesNotFit, InvalidInput, NotAllowed, NotFound, Unavailable
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.errors import code_of, translated
from backend.platforms.aws.files.mirror import CONTENT, Listed, Mirror, is_plain, no_file, unit_of
from backend.platforms.aws.files.transfers import SSE, Receiving, Sending, receive, send
from backend.platforms.aws.settings import AwsSettings

WHOLE = ".whole-"
"""How the name of the marker starts that says that the folder beside it, of that hash, is whole."""

_KEY_PREFIX = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)*", re.ASCII)
_KEY_BYTES = 1024  # S3's limit
_BATCH = 1000  # as many as S3 deletes at once
_PATIENCE = 5  # tries, where S3 is busy with the same key
_PAUSE_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file as a listing tells it. size: bytes. modified_at: seconds since the epoch."""

    key: str
    size: int
    modified_at: float
    etag: str

    @property
    def mb(self) -> float:
        """Its size in MB of 10^6 bytes."""
        return self.size / 1e6


class Storage:
    """The files below `s3://<bucket>/<prefix>/`, for any number of threads and processes.

    Keys are relative to the prefix. A folder is named without a slash at its end; "" is all.
    Every call may raise Unavailable, NotAllowed or InvalidInput as `errors.translated` says.
    """

    def __init__(self, clients: Clients, settings: AwsSettings, folder: Path) -> None:
        """folder: where copies are kept on this machine."""
        self._clients = clients
        self._bucket = settings.bucket
        self._prefix = f"{settings.prefix}/"
        self._mirror = Mirror(folder)

    def uri(self, key: str) -> str:
        """The URI of a key."""
        return f"s3://{self._bucket}/{self._prefix}{key}"

    def key(self, uri: str) -> str:
        """The key of a URI. Raises NotFound for one of somewhere else."""
        start = self.uri("")
        key = uri.removeprefix(start).removesuffix("/")
        if not uri.startswith(start) or not is_plain(key):
            raise NotFound(
                "That is no address of a file in this bucket and folder.",
                "It may be of another platform, or of other settings.",
            )
        return key

    def put_once(self, key: str, body: bytes) -> bool:
        """Write a file unless there is one; whether it was written.

        Of several that try at once, in any process, one writes. Where an answer was lost and what
        is there is what was sent, it counts as written: send something of your own to be sure.
        """
        for _ in range(_PATIENCE):
            try:
                with translated("writing to the bucket"):
                    self._put(key, body, IfNoneMatch="*")
                return True
            except Conflict as conflict:
                if code_of(conflict.__cause__) == "PreconditionFailed":
                    return _was_sent_again(conflict.__cause__) and self.get(key) == body
            time.sleep(_PAUSE_SECONDS)  # another is writing it just now
        raise Unavailable("The bucket is busy with the same file.", "Try again in a minute.")

    def put(self, key: str, body: bytes) -> None:
        """Write a file, over another if there is one."""
        with translated("writing to the bucket"):
            self._put(key, body)

    def get(self, key: str) -> bytes:
        """What a file holds. Raises NotFound."""
        try:
            return self._get(key)
        except NotAllowed:
            # To who may list a part of the bucket only, S3 may say this of what is not there.
            if self._first(key) != key:
                raise no_file(key) from None
        return self._get(key)  # it may have come since

    def delete(self, key: str) -> None:
        """Delete a file, and its copy here; does nothing when there is none."""
        with translated("deleting from the bucket"):
            self._clients.s3.delete_object(Bucket=self._bucket, Key=self._prefix + key)
        self.forget(key)

    def listing(self, folder: str) -> Iterator[StoredFile]:
        """All files below a folder, by key."""
        return (file for file in self._objects(folder) if not file.key.endswith("/"))

    def folders(self, folder: str) -> tuple[str, ...]:
        """Names of the folders right below a folder: with `jobs/a/b.txt`, "a" below "jobs"."""
        start = self._below(folder)
        names = []
        with translated("listing the bucket"):
            for page in self._pages(start, Delimiter="/"):
                for found in page.get("CommonPrefixes", ()):
                    names.append(found["Prefix"][len(start) : -1])
        return tuple(names)

    def mb_below(self, folder: str) -> float:
        """Size of all files below a folder, in MB of 10^6 bytes."""
        return sum(file.mb for file in self._objects(folder))

    def delete_below(self, folder: str) -> int:
        """Delete all files below a folder, and their copies here; how many there were.

        What says that a folder is whole goes first: cut off midway, nothing half is taken for it.
        """
        keys = [file.key for file in self._objects(folder)]
        self._delete_all([key for key in keys if _is_marker(key)])
        self._delete_all([key for key in keys if not _is_marker(key)])
        self.forget(folder)
        return len(keys)

    def upload(
        self,
        source: Path,
        key_prefix: str,
        on_progress: Callable[[float], None] = lambda share: None,
    ) -> str:
        """Send a file or folder to `<key_prefix>/<content hash>/`, unless it is there; its URI.

        on_progress: told in this thread the share of the bytes that is there, 0 to 1; what it
        raises ends the upload. What was sent before an end is not sent again by the next try.
        Raises InvalidInput when there is no such file, one cannot be read or be a file of S3, or a
        link leads out of the folder.
        """
        if source.is_file():
            folder = self.upload_files({source.name: source}, key_prefix, on_progress)
            return f"{folder}/{source.name}"
        if not source.is_dir():
            raise InvalidInput(f"There is no file or folder {source}.")
        return self.upload_files(_files_of(source), key_prefix, on_progress)

    def upload_files(
        self,
        files: Mapping[str, Path],
        key_prefix: str,
        on_progress: Callable[[float], None] = lambda share: None,
    ) -> str:
        """As `upload`, of files by their path in the folder; the folder's URI."""
        if not _KEY_PREFIX.fullmatch(key_prefix) or unit_of(key_prefix) is not None:
            raise InvalidInput(f"{key_prefix[:80]!r} cannot be a folder in the bucket.")
        contents = {name: _content(path) for name, path in sorted(files.items())}
        identity = json.dumps([[name, content.sha256] for name, content in contents.items()])
        content_hash = hashlib.sha256(identity.encode()).hexdigest()[:32]
        folder = f"{key_prefix}/{CONTENT}{content_hash}"
        marker = f"{key_prefix}/{WHOLE}{content_hash}"
        for name in files:
            self._check_key(folder, name)
        if self._first(marker) != marker:
            self._send(folder, contents, on_progress)
            self.put(marker, json.dumps({n: c.sha256 for n, c in contents.items()}).encode())
        on_progress(1.0)
        return self.uri(folder)

    def fetch(self, uri: str) -> Path:
        """The copy on this machine of a file or folder, made if need be, to read from.

        It is of a job's output or of something uploaded: these never change, so that what is here,
        or known not to be there, costs no request. Files of one folder lie side by side. Raises
        NotFound, and DoesNotFit when this machine has no room.
        """
        key = self.key(uri)
        unit = unit_of(key)
        if unit is None:
            raise no_file(key)
        return self._mirror.fetch(
            key, unit, lambda: self._listed(unit), lambda files: self._receive(unit, files)
        )

    def forget(self, folder: str) -> None:
        """Drop the copies here of a file or folder that is there no more."""
        self._mirror.forget(folder)

    def clean(self) -> None:
        """Remove what fetching has left on this machine when it was killed."""
        self._mirror.clean()

    def _check_key(self, folder: str, name: str) -> None:
        """Raises InvalidInput for a file that S3, or a copy here, cannot have."""
        try:
            length = len(f"{self._prefix}{folder}/{name}".encode())
        except UnicodeEncodeError:
            length = _KEY_BYTES + 1
        if length > _KEY_BYTES or not is_plain(name):
            raise InvalidInput(
                f"S3 cannot have a file of the name {name[-80:]!r}.",
                "Give it a shorter, plain one.",
            )

    def _send(
        self, folder: str, contents: Mapping[str, "_Content"], on_progress: Callable[[float], None]
    ) -> None:
        """Send what is not there yet."""
        there = {file.key: file.size for file in self._objects(folder)}
        files = [
            Sending(content.path, f"{self._prefix}{folder}/{name}", content.size)
            for name, content in contents.items()
            if there.get(f"{folder}/{name}") != content.size
        ]
        whole = sum(content.size for content in contents.values())
        before = whole - sum(file.size for file in files)
        with translated("uploading"), _reading("A file to send"):
            send(
                self._clients.s3,
                self._bucket,
                files,
                lambda moved: on_progress(min(1.0, (before + moved) / whole) if whole else 1.0),
            )
        if changed := [name for name, content in contents.items() if content.has_changed()]:
            self._delete_all([f"{folder}/{name}" for name in changed])
            raise InvalidInput(
                f"{changed[0]} changed while it was sent.", "Try again once it stays as it is."
            )
        if not contents:
            self.put(f"{folder}/", b"")  # how S3 has an empty folder

    def _receive(self, unit: str, files: Sequence[Receiving]) -> None:
        whole = [replace(file, key=self._prefix + file.key) for file in files]
        try:
            with translated("copying from the bucket", missing=lambda: no_file(unit)):
                receive(self._clients.s3, self._bucket, whole)
        except NotAllowed:
            there = {file.key for file in self._objects(unit)}
            if all(file.key in there for file in files):
                raise
            raise no_file(unit) from None  # as in `get`
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise DoesNotFit(
                "There is no room on this machine's disk for the copy.", "Free some and try again."
            ) from error

    def _listed(self, unit: str) -> Mapping[str, Listed]:
        return {file.key: (file.size, file.etag) for file in self._objects(unit)}

    def _put(self, key: str, body: bytes, **conditions: str) -> None:
        self._clients.s3.put_object(
            Bucket=self._bucket,
            Key=self._prefix + key,
            Body=body,
            ServerSideEncryption=SSE,
            **conditions,
        )

    def _get(self, key: str) -> bytes:
        with translated("reading from the bucket", missing=lambda: no_file(key)):
            answer = self._clients.s3.get_object(Bucket=self._bucket, Key=self._prefix + key)
            return bytes(answer["Body"].read())

    def _first(self, start: str) -> str | None:
        """The first key that starts so."""
        with translated("listing the bucket"):
            found = self._clients.s3.list_objects_v2(
                Bucket=self._bucket, Prefix=self._prefix + start, MaxKeys=1
            ).get("Contents")
        return found[0]["Key"][len(self._prefix) :] if found else None

    def _objects(self, folder: str) -> Iterator[StoredFile]:
        """All objects below a folder, also those that stand for a folder (`a/`), by key."""
        with translated("listing the bucket"):
            for page in self._pages(self._below(folder)):
                for found in page.get("Contents", ()):
                    yield StoredFile(
                        key=found["Key"][len(self._prefix) :],
                        size=found["Size"],
                        modified_at=found["LastModified"].timestamp(),
                        etag=found["ETag"],
                    )

    def _pages(self, start: str, **more: str) -> Iterator[dict[str, Any]]:
        pages = self._clients.s3.get_paginator("list_objects_v2")
        return iter(pages.paginate(Bucket=self._bucket, Prefix=start, **more))

    def _below(self, folder: str) -> str:
        folder = folder.strip("/")
        return f"{self._prefix}{folder}/" if folder else self._prefix

    def _delete_all(self, keys: Sequence[str]) -> None:
        from botocore.exceptions import ClientError

        for start in range(0, len(keys), _BATCH):
            some = [{"Key": self._prefix + key} for key in keys[start : start + _BATCH]]
            with translated("deleting from the bucket"):
                answer = self._clients.s3.delete_objects(
                    Bucket=self._bucket, Delete={"Objects": some, "Quiet": True}
                )
                if refused := answer.get("Errors"):
                    raise ClientError({"Error": refused[0]}, "DeleteObjects")


@dataclass(frozen=True)
class _Content:
    """A file to upload, as it was when its hash was taken."""

    path: Path
    size: int
    modified_ns: int
    sha256: str

    def has_changed(self) -> bool:
        try:
            stat = self.path.stat()
        except OSError:
            return True
        return (stat.st_size, stat.st_mtime_ns) != (self.size, self.modified_ns)


def _content(path: Path) -> _Content:
    with _reading(path.name):
        stat = path.stat()
        return _Content(path, stat.st_size, stat.st_mtime_ns, file_hash(path))


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Raises InvalidInput for what cannot be read on this machine."""
    try:
        yield
    except OSError as error:
        raise InvalidInput(f"{name} cannot be read: {error.strerror or error}.") from error


def _files_of(folder: Path) -> dict[str, Path]:
    """All files below a folder, by path. Raises InvalidInput for what is none, or leads out."""
    files = {}
    inside = folder.resolve()
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() and not path.resolve().is_relative_to(inside):
            raise InvalidInput(f"{name} is a link out of the folder.", "Put the file itself there.")
        if path.is_dir() and not path.is_symlink():
            continue
        if not path.is_file():
            raise InvalidInput(f"{name} is no file that can be sent.", "Take it out of the folder.")
        files[name] = path
    return files


def _is_marker(key: str) -> bool:
    return key.rpartition("/")[2].startswith(WHOLE)


def _was_sent_again(error: BaseException | None) -> bool:
    """Whether boto3 sent a request more than once before AWS refused it."""
    answer = getattr(error, "response", {}).get("ResponseMetadata", {})
    return int(answer.get("RetryAttempts", 0)) > 0
