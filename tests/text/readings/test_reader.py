import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.text.normaliser import normalise
from backend.text.readings.lexicon import Lexicon
from backend.text.readings.reader import Reader, Reading
from tests.text.test_normaliser import TEXTS

MARKED = (
    "idiot asshole ass shit fuck fucking bitch damn stupid kill moron penis fag clown cunt "
    "motherfucker dick"
)
ORDINARY = (
    "you are an a i he the is am it of off what say not going to as hit pen happy page see look "
    "will world hello hi how talk grade plan me my this that"
)
LEXICON = Lexicon(
    2000,
    dict.fromkeys(ORDINARY.split(), 300) | dict.fromkeys(MARKED.split(), 100) | {"ck": 5},
    frozenset(MARKED.split()),
)
READER = Reader(LEXICON)


def read(message: str) -> Reading | None:
    return READER.read(normalise(message))


@pytest.mark.parametrize(
    ("message", "text", "method"),
    [
        *[(word, "shit", "look-alike letters") for word in ("ѕhіт", "ꜱʜɪᴛ", "šhït", "sħít")],
        ("ιdιοt", "idiot", "look-alike letters"),
        ("b🅸🆃ch", "bitch", "spaced letters"),
        ("s⃣h⃣i⃣t⃣", "shit", "look-alike letters"),
        ("fvck", "fuck", "look-alike letters"),
        ("5h1t", "shit", "digits and signs for letters"),
        ("$hit", "shit", "digits and signs for letters"),
        ("a$$hole", "asshole", "digits and signs for letters"),
        ("@ss", "ass", "digits and signs for letters"),
        ("@$$", "ass", "digits and signs for letters"),
        ("!d!ot", "idiot", "digits and signs for letters"),
        ("k111", "kill", "digits and signs for letters"),
        ("5tup1d", "stupid", "digits and signs for letters"),
        ("f*ck", "fuck", "masked letters"),
        ("f**k", "fuck", "masked letters"),
        ("f***", "fuck", "masked letters"),
        ("b****", "bitch", "masked letters"),
        ("f#cking", "fucking", "masked letters"),
        ("motherf**er", "motherfucker", "masked letters"),
        ("sh%t", "shit", "masked letters"),
        ("f u c k", "fuck", "spaced letters"),
        ("i.d.i.o.t", "idiot", "spaced letters"),
        ("f-u-c-k", "fuck", "spaced letters"),
        ("f_u_c_k", "fuck", "spaced letters"),
        ("y o u a r e a n i d i o t", "you are an idiot", "spaced letters"),
        ("fu ck", "fuck", "spaced letters"),
        ("as shole", "asshole", "spaced letters"),
        ("f u ck", "fuck", "spaced letters"),
        ("🇫🇺🇨🇰", "fuck", "spaced letters"),
        ("fuuuuck", "fuck", "stretched letters"),
        ("ffuucckk", "fuck", "stretched letters"),
        ("stuuupiddd", "stupid", "stretched letters"),
        ("assshollle", "asshole", "stretched letters"),
        ("f.ú.c.k", "fuck", "spaced letters"),
        ("$h!!t", "shit", "digits and signs for letters"),
        ("b1tttch", "bitch", "digits and signs for letters"),
        ("🖕", "fuck you", "emoji"),
        ("💩", "shit", "emoji"),
        ("stupid!i", "stupid ! i", "joined words"),
        ("@idiot", "idiot", "joined words"),
    ],
)
def test_a_disguise_is_seen_through(message: str, text: str, method: str) -> None:
    reading = read(f"you are {message} !")
    assert reading is not None
    assert reading.text == f"you are {text} !"
    assert reading.changes[0].start == 2
    assert reading.changes[0].method == method


