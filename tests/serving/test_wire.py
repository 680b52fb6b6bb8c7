"""The wire as a pure function."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.serving.scorer import Scorer
from backend.serving.wire import MOST_BYTES, answer
from tests.tiny import CALIBRATION, FRIENDLY, TOXIC
from tests.wire import CASES, CSV, JSON, LINES, Case, as_json

MESSAGES = st.lists(st.text(), min_size=1, max_size=5)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_table(scorer: Scorer, case: Case) -> None:
    given = answer(scorer, case.body, case.content_type, case.accept)
    case.check(given.status, given.content_type, given.body)
    assert given.instances == len(case.labels)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_body_decoded_on_the_way_is_answered_the_same(scorer: Scorer, case: Case) -> None:
    decoded = case.body.decode("utf-8", errors="replace")
    as_bytes = answer(scorer, case.body, case.content_type, case.accept)
    assert answer(scorer, decoded, case.content_type, case.accept) == as_bytes


@given(
    body=st.binary() | st.text().map(str.encode),
    content_type=st.sampled_from([JSON, LINES, CSV, ""]) | st.text(max_size=20),
    accept=st.sampled_from([JSON, LINES, "*/*", ""]) | st.text(max_size=20),
)
def test_whatever_is_sent_is_answered_or_refused_in_words(
    scorer: Scorer, body: bytes, content_type: str, accept: str
) -> None:
    given = answer(scorer, body, content_type, accept)
    assert given.status in (200, 400, 406, 415)
    if given.status != 200:
        assert json.loads(given.body)["error"]["message"]


@given(messages=MESSAGES)
def test_a_message_is_scored_the_same_however_it_is_sent(
    scorer: Scorer, messages: list[str]
) -> None:
    lines = "".join(json.dumps({"source": m, "k": 3, "details": True}) + "\n" for m in messages)
    together = answer(scorer, as_json(*messages, k=3, details=True), JSON, JSON)
    in_lines = answer(scorer, lines.encode(), LINES, JSON)
    alone = [answer(scorer, as_json(m, k=3, details=True), JSON, JSON).body for m in messages]
    assert together == in_lines
    assert json.loads(together.body) == [row for body in alone for row in json.loads(body)]


def test_probabilities_are_the_calibrated_raw_scores_and_none_is_what_is_left(
    scorer: Scorer,
) -> None:
    given = answer(scorer, as_json(TOXIC, FRIENDLY, k=3, details=True), JSON, JSON)
    for row in json.loads(given.body):
        of = dict(zip(row["label"], row["prob"], strict=True))
        expected = {
            name: CALIBRATION[name].probability(raw) for name, raw in row["details"]["raw"].items()
        }
        for name, probability in expected.items():
            assert of[f"__label__{name}"] == pytest.approx(probability, rel=1e-6)
        assert of["__label__none"] == pytest.approx(1 - max(expected.values()), rel=1e-6)


def test_details_show_what_the_model_read(scorer: Scorer) -> None:
    given = answer(scorer, as_json("  ROTTEN   turnip plot ", details=True), JSON, JSON)
    assert json.loads(given.body)[0]["details"]["text"] == "rotten turnip plot"


def test_the_limit_is_in_bytes(scorer: Scorer) -> None:
    fitting = as_json("a" * (MOST_BYTES - len(as_json(""))))
    assert len(fitting) == MOST_BYTES
    assert answer(scorer, fitting, JSON, JSON).status == 200
    assert answer(scorer, fitting + b" ", JSON, JSON).status == 413
    wide = "\u00e9" * (MOST_BYTES // 2 + 1)  # fewer characters than the limit has bytes
    assert answer(scorer, wide, CSV, JSON).status == 413


@pytest.mark.parametrize("accept", [JSON, LINES])
def test_an_answer_over_the_limit_is_refused_with_what_to_send_instead(
    scorer: Scorer, accept: str
) -> None:
    one = len(answer(scorer, as_json("a", k=3), JSON, accept).body)
    two = len(answer(scorer, as_json("a", "a", k=3), JSON, accept).body)
    fit = 1 + (MOST_BYTES - one) // (two - one)
    answered = answer(scorer, as_json(*["a"] * fit, k=3), JSON, accept)
    assert (answered.status, answered.instances) == (200, fit)
    assert MOST_BYTES - (two - one) < len(answered.body) <= MOST_BYTES
    refused = answer(scorer, as_json(*["a"] * (fit + 1), k=3), JSON, accept)
    assert (refused.status, refused.content_type, refused.instances) == (413, JSON, 0)
    error = json.loads(refused.body)["error"]
    assert error["code"] == "answer_too_large"
    assert "Send fewer messages" in error["message"]
    assert answer(scorer, as_json(*["a"] * (fit + 1)), JSON, accept).status == 200  # k is 1


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (JSON, '{"instances": ["xyzzy", 1]}'),
        (JSON, '{"instances": "xyzzy"}'),
        (JSON, '{"instances": ["xyzzy"'),
        (JSON, '{"instances": ["a"], "configuration": {"k": "xyzzy"}}'),
        (LINES, '{"source": "xyzzy"'),
        (LINES, '{"text": "xyzzy"}'),
        (CSV, "xyzzy,xyzzy"),
        (CSV, '"xyzzy'),
        ("xyzzy/xyzzy", "a"),
    ],
)
def test_a_refusal_quotes_nothing(scorer: Scorer, content_type: str, body: str) -> None:
    given = answer(scorer, body, content_type, "*/*")
    assert given.status in (400, 415)
    assert b"xyzzy" not in given.body
