"""Rows of a CSV file, one at a time, whatever it is encoded in."""

import contextlib
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from backend.datasets.encodings import Encoding, detect
from backend.errors import InvalidInput
from backend.text.unicode import mend

LONGEST_CELL = 1 << 24  # characters; past this, a quote was left open
CHUNK_ROWS = 4096
CHUNK_CHARACTERS = 1 << 18

# pandas and csv.writer leave carriage returns unquoted that end no line, and csv.reader would end
# the row there: they are written otherwise for it.
_LONE_RETURN = re.compile(r"\r(?!\r*(?:\n|\Z))")
_KEPT_RETURN = "\udc0d"  # half a character: stands in no text that was decoded or mended


class Table:
    """A CSV file that is being read: its header, then its rows, once.

    size: bytes of the file.
    """

    def __init__(self, path: Path, encoding: Encoding, binary: io.BufferedReader) -> None:
        self.path = path
        self.name = path.name
        self.encoding = encoding
        self.size = path.stat().st_size
        self._binary = binary
        head = binary.peek().decode(encoding.codec, "ignore").partition("\n")[0]
        self._ends_in_newlines = "\r" not in head.rstrip("\r")
        self._returns = False
        self._text = io.TextIOWrapper(
            binary,
            encoding.codec,
            "surrogatepass" if encoding.lone_surrogates else "strict",
            newline="\n" if self._ends_in_newlines else "",
        )
        csv.field_size_limit(LONGEST_CELL)
        self._lines = csv.reader(self._read_lines())
        self.header = tuple(self._next() or ())

    @property
    def bytes_read(self) -> int:
        """How much of the file has been read."""
        return self._binary.tell()

    def rows(self) -> Iterator[list[str]]:
        """The cells of each row after the header; blank lines are passed over.

        Raises InvalidInput at a row with too few or too many cells, at a cell of over
        LONGEST_CELL characters, and in the end when there was no row.
        """
        width = len(self.header)
        number = 0
        while (cells := self._next()) is not None:
            number += 1
            if len(cells) != width:
                raise InvalidInput(
                    f"{self.name}, row {number} (it ends in line {self._lines.line_num}) has"
                    f" {len(cells)} cells where the header has {width}.",
                    "Put a text that holds commas, quotes or line breaks in double quotes, and"
                    " double the quotes in it.",
                )
            yield cells
        if not number:
            raise InvalidInput(f"{self.name} has a header but no rows.")

    def chunks(self) -> Iterator[tuple[int, list[list[str]]]]:
        """The rows, some at a time, with the number of the first. Raises as `rows` does.

        A chunk ends at CHUNK_ROWS rows or once it has CHUNK_CHARACTERS characters.
        """
        first, size = 1, 0
        chunk: list[list[str]] = []
        for cells in self.rows():
            chunk.append(cells)
            size += sum(map(len, cells))
            if size >= CHUNK_CHARACTERS or len(chunk) == CHUNK_ROWS:
                yield first, chunk
                first += len(chunk)
                chunk, size = [], 0
        if chunk:
            yield first, chunk

    def _next(self) -> list[str] | None:
        start = self._lines.line_num + 1
        try:
            while not (cells := next(self._lines)):
                start = self._lines.line_num + 1
        except StopIteration:
            return None
        except csv.Error:
            raise InvalidInput(
                f"{self.name} has a cell of over {LONGEST_CELL // 1_000_000} million characters in"
                f" the row that begins in line {start}.",
                "A double quote may be left open there.",
            ) from None
        if self._returns:
            self._returns = False
            return [cell.replace(_KEPT_RETURN, "\r") for cell in cells]
        return cells

    def _read_lines(self) -> Iterator[str]:
        for raw in self._text:
            line = mend(raw) if self.encoding.lone_surrogates else raw
            if "\r" in line and self._ends_in_newlines:
                line = _LONE_RETURN.sub(_KEPT_RETURN, line)
                self._returns = True
            yield line


@contextlib.contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a CSV file. Raises InvalidInput when it is not there, cannot be read or is empty."""
    try:
        encoding = detect(path)
        binary = path.open("rb")
    except FileNotFoundError:
        raise InvalidInput(f"There is no file {path.name}.") from None
    except (IsADirectoryError, PermissionError):
        raise InvalidInput(f"{path.name} is no file that can be read.") from None
    with binary:
        yield Table(path, encoding, binary)
