"""The report holds every figure, and counts those within reach."""

from datetime import date

from bench.figure import Figure, Part
from bench.report import as_markdown, as_text

PART = Part("speed", "Speed", "By the clock.", lambda bench: iter(()))
FIGURES = [
    Figure(what="chat a second", value=30_000, form=",.0f", at_least=25_000),
    Figure(what="comments a second", value=7_000, form=",.0f", at_least=7_500, note="cold"),
    Figure(what="the sample's", value=None, at_least=25, note="no WordNet"),
    Figure(what="cores", value=2, form=".0f"),
]


def test_the_page_has_each_figure_its_reach_and_whether_it_is_met() -> None:
    page = as_markdown([(PART, FIGURES)], {"Python": "3.11"}, date(2026, 11, 2))

    assert "2 November 2026. 1 of 3 figures with a reach are within it." in page
    assert "| Python | 3.11 |" in page
    assert "## Speed\n\nBy the clock.\n" in page
    assert "| chat a second | 30,000 | ≥ 25,000 | yes |  |" in page
    assert "| comments a second | 7,000 | ≥ 7,500 | no | cold |" in page
    assert "| the sample's | not measured | ≥ 25 |  | no WordNet |" in page
    assert "| cores | 2 |  |  |  |" in page


def test_the_terminal_has_them_too() -> None:
    text = as_text([(PART, FIGURES)])

    assert all(figure.what in text and figure.measured in text for figure in FIGURES)
