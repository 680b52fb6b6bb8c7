"""Several endpoints asked at the same time."""

import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from backend.errors import NotFound, StudioError, Unavailable
from backend.studio.endpoint import endpoints
from backend.studio.message import messages
from backend.studio.message.messages import MessageScore
from tests.studio.answering import answering


def test_endpoints_are_asked_at_the_same_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, platform = answering(tmp_path, monkeypatch)
    both = threading.Barrier(2, timeout=60)
    answer = platform.invoke

    def meet(*args: object, **kwargs: object) -> object:
        both.wait()  # each waits for the other: one after the other would never come
        return answer(*args, **kwargs)

    monkeypatch.setattr(platform, "invoke", meet)
    found = dict(messages.score_each(workspace, ["one", "other"], "hello"))
    assert set(found) == {"one", "other"}
    assert all(isinstance(answer, MessageScore) for answer in found.values())


def test_one_that_fails_has_its_error_while_the_other_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, platform = answering(tmp_path, monkeypatch)
    platform.broken = frozenset({"down"})
    found = dict(messages.score_each(workspace, ["down", "up", "gone"], "hello"))
    assert isinstance(found["down"], Unavailable)
    assert isinstance(found["gone"], NotFound)
    assert isinstance(found["up"], MessageScore)
    assert found["up"].verdict.scores[0].probability == 0.5


def test_a_quick_answer_does_not_wait_for_a_slow_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, platform = answering(tmp_path, monkeypatch)
    platform.go.clear()
    platform.broken = frozenset({"quick"})
    answers = messages.score_each(workspace, ["slow", "quick"], "hello")
    assert next(answers)[0] == "quick"
    platform.go.set()
    assert next(answers)[0] == "slow"


def test_verdicts_on_a_few_texts_keep_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, _ = answering(tmp_path, monkeypatch)
    texts = ["a", "abcdefghi", "abcde", ""]
    found = dict(messages.verdicts_each(workspace, ["one", "gone"], texts))
    assert isinstance(found["gone"], StudioError)
    assert not isinstance(found["one"], StudioError)
    assert [v.scores[0].probability for v in found["one"]] == [0.1, 0.9, 0.5, 0.0]
    assert [bool(v.caught) for v in found["one"]] == [False, True, True, False]


def test_a_model_with_other_categories_that_has_just_come_in_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, _ = answering(tmp_path, monkeypatch)
    before = SimpleNamespace(thresholds={"threat": 0.5}, categories=("threat",))
    monkeypatch.setattr(endpoints, "model_of", lambda *_: before)
    ((_, answer),) = messages.score_each(workspace, ["one"], "hello")
    assert isinstance(answer, Unavailable)
    assert "hello" not in str(answer)
