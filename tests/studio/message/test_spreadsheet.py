"""CSV for spreadsheets."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.studio.message.spreadsheet import csv_bytes, inert

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(
    "before", ["", " ", "\u00a0", '"', "'", ' "', "\u200b", "\u3000", "\ufeff", "\x00"]
)
def test_what_would_start_a_formula_gets_an_apostrophe(sign: str, before: str) -> None:
    text = f'{before}{sign}HYPERLINK("http://example.org")'
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("control", ["\t", "\r", "\n", "\r\n"])
def test_a_cell_does_not_begin_with_a_control(control: str) -> None:
    assert inert(f"{control}hello").startswith("'")


@pytest.mark.parametrize(
    "text",
    ["", "hello", "a = b", "5-4", "me@example.org", "-5", "-0.25", "12", "id=7", "x, -y", "1 + 1"],
)
def test_what_starts_none_stays(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("text", ["-1+cmd|' /C calc'!A0", "+1", "-1e5", "-١"])
def test_what_only_looks_like_a_number_is_made_inert(text: str) -> None:
    assert inert(text) == f"'{text}"


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(SIGNS + ";\t\r\n\"' ,"))))
def test_no_cell_starts_a_formula_whatever_the_separator(text: str) -> None:
    content = csv_bytes(("id", "message"), [("1", text)])
    for delimiter in ",;\t":
        for cell in (cell for row in read(content, delimiter) for cell in row):
            bare = cell.lstrip('"\r\n\t \u00a0\u3000\u200b\ufeff')
            assert not bare or bare[0] not in SIGNS
    ((_, cell),) = read(content)[1:]
    assert not cell or cell[0] not in "\t\r\n"


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]))))
def test_cells_come_back_as_they_are_but_for_apostrophes(texts: list[str]) -> None:
    rows = read(csv_bytes(("row", "message"), list(enumerate(texts))))
    assert rows[0] == ["row", "message"]
    assert [int(row[0]) for row in rows[1:]] == list(range(len(texts)))
    for text, row in zip(texts, rows[1:], strict=True):
        assert row[1].replace("'", "") == text.replace("'", "")


def test_it_opens_right_in_spreadsheets() -> None:
    content = csv_bytes(("=id", "héllo"), [("a\r\nb", 0.5), ("\ud800", -0.5)])
    assert content.startswith(b"\xef\xbb\xbf'=id,h\xc3\xa9llo\r\n")
    assert content.count(b"\r\n") == 3
    assert b'"a\nb",0.5\r\n' in content
    assert b"?,-0.5\r\n" in content


def test_long_texts_are_read_once() -> None:
    for text in ('"' * 200_000, "\n" * 200_000, "; " * 100_000, " " * 200_000 + "="):
        assert len(inert(text)) <= len(text) + 1
