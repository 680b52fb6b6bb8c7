from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from backend.learning.linear.ngrams import Ngrams, word_hashes

WORDS = st.lists(st.text(st.characters(exclude_categories=("Zs", "Cc")), min_size=1, max_size=12))
NGRAMS = Ngrams(shortest=2, longest=4, buckets=1 << 40, pairs=1 << 20)


def features(words: list[str], ngrams: Ngrams = NGRAMS) -> list[list[int]]:
    """By word, the buckets of it and its pieces."""
    found: list[list[int]] = [[] for _ in words]
    for word_of, buckets in ngrams.of_words(words):
        assert (np.diff(word_of) >= 0).all()
        for word, bucket in zip(word_of.tolist(), buckets.tolist(), strict=True):
            found[word].append(bucket)
    return found


@given(words=WORDS)
def test_a_word_has_the_same_features_in_any_company(words: list[str]) -> None:
    assert features(words) == [features([word])[0] for word in words]
    assert word_hashes(words).tolist() == [word_hashes([word])[0] for word in words]


@given(word=st.text("ab", min_size=1, max_size=8))
def test_the_features_of_a_word_are_itself_and_its_pieces(word: str) -> None:
    marked = f"<{word}>"
    pieces = [marked[k : k + n] for n in (2, 3, 4) for k in range(len(marked) - n + 1)]
    ((whole, *found),) = features([word])
    assert len(found) == len(pieces)
    assert len(set(found)) == len(set(pieces))
    assert all(
        (a == b) == (x == y)
        for (x, y), (a, b) in zip(pairwise(pieces), pairwise(found), strict=True)
    )
    assert whole not in found


def test_pieces_are_shared_by_words_that_have_them() -> None:
    shared = set(features(["idiot"])[0]) & set(features(["idiotic"])[0])
    assert len(shared) == 5 + 4 + 3  # of 2, 3 and 4 characters, from "<" on


def test_pieces_can_be_turned_off() -> None:
    assert [len(found) for found in features(["one", "two"], Ngrams(0, 0, 100, 0))] == [1, 1]


def test_the_order_of_a_pair_matters_and_buckets_are_kept_to() -> None:
    one, other = word_hashes(["one", "other"])[:, None]
    assert NGRAMS.of_pairs(one, other) != NGRAMS.of_pairs(other, one)
    few = Ngrams(2, 4, 10, 3)
    assert max(max(found) for found in features([f"word{k}" for k in range(50)], few)) < 10
    hashes = word_hashes([f"word{k}" for k in range(50)])
    assert set(few.of_pairs(hashes, hashes[::-1]).tolist()) == {0, 1, 2}
    assert set(Ngrams(2, 4, 10, 0).of_pairs(hashes, hashes).tolist()) == {0}
