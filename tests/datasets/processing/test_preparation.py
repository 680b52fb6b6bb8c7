import json
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.artefacts.manifest import read_manifest
from backend.artefacts.progress import parse
from backend.datasets import reader
from backend.datasets.files import DatasetFiles
from backend.datasets.lines import read_lines, read_reference
from backend.datasets.processing import preparation, waiting
from backend.datasets.processing.parts import PARTS
from backend.datasets.processing.preparation import Settings, prepare
from backend.errors import InvalidInput
from backend.text.normaliser import normalise
from tests.datasets.tables import (
    CATEGORIES,
    plain_rows,
    train_only,
    write_rows,
    write_test,
    write_train,
)


def prepared(files, output, cores=1, **chosen):
    return prepare(files, output, Settings(**chosen), cores)


def content(output):
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }


def rows_of(output, part):
    text = (output / "rows" / f"{part}.tsv").read_text()
    return [tuple(line.split("\t")) for line in text.splitlines()]


def lines_of(output, part):
    return [(line.labels, line.text) for line in read_lines(output / part / f"{part}.txt")]


def whole_dataset(folder):
    train = write_train(
        folder,
        [
            *plain_rows(300),
            ("e1", "", (1, 1)),
            ("e2", " \t ", (0, 0)),
            ("d1", "Twice!", (0, 0)),
            ("d2", "twice !", (0, 0)),
            ("c1", "argued", (0, 0)),
            ("c2", "Argued", (1, 0)),
            ("o1", "In Test, too", (0, 0)),
            ("o2", "in test, unscored", (0, 0)),
        ],
    )
    test, labels = write_test(
        folder,
        [
            *plain_rows(30, "s"),
            ("u1", "in test, unscored", (-1, -1)),
            ("x1", "in test too", (1, 1)),
            ("x2", "", (0, 0)),
        ],
    )
    named = [["t0"], ["t5"], ["t6"], ["s0"], ["x2"], ["u1"]]
    references = write_rows(folder / "reference_ids.csv", ["id"], named)
    return DatasetFiles(train, test, labels, references)


def test_every_row_goes_where_it_belongs(tmp_path):
    manifest = prepared(whole_dataset(tmp_path), tmp_path / "out")
    out = tmp_path / "out"
    test = rows_of(out, "test")
    assert [row[0] for row in test] == [*(f"s{i}" for i in range(30)), "x1", "x2"]
    assert test[0] == ("s0", "test.csv", "1", "1")
    assert test[-2:] == [("x1", "test.csv", "32", "0"), ("x2", "test.csv", "33", "1")]
    assert lines_of(out, "test")[-2:] == [(CATEGORIES, "in test too"), (("none",), "")]

    used = {row[0] for part in ("train", "validation") for row in rows_of(out, part)}
    expected = {f"t{i}" for i in range(300)} | {"d1", "d2", "c1", "c2", "o2"}
    assert used == expected
    counts = manifest.counts
    assert {name: counts[name] for name in ("rows", "empty", "train_test_overlap")} == {
        "rows": 308,
        "empty": 2,
        "train_test_overlap": 1,
    }
    assert (counts["duplicates"], counts["conflicting"], counts["unscored"]) == (2, 1, 1)
    parts = counts["parts"]
    assert parts["train"]["rows"] + parts["validation"]["rows"] == len(expected) == 305
    assert parts["validation"]["rows"] == 31  # 30.5 of 305
    assert parts["test"] == {
        "rows": 32,
        "positives": {"toxic": 7, "spam": 4},
        "reference_rows": 2,
        "reference_positives": {"toxic": 1, "spam": 0},
        "tokens": 93,
    }
    assert sum(parts[p]["reference_rows"] for p in ("train", "validation")) == 3
    assert sum(parts[p]["reference_positives"]["toxic"] for p in ("train", "validation")) == 2


def test_lines_and_rows_tell_of_the_same_rows(tmp_path):
    files = whole_dataset(tmp_path)
    prepared(files, tmp_path / "out")
    plain = {id_: (text, labels) for id_, text, labels in plain_rows(300)}
    seen = 0
    for part in ("train", "validation"):
        rows, lines = rows_of(tmp_path / "out", part), lines_of(tmp_path / "out", part)
        references = read_reference(tmp_path / "out" / "rows" / f"{part}.tsv")
        assert len(rows) == len(lines) == len(references)
        for (id_, source, number, reference), (labels, text) in zip(rows, lines, strict=True):
            assert source == "train.csv"
            assert (reference == "1") == (id_ in ("t0", "t5", "t6"))
            if id_ in plain:
                seen += 1
                assert int(number) == int(id_[1:]) + 1
                assert text == normalise(plain[id_][0])
                has = [c for c, label in zip(CATEGORIES, plain[id_][1], strict=True) if label]
                assert list(labels) == (has or ["none"])
    assert seen == 300


