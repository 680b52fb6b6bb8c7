"""Moments as a column of a table, which sorts by them and says how long ago they were."""

from collections.abc import Sequence
from typing import Any

from app.components import words


def moments(seconds: Sequence[float | None]) -> Any:
    """Seconds since the epoch as an Arrow array, in this machine's own time; None stays empty.

    Arrow's, because a pandas series of moments with a time zone cannot become Arrow without what
    pandas 3 no longer wants to do.
    """
    import pyarrow as pa

    found = pa.array([None if at is None else words.moment(at) for at in seconds])
    return found if found.null_count < len(found) else found.cast(pa.timestamp("us", tz="UTC"))
