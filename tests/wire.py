"""The wire, as one table of requests and answers. It holds for the pure function, for a local
endpoint over HTTP and for the hooks in SageMaker's container; `tests.tiny` is the model."""

import json
from dataclasses import dataclass
from typing import Any

from backend.text import normaliser
from tests.tiny import CATEGORIES, FRIENDLY, TOXIC

JSON = "application/json"
LINES = "application/jsonlines"
CSV = "text/csv"

ALL = 3
LABELS = {
    TOXIC: ["__label__toxic", "__label__insult", "__label__none"],
    FRIENDLY: ["__label__none", "__label__insult", "__label__toxic"],
}


@dataclass(frozen=True)
class Case:
    """A request and what is answered.

    labels: of each message, in order; None where only the number of messages is of interest.
    """

    name: str
    body: bytes
    content_type: str = JSON
    accept: str = JSON
    status: int = 200
    code: str = ""
    answered: str = JSON
    labels: tuple[list[str] | None, ...] = ()
    details: bool = False

    def check(self, status: int, content_type: str, body: bytes) -> None:
        """Fail unless this is the answer."""
        assert status == self.status, body[:300]
        assert content_type == (self.answered if status == 200 else JSON)
        if status != 200:
            error = json.loads(body)["error"]
            assert error.keys() == {"code", "message"}
            assert error["code"] == self.code
            assert error["message"]
            return
        text = body.decode("ascii")
        rows = json.loads(text) if self.answered == JSON else _lines(text)
        assert len(rows) == len(self.labels)
        for row, labels in zip(rows, self.labels, strict=True):
            _check_row(row, labels, self.details)


def _lines(text: str) -> list[dict[str, Any]]:
    assert text.endswith("\n")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


def _check_row(row: dict[str, Any], labels: list[str] | None, details: bool) -> None:
    assert row.keys() == {"label", "prob"} | ({"details"} if details else set())
    if labels is not None:
        assert row["label"] == labels
    assert len(row["label"]) == len(row["prob"])
    assert row["prob"] == sorted(row["prob"], reverse=True)
    assert all(0 <= chance <= 1 for chance in row["prob"])
    if details:
        seen = {"text", "reading", "seen_through", "disguised"}
        assert row["details"].keys() == seen | {"raw", "words", "spans", "model", "normaliser"}
        assert row["details"]["raw"].keys() == set(CATEGORIES)
        assert row["details"]["normaliser"] == normaliser.VERSION
        assert len(row["details"]["model"]) == 64


def as_json(*messages: object, **configuration: object) -> bytes:
    """A body of the JSON kind."""
    body: dict[str, object] = {"instances": list(messages)}
    return json.dumps(body | ({"configuration": configuration} if configuration else {})).encode()


def as_lines(*lines: dict[str, object]) -> bytes:
    """A body of the JSON lines kind."""
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def refused(name: str, code: str, body: bytes, status: int = 400, **more: Any) -> Case:
    """A case that ends in an error."""
    return Case(name, body, status=status, code=code, **more)


def strange(name: str, body: bytes, messages: int = 1, **more: Any) -> Case:
    """A case that is answered, whatever the labels."""
    return Case(name, body, labels=(None,) * messages, **more)


TOP = tuple(LABELS[message][:1] for message in (TOXIC, FRIENDLY))
EVERY = tuple(LABELS[message] for message in (TOXIC, FRIENDLY))

