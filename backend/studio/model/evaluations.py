"""Evaluations: a model measured anew, on labelled rows that a person has.

The package's own code scores, in a process of its own: an old model keeps the normaliser it was
made with. The same rows give the numbers that the evaluation job gave.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np

from backend.artefacts.archive import unpack
from backend.artefacts.package import CODE
from backend.datasets.columns import ID, TEXT
from backend.datasets.hashes import text_hash
from backend.datasets.ids import read_ids
from backend.datasets.labels import LabelSets, is_label, stray_label
from backend.datasets.processing.rows import test_rows
from backend.datasets.reader import Table, open_table
from backend.datasets.records import Records
from backend.datasets.scored_labels import ScoredLabels, none_scored
from backend.errors import InvalidInput
from backend.learning.calibration import Calibration
from backend.learning.evaluation import Evaluation
from backend.learning.metrics import evaluate as measured
from backend.learning.slices import slices
from backend.learning.tuning import Tuning
from backend.studio.model import models
from backend.studio.model.models import Model
from backend.studio.workspace import Workspace

_PROGRAM = """
import json, pathlib, sys
try:
    from backend.serving.scorer import Scorer
    scorer = Scorer(pathlib.Path(sys.argv[1]))
    for batch in sys.stdin:
        found = [scorer.score(text) for text in json.loads(batch)]
        rows = [(s.text, list(s.raw), getattr(s, "reading", None) is not None) for s in found]
        print(json.dumps(rows), flush=True)
except Exception as error:
    said = str(error) if hasattr(error, "what") else f"It ended with {type(error).__name__}."
    print(json.dumps({"error": said}), flush=True)
"""


@dataclass(frozen=True, kw_only=True)
class LabelledFiles:
    """Labelled rows. Raises nothing: what is wrong with them is told when they are read.

    data: comment_text and, unless they stand in `labels`, a column of 0s and 1s for each category
    of the model; other columns do not matter. Rows with -1 in all of them are not scored.
    labels: id and the categories, for `data` with id and comment_text alone (Kaggle's test files).
    reference_ids: the ids of the rows that form a natural sample; they need an id in `data`.
    """

    data: Path
    labels: Path | None = None
    reference_ids: Path | None = None


@dataclass
class _Rows:
    labels: list[tuple[bool, ...]] = field(default_factory=list)
    reference: list[bool] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    raw: list[list[float]] = field(default_factory=list)
    disguised: list[bool] = field(default_factory=list)


def evaluate(
    workspace: Workspace,
    name: str,
    files: LabelledFiles,
    *,
    on_progress: Callable[[int], None] = lambda rows: None,
) -> Evaluation:
    """Measure a model on labelled rows, at the thresholds in force.

    `on_progress` is told the rows scored so far. Raises NotFound, and InvalidInput for files that
    cannot be read or have no labels for one of the model's categories.
    """
    model = models.get(workspace, name)
    rows = _Rows()
    with (
        open_table(files.data) as table,
        _scorer(workspace.platform.fetch(model.package)) as score,
    ):
        for texts, labels, reference in _labelled(table, files, model.categories):
            for text, raw, disguised in score(texts):
                rows.lines.append(text)
                rows.raw.append(raw)
                rows.disguised.append(disguised)
            rows.labels += labels
            rows.reference += reference
            on_progress(len(rows.raw))
    if not rows.raw:
        raise none_scored(files.data.name)
    return measured(
        model.categories,
        _tuning(model).probabilities(np.array(rows.raw, dtype=np.float64)),
        np.array(rows.labels, dtype=np.bool_),
        np.array(rows.reference, dtype=np.bool_),
        model.thresholds,
        slices(rows.lines, rows.disguised),
    )


def _tuning(model: Model) -> Tuning:
    found = model.manifest.details["calibration"]
    calibrations = {name: Calibration(**found[name]) for name in model.categories}
    return Tuning(calibrations, model.thresholds)


_Some = tuple[list[str], list[tuple[bool, ...]], list[bool]]
"""Some rows: their texts, their labels, and which of them are of the natural sample."""


def _labelled(table: Table, files: LabelledFiles, categories: Sequence[str]) -> Iterator[_Some]:
    references = read_ids(files.reference_ids) if files.reference_ids else None
    if files.labels is None:
        yield from _with_labels(table, references, categories)
        return
    sets = LabelSets()
    labels = ScoredLabels(files.labels, categories, sets)
    for rows, texts in test_rows(table, labels, references or Records()):
        members = sets.sets()
        yield texts, [members[number] for number in rows.sets], rows.references


def _with_labels(
    table: Table, references: Records | None, categories: Sequence[str]
) -> Iterator[_Some]:
    """The scored rows of a table that has the labels, too."""
    needed = [TEXT, *([ID] if references else []), *categories]
    missing = [column for column in needed if column not in table.header]
    if missing:
        raise InvalidInput(
            f"{table.name} has no column {', '.join(missing)}.",
            f"To measure this model it needs {TEXT}, with the messages, and a column of 0s and 1s"
            f" for each of the model's categories: {', '.join(categories)}.",
        )
    text = table.header.index(TEXT)
    places = [table.header.index(category) for category in categories]
    for first, rows in table.chunks():
        kept, labels = [], []
        for number, cells in enumerate(rows, start=first):
            found = [cells[place] for place in places]
            if all(label == "-1" for label in found):
                continue
            for category, label in zip(categories, found, strict=True):
                if not is_label(label):
                    raise stray_label(table.name, number, category, label)
            kept.append(cells)
            labels.append(tuple(label == "1" for label in found))
        natural = [False] * len(kept)
        if references:
            ids = [text_hash(cells[table.header.index(ID)]) for cells in kept]
            natural = (references.find(b"".join(ids)) >= 0).tolist()
        yield [cells[text] for cells in kept], labels, natural


_Scores = tuple[str, list[float], bool]
"""What the model read, its raw scores by category, and whether it also read it otherwise, as the
packages from normaliser 2 on do."""


@contextlib.contextmanager
def _scorer(package: Path) -> Iterator[Callable[[list[str]], list[_Scores]]]:
    """The package's own code at work, on this machine. Raises InvalidInput when it cannot be."""
    with tempfile.TemporaryDirectory(prefix="evaluate-") as scratch:
        unpack(package, Path(scratch, "package"))
        code = Path(scratch, "package", CODE)
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(code.parent)],
            cwd=code,
            env={**os.environ, "PYTHONPATH": str(code)},  # the package's rooms, not ours
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with process:
            try:
                yield lambda texts: _asked(process, texts)
            finally:
                process.kill()
                with contextlib.suppress(BrokenPipeError):
                    _pipes(process)[0].close()


def _asked(process: "subprocess.Popen[str]", texts: list[str]) -> list[_Scores]:
    stdin, stdout = _pipes(process)
    with contextlib.suppress(BrokenPipeError):  # it has said why before it ended
        stdin.write(json.dumps(texts) + "\n")
        stdin.flush()
    said = stdout.readline()
    answer = json.loads(said) if said else {"error": "It ended without a word."}
    if isinstance(answer, dict):
        raise InvalidInput(f"The model does not score. {answer['error']}", "Make it again.")
    return [(text, raw, disguised) for text, raw, disguised in answer]


def _pipes(process: "subprocess.Popen[str]") -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None  # noqa: S101 - as it was started
    assert process.stdout is not None  # noqa: S101
    return process.stdin, process.stdout
