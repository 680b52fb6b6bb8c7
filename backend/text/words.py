"""Words: how a piece of text without whitespace falls into tokens."""

import re
from collections.abc import Iterator
from string import punctuation

from backend.text.repeats import squeeze

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
_REPLACED = {
    "url": r"(?:(?:https?|ftp)://|www\.)[^\s<>\"'(){}|,;\[\]]+",
    "email": r"[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}" + _END,
    "ip": r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}" + _END,
    "number": rf"[0-9]+(?:[.,:][0-9]+{_END})*(?![@$*]{_ALPHA}){_END}",
}
_KEPT = (
    # "f***", but neither "**bold**" nor a footnote's stars.
    rf"(?<!\*)(?:{_LETTER}{{1,3}}\*{{2,}}|{_LETTER}{{4,12}}\*{{3,}})(?!\*)"
    rf"(?!['!#%|+*@$]{{0,8}}{_LETTER})|"
    rf"{_BEFORE}?{_LETTER}+(?:{_INSIDE}){{0,30}}(?:{_AFTER})?|@\$\${_END}|"
    r"!+|\?+"
)
_TOKEN = re.compile("".join(f"(?P<{name}>{form})|" for name, form in _REPLACED.items()) + _KEPT)
_TOKEN_IF_KEPT = re.compile("".join(f"{form}|" for form in _REPLACED.values()) + f"({_KEPT})")
_SILENT = "".join(set(punctuation) - set("!?@$*"))

TOKENS = frozenset(f"[{name}]" for name in _REPLACED)
"""What stands for every address and number. Each is left alone when met again."""


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
    kept = _TOKEN_IF_KEPT.findall(_straight(piece))  # strings, which cost less than matches
    if "" in kept:
        return " ".join([token for token, _, _ in _found(piece)])
    return squeeze(" ".join(kept))


def find(piece: str) -> Iterator[tuple[str, int, int]]:
    """The tokens that `separate` makes of `piece`, each with where it starts and ends there."""
    core = _core(piece)
    if core:
        start = piece.index(core)
        yield squeeze(core), start, start + len(core)
    elif piece in TOKENS:
        yield piece, 0, len(piece)
    else:
        yield from _found(piece)


def _found(piece: str) -> Iterator[tuple[str, int, int]]:
    for found in _TOKEN.finditer(_straight(piece)):
        token = f"[{found.lastgroup}]" if found.lastgroup else squeeze(found[0])
        yield token, found.start(), found.end()


def _straight(piece: str) -> str:
    return piece.replace("`", "'")


def _core(piece: str) -> str:
    """What most pieces are, a word with punctuation around it, without that; else ""."""
    core = piece.strip(_SILENT)
    return core if core.isalpha() and core.isascii() and piece not in TOKENS else ""
