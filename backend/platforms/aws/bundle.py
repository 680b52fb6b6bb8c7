"""The code that jobs run, in the account."""

from pathlib import Path

from backend.platforms.aws.storage import Storage


class Bundle:
    """The programs of the jobs with their compiled parts, sent once for each version of them."""

    def __init__(self, storage: Storage, folder: Path) -> None:
        """folder: where the wheels are kept on this machine."""
        self._storage = storage
        self._folder = folder

    def uri(self, *, trains: bool) -> str:
        """URI of the folder with the code, to be on the path of a job's Python.

        trains: with fastText, for training and evaluation.
        """
        raise NotImplementedError
