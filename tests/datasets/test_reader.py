import contextlib
import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.datasets import reader
from backend.datasets.reader import open_table
from backend.errors import InvalidInput

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def write(tmp_path, content: str | bytes):
    path = tmp_path / "some.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path):
    with open_table(path) as table:
        return table.header, list(table.rows())


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=5),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_csv_writer_wrote_is_read_back(tmp_path_factory, rows, encoding, ending):
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator=ending)
    writer.writerow(["id", "comment_text", "toxic"])
    writer.writerows([*row, "0"] for row in rows)
    path = tmp_path_factory.mktemp("reader") / "some.csv"
    path.write_bytes(file.getvalue().encode(encoding))
    assert read(path) == (("id", "comment_text", "toxic"), [[*row, "0"] for row in rows])


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.text('aé–ñ \n",\0œ“', max_size=20), min_size=1, max_size=5))
def test_windows_1252_is_read_back(tmp_path_factory, rows):
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["id", "comment_text"], *(["é", row] for row in rows)])
    path = tmp_path_factory.mktemp("reader") / "some.csv"
    path.write_bytes(file.getvalue().encode("cp1252"))
    assert read(path)[1] == [["é", row] for row in rows]


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("reader") / "some.csv"
    path.write_bytes(content)
    with contextlib.suppress(InvalidInput):
        header, rows = read(path)
        assert {len(row) for row in rows} == {len(header)}


def test_quotes_commas_and_newlines_in_cells(tmp_path):
    path = write(tmp_path, 'id,text\r\n1,"a, ""b""\r\nc"\r\n2,it\'s "so"\r\n')
    assert read(path)[1] == [["1", 'a, "b"\r\nc'], ["2", 'it\'s "so"']]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\r\r\n"])
def test_lines_may_end_in_any_way(tmp_path, ending):
    content = ending.join(["id,text,toxic", "1,a,0", '2,"b\nb",1', ""])
    assert read(write(tmp_path, content))[1] == [["1", "a", "0"], ["2", "b\nb", "1"]]
    assert read(write(tmp_path, content.removesuffix(ending)))[1][1] == ["2", "b\nb", "1"]


def test_a_carriage_return_that_nobody_quoted_stays_in_its_cell(tmp_path):
    content = 'id,text,toxic\n1,a\rb\r\rc,0\n2,"d\re\n\r",1\r\n'
    assert read(write(tmp_path, content))[1] == [["1", "a\rb\r\rc", "0"], ["2", "d\re\n\r", "1"]]


def test_nul_bytes_stay(tmp_path):
    assert read(write(tmp_path, "id,text\n1,a\0b\n"))[1] == [["1", "a\0b"]]


def test_a_megabyte_in_a_cell(tmp_path):
    long = "x, \n" * (1 << 18)
    assert read(write(tmp_path, f'id,text\n1,"{long}"\n'))[1] == [["1", long]]


def test_blank_lines_are_passed_over(tmp_path):
    assert read(write(tmp_path, "id,text\n\n1,a\n\n\n2,b\n\n"))[1] == [["1", "a"], ["2", "b"]]


def test_lone_surrogates_become_the_replacement_character_and_pairs_are_joined(tmp_path):
    pair = "\ud83d\ude42".encode("utf-8", "surrogatepass")
    lone = "\ud83d".encode("utf-8", "surrogatepass")
    path = write(tmp_path, b"id,text\n1," + pair + b"\n2," + lone + b"\n")
    assert read(path)[1] == [["1", "🙂"], ["2", "\ufffd"]]


@pytest.mark.parametrize(
    ("row", "cells"), [("3,c,extra", 3), ("3", 1), ("3,one, two, three", 4), ('3,"left open', 2)]
)
def test_a_torn_row_is_named_and_not_quoted(tmp_path, row, cells):
    path = write(tmp_path, f'id,text,toxic\n1,a,0\n2,"b\nb",0\n{row}\n')
    if cells == 3:
        path = write(tmp_path, f"id,text\n1,a\n2,b\n{row}\n")
    with pytest.raises(InvalidInput, match=rf"some\.csv, row 3 .* has {cells} cells") as error:
        read(path)
    assert "left open" not in error.value.what
    assert "two" not in str(error.value)


def test_the_line_of_a_torn_row_counts_line_breaks_in_cells(tmp_path):
    with pytest.raises(InvalidInput, match=r"row 2 \(it ends in line 4\)"):
        read(write(tmp_path, 'id,text\n1,"a\na"\n2\n'))


def test_a_quote_left_open_in_a_large_file_is_found_in_bounded_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "LONGEST_CELL", 2_000_000)
    rows = "".join(f"{i},word word word word\n" for i in range(100_000))
    path = write(tmp_path, f'id,text\n0,fine\n1,"open\n{rows}')
    with pytest.raises(
        InvalidInput, match="over 2 million characters in the row that begins in line 3"
    ):
        read(path)


def test_a_file_of_a_header_only_is_refused(tmp_path):
    with pytest.raises(InvalidInput, match=r"some\.csv has a header but no rows"):
        read(write(tmp_path, "id,comment_text,toxic\n\n"))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(InvalidInput, match=r"There is no file some\.csv"):
        read(tmp_path / "some.csv")
    (tmp_path / "some.csv").mkdir()
    with pytest.raises(InvalidInput, match=r"some\.csv is no file that can be read"):
        read(tmp_path / "some.csv")


def test_chunks_hold_all_rows_in_order_within_their_bounds(tmp_path, monkeypatch):
    rows = [[str(i), "x" * (i % 7)] for i in range(50)]
    content = "id,text\n" + "".join(f"{i},{text}\n" for i, text in rows)
    monkeypatch.setattr(reader, "CHUNK_ROWS", 8)
    monkeypatch.setattr(reader, "CHUNK_CHARACTERS", 30)
    with open_table(write(tmp_path, content)) as table:
        chunks = list(table.chunks())
        assert table.bytes_read == table.size
    assert [row for _, chunk in chunks for row in chunk] == rows
    assert all(len(chunk) <= 8 for _, chunk in chunks)
    assert [first for first, _ in chunks] == [
        1 + sum(len(chunk) for _, chunk in chunks[:i]) for i in range(len(chunks))
    ]
