"""How often each kind of comment is written, in the natural part and in the enriched one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """The intents that make one comment, and its share of each part (in thousandths)."""

    intents: tuple[str, ...]
    natural: float
    enriched: float


MIXTURE = (
    # Harmless, and much of it rough.
    Recipe(("tactics",), 60, 35),
    Recipe(("fights",), 65, 45),
    Recipe(("banter",), 35, 20),
    Recipe(("thanks",), 55, 15),
    Recipe(("comfort",), 30, 45),
    Recipe(("self",), 35, 34),
    Recipe(("questions",), 35, 15),
    Recipe(("trade",), 35, 10),
    Recipe(("life",), 50, 25),
    Recipe(("talk",), 90, 55),
    Recipe(("debate",), 45, 40),
    Recipe(("wiki",), 25, 10),
    Recipe(("tech",), 25, 10),
    Recipe(("plans",), 20, 5),
    Recipe(("general",), 30, 15),
    Recipe(("guild",), 30, 15),
    Recipe(("complaints",), 50, 45),
    Recipe(("feedback",), 40, 20),
    Recipe(("reports",), 20, 24),
    Recipe(("peoples",), 30, 50),
    Recipe(("lore",), 10, 10),
    Recipe(("posts",), 32, 10),
    Recipe(("short play",), 25, 38),
    Recipe(("short gripes",), 15, 25),
    Recipe(("short talk",), 28, 52),
    # Rude, vulgar, insulting.
    Recipe(("rude",), 22, 38),
    Recipe(("short rude",), 12, 52),
    Recipe(("short names",), 1.2, 42),
    Recipe(("one name",), 1.2, 34),
    Recipe(("one vulgar name",), 0.8, 6),
    Recipe(("short scorn",), 1.5, 34),
    Recipe(("short vulgar names",), 1.5, 8),
    Recipe(("plain insults",), 3, 28),
    Recipe(("insults",), 3, 28),
    Recipe(("jabs",), 3, 24),
    Recipe(("swearing",), 8, 30),
    Recipe(("hostile",), 5, 20),
    Recipe(("abuse",), 8, 20),
    Recipe(("plain vulgar insults",), 5, 13),
    Recipe(("vulgar insults",), 5, 13),
    Recipe(("hostile", "insults"), 3, 6),
    Recipe(("swearing", "jabs"), 2, 4),
    # Threats and hatred.
    Recipe(("short threats",), 0.4, 76),
    Recipe(("short menaces",), 0.2, 34),
    Recipe(("plain threats",), 0.2, 20),
    Recipe(("threats",), 0.2, 30),
    Recipe(("wishes",), 0.2, 12),
    Recipe(("vulgar threats",), 0.3, 8),
    Recipe(("insulting threats",), 0.3, 7),
    Recipe(("vulgar insulting threats",), 1.0, 10),
    Recipe(("short hate",), 0.6, 84),
    Recipe(("plain hate",), 0.8, 20),
    Recipe(("hate",), 0.8, 30),
    Recipe(("insulting hate",), 1.4, 14),
    Recipe(("vulgar hate",), 0.4, 8),
    Recipe(("vulgar insulting hate",), 3.3, 14),
    Recipe(("hateful threats",), 0.4, 6),
    # The worst.
    Recipe(("short self-harm",), 0.5, 24),
    Recipe(("self-harm",), 0.6, 15),
    Recipe(("insulting self-harm",), 0.6, 6),
    Recipe(("venom",), 6.4, 48),
    Recipe(("venomous hate",), 1.5, 12),
    Recipe(("venomous threats",), 0.5, 5),
)

COMPANIONS = (
    "tactics",
    "fights",
    "thanks",
    "questions",
    "trade",
    "life",
    "talk",
    "complaints",
    "feedback",
)
"""Harmless intents that may stand beside any other: they add a sentence and no category."""
