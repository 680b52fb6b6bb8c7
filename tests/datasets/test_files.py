import pytest

from backend.datasets.files import DatasetFiles, dataset_files
from backend.errors import InvalidInput


def test_files_are_found_by_name(tmp_path):
    for name in ("train.csv", "test.csv", "test_labels.csv", "reference_ids.csv"):
        (tmp_path / name).touch()
    found = dataset_files(tmp_path)
    assert [path.name for path in found.present] == [
        "train.csv",
        "test.csv",
        "test_labels.csv",
        "reference_ids.csv",
    ]


def test_only_train_is_needed(tmp_path):
    (tmp_path / "train.csv").touch()
    assert dataset_files(tmp_path) == DatasetFiles(tmp_path / "train.csv")


def test_without_train_there_is_no_dataset(tmp_path):
    with pytest.raises(InvalidInput, match=r"There is no train\.csv"):
        dataset_files(tmp_path)


@pytest.mark.parametrize(
    ("there", "missing"),
    [("test.csv", "test_labels.csv"), ("test_labels.csv", "test.csv")],
)
def test_test_comments_and_labels_come_together(tmp_path, there, missing):
    (tmp_path / "train.csv").touch()
    (tmp_path / there).touch()
    with pytest.raises(InvalidInput, match=f"Add {missing}"):
        dataset_files(tmp_path)
