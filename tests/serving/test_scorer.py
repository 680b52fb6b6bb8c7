"""Loading a package."""

from pathlib import Path

import pytest

from backend.artefacts.files import read_json, write_json
from backend.errors import InvalidInput, NotFound
from backend.serving.explanation import Explanation
from backend.serving.scorer import Scorer
from tests import tiny


@pytest.fixture
def package(tmp_path: Path) -> Path:
    tiny.package(tmp_path)
    return tmp_path / "package"


def change(package: Path, **different: object) -> None:
    write_json(package / "manifest.json", read_json(package / "manifest.json") | different)


def test_scores_stand_in_the_order_of_the_categories(package: Path) -> None:
    change(package, categories=list(reversed(tiny.CATEGORIES)))
    swapped = Scorer(package)
    change(package, categories=list(tiny.CATEGORIES))
    scorer = Scorer(package)
    assert swapped.categories == scorer.categories[::-1]
    assert swapped.score("turnip").probabilities == scorer.score("turnip").probabilities[::-1]


def test_a_category_that_the_model_never_saw_is_improbable(package: Path) -> None:
    details = read_json(package / "manifest.json")["details"]
    details["calibration"]["unseen"] = {"slope": 1.0, "intercept": 0.0}
    change(package, categories=[*tiny.CATEGORIES, "unseen"], details=details)
    assert Scorer(package).score(tiny.TOXIC).probabilities[-1] < 0.001


def test_a_model_is_refused_with_another_normaliser_than_its_own(package: Path) -> None:
    change(package, versions={"normaliser": "another"})
    with pytest.raises(InvalidInput, match="normaliser another"):
        Scorer(package)


def test_a_package_without_calibration_is_refused(package: Path) -> None:
    change(package, details={"calibration": {"toxic": {"slope": 1.0, "intercept": 0.0}}})
    with pytest.raises(InvalidInput, match="calibration"):
        Scorer(package)


def test_a_folder_without_a_manifest_or_a_model_is_refused(package: Path) -> None:
    (package / "model.bin").unlink()
    with pytest.raises(NotFound):
        Scorer(package)
    (package / "manifest.json").unlink()
    with pytest.raises(InvalidInput):
        Scorer(package)


def test_a_model_that_is_none_is_refused(package: Path) -> None:
    (package / "model.bin").write_bytes(b"turnip" * 1000)
    with pytest.raises(InvalidInput, match="no fastText classifier"):
        Scorer(package)


def test_many_are_scored_as_each_alone(scorer: Scorer) -> None:
    messages = [tiny.TOXIC, "", tiny.FRIENDLY, "what a r0tten turn1p"] * 100
    found = [scores.probabilities for scores in scorer.score_many(messages)]
    assert found == [scorer.score(message).probabilities for message in messages]


def test_nothing_is_told_of_the_words_of_a_very_long_message(scorer: Scorer) -> None:
    scores = scorer.score(f"{tiny.TOXIC} " * 1000)
    assert scorer.explain(scores) == Explanation(None, [[], []], [])
