import os
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from backend.artefacts.files import read_json
from backend.datasets import statistics
from backend.datasets.files import DatasetFiles
from backend.errors import NotFound
from backend.studio.data import datasets, examples, exploration
from backend.studio.data.examples import RowFilter, Trait
from backend.studio.workspace import Workspace, open_workspace
from tests.datasets.tables import plain_rows, write_rows, write_test, write_train

NAME = "made-up"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "workspace")


def files(folder: Path) -> DatasetFiles:
    train = write_train(
        folder,
        [
            *plain_rows(100),
            ("d1", "Twice", (0, 0)),
            ("d2", "Twice", (0, 0)),
            ("c1", "argued", (0, 0)),
            ("c2", "argued", (1, 0)),
            ("c3", "argued", (1, 1)),
            ("e1", "", (0, 0)),
            ("e2", " \0 ", (1, 0)),
            ("o1", "in test too", (0, 0)),
            ("o2", "in test too", (0, 0)),
        ],
    )
    test, labels = write_test(
        folder,
        [*plain_rows(20, "s"), ("u1", "unscored", (-1, -1)), ("x1", "in test too", (1, 1))],
    )
    references = write_rows(
        folder / "reference_ids.csv", ["id"], [["t0"], ["t1"], ["s0"], ["s3"], ["u1"]]
    )
    return DatasetFiles(train, test, labels, references)


@pytest.fixture
def added(workspace: Workspace, tmp_path: Path) -> Workspace:
    datasets.add(workspace, NAME, files(tmp_path))
    return workspace


def numbers(workspace: Workspace, row_filter: RowFilter) -> list[int]:
    found = examples.find(workspace, NAME, row_filter)
    return [example.number for example in found.examples]


def test_the_counts_are_those_of_inspection(added: Workspace) -> None:
    counts = datasets.get(added, NAME).counts
    seen = exploration.explore(added, NAME)
    assert seen.test is not None
    for name, part in (("train", seen.train), ("test", seen.test)):
        assert part.rows == counts[name]["rows"]
        assert part.natural == counts[name]["reference_rows"]
        by_category = dict(zip(seen.categories, part.positives, strict=True))
        assert by_category == counts[name]["positives"]
        natural = dict(zip(seen.categories, part.natural_positives, strict=True))
        assert natural == counts[name]["reference_positives"]
    assert seen.repeats == counts["duplicates"] == 4
    assert (seen.conflicting_texts, counts["conflicting"]) == (1, 1)
    assert seen.conflicting == 3
    assert seen.overlapping == counts["overlap"] == 2
    assert seen.empty == counts["train"]["empty"] == 2


