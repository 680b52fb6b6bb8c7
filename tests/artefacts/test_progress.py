import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.artefacts.progress import Progress, parse, report


def test_what_is_reported_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    report("training", fraction=0.5, loss=0.25, words_per_second=None, seconds_left=math.inf)
    (point,) = parse(["noise", *capsys.readouterr().out.splitlines()])
    assert (point.stage, point.fraction, point.loss) == ("training", 0.5, 0.25)
    assert point.words_per_second is None
    assert point.seconds_left is None


@given(st.lists(st.text()))
def test_any_log_can_be_read(lines: list[str]) -> None:
    assert all(isinstance(point, Progress) for point in parse(lines))


def test_a_torn_line_is_passed_over() -> None:
    line = "[progress] " + json.dumps({"at": 1.0, "stage": "x", "fraction": 0.1})
    assert len(list(parse([line[:-5], line, "[progress] 3", '[progress] {"odd": 1}']))) == 1
