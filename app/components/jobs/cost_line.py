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
        paid = f"Cost: {words.dollars(cost.usd)}"
    if cost.comparable is None or cost.comparable_usd is None or cost.price is None:
        return f"{paid}."
    return (
        f"{paid}; the same {words.duration(cost.seconds)} on {cost.comparable} would cost"
        f" {words.dollars(cost.comparable_usd)} ({cost.price.source})."
    )


def cost_line(cost: Cost) -> None:
    """Show the cost in small print."""
    st.caption(words.plain(cost_words(cost)))
