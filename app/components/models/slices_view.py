"""Where a model does better or worse: kinds of messages, such as short ones and shouted ones."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.models.comparison import shade_key
from app.components.models.share_bars import ShareBar, share_bars
from backend.learning.evaluation import LEAST_POSITIVES, Slice
from backend.studio.model.model_card import SLICES
from backend.studio.model.models import Model

TOO_FEW = "too few to say"
_FEW = 100  # messages: a share of fewer is told with its counts

_RECALL = "Of the messages in any category, the share that is flagged in some category."
_WRONGLY = "Of the messages in no category, the share that is flagged all the same."
_AUC = (
    "How well the model ranks, 1 is perfect: the mean over the categories named in the next column."
)


def slices_view(measured: Sequence[Model]) -> None:
    """Bars side by side, and a table for each model. measured: each has slices."""
    names = [model.name for model in measured]
    st.markdown(
        "The same measures on some of the test rows alone, at the thresholds that evaluation"
        " chose.",
        help="Long and short: by the characters of the text as the model reads it. Written to be"
        " overlooked: words are disguised, as in w0rd or w o r d. In capitals: at least half of"
        f" the letters. Of fewer than {LEAST_POSITIVES} messages no share is told: it would be"
        " mostly chance.",
    )
    shade_key(names)
    left, right = st.columns(2)
    with left:
        st.markdown("**Flagged, of those that should be**", help=f"Recall. {_RECALL}")
        share_bars(
            [
                _bar(model, found, found.recall, found.right, found.positives)
                for model, found in _pairs(measured)
            ],
            names,
            alt_text="Share flagged of the messages in any category, by kind of message",
        )
    with right:
        st.markdown("**Flagged, of those that should not be**", help=f"False positives. {_WRONGLY}")
        shares = [found.false_positive_rate or 0.0 for _, found in _pairs(measured)]
        share_bars(
            [
                _bar(
                    *(model, found, found.false_positive_rate),
                    *(found.wrong, found.rows - found.positives),
                )
                for model, found in _pairs(measured)
            ],
            names,
            alt_text="Share flagged of the messages in no category, by kind of message",
            whole=max([*shares, 0.1]),
        )
    for model in measured:
        if len(measured) > 1:
            st.markdown(f"**{words.plain(model.name)}**")
        _table(model)


def slice_title(name: str) -> str:
    """What a slice is called; its name where it is none of ours."""
    title = SLICES.get(name, words.category(name))
    return title[:1].upper() + title[1:]


def share_words(share: float | None) -> str:
    """A share of 0 to 1 with a digit more than `words.percent` where it is small."""
    if share is None:
        return TOO_FEW
    return f"{share:.1%}".replace("%", " %") if 0.0005 <= share < 0.1 else words.percent(share)


def _pairs(measured: Sequence[Model]) -> list[tuple[Model, Slice]]:
    """By slice, then by model."""
    titles = dict.fromkeys(found.name for model in measured for found in model.evaluation.slices)
    return [
        (model, found)
        for name in titles
        for model in measured
        for found in model.evaluation.slices
        if found.name == name
    ]


def _bar(model: Model, found: Slice, share: float | None, part: int, whole: int) -> ShareBar:
    said = share_words(share)
    if share is not None and whole < _FEW:
        said += f" ({part} of {whole})"
    return ShareBar(title=slice_title(found.name), model=model.name, share=share, said=said)


def _table(model: Model) -> None:
    column = st.column_config.TextColumn
    st.dataframe(
        [
            {
                "Messages": slice_title(found.name),
                "Rows": found.rows,
                "In a category": found.positives,
                "Flagged rightly": share_words(found.recall),
                "Flagged wrongly": share_words(found.false_positive_rate),
                "Mean AUC": TOO_FEW if found.mean_auc is None else f"{found.mean_auc:.3f}",
                "AUC over": _over(found.categories, model.categories),
            }
            for found in model.evaluation.slices
        ],
        hide_index=True,
        column_config={
            "Messages": column(pinned=True),
            "Rows": st.column_config.NumberColumn(format="localized"),
            "In a category": st.column_config.NumberColumn(
                format="localized", help="Rows with any of the categories."
            ),
            "Flagged rightly": column(help=f"Recall. {_RECALL}", alignment="right"),
            "Flagged wrongly": column(help=f"False positives. {_WRONGLY}", alignment="right"),
            "Mean AUC": column(help=_AUC, alignment="right"),
            "AUC over": column(
                help=f"Categories with at least {LEAST_POSITIVES} messages here. Compare the means"
                " of two kinds of messages only where these are the same."
            ),
        },
        alt=f"What {model.name} does on kinds of messages",
    )


def _over(some: Sequence[str], every: Sequence[str]) -> str:
    without = [name for name in every if name not in some]
    if not without:
        return "all categories"
    if len(without) < len(some):
        return f"all but {words.joined([words.category(name) for name in without])}"
    return words.joined([words.category(name) for name in some]) or "none"
