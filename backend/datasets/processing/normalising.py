"""Normalising: the part of processing that takes long, and that workers do.

A worker imports this: it stays free of NumPy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from backend.datasets.hashes import HASH_BYTES, text_hash
from backend.text.normaliser import normalise

PLACE_BYTES = 4
_MOST_REMEMBERED = 1 << 17  # words


@dataclass(frozen=True)
class Normalised:
    """The normalised texts, their hashes end to end, and the places of words in them.

    places: PLACE_BYTES each, in big-endian order. A word that was told before may be missing.
    """

    texts: list[str]
    hashes: bytes
    places: bytes

    def hashes_of(self, indexes: Iterable[int]) -> bytes:
        """The hashes of some of the texts, end to end."""
        starts = (index * HASH_BYTES for index in indexes)
        return b"".join([self.hashes[start : start + HASH_BYTES] for start in starts])


class Normalising:
    """Normalises the texts of some rows. `key`: of the hashes."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._told: set[str] = set()

    def __call__(self, texts: Sequence[str]) -> Normalised:
        """Normalise `texts`."""
        lines = [normalise(text) for text in texts]
        hashes = b"".join([text_hash(line, self._key) for line in lines])
        return Normalised(lines, hashes, self._places(" ".join(lines).split()))

    def _places(self, words: Iterable[str]) -> bytes:
        if len(self._told) > _MOST_REMEMBERED:
            self._told.clear()
        new = set(words) - self._told
        self._told |= new
        return b"".join([blake2b(w.encode(), digest_size=PLACE_BYTES).digest() for w in new])
