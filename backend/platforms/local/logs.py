"""Reading logs that may be huge, and that somebody may be writing to."""

import codecs
from collections.abc import Iterator
from pathlib import Path

_BLOCK = 1 << 16
_MOST = 1 << 22  # bytes read from the end for the last lines, however long these are


def read_lines(path: Path, tail: int | None = None) -> tuple[str, ...]:
    """The lines of a log, or the last `tail` of them; none when there is no file.

    Bytes that are not UTF-8 become U+FFFD; a character still being written is left out. Of a line
    that overwrites itself with carriage returns, the last state is given. The last lines are
    looked for in the last 4 MiB only.
    """
    if tail is not None and tail <= 0:
        return ()
    try:
        content = path.read_bytes() if tail is None else _end(path, tail)
    except FileNotFoundError:
        return ()
    text = _decode(content)
    lines = text.split("\n")
    if "\r" in text:
        lines = [_clean(line) for line in lines]
    if lines[-1] == "":
        lines.pop()
    return tuple(lines if tail is None else lines[-tail:])


def lines_after(path: Path, place: int) -> Iterator[tuple[str, int]]:
    """The whole lines of a log after `place` bytes, each with the place after it.

    As `read_lines` gives them, one by one; a line that is still being written waits.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        file.seek(place)
        for line in file:
            if not line.endswith(b"\n"):
                return
            place += len(line)
            yield _clean(line[:-1].decode("utf-8", "replace")), place


def _decode(content: bytes) -> str:
    return codecs.getincrementaldecoder("utf-8")("replace").decode(content)


def _clean(line: str) -> str:
    return line.rstrip("\r").rpartition("\r")[2]


def _end(path: Path, lines: int) -> bytes:
    """The last bytes of the file: at least `lines` whole lines where `_MOST` bytes hold them."""
    with path.open("rb") as file:
        place = file.seek(0, 2)
        first = max(0, place - _MOST)
        content = b""
        while place > first and content.count(b"\n") <= lines:
            size = min(_BLOCK, place - first)
            place = file.seek(place - size)
            content = file.read(size) + content
    return content
