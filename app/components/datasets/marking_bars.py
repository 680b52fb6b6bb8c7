"""The words that mark a category."""

from collections.abc import Sequence

from app.components import words
from app.components.charts import altair, category_axis, inks, quiet
from app.components.datasets.picking import Pick, pickable, show
from app.components.messages.masking import mask_word
from backend.studio.data.exploration import MarkingWord

_ROW_PIXELS = 26
_AXIS_PIXELS = 64
_LONGEST = 24  # characters of a word


def word_words(word: str, *, hidden: bool) -> str:
    """A word as it is shown: cut where it is long, masked where it is hidden.

    What stands for every address or number, such as [url], hides nothing.
    """
    if hidden and not (word.startswith("[") and word.endswith("]")):
        return mask_word(word)
    return word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…"


def marking_bars(
    marking: Sequence[MarkingWord],
    *,
    category: str,
    color: str,
    hidden: bool,
    key: str,
    on_pick: Pick | None = None,
) -> None:
    """A bar for each word, the surest first: the share of the category's rows that hold it.

    A mark on it is the share of other rows. Where words are hidden the page holds none of them. A
    click tells {"rank": …}, from 0.
    """
    alt, ink = altair(), inks()
    said_category = words.category(category)
    values = [
        {
            "rank": rank,
            "category": f"{rank + 1}. {word_words(word.word, hidden=hidden)}",
            "inside": word.inside,
            "outside": word.outside,
            "end": 1.0,
            "said": words.percent(word.inside),
            "said_outside": words.percent(word.outside),
        }
        for rank, word in enumerate(marking)
    ]
    longest = max(max(word.inside, word.outside) for word in marking)
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=category_axis(alt, [str(value["category"]) for value in values])
    )
    across = alt.X(
        "inside:Q",
        title=f"Share of {said_category} rows with the word",
        scale=alt.Scale(domain=[0, longest * 1.2], nice=False),
        axis=alt.Axis(
            grid=False,
            ticks=False,
            domain=False,
            tickCount=4,
            labelExpr="format(datum.value * 100, '~r') + ' %'",
            **quiet(),
        ),
    )
    pick = pickable(alt, ["rank"])
    bars = base.mark_bar(cornerRadius=3, height=14, color=color).encode(
        x=across,
        opacity=alt.condition(pick, alt.value(0.9), alt.value(0.25)) if on_pick else alt.value(0.9),
    )
    others = base.mark_tick(thickness=2, size=18, color=ink.text).encode(x="outside:Q")
    said = base.mark_text(align="left", dx=6, fontSize=12, color=ink.text).encode(
        x="inside:Q", text="said:N"
    )
    line = base.mark_bar(
        height=alt.RelativeBandSize(1), opacity=0, cursor="pointer", clip=True
    ).encode(
        x="end:Q",
        tooltip=[
            alt.Tooltip("category:N", title=" "),
            alt.Tooltip("said:N", title=f"Of rows with {said_category}"),
            alt.Tooltip("said_outside:N", title="Of other rows"),
        ],
    )
    layers = (bars, others, said, line.add_params(pick) if on_pick else line)
    told = ", ".join(f"{value['category']} {value['said']}" for value in values)
    show(
        alt.layer(*layers).properties(height=_ROW_PIXELS * len(values) + _AXIS_PIXELS),
        key=key,
        alt_text=f"Words that mark {said_category}, with their share of its rows: {told}.",
        on_pick=on_pick,
    )
