"""Letters: what letters, digits and signs look like, in ASCII letters.

The idea is Unicode's (UTS #39, confusables); the table is our own, of what is met in messages, and
holds the forms that case folding and NFKC leave.
"""

import unicodedata

# By letter: what looks like it.
_LOOK_ALIKES = {
    "a": "аαɑᴀɐӑӓⲁᎪꭺ", "b": "вьъƀɓʙᏼβɃƃᏴ", "c": "сϲᴄƈςҫↄᏟⲥʗ", "d": "ԁɗᴅđɖᏧᎠժδ",
    "e": "еєεэᴇəɛҽҿӗɘǝⲉᎬ", "f": "ƒꜰғϝẝք", "g": "ɡɢԍցᏀᏻǥɠ", "h": "һнհʜɦᎻԋħнңᏂ",
    "i": "іιıɩɪїίɨӏᎥ", "j": "јϳᴊɉյᎫʝ", "k": "кκᴋƙқҝӄᏦ", "l": "ⅼӏʟłɭᏞӀιןℓ",
    "m": "мᴍɱӎᎷ", "n": "пηɴոռиńŋñɲրћή", "o": "оοσөօᴏɔøδόⲟ០ဝ๐০੦૦௦०٥ه", "p": "рρᴘƥթᏢþ",
    "q": "ԛգզʠϙ", "r": "гᴦʀɾяřɹɍᏒԻ", "s": "ѕꜱʂƨᏚՏʃ", "t": "тτᴛƭтţʈŧᎢ", "u": "υսᴜμцʊυʋʉ",
    "v": "ѵνᴠᏙʋט", "w": "шщωԝᴡɯաᏔ", "x": "хχҳẋ", "y": "уγүყʏƴұўᎩ", "z": "ᴢʐżƶʑᏃ",
    "ae": "æ", "oe": "œ", "ss": "ß", "ll": "ꝇ", "yu": "ю", "io": "ю",
}  # fmt: skip
_SIGNS = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "!": "il", "|": "il", "+": "t",
}  # fmt: skip
MASKS = "*#%"
"""Signs that stand for no letter in particular."""


def _enclosed() -> dict[str, tuple[str, ...]]:
    """Letters in black circles and squares, and those that pairs of make flags."""
    return {
        chr(first + index): (chr(97 + index),)
        for first in (0x1F150, 0x1F170, 0x1F1E6)
        for index in range(26)
    }


def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for letters, alike in _LOOK_ALIKES.items():
        for character in unicodedata.normalize("NFKC", alike).casefold():
            table[character] = (*table.get(character, ()), letters)
    table |= {sign: tuple(letters) for sign, letters in _SIGNS.items()}
    return table | _enclosed()


_TABLE = {key: value for key, value in _table().items() if not ("a" <= key <= "z")}


def readings_of(character: str) -> tuple[str, ...]:
    """The ASCII letters that `character` may stand for, likeliest first; () for none.

    A mask stands for itself, an accented letter for its base, a combining mark for "".
    """
    if character == "v":  # "fvck"
        return ("v", "u")
    if "a" <= character <= "z" or character == "'" or character in MASKS:
        return (character,)
    found = _TABLE.get(character)
    if found is not None:
        return found
    base = unicodedata.normalize("NFKD", character)
    if base[0] != character:
        return readings_of(base[0])
    return ("",) if unicodedata.category(character)[0] == "M" else ()


EMOJI = {"🖕": "fuck you", "💩": "shit", "🤡": "clown"}
"""Emoji that say a word, whoever uses them."""
