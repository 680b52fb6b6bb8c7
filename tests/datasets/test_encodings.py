import codecs

import pytest

from backend.datasets import encodings
from backend.datasets.encodings import detect
from backend.errors import InvalidInput

TEXT = "id,comment_text,toxic\n1,grün – “naïve” 🙂,0\n2,déjà vu,1\n"
WESTERN = "id,comment_text,toxic\n1,grün – “naïve”,0\n2,déjà vu,1\n"


def detected(tmp_path, content: bytes):
    path = tmp_path / "train.csv"
    path.write_bytes(content)
    return detect(path)


@pytest.mark.parametrize(
    ("content", "codec"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (b"id,comment_text\n1,plain\n", "utf-8"),
    ],
)
def test_what_says_or_shows_its_encoding_is_read_as_that(tmp_path, content, codec):
    found = detected(tmp_path, content)
    assert found.codec == codec
    assert not found.guessed
    assert not found.lone_surrogates


def test_what_is_not_utf8_is_taken_for_windows_1252(tmp_path):
    found = detected(tmp_path, WESTERN.encode("cp1252"))
    assert (found.codec, found.title, found.guessed) == ("cp1252", "Windows-1252", True)


def test_a_byte_that_windows_1252_has_no_character_for_means_latin_1(tmp_path):
    found = detected(tmp_path, "id\n\x81é\n".encode("latin-1"))
    assert (found.codec, found.guessed) == ("latin-1", True)


def test_utf8_with_a_few_broken_bytes_is_refused_with_the_line(tmp_path, monkeypatch):
    lines = [f"{i},ünï,0\n".encode() for i in range(50)]
    lines[40] = b"40,\xff\xfe!,0\n"
    for block in (1 << 20, 16):
        monkeypatch.setattr(encodings, "_BLOCK", block)
        with pytest.raises(InvalidInput, match="UTF-8 but for 2 bytes, the first in line 41"):
            detected(tmp_path, b"".join(lines))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_lone_surrogates_are_noticed(tmp_path, encoding):
    content = "id\n🙂 \ud83d alone\n".encode(encoding, "surrogatepass")
    assert detected(tmp_path, content).lone_surrogates


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_utf16_without_a_mark_is_refused(tmp_path, encoding):
    with pytest.raises(InvalidInput, match="UTF-16 without a byte order mark"):
        detected(tmp_path, TEXT.encode(encoding))


def test_utf16_that_is_cut_off_is_refused(tmp_path):
    with pytest.raises(InvalidInput, match="begins as UTF-16, but part of it cannot be read"):
        detected(tmp_path, TEXT.encode("utf-16")[:-1])


@pytest.mark.parametrize("content", [b"", b"\n\n  \n"])
def test_an_empty_file_is_refused(tmp_path, content):
    with pytest.raises(InvalidInput, match=r"train\.csv is empty"):
        detected(tmp_path, content)


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\x1f\x8brest", b"\x89PNG\r\n\x1a\n"])
def test_an_archive_is_refused(tmp_path, content):
    with pytest.raises(InvalidInput, match="not a text file"):
        detected(tmp_path, content)
