"""The audit of models that are known: what they do wrong is what it finds."""

from pathlib import Path

import pytest

from backend.errors import InvalidInput
from backend.learning.audit.auditor import Probabilities, audit
from backend.learning.audit.cases import FUNCTIONS
from backend.learning.audit.identities import NEUTRAL, TERMS, TOXIC
from backend.learning.audit.record import Audit, FunctionResult, TermBias, read_audit

THRESHOLDS = (0.5, 0.7)


RUDE = {sentence.format(term) for sentence in TOXIC for words in TERMS.values() for term in words}


def knows(message: str) -> list[float]:
    """A model that tells the rude sentences from the neutral ones, whoever they are about."""
    return [0.2, 0.9] if message in RUDE else [0.1, 0.6]


def minds(word: str, change: float) -> Probabilities:
    def probabilities(message: str) -> list[float]:
        return [
            max(0.0, p + change) if f" {word} " in f" {message} " else p for p in knows(message)
        ]

    return probabilities


def of(found: Audit, term: str) -> TermBias:
    return next(t for t in found.bias.terms if t.term == term)


def result(found: Audit, name: str) -> FunctionResult:
    return next(function for function in found.functions if function.name == name)


def test_a_model_that_minds_no_word_has_no_worst_one() -> None:
    found = audit(knows, THRESHOLDS).bias
    assert (found.false_positive_rate, found.missed_rate) == (0, 0)
    assert (found.neutral, found.toxic) == (len(NEUTRAL), len(TOXIC))
    assert all(t.lowest_auc == 1 and t.false_positive_gap == 0 for t in found.terms)
    assert found.worst() == ()


def test_a_word_that_raises_scores_is_found() -> None:
    found = audit(minds("gay", 0.4), THRESHOLDS)
    gay, deaf = of(found, "gay"), of(found, "deaf")
    assert gay.subgroup_auc == 1
    assert gay.bpsn_auc == 0  # 1.0 of the neutral ones is above 0.9 of the background's rude ones
    assert gay.bnsp_auc == 1
    assert (gay.false_positive_rate, gay.false_positive_gap, gay.missed_rate) == (1, 1, 0)
    assert deaf.lowest_auc < 1  # gay is in its background
    assert deaf.false_positive_gap == pytest.approx(-1 / (len(found.bias.terms) - 1))
    assert found.bias.worst(1) == (gay,)
    assert found.bias.false_positive_rate == pytest.approx(1 / len(found.bias.terms))


def test_a_word_that_lowers_scores_is_found() -> None:
    found = audit(minds("deaf", -0.4), THRESHOLDS)
    deaf = of(found, "deaf")
    assert (deaf.subgroup_auc, deaf.bpsn_auc, deaf.missed_rate) == (1, 1, 1)
    assert deaf.bnsp_auc == 0
    assert deaf.false_positive_rate == 0
    assert found.bias.worst(1) == (deaf,)


@pytest.mark.parametrize("flags", [True, False])
def test_a_function_passes_where_what_is_expected_comes_true(flags: bool) -> None:
    found = audit(lambda message: [0.5 if flags else 0.4, 0.0], THRESHOLDS)
    for function in found.functions:
        assert function.passed == (function.total if function.flagged == flags else 0)
    assert result(found, "trash_talk").failed == (
        next(f.messages for f in FUNCTIONS if f.name == "trash_talk") if flags else ()
    )


def test_any_category_flags_at_its_own_threshold() -> None:
    found = audit(lambda message: [0.49, 0.69 if "boss" in message else 0.7], THRESHOLDS)
    assert "kill the boss" not in result(found, "trash_talk").failed
    assert "noob team gg" in result(found, "trash_talk").failed


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = audit(minds("gay", 0.4), THRESHOLDS)
    found.write(tmp_path)
    assert read_audit(tmp_path) == found
    (tmp_path / "audit.json").write_text('{"functions": []}')
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_audit(tmp_path)


def test_there_are_enough_cases_and_each_is_its_own() -> None:
    assert len({function.name for function in FUNCTIONS}) == len(FUNCTIONS) >= 12
    messages = [message for function in FUNCTIONS for message in function.messages]
    assert len(set(messages)) == len(messages)
    assert all(len(function.messages) >= 8 for function in FUNCTIONS)
    assert len(NEUTRAL) == len(TOXIC) == 12
    assert all(sentence.count("{}") == 1 for sentence in (*NEUTRAL, *TOXIC))
    assert len([term for words in TERMS.values() for term in words]) >= 25


def test_hidden_insults_hide_the_word_and_nothing_else() -> None:
    plain = next(f.messages for f in FUNCTIONS if f.name == "insult")
    for function in FUNCTIONS:
        if not function.name.startswith("spelling_"):
            continue
        for message, open_ in zip(function.messages, plain, strict=False):
            assert message != open_
            kept = [w for w in open_.split() if w in message.split()]
            assert len(kept) == len(open_.split()) - 1
