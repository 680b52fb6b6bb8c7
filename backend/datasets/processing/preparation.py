"""Preparation: from the files of a dataset to the lines of train, validation and test.

Every row is read once, normalised by the workers, and waits on disk while it is decided where it
goes; of each row 16 bytes stay in memory.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np

from backend.artefacts.hashing import file_hash
from backend.artefacts.manifest import FILE_NAME, Manifest, library_versions
from backend.artefacts.progress import report
from backend.datasets.columns import find_columns
from backend.datasets.files import DatasetFiles
from backend.datasets.ids import read_ids
from backend.datasets.labels import LabelSets, train_categories
from backend.datasets.processing.normalising import Normalised, Normalising
from backend.datasets.processing.parts import PARTS, Part
from backend.datasets.processing.rows import Rows, test_rows, train_rows
from backend.datasets.processing.shuffle import Shuffle
from backend.datasets.processing.split import Side, assign, sides
from backend.datasets.processing.waiting import Waiting
from backend.datasets.processing.word_count import WordCount
from backend.datasets.processing.workers import Workers
from backend.datasets.reader import Table, open_table
from backend.datasets.records import Records
from backend.datasets.scored_labels import ScoredLabels, none_scored
from backend.errors import InvalidInput
from backend.text import normaliser

NORMALISING = "Normalising the messages"
WRITING = "Writing the lines"

_SMALL = 1 << 20  # bytes: normalised sooner than workers would have started
_REPORT_SECONDS = 0.25
_LEAST_SHARE, _MOST_SHARE = 0.01, 0.5


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a person chose. Fractions are shares of the rows of train.csv, 0.01 to 0.5.

    test_fraction is used only where the dataset has no test file. Raises InvalidInput outside
    these, and for a seed outside 0 to 2**32 - 1.
    """

    seed: int = 7
    validation_fraction: float = 0.1
    test_fraction: float = 0.1

    def __post_init__(self) -> None:
        shares = {"validation": self.validation_fraction, "test": self.test_fraction}
        for title, share in shares.items():
            if not _LEAST_SHARE <= share <= _MOST_SHARE:  # also refuses NaN
                raise InvalidInput(
                    f"The {title} share cannot be {share:.0%}.",
                    f"Choose one from {_LEAST_SHARE:.0%} to {_MOST_SHARE:.0%}.",
                )
        if not 0 <= self.seed < 1 << 32:
            raise InvalidInput(f"{self.seed} cannot be a seed.", f"Use 0 to {(1 << 32) - 1}.")


def prepare(
    files: DatasetFiles,
    output: Path,
    settings: Settings,
    cores: int,
    *,
    synthetic: bool = False,
) -> Manifest:
    """Write the lines of a dataset into `output`, the manifest last, and return it.

    The bytes depend on the files and the settings only. The manifest's counts: `rows` of
    train.csv, of which `empty` had no text once normalised and `train_test_overlap` the text of a
    test row (both are left out); of the rest `duplicates` repeat the text of another, and
    `conflicting` texts stand with different labels; `unscored` test rows; `distinct_words`, about,
    of all that was read; `tokens` of all lines; under `parts` what `Part.counts` gives of each.
    Its details say whether the comments are `synthetic`.

    Raises InvalidInput for what is wrong with the files, and when a part would have no row.
    """
    fractions = {Side.VALIDATION: settings.validation_fraction}
    if not files.test:
        fractions[Side.TEST] = settings.test_fraction
    if sum(fractions.values()) >= 1:
        raise InvalidInput("The fractions leave nothing to train on.", "Choose smaller ones.")
    output.mkdir(parents=True, exist_ok=True)
    (output / FILE_NAME).unlink(missing_ok=True)  # it would not describe what comes now
    with ExitStack() as stack:
        read = _Reading(files, output, settings.seed, cores, stack)
        members = read.sets.sets()
        assign(read.texts, members, read.categories, fractions)
        parts = {
            name: stack.enter_context(Part(name, output, read.categories, members))
            for name in PARTS
        }
        _write(read, parts, output, settings.seed)
    by_part = {name: part.counts() for name, part in parts.items()}
    duplicates, conflicting = read.texts.repetitions()
    manifest = Manifest(
        kind="lines",
        program="backend.preprocess",
        categories=read.categories,
        versions={**library_versions("numpy"), "normaliser": normaliser.VERSION},
        inputs={path.name: file_hash(path) for path in sorted(files.present)},
        files={name: file_hash(output / name) for part in parts.values() for name in part.files},
        seed=settings.seed,
        settings={
            "validation_fraction": settings.validation_fraction,
            "test_fraction": None if files.test else settings.test_fraction,
        },
        counts={
            "rows": read.rows,
            "empty": read.empty,
            "train_test_overlap": read.overlap,
            "duplicates": duplicates,
            "conflicting": conflicting,
            "unscored": read.unscored,
            "distinct_words": read.words.estimate(),
            "tokens": sum(count["tokens"] for count in by_part.values()),
            "parts": by_part,
        },
        details={"synthetic": synthetic},
    )
    manifest.write(output)
    report(WRITING, fraction=1.0)
    return manifest


