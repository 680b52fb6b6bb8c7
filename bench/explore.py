"""How long it takes to look at a large dataset: import, first opening, opening again, rows.

    python -m bench.explore [--rows 160000] [--data FOLDER]

Made-up rows by the sample's generator, or those of real comments, repeated with words of their own
until there are enough. Machines are noisy: compare figures of one run only.
"""

import argparse
import csv
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from backend.datasets.columns import ID, TEXT
from backend.datasets.files import TRAIN, DatasetFiles
from backend.datasets.reader import open_table
from backend.datasets.sample import write_sample
from backend.studio.data import datasets, examples, exploration
from backend.studio.data.examples import RowFilter, Trait
from backend.studio.workspace import open_workspace

NAME = "bench"
REPEATS = 9
_OWN_WORDS = 3


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.explore", description=__doc__)
    parser.add_argument("--rows", type=int, default=160_000)
    parser.add_argument("--data", type=Path, help="folder with train.csv; the sample when unsaid")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="moderation-studio-bench-") as folder:
        place = Path(folder)
        if arguments.data is None:
            write_sample(place)
        source = (arguments.data or place) / TRAIN
        train = _repeated(source, place / "many.csv", arguments.rows)
        print(f"{arguments.rows:,} rows, {train.stat().st_size / 1e6:.0f} MB")
        for what, seconds in _measured(place, train):
            print(f"{what:<44} {1000 * seconds:>9,.1f} ms", flush=True)


def _measured(place: Path, train: Path) -> Iterator[tuple[str, float]]:
    workspace = open_workspace(place / "workspace")
    yield (
        "import: inspect and copy",
        _once(lambda: datasets.add(workspace, NAME, DatasetFiles(train))),
    )
    yield "import: count what is in it", _once(lambda: exploration.explore(workspace, NAME))
    yield "open from cache", _median(lambda: exploration.explore(workspace, NAME))
    yield "words that mark, from cache", _median(lambda: exploration.marking_words(workspace, NAME))
    rarest = min(_positives(exploration.explore(workspace, NAME)))[1]
    for what, row_filter in (
        ("first page of all rows", RowFilter()),
        ("a click: rows of the rarest category", RowFilter(has=(rarest,))),
        ("a click: repeated texts", RowFilter(only=(Trait.REPEATS,))),
        ("search in all texts", RowFilter(contains="nowhere to be found")),
        ("search in the rarest category", RowFilter(has=(rarest,), contains="the")),
    ):
        yield what, _median(partial(examples.find, workspace, NAME, row_filter))


def _positives(seen: exploration.Exploration) -> Iterator[tuple[int, str]]:
    return zip(seen.train.positives, seen.categories, strict=True)


def _once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_once(work) for _ in range(REPEATS))


def _repeated(source: Path, path: Path, rows: int) -> Path:
    """Write `rows` rows: those of `source` over and over, each time with some words of its own."""
    with open_table(source) as table:
        header, given = table.header, list(table.rows())
    id_, text = header.index(ID), header.index(TEXT)
    dice = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        rounds = ((turn, row) for turn in itertools.count() for row in given)
        for turn, row in itertools.islice(rounds, rows):
            cells = list(row)
            cells[id_] = f"{turn}-{row[id_]}"
            if turn:
                cells[text] = " ".join([row[text], *_words(dice)])
            writer.writerow(cells)
    return path


def _words(dice: random.Random) -> Sequence[str]:
    return ["".join(dice.choices("abcdefghij", k=5)) for _ in range(_OWN_WORDS)]


if __name__ == "__main__":
    main()
