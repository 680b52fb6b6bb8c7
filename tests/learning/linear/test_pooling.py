import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.learning.linear.pooling import WINDOWS, Words, attributions, features

CATEGORIES = 2
MESSAGES = st.lists(st.lists(st.integers(0, 5), max_size=40), min_size=1, max_size=5)


def table(seed: int) -> np.ndarray:
    """What each of six words adds to two categories, and its squared length."""
    values = np.random.default_rng(seed).normal(size=(6, CATEGORIES + 1)).astype(np.float32)
    values[:, -1] = np.abs(values[:, -1]) * 3
    return values


WORD, PAIR = table(1), table(2)


def words(messages: list[list[int]]) -> Words:
    """A pair is told by the sum of its words, so that pairs recur too."""
    ids = np.array([word for message in messages for word in message], dtype=np.int64)
    pairs = np.array(
        [(a + b) % 6 for message in messages for a, b in zip([0, *message], message, strict=False)],
        dtype=np.int64,
    )
    return Words(
        starts=np.cumsum([0, *map(len, messages)]),
        kinds=np.array([ids, ~pairs]),
        values=np.array([WORD[ids], PAIR[pairs]]),
    )


def naive(message: list[int]) -> list[float]:
    """The features of one message, straight from their definition."""
    pairs = [(a + b) % 6 for a, b in zip([0, *message], message, strict=False)]
    sums = np.zeros(CATEGORIES + 1)
    for kinds, values in ((message, WORD), (pairs, PAIR)):
        for kind, count in Counter(kinds).items():
            counted = 1 + math.log(count)
            sums[:-1] += counted * values[kind, :-1]
            sums[-1] += counted**2 * values[kind, -1]
    found = [*(sums[:-1] / math.sqrt(max(sums[-1], 1)))]
    each = [WORD[word] + PAIR[pair] for word, pair in zip(message, pairs, strict=True)]
    for size in WINDOWS:
        begins = range(0, max(len(message) - size // 2, 1), size // 2)
        windows = [np.sum(each[k : k + size] or [np.zeros(CATEGORIES + 1)], axis=0) for k in begins]
        scores = [window[:-1] / math.sqrt(max(window[-1], 1)) for window in windows]
        found += [*np.max(scores, axis=0)]
    return [*found, math.log1p(len(message))]


@given(messages=MESSAGES)
def test_features_are_as_defined_in_any_company(messages: list[list[int]]) -> None:
    found = features(words(messages))
    for row, message in zip(found, messages, strict=True):
        assert row.tolist() == pytest.approx(naive(message), abs=1e-5)


@given(message=st.lists(st.integers(0, 5), max_size=60))
def test_what_words_add_sums_to_what_the_message_says(message: list[int]) -> None:
    columns = CATEGORIES * (1 + len(WINDOWS)) + 1
    coefficients = np.random.default_rng(3).normal(size=(CATEGORIES, columns))
    adds = attributions(words([message]), coefficients)
    assert adds.shape == (len(message), CATEGORIES)
    said = features(words([message]))[0]
    assert adds.sum(axis=0) == pytest.approx(coefficients[:, :-1] @ said[:-1], abs=1e-4)
