"""Messages to try, written for the purpose. The rough words are masked until chosen."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.components.messages.masking import mask_word

_ROUGH = re.compile(r"\[([^\]]+)\]")


class Kind(StrEnum):
    """What an example is an example of."""

    CLEAN = "Clean"
    PLAY = "Playful"
    INSULT = "Insult"
    OBSCENE = "Swearing"
    THREAT = "Threat"
    HATE = "Hate"
    DISGUISED = "Disguised"


@dataclass(frozen=True)
class Example:
    """`label` is what stands on the screen: the message itself, or its mask."""

    kind: Kind
    label: str
    text: str


def _example(kind: Kind, written: str) -> Example:
    """From a message whose rough words stand in square brackets."""
    label = _ROUGH.sub(lambda found: " ".join(map(mask_word, found[1].split())), written)
    return Example(kind, label, _ROUGH.sub(r"\1", written))


BUILT_IN = "Examples"
"""The name of the set of all examples."""

EXAMPLE_SET = tuple(
    _example(kind, written)
    for kind, messages in {
        Kind.CLEAN: (
            "gg everyone, that was fun",
            "can someone help me with the second boss?",
            "brb, my food is here",
            "sorry, my fault, I should have warded",
            "what time does the tournament start",
            "thanks for the carry, you were great",
        ),
        Kind.PLAY: (
            "kill the boss before he heals",
            "that play was sick, how did u do it",
            "I am dying of laughter, do it again",
            "omg you destroyed them, insane shot",
            "he got murdered at mid, push now",
            "this level is damn hard but I love it",
        ),
        Kind.INSULT: (
            "you are such an [idiot], uninstall the game",
            "worst player I have ever seen, total [garbage]",
            "our healer is a [moron]",
            "[stupid] [trash], nobody wants you here",
            "you are [pathetic], go play with your dolls",
        ),
        Kind.OBSCENE: (
            "what a [fucking] [bullshit] match",
            "[shit], I missed it again",
            "are you [fucking] kidding me",
            "stop talking [crap], you [asshole]",
        ),
        Kind.THREAT: (
            "i will find you and [hurt] you",
            "say that again and I will [break your legs]",
            "I know where you live, [watch your back]",
            "I swear I will [kill] you when I see you",
        ),
        Kind.HATE: (
            "[go back to] your country, we do not want your kind here",
            "people of your religion are all [criminals]",
            "[gays] ruin every team",
            "women [should not be allowed] to play this",
        ),
        Kind.DISGUISED: (
            "you are an [1d10t]",
            "what a [l o s e r]",
            "[f.u.c.k] this server",
            "[fuuuuuck] off",
            "[ѕtuріd] noob",
            "you [ＩＤＩＯＴ]",
        ),
    }.items()
    for written in messages
)

_BY_TEXT = {example.text: example for example in EXAMPLE_SET}

EXAMPLES = tuple(
    _BY_TEXT[text]
    for text in (
        "gg everyone, that was fun",
        "kill the boss before he heals",
        "that play was sick, how did u do it",
        "you are such an idiot, uninstall the game",
        "what a fucking bullshit match",
        "i will find you and hurt you",
        "you are an 1d10t",
    )
)
"""A few of them, one click away."""
