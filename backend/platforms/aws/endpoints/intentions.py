"""The studio's intentions for endpoints, as they are kept in the bucket."""

import contextlib
from collections.abc import Iterable

from backend.errors import NotFound
from backend.platforms.aws.endpoints.records import (
    FOLDER,
    Filed,
    Intention,
    Wanted,
    deleting_key,
    filed,
    folder_of,
    intention_from_bytes,
)
from backend.platforms.aws.files.storage import Storage, StoredFile


class Intentions:
    """The intentions of all endpoints below one prefix. What was read once is not read again."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._read: dict[tuple[str, str], Intention] = {}

    def all(self) -> dict[str, Wanted]:
        """What is wanted of each endpoint, by name, read now."""
        return self._of(self._storage.listing(FOLDER))

    def of(self, name: str) -> Wanted | None:
        """What is wanted of one endpoint, read now; None where nothing is."""
        return self._of(self._storage.listing(folder_of(name))).get(name)

    def add(self, intention: Intention) -> bool:
        """Write a new one; False where somebody else was faster with that revision."""
        return self._storage.put_once(intention.key, intention.to_bytes())

    def tell(self, intention: Intention) -> None:
        """Note that SageMaker has been told of it."""
        self._storage.put(intention.told_key, b"")

    def mark_deleting(self, name: str) -> None:
        """Note that the endpoint is to go."""
        self._storage.put(deleting_key(name), b"")

    def forget_deleting(self, name: str) -> None:
        """Forget that an endpoint of which there is nothing else was to go."""
        self._storage.delete(deleting_key(name))

    def remove(self, intention: Intention) -> None:
        """Forget one revision, its intention last: as long as that is there, what came of it is
        found."""
        self._storage.delete(intention.told_key)
        self._storage.delete(intention.key)

    def remove_all(self, name: str, intentions: Iterable[Intention] = ()) -> None:
        """Forget an endpoint whose intentions are these; that it is to go last."""
        for intention in intentions:
            self.remove(intention)
        self.forget_deleting(name)

    def served(self) -> set[str]:
        """URIs of all packages that are wanted, read now."""
        return {i.served.uri for one in self.all().values() for i in one.intentions}

    def _of(self, files: Iterable[StoredFile]) -> dict[str, Wanted]:
        etags = {file.key: file.etag for file in files}
        found = {name: self._wanted(one, etags) for name, one in filed(etags).items()}
        return {name: wanted for name, wanted in found.items() if wanted is not None}

    def _wanted(self, one: Filed, etags: dict[str, str]) -> Wanted | None:
        intentions = []
        for _, key in sorted(one.intentions.items()):
            # Deleted meanwhile, or no file of ours.
            with contextlib.suppress(NotFound, ValueError):
                intentions.append(self._intention(key, etags[key]))
        if not intentions:
            return None
        return Wanted(tuple(intentions), frozenset(one.told), one.deleting)

    def _intention(self, key: str, etag: str) -> Intention:
        if (key, etag) not in self._read:
            self._read[key, etag] = intention_from_bytes(self._storage.get(key))
        return self._read[key, etag]
