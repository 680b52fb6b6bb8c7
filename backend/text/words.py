"""Words: how a piece of text without whitespace falls into tokens."""

import re
from collections.abc import Iterator
from string import punctuation

from backend.text.repeats import squeeze

TOKENS = frozenset({"[url]", "[email]", "[ip]", "[number]"})
"""What stands for every address and number. Each is left alone when met again."""

_LETTER = r"[^\x00-\x2f\x3a-\x60\x7b-\x7f\s]"  # or digit: all but ASCII signs, controls, spaces
_ALPHA = r"[^\x00-\x60\x7b-\x7f\s]"  # the same without ASCII digits
_END = rf"(?!{_LETTER})"
# Signs that hide a letter stay in the word, for a reading to tell: "a$$hole", "f@ggot". Signs that
# also stand between words are one word's only with two letters or fewer on a side: "sh!t" is one
# word, "wow!great" are two.
_INSIDE = (
    rf"(?:['*@$]+|(?<!{_LETTER}{{3}})[!#%|+*@$]{{1,8}}|[!#%|+](?!{_LETTER}{{3}}))"
    rf"(?![0-9]+{_END}){_LETTER}+"
)
# "@" before a word is the "a" of "@sshole" as often as it names a person; so it stays, and neither
# is lost. "$" before a digit is money, but for "$3x" and the like. "!" only where another sign
# follows soon: "!d!ot".
_BEFORE = (
    rf"(?:@\${{2,}}(?={_LETTER})|[@$]{{1,3}}!?(?={_ALPHA})|\$(?=[03][ac-jln-z])"
    rf"|!(?={_LETTER}{{1,2}}[!@$](?![0-9]+{_END}){_LETTER}))"
)
_AFTER = rf"(?:[!@]?\$+|(?<={_LETTER}{{2}})@){_END}"
# A word goes on behind at most 30 signs: each costs memory until its end is found.
# Linear: an alternative that fails was bounded, or the word after it takes what it has read.
# No possessive quantifiers: Python 3.11 before 3.11.5 gets them wrong around groups.
_ADDRESSES = (
    r"(?P<url>(?:(?:https?|ftp)://|www\.)[^\s<>\"'(){}|,;\[\]]+)"
    r"|(?P<email>[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})" + _END + "|"
    r"(?P<ip>[0-9]{1,3}(?:\.[0-9]{1,3}){3})" + _END + "|"
)
_OTHERS = (
    rf"(?P<number>[0-9]+(?:[.,:][0-9]+{_END})*)(?![@$*]{_ALPHA})" + _END + "|"
    # "f***", but neither "**bold**" nor a footnote's stars.
    rf"(?P<masked>(?<!\*)(?:{_LETTER}{{1,3}}\*{{2,}}|{_LETTER}{{4,12}}\*{{3,}})(?!\*)"
    rf"(?!['!#%|+*@$]{{0,8}}{_LETTER}))|"
    rf"(?P<word>{_BEFORE}?{_LETTER}+(?:{_INSIDE}){{0,30}}(?:{_AFTER})?|@\$\${_END})|"
    r"(?P<mark>!+|\?+)"
)
_TOKEN, _TOKEN_OF_NO_ADDRESS = re.compile(_ADDRESSES + _OTHERS), re.compile(_OTHERS)
_KEPT = ("word", "masked", "mark")
_SILENT = "".join(set(punctuation) - set("!?@$*"))


def separate(piece: str) -> str:
    """The tokens of a lower-case `piece` that holds no whitespace, a blank between each two.

    Addresses and numbers become their token. Punctuation falls away, but for what is part of a
    word ("don't" stays one, and so does "a$$hole") and "!" and "?", which tell how it was said.
    Idempotent.
    """
    core = _core(piece)
    if core:
        return squeeze(core)
    if piece in TOKENS:
        return piece
    return " ".join([_token(found) for found in _matches(piece)])


def find(piece: str) -> Iterator[tuple[str, int, int]]:
    """The tokens that `separate` makes of `piece`, each with where it starts and ends there."""
    core = _core(piece)
    if core:
        start = piece.index(core)
        yield squeeze(core), start, start + len(core)
        return
    if piece in TOKENS:
        yield piece, 0, len(piece)
        return
    for found in _matches(piece):
        yield _token(found), found.start(), found.end()


def _matches(piece: str) -> Iterator[re.Match[str]]:
    """Addresses are looked for, which takes time, only where one could be."""
    addressed = "." in piece or "/" in piece or "@" in piece
    pattern = _TOKEN if addressed else _TOKEN_OF_NO_ADDRESS
    return pattern.finditer(piece.replace("`", "'"))


def _token(found: re.Match[str]) -> str:
    group = found.lastgroup
    return squeeze(found[0]) if group in _KEPT else f"[{group}]"


def _core(piece: str) -> str:
    """What most pieces are, a word with punctuation around it, without that; else ""."""
    core = piece.strip(_SILENT)
    return core if core.isalpha() and core.isascii() and piece not in TOKENS else ""
