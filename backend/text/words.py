"""Words: how a piece of text without whitespace falls into tokens."""

import re
from string import punctuation

from backend.text.repeats import squeeze

TOKENS = frozenset({"[url]", "[email]", "[ip]", "[number]"})
"""What stands for every address and number. Each is left alone when met again."""

_LETTER = r"[^\x00-\x2f\x3a-\x60\x7b-\x7f\s]"  # or digit: all but ASCII signs, controls, spaces
_END = rf"(?!{_LETTER})"
# Linear: an alternative that fails was bounded, or the word after it takes what it has read.
# No possessive quantifiers: Python 3.11 before 3.11.5 gets them wrong around groups.
_TOKEN = re.compile(
    r"(?P<url>(?:(?:https?|ftp)://|www\.)[^\s<>\"'(){}|,;\[\]]+)"
    r"|(?P<email>[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})" + _END + "|"
    r"(?P<ip>[0-9]{1,3}(?:\.[0-9]{1,3}){3})" + _END + "|"
    rf"(?P<number>[0-9]+(?:[.,:][0-9]+{_END})*)" + _END + "|"
    rf"(?P<word>{_LETTER}+(?:['*]+{_LETTER}+)*)|"
    r"(?P<mark>!+|\?+)"
)
_KEPT = ("word", "mark")
_SILENT = punctuation.replace("!", "").replace("?", "")


def separate(piece: str) -> str:
    """The tokens of a lower-case `piece` that holds no whitespace, a blank between each two.

    Addresses and numbers become their token. Punctuation falls away, but for what holds a word
    together ("don't" stays one) and "!" and "?", which tell how it was said. Idempotent.
    """
    if piece in TOKENS:
        return piece
    core = piece.strip(_SILENT)
    if core.isalpha() and core.isascii():  # most pieces: a word and what follows it
        return squeeze(core)
    return " ".join(
        squeeze(found[0]) if found.lastgroup in _KEPT else f"[{found.lastgroup}]"
        for found in _TOKEN.finditer(piece.replace("`", "'"))
    )
