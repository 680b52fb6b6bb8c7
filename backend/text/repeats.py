"""Repeats: letters and marks stretched for emphasis."""

import re

_STRETCHED = re.compile(r"(.)\1{2,}")


def squeeze(token: str) -> str:
    """`token` with no character more than twice in a row: "coooool" becomes "cool"."""
    return _STRETCHED.sub(_twice, token)


def _twice(found: re.Match[str]) -> str:  # faster than a template, which is parsed at every call
    return found[1] * 2
