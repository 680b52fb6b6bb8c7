"""Why an endpoint did not come up, in words for a person: SageMaker's reason, the model's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.errors import StudioError
from backend.platforms.aws.errors import plain


@dataclass(frozen=True)
class _Cause:
    """A reason of SageMaker's by what is in it. asks_log: the container was running, so that its
    log may say more."""

    pattern: str
    what: str
    remedy: str
    asks_log: bool = False


_CAUSES = (
    _Cause(
        r"ping health check|health checks|allotted 180 second|stand up your model",
        "The model's container did not answer its health check.",
        "Update it with more memory; if that does not help, evaluate the model again.",
        asks_log=True,
    ),
    _Cause(
        r"model data|model artifact|object located at the URL",
        "AWS could not read the model's files in the bucket.",
        "See with “Check my account” whether the job role may read them, and deploy again.",
    ),
    _Cause(
        r"capacity",
        "AWS has no room for it just now.",
        "Update it with the same settings in some minutes, or with less memory.",
    ),
    _Cause(
        r"\bimage\b|\becr\b|repository",
        "AWS could not fetch the container's image.",
        "See with “Check my account” whether the job role may read images, and deploy again.",
    ),
    _Cause(
        r"limit|quota",
        "The account's quota for serverless endpoints is used up.",
        "Delete an endpoint, lower its concurrency, or ask AWS for a higher quota.",
    ),
)
_UNKNOWN = _Cause("", "It did not come up.", "Update it to try again; its log may say more.", True)

_ERROR = re.compile(r"(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Exit)(?:: .*)?")
_NOISE = re.compile(
    r'^\s|^Traceback |^\[[^\]]*\] ?\[\d+\] ?\[(?:INFO|DEBUG)\]|"(?:GET|POST|HEAD) /|^$'
)
_OWN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d worker (.+)")
_ROUTINE = re.compile(r"answered \d{3} in ")
_LONGEST = 300
_LAST_LINES = 3


def plain_failure(reason: str, log: Sequence[str] = ()) -> StudioError:
    """What happened and what to do about it.

    reason: SageMaker's. log: the last lines of the container's log, oldest first.
    """
    cause = next((c for c in _CAUSES if re.search(c.pattern, reason, re.IGNORECASE)), _UNKNOWN)
    if cause.asks_log and (words := own_words(log)):
        return StudioError(f"{cause.what} It said: {words}")
    what = cause.what
    if cause is _UNKNOWN:
        what += f" AWS says: {plain(reason)}" if reason else " AWS gives no reason."
    if cause.asks_log and (end := _end(log)):
        what += f" Its log ends: {end}"
    return StudioError(what, cause.remedy)


def own_words(log: Sequence[str]) -> str:
    """What our own program said last of why it cannot serve; empty where it said nothing."""
    for line in reversed(log):
        said = _OWN.fullmatch(line.strip())
        if said and not _ROUTINE.match(said[1]):
            return _short(said[1])
    return ""


def _end(log: Sequence[str]) -> str:
    """The last lines that may tell why: an exception, else whatever is no routine."""
    for line in reversed(log):
        if _ERROR.fullmatch(line):
            return _short(line)
    telling = [line.strip() for line in log if not _NOISE.search(line)]
    return _short(" / ".join(telling[-_LAST_LINES:]))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
