"""Words are disguised where they stand, the same way each time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.obfuscation import METHODS, WORD, obfuscated


@pytest.mark.parametrize("method", METHODS)
def test_a_word_is_disguised_and_its_neighbours_are_not(method: str) -> None:
    text = "You are a Poisonous toad!"

    disguised = obfuscated(text, [(10, 19)], method, seed=1)

    assert disguised.startswith("You are a ")
    assert disguised.endswith(" toad!")
    assert "Poisonous" not in disguised
    assert disguised == obfuscated(text, [(10, 19)], method, seed=1)


@pytest.mark.parametrize("method", METHODS)
@given(text=st.text(), seed=st.integers(0, 9))
def test_any_text_can_be_disguised(method: str, text: str, seed: int) -> None:
    spans = [found.span() for found in WORD.finditer(text)]

    disguised = obfuscated(text, spans, method, seed)

    assert spans or disguised == text


@given(word=st.from_regex(r"[a-z]{3,12}", fullmatch=True), seed=st.integers(0, 99))
def test_a_masked_word_keeps_its_ends_and_half_its_letters(word: str, seed: int) -> None:
    masked = obfuscated(word, [(0, len(word))], "masking", seed)

    assert (masked[0], masked[-1], len(masked)) == (word[0], word[-1], len(word))
    assert 1 <= masked.count("*") <= max(1, len(word) // 2)
