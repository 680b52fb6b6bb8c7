import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import InvalidInput, NotFound, NotSupported
from backend.learning.recipes import (
    BLAZINGTEXT,
    FASTTEXT,
    LINEAR,
    RECIPES,
    Extent,
    Recipe,
    footprint,
    recipe,
)

SOME = Extent(tokens=1_000_000, distinct_words=40_000, categories=6)
EVERY = pytest.mark.parametrize("recipe", RECIPES.values(), ids=lambda r: r.name)


@EVERY
def test_defaults_and_presets_are_within_their_own_ranges(recipe: Recipe) -> None:
    parameters = {h.name: h for h in recipe.hyperparameters}
    given = [{name: h.default for name, h in parameters.items()}, *recipe.presets.values()]
    for values in given:
        for name, value in values.items():
            assert parameters[name].parse(str(value)) == value


@EVERY
@given(text=st.text())
def test_any_text_is_a_value_in_range_or_refused(recipe: Recipe, text: str) -> None:
    for parameter in recipe.hyperparameters:
        try:
            value = parameter.parse(text)
        except InvalidInput:
            continue
        assert type(value) is parameter.type
        assert math.isfinite(value)


@EVERY
@pytest.mark.parametrize("value", ["nan", "inf", "-1", "0", "1e9", "", "five", "1.5.2"])
def test_out_of_range_is_refused(recipe: Recipe, value: str) -> None:
    with pytest.raises(InvalidInput, match="learning_rate"):
        recipe.settings({"learning_rate": value})


def test_what_is_given_goes_over_the_first_preset() -> None:
    settings = BLAZINGTEXT.settings({"epochs": "3"})
    assert settings["epochs"] == 3
    assert settings["vector_dim"] == next(iter(BLAZINGTEXT.presets.values()))["vector_dim"]


def test_character_ngrams_of_no_length_are_refused() -> None:
    with pytest.raises(InvalidInput, match="at least 6 and at most 3"):
        FASTTEXT.settings({"min_char": "6", "max_char": "3"})


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(InvalidInput, match="minn"):
        FASTTEXT.settings({"minn": "3"})
    with pytest.raises(NotFound):
        recipe("gpt")


@pytest.mark.parametrize("name", ["early_stopping", "min_epochs", "patience"])
def test_what_the_reference_cannot_do_is_refused_and_never_ignored(name: str) -> None:
    value = {"early_stopping": "true"}.get(name, "9")
    with pytest.raises(NotSupported, match="early stopping"):
        BLAZINGTEXT.settings({name: value})
    assert BLAZINGTEXT.settings({name: value}, reference=False)[name]
    default = next(h.default for h in BLAZINGTEXT.hyperparameters if h.name == name)
    assert BLAZINGTEXT.settings({name: str(default)})[name] == default


def test_the_footprint_of_blazingtexts_defaults_does_not_fit_the_smallest_endpoint() -> None:
    defaults = {h.name: h.default for h in BLAZINGTEXT.hyperparameters}
    estimate = footprint(BLAZINGTEXT, defaults, SOME)
    assert estimate.model_mb == pytest.approx(816, rel=0.1)
    small = footprint(BLAZINGTEXT, BLAZINGTEXT.settings(), SOME)
    assert small.serving_mb < 1024 < estimate.serving_mb


def test_no_ngrams_need_no_buckets() -> None:
    few = Extent(tokens=10_000, distinct_words=1000, categories=6)
    plain = {**FASTTEXT.settings(), "word_ngrams": 1, "min_char": 0, "max_char": 0}
    assert footprint(FASTTEXT, plain, few).model_mb < 1
    assert footprint(FASTTEXT, {**plain, "max_char": 5}, few).model_mb < 1


def test_a_linear_model_fits_the_smallest_endpoint_and_needs_memory_for_its_rows() -> None:
    settings = LINEAR.settings()
    found = footprint(LINEAR, settings, SOME)
    assert found.model_mb == pytest.approx(10.5, rel=0.1)
    assert found.serving_mb < 1024
    more = footprint(LINEAR, settings, replace(SOME, tokens=2_000_000))
    assert more.training_mb - found.training_mb == pytest.approx(205, rel=0.1)  # as measured
    without_pairs = footprint(LINEAR, {**settings, "word_ngrams": 1}, SOME)
    assert without_pairs.model_mb == pytest.approx(found.model_mb * 2 / 3)
