"""Spans: the characters that made a message toxic, against those that readers marked."""

import statistics
from collections.abc import Iterator, Sequence, Set

from backend.learning.recipes import LINEAR
from bench.figure import Figure, Part
from bench.workbench import Workbench, telling

_REACH = 0.60
_CATEGORY = "toxic"


def _measure(bench: Workbench) -> Iterator[Figure]:
    scorer = bench.made(LINEAR.name).scorer()
    toxic = scorer.categories.index(_CATEGORY)
    rows = bench.data.spans()
    with telling("spans"):
        scored = scorer.score_many(text for text, _ in rows)
        found = [
            character_f1(_characters(scorer.explain(scores).spans[toxic]), marked)
            for scores, (_, marked) in zip(scored, rows, strict=True)
        ]
    yield Figure(
        what=f"`{LINEAR.name}`: character F1 on spans that readers marked",
        value=statistics.fmean(found),
        at_least=_REACH,
        note=f"{len(rows):,} rows, none of them trained on",
    )


def _characters(spans: Sequence[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def character_f1(found: Set[int], marked: Set[int]) -> float:
    """Of one row; 1 where both are empty (SemEval-2021 task 5)."""
    if not found and not marked:
        return 1.0
    return 2 * len(found & marked) / (len(found) + len(marked))


PART = Part(
    name="spans",
    title="Which words did it",
    how="SemEval-2021's Toxic Spans, train.csv: the mean over rows of the F1 of characters, 1 where"
    f" neither marks any. Marked by us is what the answer points at for `{_CATEGORY}`; no span was"
    " trained on.",
    measure=_measure,
)
