"""Exploration: what a dataset looks like, counted once and kept at hand.

Beside the counts, a cache holds what is known of every row, and its text, in files that are
mapped into memory. It may be deleted at any time; it is made again from the dataset's files.
"""

import contextlib
import hashlib
import json
import shutil
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from backend.artefacts.files import read_json, remove_abandoned, whole_folder, write_json
from backend.artefacts.manifest import read_manifest
from backend.datasets import statistics
from backend.datasets.files import dataset_files
from backend.datasets.survey import Facts, survey
from backend.errors import DoesNotFit, InvalidInput
from backend.studio.data import datasets
from backend.studio.workspace import Workspace
from backend.text import normaliser

BATCH_ROWS = 4096

_FORMAT = "1"  # of the cache; moves whenever it is made differently
_SUMMARY, _WORDS, _FACTS, _TEXTS = "summary.json", "words.json", "facts.arrow", "texts.arrow"
_LABEL_SETS = "label_sets"
_TEXT_SCHEMA = pa.schema([("id", pa.large_string()), ("text", pa.large_string())])
_READING = 0.75  # of the time it takes
_WORD_ROWS = 20_000  # as many are read for their words, however many there are
_MARKING_WORDS = 12
_SURE = 1.96  # standard deviations: once in forty by chance
_SHOWN_ROWS = 500  # with one word