def test_validation_keeps_the_order_of_the_file_and_train_does_not(tmp_path):
    prepared(train_only(tmp_path), tmp_path / "out")
    for part in PARTS:
        numbers = [int(row[2]) for row in rows_of(tmp_path / "out", part)]
        assert (numbers == sorted(numbers)) == (part != "train")


def test_without_a_test_file_the_split_has_three_parts(tmp_path):
    files = DatasetFiles(write_train(tmp_path, [*plain_rows(400), ("e", "", (0, 0))]))
    manifest = prepared(files, tmp_path / "out", validation_fraction=0.2, test_fraction=0.05)
    parts = manifest.counts["parts"]
    assert [parts[part]["rows"] for part in PARTS] == [300, 80, 20]
    assert parts["test"]["positives"] == {"toxic": 4, "spam": 2}
    assert manifest.settings == {"validation_fraction": 0.2, "test_fraction": 0.05}
    ids = [row[0] for part in PARTS for row in rows_of(tmp_path / "out", part)]
    assert sorted(ids) == sorted(id_ for id_, _, _ in plain_rows(400))


def test_it_is_the_same_again_with_any_cores_and_chunks(tmp_path, monkeypatch):
    files = whole_dataset(tmp_path)
    prepared(files, tmp_path / "first")
    expected = content(tmp_path / "first")
    prepared(files, tmp_path / "again")
    monkeypatch.setattr(preparation, "_SMALL", 0)
    prepared(files, tmp_path / "cores", cores=3)
    monkeypatch.setattr(reader, "CHUNK_ROWS", 7)
    monkeypatch.setattr(waiting, "_TAKEN_UP", 100)
    prepared(files, tmp_path / "chunks")
    for name in ("again", "cores", "chunks"):
        assert content(tmp_path / name) == expected, name


def test_the_seed_decides_split_and_order(tmp_path):
    files = train_only(tmp_path)
    prepared(files, tmp_path / "a", seed=1)
    prepared(files, tmp_path / "b", seed=2)
    for part in PARTS:
        assert rows_of(tmp_path / "a", part) != rows_of(tmp_path / "b", part)


def test_the_manifest_tells_what_the_lines_were_made_of(tmp_path):
    files = whole_dataset(tmp_path)
    made = prepared(files, tmp_path / "out", seed=5)
    kept = read_manifest(tmp_path / "out", "lines")
    assert json.loads(json.dumps(dict(kept.counts))) == made.counts
    assert kept.categories == CATEGORIES
    assert kept.seed == 5
    assert set(kept.inputs) == {path.name for path in files.present}
    assert set(kept.files) == set(content(tmp_path / "out")) - {"manifest.json"}
    assert {"python", "numpy", "normaliser"} <= set(kept.versions)
    assert kept.settings == {"validation_fraction": 0.1, "test_fraction": None}
    words = {
        word
        for part in PARTS
        for _, text in lines_of(tmp_path / "out", part)
        for word in text.split()
    }
    assert kept.counts["distinct_words"] == pytest.approx(len(words), abs=2)
    assert kept.counts["tokens"] == sum(
        len(text.split()) for part in PARTS for _, text in lines_of(tmp_path / "out", part)
    )


def test_progress_is_told_as_log_lines(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(preparation, "_REPORT_SECONDS", 0.0)
    prepared(train_only(tmp_path), tmp_path / "out")
    told = list(parse(capsys.readouterr().out.splitlines()))
    assert {point.stage for point in told} == {preparation.NORMALISING, preparation.WRITING}
    assert told[-1].fraction == 1.0
    assert all(point.rows_per_second for point in told[:-1])


@settings(deadline=None, max_examples=60)
@given(
    texts=st.lists(
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
            st.text("_label toxicspam\n\r\t\x85\u2028\x0b\0", max_size=40),
            st.sampled_from(
                ["__label__toxic", "x\n__label__spam y", '"__label__toxic"', "__label__"]
            ),
        ),
        max_size=8,
    ),
    ids=st.lists(st.text("ab\t\n\x0b\x85\u2028", max_size=5), min_size=8, max_size=8),
)
def test_a_row_is_one_line_and_its_text_adds_no_label(tmp_path_factory, texts, ids):
    folder = tmp_path_factory.mktemp("lines")
    added = [
        (f"{id_}{i}", text, (0, 0)) for i, (id_, text) in enumerate(zip(ids, texts, strict=False))
    ]
    prepared(train_only(folder, *added), folder / "out", test_fraction=0.2)
    written = 0
    for part in PARTS:
        raw = (folder / "out" / part / f"{part}.txt").read_bytes().split(b"\n")
        rows = (folder / "out" / "rows" / f"{part}.tsv").read_bytes().split(b"\n")
        assert raw.pop() == rows.pop() == b""
        assert len(raw) == len(rows)
        for line, row in zip(raw, rows, strict=True):
            id_, source, number, reference = row.decode().split("\t")
            assert (source, reference) == ("train.csv", "0")
            assert re.match(rb"(__label__(toxic|spam|none) )+(?!__label__)[^\t\r]+$", line)
            if int(number) > 100:
                _, text, _ = added[int(number) - 101]
                assert line.decode() == f"__label__none {normalise(text)}"
                assert id_.splitlines() == [id_]
                written += 1
    assert written == sum(bool(normalise(text)) for _, text, _ in added)


