"""One model in a box: how good it is, what it takes to run, and what can be done with it."""

import time
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from app.components import words
from app.components.error_box import errors_shown
from app.components.models.leaderboard import algorithm_title
from app.components.models.measures import HELP, Measure, said
from app.components.models.running import running_view
from app.components.models.standing import MEANS, SURE, Standing, interval_words
from app.components.synthetic import SYNTHETIC_MODEL
from backend.studio.model.models import Model, ServingCost


def about(
    model: Model,
    standing: Mapping[Measure, Standing],
    *,
    letter: str,
    cost: ServingCost | None,
    using: Sequence[str],
    on_rename: Callable[[str], None],
    on_delete: Callable[[], None],
) -> None:
    """Draw it. letter: of its test rows, "" where all models have the same. using: the endpoints
    that serve it. on_rename: called with the new name; it and on_delete run the page again."""
    st.header(model.name, anchor=False)
    parts = [algorithm_title(model.algorithm), f"made {words.ago(model.made_at, time.time())}"]
    if letter:
        parts.append(f"test rows {letter}")
    st.caption(words.plain(" · ".join(parts)))
    if model.synthetic:
        st.caption(SYNTHETIC_MODEL)
    with st.container(horizontal=True):
        for measure, title in MEANS.items():
            _mean(title, measure, standing[measure])
    running_view(model, cost)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            "pages/endpoints.py",
            label=":green[**Deploy** →]",
            query_params={"model": model.name},
        )
        for name in using:
            st.page_link(
                "pages/try_messages.py",
                label=f":green[**Try on {words.plain(name)}** →]",
                query_params={"endpoint": name},
            )
        _rename(model, on_rename)
        _delete(model, using, on_delete)


def _mean(title: str, measure: Measure, standing: Standing) -> None:
    with st.container(width="content", gap="xxsmall"):
        st.metric(title, said(standing.value), help=f"{HELP[measure]} Below it the {SURE}")
        sure = " · ".join(filter(None, (interval_words(standing.interval), standing.words)))
        if sure:
            st.caption(words.plain(sure))


def _rename(model: Model, on_rename: Callable[[str], None]) -> None:
    with st.popover("Rename…", key=f"rename-popover-{model.name}"):  # renamed, it is closed
        new_name = st.text_input(
            "New name",
            value=model.name,
            key=f"rename-{model.job}-{model.name}",
            help="Small letters, digits and single hyphens. The run and the jobs that made the"
            f" model keep their names ({words.plain(model.run)}).",
        )
        if st.button("Rename", type="primary", key=f"rename-button-{model.job}"):
            with errors_shown():
                on_rename(new_name.strip())


def _delete(model: Model, using: Sequence[str], on_delete: Callable[[], None]) -> None:
    with st.popover("Delete…", key=f"delete-popover-{model.job}"):  # another's is closed
        if using:
            names = words.joined([f"**{words.plain(name)}**" for name in using])
            several = len(using) > 1
            st.markdown(
                f"The endpoint{'s' if several else ''} {names} use{'' if several else 's'} this"
                f" model. Delete {'them' if several else 'it'} first, or put another model there."
            )
            st.page_link(
                "pages/endpoints.py",
                label=":green[**Go to the endpoint** →]",
                query_params={"endpoint": using[0]},
            )
            return
        st.markdown(
            f"This goes: the model ({words.megabytes(model.model_mb)}), its measurements, its"
            " thresholds, and its training and evaluation jobs with their logs.  \n"
            "This stays: the prepared data and the dataset."
        )
        if st.button("Delete the model", type="primary", key=f"delete-{model.job}"):
            with errors_shown():
                on_delete()
