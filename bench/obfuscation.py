"""Obfuscation: how words are disguised to get past a filter, six ways. Deterministic."""

import re
from collections.abc import Callable, Iterable, Mapping
from random import Random

# letters that Unicode's table of confusables, or anybody at a glance, takes for each other
_CYRILLIC = dict(zip("aceopxyisjhkmtnbrdlw", "асеорхуіѕјһкмтпьгԁӏԝ", strict=True))
_GREEK = dict(zip("aeioupvnkxytw", "αειουρνηκχγτω", strict=True))
_DIGITS = dict(zip("aeiostlbg", "431057189", strict=True))
_SIGNS = dict(zip("asieo", "@$!30", strict=True))
_INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad"

WORD = re.compile(r"[^\W\d_]{3,}")
"""What can be obfuscated: a run of three letters or more."""


def homoglyph(word: str, random: Random) -> str:
    """Most letters as their like of another script, all of one."""
    likes = random.choice((_CYRILLIC, _GREEK))
    return _swap(word, likes, lambda: random.random() < 0.7)


def leet(word: str, random: Random) -> str:
    """Letters as digits or signs, wherever there is one for them."""
    return _swap(word, random.choice((_DIGITS, _SIGNS)), lambda: True)


def masking(word: str, random: Random) -> str:
    """A run of inner letters as stars: one of four letters, at most half of more."""
    hidden = random.randint(1, max(1, (len(word) - 2) // 2))
    at = random.randint(1, len(word) - 1 - hidden)
    return word[:at] + "*" * hidden + word[at + hidden :]


def spacing(word: str, random: Random) -> str:
    """Its letters apart: by blanks, dots, hyphens or low lines."""
    return random.choice(" .-_").join(word)


def zero_width(word: str, random: Random) -> str:
    """Something that cannot be seen between each two letters."""
    return "".join(letter + random.choice(_INVISIBLE) for letter in word[:-1]) + word[-1]


def repeats(word: str, random: Random) -> str:
    """One letter, and some of the others, three to five times."""
    one = random.randrange(len(word))
    return "".join(
        letter * random.randint(3, 5) if place == one or random.random() < 0.3 else letter
        for place, letter in enumerate(word)
    )


METHODS: Mapping[str, Callable[[str, Random], str]] = {
    "homoglyph": homoglyph,
    "leet": leet,
    "masking": masking,
    "spacing": spacing,
    "zero-width": zero_width,
    "repeats": repeats,
}


def obfuscated(text: str, spans: Iterable[tuple[int, int]], method: str, seed: int) -> str:
    """`text` with what stands in the spans obfuscated. spans: disjoint, in rising order."""
    random = Random(f"{method} {seed}")
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], METHODS[method](text[start:end], random)]
        at = end
    return "".join((*parts, text[at:]))


def _swap(word: str, others: Mapping[str, str], chosen: Callable[[], bool]) -> str:
    """At least one letter is swapped where any can be."""
    made = "".join(others[c.lower()] if c.lower() in others and chosen() else c for c in word)
    return made if made != word else "".join(others.get(c.lower(), c) for c in word)
