"""Messages to try, written for the purpose. The rough ones are masked until chosen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """`label` is what a button says: the message itself, or its mask."""

    label: str
    text: str


EXAMPLES = (
    Example("gg everyone, that was fun", "gg everyone, that was fun"),
    Example("kill the boss before he heals", "kill the boss before he heals"),
    Example("that play was sick", "that play was sick, how did u do it"),
    Example("you are such an i●●●●", "you are such an idiot, uninstall the game"),
    Example("what a b●●●●●●● match", "what a fucking bullshit match"),
    Example("i will find you and h●●● you", "i will find you and hurt you"),
    Example("s●●●●● trash, nobody …", "stupid trash, nobody wants you here you fucking loser"),
)
