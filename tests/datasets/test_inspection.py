import re

import pytest

from backend.datasets.files import DatasetFiles
from backend.datasets.inspection import inspect
from backend.errors import InvalidInput
from tests.datasets.tables import (
    CATEGORIES,
    plain_rows,
    train_only,
    write_rows,
    write_test,
    write_train,
)

SECRET = "something nobody should read in an error"


def refused(files, pattern):
    with pytest.raises(InvalidInput) as error:
        inspect(files)
    assert re.search(pattern, str(error.value)), str(error.value)
    assert SECRET not in str(error.value)


def test_everything_is_counted(tmp_path):
    train = write_train(
        tmp_path,
        [
            *plain_rows(100),
            ("d1", "twice", (0, 0)),
            ("d2", "twice", (0, 0)),
            ("c1", "argued", (0, 0)),
            ("c2", "argued", (1, 0)),
            ("c3", "argued", (1, 1)),
            ("e1", "", (0, 0)),
            ("e2", " \0 ", (1, 0)),
            ("o1", "in test too", (0, 0)),
            ("o2", "in test too", (0, 0)),
            ("o3", "in test, unscored", (0, 0)),
        ],
    )
    test, labels = write_test(
        tmp_path,
        [
            *plain_rows(20, "s"),
            ("u1", "in test, unscored", (-1, -1)),
            ("u2", "", (-1, -1)),
            ("x1", "in test too", (1, 1)),
            ("x2", "", (0, 0)),
        ],
    )
    references = write_rows(
        tmp_path / "reference_ids.csv", ["id"], [["t0"], ["t1"], ["s0"], ["s3"], ["u1"], ["?"]]
    )
    found = inspect(DatasetFiles(train, test, labels, references))

    assert found.categories == CATEGORIES
    assert (found.train.rows, found.train.empty) == (110, 2)
    assert found.train.positives == {"toxic": 23, "spam": 11}
    assert found.test is not None
    assert (found.test.rows, found.test.empty, found.unscored) == (22, 1, 2)
    assert found.test.positives == {"toxic": 5, "spam": 3}
    assert (found.train.reference_rows, found.test.reference_rows) == (2, 2)
    assert found.train.reference_positives == {"toxic": 1, "spam": 0}
    assert found.test.reference_positives == {"toxic": 1, "spam": 1}
    assert found.unmatched_reference_ids == 1
    assert found.duplicates == 4  # twice 1, argued 2, in test too 1
    assert found.conflicting == 1
    assert found.overlap == 2
    assert found.encoding == "UTF-8"


def test_warnings_are_plain_sentences(tmp_path):
    train = write_train(
        tmp_path, [*plain_rows(300), ("é", "café", (0, 0)), ("e", "", (0, 0))], encoding="cp1252"
    )
    test, labels = write_test(tmp_path, [*plain_rows(300, "s"), ("u", "x", (-1, -1))])
    found = inspect(DatasetFiles(train, test, labels))
    assert found.encoding == "Windows-1252"
    assert found.warnings == (
        "train.csv is not UTF-8 and was read as Windows-1252: check that accents and quotation"
        " marks look right.",
        "spam has only 30 positive rows among the training rows: its scores will be rough.",
        "spam has only 30 positive rows among the test rows: its scores will be rough.",
        "1 training row without text will be left out.",
        "1 test row without labels (-1) will not be used.",
    )


def test_categories_of_all_rows_or_of_no_test_row_are_named(tmp_path):
    rows = [(id_, text, (1, spam)) for id_, text, (_, spam) in plain_rows(600)]
    test, labels = write_test(tmp_path, [(f"s{i}", f"t{i}", (i % 2, 0)) for i in range(200)])
    assert inspect(DatasetFiles(write_train(tmp_path, rows), test, labels)).warnings == (
        "toxic is 1 in all training rows: nothing tells what it is not.",
        "spam has no positive row among the test rows: how well it is found cannot be measured.",
    )


def test_a_category_may_have_a_long_name(tmp_path):
    train = write_train(tmp_path, plain_rows(50), ["toxic", "a" * 64])
    assert inspect(DatasetFiles(train)).categories == ("toxic", "a" * 64)


