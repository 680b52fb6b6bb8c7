import pytest
from hypothesis import example, given

from backend.text.normaliser import normalise
from backend.text.offsets import tokens_with_offsets
from tests.text.test_normaliser import TEXTS


@given(TEXTS)
@example("\u1100\u200b\u1161\u11a8 \uff76\uff9e \u0130x &#x130;\u0307 [caps]")
@example("a\U0001e030\U0001e031b" + "\u0301\u0316" * 40)
def test_tokens_are_what_the_normaliser_makes(text: str) -> None:
    tokens = tokens_with_offsets(text)
    assert " ".join(token.text for token in tokens) == normalise(text)
    starts = [token.start for token in tokens]
    assert starts == sorted(starts)
    assert all(0 <= token.start <= token.end <= len(text) for token in tokens)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('You "idiot", f*ck OFF!!', ["You", "idiot", "f*ck", "OFF", "!!"]),
        ("don't be coooool.", ["don't", "be", "coooool"]),
        ("see http://x.org/a, (12:30)", ["see", "http://x.org/a", "12:30"]),
        ("a&amp;b &#105;diot <b>x</b>", ["a", "b", "&#105;diot", "x"]),
        ("İstanbul id\u200biot ﬁne", ["İstanbul", "id\u200biot", "ﬁne"]),
        ("ok😂 \ud83d\ude00 cafe\u0301!", ["ok", "😂", "\ud83d\ude00", "cafe\u0301", "!"]),
        ("각각 ＡＢ.", ["각각", "ＡＢ"]),
    ],
)
def test_a_span_is_the_word_as_it_was_typed(text: str, words: list[str]) -> None:
    tokens = tokens_with_offsets(text)
    assert [text[token.start : token.end] for token in tokens] == words


def test_the_sign_of_a_shout_has_an_empty_span_at_the_end() -> None:
    assert tokens_with_offsets("GO HOME!")[-1] == ("[caps]", 8, 8)
