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
    Recipe(("tactics",), 65, 45),
    Recipe(("fights",), 70, 55),
    Recipe(("banter",), 35, 20),
    Recipe(("thanks",), 55, 15),
    Recipe(("comfort",), 30, 45),
    Recipe(("self",), 35, 40),
    Recipe(("questions",), 45, 15),
    Recipe(("trade",), 45, 10),
    Recipe(("life",), 60, 25),
    Recipe(("talk",), 110, 70),
    Recipe(("debate",), 45, 40),
    Recipe(("wiki",), 25, 10),
    Recipe(("tech",), 25, 10),
    Recipe(("plans",), 20, 5),
    Recipe(("general",), 30, 15),
    Recipe(("guild",), 30, 15),
    Recipe(("complaints",), 60, 55),
    Recipe(("feedback",), 40, 20),
    Recipe(("reports",), 20, 40),
    Recipe(("peoples",), 30, 50),
    Recipe(("lore",), 10, 10),
    Recipe(("posts",), 32, 10),
    # Rude, vulgar, insulting.
    Recipe(("rude",), 35, 60),
    Recipe(("plain insults",), 3.5, 35),
    Recipe(("insults",), 3.5, 35),
    Recipe(("jabs",), 3.5, 30),
    Recipe(("swearing",), 8, 30),
    Recipe(("hostile",), 5, 20),
    Recipe(("abuse",), 8, 20),
    Recipe(("plain vulgar insults",), 6, 15),
    Recipe(("vulgar insults",), 6, 15),
    Recipe(("hostile", "insults"), 3, 6),
    Recipe(("swearing", "jabs"), 2, 4),
    # Threats and hatred.
    Recipe(("plain threats",), 0.4, 25),
    Recipe(("threats",), 0.4, 40),
    Recipe(("wishes",), 0.4, 12),
    Recipe(("vulgar threats",), 0.3, 8),
    Recipe(("insulting threats",), 0.3, 7),
    Recipe(("vulgar insulting threats",), 1.0, 10),
    Recipe(("plain hate",), 1.0, 25),
    Recipe(("hate",), 1.0, 45),
    Recipe(("insulting hate",), 1.4, 14),
    Recipe(("vulgar hate",), 0.4, 8),
    Recipe(("vulgar insulting hate",), 3.3, 14),
    Recipe(("hateful threats",), 0.4, 6),
    # The worst.
    Recipe(("self-harm",), 1.0, 18),
    Recipe(("insulting self-harm",), 0.6, 6),
    Recipe(("venom",), 6.4, 40),
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
