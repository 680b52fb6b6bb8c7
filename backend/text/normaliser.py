"""The normaliser: what a message becomes before a model reads it, in training and in serving.

Steps on the whole text (entities, markup, lower case) come first, then each piece between
whitespace is taken by itself (Unicode, addresses, numbers, punctuation, repeats). Pieces recur, so
what one becomes is remembered; a step for pieces therefore costs next to nothing. A step that must
see several words at once belongs between the two.
"""

from backend.text import capitals
from backend.text.entities import resolve
from backend.text.markup import strip_tags
from backend.text.unicode import plain
from backend.text.words import separate

VERSION = "2"
"""Moves whenever any text is normalised differently: a model is served with its own."""


class _Memory(dict[str, str]):
    """By piece, its tokens, a blank after each; bounded, and safe to share between threads."""

    MOST_PIECES = 1 << 17
    LONGEST = 32  # characters; longer pieces seldom recur

    def __missing__(self, piece: str) -> str:
        tokens = separate(piece) if piece.isascii() else _separate_unicode(piece)
        if tokens:
            tokens += " "
        if len(piece) <= self.LONGEST:
            if len(self) >= self.MOST_PIECES:
                self.clear()
            self[piece] = tokens
        return tokens


def _separate_unicode(piece: str) -> str:
    return " ".join(filter(None, map(separate, plain(piece).split())))


_memory = _Memory()


def normalise(text: str) -> str:
    """The tokens of `text`, a blank between each two; "" where there is nothing to read.

    A text that shouts has `[caps]` as its last token; where that is so already, it stays.

    Total: takes any str, lone surrogates included. Idempotent, linear in the length of `text`, the
    same under Python 3.11 and 3.12. The result is one line that encodes to UTF-8, in which only
    single blanks separate tokens and no token starts with `__label__`.
    """
    text = strip_tags(resolve(text))
    pieces = text.lower().split()
    shouted = bool(pieces) and pieces[-1] == capitals.TOKEN
    if shouted:
        pieces.pop()
    tokens = "".join(map(_memory.__getitem__, pieces))
    if shouted or capitals.shouts(text):
        return tokens + capitals.TOKEN
    return tokens[:-1]
