"""The history of a session."""

import csv
import io

from backend.moderation.verdicts import verdict
from backend.studio.message.sitting import MOST_TRIED, Sitting, Tried, as_csv


def tried(message: str, endpoint: str = "live", insult: float = 0.1) -> Tried:
    found = verdict({"identity_hate": 0.2, "insult": insult}, {"identity_hate": 0.5, "insult": 0.5})
    return Tried(at=1_700_000_000.0, endpoint=endpoint, message=message, verdict=found)


def test_newest_first_and_bounded() -> None:
    sitting = Sitting()
    for number in range(MOST_TRIED + 5):
        sitting.note(tried(f"message {number}"))
    assert len(sitting.tried) == MOST_TRIED
    assert sitting.tried[0].message == f"message {MOST_TRIED + 4}"
    sitting.clear()
    assert sitting.found("") == ()


def test_every_word_searched_for_must_be_there() -> None:
    sitting = Sitting()
    sitting.note(tried("Straße und Haus", endpoint="other"))
    sitting.note(tried("you turnip", insult=0.9))
    assert [one.message for one in sitting.found("STRASSE haus")] == ["Straße und Haus"]
    assert [one.message for one in sitting.found("insult")] == ["you turnip"]
    assert [one.message for one in sitting.found("other")] == ["Straße und Haus"]
    assert sitting.found("haus insult") == ()
    assert len(sitting.found("  ")) == 2


def test_the_download_is_inert_and_has_a_column_a_category() -> None:
    content = as_csv([tried("=1+1", insult=0.9), tried("fine")]).decode("utf-8-sig")
    header, first, second = csv.reader(io.StringIO(content, newline=""))
    assert header == ["time", "endpoint", "message", "flagged", "insult", "identity_hate"]
    assert first[1:] == ["live", "'=1+1", "insult", "0.9", "0.2"]
    assert second[3] == ""
    assert first[0].startswith("2023-11-1")


def test_categories_that_one_model_lacks_stay_empty() -> None:
    other = Tried(at=0.0, endpoint="b", message="m", verdict=verdict({"spam": 0.3}, {"spam": 0.5}))
    rows = list(csv.DictReader(io.StringIO(as_csv([tried("m"), other]).decode("utf-8-sig"))))
    assert (rows[0]["spam"], rows[1]["insult"]) == ("", "")
