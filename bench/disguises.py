"""Disguises: how much of what is caught stays caught when it is obfuscated, and at what cost."""

import statistics
from collections.abc import Iterator, Sequence

import numpy as np

from backend.learning.calibration import Calibration
from backend.learning.recipes import LINEAR
from backend.serving.scorer import Scorer, Scores
from bench.figure import Figure, Part
from bench.obfuscation import METHODS, WORD, obfuscated
from bench.workbench import Made, Workbench, telling

_CATEGORY = "toxic"
_MESSAGES = 500
_ADDS = 0.5  # to the log-odds: what makes a word offensive here
_SHARE_OF_RECALL = 0.90
_MORE_FALSE_POSITIVES = 0.3  # percentage points

_Spans = list[tuple[int, int]]


def _measure(bench: Workbench) -> Iterator[Figure]:
    made = bench.made(LINEAR.name)
    typed = made.prepared.typed("test", bench.data)
    natural, labels = made.prepared.natural("test"), made.prepared.labels("test")
    scorer = made.scorer()
    toxic = natural & labels[:, scorer.categories.index(_CATEGORY)]
    with telling("disguises"):
        yield from _recall(made, scorer, [typed[row] for row in np.flatnonzero(toxic)])
        clean = natural & ~labels.any(axis=1)
        yield _false_positives(made, scorer, [typed[row] for row in np.flatnonzero(clean)])


def _recall(made: Made, scorer: Scorer, messages: Sequence[str]) -> Iterator[Figure]:
    toxic, limit = scorer.categories.index(_CATEGORY), made.model.thresholds[_CATEGORY]

    def caught(texts: Sequence[str]) -> float:
        found = scorer.score_many(texts)
        return statistics.fmean(scores.probabilities[toxic] >= limit for scores in found)

    scored = sorted(scorer.score_many(messages), key=lambda s: s.probabilities[toxic])
    chosen = scored[-_MESSAGES:]
    texts = [scores.message for scores in chosen]
    plain = caught(texts)
    yield Figure(what=f"recall of {len(texts)} toxic messages, plain", value=plain)
    scopes = {
        "offensive words": [_offensive(scorer, scores, toxic) for scores in chosen],
        "every word": [_words(text) for text in texts],
    }
    for scope, spans in scopes.items():
        for method in METHODS:
            disguised = [
                obfuscated(text, of_text, method, seed)
                for seed, (text, of_text) in enumerate(zip(texts, spans, strict=True))
            ]
            recall = caught(disguised)
            yield Figure(
                what=f"{method}, {scope}: recall, of the plain",
                value=recall / plain,
                at_least=_SHARE_OF_RECALL if scope == "offensive words" else None,
                note=f"recall {recall:.3f}",
            )


def _offensive(scorer: Scorer, scores: Scores, toxic: int) -> _Spans:
    """Where the words stand that made the message toxic; the worst one, where none stands out."""
    words = scorer.explain(scores).words or []
    runs = [
        (word.adds[toxic], span)
        for word in words
        for span in _words(scores.message, word.start, word.end)
    ]
    worst = max((adds for adds, _ in runs), default=0.0)
    return sorted({span for adds, span in runs if adds > _ADDS or adds == worst})


def _words(text: str, start: int = 0, end: int | None = None) -> _Spans:
    """The runs of letters in a part of a text that can be obfuscated."""
    return [found.span() for found in WORD.finditer(text, start, len(text) if end is None else end)]


def _false_positives(made: Made, scorer: Scorer, messages: Sequence[str]) -> Figure:
    """What the readings add to the share of clean messages that are flagged in any category."""
    calibrations = [
        Calibration(**made.model.manifest.details["calibration"][name])
        for name in scorer.categories
    ]
    limits = np.array([made.model.thresholds[name] for name in scorer.categories])

    def flagged(raw: Sequence[Sequence[float]]) -> float:
        columns = np.array(raw).T
        probabilities = [c.probabilities(x) for c, x in zip(calibrations, columns, strict=True)]
        return float((np.stack(probabilities, axis=1) >= limits).any(axis=1).mean())

    seen = [scores.views for scores in scorer.score_many(messages)]
    without, with_readings = flagged([x.plain for x in seen]), flagged([x.raw for x in seen])
    return Figure(
        what="false positives on clean messages, by the readings, points more",
        value=100 * (with_readings - without),
        form="+.2f",
        at_most=_MORE_FALSE_POSITIVES,
        note=f"{without:.2%} without, {with_readings:.2%} with, of {len(messages):,}",
    )


PART = Part(
    name="disguises",
    title="Disguises",
    how=f"The {_MESSAGES} natural toxic test messages with the highest probability of"
    f" `{_CATEGORY}`, which is caught from its threshold on. Their offensive words (runs of three"
    f" letters or more of words that add over {_ADDS} to its log-odds, or the most) are obfuscated"
    " where they stand, six ways: letters of another script that look alike, digits or signs for"
    " letters, inner letters starred, letters apart, something invisible between letters, letters"
    " repeated. Harder, and without a reach: every run of three letters or more. Clean messages"
    " are the natural test rows without a category; one is flagged when any category reaches its"
    " threshold.",
    measure=_measure,
)
