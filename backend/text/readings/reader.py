"""The reader: what a message says to a person who sees through its disguises.

A message is scored as it is, and once more as it reads; so a reading that is wrong costs little,
and none is made of words nobody knows.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

from backend.text.readings.disguises import LONGEST, Disguise, Disguises, Method
from backend.text.readings.letters import readings_of
from backend.text.readings.lexicon import Lexicon, is_word

_LONGEST_WORD = 20  # letters, of words written letter by letter
_LEAST_SHARE = 0.25  # of the tokens, for a reading without a marked word
_MOST_READ = 10_000  # tokens of a line; what follows stays as it is, so that the time is bounded
_LEAST_SPELLED = 0.7  # of the letters of a run, in known words of three letters or more
_LONGEST_ID = 3  # characters of an id's part that could be a word by accident
_UNKNOWN = -16.0  # log probability of a letter that is no word


@dataclass(frozen=True)
class Change:
    """Tokens `start` up to `end` of the plain text read as `words`, one or several."""

    start: int
    end: int
    words: str
    method: Method


@dataclass(frozen=True)
class Reading:
    """What a line reads as, and the changes that make it so: disjoint and in rising order."""

    text: str
    changes: tuple[Change, ...]


class _Part(NamedTuple):
    """A token that may be a part of a word. alone: what it reads as by itself."""

    alone: Disguise | None


class _Memory(dict[str, Disguise | _Part | None]):
    """By token, what it reads as or may be a part of. Bounded, and safe to share by threads."""

    MOST_TOKENS = 1 << 16

    def __init__(self, disguises: Disguises) -> None:
        super().__init__()
        self._disguises = disguises

    def __missing__(self, token: str) -> Disguise | _Part | None:
        alone = self._disguises.read(token)
        found = _Part(alone) if self._disguises.may_be_part(token) else alone
        if len(token) <= LONGEST:
            if len(self) >= self.MOST_TOKENS:
                self.clear()
            self[token] = found
        return found


def _letter(character: str) -> str:
    return "".join(readings_of(character)[:1]) or character


class Reader:
    """Reads normalised lines by the words of a lexicon. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._disguises = Disguises(lexicon)
        self._memory = _Memory(self._disguises)
        total = math.log(sum(lexicon.counts.values()) or 1)
        self._weights = {
            word: math.log(count) - total
            for word, count in lexicon.counts.items()
            if is_word(word) and len(word) <= _LONGEST_WORD and self._disguises.known(word)
            if len(word) > 1 or word in "aiu"
        }

    def read(self, line: str) -> Reading | None:
        """What `line` reads as, or None where it reads as it stands.

        line: as the normaliser made it. Deterministic, and linear in the length of `line`. A
        reading without a marked word is made only where it changes a quarter of the line. Only the
        first 10,000 tokens are read.
        """
        tokens = line.split()
        found = list(map(self._memory.__getitem__, tokens[:_MOST_READ]))
        if not any(found):
            return None
        changes, marks = self._changes(tokens, found)
        changed = sum(change.end - change.start for change in changes)
        if not changes or not (marks or changed >= _LEAST_SHARE * len(tokens)):
            return None
        words: list[str] = []
        at = 0
        for change in changes:
            words += tokens[at : change.start]
            words.append(change.words)
            at = change.end
        return Reading(" ".join(words + tokens[at:]), tuple(changes))

    def _changes(
        self, tokens: list[str], found: list[Disguise | _Part | None]
    ) -> tuple[list[Change], bool]:
        """The changes, and whether one of them has a marked word."""
        changes: list[Change] = []
        marks = False
        free = tried = 0  # where the last change ended, and the last run of parts
        for index in [index for index, item in enumerate(found) if item]:
            if index < free:
                continue
            item = found[index]
            change: Change | None = None
            alone = item.alone if isinstance(item, _Part) else item
            if isinstance(item, _Part):
                if index >= tried:
                    tried = index + 1
                    while tried < len(found) and isinstance(found[tried], _Part):
                        tried += 1
                    change = self._spelled(tokens, index, tried)
                change = change or self._cut(tokens, index, free)
            if alone and not change and not (alone.marked and _in_an_id(tokens, found, index)):
                change = Change(index, index + 1, alone.words, alone.method)
            if change:
                changes.append(change)
                marks = marks or self._marks(change.words)
                free = change.end
        return changes, marks

    def _marks(self, words: str) -> bool:
        return any(map(self._disguises.is_marked, words.split()))

    def _spelled(self, tokens: list[str], start: int, end: int) -> Change | None:
        """What the parts from `start` up to `end` spell, most of them being single letters."""
        parts = tokens[start:end]
        if end - start < 3:
            return None
        own = "".join(parts)
        if not own.isascii():  # the word may be of another script
            words = self._segmented(own)
            if self._marks(" ".join(words)):
                return Change(start, end, " ".join(words), "spaced letters")
        letters = "".join(_letter(part) if len(part) == 1 else part for part in parts)
        if 2 * sum(len(part) == 1 for part in parts) <= len(parts):  # "fa gg ot"
            found = self._disguises.is_marked(letters)
            return Change(start, end, letters, "spaced letters") if found else None
        words = self._segmented(letters)
        spelled = sum(len(word) for word in words if len(word) >= 3 and word in self._weights)
        most = len(letters) >= 5 and spelled >= _LEAST_SPELLED * len(letters)
        text = " ".join(words)
        return Change(start, end, text, "spaced letters") if most or self._marks(text) else None

    def _cut(self, tokens: list[str], index: int, free: int) -> Change | None:
        """The marked word that the part at `index` makes with the token before or after it."""
        if len(tokens[index]) == 1:  # the other part of the word is a part as well
            return None
        for start, end in ((index - 1, index + 1), (index, index + 2)):
            if start < free or end > len(tokens):
                continue
            one, other = (_letter(part) if len(part) == 1 else part for part in tokens[start:end])
            if not (one and other and self._disguises.is_marked(one + other)):
                continue
            if not self._disguises.meet(one, other):
                return Change(start, end, one + other, "spaced letters")
        return None

    def _segmented(self, letters: str) -> list[str]:
        """The likeliest words that `letters` are made of (Viterbi over the counts of words)."""
        best = [0.0]
        lengths = [0]
        for end in range(1, len(letters) + 1):
            score, length = best[end - 1] + _UNKNOWN, 1
            for size in range(1, min(end, _LONGEST_WORD) + 1):
                weight = self._weights.get(letters[end - size : end])
                if weight is not None and best[end - size] + weight > score:
                    score, length = best[end - size] + weight, size
            best.append(score)
            lengths.append(length)
        words: list[str] = []
        end = len(letters)
        while end:
            words.append(letters[end - lengths[end] : end])
            end -= lengths[end]
        return words[::-1]


def _in_an_id(tokens: list[str], found: list[Disguise | _Part | None], index: int) -> bool:
    """Whether a short token with digits stands beside others, as in an order's number."""
    token = tokens[index]
    if len(token) > _LONGEST_ID or not any(character.isdigit() for character in token):
        return False
    return any(
        tokens[near] == "[number]"
        or (not isinstance(found[near], Disguise) and any(c.isdigit() for c in tokens[near]))
        for near in (index - 1, index + 1)
        if 0 <= near < len(found)
    )
