"""A verdict in a sentence."""

from app.components import words
from backend.moderation.verdicts import Verdict


def verdict_words(verdict: Verdict) -> str:
    """What the verdict means for the message."""
    caught = [words.category(score.category) for score in verdict.caught]
    if not caught:
        return "Nothing to flag."
    return f"This message would be flagged as {words.joined(caught)}."
