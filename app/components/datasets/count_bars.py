"""Counts of rows as bars, one to a line, with the number beside each."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from app.components.charts import altair, category_axis, inks, quiet
from app.components.datasets.picking import Pick, pickable, show

_ROW_PIXELS = 32
_AXIS_PIXELS = 64
_FAR_APART = 100  # times: then the axis is logarithmic
_ROOM = 0.42  # beyond the longest bar, for what stands beside it
_LEAST = 0.7  # where a logarithmic axis begins: a single row is still to be seen


@dataclass(frozen=True, kw_only=True)
class Bar:
    """id: what a click on it tells. part: of `rows`, drawn as a core in the bar; None: no such
    thing. said: stands beside it. told: the lines of its tooltip, a title and a value each."""

    id: str
    label: str
    rows: int
    color: str
    said: str
    part: int | None = None
    told: Sequence[tuple[str, str]] = ()


def count_bars(
    bars: Sequence[Bar], *, title: str, alt_text: str, key: str, on_pick: Pick | None = None
) -> None:
    """Draw them; `title` names the axis, which is logarithmic where counts differ by 100 times.

    A click tells {"id": …}.
    """
    alt, ink = altair(), inks()
    counts = [count for bar in bars for count in (bar.rows, bar.part) if count]
    logarithmic = bool(counts) and max(counts) >= _FAR_APART * min(counts)
    low, high = (_LEAST if logarithmic else 0.0), max([*counts, 1])
    if logarithmic:
        end = high * (high / low) ** _ROOM
        scale = alt.Scale(type="log", domain=[low, end], nice=False)
        ticks = [10**power for power in range(int(log10(high)) + 1)]
        title += ", ×10 a step"
    else:
        end = high * (1 + _ROOM)
        scale = alt.Scale(domain=[low, end], nice=False)
        ticks = _steps(high)
    values = [
        {
            "id": bar.id,
            "category": bar.label,
            "rows": bar.rows or None,
            "part": bar.part or None,
            "beside": bar.rows or low,
            "low": low,
            "end": end,
            "color": bar.color,
            "said": bar.said,
            "Rows": f"{bar.rows:,}",
            **dict(bar.told),
        }
        for bar in bars
    ]
    titles = ["Rows", *dict.fromkeys(name for bar in bars for name, _ in bar.told)]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=category_axis(alt, [bar.label for bar in bars]),
    )
    start = alt.X2("low:Q")
    across = alt.X(
        "rows:Q",
        title=title,
        scale=scale,
        axis=alt.Axis(
            grid=False,
            ticks=False,
            domain=False,
            format=",d",
            **quiet(),
            values=ticks,
        ),
    )
    cored = any(bar.part is not None for bar in bars)
    color = alt.Color("color:N", scale=None)
    pick = pickable(alt, ["id"])
    wide = base.mark_bar(cornerRadius=3, height=18).encode(
        x=across,
        x2=start,
        color=color,
        opacity=alt.condition(pick, alt.value(0.45 if cored else 0.9), alt.value(0.2))
        if on_pick
        else alt.value(0.45 if cored else 0.9),
    )
    layers = [wide]
    if cored:
        layers.append(
            base.mark_bar(cornerRadius=2, height=8).encode(x="part:Q", x2=start, color=color)
        )
    layers.append(
        base.mark_text(align="left", dx=6, fontSize=12, color=ink.text).encode(
            x="beside:Q", text="said:N"
        )
    )
    # A whole line answers the pointer: short bars are hard to hit.
    line = base.mark_bar(height=alt.RelativeBandSize(1), opacity=0, cursor="pointer").encode(
        x="end:Q",
        x2=start,
        tooltip=[alt.Tooltip("category:N", title=" "), *(f"{name}:N" for name in titles)],
    )
    layers.append(line.add_params(pick) if on_pick else line)
    chart = alt.layer(*layers).properties(height=_ROW_PIXELS * len(bars) + _AXIS_PIXELS)
    told = ", ".join(f"{bar.label} {bar.said}" for bar in bars)
    show(chart, key=key, alt_text=f"{alt_text}: {told}.", on_pick=on_pick)


def _steps(high: int) -> list[int]:
    """About four round numbers up to `high`."""
    power: int = 10 ** int(log10(high))
    sizes = (power // 5, power // 2, power, 2 * power)
    step = next((size for size in sizes if size and high <= 4 * size), sizes[-1])
    return list(range(0, high + 1, step))
