"""Tallies: what they count, and that they add up."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.serving.tally import Tally, tally_from_json

ANSWERS = st.lists(
    st.tuples(
        st.sampled_from([200, 400, 413, 429, 500, 503]),
        st.floats(1e-5, 60.0),
        st.integers(0, 1000),
    ),
    max_size=200,
)


def tally_of(answers: list[tuple[int, float, int]]) -> Tally:
    tally = Tally()
    for status, seconds, messages in answers:
        tally.count(status, seconds, messages)
    return tally


def test_answers_are_told_apart_by_their_status() -> None:
    tally = tally_of([(200, 0.1, 3), (400, 0.1, 0), (429, 0.1, 0), (429, 0.1, 0), (503, 0.1, 0)])
    assert (tally.requests, tally.messages) == (5, 3)
    assert (tally.client_errors, tally.throttles, tally.server_errors) == (1, 2, 1)


@given(ANSWERS, ANSWERS)
def test_two_tallies_add_up_to_one(
    some: list[tuple[int, float, int]], more: list[tuple[int, float, int]]
) -> None:
    added = tally_of(some)
    added.add(tally_of(more))
    assert added == tally_of(some + more)


@given(ANSWERS.filter(bool), st.floats(0, 1))
def test_a_quantile_is_within_4_percent_of_the_true_one(
    answers: list[tuple[int, float, int]], share: float
) -> None:
    seconds = sorted(seconds for _, seconds, _ in answers)
    rank = max(1, -int(-share * len(seconds) // 1))
    found = tally_of(answers).quantile(share)
    assert found == pytest.approx(seconds[rank - 1], rel=0.04)


@given(ANSWERS)
def test_it_comes_back_from_json(answers: list[tuple[int, float, int]]) -> None:
    tally = tally_of(answers)
    assert tally_from_json(json.loads(json.dumps(tally.to_json()))) == tally


def test_however_much_is_counted_its_line_fits_a_pipe_at_once() -> None:
    tally = Tally()
    for step in range(2000):
        tally.count(200, 1e-6 * 10 ** (step / 250), 1)
    tally.add(tally)
    for number in tally.latencies:
        tally.latencies[number] = 999_999
    assert len(json.dumps({"answered": tally.to_json(), "at": 1795349742.272})) < 4096


@pytest.mark.parametrize(
    "content", [{"latencies": 3}, {"requests": "x"}, {"xyz": 1}, {"requests": []}]
)
def test_what_is_no_tally_is_refused(content: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        tally_from_json(content)


def test_nothing_has_no_latency() -> None:
    assert Tally().quantile(0.5) is None
    assert not Tally()