class _Reading:
    """The first pass: rows read, normalised, counted, and put to wait.

    texts: of the train rows that are used, the hash of the text with the row's label set, sorted.
    """

    def __init__(
        self, files: DatasetFiles, output: Path, seed: int, cores: int, stack: ExitStack
    ) -> None:
        size = sum(path.stat().st_size for path in (files.train, files.test) if path)
        key = str(seed).encode()
        # First of all, so that they start while the files are opened.
        workers = Workers(Normalising(key), cores if size > _SMALL else 1)
        self._workers = stack.enter_context(workers)
        self._meter = _Meter(NORMALISING, size)
        self.train = stack.enter_context(closing(Waiting(output)))
        self.test = stack.enter_context(closing(Waiting(output)))
        self.sets, self.words, self.texts = LabelSets(), WordCount(), Records()
        self.rows = self.empty = self.overlap = self.unscored = 0

        references = read_ids(files.reference_ids) if files.reference_ids else Records()
        with open_table(files.train) as table:
            self.categories = train_categories(table, find_columns(table, text=True, labels=True))
            test_texts = Records()
            if files.test and files.test_labels:
                labels = ScoredLabels(files.test_labels, self.categories, self.sets)
                test_texts = self._read_test(files.test, labels, references)
            self._read_train(table, references, test_texts)
        self.texts.sort()

    def _read_test(self, path: Path, labels: ScoredLabels, references: Records) -> Records:
        texts = Records()
        with open_table(path) as table:
            for rows, normalised in self._normalised(table, test_rows(table, labels, references)):
                self.unscored += rows.unscored
                kept = [index for index, text in enumerate(normalised.texts) if text]
                texts.extend(normalised.hashes_of(kept), np.zeros(len(kept), dtype=np.uint32))
                self.test.add(rows, normalised, range(len(rows.ids)))
        texts.sort()
        if not self.test.rows:
            raise none_scored(path.name)
        return texts

    def _read_train(self, table: Table, references: Records, test_texts: Records) -> None:
        for rows, normalised in self._normalised(table, train_rows(table, self.sets, references)):
            in_test = (test_texts.find(normalised.hashes) >= 0).tolist()
            with_text = [index for index, text in enumerate(normalised.texts) if text]
            kept = [index for index in with_text if not in_test[index]]
            self.rows += len(rows.ids)
            self.empty += len(rows.ids) - len(with_text)
            self.overlap += len(with_text) - len(kept)
            sets = np.array([rows.sets[index] for index in kept], dtype=np.uint32)
            self.texts.extend(normalised.hashes_of(kept), sets)
            self.train.add(rows, normalised, kept)

    def _normalised(
        self, table: Table, chunks: Iterable[tuple[Rows, list[str]]]
    ) -> Iterator[tuple[Rows, Normalised]]:
        before = 0
        for rows, normalised in self._workers.map(chunks):
            self.words.add(normalised.places)
            read = table.bytes_read
            self._meter.advance(read - before, len(rows.ids) + rows.unscored)
            before = read
            yield rows, normalised


def _write(read: _Reading, parts: Mapping[str, Part], output: Path, seed: int) -> None:
    """The second pass: rows that waited go where they belong, those of train in random order."""
    meter = _Meter(WRITING, 2 * read.train.rows + read.test.rows)
    for _, lines in read.test.chunks():
        for line in lines:
            parts["test"].write(line)
        meter.advance(len(lines), len(lines))
    with closing(Shuffle(output, read.train.size, seed)) as shuffle:
        for hashes, lines in read.train.chunks():
            where = sides(read.texts, hashes).tolist()
            for line, side in zip(lines, where, strict=True):
                if side == Side.TRAIN:
                    shuffle.add(line)
                else:
                    parts[Side(side).name.lower()].write(line)
            meter.advance(len(lines), len(lines))
        for line in shuffle.lines():
            parts["train"].write(line)


class _Meter:
    """Tells how far a stage is, a few times a second. `whole`: in bytes or what else is done."""

    def __init__(self, stage: str, whole: int) -> None:
        self._stage = stage
        self._whole = whole
        self._done = self._rows = 0
        self._began = self._told = monotonic()

    def advance(self, done: int, rows: int) -> None:
        """Some more is done, and with it some rows."""
        self._done += done
        self._rows += rows
        if (now := monotonic()) - self._told >= _REPORT_SECONDS:
            self._told = now
            rate = self._rows / (now - self._began)
            report(self._stage, fraction=min(self._done / self._whole, 1.0), rows_per_second=rate)
