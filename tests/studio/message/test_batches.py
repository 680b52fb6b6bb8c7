"""Many messages at once."""

import csv
import io
import os
from pathlib import Path

import pytest

from backend.errors import InvalidInput, NotFound, Unavailable
from backend.studio.message import batches
from backend.studio.message.batches import Batch, Scoring, ScoringState
from backend.studio.workspace import Workspace
from tests.studio.answering import AnsweringPlatform, answering, chance


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Workspace, AnsweringPlatform]:
    return answering(tmp_path, monkeypatch)


def score(workspace: Workspace, batch: Batch, endpoint: str = "live") -> Scoring:
    scoring = Scoring(workspace, endpoint, batch, batch.texts[0])
    scoring.wait(60)
    return scoring


def upload(workspace: Workspace, text: str | bytes) -> Batch:
    content = text.encode() if isinstance(text, str) else text
    return batches.uploaded(workspace, "mine.csv", content)


Found = tuple[Workspace, AnsweringPlatform]


def test_pasted_lines_are_rows() -> None:
    assert batches.pasted("a\n\n b \r\nc").messages(0) == ("a", "b", "c")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" \n ", "no message yet"),
        ("x\n" * (batches.MOST_ROWS + 1), "20,001 lines"),
        ("x" * 10_000_001, "larger than 10 MB"),
        ("fine\n" + "secret" * 800_000, "Line 2"),
    ],
)
def test_pasted_text_has_limits(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        batches.pasted(text)
    assert "secret" not in str(refused.value)


def test_an_upload_leaves_nothing_on_the_disk(found: Found) -> None:
    workspace, _ = found
    left = workspace.folder / "drafts" / "of-a-studio-that-was-killed"
    left.mkdir(parents=True)
    (left / "messages.csv").write_text("comment_text\nhello\n")
    os.utime(left, (0, 0))
    upload(workspace, "id,comment_text\n1,hello\n")
    with pytest.raises(InvalidInput):
        upload(workspace, b"PK\x03\x04 zip")
    assert list((workspace.folder / "drafts").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("id,comment_text\n7,well played friend\n", 1),
        ("when,who,said\n1,bob,well played friend\n2,al,see you tomorrow\n", 2),
        ("n,word\n1,hello\n", 1),
    ],
)
def test_the_likeliest_column_comes_first(found: Found, text: str, column: int) -> None:
    assert upload(found[0], text).texts[0] == column


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "mine.csv is empty"),
        (b"PK\x03\x04 zip", "mine.csv is not a text file"),
        (b"id,n\n1,2\n", "no column comment_text"),
        (b"comment_text;n\nhello;2\n", "separated by semicolons"),
        (b"comment_text,n\nhello\n", "has 1 cells where the header has 2"),
        (b"comment_text\n", "has a header but no rows"),
        (b"x" * 10_000_001, "larger than 10 MB"),
        (b"comment_text\n" + b"hello\n" * (batches.MOST_ROWS + 1), "more than 20,000 rows"),
    ],
)
def test_bad_files_say_what_is_wrong(found: Found, content: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        upload(found[0], content)
    assert "hello" not in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(found: Found, encoding: str) -> None:
    batch = upload(found[0], "comment_text\nçava bien\n".encode(encoding))
    assert batch.messages(0) == ("çava bien",)


def test_a_header_that_may_be_a_message_is_not_shown(found: Found) -> None:
    batch = upload(found[0], "you are a turnip, really!\nthe second one\n".replace(",", ""))
    assert batch.column_title(0) == "column 1"


def test_a_batch_is_scored_and_counted(found: Found) -> None:
    texts = ["a", "abcde", "abcdefghij", "abcdefgh"]
    scoring = score(found[0], batches.pasted("\n".join(texts)))
    assert scoring.state is ScoringState.COMPLETED
    outcome = scoring.outcome
    assert (outcome.rows, outcome.flagged_any) == (4, 3)
    assert outcome.flagged == {"toxic": 3, "insult": 0}
    assert [one.row for one in outcome.highest] == [2, 3, 1, 0]
    assert [sum(counts) for counts in outcome.spread.values()] == [4, 4]
    assert outcome.spread["toxic"][-1] == 1  # a probability of 1 is in the last step


def test_the_download_has_the_same_rows_and_no_formula(found: Found) -> None:
    content = "=id,comment_text,toxic\n+7,=cmd|calc,1\n-8,fine,0\n"
    scoring = score(found[0], upload(found[0], content))
    rows = list(csv.reader(io.StringIO(scoring.as_csv().decode("utf-8-sig"), newline="")))
    assert rows[0] == ["'=id", "comment_text", "flagged", "toxic", "insult"]
    assert rows[1][:3] == ["'+7", "'=cmd|calc", "toxic"]
    assert rows[2][:3] == ["-8", "fine", ""]
    assert float(rows[2][3]) == chance("fine")


def test_a_busy_endpoint_is_waited_for(found: Found) -> None:
    workspace, platform = found
    platform.busy = 2
    assert score(workspace, batches.pasted("a\nb")).state is ScoringState.COMPLETED


def test_a_stop_keeps_what_was_scored(found: Found) -> None:
    workspace, platform = found
    platform.go.clear()
    scoring = Scoring(workspace, "live", batches.pasted("hello\n" * 5_000), 0)
    assert scoring.state is ScoringState.RUNNING
    with pytest.raises(RuntimeError):
        _ = scoring.outcome
    scoring.stop()
    platform.go.set()
    scoring.wait(60)
    assert scoring.state is ScoringState.STOPPED
    assert 0 < scoring.done < scoring.total
    assert scoring.outcome.rows == scoring.done
    assert scoring.as_csv().count(b"\r\n") == scoring.done + 1


def test_a_failure_is_told(found: Found) -> None:
    workspace, platform = found
    platform.broken = frozenset({"live"})
    scoring = score(workspace, batches.pasted("a"))
    assert scoring.state is ScoringState.FAILED
    assert isinstance(scoring.error, Unavailable)
    assert scoring.outcome.rows == 0


def test_an_endpoint_that_is_gone_is_refused_at_once(found: Found) -> None:
    with pytest.raises(NotFound):
        Scoring(found[0], "gone", batches.pasted("a"), 0)
