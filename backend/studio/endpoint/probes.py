"""Probes: one harmless message through an endpoint, to see that it answers."""

from dataclasses import dataclass

from backend.moderation.verdicts import Verdict
from backend.platforms.base import Warmth
from backend.studio.message import messages
from backend.studio.workspace import Workspace

MESSAGE = "gg everyone, well played"


@dataclass(frozen=True, kw_only=True)
class Probe:
    """What came of it. seconds: from the request to the answer. woke: the model was not in memory
    and had to be loaded first."""

    verdict: Verdict
    seconds: float
    woke: bool


def probe(workspace: Workspace, endpoint: str) -> Probe:
    """Send `MESSAGE` and wait for the answer. Raises NotFound, Unavailable."""
    asleep = workspace.platform.endpoint(endpoint).warmth in (Warmth.COLD, Warmth.WARMING)
    score = messages.score(workspace, endpoint, MESSAGE)
    return Probe(verdict=score.verdict, seconds=score.seconds, woke=asleep)
