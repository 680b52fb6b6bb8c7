"""CSV for spreadsheets: opens right in them, and nothing in it can start a formula.

People write messages; a spreadsheet takes a cell that begins with "=", "+", "-" or "@" for a
formula, which can run programs or send the table away. Such a cell gets an apostrophe before it,
as OWASP advises ("CSV injection"): spreadsheets then take it for text.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

Cell = str | int | float
MIME = "text/csv; charset=utf-8"

_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻−"  # full-width and small forms too: some programs fold them
# What a program may pass over before a sign: quotes, blanks, what is not seen. No break is among
# them, so that each character is looked at once.
_PASSED_OVER = (
    "\"'`´‘’“”«» \x00-\x08\x0b-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f"
    "\u205f-\u2069\u3000\ufeff"
)
# A cell begins where the text does; and, where the list separator of the reader's country is a
# semicolon or a tab, or quotes are not heeded, after one of these or a line break.
_FORMULA = re.compile(rf"(?:(?<=\A)|(?<=[;\t\n]))(?=[{_PASSED_OVER}]*[{_SIGNS}])")
_CONTROL = re.compile(r"[\t\r\n]")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?", re.ASCII)
_LINE_BREAK = re.compile(r"\r\n?")


def inert(text: str) -> str:
    """`text` as a cell in which no spreadsheet sees a formula. Plain numbers stay as they are."""
    if _NUMBER.fullmatch(text):
        return text
    mark = "'" if _CONTROL.match(text) else ""
    text = _FORMULA.sub("'", _LINE_BREAK.sub("\n", text))
    return text if text.startswith("'") else mark + text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file: UTF-8 with a byte order mark, CRLF between rows, every text cell inert.

    Half characters (lone surrogates) become "?".
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(map(inert, header))
    for row in rows:
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in row])
    return file.getvalue().encode("utf-8-sig", errors="replace")
