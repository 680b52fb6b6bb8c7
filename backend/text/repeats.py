"""Repeats: letters and marks stretched for emphasis."""

import re

_STRETCHED = re.compile(r"(.)\1\1+", re.DOTALL)
_MOST_STARS = 12  # they are counted: "f***" stands for four letters


def squeeze(token: str) -> str:
    """`token` with no character more than twice in a row, stars apart: "coooool" is "cool"."""
    return _STRETCHED.sub(_shortened, token)


def _shortened(found: re.Match[str]) -> str:  # faster than a template, parsed at every call
    return found[0][: _MOST_STARS if found[1] == "*" else 2]
