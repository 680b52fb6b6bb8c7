"""What an endpoint costs, in a line."""

import streamlit as st

from app.components import words
from backend.studio.endpoint.endpoints import HourCost


def cost_words(cost: HourCost, memory_mb: int) -> str:
    """Here and on SageMaker, asleep and at work."""
    here = "Free on this machine. " if cost.usd == 0 else ""
    return (
        f"{here}On SageMaker serverless with {words.megabytes(memory_mb)}: nothing while nobody"
        f" asks, {words.dollars(cost.serverless_usd)} for each hour of answering."
    )


def cost_line(cost: HourCost, memory_mb: int) -> None:
    """Show the cost in small print."""
    price = cost.price
    st.caption(
        words.plain(cost_words(cost, memory_mb)),
        help=words.plain(
            f"{price.source}: ${price.usd_per_gb_second:.7f} a second at 1 GB, in proportion to"
            f" memory, and ${price.usd_per_gb_data} a GB of data, which is not part of this."
            " An hour of answering is an hour in which it works all the time."
        ),
    )
