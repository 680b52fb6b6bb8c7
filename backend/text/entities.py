"""HTML entities: `&amp;` and its kin become the characters they stand for."""

import re
from html import unescape

# Only whole references, and never so many digits that a number would be refused: without the
# semicolon, html.unescape also reads the start of "&nothing" as "not sign, hing".
REFERENCE = re.compile(
    r"&(?:#0{0,8}[0-9]{1,7}|#[xX]0{0,8}[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)


def resolve(text: str) -> str:
    """`text` with its HTML character references replaced; unknown ones stay as they are."""
    if "&" not in text:
        return text
    return REFERENCE.sub(character, text)


def character(found: re.Match[str]) -> str:
    """What a found reference stands for."""
    return unescape(found[0])
