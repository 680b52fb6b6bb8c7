"""Messages: what an endpoint says of one, or of a whole file of them."""

import csv
import json
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from backend.artefacts.files import whole_file
from backend.datasets.columns import TEXT
from backend.datasets.lines import LABEL
from backend.datasets.reader import open_table
from backend.errors import InvalidInput, StudioError, Unavailable
from backend.moderation.verdicts import Verdict, verdict
from backend.platforms.base import Reply
from backend.serving.wire import JSON, MOST_BYTES
from backend.studio.endpoint import endpoints
from backend.studio.message.details import Details, read_details
from backend.studio.workspace import Workspace

_BATCH_ROWS = 256
_BATCH_BYTES = 1_000_000
_IN_FLIGHT = 2  # one is scored while the next is written and the last is read
_BUSY_SECONDS = 60.0

Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class MessageScore:
    """What an endpoint says of a message.

    seconds: from the request to the answer. details: None of a message so long that an answer
    with them would be longer than one may be.
    """

    verdict: Verdict
    seconds: float
    details: Details | None


def score(workspace: Workspace, endpoint: str, text: str) -> MessageScore:
    """Ask an endpoint for one message. Raises NotFound, InvalidInput, Unavailable."""
    thresholds = endpoints.model_of(workspace, endpoint).thresholds

    def ask(*, details: bool) -> Reply:
        body = request_body([text], len(thresholds) + 1, details=details)
        return workspace.platform.invoke(endpoint, body, content_type=JSON, accept=JSON)

    began = time.perf_counter()
    reply = ask(details=True)
    if reply.status == 413:  # what each of its words adds is too much to tell
        reply = ask(details=False)
    seconds = time.perf_counter() - began
    (answer,) = _answers(reply, 1)
    return MessageScore(
        verdict=verdict(_probabilities(answer, tuple(thresholds)), thresholds),
        seconds=seconds,
        details=read_details(answer["details"]) if "details" in answer else None,
    )


def score_each(
    workspace: Workspace, names: Sequence[str], text: str
) -> Iterator[tuple[str, MessageScore | StudioError]]:
    """Ask several endpoints for one message, all at the same time.

    Each answer comes as soon as it is there; an endpoint that fails has its error in its place.
    """
    return _each(names, lambda name: score(workspace, name, text))


def verdicts(workspace: Workspace, endpoint: str, texts: Sequence[str]) -> tuple[Verdict, ...]:
    """The verdict on each of a few texts. Raises as `score_texts`."""
    thresholds = endpoints.model_of(workspace, endpoint).thresholds
    found = score_texts(workspace, endpoint, texts, tuple(thresholds))
    return tuple(verdict(dict(zip(thresholds, p, strict=True)), thresholds) for p in found)


def verdicts_each(
    workspace: Workspace, names: Sequence[str], texts: Sequence[str]
) -> Iterator[tuple[str, tuple[Verdict, ...] | StudioError]]:
    """The verdicts of several endpoints on a few texts; as `score_each`."""
    return _each(names, lambda name: verdicts(workspace, name, texts))


def _each(
    names: Sequence[str], ask: Callable[[str], Answer]
) -> Iterator[tuple[str, Answer | StudioError]]:
    with ThreadPoolExecutor(len(names)) as pool:
        asked = {pool.submit(ask, name): name for name in names}
        for future in as_completed(asked):
            try:
                yield asked[future], future.result()
            except StudioError as error:
                yield asked[future], error


def score_texts(
    workspace: Workspace, endpoint: str, texts: Iterable[str], categories: Sequence[str]
) -> Generator[tuple[float, ...], None, None]:
    """Calibrated probabilities of each text, in order; one for each of `categories`.

    Streams: a few requests of some hundred texts are under way at once. Raises NotFound,
    InvalidInput, and Unavailable when the endpoint stays busy or breaks off.
    """
    k = len(categories) + 1

    def ask(batch: list[str]) -> list[tuple[float, ...]]:
        reply = _invoke_patiently(workspace, endpoint, request_body(batch, k))
        found = (_probabilities(a, categories) for a in _answers(reply, len(batch)))
        return [tuple(probabilities.values()) for probabilities in found]

    with ThreadPoolExecutor(_IN_FLIGHT) as pool:
        under_way: deque[Future[list[tuple[float, ...]]]] = deque()
        try:
            for batch in _batches(texts):
                under_way.append(pool.submit(ask, batch))
                if len(under_way) > _IN_FLIGHT:
                    yield from under_way.popleft().result()
            while under_way:
                yield from under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


