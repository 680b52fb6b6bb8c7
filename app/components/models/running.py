"""How large and how fast a model is, and what a million messages cost."""

import streamlit as st

from app.components import words
from backend.studio.model.models import DATA_BYTES, Model, ServingCost


def cost_words(cost: ServingCost | None) -> str:
    """What a million messages cost, in a few words."""
    if cost is None:
        return "A million messages: cost not known"
    there = f"{words.dollars(cost.serverless_usd)} on SageMaker"
    return f"A million messages: {'free here, ' if cost.usd == 0 else ''}{there}"


def cost_help(cost: ServingCost) -> str:
    """What the cost rests on."""
    price = cost.price
    return (
        f"{price.source}: ${price.usd_per_gb_second:.7f} a second at 1 GB, in proportion to"
        f" memory (here {words.megabytes(cost.memory_mb)}, the smallest that holds the model), and"
        f" ${price.usd_per_gb_data} a GB of data. Reckoned with one message a request, which takes"
        f" {words.duration(cost.seconds)} and is billed as at least"
        f" {words.duration(price.unit_seconds)}, and about {DATA_BYTES:,} bytes there and back."
    )


def running_view(model: Model, cost: ServingCost | None) -> None:
    """Three lines of small print; one, where there is room."""
    size = f"{words.megabytes(model.model_mb)}, needs {words.megabytes(model.serving_mb)} to serve"
    speed = (
        f"{model.speed.messages_per_second:,.0f} messages a second"
        if model.speed
        else "Speed not measured"
    )
    with st.container(horizontal=True, gap="small"):
        st.caption(
            words.plain(size),
            width="content",
            help="The file in MB of 10⁶ bytes, the memory in MB of 2²⁰ bytes.",
        )
        st.caption(
            words.plain(speed),
            width="content",
            help="On one core of the machine that evaluated it: test rows, normalised, scored"
            " and calibrated one at a time by the code that an endpoint runs.",
        )
        st.caption(
            words.plain(cost_words(cost)),
            width="content",
            help=words.plain(cost_help(cost)) if cost else None,
        )
