"""Categories: the names a community's model can give to a message."""

import re
from collections.abc import Iterable

from backend.errors import InvalidInput

JIGSAW = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
"""The default set of the sample; code never assumes it."""

NONE = "none"
"""Reserved: the training label of a row with no category."""

_NAME = re.compile(r"[a-z0-9_]{1,64}")


def is_category(name: str) -> bool:
    """Whether `name` is spelt as a category's."""
    return _NAME.fullmatch(name) is not None


def check_categories(names: Iterable[str]) -> tuple[str, ...]:
    """The names as a tuple. Raises InvalidInput for none, a bad, reserved or repeated name."""
    categories = tuple(names)
    if not categories:
        raise InvalidInput(
            "There are no category columns.",
            "Add a column of 0s and 1s for each category, named such as toxic or spam.",
        )
    for name in categories:
        if not is_category(name):
            raise InvalidInput(
                f"{name!r} cannot be a category name.",
                "Use small letters, digits and underscores, at most 64, such as identity_hate.",
            )
        if name == NONE:
            raise InvalidInput(
                "'none' is reserved for messages with no category.", "Rename that column."
            )
    repeated = {name for name in categories if categories.count(name) > 1}
    if repeated:
        raise InvalidInput(f"The category {min(repeated)!r} appears twice.", "Rename one of them.")
    return categories
