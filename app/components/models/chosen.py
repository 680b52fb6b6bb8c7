"""The models that are looked at, up to three: the address of the page carries them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.components import words
from app.components.choice import say_gone
from app.components.models.comparison import MOST, Measured
from backend.studio.model.models import Model

_ADDRESS = "model"
_BOX = "models-looked-at"


def choose_models(names: Sequence[str]) -> None:
    """Look at these, the last of them where there are too many."""
    st.query_params[_ADDRESS] = list(names)[-MOST:]


def rename_chosen(name: str, new_name: str | None) -> None:
    """Go on looking at a model under its new name; at the others alone where it is gone (None)."""
    looked_at = [new_name if one == name else one for one in st.session_state[_BOX]]
    choose_models([one for one in looked_at if one is not None])


def linked_models(names: Sequence[str], former: Mapping[str, str]) -> list[str]:
    """Those of `names` (not empty) that the address asks for, `?model=a&model=b` or
    `?model=a,b`; else those looked at before; else the first. former: names by another that they
    are known by, so that older links find them. Says so of those that are gone."""
    asked = [name for value in st.query_params.get_all(_ADDRESS) for name in value.split(",")]
    for name in asked:
        if name and name not in names and name not in former:
            say_gone("model", name)
    for wanted in (asked, st.session_state.get(_BOX, [])):
        present = (name if name in names else former.get(name) for name in wanted)
        known = [name for name in dict.fromkeys(present) if name is not None]
        if known:
            return known[:MOST]
    return [names[0]]


def model_choice(names: Sequence[str], chosen: Sequence[str]) -> None:
    """A box to choose from, which stands at `chosen`."""

    def told() -> None:
        choose_models(st.session_state[_BOX])

    st.session_state[_BOX] = list(chosen)
    st.multiselect(
        "Look at",
        names,
        key=_BOX,
        max_selections=MOST,
        on_change=told,
        persist_state="session",
        help=f"Up to {MOST} models, side by side. Rows of the table above can be ticked, too. The"
        " address of the page keeps the choice.",
    )


def one_of(looked_at: Sequence[Model]) -> Model:
    """The model that is asked for, where a view shows one alone."""
    if len(looked_at) == 1:
        return looked_at[0]
    by_name = {model.name: model for model in looked_at}
    name = st.segmented_control(
        "Of", list(by_name), default=looked_at[0].name, required=True, key="models-one"
    )
    return by_name.get(name or "", looked_at[0])


def of_category(looked_at: Sequence[Model]) -> list[Measured]:
    """The category that is asked for, of each model that has it."""
    names = list(dict.fromkeys(name for model in looked_at for name in model.categories))
    category = (
        st.pills(
            "Category",
            names,
            default=names[0],
            required=True,
            format_func=words.category,
            key="models-category",
        )
        or names[0]
    )
    return [
        Measured(model.name, one, model.thresholds[one.category])
        for model in looked_at
        for one in model.evaluation.categories
        if one.category == category
    ]
