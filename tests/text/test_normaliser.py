import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.text.normaliser import VERSION, normalise

# Any str at all, and strings likely to meet each step: pieces of markup, addresses and marks.
SHARDS = st.sampled_from(
    [
        *"abA!.,:;'`*_<>&#[]@$%|+/1\n\r\t\v\f\0\x1c\x85",
        *(
            "idiot",
            "don't",
            "!!!",
            "ooo",
            "__label__",
            "__label__toxic",
            "</s>",
            "f***",
            "@$$",
            "IDIOT",
        ),
        *("</", "<b>", "<br/>", "&amp;", "&lt;", "&#60;", "&#x26;", "</a", " href='x'"),
        *("[url]", "[number]", "[email]", "[ip]", "[caps]", "12", "1,000", "127.0.0.1", "0a"),
        *("http://", "www.", "://", "a@b.com", ".com"),
        *"\u2028\u00a0\u200b\u200d\u202e\ufeff\ufe0f\u00ad\u0301\u0316\u0345\u0958",
        *"\u1e9e\u0130\u0149\u03a3\ud83d\ude00\udc80\ud800\uff21\ufb01\u00bd\u2047\u212b",
        *"\uac00\u1100\u1161\u11a8\u13a0\uab70\ufdfa\u2019\u00b4\ufffe",
        *"\U0001f600\U0001fae8\U0001f468\U0001e030\U0010ffff",
    ]
)
WOW = "wow ! great hello ! bold c c page section talk edits"
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=())), st.lists(SHARDS, max_size=12).map("".join)
)


@given(TEXTS)
@example("\udcff")
@example("\u0958" + "\u0301\u0316" * 40)
@example("&#" + "9" * 5000 + ";")
def test_any_text_becomes_one_clean_line(text: str) -> None:
    line = normalise(text)
    line.encode("utf-8")
    tokens = line.split(" ") if line else []
    assert all(tokens), "blanks are single, none leads or trails"
    assert not any(token.startswith("__label__") for token in tokens)
    assert len(line.split()) == len(tokens), "no other whitespace: one line to every reader"
    assert not any(sign in line for sign in "\0\n\r\t\v\f")  # fastText's own separators
    assert "</s>" not in tokens  # fastText's end of sentence


@given(st.one_of(TEXTS, st.text("ab3é!@$#*+'. [")))
@example("*f***+ab")
@example("!a$1,0")
def test_normalising_again_changes_nothing(text: str) -> None:
    line = normalise(text)
    assert normalise(line) == line


@given(TEXTS, TEXTS)
def test_texts_side_by_side_do_not_change_each_other(one: str, other: str) -> None:
    if "<" in one + other or "&" in one + other:  # a tag or an entity could begin and end so
        return
    together, *apart = (_words(text) for text in (one + "\n" + other, one, other))
    assert together == [word for words in apart for word in words]


def _words(text: str) -> list[str]:
    return [token for token in normalise(f"{text}\n.").split() if token != "[caps]"]


def test_every_character_is_stable_alone_and_in_a_word() -> None:
    for code in [*range(0x3400), *range(0x3400, 0x110000, 17)]:
        line = normalise(f"a{chr(code)}b {chr(code)}")
        assert normalise(line) == line, f"U+{code:04X}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        (" \t\r\n ", ""),
        ("... --- ***", ""),
        ("You are NOT an idiot!", "you are not an idiot !"),
        ('idiot,you(idiot)"idiot"-idiot', "idiot you idiot idiot idiot"),
        ("don't can`t won’t", "don't can't won't"),
        ("'quoted' words'", "quoted words"),
        ("one\r\ntwo\0three\x07four\x85five\u2028six", "one two three four five six"),
        ("__label__toxic hello __label__", "label toxic hello label"),
        ("snake_case", "snake case"),
        ("Wow!great hello! **bold** C# c++ page#section talk|edits", WOW),
        ("</s>", ""),
    ],
)
def test_words(text: str, line: str) -> None:
    assert normalise(text) == line


