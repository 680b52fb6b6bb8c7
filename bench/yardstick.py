"""The yardstick: what a plain scikit-learn model makes of the same normalised lines."""

import time
from collections.abc import Iterator

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from backend.learning.recipes import LINEAR
from backend.text.normaliser import normalise
from bench.figure import Figure, Part, ranking
from bench.workbench import Workbench, telling

_STRENGTH = 4.0
_TIMED = 2000  # messages
_BATCH = 256


def _measure(bench: Workbench) -> Iterator[Figure]:
    prepared = bench.made(LINEAR.name).prepared
    model = _model()
    with telling("yardstick"):
        began = time.process_time()
        model.fit(prepared.lines("train"), prepared.labels("train"))
        seconds = time.process_time() - began
        found = prepared.evaluate(model.predict_proba(prepared.lines("test")))
        rate = _rate(model, bench.data.comments("test")[:_TIMED])
    yield from ranking("yardstick", found)
    yield Figure(what="yardstick: training, CPU seconds", value=seconds, form=".1f")
    yield Figure(what="yardstick: comments a second, one core", value=rate, form=",.0f")


def _model() -> Pipeline:
    words = TfidfVectorizer(
        ngram_range=(1, 2),
        tokenizer=str.split,
        token_pattern=None,
        lowercase=False,
        sublinear_tf=True,
        min_df=2,
    )
    pieces = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), lowercase=False, sublinear_tf=True, min_df=2
    )
    regression = LogisticRegression(C=_STRENGTH, solver="liblinear")
    return make_pipeline(make_union(words, pieces), OneVsRestClassifier(regression))


def _rate(model: Pipeline, messages: list[str]) -> float:
    """Messages a CPU second, from text to probabilities."""
    began = time.process_time()
    for place in range(0, len(messages), _BATCH):
        model.predict_proba(np.array(list(map(normalise, messages[place : place + _BATCH]))))
    return len(messages) / (time.process_time() - began)


PART = Part(
    name="yardstick",
    title="The yardstick: scikit-learn",
    how="TF-IDF of words (1 and 2 in a row) and of pieces of words (2 to 5 characters), sublinear,"
    " each in at least two rows, and a logistic regression (C = 4) for each category, on the lines"
    " that our models train on. Speed: our normaliser, its features and its probabilities,"
    " comments in batches, CPU time.",
    measure=_measure,
)
