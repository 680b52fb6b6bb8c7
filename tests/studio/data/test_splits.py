"""What a split comes to, and which categories are too rare in it."""

from typing import Any

import pytest

from backend.studio.data import splits
from backend.studio.data.datasets import Dataset


def dataset(test: dict[str, Any] | None = None, *, empty: int = 0, overlap: int = 0) -> Dataset:
    train = {"rows": 1000, "positives": {"rude": 400, "rare_one": 40}, "empty": empty}
    return Dataset(
        name="chat",
        categories=("rude", "rare_one"),
        synthetic=False,
        counts={"train": train, "test": test, "overlap": overlap},
        warnings=(),
        content="",
        added_at=0.0,
    )


def test_shares_become_rows_and_positives() -> None:
    split = splits.foreseen(dataset(), 0.1, 0.2)
    assert dict(split.rows) == {"train": 700, "validation": 100, "test": 200}
    assert split.positives["validation"] == {"rude": 40, "rare_one": 4}
    assert split.left_out == 0


def test_test_rows_of_its_own_stand_in_the_place_of_the_share() -> None:
    own = {"rows": 300, "positives": {"rude": 90, "rare_one": 60}}
    split = splits.foreseen(dataset(own, empty=3, overlap=7), 0.5, 0.5)
    assert dict(split.rows) == {"train": 495, "validation": 495, "test": 300}
    assert split.positives["test"] == own["positives"]
    assert split.left_out == 10


@pytest.mark.parametrize(("train", "validation", "said"), [(50, 10, 0), (49, 10, 1), (49, 9, 2)])
def test_categories_with_too_few_positives_are_named(
    train: int, validation: int, said: int
) -> None:
    found = splits.few(
        {"train": {"rare_one": train}, "validation": {"rare_one": validation}, "test": {}}
    )
    assert len(found) == said
    assert all("rare one (" in sentence for sentence in found)