def test_a_sound_dataset_has_no_warnings_and_progress_rises_to_1(tmp_path):
    told: list[float] = []
    rows = plain_rows(1000)
    assert inspect(DatasetFiles(write_train(tmp_path, rows)), progress=told.append).warnings == ()
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_columns_may_stand_in_any_order(tmp_path):
    header = ("spam", "comment_text", "toxic", "id")
    rows = ((ls[1], text, ls[0], id_) for id_, text, ls in plain_rows(100))
    found = inspect(DatasetFiles(write_rows(tmp_path / "train.csv", header, rows)))
    assert found.categories == ("spam", "toxic")
    assert found.train.positives == {"toxic": 20, "spam": 10}


def test_test_labels_may_name_rows_and_categories_in_another_order(tmp_path):
    rows = plain_rows(40, "s")
    test, _ = write_test(tmp_path, rows)
    labels = write_rows(
        tmp_path / "test_labels.csv",
        ("spam", "id", "toxic"),
        ((ls[1], id_, ls[0]) for id_, _, ls in reversed(rows)),
    )
    train = write_train(tmp_path, plain_rows(100))
    found = inspect(DatasetFiles(train, test, labels)).test
    assert found is not None
    assert found.positives == {"toxic": 8, "spam": 4}


def test_one_category_is_enough(tmp_path):
    rows = [(id_, text, labels[:1]) for id_, text, labels in plain_rows(100)]
    found = inspect(DatasetFiles(write_train(tmp_path, rows, ["rude"])))
    assert found.train.positives == {"rude": 20}


# What is refused


@pytest.mark.parametrize("column", ["id", "comment_text"])
def test_a_missing_column(tmp_path, column):
    header = [c if c != column else SECRET for c in ("id", "comment_text", "toxic")]
    train = write_rows(tmp_path / "train.csv", header, [("1", "a", 0)])
    refused(DatasetFiles(train), rf"train\.csv has no column {column}\.")


def test_no_label_column(tmp_path):
    train = write_rows(tmp_path / "train.csv", ["id", "comment_text"], [("1", SECRET)])
    refused(DatasetFiles(train), r"train\.csv has no column of labels")


def test_no_column_that_holds_labels(tmp_path):
    rows = [(i, SECRET, "chat") for i in range(9)]
    train = write_rows(tmp_path / "train.csv", ["id", "comment_text", "source"], rows)
    refused(DatasetFiles(train), r"has no column of labels: no other column .* is mostly 0s and 1s")


@pytest.mark.parametrize("label", ["0.0", "1.0", "True"])
def test_labels_that_are_spelt_otherwise_are_shown(tmp_path, label):
    rows = [(i, SECRET, SECRET, label) for i in range(9)]
    train = write_rows(tmp_path / "train.csv", ["id", "comment_text", "by", "toxic"], rows)
    refused(DatasetFiles(train), rf"mostly 0s and 1s \('toxic' is '{label}' in row 1\)\.")


@pytest.mark.parametrize(("mark", "named"), [(";", "semicolons"), ("\t", "tabs")])
def test_columns_with_something_else_between_them(tmp_path, mark, named):
    train = tmp_path / "train.csv"
    train.write_text(
        f"{mark.join(['id', 'comment_text', 'toxic'])}\n{mark.join(['1', 'a', '0'])}\n"
    )
    refused(DatasetFiles(train), rf"columns of train\.csv are separated by {named}\.")


def test_a_test_file_of_which_no_row_is_scored(tmp_path):
    test, labels = write_test(tmp_path, [("u", "x", (-1, -1))])
    train = write_train(tmp_path, plain_rows(50))
    refused(DatasetFiles(train, test, labels), r"No row of test\.csv is scored")


@pytest.mark.parametrize(
    ("name", "shown"), [("source", "'source'"), (f"{SECRET}, {SECRET}!", "column 5")]
)
def test_an_unknown_column(tmp_path, name, shown):
    rows = [(i, text, ls, SECRET) for i, text, ls in plain_rows(50)]
    header = ["id", "comment_text", *CATEGORIES, name]
    cells = ([i, text, *ls, other] for i, text, ls, other in rows)
    train = write_rows(tmp_path / "train.csv", header, cells)
    refused(DatasetFiles(train), rf"train\.csv has an unknown column: {shown}\. It can hold only")


