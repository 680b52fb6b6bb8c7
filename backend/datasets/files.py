"""The files of a dataset, in the shape of Kaggle's."""

from dataclasses import dataclass
from pathlib import Path

from backend.errors import InvalidInput

TRAIN = "train.csv"
TEST = "test.csv"
TEST_LABELS = "test_labels.csv"
REFERENCE_IDS = "reference_ids.csv"


@dataclass(frozen=True)
class DatasetFiles:
    """Where the files are. Raises InvalidInput when one of `test` and `test_labels` is missing.

    train: id, comment_text and a column of 0s and 1s for each category. test: id, comment_text.
    test_labels: id and the categories, -1 in all of them where a row is not scored.
    reference_ids: one column, id, naming the rows (of train and test) that form a natural sample.
    """

    train: Path
    test: Path | None = None
    test_labels: Path | None = None
    reference_ids: Path | None = None

    def __post_init__(self) -> None:
        if (self.test is None) != (self.test_labels is None):
            present, missing = (
                ("labels", "comments") if self.test is None else ("comments", "labels")
            )
            raise InvalidInput(
                f"There are test {present} but no test {missing}.",
                f"Add {TEST if self.test is None else TEST_LABELS}, or leave both out.",
            )

    @property
    def present(self) -> tuple[Path, ...]:
        """The files there are, train first."""
        every = (self.train, self.test, self.test_labels, self.reference_ids)
        return tuple(path for path in every if path is not None)


def dataset_files(folder: Path) -> DatasetFiles:
    """The files of a dataset folder, by their fixed names.

    Raises InvalidInput when train.csv or one of the two test files is missing.
    """
    paths = {name: folder / name for name in (TEST, TEST_LABELS, REFERENCE_IDS)}
    found = {name: path if path.is_file() else None for name, path in paths.items()}
    if not (folder / TRAIN).is_file():
        raise InvalidInput(f"There is no {TRAIN}.", "A dataset needs one.")
    return DatasetFiles(folder / TRAIN, found[TEST], found[TEST_LABELS], found[REFERENCE_IDS])
