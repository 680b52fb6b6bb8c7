"""The preprocessing of AWS's sample of toxicity detection, as it is described: written anew.

Markup away, bracketed text away, contractions spelt out, split into words, to ASCII and lower case,
punctuation away, numbers in words, stop words away, and each word's lemma taken as of a verb.
Runs in .venv-bench alone, which has the libraries.
"""

import contextlib
import re
import unicodedata
import warnings

import contractions
import inflect
from bs4 import BeautifulSoup
from nltk.stem import WordNetLemmatizer
from nltk.tokenize import NLTKWordTokenizer

warnings.filterwarnings("ignore", module="bs4")  # a comment that looks like a file name

# NLTK's, of English
_STOP_WORDS = """
i me my myself we our ours ourselves you you're you've you'll you'd your yours yourself
yourselves he him his himself she she's her hers herself it it's its itself they them their
theirs themselves what which who whom this that that'll these those am is are was were be been
being have has had having do does did doing a an the and but if or because as until while of at
by for with about against between into through during before after above below to from up down
in out on off over under again further then once here there when where why how all any both each
few more most other some such no nor not only own same so than too very s t can will just don
don't should should've now d ll m o re ve y ain aren aren't couldn couldn't didn didn't doesn
doesn't hadn hadn't hasn hasn't haven haven't isn isn't ma mightn mightn't mustn mustn't needn
needn't shan shan't shouldn shouldn't wasn wasn't weren weren't won won't wouldn wouldn't
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

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