# What is refused, and what is left


@pytest.mark.parametrize(
    "chosen",
    [
        {"validation_fraction": 0.0},
        {"validation_fraction": 1.0},
        {"test_fraction": -0.1},
        {"test_fraction": float("nan")},
        {"seed": -1},
        {"validation_fraction": 0.5, "test_fraction": 0.5},
    ],
)
def test_settings_out_of_range(tmp_path, chosen):
    with pytest.raises(InvalidInput):
        prepared(train_only(tmp_path), tmp_path / "out", **chosen)


def left(output):
    return sorted(path.name for path in output.rglob("*") if path.is_file())


def test_a_part_of_no_rows_is_refused_and_nothing_is_left(tmp_path):
    files = DatasetFiles(write_train(tmp_path, plain_rows(49)))
    with pytest.raises(InvalidInput, match="none would be left for test"):
        prepared(files, tmp_path / "out", validation_fraction=0.4, test_fraction=0.01)
    assert left(tmp_path / "out") == []


def test_a_category_that_only_overlaps_with_test_is_refused(tmp_path):
    rows = [(i, text, (ls[0], 0)) for i, text, ls in plain_rows(100)]
    spam = [("a", "first spam", (0, 1)), ("b", "second spam", (0, 1))]
    train = write_train(tmp_path, [*rows, *spam])
    test, labels = write_test(tmp_path, spam)
    with pytest.raises(InvalidInput, match="No row of spam would be left for train"):
        prepared(DatasetFiles(train, test, labels), tmp_path / "out")


def test_test_rows_of_which_none_is_scored_are_refused(tmp_path):
    train = write_train(tmp_path, plain_rows(100))
    test, labels = write_test(tmp_path, [("a", "x", (-1, -1))])
    with pytest.raises(InvalidInput, match=r"No row of test\.csv is scored"):
        prepared(DatasetFiles(train, test, labels), tmp_path / "out")


def test_a_stray_label_is_refused_without_an_inspection(tmp_path):
    with pytest.raises(InvalidInput, match=r"train\.csv, row 101: spam is '2'"):
        prepared(train_only(tmp_path, ("a", "x", (0, 2))), tmp_path / "out")


def test_a_failure_takes_away_the_manifest_of_an_earlier_run(tmp_path):
    prepared(train_only(tmp_path), tmp_path / "out")
    files = train_only(tmp_path, ("a", "x", (0, 2)))
    with pytest.raises(InvalidInput):
        prepared(files, tmp_path / "out")
    assert "manifest.json" not in left(tmp_path / "out")


def test_a_failure_while_writing_leaves_no_file(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("backend.datasets.processing.shuffle.Shuffle.add", full)
    with pytest.raises(OSError, match="No space"):
        prepared(train_only(tmp_path), tmp_path / "out")
    assert left(tmp_path / "out") == []


def test_the_real_comments(jigsaw, tmp_path):
    files = DatasetFiles(
        jigsaw / "train.csv",
        jigsaw / "test.csv",
        jigsaw / "test_labels.csv",
        jigsaw / "natural_ids.csv",
    )
    manifest = prepared(files, tmp_path / "out", cores=2)
    counts = manifest.counts
    parts = counts["parts"]
    assert (counts["rows"], parts["test"]["rows"]) == (15_725, 6_285)
    positives = (1866, 216, 831, 75, 764, 174)
    assert tuple(parts["test"]["positives"].values()) == positives
    used = counts["rows"] - counts["empty"] - counts["train_test_overlap"]
    assert parts["train"]["rows"] + parts["validation"]["rows"] == used
    assert parts["validation"]["rows"] == round(used / 10)

    texts = {part: {text for _, text in lines_of(tmp_path / "out", part)} for part in PARTS}
    assert not texts["train"] & (texts["validation"] | texts["test"])
    assert not texts["validation"] & texts["test"]
    strata = {
        part: Counter(labels for labels, _ in lines_of(tmp_path / "out", part))
        for part in ("train", "validation")
    }
    for labels in strata["train"] | strata["validation"]:
        size = strata["train"][labels] + strata["validation"][labels]
        assert abs(strata["validation"][labels] - size / 10) < 1
