"""What of an account is ready: thing by thing, in groups, with what to do where it is not."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from backend.platforms.capabilities import Check, Readiness

_SIGNS = {
    Readiness.READY: ":green[:material/check_circle:]",
    Readiness.MISSING: ":red[:material/error:]",
    Readiness.UNKNOWN: ":orange[:material/help:]",
}
_WORDS = {
    Readiness.READY: "ready",
    Readiness.MISSING: "missing",
    Readiness.UNKNOWN: "not known",
}


def summary_words(found: Sequence[Check]) -> str:
    """How many are ready, and how many are not: "12 ready, 1 missing"."""
    counts = {kind: sum(one.readiness is kind for one in found) for kind in Readiness}
    return ", ".join(f"{number} {_WORDS[kind]}" for kind, number in counts.items() if number)


def checks_view(found: Sequence[Check]) -> None:
    """A group each, in the order in which they came. What is ready is folded away where all of a
    group is."""
    groups: dict[str, list[Check]] = {}
    for one in found:
        groups.setdefault(one.group, []).append(one)
    for title, checks in groups.items():
        worst = next(
            (k for k in (Readiness.MISSING, Readiness.UNKNOWN) if _any(checks, k)), Readiness.READY
        )
        label = f"{_SIGNS[worst]} **{words.plain(title)}**: {words.plain(summary_words(checks))}"
        with st.expander(label, expanded=worst is not Readiness.READY):
            for one in checks:
                st.markdown(_line(one))


def _any(checks: Sequence[Check], kind: Readiness) -> bool:
    return any(one.readiness is kind for one in checks)


def _line(one: Check) -> str:
    said = f"{_SIGNS[one.readiness]} {words.plain(one.title)}"
    if one.detail:
        said += f": {words.plain(one.detail)}"
    if one.remedy and one.readiness is not Readiness.READY:
        said += f"  \n**{words.plain(one.remedy)}**"
    return said
