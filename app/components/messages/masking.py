"""Masks: a message shown so that its shape can be seen, and its words cannot be read."""

import re

_WORD = re.compile(r"\w+")
_LONGEST = 160
_DOTS = 6


def mask_word(word: str) -> str:
    """The first letter, and dots for the rest: "i●●●●"."""
    return word[:1] + "●" * min(len(word) - 1, _DOTS)


def masked(text: str) -> str:
    """Every word of `text` masked, on one line, cut where it is long."""
    line = shortened(text)
    return _WORD.sub(lambda found: mask_word(found[0]), line)


def shortened(text: str) -> str:
    """`text` on one line, cut where it is long."""
    line = " ".join(text[: 4 * _LONGEST].split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
