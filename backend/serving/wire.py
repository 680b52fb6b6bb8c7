"""The wire: from the body of a request to the body of its answer, as pure functions.

The format is BlazingText's own, so that its clients work:

application/json       {"instances": ["...", ...], "configuration": {"k": 2}}
application/jsonlines  {"source": "...", "k": 2} on each line
text/csv               one column, one message a row, no header

`k` labels a message (1 when unsaid), the most probable first; `__label__none` is 1 - the greatest
probability of a category. `"details": true` beside `k` adds the raw scores, the normalised text,
what disguised words were read as, what each word adds (null where the algorithm cannot tell, and
of messages of more than 20,000 characters), the spans to point at by category, and the versions.
Errors are `{"error": {"code": "...", "message": "..."}}` and never quote a message.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from backend.datasets.lines import LABEL
from backend.moderation.categories import NONE
from backend.serving.scorer import Scorer, Scores

JSON = "application/json"
JSON_LINES = "application/jsonlines"
CSV = "text/csv"

MOST_BYTES = 4 * 1024 * 1024  # SageMaker's limit of a payload, there and back
MOST_INSTANCES = 50_000  # in one request, so that it stays within memory


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is answered. instances: messages scored. headers: those beyond the usual."""

    status: int = 200
    content_type: str = JSON
    body: bytes = b"{}"
    instances: int = 0
    headers: tuple[tuple[str, str], ...] = ()


def refusal(status: int, code: str, message: str, *headers: tuple[str, str]) -> Answer:
    """A typed error."""
    error = {"error": {"code": code, "message": message}}
    return Answer(status=status, body=json.dumps(error).encode(), headers=headers)


TOO_LARGE = refusal(
    413, "too_large", f"A request has at most {MOST_BYTES} bytes. Send fewer messages at once."
)


@dataclass(frozen=True, slots=True)
class _Instance:
    text: str
    k: int = 1
    details: bool = False


