import errno

import pytest

from backend.artefacts.failure import FILE_NAMES, run_program
from backend.errors import InvalidInput


def reasons(root):
    return {(root / "output" / name).read_text() for name in FILE_NAMES}


def failing(error):
    def main():
        raise error

    return main


def test_success_is_exit_code_0_and_leaves_no_reason_of_an_earlier_run(tmp_path):
    assert run_program(failing(InvalidInput("Bad.")), tmp_path) == 1
    assert run_program(lambda: None, tmp_path) == 0
    assert not any((tmp_path / "output" / name).exists() for name in FILE_NAMES)


def test_an_error_a_person_can_mend_is_shown_as_it_is(tmp_path, capsys):
    assert run_program(failing(InvalidInput("Row 3 is torn.", "Mend it.")), tmp_path) == 1
    assert reasons(tmp_path) == {"Row 3 is torn. Mend it."}
    assert capsys.readouterr().err == "Row 3 is torn. Mend it.\n"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_says_so(tmp_path, number):
    assert run_program(failing(OSError(number, "no space", "/x")), tmp_path) == 1
    assert reasons(tmp_path) == {"The disk is full. Free some space and start the job again."}


def test_an_unexpected_error_tells_its_type_and_place_but_not_its_text(tmp_path, capsys):
    def main():
        try:
            raise KeyError("secret one")
        except KeyError as error:
            raise ValueError("secret two") from error

    assert run_program(main, tmp_path) == 1
    (reason,) = reasons(tmp_path)
    log = capsys.readouterr().err
    assert "ValueError" in reason
    assert "KeyError" in log
    assert "in main" in log
    # A frame shows its line of the program, never a value: of this test both are literals.
    shown = [line for line in log.splitlines() if "raise" not in line]
    assert "secret" not in reason + "\n".join(shown)


def test_a_value_in_an_exception_never_reaches_the_log(tmp_path, capsys):
    text = "".join(["you ", "are ", "awful"])
    assert run_program(lambda: int(text) and None, tmp_path) == 1
    assert text not in capsys.readouterr().err


def test_an_interruption_passes_through(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run_program(failing(KeyboardInterrupt()), tmp_path)


def test_a_reason_that_cannot_be_written_is_still_in_the_log(tmp_path, capsys):
    (tmp_path / "output").write_text("a file where the folder should be")
    assert run_program(failing(InvalidInput("Bad.")), tmp_path) == 1
    assert capsys.readouterr().err == "Bad.\n"
