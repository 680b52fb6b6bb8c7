"""The AWS sample's recipe: its preprocessing beside ours, and what a model makes of it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from backend.datasets.lines import LABEL, label_part
from backend.learning import trainer
from backend.learning.recipes import BLAZINGTEXT, LINEAR
from bench.figure import Figure, Part, ranking
from bench.machine import BENCH_VENV, ROOT
from bench.rows import Prepared
from bench.workbench import Workbench, telling

_FASTER = 25
_PASSES = 3
_OURS = "backend.text.normaliser", "normalise"
_THEIRS = "bench.sample_recipe", "clean"
_SETTINGS = {"epochs": "50", "vector_dim": "10", "min_count": "2", "word_ngrams": "2"}


def _measure(bench: Workbench) -> Iterator[Figure]:
    if not (BENCH_VENV / ".installed").is_file():
        note = "NLTK, its companions or WordNet cannot be had here: see `bench/install`"
        yield Figure(
            what="ours against the sample's, times", value=None, at_least=_FASTER, note=note
        )
        yield Figure(what="the sample's recipe: mean AUC, mAP", value=None, note=note)
        return
    prepared = bench.made(LINEAR.name).prepared
    typed = {part: prepared.typed(part, bench.data) for part in ("train", "test")}
    texts = typed["train"] + typed["test"]
    with telling("preprocessing, the sample's and ours"):
        seconds_theirs, seconds_ours = [], []
        for _ in range(_PASSES):  # by turns: a busy minute is not one side's alone
            cleaned, seconds = _timed(BENCH_VENV / "bin" / "python", *_THEIRS, texts)
            seconds_theirs.append(seconds)
            seconds_ours.append(_timed(Path(sys.executable), *_OURS, texts)[1])
    theirs, ours = min(seconds_theirs), min(seconds_ours)
    yield Figure(
        what="the sample's preprocessing, rows a second", value=len(texts) / theirs, form=",.0f"
    )
    yield Figure(what="ours, rows a second", value=len(texts) / ours, form=",.0f")
    yield Figure(
        what="ours against the sample's, times", value=theirs / ours, form=".1f", at_least=_FASTER
    )
    with telling("training the sample's recipe"):
        scores = _scores(prepared, cleaned, bench.scratch / "sample")
    found = prepared.evaluate(scores)
    yield from ranking("the sample's recipe", found)


def _timed(
    python: Path, module: str, function: str, texts: Sequence[str]
) -> tuple[list[str], float]:
    """What a function makes of each text, and CPU seconds for all."""
    done = subprocess.run(
        [python, "-m", "bench.timed", module, function],
        cwd=ROOT,
        input="".join(json.dumps(text) + "\n" for text in texts),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    return answer["made"], answer["seconds"]


def _scores(prepared: Prepared, cleaned: Sequence[str], folder: Path) -> "np.ndarray":
    """The model's own scores of the test rows, shape (rows, categories)."""
    import fasttext_pybind

    folder.mkdir(parents=True)
    labels = prepared.labels("train")
    train, test = cleaned[: len(labels)], cleaned[len(labels) :]
    lines = folder / "train.txt"
    with lines.open("w", encoding="utf-8") as file:
        for row, text in zip(labels, train, strict=True):
            found = [name for name, has in zip(prepared.categories, row, strict=True) if has]
            print(label_part(found), text, file=file)
    model = folder / "model.bin"
    trainer.train(lines, model, BLAZINGTEXT, BLAZINGTEXT.settings(_DEFAULTS | _SETTINGS))
    classifier = fasttext_pybind.fasttext()
    classifier.loadModel(str(model))
    scores = np.zeros((len(test), len(prepared.categories)))
    place = {LABEL + name: k for k, name in enumerate(prepared.categories)}
    for row, text in enumerate(test):
        for score, label in classifier.predict(text + "\n", -1, 0.0, "strict"):
            if label in place:
                scores[row, place[label]] = score
    return scores


_DEFAULTS = {h.name: str(h.default) for h in BLAZINGTEXT.hyperparameters}

PART = Part(
    name="sample",
    title="The AWS sample's recipe",
    how="Its preprocessing (BeautifulSoup, contractions, NLTK's tokens, inflect,"
    " WordNet's lemmas), written anew after its description but for the splitting into sentences,"
    " with scikit-learn's stop words in the place of NLTK's,"
    " and ours: each over all training and test comments in fresh processes, on one core, CPU time,"
    " the fastest of three, by turns. Then BlazingText's settings as the sample has them (softmax,"
    " 50 epochs, 10 dimensions, rarest word 2, pairs of words; the rest by default), trained by"
    " fastText; its scores as they are, which is how it serves them.",
    measure=_measure,
)
