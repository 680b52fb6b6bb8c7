"""Files that hold no dataset: people are told what is wrong and what to do; nothing is kept."""

from pathlib import Path

import pytest

from backend.studio.data import datasets
from tests.app.conftest import Desk

HEAD = "id,comment_text,rude\n"
GOOD = "a,you turnip,1\nb,you egg,1\nc,well played,0\nd,good game,0\n"


def _filled(cell: str) -> bytes:
    return f"{HEAD}{GOOD}e,{cell}\n".encode()


# What a file holds, and what a person is told of it: what is wrong, and what to do.
FILES: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "is empty", ""),
    "header only": (HEAD.encode(), "has a header but no rows", ""),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), "is not a text file", "export it as CSV"),
    "archive": (b"PK\x03\x04" + bytes(64), "is not a text file", "Unpack it"),
    "semicolons": (
        (HEAD + GOOD).replace(",", ";").encode(),
        "are separated by semicolons",
        "Save it with commas",
    ),
    "no texts": (b"id,text,rude\na,x,1\nb,y,0\n", "has no column comment_text", "first line"),
    "no labels": (b"id,comment_text\na,x\nb,y\n", "has no column of labels", "Add a column"),
    "label 2": (_filled("fine,2"), "where only 0 or 1 can stand", ""),
    "label yes": (_filled("fine,yes"), "where only 0 or 1 can stand", ""),
    "odd category": (
        (HEAD + GOOD).replace("rude", "Rude Words!").encode(),
        "cannot be a category",
        "Use small letters",
    ),
    "one positive": (
        b"id,comment_text,rude\na,x,1\nb,y,0\nc,z,0\n",
        "only one row with a 1",
        "needs at least two",
    ),
    "no positive": (b"id,comment_text,rude\na,x,0\nb,y,0\nc,z,0\n", "no row with a 1", "at least"),
    "ids twice": ((HEAD + GOOD + "a,again,0\n").encode(), "have the same id", "id of its own"),
    "columns twice": (b"id,comment_text,rude,rude\na,x,1,1\n", "twice", "Remove one"),
    "more cells": (_filled("fine,0,extra"), "cells where the header has", "double quotes"),
    "broken UTF-8": (
        (HEAD + GOOD).encode() + "e,één café,0\n".encode() * 3 + b"f,caf\xff\xfe,0\n",
        "UTF-8 but for",
        "Correct them",
    ),
    "UTF-16 unmarked": ((HEAD + GOOD).encode("utf-16-le"), "looks like UTF-16", "Save it as UTF-8"),
    "UTF-16 cut off": ((HEAD + GOOD).encode("utf-16")[:-1], "cannot be read", "Save it again"),
    "a quote left open": (
        (HEAD + GOOD).encode() + b'e,"left open,0\n' + b"f,fine,0\n" * 20,
        "cells where the header has",
        "double the quotes in it",
    ),
}


@pytest.mark.parametrize("name", list(FILES))
def test_each_is_refused_in_words(desk: Desk, tmp_path: Path, name: str) -> None:
    content, what, remedy = FILES[name]
    file = tmp_path / f"{name.replace(' ', '-')}.csv"
    file.write_bytes(content)
    tab = desk.open("process")
    desk.look(tab.segmented_control(key="add-way").set_value("Files on this machine"))
    desk.look(tab.text_input(key="at-train-dataset-0").set_value(str(file)))
    desk.look(tab.button(key="add-path").click())
    assert what in tab.error[0].value.replace("\\", "")
    assert remedy in tab.error[0].value.replace("\\", "")
    assert datasets.listing(desk.workspace) == ()
