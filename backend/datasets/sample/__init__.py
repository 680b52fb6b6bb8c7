"""The project's own sample: game-chat comments that are synthetic, every one of them.

No person wrote any of them and none is about a real person. A seeded grammar makes them up, so
that a moderation model can be trained in a demo without anyone's real comments. The abuse in them
is there to be recognised; the peoples it is aimed at are mostly invented, and no slur is used.
"""

from backend.datasets.sample.files import write_sample

__all__ = ["write_sample"]
