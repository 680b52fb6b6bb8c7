"""A verdict in words."""

from app.components import words
from backend.moderation.verdicts import Verdict

NOTHING = "Nothing to flag."


def verdict_words(verdict: Verdict) -> str:
    """A sentence: what the verdict means for the message."""
    caught = flagged_words(verdict)
    return f"This message would be flagged as {caught}." if caught else NOTHING


def flagged_words(verdict: Verdict) -> str:
    """The flagged categories, most probable first; empty when there is none."""
    return words.joined([words.category(score.category) for score in verdict.caught])
