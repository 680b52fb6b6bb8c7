"""How what was found is told, and how AWS is asked for it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from backend.errors import StudioError
from backend.platforms.aws.errors import code_of, translated
from backend.platforms.capabilities import Check, Readiness

SETTINGS = "Change it in the settings of the platform."
"""What to do about a setting that will not do."""


def ask(doing: str, call: Callable[[], Any], *, absent: Collection[str] = ()) -> Any:
    """The answer to a call; None where AWS answers one of the codes `absent`. Raises as
    `errors.translated` says."""
    with translated(doing):
        try:
            return call()
        except Exception as error:
            if code_of(error) in absent:
                return None
            raise


def each_of(group: str, checks: Iterable[tuple[str, Callable[[], Check]]]) -> Iterator[Check]:
    """Those checks, by their titles; one that fails hides no other."""
    for title, check in checks:
        try:
            yield check()
        except StudioError as error:
            yield unknown(group, title, error.what, error.remedy)


def ready(group: str, title: str, detail: str) -> Check:
    """It is as it should be."""
    return Check(group=group, title=title, readiness=Readiness.READY, detail=detail)


def missing(group: str, title: str, detail: str, remedy: str) -> Check:
    """It is not there, or not as it should be."""
    return Check(
        group=group, title=title, readiness=Readiness.MISSING, detail=detail, remedy=remedy
    )


def unknown(group: str, title: str, detail: str, remedy: str) -> Check:
    """It could not be found out."""
    return Check(
        group=group, title=title, readiness=Readiness.UNKNOWN, detail=detail, remedy=remedy
    )
