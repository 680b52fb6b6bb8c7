"""Repeats: letters and marks stretched for emphasis."""

import re

_STRETCHED = re.compile(r"(.)\1{2,}")


def squeeze(token: str) -> str:
    """`token` with no character more than twice in a row: "coooool" becomes "cool"."""
    return _STRETCHED.sub(r"\1\1", token)
