"""How people type: abbreviations, slips, stretched words, masks, capitals, emoji."""

import re
from collections.abc import Callable

from backend.datasets.sample.dice import Dice

Change = Callable[[str, Dice], str]

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "you": ("u", "u", "ya", "yu"),
    "you're": ("youre", "ur", "u r", "your", "u're"),
    "your": ("ur", "ur", "yr"),
    "yourself": ("urself", "yourslef", "ur self"),
    "are": ("r", "r"),
    "going to": ("gonna", "gunna"),
    "want to": ("wanna",),
    "because": ("cuz", "bc", "cause", "coz"),
    "people": ("ppl", "peeps"),
    "please": ("pls", "plz"),
    "thanks": ("thx", "ty", "tnx"),
    "what": ("wat", "wut"),
    "why": ("y", "whyy"),
    "the": ("da", "teh", "the"),
    "this": ("dis", "this"),
    "that": ("dat", "tht"),
    "with": ("w", "wit", "wiv"),
    "to": ("2", "to"),
    "for": ("4", "for"),
    "be": ("b", "be"),
    "and": ("n", "&", "an"),
    "know": ("kno", "knw"),
    "don't": ("dont", "dnt"),
    "can't": ("cant",),
    "i'm": ("im", "im", "i am"),
    "i'll": ("ill", "i will", "ima"),
    "i will": ("ill", "i'll", "imma"),
    "i am": ("im", "i'm"),
    "let me": ("lemme",),
    "tonight": ("tonite", "2nite"),
    "tomorrow": ("tmrw", "tmr", "2morrow"),
    "though": ("tho",),
    "really": ("rly", "rlly"),
    "so": ("so", "soo", "sooo"),
    "very": ("vry",),
    "never": ("nvr",),
    "right now": ("rn",),
    "in real life": ("irl", "irl"),
    "seriously": ("srsly",),
    "probably": ("prolly", "prob"),
    "about": ("abt", "bout"),
    "nothing": ("nothin", "nuthin"),
    "fucking": ("fuckin", "fkin", "fking", "fcking", "effing fucking"),
    "fuck": ("fuk", "fck", "phuck"),
    "bitch": ("biatch", "btch", "bich"),
    "shit": ("shyt", "sht"),
    "stupid": ("stoopid", "stupd"),
    "idiot": ("idoit", "idiut", "ediot"),
    "kill yourself": ("kys", "kill urself"),
    "noob": ("n00b", "newb", "nub"),
    "girl": ("grl", "gurl"),
    "tell": ("tel",),
    "have": ("hav", "hv"),
    "like": ("liek", "lyk"),
    "my": ("ma", "mah"),
    "some": ("sum",),
    "enough": ("enuf",),
    "ok": ("k", "kk", "okey"),
    "see you": ("cu", "cya"),
    "i don't know": ("idk", "dunno"),
    "does not": ("doesnt", "dosent"),
    "better": ("betta", "beter"),
    "favorite": ("fav", "favourite"),
    "someone": ("some1", "sum1"),
    "everyone": ("every1", "evry1"),
}

FILLERS = (
    *("lol", "lmao", "bro", "dude", "man", "omg", "tbh", "ngl", "haha", "yo", "hey", "fr", "smh"),
    *("ok", "well", "honestly", "xd", "imo", "oh", "wow", "ugh", "ah", "seriously", "look", "and"),
)
EMOJI = (
    *("😂", "💀", "🤣", "😭", "🔥", "😡", "🙄", "👀", "😤", "🤡", "🎉", "❤️", "😊", "👍", "💯"),
    *(":)", ":(", ":D", "xD", ":/", "^^", "<3", ";)", ":P", "T_T", "-_-", ">:(", "o_o"),
)
ENDINGS = (
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    ".",
    ".",
    ".",
    "!",
    "!",
    "!!",
    "!!!",
    "...",
    "?",
    "??",
    "!1!",
)

