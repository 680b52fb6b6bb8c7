"""`make bench`: from a CSV to a live endpoint, its accuracy, its latency and its throughput.

Works in a folder of its own that is removed at the end. Machines are noisy: compare figures of
one run only.
"""

import argparse
import contextlib
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.datasets.columns import TEXT
from backend.datasets.files import DatasetFiles
from backend.datasets.reader import open_table
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.message import messages
from backend.studio.model import models
from backend.studio.work import runs
from backend.studio.work.runs import Run, RunState, StageClock
from backend.studio.workspace import Workspace, open_workspace

NAME = "bench"
WARM_MESSAGES = 1000
COLD_STARTS = 3
IDLE_SECONDS = 1.0
BULK_SECONDS = 6.0
CHAT_CHARACTERS = 60


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    measured: str
    reach: str


def main() -> None:
    """Measure and print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="moderation-studio-bench-") as folder:
        workspace = open_workspace(Path(folder))
        try:
            figures = list(_figures(workspace, arguments.data, arguments.algorithm))
        finally:
            for endpoint in endpoints.listing(workspace):
                endpoints.delete(workspace, endpoint.name)
    print(f"\n{platform.processor() or platform.machine()}, {os.cpu_count()} cores,", end=" ")
    print(f"Python {platform.python_version()}, {arguments.algorithm}\n")
    width = max(len(figure.what) for figure in figures)
    for figure in figures:
        print(f"{figure.what:<{width}}  {figure.measured:>22}   reach {figure.reach}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("../shared/data/jigsaw"),
        help="folder with train.csv, test.csv, test_labels.csv and natural_ids.csv",
    )
    parser.add_argument("--algorithm", default="fasttext")
    return parser.parse_args()


def _figures(workspace: Workspace, data: Path, algorithm: str) -> Iterator[Figure]:
    seconds, run = _pipeline(workspace, data, algorithm)
    took = ", ".join(f"{title} {value:.1f}" for title, value in seconds.items())
    yield Figure("pipeline, s", f"{sum(seconds.values()):.1f}", f"<= 75   ({took})")
    evaluation = models.get(workspace, run.name).evaluation
    yield Figure(f"mean ROC-AUC, {evaluation.definition}", _round(evaluation.mean_auc), ">= 0.955")
    yield Figure(
        f"mean average precision, {evaluation.definition}",
        _round(evaluation.mean_average_precision),
        "-",
    )
    comments = _texts(data / "test.csv")
    chat = [text[:CHAT_CHARACTERS] for text in comments]
    with _progress("warm messages"):
        latencies = sorted(_warm(workspace, chat))
    yield Figure(
        "one warm message, median, ms", f"{1e3 * statistics.median(latencies):.2f}", "<= 3"
    )
    p99 = latencies[int(0.99 * len(latencies))]
    yield Figure("one warm message, 99th percentile, ms", f"{1e3 * p99:.2f}", "<= 15")
    with _progress("bulk scoring"):
        bulk = {
            "comments": (_bulk(workspace, comments), "4,000"),
            "chat messages": (_bulk(workspace, chat), "12,000"),
        }
    for title, ((rate, length), reach) in bulk.items():
        yield Figure(f"bulk {title} ({length:.0f} characters), a second", f"{rate:,.0f}", reach)
    with _progress("cold starts"):
        cold = _cold(workspace, chat[0])
    yield Figure("first message to an idle endpoint, s", f"{max(cold):.2f}", "<= 3")


def _pipeline(workspace: Workspace, data: Path, algorithm: str) -> tuple[dict[str, float], Run]:
    began = time.monotonic()
    files = DatasetFiles(
        data / "train.csv", data / "test.csv", data / "test_labels.csv", data / "natural_ids.csv"
    )
    dataset = datasets.add(workspace, NAME, files)
    imported = time.monotonic() - began
    clock = StageClock()
    run = runs.pipeline(
        workspace,
        name=NAME,
        dataset=dataset.name,
        endpoint=NAME,
        algorithm=algorithm,
        size=workspace.platform.sizes()[-1].name,
    )

    with _progress("pipeline"):
        run = runs.wait(workspace, run.name, clock)
    if run.state is not RunState.COMPLETED:
        sys.exit(f"The pipeline ended as {run.state}: {run.reason}")
    return {"import": imported, **clock.seconds()}, run


def _warm(workspace: Workspace, texts: Sequence[str]) -> Iterator[float]:
    """Seconds of the endpoint's HTTP for one message at a time."""
    for number in range(WARM_MESSAGES):
        body = messages.request_body([texts[number % len(texts)]], k=7)
        began = time.perf_counter()
        reply = workspace.platform.invoke(
            NAME, body, content_type="application/json", accept="application/json"
        )
        yield time.perf_counter() - began
        if reply.status != 200:
            sys.exit(f"The endpoint answered {reply.status}.")


def _bulk(workspace: Workspace, texts: Sequence[str]) -> tuple[float, float]:
    """Messages a second from text to probabilities, and their mean length in characters."""
    categories = endpoints.model_of(workspace, NAME).categories
    scored = characters = 0
    began = time.perf_counter()
    while time.perf_counter() - began < BULK_SECONDS:
        scored += sum(1 for _ in messages.score_texts(workspace, NAME, texts, categories))
        characters += sum(map(len, texts))
    return scored / (time.perf_counter() - began), characters / scored


def _cold(workspace: Workspace, text: str) -> list[float]:
    """Seconds until an endpoint that had scaled to zero has answered."""
    endpoints.delete(workspace, NAME)
    endpoints.deploy(workspace, name=NAME, model=NAME, idle_seconds=IDLE_SECONDS)
    seconds = []
    for _ in range(COLD_STARTS):
        while endpoints.get(workspace, NAME).now.warmth != "cold":
            time.sleep(0.1)
        began = time.perf_counter()
        messages.score(workspace, NAME, text)
        seconds.append(time.perf_counter() - began)
    return seconds


def _texts(path: Path) -> list[str]:
    with open_table(path) as table:
        place = table.header.index(TEXT)
        return [cells[place] for cells in table.rows()]


@contextlib.contextmanager
def _progress(what: str) -> Iterator[None]:
    print(f"{what} ...", file=sys.stderr, end=" ", flush=True)
    began = time.monotonic()
    yield
    print(f"{time.monotonic() - began:.1f} s", file=sys.stderr)


def _round(value: float | None) -> str:
    return "not measurable" if value is None else f"{value:.4f}"


if __name__ == "__main__":
    main()
