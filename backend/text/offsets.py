"""Offsets: where in the message as it was typed each of its tokens stands."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from backend.text import capitals, entities, markup
from backend.text.unicode import clusters, plain, plain_character
from backend.text.words import find

_PIECE = re.compile(r"\S+")


class Token(NamedTuple):
    """A token and its span in the original text: code points from `start` up to `end`."""

    text: str
    start: int
    end: int


class _Traced(NamedTuple):
    """A text on its way, and for each of its characters where what it came from starts and ends in
    the original: ranges, which cost nothing, for as long as nothing is replaced."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def replace(
        self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
    ) -> "_Traced":
        texts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for found in pattern.finditer(self.text):
            start, end = found.span()
            made = replacement(found)
            texts += (self.text[at:start], made)
            starts += (*self.starts[at:start], *[self.starts[start]] * len(made))
            ends += (*self.ends[at:start], *[self.ends[end - 1]] * len(made))
            at = end
        if not at:
            return self
        texts.append(self.text[at:])
        return _Traced("".join(texts), [*starts, *self.starts[at:]], [*ends, *self.ends[at:]])

    def lower(self) -> "_Traced":
        text = self.text.lower()
        if len(text) == len(self.text):
            return _Traced(text, self.starts, self.ends)
        made = [character.lower() for character in self.text]  # a dotted capital I becomes two
        return _Traced("".join(made), _repeated(self.starts, made), _repeated(self.ends, made))

    def plain(self) -> "_Traced":
        whole = plain(self.text)
        if whole == self.text:
            return self
        parts = list(clusters(self.text))
        made = [_plain(self.text[start:end]) for start, end in parts]
        if "".join(made).split() != whole.split():  # parts that act on each other after all
            parts, made = [(0, len(self.text))], [whole]
        starts = [self.starts[start] for start, _ in parts]
        ends = [self.ends[end - 1] for _, end in parts]
        return _Traced("".join(made), _repeated(starts, made), _repeated(ends, made))

    def cut(self, start: int, end: int) -> "_Traced":
        return _Traced(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def tokens(self, *, made_plain: bool = False) -> list[Token]:
        """Of lower-case text: each piece is made plain first, unless all are."""
        text, starts, ends = self
        tokens: list[Token] = []
        for piece in _PIECE.finditer(text):
            if made_plain or piece[0].isascii():
                at = piece.start()
                for token, start, end in find(piece[0]):
                    tokens.append(Token(token, starts[at + start], ends[at + end - 1]))
            else:
                tokens += self.cut(*piece.span()).plain().tokens(made_plain=True)
        return tokens


def tokens_with_offsets(text: str) -> list[Token]:
    """The tokens of `text`, each with the characters of `text` that it came from.

    `" ".join(token.text for token in tokens_with_offsets(text)) == normalise(text)`, for every
    str. A span is the word as it was typed, without the signs around it; what an entity, a
    ligature or a zero-width character had a part in, it covers whole. Spans rise, and overlap only
    where several tokens came from the same characters. `[caps]` has the empty span at the end.
    Linear in the length of `text`, at several times the time of `normalise`.
    """
    traced = _Traced(text, range(len(text)), range(1, len(text) + 1))
    traced = traced.replace(entities.REFERENCE, entities.character)
    traced = traced.replace(markup.TAG, lambda _: " ")
    shouts = capitals.shouts(traced.text)
    traced = traced.lower()
    if traced.text.rsplit(None, 1)[-1:] == [capitals.TOKEN]:
        traced = traced.cut(0, traced.text.rindex(capitals.TOKEN))
        shouts = True
    tokens = traced.tokens()
    if shouts:
        tokens.append(Token(capitals.TOKEN, len(text), len(text)))
    return tokens


def _plain(part: str) -> str:
    if len(part) > 1:
        return plain(part)
    return part if part.isascii() else plain_character(part)


def _repeated(places: Sequence[int], made: list[str]) -> list[int]:
    return [place for place, part in zip(places, made, strict=True) for _ in part]
