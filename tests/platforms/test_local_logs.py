from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.platforms.local.logs import lines_after, read_lines


def test_no_file_has_no_lines(tmp_path: Path) -> None:
    assert read_lines(tmp_path / "absent") == ()
    assert read_lines(tmp_path / "absent", tail=3) == ()
    assert list(lines_after(tmp_path / "absent", 0)) == []


@given(content=st.binary(max_size=200), tail=st.integers(0, 10))
def test_the_tail_is_the_end_of_the_whole(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, tail: int
) -> None:
    log = tmp_path_factory.mktemp("log") / "log"
    log.write_bytes(content)
    whole = read_lines(log)
    assert read_lines(log, tail) == (whole[-tail:] if tail else ())
    assert not any("\n" in line or "\r" in line for line in whole)


def test_a_character_that_is_being_written_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes("whole\nzwölf".encode()[:-3])
    assert read_lines(tmp_path / "log") == ("whole", "zw")


def test_lines_come_whole_and_from_where_the_last_one_ended(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"one\n10%\r20%\r\nzw\xc3")
    (first, _), (second, place) = lines_after(log, 0)
    assert (first, second) == ("one", "20%")
    assert list(lines_after(log, place)) == []
    with log.open("ab") as file:
        file.write(b"\xb6lf\n")
    assert list(lines_after(log, place)) == [("zwölf", log.stat().st_size)]


def test_separators_that_are_not_newlines_stay(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a\u2028b\x0bc\x1cd\n", encoding="utf-8")
    assert read_lines(tmp_path / "log") == ("a\u2028b\x0bc\x1cd",)


def test_the_end_of_a_huge_log_is_read_without_the_rest(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as file:
        file.truncate(2**33)  # 8 GiB that take no room
        file.seek(0, 2)
        file.write(b"\n" + b"".join(b"line %d\n" % number for number in range(20_000)))
    assert read_lines(log, tail=3) == ("line 19997", "line 19998", "line 19999")
    assert len(read_lines(log, tail=15_000)) == 15_000


def test_one_endless_line_is_cut(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"x" * 2**23)
    [line] = read_lines(log, tail=1)
    assert len(line) == 2**22
