"""Where two verdicts on the same message differ."""

from app.components import words
from backend.moderation.verdicts import Verdict


def differ(*verdicts: Verdict) -> bool:
    """Whether they do not all flag the same categories."""
    return len({_caught(verdict) for verdict in verdicts}) > 1


def difference_words(first: tuple[str, Verdict], second: tuple[str, Verdict]) -> str:
    """What both flag, and what only one of them does. Plain text; each has the name of its
    endpoint."""
    (one, a), (other, b) = first, second
    if not a.caught and not b.caught:
        return "Both agree: nothing to flag."
    if not differ(a, b):
        return f"Both agree: flagged as {_listed(_caught(a))}."
    told = []
    for name, mine, theirs, them in ((one, a, b, other), (other, b, a, one)):
        only = _caught(mine) - _caught(theirs)
        if only and not theirs.caught:
            told.append(f"Only {name} flags it, as {_listed(only)}; {them} does not.")
        elif only:
            told.append(f"Only {name} flags it as {_listed(only)}.")
    if both := _caught(a) & _caught(b):
        told.append(f"Both flag it as {_listed(both)}.")
    return " ".join(told)


def _caught(verdict: Verdict) -> frozenset[str]:
    return frozenset(score.category for score in verdict.caught)


def _listed(categories: frozenset[str]) -> str:
    return words.joined(sorted(words.category(name) for name in categories))
