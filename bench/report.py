"""The report: the table on the screen, and as `docs/benchmarks.md`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bench.figure import Figure, Part

Table = Sequence[tuple[Part, Sequence[Figure]]]

_MET = {True: "yes", False: "no", None: ""}


def as_text(table: Table) -> str:
    """For a terminal."""
    width = max(len(figure.what) for _, figures in table for figure in figures)
    lines = []
    for part, figures in table:
        lines += ["", part.title]
        for f in figures:
            reach = f"{f.reach}: {_MET[f.met] or '?'}" if f.reach else ""
            lines.append(f"  {f.what:<{width}}  {f.measured:>12}  {reach:<14}  {f.note}".rstrip())
    return "\n".join(lines)


def as_markdown(table: Table, machine: Mapping[str, str], on: date) -> str:
    """For `docs/benchmarks.md`."""
    every = [figure for _, figures in table for figure in figures]
    promised = [figure for figure in every if figure.reach]
    met = sum(figure.met is True for figure in promised)
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`, which measures every figure anew; none is copied. Real comments"
        " that are not part of the project. Machines are noisy: compare figures of one run only.",
        "",
        f"{on:%-d %B %Y}. {met} of {len(promised)} figures with a reach are within it.",
        "",
        "| | |",
        "|---|---|",
        *(f"| {name} | {what} |" for name, what in machine.items()),
    ]
    for part, figures in table:
        lines += ["", f"## {part.title}", "", part.how, "", *_rows(figures)]
    return "\n".join((*lines, ""))


def _rows(figures: Sequence[Figure]) -> Iterator[str]:
    yield "| what | figure | reach | met | |"
    yield "|---|--:|--:|---|---|"
    for f in figures:
        yield f"| {f.what} | {f.measured} | {f.reach} | {_MET[f.met]} | {f.note} |"
