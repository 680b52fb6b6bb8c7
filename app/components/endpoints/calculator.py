"""What an endpoint costs a month: by how many messages, how long each takes, and the memory."""

import streamlit as st

from app.components import words
from app.components.field import under_field
from backend.platforms.prices import (
    ALWAYS_ON,
    PriceTable,
    always_on_month,
    break_even_messages_a_day,
    serverless_month,
)

_MOST_A_DAY = 1_000_000_000
_MOST_MS = 60_000  # then it is broken off


def calculator(
    prices: PriceTable,
    *,
    memory_mb: int,
    ms: float | None,
    messages_a_day: int,
    data_bytes: float,
    key: str,
) -> None:
    """Two fields, the month that they come to, and from when something else costs less.

    ms: what a message takes, where that is known. data_bytes: of a message and its answer.
    """
    left, right = st.columns(2)
    with left:
        day = st.number_input(
            "Messages a day", value=messages_a_day, step=1000, key=f"{key}-day", min_value=0
        )
        under_field("Asked one by one: several in one request cost less.")
    with right:
        took = st.number_input(
            "Milliseconds each",
            value=round(ms, 1) if ms else 10.0,
            step=1.0,
            format="%g",
            min_value=0.0,
            key=f"{key}-ms",
        )
        under_field(
            "As it was of late." if ms else "Not measured yet: a message or two would tell."
        )
    day, took = min(int(day or 0), _MOST_A_DAY), min(float(took or 0.0), _MOST_MS)
    price = prices.serverless
    month = serverless_month(
        price, messages_a_day=day, ms=took, memory_mb=memory_mb, data_bytes=data_bytes
    )
    st.markdown(
        f"**{words.plain(words.dollars(month.usd))} a month** on SageMaker serverless with"
        f" {words.megabytes(memory_mb)}, for {words.count(round(month.messages), 'message')}.",
        help=words.plain(
            f"Time {words.dollars(month.time_usd)}, data {words.dollars(month.data_usd)}:"
            f" ${price.usd_per_gb_second:.7f} a second at 1 GB, in proportion to memory, and"
            f" ${price.usd_per_gb_data} a GB of data, about {data_bytes:,.0f} bytes a message"
            f" ({price.source}). A month has 30.44 days. Idle, it costs nothing."
        ),
    )
    if always_on := prices.instances.get(ALWAYS_ON):
        messages = break_even_messages_a_day(price, always_on, ms=took, memory_mb=memory_mb)
        st.caption(
            words.plain(
                f"From about {words.count(_rounded(messages), 'message')} a day an instance that is"
                f" always on is cheaper: {words.dollars(always_on_month(always_on))} a month,"
                " asked or not."
            ),
            help=words.plain(
                f"{ALWAYS_ON}, ${always_on.usd_per_hour:.3f} an hour, its price for jobs"
                f" ({always_on.source}); hosting may differ. Whether one keeps up with"
                " so many is another question, and data costs the same. The studio makes"
                " serverless endpoints only."
            ),
        )


def _rounded(number: float) -> int:
    """To two digits that count: a price table promises no more."""
    return int(float(f"{number:.2g}"))
