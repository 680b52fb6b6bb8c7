"""Message sets in the ledger."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend.errors import Conflict, InvalidInput, NotFound
from backend.ledger.ledger import Ledger
from backend.studio.message import message_sets
from backend.studio.message.message_sets import LONGEST_MESSAGE, MOST_MESSAGES, MOST_SETS
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(
        MemoryPlatform(tmp_path / "platform"), Ledger(tmp_path / "ledger.sqlite3"), tmp_path
    )


def test_lines_are_messages() -> None:
    assert message_sets.lines(" one \r\n\n\ttwo\u2028three \n") == ("one", "two", "three")


def test_a_set_is_kept_until_it_is_deleted(workspace: Workspace) -> None:
    text = ("hello", "🤔 \ud800", "=1")
    message_sets.save(workspace, "  last   week ", text)
    message_sets.save(workspace, "Another", ["x"])
    assert [kept.name for kept in message_sets.listing(workspace)] == ["Another", "last week"]
    assert message_sets.get(workspace, "last week").messages == text
    message_sets.delete(workspace, "last week")
    message_sets.delete(workspace, "last week")
    assert [kept.name for kept in message_sets.listing(workspace)] == ["Another"]
    with pytest.raises(NotFound):
        message_sets.get(workspace, "last week")


def test_a_name_is_taken_once(workspace: Workspace) -> None:
    message_sets.save(workspace, "mine", ["one"])
    with pytest.raises(Conflict):
        message_sets.save(workspace, " mine ", ["two"])
    assert message_sets.get(workspace, "mine").messages == ("one",)


def test_sets_saved_at_the_same_moment_are_all_kept(workspace: Workspace) -> None:
    names = [f"set {number}" for number in range(MOST_SETS)]
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda name: message_sets.save(workspace, name, ["x"]), names))
    assert [kept.name for kept in message_sets.listing(workspace)] == sorted(names)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (" ", ["x"]),
        ("n" * 61, ["x"]),
        ("n", []),
        ("n", ["x"] * (MOST_MESSAGES + 1)),
        ("n", ["secret" * LONGEST_MESSAGE]),
    ],
)
def test_limits_are_said_and_no_message_is_quoted(
    workspace: Workspace, name: str, texts: list[str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        message_sets.save(workspace, name, texts)
    assert refused.value.remedy
    assert "secret" not in str(refused.value)
    assert message_sets.listing(workspace) == ()


def test_there_is_an_end_to_sets(workspace: Workspace) -> None:
    for number in range(MOST_SETS):
        message_sets.save(workspace, f"set {number}", ["x"])
    with pytest.raises(InvalidInput, match="Delete one"):
        message_sets.save(workspace, "one more", ["x"])
