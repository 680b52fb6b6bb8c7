"""A figure says what was promised, and keeps to what was measured, not to what is written of it."""

from bench.figure import Figure


def test_a_figure_that_only_rounds_to_its_reach_does_not_meet_it() -> None:
    figure = Figure(what="AUC", value=0.97996, form=".3f", at_least=0.98)

    assert (figure.measured, figure.reach, figure.met) == ("0.980", "≥ 0.98", False)


def test_what_must_be_none_at_all_has_a_reach() -> None:
    assert Figure(what="bytes", value=0, at_most=0).met is True
    assert Figure(what="bytes", value=1, at_most=0).met is False


def test_what_could_not_be_measured_is_neither_met_nor_missed() -> None:
    figure = Figure(what="times", value=None, at_least=25, note="no data")

    assert (figure.measured, figure.met) == ("not measured", None)


def test_without_a_reach_nothing_is_met() -> None:
    assert Figure(what="seconds", value=1.0).met is None