def test_a_column_without_a_name(tmp_path):
    rows = [(n, i, text, *ls) for n, (i, text, ls) in enumerate(plain_rows(50))]
    train = write_rows(tmp_path / "train.csv", ["", "id", "comment_text", *CATEGORIES], rows)
    refused(DatasetFiles(train), r"Column 1 of train\.csv has no name")


def test_a_column_twice(tmp_path):
    train = write_train(tmp_path, plain_rows(50), ["toxic", "toxic"])
    refused(DatasetFiles(train), r"train\.csv has 'toxic' twice")


@pytest.mark.parametrize("name", ["Toxic", "very rude", "none", "a-b"])
def test_a_name_that_cannot_be_a_category(tmp_path, name):
    train = write_train(tmp_path, plain_rows(50), ["spam", name])
    refused(DatasetFiles(train), rf"{name}' (cannot be a category name|is reserved)")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2", "'2'"),
        ("0.5", "'0.5'"),
        ("", "empty"),
        ("true", "a text"),
        (SECRET, "a text"),
        ("1" * 40, "a text"),
        ("-1", "'-1'"),
    ],
)
def test_a_stray_label_is_named_by_row_and_column(tmp_path, value, shown):
    files = train_only(tmp_path, ("a", SECRET, (0, 1)), ("b", SECRET, (0, value)))
    refused(files, rf"train\.csv, row 102: spam is {shown} where only 0 or 1 can stand")


def test_the_first_of_several_stray_labels_is_named(tmp_path):
    files = train_only(tmp_path, ("a", "x", (0, 3)), ("b", "y", (4, 0)), ("c", "z", (0, 5)))
    refused(files, r"row 101: spam is '3'")


def test_minus_one_belongs_in_the_labels_of_test_rows(tmp_path):
    files = train_only(tmp_path, ("a", "x", (-1, -1)))
    refused(files, r"-1 \(not scored\) can stand only in the labels of test rows")


@pytest.mark.parametrize(("positives", "words"), [(0, "no row"), (1, "only one row")])
def test_a_category_needs_two_positives(tmp_path, positives, words):
    rows = [
        (i, text, (ls[0], int(n < positives))) for n, (i, text, ls) in enumerate(plain_rows(50))
    ]
    refused(DatasetFiles(write_train(tmp_path, rows)), rf"spam has {words} with a 1 and a text")


def test_positives_without_text_do_not_count(tmp_path):
    rows = [(i, text, (ls[0], 0)) for i, text, ls in plain_rows(50)]
    rows += [("a", "", (0, 1)), ("b", " ", (0, 1)), ("c", "text", (0, 1))]
    refused(DatasetFiles(write_train(tmp_path, rows)), r"spam has only one row with a 1 and a text")


def test_two_rows_with_one_id(tmp_path):
    refused(
        train_only(tmp_path, ("t41", SECRET, (0, 0))),
        r"train\.csv: rows 42 and 101 have the same id, 't41'",
    )


def test_a_torn_row(tmp_path):
    train = write_train(tmp_path, plain_rows(50))
    with train.open("a") as file:
        file.write(f"50,{SECRET}, and more,0,1\n")
    refused(
        DatasetFiles(train),
        r"train\.csv, row 51 \(it ends in line 52\) has 5 cells where the"
        " header has 4",
    )


def test_an_empty_file_and_a_header_only(tmp_path):
    train = tmp_path / "train.csv"
    train.touch()
    refused(DatasetFiles(train), r"train\.csv is empty")
    refused(DatasetFiles(write_train(tmp_path, [])), r"train\.csv has a header but no rows")


def test_a_missing_file(tmp_path):
    refused(DatasetFiles(tmp_path / "train.csv"), r"There is no file train\.csv")


def with_test(tmp_path, rows, labels):
    test = write_rows(tmp_path / "test.csv", ("id", "comment_text"), rows)
    answers = write_rows(tmp_path / "test_labels.csv", ("id", *CATEGORIES), labels)
    return DatasetFiles(write_train(tmp_path, plain_rows(100)), test, answers)