_PHRASE = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, ABBREVIATIONS), key=len, reverse=True)) + r")(?![\w'])"
)
_WORD = re.compile(r"[a-z]{4,}")
_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?\n]\s)|(?<=\n))[a-z]|\bi\b(?!\.)")
_FRAUGHT = re.compile(
    r"fuck|shit|bitch|cunt|dick|cock|asshole|whore|bastard|pussy|prick|twat|slut"
    r"|idiot|moron|loser|trash|stupid|clown|kill|noob|dumb|die\b|hate\b"
)
_LEET = {"a": "44@", "e": "3", "i": "11!", "o": "0", "s": "55$", "t": "7", "u": "v"}
_BRIEF = 24
"""Up to this length, in characters, the one word that matters is masked more often."""
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def type_out(text: str, dice: Dice) -> str:
    """`text` as someone in a hurry might have typed it: a style is drawn for each message."""
    if dice.chance(0.10):
        text = f"{dice.pick(FILLERS)}{dice.pick((' ', ', '))}{text}"
    if dice.chance(0.06):
        text = f"{text} {dice.pick(FILLERS)}"
    if dice.chance(0.35):
        text = _abbreviate(text, dice, share=dice.pick((0.25, 0.5, 0.9)))
    if dice.chance(0.12 if len(text) > _BRIEF else 0.33):
        text = _FRAUGHT.sub(lambda match: _mask(match[0], dice), text)
    for _ in range(dice.pick((0, 0, 0, 0, 0, 0, 0, 1, 1, 2))):
        text = _change_word(text, dice, _slip)
    if dice.chance(0.05):
        text = _change_word(text, dice, _stretch)
    if dice.chance(0.5):
        text = text.replace("'", "")
    if dice.chance(0.35):
        text = text.replace(",", "")
    if text[-1] not in ".!?":
        text += dice.pick(ENDINGS)
    text = _capitalise(text, dice)
    if dice.chance(0.10):
        text = f"{text} {dice.pick(EMOJI)}"
    return text


def _abbreviate(text: str, dice: Dice, *, share: float) -> str:
    def shorten(match: re.Match[str]) -> str:
        return dice.pick(ABBREVIATIONS[match[0]]) if dice.chance(share) else match[0]

    return _PHRASE.sub(shorten, text)


def _capitalise(text: str, dice: Dice) -> str:
    if dice.chance(0.06):
        return text.upper()
    if dice.chance(0.42):
        return _SENTENCE_START.sub(lambda match: match[0].upper(), text)
    if dice.chance(0.03):
        return _change_word(text, dice, lambda word, _: word.upper())
    return text


def _mask(word: str, dice: Dice) -> str:
    """Hide a word from simple filters: leet letters, stars, dots or gaps."""
    way = dice.below(7)
    if way == 0:
        return word[0] + "*" * (len(word) - 2) + word[-1]
    if way == 1:
        return dice.pick((" ", ".", "-", "_")).join(word)
    if way in (2, 3):
        digits = {letter: _LEET[letter][0] for letter in "aeios" if dice.chance(0.7)}
        return "".join(digits.get(letter, letter) for letter in word)
    places = [place for place, letter in enumerate(word) if letter in _LEET and place]
    if not places:
        return word
    place = dice.pick(places)
    letter = "*" if way == 4 else _leet(word[place], dice)
    return word[:place] + letter + word[place + 1 :]


def _leet(letter: str, dice: Dice) -> str:
    return dice.pick(_LEET.get(letter, letter))


def _change_word(text: str, dice: Dice, change: Change) -> str:
    """Change one word of four letters or more, if there is one."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = dice.pick(words)
    return text[: word.start()] + change(word[0], dice) + text[word.end() :]


def _slip(word: str, dice: Dice) -> str:
    """Swap, drop, double or miss a letter, never the first."""
    place = 1 + dice.below(len(word) - 2)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    way = dice.below(4)
    if way == 0:
        return before + after[0] + letter + after[1:]
    if way == 1:
        return before + after
    if way in (2, 3):
        return before + letter * 2 + after
    row = next(row for row in _KEYBOARD if letter in row)
    at = row.index(letter)
    return before + dice.pick(row[max(at - 1, 0) : at + 2].replace(letter, "") or letter) + after


def _stretch(word: str, dice: Dice) -> str:
    """Hold a vowel, or the last letter: "nooooo"."""
    vowels = [place for place, letter in enumerate(word) if letter in "aeiou"]
    place = dice.pick([*vowels, len(word) - 1])
    return word[:place] + word[place] * (3 + dice.below(4)) + word[place + 1 :]