_Progress = Callable[[float], object]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Counts of the rows of train or of test, by category in the order of the exploration's.

    natural: those that the reference ids name. together: rows with both of two categories, a line
    and a column for each. labels_per_row: rows with 0, 1, … categories. lengths: rows by bin of
    `statistics.LENGTH_EDGES`, and medians: in characters (None without a row), for all rows, those
    without a category, and each category.
    """

    rows: int
    natural: int
    positives: Sequence[int]
    natural_positives: Sequence[int]
    together: Sequence[Sequence[int]]
    labels_per_row: Sequence[int]
    lengths: Sequence[Sequence[int]]
    medians: Sequence[float | None]


@dataclass(frozen=True, kw_only=True)
class Exploration:
    """What a dataset looks like. test: None without test rows that are scored.

    Of the train rows: repeats have the text of an earlier one; conflicting have a text that
    stands there with other labels too (conflicting_texts of them); overlapping have the text of
    a test row; empty have none.
    """

    categories: Sequence[str]
    train: Part
    test: Part | None
    repeats: int
    conflicting: int
    conflicting_texts: int
    overlapping: int
    empty: int


@dataclass(frozen=True, kw_only=True)
class MarkingWord:
    """A word, as the normaliser leaves it, that tells rows of a category from others.

    inside, outside: the share (0 to 1) of rows that hold it, with the category and without.
    z: how surely it marks the category, in standard deviations. rows: indexes of rows with both.
    """

    word: str
    inside: float
    outside: float
    z: float
    rows: Sequence[int]


def explore(
    workspace: Workspace, name: str, *, on_progress: _Progress | None = None
) -> Exploration:
    """What the dataset looks like: from the cache, else counted now, which takes its time.

    `on_progress` is told the fraction that is done, 0 to 1, while it is counted. Raises NotFound,
    InvalidInput for files that have become unreadable, DoesNotFit when the disk is too full.
    """
    content = read_json(opened(workspace, name, on_progress=on_progress) / _SUMMARY)
    del content[_LABEL_SETS]
    parts = {part: content[part] and Part(**content[part]) for part in ("train", "test")}
    return Exploration(**{**content, **parts})


def is_ready(workspace: Workspace, name: str) -> bool:
    """Whether `explore` would answer from the cache. Raises NotFound."""
    return _is_whole(_place(workspace, name))


def marking_words(workspace: Workspace, name: str) -> Mapping[str, tuple[MarkingWord, ...]]:
    """By category the words that surely mark it among the train rows, the surest first.

    Each text counts once. Of many rows some are read: shares are then estimates.
    """
    content = read_json(opened(workspace, name) / _WORDS)
    return {category: tuple(MarkingWord(**word) for word in found) for category, found in content}


def opened(workspace: Workspace, name: str, *, on_progress: _Progress | None = None) -> Path:
    """The cache of the dataset, made now unless it is there. Raises as `explore` does."""
    place = _place(workspace, name)
    if not _is_whole(place):
        _make(workspace, name, place, on_progress or (lambda _: None))
    return place


def read_facts(place: Path) -> tuple[Facts, NDArray[np.bool_]]:
    """What is known of each row, and which categories are in each label set."""
    with pa.memory_map(str(place / _FACTS)) as file:
        table = pa.ipc.open_file(file).read_all()
    columns = {field.name: table.column(field.name).to_numpy() for field in fields(Facts)}
    members = np.array(read_json(place / _SUMMARY)[_LABEL_SETS], dtype=bool)
    return Facts(**columns), members


@contextlib.contextmanager
def open_texts(place: Path) -> Iterator[Any]:
    """The reader of ids and texts, in batches of BATCH_ROWS rows: columns `id` and `text`."""
    with pa.memory_map(str(place / _TEXTS)) as file:
        yield pa.ipc.open_file(file)


def _place(workspace: Workspace, name: str) -> Path:
    """Named by the content of the dataset and all that shapes the cache."""
    hashes = read_manifest(datasets.folder(workspace, name), "dataset").files
    content = json.dumps([_FORMAT, normaliser.VERSION, dict(hashes)], sort_keys=True)
    key = hashlib.sha256(content.encode()).hexdigest()[:16]
    return datasets.cache_folder(workspace, name) / key


def _is_whole(place: Path) -> bool:
    """Whether no file of it was deleted."""
    return all((place / name).is_file() for name in (_SUMMARY, _WORDS, _FACTS, _TEXTS))


def _make(workspace: Workspace, name: str, place: Path, tell: _Progress) -> None:
    _sweep(place)
    source = datasets.folder(workspace, name)
    categories = datasets.get(workspace, name).categories
    try:
        with contextlib.suppress(FileExistsError), whole_folder(place) as draft:
            with _TextWriter(draft / _TEXTS) as texts:
                facts, members = survey(
                    dataset_files(source),
                    categories,
                    texts.add,
                    progress=lambda done: tell(done * _READING),
                )
            _write_facts(draft / _FACTS, facts)
            write_json(draft / _SUMMARY, _summary(facts, members, categories))
            write_json(draft / _WORDS, _words(draft, facts, members, categories, tell))
    except (OSError, InvalidInput) as error:
        datasets.folder(workspace, name)  # not found: it was removed meanwhile
        if isinstance(error, InvalidInput):
            raise
        raise DoesNotFit(
            f"The counts could not be kept: {error.strerror or 'the disk failed'}.",
            "Make room on the disk.",
        ) from error
    finally:
        if not source.is_dir():
            shutil.rmtree(place.parent, ignore_errors=True)
    datasets.folder(workspace, name)
    tell(1.0)


def _sweep(place: Path) -> None:
    """Remove what was counted of other content, or was begun by a studio that has died."""
    remove_abandoned(place.parent)
    for other in place.parent.glob("[!.]*"):
        if other != place or not _is_whole(place):
            shutil.rmtree(other, ignore_errors=True)


class _TextWriter:
    """Writes ids and texts in batches of one size, so that a row's place is known."""

    def __init__(self, path: Path) -> None:
        self._writer = pa.ipc.new_file(str(path), _TEXT_SCHEMA)
        self._ids: list[str] = []
        self._texts: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self._ids:
            self._write()
        self._writer.close()

    def add(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        """Add some rows."""
        self._ids += ids
        self._texts += texts
        while len(self._ids) >= BATCH_ROWS:
            self._write()

    def _write(self) -> None:
        columns = [self._ids[:BATCH_ROWS], self._texts[:BATCH_ROWS]]
        arrays = [pa.array(column, pa.large_string(), from_pandas=False) for column in columns]
        self._writer.write_batch(pa.record_batch(arrays, schema=_TEXT_SCHEMA))
        del self._ids[:BATCH_ROWS], self._texts[:BATCH_ROWS]


def _write_facts(path: Path, facts: Facts) -> None:
    table = pa.table({field.name: getattr(facts, field.name) for field in fields(Facts)})
    with pa.ipc.new_file(str(path), table.schema) as writer:
        writer.write_table(table)


def _summary(
    facts: Facts, members: NDArray[np.bool_], categories: Sequence[str]
) -> Mapping[str, Any]:
    train = _part(facts, members, ~facts.test)
    test = _part(facts, members, facts.test) if facts.test.any() else None
    return {
        "categories": list(categories),
        _LABEL_SETS: members.astype(int).tolist(),
        "train": asdict(train),
        "test": test and asdict(test),
        "repeats": int(facts.repeats.sum()),
        "conflicting": int(facts.conflicting.sum()),
        "conflicting_texts": len(np.unique(facts.first[facts.conflicting])),
        "overlapping": int(facts.overlapping.sum()),
        "empty": int((facts.empty & ~facts.test).sum()),
    }


def _part(facts: Facts, members: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> Part:
    labels, lengths = facts.labels[chosen], facts.length[chosen]
    rows = np.bincount(labels, minlength=len(members))
    natural = np.bincount(labels[facts.natural[chosen]], minlength=len(members))
    together = statistics.cooccurrence(members, rows)
    groups = statistics.groups(members)
    return Part(
        rows=int(rows.sum()),
        natural=int(natural.sum()),
        positives=together.diagonal().tolist(),
        natural_positives=(natural @ members).tolist(),
        together=together.tolist(),
        labels_per_row=statistics.labels_per_row(members, rows).tolist(),
        lengths=statistics.length_histogram(lengths, labels, groups).tolist(),
        medians=statistics.median_lengths(lengths, labels, groups),
    )


def _words(
    place: Path,
    facts: Facts,
    members: NDArray[np.bool_],
    categories: Sequence[str],
    tell: _Progress,
) -> Sequence[tuple[str, Sequence[Mapping[str, Any]]]]:
    once = np.flatnonzero(~facts.test & ~facts.repeats & ~facts.empty)
    drawn, weights = statistics.stratified(facts.labels[once], _WORD_ROWS, seed=0)
    chosen = once[drawn]
    words, rows, vocabulary = _read_words(place, chosen, tell)
    result = []
    for number, category in enumerate(categories):
        positive = members[facts.labels[chosen], number]
        found = []
        if positive.any() and not positive.all():
            marking = statistics.marking(words, rows, weights, positive, len(vocabulary))
            order = np.argsort(-marking.z, kind="stable")[:_MARKING_WORDS]
            surest = [int(word) for word in order if marking.z[word] > _SURE]
            pairs = np.isin(words, surest) & positive[rows]
            held_words, held_rows = words[pairs], chosen[rows[pairs]]
            found = [
                asdict(
                    MarkingWord(
                        word=vocabulary[word],
                        inside=round(float(marking.inside[word]), 6),
                        outside=round(float(marking.outside[word]), 6),
                        z=round(float(marking.z[word]), 2),
                        rows=held_rows[held_words == word][:_SHOWN_ROWS].tolist(),
                    )
                )
                for word in surest
            ]
        result.append((category, found))
    return result


def _read_words(
    place: Path, chosen: NDArray[np.int64], tell: _Progress
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[str]]:
    """Each word of each chosen row once, by its number; the row by its place in `chosen`."""
    numbers: dict[str, int] = {}
    words, sizes = array("q"), array("q")
    with open_texts(place) as texts:
        for batch, places in by_batch(chosen):
            column = texts.get_batch(batch).column("text")
            for text in column.take(pa.array(places)).to_pylist():
                held = set(normaliser.normalise(text).split())
                words.extend([numbers.setdefault(word, len(numbers)) for word in held])
                sizes.append(len(held))
            tell(_READING + (1 - _READING) * len(sizes) / max(len(chosen), 1))
    rows = np.repeat(np.arange(len(chosen)), np.array(sizes, dtype=np.int64))
    return np.array(words, dtype=np.int64), rows, list(numbers)


def by_batch(rows: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Rows, given by their rising indexes, by the batch they are in and their places in it."""
    batches, starts = np.unique(rows // BATCH_ROWS, return_index=True)
    for batch, of_batch in zip(batches.tolist(), np.split(rows, starts[1:]), strict=True):
        yield batch, of_batch - batch * BATCH_ROWS
