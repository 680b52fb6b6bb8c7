"""Unicode: many ways to write a character, and the one that is kept.

Nothing here depends on whether Python knows Unicode 14 (3.11) or 15 (3.12): between the two no
character changed, and those that were added are treated as unassigned by both.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Default_Ignorable_Code_Point: zero-width and bidirectional marks, soft hyphens, fillers,
# variation selectors, tags (DerivedCoreProperties.txt; stable but for reserved code points).
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
# What Unicode 15.0 added, emoji apart (DerivedAge.txt).
_UNICODE_15 = re.compile(
    "[\u0cf3\u0ece\U00010efd-\U00010eff\U0001123f-\U00011241\U00011b00-\U00011b09"
    "\U00011f00-\U00011f59\U0001342f\U00013439-\U00013455\U0001b132\U0001b155"
    "\U0001d2c0-\U0001d2d3\U0001df25-\U0001df2a\U0001e030-\U0001e08f\U0001e4d0-\U0001e4f9"
    "\U0001f774-\U0001f77f\U0001f7d9\U0002b739\U00031350-\U000323af]+"
)
_SENTENCES = re.compile("[\ufdfa\ufdfb]+")
_APOSTROPHES = "ʼ‘’‛"
_MOST_MARKS = 30  # in a row: the bound of the Stream-Safe Text Format (UAX #15)
_MANY_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")  # or other signs: a guard
_EMOJI = range(0x1F000, 0x1FB00)


class _Places(dict[int, str]):
    """By code point, what stands in its place, worked out when first met, for str.translate."""

    MOST = 1 << 15

    def __missing__(self, code: int) -> str:
        if len(self) >= self.MOST:
            self.clear()
        self[code] = place = _place(chr(code))
        return place


def _place(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    category = unicodedata.category(character)
    if character.isascii() or category[0] in "LMN":
        return character
    if (category[0] == "S" and character != "\ufffd") or ord(character) in _EMOJI:
        return f" {character} "
    return " "


_PLACES = _Places()


def mend(text: str) -> str:
    """`text` as Unicode that can be encoded: surrogate pairs joined, lone ones made U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def strip_invisible(text: str) -> str:
    """`text` without the characters that nobody sees, such as zero-width joiners."""
    return _INVISIBLE.sub("", text)


def strip_unassigned(text: str) -> str:
    """`text` with a blank for what Unicode 15.0 added, emoji apart: to Python 3.11 it is new."""
    return _UNICODE_15.sub(" ", text)


def shorten(text: str) -> str:
    """`text` with a blank for the two characters (U+FDFA, U+FDFB) that stand for a whole sentence.

    NFKC would make 18 and 8 of them; of any other it makes 6 at most, so work stays in bounds.
    """
    return _SENTENCES.sub(" ", text)


def limit_marks(text: str) -> str:
    """`text` with at most 30 combining marks in a row: normalising more takes squared time."""
    return _MANY_MARKS.sub(_limited, text)


def _limited(found: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in found[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def fold(text: str) -> str:
    """`text` without regard to case or compatible forms: NFKC around full case folding.

    The Unicode Standard, section 3.13, compatibility caseless match.
    """
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", text)


def separate_signs(text: str) -> str:
    """`text` with blanks around each symbol and emoji, and in place of punctuation and controls.

    ASCII stays as it is, and so do letters, marks and digits of every script; curly apostrophes
    become straight ones.
    """
    return text.translate(_PLACES)


def plain(text: str) -> str:
    """All of the above: the one form of `text` that is kept. Idempotent."""
    text = shorten(strip_unassigned(strip_invisible(mend(text))))
    text = fold(limit_marks(text.replace("´", "'")))  # NFKC would make it a blank and a mark
    return separate_signs(limit_marks(text))


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts of `text` start and end that hardly act on each other in `plain`.

    A part is a character with the marks on it, the vowels and tails of its Hangul syllable, the
    invisible characters after it, or the second half of a surrogate pair.
    """
    start = 0
    for index in range(1, len(text)):
        if _joins(text[index]):
            continue
        yield start, index
        start = index
    if text:
        yield start, len(text)


@lru_cache(maxsize=1 << 14)
def _joins(character: str) -> bool:
    if "\udc00" <= character <= "\udfff" or _INVISIBLE.match(character):
        return True
    first = unicodedata.normalize("NFKC", character)[0]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"


@lru_cache(maxsize=1 << 14)
def plain_character(character: str) -> str:
    """`plain`, remembered."""
    return plain(character)
