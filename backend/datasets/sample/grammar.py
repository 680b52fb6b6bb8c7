"""A small grammar for phrases: `[hi|hello] {name}`.

`[a|b|]` is a choice (an empty alternative leaves it out), `{name}` stands for a table of that name,
`a(n)` becomes "a" or "an". Both nest: a table is itself a pattern, whose alternatives are divided
by `|` or by line breaks (a line indented further continues the one before it).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import dedent

from backend.datasets.sample.dice import Dice


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled from the table of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    options: tuple["Phrase", ...]


Phrase = tuple[str | Slot | Choice, ...]

_MARK = re.compile(r"[\[\]|]|\{\w+\}|[^\[\]|{}]+")
_ARTICLE = re.compile(r"\ba\(n\) +(?=([aeiou])?)")
_BEFORE_PUNCTUATION = re.compile(r"\s+(?=[,.!?])")


def lines(block: str) -> tuple[str, ...]:
    """The lines of a block; one that is indented further continues the one before it."""
    return tuple(dedent(block).strip().replace("\n    ", " ").split("\n"))


def frames(openings: str, endings: str) -> str:
    """A block in which every line of one is followed by every line of the other."""
    return "\n".join(
        f"{opening} {ending}" for opening in lines(openings) for ending in lines(endings)
    )


def together(*blocks: str) -> str:
    """The lines of all the blocks as one."""
    return "\n".join(line for block in blocks for line in lines(block))


@cache
def parse(pattern: str) -> Choice:
    """Read a pattern. Raises ValueError when its brackets do not match."""
    text = "|".join(lines(pattern))
    marks = _MARK.findall(text)
    if "".join(marks) != text:
        raise ValueError(f"A brace does not match in {pattern!r}")
    stack: list[list[list[str | Slot | Choice]]] = [[[]]]
    for mark in marks:
        if mark == "[":
            stack.append([[]])
        elif mark == "]":
            options = stack.pop()
            if not stack:
                raise ValueError(f"A bracket does not match in {pattern!r}")
            stack[-1][-1].append(_choice(options))
        elif mark == "|":
            stack[-1].append([])
        else:
            stack[-1][-1].append(Slot(mark[1:-1]) if mark[0] == "{" else mark)
    if len(stack) > 1:
        raise ValueError(f"A bracket does not match in {pattern!r}")
    return _choice(stack[0])


def _choice(options: list[list[str | Slot | Choice]]) -> Choice:
    return Choice(tuple(tuple(option) for option in options))


def slots(pattern: str) -> frozenset[str]:
    """The names of the tables a pattern draws from itself, not through another table."""
    return frozenset(re.findall(r"\{(\w+)\}", pattern))


def expand(pattern: str, tables: Mapping[str, str], dice: Dice) -> str:
    """One text the pattern can produce, with its spaces and articles put right."""
    pieces: list[str] = []

    def walk(choice: Choice) -> None:
        for node in dice.pick(choice.options):
            if isinstance(node, str):
                pieces.append(node)
            elif isinstance(node, Slot):
                walk(parse(tables[node.name]))
            else:
                walk(node)

    walk(parse(pattern))
    return tidy("".join(pieces))


def tidy(text: str) -> str:
    """Single spaces, none before punctuation, and the right indefinite articles."""
    text = " ".join(text.split())
    text = _ARTICLE.sub(lambda match: "an " if match[1] else "a ", text)
    return _BEFORE_PUNCTUATION.sub("", text)