def test_a_test_row_without_labels(tmp_path):
    files = with_test(tmp_path, [("a", "x"), ("b", SECRET)], [("a", 0, 0)])
    refused(files, r"test\.csv, row 2: its id 'b' has no labels in test_labels\.csv")


def test_labels_without_a_test_row(tmp_path):
    files = with_test(tmp_path, [("a", SECRET)], [("a", 0, 0), ("b", 0, 1), ("c", 0, 0)])
    refused(files, r"test_labels\.csv has labels for 2 ids that test\.csv does not have")


@pytest.mark.parametrize("between", [0, 5000])
def test_two_test_rows_with_one_id(tmp_path, between):
    more = [(f"m{i}", "x") for i in range(between)]
    rows = [("a", SECRET), *more, ("a", "y")]
    files = with_test(tmp_path, rows, [(i, 0, 0) for i, _ in rows[:-1]])
    refused(files, rf"test\.csv: rows 1 and {between + 2} have the same id, 'a'")


def test_two_labels_for_one_id(tmp_path):
    files = with_test(tmp_path, [("a", "x")], [("a", 0, 0), ("a", 1, 0)])
    refused(files, r"test_labels\.csv: rows 1 and 2 have the same id, 'a'")


@pytest.mark.parametrize("row", [("a", -1, 0), ("a", 0, 2), ("a", "", 0)])
def test_stray_test_labels(tmp_path, row):
    refused(
        with_test(tmp_path, [("a", SECRET)], [row]), r"test_labels\.csv, row 1: (toxic|spam) is"
    )


@pytest.mark.parametrize("categories", [["toxic"], ["toxic", "rude"], ["toxic", "spam", "rude"]])
def test_other_test_categories(tmp_path, categories):
    test, labels = write_test(tmp_path, [("a", "x", [0] * len(categories))], categories)
    files = DatasetFiles(write_train(tmp_path, plain_rows(100)), test, labels)
    refused(files, r"test_labels\.csv does not have the same categories .* id, toxic, spam\.")


def test_labels_among_the_test_comments(tmp_path):
    test, labels = write_test(tmp_path, [("a", "x", (0, 0))])
    write_rows(test, ("id", "comment_text", "toxic"), [("a", SECRET, 0)])
    files = DatasetFiles(write_train(tmp_path, plain_rows(100)), test, labels)
    refused(files, r"test\.csv has an unknown column: 'toxic'")


def test_reference_ids_that_match_nothing(tmp_path):
    references = write_rows(tmp_path / "natural.csv", ["id"], [["?"], ["!"]])
    files = DatasetFiles(write_train(tmp_path, plain_rows(100)), reference_ids=references)
    refused(files, r"None of the ids in natural\.csv is the id of a row")


def test_reference_ids_with_more_columns_or_an_id_twice(tmp_path):
    train = write_train(tmp_path, plain_rows(100))
    references = write_rows(tmp_path / "natural.csv", ["id", "note"], [["t1", SECRET]])
    refused(DatasetFiles(train, reference_ids=references), r"natural\.csv has an unknown column")
    write_rows(references, ["id"], [["t1"], ["t2"], ["t1"]])
    refused(DatasetFiles(train, reference_ids=references), r"natural\.csv: rows 1 and 3 have the")


def test_the_real_comments_are_counted_as_their_description_says(jigsaw):
    found = inspect(
        DatasetFiles(
            jigsaw / "train.csv",
            jigsaw / "test.csv",
            jigsaw / "test_labels.csv",
            jigsaw / "natural_ids.csv",
        )
    )
    names = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
    assert found.categories == names
    assert found.test is not None
    assert (found.train.rows, found.test.rows) == (15_725, 6_285)
    assert tuple(found.train.positives.values()) == (6425, 729, 2836, 254, 2583, 675)
    assert tuple(found.test.positives.values()) == (1866, 216, 831, 75, 764, 174)
    assert found.train.reference_positives["threat"] == 35
    assert found.unmatched_reference_ids == 0
