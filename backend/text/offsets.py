"""Offsets: where in the message as it was typed each of its tokens stands."""

import re
from collections.abc import Callable
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
    """A text on its way, and for each of its characters the span of the original it came from."""

    text: str
    spans: list[tuple[int, int]]

    def replace(
        self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
    ) -> "_Traced":
        texts: list[str] = []
        spans: list[tuple[int, int]] = []
        at = 0
        for found in pattern.finditer(self.text):
            start, end = found.span()
            made = replacement(found)
            texts += (self.text[at:start], made)
            spans += self.spans[at:start]
            spans += [(self.spans[start][0], self.spans[end - 1][1])] * len(made)
            at = end
        return _Traced("".join((*texts, self.text[at:])), spans + self.spans[at:])

    def lower(self) -> "_Traced":
        text = self.text.lower()
        if len(text) == len(self.text):
            return _Traced(text, self.spans)
        made = [character.lower() for character in self.text]  # a dotted capital I becomes two
        return _Traced("".join(made), _repeated(self.spans, made))

    def pieces(self) -> "list[_Traced]":
        found = [match.span() for match in _PIECE.finditer(self.text)]
        return [_Traced(self.text[start:end], self.spans[start:end]) for start, end in found]

    def plain(self) -> "_Traced":
        whole = plain(self.text)
        if whole == self.text:
            return self
        parts = list(clusters(self.text))
        made = [_plain(self.text[start:end]) for start, end in parts]
        if "".join(made).split() != whole.split():  # parts that act on each other after all
            parts, made = [(0, len(self.text))], [whole]
        spans = [(self.spans[start][0], self.spans[end - 1][1]) for start, end in parts]
        return _Traced("".join(made), _repeated(spans, made))

    def tokens(self) -> list[Token]:
        return [
            Token(token, self.spans[start][0], self.spans[end - 1][1])
            for token, start, end in find(self.text)
        ]


def tokens_with_offsets(text: str) -> list[Token]:
    """The tokens of `text`, each with the characters of `text` that it came from.

    `" ".join(token.text for token in tokens_with_offsets(text)) == normalise(text)`, for every
    str. A span is the word as it was typed, without the signs around it; what an entity, a
    ligature or a zero-width character had a part in, it covers whole. Spans rise, and overlap only
    where several tokens came from the same characters. `[caps]` has the empty span at the end.
    Linear in the length of `text`, at about ten times the time of `normalise`.
    """
    traced = _Traced(text, list(zip(range(len(text)), range(1, len(text) + 1), strict=True)))
    traced = traced.replace(entities.REFERENCE, entities.character)
    traced = traced.replace(markup.TAG, lambda _: " ")
    pieces = traced.lower().pieces()
    shouts = capitals.shouts(traced.text)
    if pieces and pieces[-1].text == capitals.TOKEN:
        del pieces[-1]
        shouts = True
    tokens = [
        token
        for piece in pieces
        for part in ([piece] if piece.text.isascii() else piece.plain().pieces())
        for token in part.tokens()
    ]
    if shouts:
        tokens.append(Token(capitals.TOKEN, len(text), len(text)))
    return tokens


def _plain(part: str) -> str:
    if len(part) > 1:
        return plain(part)
    return part if part.isascii() else plain_character(part)


def _repeated(spans: list[tuple[int, int]], made: list[str]) -> list[tuple[int, int]]:
    return [span for span, part in zip(spans, made, strict=True) for _ in part]
