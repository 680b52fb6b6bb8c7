"""What a job's time costs, in a line."""

import streamlit as st

from app.components import words
from backend.studio.work.jobs import Cost


def cost_words(cost: Cost) -> str:
    """The cost in a sentence; what is not known is said not to be."""
    if cost.usd is None:
        paid = "Cost: not known"
    elif cost.usd == 0:
        paid = "Free on this machine"
    else:
        paid = f"Cost: {words.dollars(cost.usd)}{_billed(cost)}"
    if cost.comparable is None or cost.comparable_usd is None or cost.price is None:
        return f"{paid}."
    return (
        f"{paid}; the same {words.duration(cost.seconds)} on {cost.comparable} would cost"
        f" {words.dollars(cost.comparable_usd)} ({cost.price.source})."
    )


def _billed(cost: Cost) -> str:
    billed = ""
    if cost.billed_seconds is not None:
        billed = f" for {words.duration(cost.billed_seconds)} that are billed"
    if cost.paid_at is not None:
        billed += f", at ${cost.paid_at.usd_per_hour:.3f} an hour ({cost.paid_at.source})"
    if cost.saving is not None and cost.saved_usd is not None:
        billed += (
            f"; spare capacity saved {words.percent(cost.saving)} ({words.dollars(cost.saved_usd)})"
        )
    return billed


def cost_line(cost: Cost) -> None:
    """Show the cost in small print."""
    st.caption(words.plain(cost_words(cost)))
