"""Ids: what ties rows of several files together."""

from itertools import islice
from pathlib import Path

import numpy as np

from backend.datasets.columns import ID, find_columns, shown_id
from backend.datasets.hashes import text_hash
from backend.datasets.reader import open_table
from backend.datasets.records import Records
from backend.errors import InvalidInput


def read_ids(path: Path) -> Records:
    """The ids in a file with the one column id, sorted. Raises InvalidInput for one twice."""
    ids = Records()
    with open_table(path) as table:
        find_columns(table, text=False, labels=False)
        for (cell,) in table.rows():
            ids.append(text_hash(cell), 0)
    ids.sort()
    check_unique(path, ids)
    return ids


def check_unique(path: Path, ids: Records) -> None:
    """Raises InvalidInput when two rows of the file have one id. `ids`: of its rows, sorted."""
    for start, ends in ids.groups():
        sizes = np.diff(ends, prepend=0)
        if sizes.max() > 1:
            last = int(ends[np.argmax(sizes > 1)]) - 1
            raise repeated_id(path, ids.hash(start + last))


def repeated_id(path: Path, hash_: bytes) -> InvalidInput:
    """The error for an id (by its hash) that at least two rows of the file have."""
    with open_table(path) as table:
        column = table.header.index(ID)
        rows = ((n, cells[column]) for n, cells in enumerate(table.rows(), start=1))
        (first, id_), (second, _) = islice((row for row in rows if text_hash(row[1]) == hash_), 2)
    return InvalidInput(
        f"{path.name}: rows {first} and {second} have the same id, {shown_id(id_)}.",
        "Give each row an id of its own.",
    )
