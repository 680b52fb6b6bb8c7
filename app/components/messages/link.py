"""The address that opens a message and its endpoints again."""

from urllib.parse import quote, urlencode, urlsplit, urlunsplit

LONGEST = 2_000
"""Characters of an address; more is cut short by some programs that pass it on."""


def address(page: str, endpoint: str, compare: str | None, message: str) -> str | None:
    """`page`'s address with the choice and the message; None when that is too long."""
    chosen = {"endpoint": endpoint, "compare": compare, "message": message}
    query = urlencode(
        {name: value for name, value in chosen.items() if value},
        quote_via=quote,
        errors="replace",
    )
    found = urlunsplit((*urlsplit(page)[:3], query, ""))
    return found if len(found) <= LONGEST else None
