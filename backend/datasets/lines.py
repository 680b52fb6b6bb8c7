"""Lines: what fastText reads. Plain text, one row a line, its labels first."""

from collections.abc import Sequence

from backend.moderation.categories import NONE

PREFIX = "__label__"


def label_part(categories: Sequence[str]) -> str:
    """What stands before the text of a row with these categories: `none` where there is none."""
    return " ".join(PREFIX + category for category in categories or (NONE,))
