"""The code that jobs run, in the account."""

from pathlib import Path

from backend.artefacts.package import job_code
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.files.wheels import TRAINS, unpacked

CODE = "code"
"""Where bundles lie, below the prefix."""


class Bundle:
    """The programs of the jobs, with what they need compiled; sent once for each version."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        """folder: where the wheels are kept on this machine."""
        self._storage = storage
        self._folder = folder

    def uri(self, *, fasttext: bool) -> str:
        """URI of a folder to be on the path of a job's Python: it holds `backend`, and fastText
        where it is needed. The same code has the same URI.

        May take its time when the code is new to the account. Raises Unavailable when fastText's
        wheel cannot be had, and what `Storage` raises.
        """
        compiled = unpacked(TRAINS, self._folder) if fasttext else {}
        return self._storage.upload_files({**job_code(), **compiled}, CODE)