class _Refused(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.answer = refusal(status, code, message)


def answer(scorer: Scorer, body: bytes | str, content_type: str, accept: str) -> Answer:
    """Answer one request. An absent content type is JSON, an absent accept anything, as in a
    SageMaker container, which also may have decoded the body; bytes that are not UTF-8 are read
    as U+FFFD in either case."""
    if isinstance(body, str):
        body = body.encode("utf-8", errors="surrogatepass")
    if len(body) > MOST_BYTES:
        return TOO_LARGE
    try:
        media = _media_type(content_type)
        lines = _answers_in_lines(media, accept)
        instances = _READERS[media](body.decode("utf-8", errors="replace").removeprefix("\ufeff"))
        if len(instances) > MOST_INSTANCES:
            raise _Refused(
                413, "too_many_instances", f"A request has at most {MOST_INSTANCES} messages."
            )
        body = _written(_Rows(scorer), instances, lines=lines)
    except _Refused as refused:
        return refused.answer
    return Answer(content_type=JSON_LINES if lines else JSON, body=body, instances=len(instances))


def _written(rows: "_Rows", instances: list[_Instance], *, lines: bool) -> bytes:
    begin, between, end = ("", "\n", "\n") if lines else ("[", ", ", "]")
    texts = []
    size = len(begin) + len(end) - len(between)
    for text in rows.rows(instances):  # of ASCII alone
        size += len(text) + len(between)
        if size > MOST_BYTES:
            raise _Refused(
                413,
                "answer_too_large",
                f"The answer would have more than {MOST_BYTES} bytes. Send fewer messages at"
                " once, or ask for fewer labels each (k), or without details.",
            )
        texts.append(text)
    return f"{begin}{between.join(texts)}{end}".encode()


def _media_type(content_type: str) -> str:
    media, _, parameters = content_type.partition(";")
    media = media.strip().lower() or JSON
    charset = parameters.lower().replace('"', "").replace(" ", "")
    if media not in _READERS or charset not in ("", "charset=utf-8", "charset=us-ascii"):
        raise _Refused(
            415, "unsupported_content_type", f"Send {', '.join(_READERS)}, encoded as UTF-8."
        )
    return media


def _answers_in_lines(media: str, accept: str) -> bool:
    """Whether the answer is JSON lines: the request's own kind, if it is accepted."""
    own, other = (JSON_LINES, JSON) if media == JSON_LINES else (JSON, JSON_LINES)
    accepted = set(_accepted(accept))
    for kind in own, other:
        if not accepted.isdisjoint({kind, "application/*", "*/*"}):
            return kind == JSON_LINES
    raise _Refused(406, "not_acceptable", f"Answers are {JSON} or {JSON_LINES}.")


def _accepted(accept: str) -> Iterator[str]:
    for choice in (accept or "*/*").lower().split(","):
        media, *parameters = (part.strip() for part in choice.split(";"))
        if not any(p.startswith("q=") and not p[2:].strip("0.") for p in parameters):
            yield media


def _parsed(text: str, what: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise _Refused(400, "malformed_json", f"{what} is not JSON.") from None
    if not isinstance(content, dict):
        raise _Refused(400, "malformed_json", f"{what} is not a JSON object.")
    return content


def _options(source: Any) -> tuple[int, bool]:
    """`k` and `details`."""
    if not isinstance(source, dict):
        raise _Refused(400, "bad_configuration", "configuration is not a JSON object.")
    k, details = source.get("k", 1), source.get("details", False)
    if type(k) is not int or k < 1:
        raise _Refused(400, "bad_k", "k is not a whole number of 1 or more.")
    if not isinstance(details, bool):
        raise _Refused(400, "bad_configuration", "details is neither true nor false.")
    return k, details


def _read_json(text: str) -> list[_Instance]:
    content = _parsed(text, "The body")
    messages = content.get("instances")
    if not isinstance(messages, list):
        raise _Refused(400, "no_instances", "There is no list of instances.")
    if not messages:
        raise _Refused(400, "empty_instances", "The list of instances is empty.")
    for place, message in enumerate(messages):
        if not isinstance(message, str):
            raise _Refused(400, "instance_not_string", f"instances[{place}] is not a string.")
    k, details = _options(content.get("configuration", {}))
    return [_Instance(message, k, details) for message in messages]


def _read_lines(text: str) -> list[_Instance]:
    instances = []
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.isspace():
            content = _parsed(line, f"Line {number}")
            message = content.get("source")
            if not isinstance(message, str):
                raise _Refused(
                    400, "instance_not_string", f"Line {number} has no source that is a string."
                )
            instances.append(_Instance(message, *_options(content)))
    if not instances:
        raise _Refused(400, "empty_instances", "There is no line.")
    return instances


def _read_csv(text: str) -> list[_Instance]:
    csv.field_size_limit(MOST_BYTES)
    instances = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            if len(row) > 1:
                raise _Refused(
                    400,
                    "malformed_csv",
                    f"Row {number} has {len(row)} columns instead of one: quote a message that"
                    " has a comma.",
                )
            instances.append(_Instance(row[0] if row else ""))
    except csv.Error:
        raise _Refused(400, "malformed_csv", "The body is not CSV: a quote is astray.") from None
    if not instances:
        raise _Refused(400, "empty_instances", "There is no row.")
    return instances


_READERS = {JSON: _read_json, JSON_LINES: _read_lines, CSV: _read_csv}


class _Rows:
    """Writes the JSON of each message. By hand: half the time of the json module, in bulk."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._labels = [f'"{LABEL}{name}"' for name in (*scorer.categories, NONE)]

    def rows(self, instances: Sequence[_Instance]) -> Iterator[str]:
        """The answer to each message, a JSON object."""
        scored = self._scorer.score_many(instance.text for instance in instances)
        for instance, scores in zip(instances, scored, strict=True):
            yield self._row(instance, scores)

    def _row(self, instance: _Instance, scores: Scores) -> str:
        values = scores.probabilities
        values = [*values, 1 - max(values)]
        order = sorted(range(len(values)), key=values.__getitem__, reverse=True)[: instance.k]
        labels = ", ".join([self._labels[place] for place in order])
        chances = ", ".join([f"{values[place]:.7g}" for place in order])
        details = ""
        if instance.details:
            details = f', "details": {json.dumps(self._details(scores))}'
        return f'{{"label": [{labels}], "prob": [{chances}]{details}}}'

    def _details(self, scores: Scores) -> dict[str, Any]:
        explanation = self._scorer.explain(scores)
        words = explanation.words
        return {
            "raw": self._by_category(scores.raw),
            "text": scores.text,
            "reading": scores.reading.text if scores.reading else None,
            "seen_through": scores.views.seen_through,
            "disguised": [asdict(found) for found in explanation.disguised],
            "words": None
            if words is None
            else [
                {"start": word.start, "end": word.end, "adds": self._by_category(word.adds)}
                for word in words
            ],
            "spans": dict(zip(self._scorer.categories, explanation.spans, strict=True)),
            "model": self._scorer.version,
            "normaliser": self._scorer.normaliser,
        }

    def _by_category(self, values: list[float]) -> dict[str, float]:
        return dict(zip(self._scorer.categories, values, strict=True))
