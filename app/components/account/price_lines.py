"""The prices that are used: what they are of, and where and when they were read."""

import streamlit as st

from app.components import words
from backend.platforms.base import Size
from backend.platforms.prices import Origin, PriceTable


def origins(table: PriceTable, sizes: tuple[Size, ...]) -> list[tuple[str, Origin]]:
    """What each origin tells the price of; that of instances once for each that there is."""
    of_sizes = dict.fromkeys(size.price.origin for size in sizes if size.price)
    return [
        *(("Compute", origin) for origin in of_sizes),
        ("Endpoints", table.serverless.origin),
        ("Files", table.files.origin),
        ("Logs", table.logs.origin),
    ]


def price_lines(table: PriceTable, sizes: tuple[Size, ...]) -> None:
    """A table of what is paid for, and where the figures were read."""
    serverless = table.serverless
    dearest = {size.price.usd_per_hour: size for size in sizes if size.price}
    rows = [
        ("Compute, an hour", _span([dearest[usd] for usd in sorted(dearest)])),
        (
            "Endpoints, a second of answering with 1 GB",
            f"${serverless.usd_per_gb_second:.7f}",
        ),
        ("Endpoints, a GB of messages", f"${serverless.usd_per_gb_data:.3f}"),
        ("Files, a GB for a month", f"${table.files.usd_per_gb_month:.3f}"),
        ("Logs, a GB for a month", f"${table.logs.usd_per_gb_month:.3f}"),
    ]
    st.dataframe(
        [{"What": what, "Price": price} for what, price in rows],
        hide_index=True,
        alt="What is paid for",
    )
    told: dict[Origin, list[str]] = {}
    for what, origin in origins(table, sizes):
        told.setdefault(origin, []).append(what.lower())
    lines = [f"{words.joined(things).capitalize()}: {origin}." for origin, things in told.items()]
    st.caption("  \n".join(map(words.plain, lines)))


def _span(sizes: list[Size]) -> str:
    if not sizes:
        return "not known"
    least, most = sizes[0], sizes[-1]
    return f"{_hour(least)} to {_hour(most)}"


def _hour(size: Size) -> str:
    return f"${size.price.usd_per_hour:.3f} ({size.name})" if size.price else size.name
