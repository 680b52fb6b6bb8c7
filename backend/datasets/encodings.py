"""Encodings: how the bytes of a CSV file become text."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from backend.errors import InvalidInput

_BLOCK = 1 << 20  # bytes
_LONGEST_LINE = 1 << 24  # bytes to look for the end of a line in

_MARKS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32"),
    (codecs.BOM_UTF8, "UTF-8 with byte order mark", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16"),
)
_BINARY = (
    *(b"PK\x03\x04", b"\x1f\x8b", b"%PDF", b"\xd0\xcf\x11\xe0", b"BZh", b"\xfd7zXZ"),
    *(b"PAR1", b"SQLite format 3", b"\x89PNG", b"\xff\xd8\xff", b"GIF8"),
)
_NOT_IN_WINDOWS_1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))

# What "surrogateescape" makes of bytes that are not UTF-8, and of an encoded lone surrogate.
_ESCAPED = re.compile("[\udc80-\udcff]")
_ESCAPED_SURROGATE = re.compile("\udced[\udca0-\udcbf][\udc80-\udcbf]")


@dataclass(frozen=True)
class Encoding:
    """title: for people. codec: Python's name. lone_surrogates: whether halves of characters
    stand in the text, which are read as U+FFFD. guessed: whether it is only what fits best."""

    title: str
    codec: str
    lone_surrogates: bool = False
    guessed: bool = False


def detect(path: Path) -> Encoding:
    """Read the whole file, in blocks, to learn its encoding.

    A byte order mark decides; then UTF-8 if all of it is; then Windows-1252 (Latin-1 where that
    has no character for a byte). Raises InvalidInput for an empty or binary file, for one in
    UTF-16 without a mark, and for one that is UTF-8 almost everywhere.
    """
    with path.open("rb") as file:
        head = file.read(1 << 16)
    if not head.strip():
        raise InvalidInput(f"{path.name} is empty.")
    for mark, title, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(title, codec, lone_surrogates=_lone_surrogates(path, title, codec))
    if head.startswith(_BINARY):
        raise InvalidInput(f"{path.name} is not a text file.", "Unpack it, or export it as CSV.")
    if b"\0" in head.split(b"\n", 1)[0]:
        raise InvalidInput(
            f"{path.name} looks like UTF-16 without a byte order mark.", "Save it as UTF-8."
        )
    return _utf8_or_windows(path)


def _lone_surrogates(path: Path, title: str, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)("surrogatepass")
    found = False
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                found = found or _has_surrogate(decoder.decode(block))
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise InvalidInput(
            f"{path.name} begins as {title}, but part of it cannot be read so.",
            "It may be cut off or damaged. Save it again as UTF-8.",
        ) from None
    return found


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _utf8_or_windows(path: Path) -> Encoding:
    lines = characters = surrogates = broken = first_broken_line = 0
    in_windows_1252 = True
    with path.open("rb") as file:
        # Whole lines, so that no character is cut in two.
        while block := file.read(_BLOCK):
            block += file.readline(_LONGEST_LINE)
            if not block.isascii():
                text = block.decode("utf-8", "surrogateescape")
                escaped = len(_ESCAPED.findall(text))
                halves = len(_ESCAPED_SURROGATE.findall(text)) if escaped else 0
                characters += len(text) - len(text.encode("ascii", "ignore")) - escaped
                surrogates += halves
                if escaped > 3 * halves:
                    if not broken:
                        first_broken_line = lines + 1 + _lines_before_broken(text)
                    broken += escaped - 3 * halves
                    in_windows_1252 &= not any(map(block.__contains__, _NOT_IN_WINDOWS_1252))
            lines += block.count(b"\n")
    if not broken:
        return Encoding("UTF-8", "utf-8", lone_surrogates=surrogates > 0)
    if characters > broken:
        raise InvalidInput(
            f"{path.name} is UTF-8 but for {broken} bytes, the first in line {first_broken_line}.",
            "Correct them, or save it again as UTF-8.",
        )
    if in_windows_1252:
        return Encoding("Windows-1252", "cp1252", guessed=True)
    return Encoding("Latin-1", "latin-1", guessed=True)


def _lines_before_broken(text: str) -> int:
    whole = _ESCAPED_SURROGATE.sub("   ", text)
    match = _ESCAPED.search(whole)
    return whole.count("\n", 0, match.start()) if match else 0
