"""The preprocessing of AWS's sample of toxicity detection, as it is described: written anew.

Markup away, bracketed text away, contractions spelt out, split into words, to ASCII and lower case,
punctuation away, numbers in words, stop words away, and each word's lemma taken as of a verb.
Runs in .venv-bench alone, which has the libraries.
"""

import contextlib
import re
import sys
import unicodedata
import warnings
from pathlib import Path

import contractions
import inflect
from bs4 import BeautifulSoup
from nltk.stem import WordNetLemmatizer
from nltk.tokenize import NLTKWordTokenizer

warnings.filterwarnings("ignore", module="bs4")  # a comment that looks like a file name

STOP_WORDS = frozenset(Path(sys.prefix, "stop_words.txt").read_text().split())

_BRACKETED = re.compile(r"\[[^]]*\]")
_PUNCTUATION = re.compile(r"[^\w\s]")

_tokenizer = NLTKWordTokenizer()
_lemmatizer = WordNetLemmatizer()
_numbers = inflect.engine()


def clean(text: str) -> str:
    """A text's words, a blank between each two."""
    text = _BRACKETED.sub("", BeautifulSoup(text, "html.parser").get_text())
    words = []
    for token in _tokenizer.tokenize(contractions.fix(text)):
        ascii_only = unicodedata.normalize("NFKD", token).encode("ascii", "ignore").decode()
        word = _PUNCTUATION.sub("", ascii_only.lower())
        if word.isdigit():
            # what has more digits than there are words for stays
            with contextlib.suppress(inflect.NumOutOfRangeError):
                word = str(_numbers.number_to_words(word))
        if word and word not in STOP_WORDS:
            words.append(_lemmatizer.lemmatize(word, pos="v"))
    return " ".join(words)
