"""Speed: scoring on one core, over HTTP, one message, a cold start, an explanation."""

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from backend.learning.recipes import FASTTEXT, LINEAR
from backend.serving.scorer import Scorer
from backend.studio.endpoint import endpoints
from backend.studio.message import messages
from backend.studio.workspace import Workspace
from bench.figure import Figure, Part
from bench.rows import as_chat
from bench.workbench import Workbench, apart, telling

_COMMENTS, _CHAT = 7_500, 25_000  # a second
_MEDIAN_MS, _P99_MS, _COLD_SECONDS = 3, 15, 3
_EXPLANATION_MS = 1

_PASSES = 3
_EXPLAINED = 2000
_BULK_SECONDS = 5.0
_WARM_MESSAGES = 1000
_COLD_STARTS = 3
_IDLE_SECONDS = 1.0


class _Kind(NamedTuple):
    """Messages to score. others: such as a scorer has met before."""

    title: str
    others: Sequence[str]
    texts: Sequence[str]
    reach: float


def _measure(bench: Workbench) -> Iterator[Figure]:
    others, comments = bench.data.comments("train"), bench.data.comments("test")
    kinds = (
        _Kind("comments", others, comments, _COMMENTS),
        _Kind("chat", as_chat(others), as_chat(comments), _CHAT),
    )
    for name in (LINEAR.name, FASTTEXT.name):
        for kind in kinds:
            yield _one_core(bench, name, kind)
        for kind in kinds:
            with telling(f"bulk {kind.title} over HTTP, {name}"):
                rate = _bulk(bench.workspace, name, kind.texts)
            yield Figure(
                what=f"`{name}`: {kind.title} a second, in bulk over HTTP", value=rate, form=",.0f"
            )
    yield from _of_endpoint(bench, kinds[-1].texts)
    for kind in kinds:
        package = bench.made(LINEAR.name).package
        seconds = apart(_explanation_seconds, package, kind.texts[:_EXPLAINED])
        yield Figure(
            what=f"`{LINEAR.name}`: explaining a message, {kind.title}, ms",
            value=1e3 * seconds,
            form=".3f",
            at_most=_EXPLANATION_MS,
        )


def _one_core(bench: Workbench, name: str, kind: _Kind) -> Figure:
    package = bench.made(name).package
    with telling(f"scoring {kind.title}, {name}"):
        rates = [apart(_rate, package, kind.others, kind.texts) for _ in range(_PASSES)]
        new = max(apart(_rate, package, (), kind.texts) for _ in range(_PASSES))
    length = statistics.fmean(map(len, kind.texts))
    return Figure(
        what=f"`{name}`: {kind.title} a second, one core ({length:.0f} characters)",
        value=max(rates),
        form=",.0f",
        at_least=kind.reach if name == LINEAR.name else None,
        note=f"{new:,.0f} by a process that has scored nothing yet",
    )


def _of_endpoint(bench: Workbench, chat: Sequence[str]) -> Iterator[Figure]:
    """What one who waits for an answer feels, of the recommended algorithm."""
    name = LINEAR.name
    with telling("warm messages and cold starts"):
        warm = sorted(_warm(bench.workspace, name, chat))
        cold = list(_cold(bench.workspace, name, chat[0]))
    yield Figure(
        what=f"`{name}`: one warm message, median, ms",
        value=1e3 * statistics.median(warm),
        form=".2f",
        at_most=_MEDIAN_MS,
    )
    yield Figure(
        what=f"`{name}`: one warm message, 99th percentile, ms",
        value=1e3 * warm[int(0.99 * len(warm))],
        form=".2f",
        at_most=_P99_MS,
    )
    yield Figure(
        what=f"`{name}`: first message to an idle endpoint, s",
        value=max(cold),
        form=".2f",
        at_most=_COLD_SECONDS,
        note=f"the slowest of {_COLD_STARTS}",
    )


def _rate(package: Path, others: Sequence[str], texts: Sequence[str]) -> float:
    """Messages a CPU second, of a scorer that has scored others before."""
    scorer = Scorer(package)
    _score(scorer, others)
    began = time.process_time()
    _score(scorer, texts)
    return len(texts) / (time.process_time() - began)


def _score(scorer: Scorer, texts: Sequence[str]) -> None:
    for _ in scorer.score_many(texts):
        pass


def _explanation_seconds(package: Path, texts: Sequence[str]) -> float:
    """CPU seconds for each message, on average, once it has been scored."""
    scorer = Scorer(package)
    scored = list(scorer.score_many(texts))
    began = time.process_time()
    for scores in scored:
        scorer.explain(scores)
    return (time.process_time() - began) / len(texts)


def _bulk(workspace: Workspace, endpoint: str, texts: Sequence[str]) -> float:
    """Messages a second from text to probabilities."""
    categories = endpoints.model_of(workspace, endpoint).categories
    scored = 0
    began = time.perf_counter()
    while time.perf_counter() - began < _BULK_SECONDS:
        scored += sum(1 for _ in messages.score_texts(workspace, endpoint, texts, categories))
    return scored / (time.perf_counter() - began)


def _warm(workspace: Workspace, endpoint: str, texts: Sequence[str]) -> Iterator[float]:
    """Seconds of the endpoint's HTTP for one message at a time."""
    for text in texts[:_WARM_MESSAGES]:
        body = messages.request_body([text], k=7)
        began = time.perf_counter()
        reply = workspace.platform.invoke(
            endpoint, body, content_type="application/json", accept="application/json"
        )
        yield time.perf_counter() - began
        if reply.status != 200:
            sys.exit(f"The endpoint answered {reply.status}.")


def _cold(workspace: Workspace, model: str, text: str) -> Iterator[float]:
    """Seconds until an endpoint that had scaled to zero has answered."""
    name = f"{model}-cold"
    endpoints.deploy(workspace, name=name, model=model, idle_seconds=_IDLE_SECONDS)
    for _ in range(_COLD_STARTS):
        while endpoints.get(workspace, name).now.warmth != "cold":
            time.sleep(0.1)
        began = time.perf_counter()
        messages.score(workspace, name, text)
        yield time.perf_counter() - began
    endpoints.delete(workspace, name)


PART = Part(
    name="speed",
    title="Speed",
    how="One core: from text to calibrated probabilities (normalised, read, scored, calibrated) by"
    " the package's scorer, all comments of test.csv and their first 60 characters, in a fresh"
    " process that has scored those of train.csv before, as an endpoint at work has scored others;"
    " CPU time, the fastest of three: other work only ever slows it. Over HTTP: the endpoint's"
    " server on one side and the studio on the other, both on this machine, by the clock. An"
    " explanation: CPU time beside that of the scores.",
    measure=_measure,
)
