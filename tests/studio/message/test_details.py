"""What an endpoint tells of how it came to its scores."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.errors import Unavailable
from backend.platforms.base import Reply
from backend.studio.message import messages
from backend.studio.message.details import Disguise, WordWeight, read_details
from tests.studio.answering import answering

OLD = {"raw": {"toxic": 0.5}, "text": "you 3gg", "model": "m", "normaliser": "1"}
NEW = {
    **OLD,
    "reading": "you egg",
    "seen_through": True,
    "disguised": [{"start": 4, "end": 7, "reads_as": "egg", "method": "digits"}],
    "words": [{"start": 4, "end": 7, "adds": {"toxic": 2}}],
}


def test_details_are_read() -> None:
    details = read_details(NEW)
    assert (details.text, details.reading, details.seen_through) == ("you 3gg", "you egg", True)
    assert details.disguises == (Disguise(4, 7, "egg", "digits"),)
    assert details.words == (WordWeight(4, 7, {"toxic": 2.0}),)


def test_a_package_from_before_readings_and_words_tells_of_none() -> None:
    details = read_details(OLD)
    assert details.raw == {"toxic": 0.5}
    assert (details.reading, details.disguises, details.words) == (None, (), None)
    assert not details.seen_through


@pytest.mark.parametrize(
    "told",
    [
        {},
        {**NEW, "raw": None},
        {**NEW, "words": [{"start": 0, "end": 1}]},
        {**NEW, "words": [{"start": 0, "end": 1, "adds": {"toxic": float("nan")}}]},
        {**NEW, "words": 7},
        {**NEW, "disguised": ["egg"]},
        {**NEW, "disguised": [{**NEW["disguised"][0], "start": float("inf")}]},
        None,
    ],
)
def test_an_answer_of_another_kind_is_said_in_words(told: Any) -> None:
    with pytest.raises(Unavailable, match="Deploy") as refused:
        read_details(told)
    assert "egg" not in str(refused.value)


def test_a_message_too_long_to_be_explained_is_scored_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, platform = answering(tmp_path, monkeypatch)
    answer = platform.invoke

    def terse(name: str, body: bytes, **kinds: str) -> Reply:
        asked = json.loads(body)["configuration"]
        if asked.get("details"):
            return Reply(413, "application/json", b'{"error": {"message": "too long"}}')
        reply = answer(name, body, **kinds)
        (told,) = json.loads(reply.body)
        del told["details"]
        return Reply(200, "application/json", json.dumps([told]).encode())

    monkeypatch.setattr(platform, "invoke", terse)
    found = messages.score(workspace, "one", "hello")
    assert found.verdict.scores[0].probability == 0.5
    assert found.details is None
