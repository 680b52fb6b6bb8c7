import pytest
from streamlit.testing.v1 import AppTest

from app.components.error_box import DEFECT


def broken() -> None:
    from app.components.error_box import errors_shown

    with errors_shown():
        raise ValueError("somebody's secret message")


def refused() -> None:
    from app.components.error_box import errors_shown
    from backend.errors import InvalidInput

    with errors_shown():
        raise InvalidInput("The name **x** is taken.", "Choose another.")


def test_a_defect_is_said_calmly_and_logged_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tab = AppTest.from_function(broken).run()
    assert [error.value for error in tab.error] == [DEFECT]
    assert not tab.exception
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_a_refusal_says_what_and_what_to_do_as_plain_text() -> None:
    tab = AppTest.from_function(refused).run()
    assert tab.error[0].value == "**The name \\*\\*x\\*\\* is taken\\.**  \nChoose another\\."
