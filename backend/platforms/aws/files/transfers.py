"""Many files to or from a bucket at once, by boto3's transfer manager: in parts, in parallel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Any

SSE = "AES256"

_THREADS = 8
_TELL_SECONDS = 0.2


@dataclass(frozen=True)
class Sending:
    """A file to send. key: whole, as S3 knows it. size: bytes."""

    path: Path
    key: str
    size: int


@dataclass(frozen=True)
class Receiving:
    """An object to copy to `path`. key: whole. size, etag: as a listing told them."""

    key: str
    path: Path
    size: int
    etag: str


def send(
    client: Any, bucket: str, files: Sequence[Sending], on_bytes: Callable[[int], None]
) -> None:
    """Send all files, and return once they are there.

    on_bytes: told in this thread, now and then, how many bytes are there in all. What it raises
    ends the sending, as any failure does: no file is left in parts. Raises boto3's errors, and
    OSError for a file that cannot be read.
    """
    with _manager(client) as manager:
        meter = _Meter()
        for file in files:
            manager.upload(
                str(file.path),
                bucket,
                file.key,
                extra_args={"ServerSideEncryption": SSE},
                subscribers=[meter],
            )
        meter.wait(len(files), on_bytes)


def receive(client: Any, bucket: str, files: Sequence[Receiving]) -> None:
    """Copy all objects, each whole or not at all, as they were listed.

    Raises boto3's errors, also for one that has changed, and OSError.
    """
    # boto3 minds the ETag only of what it takes in ranges: so it takes all in ranges.
    with _manager(client, multipart_threshold=1) as manager:
        meter = _Meter()
        for file in files:
            known = _Known(file.size, file.etag)
            manager.download(bucket, file.key, str(file.path), subscribers=[known, meter])
        meter.wait(len(files), lambda moved: None)


def _manager(client: Any, **different: int) -> Any:
    from boto3.s3.transfer import TransferConfig, create_transfer_manager

    config = TransferConfig(
        max_concurrency=_THREADS, preferred_transfer_client="classic", **different
    )
    return create_transfer_manager(client, config)


class _Known:
    """Spares the request for what a listing has told, and refuses an object that has changed."""

    def __init__(self, size: int, etag: str) -> None:
        self._size = size
        self._etag = etag

    def on_queued(self, future: Any, **_: object) -> None:
        future.meta.provide_transfer_size(self._size)
        future.meta.provide_object_etag(self._etag)


class _Meter:
    """What the threads of the transfer manager tell, for the one that waits."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._moved = 0
        self._done: SimpleQueue[Any] = SimpleQueue()

    def on_progress(self, bytes_transferred: int, **_: object) -> None:
        with self._lock:
            self._moved += bytes_transferred  # fewer than none when a part is sent again

    def on_done(self, future: Any, **_: object) -> None:
        self._done.put(future)

    def wait(self, transfers: int, on_bytes: Callable[[int], None]) -> None:
        """Wait for so many transfers. Raises what the first that fails raises."""
        while transfers:
            try:
                self._done.get(timeout=_TELL_SECONDS).result()
                transfers -= 1
            except Empty:
                pass
            with self._lock:
                moved = self._moved
            on_bytes(moved)
