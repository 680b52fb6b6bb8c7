import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.learning.model import Model
from backend.learning.scoring import views
from backend.serving.explanation import Explanation, explain
from backend.text.normaliser import normalise
from backend.text.offsets import tokens_with_offsets
from backend.text.readings.lexicon import Lexicon
from backend.text.readings.reader import Reader

LEXICON = Lexicon(100, {"oaf": 8, "the": 60, "team": 9}, frozenset({"oaf"}))
READER = Reader(LEXICON)


class Counting:
    """An oaf adds 0.3 to `rude`, a "the" 0.2; every token takes 0.1 from `spam`."""

    categories = ("rude", "spam")

    def scores(self, lines: Sequence[str]) -> list[list[float]]:
        sums = [[sum(column) for column in zip(*self.attributions(x), strict=True)] for x in lines]
        return [[1 / (1 + math.exp(-odds)) for odds in row or (0.0, 0.0)] for row in sums]

    def attributions(self, line: str) -> list[list[float]]:
        return [[{"oaf": 0.3, "the": 0.2}.get(token, 0.0), -0.1] for token in line.split()]


class Silent:
    """A model that cannot tell."""

    categories = ("rude", "spam")

    def scores(self, lines: Sequence[str]) -> list[list[float]]:
        return [[0.5, 0.5] for _ in lines]


def explained(message: str, model: Model) -> tuple[list[str], Explanation]:
    line = normalise(message)
    [seen] = views(model, READER, [line])
    found = explain(model, LEXICON, tokens_with_offsets(message), seen)
    return [message[word.start : word.end] for word in found.words or ()], found


def test_words_are_named_where_they_stand() -> None:
    words, found = explained("<b>The</b> team, OAF!", Counting())
    assert words == ["The", "team", "OAF", "!"]
    assert [word.adds for word in found.words] == [[0.2, -0.1], [0, -0.1], [0.3, -0.1], [0, -0.1]]
    assert found.disguised == []


def test_what_is_pointed_at_speaks_for_the_category_and_is_not_ordinary() -> None:
    message = "the team of the oaf"
    _, found = explained(message, Counting())
    assert [message[start:end] for start, end in found.spans[0]] == ["oaf"]
    assert found.spans[1] == []


def test_a_disguised_word_is_one_word_read_as_another() -> None:
    words, found = explained("you o a f there, 0af", Counting())
    assert words == ["you", "o a f", "there", "0af"]
    assert [(d.start, d.end, d.reads_as) for d in found.disguised] == [
        (4, 9, "oaf"),
        (17, 20, "oaf"),
    ]
    assert [word.adds[0] for word in found.words] == [0, 0.3, 0, 0.3]
    # The other category owes its score to the shorter reading too: fewer tokens take from it.
    assert [word.adds[1] for word in found.words] == [-0.1] * 4


def test_where_the_algorithm_cannot_tell_disguises_are_named_all_the_same() -> None:
    _, found = explained("you 0af", Silent())
    assert found.words is None
    assert found.spans == [[], []]
    assert [d.reads_as for d in found.disguised] == ["oaf"]


WORDS = st.lists(st.sampled_from(["0af", "the", "o a f", "Team"]), max_size=20)


@given(message=st.text(max_size=30) | WORDS.map(" ".join))
def test_what_words_add_sums_to_the_log_odds(message: str) -> None:
    _, found = explained(message, Counting())
    [seen] = views(Counting(), READER, [normalise(message)])
    for category, raw in enumerate(seen.raw):
        assert sum(word.adds[category] for word in found.words) == pytest.approx(
            math.log(raw / (1 - raw)), abs=1e-6
        )
    ends = [(word.start, word.end) for word in found.words]
    assert ends == sorted(ends)
    assert all(0 <= start <= end <= len(message) for start, end in ends)
