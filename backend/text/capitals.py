"""Capitals: whether a message shouts, which lower case would hide."""

import re

from backend.text.unicode import strip_unassigned

TOKEN = "[caps]"  # noqa: S105 - no secret: the last token of a message that shouts
_FEWEST = 5  # letters: "OK" and "USA" are no shouting
_ASCII = re.compile(r"[\x00-\x7f]+")
_NOT_UPPER = bytes(code for code in range(128) if not 65 <= code <= 90)
_NOT_LOWER = bytes(code for code in range(128) if not 97 <= code <= 122)


def shouts(text: str) -> bool:
    """Whether `text` has at least five letters, at least half of them in upper case.

    Never true of what case folding made, which in Cherokee and a few signs is upper case.
    """
    ascii_text = text.encode("ascii", "ignore")
    upper = len(ascii_text.translate(None, _NOT_UPPER))
    foreign = len(text) - len(ascii_text)
    most = upper + foreign  # letters that may be upper case
    # Mostly the start alone has more than that in lower case.
    if len(ascii_text[: 4 * most].translate(None, _NOT_LOWER)) > most:
        return False
    letters = upper + len(ascii_text.translate(None, _NOT_LOWER))
    if foreign and most >= letters - upper:  # else they could not tip the scales
        others = [c for c in strip_unassigned(_ASCII.sub("", text)) if c.isalpha()]
        letters += len(others)
        upper += sum(c.isupper() and c.casefold() != c for c in others)
    return letters >= _FEWEST and upper * 2 >= letters
