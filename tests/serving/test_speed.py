from itertools import count
from pathlib import Path

import pytest

from backend.serving.scorer import Scorer
from backend.serving.speed import Speed, measure, read_speed
from tests import tiny


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    folder = tmp_path_factory.mktemp("tiny")
    return Scorer(tiny.package(folder).parent / "package")


def test_the_speed_is_messages_by_the_clock(scorer: Scorer) -> None:
    ticks = count()
    found = measure(scorer, [tiny.TOXIC, tiny.FRIENDLY], clock=lambda: next(ticks) * 0.01)
    assert found is not None
    assert found.messages_per_second == pytest.approx(found.messages / 0.3, rel=0.05)
    assert found.messages == 29  # the clock reaches 0.3 s at its thirtieth tick


def test_without_messages_there_is_no_speed(scorer: Scorer) -> None:
    assert measure(scorer, []) is None


def test_a_speed_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = Speed(messages_per_second=1234.5, messages=400)
    written.write(tmp_path)
    assert read_speed(tmp_path) == written


@pytest.mark.parametrize("content", [None, "{", "[]", '{"other": 1}'])
def test_one_that_cannot_be_read_is_not_known(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "speed.json").write_text(content)
    assert read_speed(tmp_path) is None