@pytest.mark.parametrize(
    "message",
    [
        "You are a stupid idiot!!",  # nothing is disguised
        "6 itch",
        "order x7F4G9, page 1A-F4G-22",
        "x y z, grade a b c, w w e",
        "pen is as is; it s hit the page",
        "the plan as of page 5",
        "a a a a a a",
        "hello! how are you? #1 $5 c++ C# **damn**",
        "it's 5pm, 1st 2nd 3rd b4 gr8",
        "привет как дела",  # other letters, but no disguise
        "back in the 50s, 10k a page ? 5",
        "я не он",
        "unheard words Matthew Cobb",
        "**** ### @@@@",
        "an idiot ? a clown !",
    ],
)
def test_what_is_no_disguise_is_left(message: str) -> None:
    assert read(message) is None


def test_a_whole_message_reads_at_once_and_says_what_changed() -> None:
    reading = read("H3LLO y0u are a f*ck1ng id iot")
    assert reading is not None
    assert reading.text == "hello you are a fucking idiot"
    assert [(c.start, c.end, c.words) for c in reading.changes] == [
        (0, 1, "hello"),
        (1, 2, "you"),
        (4, 5, "fucking"),
        (5, 7, "idiot"),
    ]


@pytest.mark.parametrize("message", ["д у р а к", "дуррааак", "д*рак", "д_у_р_а_к"])
def test_words_of_other_scripts_have_disguises_too(message: str) -> None:
    lexicon = Lexicon(100, {"дурак": 20, "ты": 50}, frozenset({"дурак"}))
    reading = Reader(lexicon).read(normalise(f"ты {message}"))
    assert reading is not None
    assert reading.text == "ты дурак"


def test_a_word_that_marks_nothing_is_context_only() -> None:
    line = "what you say of the page is not that"
    assert read(f"he110 {line}") is None
    assert read("he110 w0rld") is not None
    reading = read(f"he110 {line} 5h1t")
    assert reading is not None
    assert reading.text == f"hello {line} shit"


def test_a_word_that_is_known_is_never_read_again() -> None:
    known = Lexicon(LEXICON.rows, LEXICON.counts | {"fuuck": 50}, LEXICON.marked)
    assert Reader(known).read("fuuck you") is None
    seldom = Lexicon(LEXICON.rows, LEXICON.counts | {"fuuck": 2}, LEXICON.marked)
    assert Reader(seldom).read("fuuck you") is not None


DISGUISES = st.sampled_from(
    [
        *"abcfhikstuyAI1345@$!*#%|+.'_- ",
        *("f u c k", "fu ck", "sh1t", "@ss", "f***", "🖕", "ѕ", "ú", "i d i o t", "[number]"),
        *("idiot", "you are", "[caps]", "s.h.i.t", "🇫", "æ", "1 ", " "),
    ]
)


@given(st.one_of(TEXTS, st.lists(DISGUISES, max_size=20).map("".join)))
def test_any_line_reads_as_a_line_of_known_words(text: str) -> None:
    line = normalise(text)
    reading = READER.read(line)
    assert Reader(LEXICON).read(line) == reading, "memory changes nothing"
    assert Reader(Lexicon(0, {}, frozenset())).read(line) is None
    if reading is None:
        return
    tokens = line.split()
    words: list[str] = []
    at = 0
    for change in reading.changes:
        assert at <= change.start < change.end <= len(tokens)
        words += [*tokens[at : change.start], *change.words.split()]
        at = change.end
    assert reading.text == " ".join(words + tokens[at:])
    assert normalise(reading.text) == reading.text
    assert len(reading.text) <= 8 * len(line)


@pytest.mark.parametrize(
    "shard", ["a ", "f u c k ", "f**k", "f*", "@$1", "1l", "fu ck ", "é", "é ", "а", "hi!me ", "!"]
)
def test_work_grows_in_step_with_the_line(shard: str) -> None:
    def seconds(characters: int) -> float:
        line = normalise(shard * (characters // len(shard)))
        reader = Reader(LEXICON)
        start = time.process_time()
        reader.read(line)
        return time.process_time() - start

    # Sixteen times the text, as for the normaliser: squared work would take 256 times as long.
    assert min(seconds(64_000) for _ in "12") <= 80 * max(seconds(4_000), 1e-3)