@pytest.mark.parametrize(
    "word",
    [
        *("@ss", "$hit", "a$$hole", "a$$", "@$$", "sh!t", "!d!ot", "stup!d", "n!gg3r", "5h1t"),
        *("b|tch", "f#ck", "s%#t", "f@#$ker", "@some", "f*ck", "f**k", "f***", "f****r"),
        "motherf***",
    ],
)
def test_a_word_keeps_the_signs_that_disguise_it(word: str) -> None:
    assert normalise(f'you "{word}", {word}.') == f"you {word} {word}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("GET OUT", "get out [caps]"),
        ("get OUT now", "get out now"),
        ("AB CD!", "ab cd !"),
        ("<CENTER>quiet</CENTER>", "quiet"),
        ("ПРИВЕТ ＦＵＬＬ", "привет full [caps]"),
        ("go away [caps]", "go away [caps]"),
        ("the [caps] LOCK KEYS [CAPS]", "the caps lock keys [caps]"),
    ],
)
def test_a_message_in_capitals_says_so_last(text: str, line: str) -> None:
    assert normalise(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("see http://example.com/a?b=c#d now", "see [url] now"),
        ("(https://example.com), www.example.org.", "[url] [url]"),
        ("write to someone.else+x@mail.example.com!", "write to [email] !"),
        ("from 192.168.0.1:", "from [ip]"),
        ("1 22 3.14 1,000,000 12:30 0.0a", "[number] " * 6 + "0a"),
        ("b4 gr8 2day h8", "b4 gr8 2day h8"),
        ("@some_name99 look", "@some name99 look"),
        ("#1 $5 US$5 50%off issue#5", "[number] [number] us [number] [number] off issue [number]"),
        ("[url] [email] [ip] [number]", "[url] [email] [ip] [number]"),
    ],
)
def test_addresses_and_numbers_become_tokens(text: str, line: str) -> None:
    assert normalise(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("fish &amp; chips&nbsp;now", "fish chips now"),
        ("&#105;diot &#x69;diot", "idiot idiot"),
        ("you&nothing &unknown; &#99999999;", "you nothing unknown [number]"),
        ('<b>bold</b><br/>new <a href="http://example.com">link</a>', "bold new link"),
        ("<you idiot> <3 a<b and c>d", "you idiot [number] a b and c d"),
    ],
)
def test_html(text: str, line: str) -> None:
    assert normalise(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ＦＵＬＬ ｗｉｄｔｈ ﬁne", "full width fine"),
        ("peace \ufdfa be", "peace be"),
        ("id\u200bi\u00adot \u202eabc\u202c \ufeffx", "idiot abc x"),
        ("cafe\u0301 the CAFÉ", "café the café"),
        ("STRASSE Straße ΣΑΣ σας", "strasse strasse σασ σασ [caps]"),
        ("ok😂😂 🤷🏽‍♀️ ❤️", "ok 😂 😂 🤷 🏽 ♀ ❤"),
        ("\ud83d\ude00 \ud83d \ude00", "😀"),
        ("new \U0001fae8emoji", "new \U0001fae8 emoji"),
        ("नमस्ते दुनिया। 你好，世界", "नमस्ते दुनिया 你好 世界"),
        ("“quoted” — dash…", "quoted dash"),
    ],
)
def test_unicode(text: str, line: str) -> None:
    assert normalise(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("cool coool coooooool", "cool cool cool"),
        ("noooo!!!!!! no!! no!", "noo !! no !! no !"),
        ("whyyyy????!!!", "whyy ?? !!"),
    ],
)
def test_stretched_letters_and_marks_are_squeezed(text: str, line: str) -> None:
    assert normalise(text) == line


HOSTILE = [
    "a", "!", "1", "1.", "a.", "a-", "a'", "'", "*", "a*", "@", "a@", "a@b.", "www.", "http:", "[",
    "&", "&#", "&#1", "&a", "<", "<a", "<a ", "<a b=", '<a b="', "< ", "<a a=a ", "\0", " ", "ab ",
    "\u0301\u0316", "a\u0301\u0316", "\u200b", "\U0001f602", "\ud800", "\ufdfa", "字", "é",
    "a\u200b<", "\uac00\u11a8", "$", "@$", "a@", "a$", "f**", "!a!", "a!1", "%a", "A\u0410",
]  # fmt: skip


@pytest.mark.parametrize("shard", HOSTILE)
def test_work_grows_in_step_with_the_text(shard: str) -> None:
    def seconds(characters: int) -> float:
        # A new text each time: nothing is remembered but short pieces. CPU time, the best of 3.
        text = shard * (characters // len(shard))
        spans = []
        for _ in range(3):
            start = time.process_time()
            normalise(text)
            spans.append(time.process_time() - start)
        return min(spans)

    # Sixteen times the text: linear work takes 16 times as long, squared work 256 times.
    assert seconds(64_000) <= 80 * max(seconds(4_000), 1e-4)


GOLDEN = {"2": "db743c45d837201e7b2119826f83b38fdd6133231816d4c781b9dc13e76534e3"}
"""By version, the hash of what the texts below become. New behaviour: a new version, a new row."""

_PROGRAM = """
import hashlib, sys
from backend.text.normaliser import normalise
words = ["Idiot!!", "DON'T", "http://x.org/a", "a@b.co", "10.0.0.1", "3,5", "sooooo", "<b>",
         "&lt;", "f*ck", "$h!t", "__label__x", "\\u2019", "\\U0001f602", "e\\u0301", "\\ud83d", "_",
         "", "\\n", "gr8"]
codes = [*range(0x3400), *range(0x3400, 0x110000, 61), *range(0x1ef00, 0x20000)]
texts = [a + " " + b + c for a in words for b in words for c in words]
texts += [f"x{chr(code)}Y {chr(code)}" for code in codes]
lines = "\\n".join(map(normalise, texts))
print(hashlib.sha256(lines.encode()).hexdigest())
"""


def _digest(python: str) -> str | None:
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [python, "-c", _PROGRAM], capture_output=True, text=True, env=environment, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else None


def test_a_changed_behaviour_has_a_new_version() -> None:
    assert _digest(sys.executable) == GOLDEN[VERSION]


@pytest.mark.parametrize("name", ["python3.11", "python3.12"])
def test_other_pythons_read_the_same(name: str) -> None:
    python = shutil.which(name)
    if python is None or subprocess.run([python, "-c", ""], check=False).returncode:
        pytest.skip(f"{name} is not installed here")
    assert _digest(python) == GOLDEN[VERSION]