def test_a_generated_dataset_is_counted_as_inspection_does(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Texts that recur often, across both files, with whatever labels."""
    dice = np.random.default_rng(5)

    def rows(count: int, prefix: str) -> list[tuple[str, str, tuple[int, int]]]:
        texts = dice.integers(0, 60, count)
        labels = dice.integers(0, 2, (count, 2))
        return [
            (f"{prefix}{i}", f"text {texts[i]}" if texts[i] else "", tuple(labels[i].tolist()))
            for i in range(count)
        ]

    train = write_train(tmp_path, rows(200, "t"))
    test, labels = write_test(tmp_path, rows(30, "s"))
    datasets.add(workspace, NAME, DatasetFiles(train, test, labels))
    counts, seen = datasets.get(workspace, NAME).counts, exploration.explore(workspace, NAME)
    assert (seen.repeats, seen.conflicting_texts, seen.overlapping, seen.empty) == (
        counts["duplicates"],
        counts["conflicting"],
        counts["overlap"],
        counts["train"]["empty"],
    )


def test_every_count_is_the_number_of_rows_behind_it(added: Workspace) -> None:
    def total(**wanted: object) -> int:
        return examples.find(added, NAME, RowFilter(**wanted)).total  # type: ignore[arg-type]

    seen = exploration.explore(added, NAME)
    ends = (*statistics.LENGTH_EDGES[1:], None)
    for test, part in ((False, seen.train), (True, seen.test)):
        assert part is not None
        assert total(test=test) == part.rows
        assert total(test=test, only=(Trait.NATURAL,)) == part.natural
        for a, line in zip(seen.categories, part.together, strict=True):
            for b, rows in zip(seen.categories, line, strict=True):
                assert total(test=test, has=(a, b)) == rows
                assert total(test=test, has=(a,), has_not=(b,)) == total(test=test, has=(a,)) - rows
        for number, rows in enumerate(part.labels_per_row):
            assert total(test=test, labels=number) == rows
        for low, high, rows in zip(statistics.LENGTH_EDGES, ends, part.lengths[0], strict=True):
            assert total(test=test, shortest=low, below=high) == rows
    for trait in (Trait.REPEATS, Trait.CONFLICTING, Trait.OVERLAPPING, Trait.EMPTY):
        assert total(only=(trait,)) == getattr(seen, trait)


def test_equal_texts_stand_beside_each_other_and_name_the_first(added: Workspace) -> None:
    found = examples.find(added, NAME, RowFilter(only=(Trait.CONFLICTING,)))
    assert [(e.number, e.same_as) for e in found.examples] == [(103, None), (104, 103), (105, 103)]
    assert [e.categories for e in found.examples] == [(), ("toxic",), ("toxic", "spam")]
    both = examples.find(added, NAME, RowFilter(only=(Trait.REPEATS, Trait.OVERLAPPING)))
    assert [(e.id, e.same_as, e.overlapping) for e in both.examples] == [("o2", 108, True)]


def test_a_search_takes_signs_as_they_are_and_letters_of_any_size(added: Workspace) -> None:
    assert numbers(added, RowFilter(contains="tWICE")) == [101, 102]
    assert numbers(added, RowFilter(contains=".")) == []
    assert numbers(added, RowFilter(contains="argued", has=("spam",))) == [105]
    assert numbers(added, RowFilter(contains="in test too", test=True)) == [22]


def test_rows_come_in_pages(added: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploration, "BATCH_ROWS", 16)  # more than one batch of texts
    every = [
        example
        for page in range(1, 12)
        for example in examples.find(added, NAME, RowFilter(), page=page).examples
    ]
    found = examples.find(added, NAME, RowFilter(), page=12)
    assert (found.total, found.pages, found.examples) == (109, 11, ())
    assert [example.number for example in every] == list(range(1, 110))
    assert [example.text for example in every[100:102]] == ["Twice", "Twice"]
    assert examples.find(added, NAME, RowFilter(contains="argued")).total == 3


def test_a_category_that_is_not_there_is_had_by_no_row(added: Workspace) -> None:
    assert examples.find(added, NAME, RowFilter(has=("gone",))).total == 0
    assert examples.find(added, NAME, RowFilter(has_not=("gone",))).total == 109


def test_words_mark_the_category_whose_rows_hold_them(workspace: Workspace, tmp_path: Path) -> None:
    said = {(1, 0): "rotten turnip", (0, 1): "buy gold", (0, 0): "well played"}
    rows = [
        (f"r{i}", f"{said[labels]} number{chr(97 + i % 20)}{chr(97 + i // 20)}", labels)
        for i, labels in enumerate(list(said) * 100)
    ]
    datasets.add(workspace, NAME, DatasetFiles(write_train(tmp_path, rows)))
    found = exploration.marking_words(workspace, NAME)
    assert list(found) == ["toxic", "spam"]
    assert {word.word for word in found["toxic"][:2]} == {"rotten", "turnip"}
    assert (found["toxic"][0].inside, found["toxic"][0].outside) == (1.0, 0.0)
    rows_of = RowFilter(marked_by=("spam", "gold"))
    assert examples.find(workspace, NAME, rows_of).total == 100
    assert examples.find(workspace, NAME, RowFilter(marked_by=("spam", "nothing"))).total == 0


def test_it_is_counted_once_and_again_when_any_of_it_is_deleted(added: Workspace) -> None:
    told: list[float] = []
    assert not exploration.is_ready(added, NAME)
    first = exploration.explore(added, NAME, on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert exploration.is_ready(added, NAME)
    told.clear()
    assert exploration.explore(added, NAME, on_progress=told.append) == first
    assert told == []
    place = exploration.opened(added, NAME)
    (place / "texts.arrow").unlink()
    assert not exploration.is_ready(added, NAME)
    assert numbers(added, RowFilter(contains="twice")) == [101, 102]
    shutil.rmtree(added.folder / "cache")
    assert exploration.explore(added, NAME) == first


def test_it_is_kept_by_content_and_what_is_outdated_goes(added: Workspace, tmp_path: Path) -> None:
    outdated = exploration.opened(added, NAME)
    datasets.remove(added, NAME)
    assert not outdated.exists()
    datasets.add(added, NAME, DatasetFiles(write_train(tmp_path, plain_rows(50))))
    left = outdated.parent / ".left-by-a-studio-that-died"
    for folder in (outdated, left):
        folder.mkdir(parents=True)
    os.utime(left, (0, 0))
    assert exploration.explore(added, NAME).train.rows == 50
    assert list(outdated.parent.iterdir()) == [exploration.opened(added, NAME)]
    assert not outdated.exists()


def test_two_that_count_at_once_agree(added: Workspace) -> None:
    seen: list[exploration.Exploration] = []
    threads = [
        threading.Thread(target=lambda: seen.append(exploration.explore(added, NAME)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 3
    assert seen[0] == seen[1] == seen[2]
    assert len(list(exploration.opened(added, NAME).parent.iterdir())) == 1


def test_counting_that_is_broken_off_leaves_nothing(added: Workspace) -> None:
    def break_off(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exploration.explore(added, NAME, on_progress=break_off)
    assert not exploration.is_ready(added, NAME)
    assert list(datasets.cache_folder(added, NAME).iterdir()) == []


@pytest.mark.parametrize("moment", [0.0, 0.7, 1.0])  # before, while it is read, and after
def test_a_dataset_removed_while_it_is_counted_is_not_found(
    added: Workspace, moment: float
) -> None:
    def remove(done: float) -> None:
        if done >= moment and (added.datasets_folder / NAME).is_dir():
            datasets.remove(added, NAME)

    with pytest.raises(NotFound):
        exploration.explore(added, NAME, on_progress=remove)
    assert not datasets.cache_folder(added, NAME).exists()


def test_removing_frees_all_that_the_dataset_held(added: Workspace) -> None:
    bare = datasets.disk_mb(added, NAME)
    exploration.explore(added, NAME)
    assert datasets.disk_mb(added, NAME) > bare > 0
    datasets.remove(added, NAME)
    assert not datasets.cache_folder(added, NAME).exists()
    with pytest.raises(NotFound):
        exploration.explore(added, NAME)


def test_real_comments_are_counted_as_inspection_does(workspace: Workspace, jigsaw: Path) -> None:
    datasets.add(
        workspace,
        NAME,
        DatasetFiles(
            jigsaw / "train.csv",
            jigsaw / "test.csv",
            jigsaw / "test_labels.csv",
            jigsaw / "natural_ids.csv",
        ),
    )
    counts, seen = datasets.get(workspace, NAME).counts, exploration.explore(workspace, NAME)
    assert seen.test is not None
    assert (
        dict(zip(seen.categories, seen.train.positives, strict=True))
        == (counts["train"]["positives"])
    )
    assert seen.test.natural == counts["test"]["reference_rows"]
    summary = read_json(exploration.opened(workspace, NAME) / "summary.json")
    assert len(summary["label_sets"]) <= 2**6