def score_file(
    workspace: Workspace,
    endpoint: str,
    source: Path,
    output: Path,
    *,
    on_progress: Callable[[int], None] = lambda rows: None,
) -> int:
    """Score the `comment_text` of a CSV into another; the number of rows.

    Writes the same rows in the same order, in UTF-8, with one column a category that holds its
    calibrated probability; columns of the input with a category's name (its labels) give way.
    `output` is written whole or not at all. `on_progress` is told the rows done so far. Raises
    NotFound, Unavailable, and InvalidInput for a file that cannot be read or has no comment_text.
    """
    if output.exists() and source.exists() and output.samefile(source):
        raise InvalidInput("The output is the input file.", "Choose another name for it.")
    if output.exists() and not output.is_file():  # a file would take the device's place
        raise InvalidInput(f"{output} is no file.", "Choose another name for the output.")
    categories = endpoints.model_of(workspace, endpoint).categories
    with open_table(source) as table:
        if TEXT not in table.header:
            raise InvalidInput(
                f"{source.name} has no column {TEXT}.", "Name the column of texts so."
            )
        place = table.header.index(TEXT)
        kept = [i for i, column in enumerate(table.header) if column not in categories]
        waiting: deque[list[str]] = deque()

        def texts() -> Iterator[str]:
            for row, cells in enumerate(table.rows(), start=1):
                check_length(cells[place], f"{source.name}, row {row}")
                waiting.append(cells)
                yield cells[place]

        done = 0
        with whole_file(output, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*(table.header[i] for i in kept), *categories])
            for probabilities in score_texts(workspace, endpoint, texts(), categories):
                cells = waiting.popleft()
                writer.writerow([*(cells[i] for i in kept), *(f"{p:.7g}" for p in probabilities)])
                done += 1
                if done % _BATCH_ROWS == 0:
                    on_progress(done)
    on_progress(done)
    return done


def check_length(text: str, where: str) -> None:
    """Raises InvalidInput, saying where, for a text too long for any request."""
    if 4 * len(text) > _BATCH_BYTES:  # else it surely fits
        try:
            request_body([text], 1)
        except InvalidInput as error:
            raise InvalidInput(f"{where}: {error.what}", error.remedy) from None


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        length = 4 * len(text)  # bytes a character, at most
        if batch and (len(batch) == _BATCH_ROWS or size + length > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += length
    if batch:
        yield batch


def request_body(texts: list[str], k: int, *, details: bool = False) -> bytes:
    """The body of a request for the `k` most probable labels of each text.

    Raises InvalidInput over the 4 MB that an endpoint takes.
    """
    configuration: dict[str, Any] = {"k": k, **({"details": True} if details else {})}
    content = {"instances": texts, "configuration": configuration}
    try:
        body = json.dumps(content, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate: only an escape can carry it
        body = json.dumps(content).encode("ascii")
    if len(body) > MOST_BYTES:
        raise InvalidInput(
            f"A message of {len(body) / 1e6:.1f} MB is too long: an endpoint takes 4 MB at once.",
            "Shorten it.",
        )
    return body


def _invoke_patiently(workspace: Workspace, endpoint: str, body: bytes) -> Reply:
    """Invoke, waiting while the endpoint answers that it is busy (429)."""
    give_up = time.monotonic() + _BUSY_SECONDS
    pause = 0.05
    while True:
        reply = workspace.platform.invoke(endpoint, body, content_type=JSON, accept=JSON)
        if reply.status != 429 or time.monotonic() > give_up:
            return reply
        time.sleep(pause)
        pause = min(2 * pause, 1.0)


def _answers(reply: Reply, expected: int) -> list[dict[str, Any]]:
    try:
        content = json.loads(reply.body)
    except ValueError:
        content = None
    if reply.status == 200 and isinstance(content, list) and len(content) == expected:
        return content
    said = content.get("error", {}).get("message", "") if isinstance(content, dict) else ""
    if reply.status in (400, 413):
        raise InvalidInput(said or "The endpoint refused the message.")
    if reply.status == 429:
        raise Unavailable(
            "The endpoint is answering as many messages as it may at once.",
            "Try again in a moment, or give it a higher concurrency.",
        )
    raise Unavailable(
        f"The endpoint answered with an error ({reply.status}). {said}".strip(),
        "Look at its log on the Endpoints page.",
    )


def _probabilities(answer: dict[str, Any], categories: Sequence[str]) -> dict[str, float]:
    by_label = dict(zip(answer["label"], answer["prob"], strict=True))
    try:
        return {category: by_label[LABEL + category] for category in categories}
    except KeyError:
        raise Unavailable(
            "The endpoint has just changed over to a model with other categories.",
            "Ask it once more.",
        ) from None