CASES = (
    Case("one label when unsaid", as_json(TOXIC, FRIENDLY), labels=TOP),
    Case("an empty configuration", b'{"instances": ["%s"], "configuration": {}}' % TOXIC.encode(),
         labels=TOP[:1]),
    Case("k of 2", as_json(TOXIC, k=2), labels=(LABELS[TOXIC][:2],)),
    Case("k of all", as_json(TOXIC, FRIENDLY, k=ALL), labels=EVERY),
    Case("k beyond all", as_json(TOXIC, FRIENDLY, k=1000), labels=EVERY),
    Case("details", as_json(TOXIC, FRIENDLY, k=ALL, details=True), labels=EVERY, details=True),
    Case("no details", as_json(TOXIC, details=False), labels=TOP[:1]),
    Case("no content type", as_json(TOXIC), content_type="", labels=TOP[:1]),
    Case("a charset", as_json(TOXIC), content_type=f'{JSON}; charset="UTF-8"', labels=TOP[:1]),
    Case("capitals", as_json(TOXIC), content_type="Application/JSON", labels=TOP[:1]),
    Case("anything accepted", as_json(TOXIC), accept="*/*", labels=TOP[:1]),
    Case("a browser's accept", as_json(TOXIC), accept="text/html, */*;q=0.8", labels=TOP[:1]),
    Case("lines wanted", as_json(TOXIC, FRIENDLY), accept=LINES, answered=LINES, labels=TOP),
    Case("other keys", b'{"instances": ["%s"], "other": 1}' % TOXIC.encode(), labels=TOP[:1]),
    Case("lines", as_lines({"source": TOXIC}, {"source": FRIENDLY, "k": ALL}), content_type=LINES,
         accept=LINES, answered=LINES, labels=(TOP[0], EVERY[1])),
    Case("lines, anything accepted", as_lines({"source": TOXIC}), content_type=LINES,
         accept="*/*", answered=LINES, labels=TOP[:1]),
    Case("lines, JSON wanted", as_lines({"source": TOXIC}, {"source": FRIENDLY}),
         content_type=LINES, labels=TOP),
    Case("lines with details", as_lines({"source": TOXIC, "details": True}), content_type=LINES,
         labels=TOP[:1], details=True),
    Case("lines ended as on Windows, and a blank one",
         as_lines({"source": TOXIC}, {"source": FRIENDLY}).replace(b"\n", b"\r\n\r\n"),
         content_type=LINES, labels=TOP),
    Case("a line separator inside a string", '{"source": "rotten\u2028turnip"}'.encode(),
         content_type=LINES, labels=TOP[:1]),
    Case("CSV", f"{TOXIC}\n{FRIENDLY}\n".encode(), content_type=CSV, labels=TOP),
    Case("CSV without an end of line", f"{TOXIC}\n{FRIENDLY}".encode(), content_type=CSV,
         labels=TOP),
    Case("CSV quoted", f'"rotten, ""turnip""\r\nyou"\r\n{FRIENDLY}\r\n'.encode(),
         content_type=CSV, labels=TOP),
    Case("a blank row is an empty message", f"{TOXIC}\n\n{FRIENDLY}\n".encode(), content_type=CSV,
         labels=(TOP[0], None, TOP[1])),
    strange("an empty message", as_json("")),
    strange("blanks", as_json(" \t\r\n\u00a0\u2003")),
    strange("newlines", as_json("a\nb\r\nc\u2028d\x0be\x85f")),
    strange("labels in a message", as_json("__label__toxic __label__none </s> <s>")),
    strange("a lone surrogate", rb'{"instances": ["\ud800", "a \udfff b"]}', 2),
    strange("a lone surrogate with details",
            rb'{"instances": ["\ud800"], "configuration": {"details": true}}', details=True),
    strange("NUL", rb'{"instances": ["a\u0000b", "\u0000"]}', 2),
    strange("NUL in CSV", b"a\0b\n", content_type=CSV),
    strange("bytes that are not UTF-8", b'{"instances": ["\xff\xfe \xc3(", "a\x80"]}', 2),
    strange("UTF-8 cut short in CSV", b"caf\xc3", content_type=CSV),
    strange("a byte order mark", b"\xef\xbb\xbf" + as_json("a")),
    strange("a megabyte of one word", as_json("a" * 2**20)),
    strange("a megabyte of words", as_json("turnip " * 150_000)),
    strange("a megabyte of CSV", b"turnip " * 150_000, content_type=CSV),
    strange("thirty thousand emoji", as_json("\U0001f600" * 30_000)),
    strange("HTML", as_json("<b>&lt;script&gt;</b>" * 1000)),
    strange("5,000 messages", as_json(*["gg"] * 5_000), 5_000),
    refused("no body", "malformed_json", b""),
    refused("no JSON", "malformed_json", b"turnip"),
    refused("JSON cut short", "malformed_json", as_json(TOXIC)[:-1]),
    refused("UTF-16", "malformed_json", as_json(TOXIC).decode().encode("utf-16")),
    refused("a list", "malformed_json", b'["turnip"]'),
    refused("a string", "malformed_json", b'"turnip"'),
    refused("a number of many digits", "malformed_json", b'{"instances": ' + b"9" * 10_000 + b"}"),
    refused("nested beyond reason", "malformed_json", b"[" * 200_000),
    refused("no instances", "no_instances", b"{}"),
    refused("instances are null", "no_instances", b'{"instances": null}'),
    refused("instances are a string", "no_instances", b'{"instances": "turnip"}'),
    refused("empty instances", "empty_instances", b'{"instances": []}'),
    refused("a number", "instance_not_string", as_json(TOXIC, 1)),
    refused("null", "instance_not_string", as_json(None)),
    refused("an object", "instance_not_string", as_json({"text": TOXIC})),
    refused("k of 0", "bad_k", as_json(TOXIC, k=0)),
    refused("k below 0", "bad_k", as_json(TOXIC, k=-1)),
    refused("k of true", "bad_k", as_json(TOXIC, k=True)),
    refused("k of text", "bad_k", as_json(TOXIC, k="2")),
    refused("k between", "bad_k", as_json(TOXIC, k=1.5)),
    refused("k of null", "bad_k", as_json(TOXIC, k=None)),
    refused("k is NaN", "bad_k", b'{"instances": ["a"], "configuration": {"k": NaN}}'),
    refused("details of text", "bad_configuration", as_json(TOXIC, details="yes")),
    refused("configuration is a list", "bad_configuration",
            b'{"instances": ["a"], "configuration": [1]}'),
    refused("a line that is no JSON", "malformed_json", b'{"source": "a"}\nturnip\n',
            content_type=LINES),
    refused("a line without a source", "instance_not_string", b'{"text": "a"}\n',
            content_type=LINES),
    refused("a line with a bad k", "bad_k", b'{"source": "a", "k": 0}\n', content_type=LINES),
    refused("no lines", "empty_instances", b"\n\n", content_type=LINES),
    refused("no rows", "empty_instances", b"", content_type=CSV),
    refused("two columns", "malformed_csv", b"turnip,1\n", content_type=CSV),
    refused("a quote astray", "malformed_csv", b'"turnip\n', content_type=CSV),
    refused("a form", "unsupported_content_type", as_json(TOXIC), 415,
            content_type="application/x-www-form-urlencoded"),
    refused("plain text", "unsupported_content_type", b"turnip", 415, content_type="text/plain"),
    refused("Latin-1", "unsupported_content_type", as_json(TOXIC), 415,
            content_type=f"{JSON}; charset=latin-1"),
    refused("nonsense as content type", "unsupported_content_type", as_json(TOXIC), 415,
            content_type=";;;"),
    refused("only HTML accepted", "not_acceptable", as_json(TOXIC), 406, accept="text/html"),
    refused("JSON ruled out", "not_acceptable", as_json(TOXIC), 406,
            accept=f"{JSON};q=0, {LINES};q=0.0"),
    refused("too large", "too_large", as_json("a" * 2**22), 413),
    refused("too many messages", "too_many_instances", as_json(*["gg"] * 60_000), 413),
    refused("too long an answer", "answer_too_large", as_json(*["gg"] * 50_000, k=9), 413),
)  # fmt: skip
