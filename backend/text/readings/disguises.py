"""Disguises: which known word a single token stands for."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple

from backend.text.readings.letters import EMOJI, MASKS, readings_of
from backend.text.readings.lexicon import FEWEST_ROWS, Lexicon, is_word

Method = Literal[
    "look-alike letters",
    "digits and signs for letters",
    "masked letters",
    "spaced letters",
    "stretched letters",
    "joined words",
    "emoji",
]

LONGEST = 40  # characters; no word is as long, stretched or not
_MOST_SPELLINGS = 64  # of one token that are looked up
_EVERYDAY_ROWS = 100  # that a short word must stand in, if it marks nothing
_SELDOM_ROWS = 30  # in fewer rows than these, a token may be a part of a word
_MOST_BY_CHANCE = 0.05  # rows with both of two tokens, were they independent
_RUN = re.compile(r"(.)\1+")
_MEASURE = re.compile(r"[0-9]{2,}[bkms]")  # "50s", "10k"
_ASCII_LETTER = re.compile("[a-z0-9]")
_MANY_BARS = re.compile(r"1{2}|!{2}|\|{2}")
_SIGNS = "!@$#%|+*"
_PARTS = re.compile(rf"!+|[{_SIGNS}]+|[^{_SIGNS}]+")
_ANY = "*"  # in a spelling: one letter


class Disguise(NamedTuple):
    """What a token reads as."""

    words: str
    method: Method
    marked: bool


class Disguises:
    """Known words by what is left of them in a disguise. Immutable, so safe to share."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._counts = lexicon.counts
        self._marked = lexicon.marked
        self._collapsed: dict[str, list[str]] = defaultdict(list)
        self._shapes: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._rows = lexicon.rows or 1
        self._ends = {
            end
            for word in lexicon.marked
            for cut in range(2, len(word))
            for end in (word[:cut], word[-cut:])
        }
        for word, count in lexicon.counts.items():
            if count >= FEWEST_ROWS and is_word(word):
                self._shapes[word[0], len(word)].append(word)
                collapsed = _RUN.sub(r"\1", word)
                if collapsed != word:
                    self._collapsed[collapsed].append(word)

    def known(self, token: str) -> bool:
        """Whether `token` is common enough to stand for itself."""
        return self._counts.get(token, 0) >= FEWEST_ROWS

    def is_marked(self, token: str) -> bool:
        """Whether `token` marks a row as labelled."""
        return token in self._marked

    def may_be_part(self, token: str) -> bool:
        """Whether `token` is a letter, or a seldom seen beginning or end of a marked word."""
        if len(token) == 1:
            return token.isalpha() or (
                token not in _SIGNS and readings_of(token) not in ((), ("",))
            )
        return token in self._ends and token.isalpha() and self._counts.get(token, 0) < _SELDOM_ROWS

    def meet(self, one: str, other: str) -> bool:
        """Whether two tokens are so frequent that they stand side by side by chance."""
        expected = self._counts.get(one, 0) * self._counts.get(other, 0) / self._rows
        return expected > _MOST_BY_CHANCE

    def read(self, token: str) -> Disguise | None:
        """What `token` reads as; None when it stands for itself, or nobody can tell.

        The cost is bounded: a token has 64 spellings at most, and is at most 40 characters long.
        """
        if len(token) > LONGEST or token[0] == "[" or (self.known(token) and is_word(token)):
            return None
        if _MEASURE.fullmatch(token):
            return None
        if token in EMOJI:
            return self._emoji(token)
        options = [readings_of(character) for character in token]
        if not token.isascii():
            options = [
                some or ((character,) if character.isalpha() else ())
                for character, some in zip(token, options, strict=True)
            ]
        if _MANY_BARS.search(token):  # "k111": the normaliser has left two of three
            options = [(*some, "ll") if "l" in some and len(some) > 1 else some for some in options]
        plain = token.isascii() and is_word(token)
        disguised = any(sign in token for sign in _SIGNS)
        readable = () not in options and (
            not plain or "v" in token or _RUN.search(token) is not None
        )
        if readable:
            doubtful = (plain and not _RUN.search(token)) or _is_foreign(token)
            best = None
            if not token.isascii():  # the word may be of another script, and disguised in it
                own = [
                    letters if character.isascii() or not character.isalpha() else (character,)
                    for character, letters in zip(token, options, strict=True)
                ]
                best = self._best(_spellings(own))
            best = best or self._best(_spellings(options), marked_only=doubtful)
            if best is None and disguised:  # by signs that mean no letter in particular
                masked = [
                    (_ANY,) if character in _SIGNS else letters
                    for character, letters in zip(token, options, strict=True)
                ]
                best = self._best(_spellings(masked), marked_only=True)
            if best is not None and (best in self._marked or not self.known(token)):
                return Disguise(best, _method(token, best), best in self._marked)
        return self._parts(token) if disguised else None

    def _best(self, spellings: Iterator[str], marked_only: bool = False) -> str | None:
        found: list[tuple[bool, bool, int, str]] = []
        for spelling in spellings:
            for word in self._words(spelling):
                marked, count = word in self._marked, self._counts[word]
                if marked or (not marked_only and _ordinary(word, count)):
                    found.append((marked, len(word) == len(spelling), count, word))
        return max(found)[-1] if found else None

    def _words(self, spelling: str) -> Iterator[str]:
        """The known words that `spelling` can be: as it is, stretched, or masked."""
        if _ANY in spelling:
            yield from self._masked(spelling)
            return
        if self.known(spelling):
            yield spelling
        collapsed = _RUN.sub(r"\1", spelling)
        if collapsed != spelling:
            if self.known(collapsed):
                yield collapsed
            runs = _runs(spelling)
            for word in self._collapsed.get(collapsed, ()):
                if all(has >= needs for has, needs in zip(runs, _runs(word), strict=True)):
                    yield word

    def _masked(self, spelling: str) -> Iterator[str]:
        letters = len(spelling) - spelling.count(_ANY)
        first = spelling[0]
        if first == _ANY or not letters:
            return
        few = letters * 2 < len(spelling)  # seen of the word: a marked one is what is hidden so
        words = self._shapes.get((first, len(spelling)), [])
        for index, letter in enumerate(spelling):
            if letter != _ANY and index:
                words = [word for word in words if word[index] == letter]
        yield from (word for word in words if not few or word in self._marked)
        start, run, end = spelling.partition(_ANY * 2)
        end = end.lstrip(_ANY)
        if run and _ANY not in start + end and len(start + end) >= 2:  # stars are seldom counted
            for length in range(len(start + end) + 1, 14):
                for word in self._shapes.get((first, length), ()):
                    if word in self._marked and word.startswith(start) and word.endswith(end):
                        yield word

    def _parts(self, token: str) -> Disguise | None:
        """Known words with a sign between: "stupid!i", "@idiot"."""
        words: list[str] = []
        for part in _PARTS.findall(token):
            if part.strip("!") == "":
                words.append(part[:2])
            elif part[0] not in _SIGNS:
                if not (self.known(part) and is_word(part) and (len(part) > 1 or part in "aiu")):
                    return None
                words.append(part)
        if not any(map(is_word, words)):
            return None
        marked = any(word in self._marked for word in words)
        return Disguise(" ".join(words), "joined words", marked)

    def _emoji(self, token: str) -> Disguise | None:
        words = EMOJI[token]
        if not all(self.known(word) for word in words.split()):
            return None
        return Disguise(words, "emoji", any(word in self._marked for word in words.split()))


def _spellings(options: list[tuple[str, ...]]) -> Iterator[str]:
    """The ways to spell `options`, 64 at most; later letters have one option then."""
    spellings = [""]
    for letters in options:
        if len(spellings) * len(letters) > _MOST_SPELLINGS:
            letters = letters[:1]
        spellings = [spelling + letter for spelling in spellings for letter in letters]
    return iter(spellings)


def _ordinary(word: str, count: int) -> bool:
    """Whether a word that marks nothing may be read into a disguise."""
    return len(word) >= 4 or (count >= _EVERYDAY_ROWS and (len(word) > 1 or word in "aiu"))


def _is_foreign(token: str) -> bool:
    """Whether `token` is a short word in letters of another script, or signs without a letter."""
    return not _ASCII_LETTER.search(token) and (len(token) < 3 or token.isascii())


def _runs(word: str) -> list[int]:
    return [len(found[0]) for found in re.finditer(r"(.)\1*", word)]


def _method(token: str, word: str) -> Method:
    if any(mask in token for mask in MASKS):
        return "masked letters"
    if set(token) <= set(word):
        return "stretched letters"
    if token.isascii() and not is_word(token):
        return "digits and signs for letters"
    return "look-alike letters"
