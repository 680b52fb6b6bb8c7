"""Files in the account: one bucket, one prefix, and a mirror of them on this machine."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.platforms.aws.clients import Clients
from backend.platforms.aws.settings import AwsSettings


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file as a listing tells it. mb: MB of 10^6 bytes. modified_at: seconds since the epoch."""

    key: str
    mb: float
    modified_at: float
    etag: str


class Storage:
    """The files below `s3://<bucket>/<prefix>/`. Keys are relative to the prefix."""

    def __init__(self, clients: Clients, settings: AwsSettings, folder: Path) -> None:
        """folder: where copies are kept on this machine."""
        self._clients = clients
        self._settings = settings
        self._folder = folder

    def uri(self, key: str) -> str:
        """The URI of a key."""
        return f"s3://{self._settings.bucket}/{self._settings.prefix}/{key}"

    def key(self, uri: str) -> str:
        """The key of a URI. Raises NotFound for one of somewhere else."""
        raise NotImplementedError

    def exists(self, uri: str) -> bool:
        """Whether there is a file, or a folder with files, at a URI; False for one of elsewhere."""
        raise NotImplementedError

    def put_once(self, key: str, body: bytes) -> bool:
        """Write a file unless there is one; whether it was written."""
        raise NotImplementedError

    def put(self, key: str, body: bytes) -> None:
        """Write a file, over another if there is one."""
        raise NotImplementedError

    def get(self, key: str) -> bytes:
        """What a file holds. Raises NotFound."""
        raise NotImplementedError

    def delete(self, key: str) -> None:
        """Delete a file; does nothing when there is none."""
        raise NotImplementedError

    def listing(self, key_prefix: str) -> Iterator[StoredFile]:
        """All files whose key starts so, by key."""
        raise NotImplementedError

    def folders(self, key_prefix: str) -> tuple[str, ...]:
        """Names of the folders right below a folder (`jobs/`): `jobs/a/b.txt` gives "a"."""
        raise NotImplementedError

    def delete_below(self, key_prefix: str) -> int:
        """Delete all files whose key starts so, and their copies here; how many there were."""
        raise NotImplementedError

    def mb_below(self, key_prefix: str) -> float:
        """Size of all files whose key starts so, in MB of 10^6 bytes."""
        raise NotImplementedError

    def upload(
        self,
        source: Path,
        key_prefix: str,
        on_progress: Callable[[float], None] = lambda share: None,
    ) -> str:
        """Send a file or folder to `<key_prefix>/<content hash>/`, unless it is there whole; its
        URI. on_progress: told the share of the bytes that is there, 0 to 1.

        Raises InvalidInput when there is no such file.
        """
        raise NotImplementedError

    def upload_files(
        self,
        files: Mapping[str, Path],
        key_prefix: str,
        on_progress: Callable[[float], None] = lambda share: None,
    ) -> str:
        """As `upload`, of files by their path in the folder that the URI names."""
        raise NotImplementedError

    def fetch(self, uri: str) -> Path:
        """The copy on this machine of a file or folder, made if need be. Raises NotFound."""
        raise NotImplementedError

    def forget(self, key_prefix: str) -> None:
        """Drop the copies here of all files whose key starts so: they are there no more."""
        raise NotImplementedError
