"""Words: how many different ones there are, in flat memory."""

from math import log

import numpy as np

_PLACES = 1 << 23  # a byte each; within 0.2 % up to ten million words


class WordCount:
    """Different words by linear counting (Whang, Vander-Zanden and Taylor 1990)."""

    def __init__(self) -> None:
        self._taken = np.zeros(_PLACES, dtype=bool)

    def add(self, places: bytes) -> None:
        """Count words by their hashes of four bytes. A word counts once, however often added."""
        self._taken[np.frombuffer(places, dtype=">u4") % _PLACES] = True

    def estimate(self) -> int:
        """About how many different words were added."""
        free = max(_PLACES - int(np.count_nonzero(self._taken)), 1)
        return round(_PLACES * log(_PLACES / free))
