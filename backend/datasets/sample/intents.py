"""What a sentence means to do, the categories that follow from it, and its templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.datasets.sample.grammar import lines, slots
from backend.datasets.sample.phrases import (
    complaints,
    everyday,
    forum,
    hate,
    insults,
    kindness,
    peoples,
    play,
    profanity,
    reports,
    rudeness,
    short,
    smalltalk,
    threats,
    venom,
    words,
    workshop,
)


@dataclass(frozen=True, slots=True)
class Intent:
    """Templates that all mean the same, and so all carry the same categories."""

    name: str
    labels: frozenset[str]
    templates: tuple[str, ...]
    tables: Mapping[str, str] = field(repr=False)


def _shared_tables() -> dict[str, str]:
    shared: dict[str, str] = {}
    for topic in (
        words,
        forum,
        hate,
        insults,
        peoples,
        profanity,
        reports,
        rudeness,
        short,
        threats,
        venom,
        workshop,
    ):
        if twice := shared.keys() & topic.TABLES.keys():
            raise ValueError(f"Tables named twice: {sorted(twice)}")
        shared |= topic.TABLES
    return shared


TABLES = _shared_tables()


def _intent(name: str, block: str, *labels: str) -> Intent:
    return Intent(name, frozenset(labels), lines(block), TABLES)


def _vulgar(name: str, block: str, *labels: str) -> Intent:
    """The templates of `block` that name-call, with vulgar names."""
    vulgar = insults.VULGAR_TABLES
    templates = tuple(template for template in lines(block) if slots(template) & vulgar.keys())
    return Intent(name, frozenset(labels), templates, TABLES | vulgar)


_ALL = (
    _intent("tactics", play.TACTICS),
    _intent("fights", play.FIGHTS),
    _intent("banter", play.BANTER),
    _intent("thanks", kindness.THANKS),
    _intent("comfort", kindness.COMFORT),
    _intent("self", kindness.SELF),
    _intent("questions", smalltalk.QUESTIONS),
    _intent("trade", smalltalk.TRADE),
    _intent("life", smalltalk.LIFE),
    _intent("talk", everyday.TALK),
    _intent("debate", everyday.DEBATE),
    _intent("wiki", workshop.WIKI),
    _intent("tech", workshop.TECH),
    _intent("plans", workshop.PLANS),
    _intent("general", workshop.GENERAL),
    _intent("guild", smalltalk.GUILD),
    _intent("complaints", complaints.COMPLAINTS),
    _intent("feedback", complaints.FEEDBACK),
    _intent("reports", reports.REPORTS),
    _intent("peoples", peoples.NEUTRAL),
    _intent("lore", peoples.LORE),
    _intent("posts", forum.POSTS),
    _intent("short play", short.PLAY),
    _intent("short gripes", short.GRIPES),
    _intent("short talk", short.TALK),
    _intent("short rude", short.RUDE, "toxic"),
    _intent("short names", short.NAME_CALLING, "toxic", "insult"),
    _intent("one name", short.ONE_NAME, "toxic", "insult"),
    _vulgar("one vulgar name", short.ONE_NAME, "toxic", "obscene", "insult"),
    _intent("short scorn", short.SCORN, "toxic", "insult"),
    _vulgar("short vulgar names", short.NAME_CALLING, "toxic", "obscene", "insult"),
    _intent("short threats", short.THREATS, "toxic", "threat"),
    _intent("short menaces", short.MENACES, "toxic", "threat"),
    _intent("short hate", short.HATE, "toxic", "identity_hate"),
    _intent("short self-harm", short.SELF_HARM, "toxic", "severe_toxic"),
    _intent("rude", rudeness.RUDE, "toxic"),
    _intent("plain insults", insults.PLAIN_INSULTS, "toxic", "insult"),
    _intent("insults", insults.INSULTS, "toxic", "insult"),
    _intent("jabs", insults.JABS, "toxic", "insult"),
    _intent("swearing", profanity.SWEARING, "toxic", "obscene"),
    _intent("hostile", profanity.HOSTILE, "toxic", "obscene"),
    _intent("abuse", profanity.ABUSE, "toxic", "obscene", "insult"),
    _vulgar("vulgar insults", insults.INSULTS, "toxic", "obscene", "insult"),
    _vulgar("plain vulgar insults", insults.PLAIN_INSULTS, "toxic", "obscene", "insult"),
    _intent("plain threats", threats.PLAIN_THREATS, "toxic", "threat"),
    _intent("threats", threats.THREATS, "toxic", "threat"),
    _intent("wishes", threats.WISHES, "toxic", "threat"),
    _intent("vulgar threats", threats.VULGAR_THREATS, "toxic", "obscene", "threat"),
    _intent("insulting threats", threats.INSULTING_THREATS, "toxic", "threat", "insult"),
    _intent(
        "vulgar insulting threats",
        threats.VULGAR_INSULTING_THREATS,
        *("toxic", "obscene", "threat", "insult"),
    ),
    _intent("plain hate", hate.PLAIN_HATE, "toxic", "identity_hate"),
    _intent("hate", hate.HATE, "toxic", "identity_hate"),
    _intent("insulting hate", hate.INSULTING_HATE, "toxic", "insult", "identity_hate"),
    _intent("vulgar hate", hate.VULGAR_HATE, "toxic", "obscene", "identity_hate"),
    _intent(
        "vulgar insulting hate",
        hate.VULGAR_INSULTING_HATE,
        *("toxic", "obscene", "insult", "identity_hate"),
    ),
    _intent("hateful threats", hate.HATEFUL_THREATS, "toxic", "threat", "identity_hate"),
    _intent("self-harm", venom.SELF_HARM, "toxic", "severe_toxic"),
    _intent("insulting self-harm", venom.INSULTING_SELF_HARM, "toxic", "severe_toxic", "insult"),
    _intent("venom", venom.VENOM, "toxic", "severe_toxic", "obscene", "insult"),
    _intent(
        "venomous hate",
        venom.VENOMOUS_HATE,
        *("toxic", "severe_toxic", "obscene", "insult", "identity_hate"),
    ),
    _intent(
        "venomous threats",
        venom.VENOMOUS_THREATS,
        *("toxic", "severe_toxic", "obscene", "threat", "insult"),
    ),
)

INTENTS: dict[str, Intent] = {intent.name: intent for intent in _ALL}
