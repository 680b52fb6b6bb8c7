"""Models: how good each is and why, side by side; thresholds, lineage, card, name, and deletion."""

import re
import time
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from app.components import words
from app.components.afresh import fresh, renew
from app.components.empty_state import empty_state
from app.components.error_box import errors_shown, page_errors_shown
from app.components.models.chosen import (
    choose_models,
    linked_models,
    model_choice,
    rename_chosen,
)
from app.components.models.comparison import Measured
from app.components.models.confusion_chart import confusion_chart, confusions
from app.components.models.curves import curves
from app.components.models.leaderboard import algorithm_title, leaderboard, row_letters
from app.components.models.lineage_view import lineage_view
from app.components.models.measures import HELP, Measure, said
from app.components.models.metrics_table import definition_words
from app.components.models.reliability_chart import reliability_chart
from app.components.models.running import running_view
from app.components.models.threshold_editor import put, threshold_editor
from app.components.synthetic import SYNTHETIC_MODEL
from app.navigation import ensure_entered
from app.session import workspace
from app.views.unread import unread_note
from backend.studio.model import lineage, model_card, models
from backend.studio.model.models import Model
from backend.studio.workspace import Workspace

_TABLE = "leaderboard"
_TICKED = "leaderboard-ticked"
_PICKED = "leaderboard-picked"
_SAVED = "models-saved"


def main() -> None:
    """The page."""
    st.title("Models", anchor=False)
    studio = workspace()
    made = models.listing(studio)
    reading = unread_note(studio, nothing=not made)
    if not made:
        if reading:
            return
        empty_state(
            "No models yet",
            "Training makes one and measures it on rows it has not seen. Then it shows here, next"
            " to the others.",
            page="pages/train.py",
            label="Train a model",
        )
        return
    by_name = {model.name: model for model in made}
    chosen = linked_models(list(by_name), {model.run: model.name for model in made})
    _leaderboard(made, chosen)
    model_choice(list(by_name), chosen)
    looked_at = [by_name[name] for name in chosen]
    _abouts(studio, looked_at, row_letters(made))
    _views(looked_at)


@st.fragment
@errors_shown()
def _leaderboard(made: Sequence[Model], chosen: Sequence[str]) -> None:
    """Another measure draws this alone; other rows ticked, the whole page."""
    if st.session_state.pop(_PICKED, False):
        st.rerun()
    studio = workspace()
    measure = st.segmented_control(
        "Measure by category",
        list(Measure),
        default=Measure.AUC,
        required=True,
        key="measure",
        help="What the columns of the categories show. "
        + " ".join(f"**{measure}**: {HELP[measure]}" for measure in Measure),
    )
    costs = {m.name: cost for m in made if (cost := models.serving_cost(studio, m)) is not None}
    # Ticks are a widget's own: where the choice was made elsewhere, the table is made anew.
    if st.session_state.get(_TICKED) != set(chosen):
        renew(_TABLE)
        st.session_state[_TICKED] = set(chosen)

    def pick(names: Sequence[str]) -> None:
        if set(names) == set(chosen):  # a table that has just gone may still tell of its ticks
            return
        kept = [name for name in chosen if name in names]
        added = [name for name in names if name not in chosen]
        choose_models([*kept, *added])
        st.session_state[_TICKED] = set(names)
        st.session_state[_PICKED] = True

    leaderboard(
        made,
        costs,
        measure or Measure.AUC,
        chosen=chosen,
        now=time.time(),
        key=f"{fresh(_TABLE)}-{len(made)}-{made[0].name}",
        on_pick=pick,
    )


def _abouts(studio: Workspace, looked_at: Sequence[Model], letters: Mapping[str, str]) -> None:
    """A box for each model, with what can be done with it. letters: of its test rows, by model."""
    if len({model.test_rows for model in looked_at}) > 1:
        st.warning(
            "These models were measured on different test rows: their numbers cannot be compared."
        )
    several = len(set(letters.values())) > 1
    for column, model in zip(st.columns(len(looked_at)), looked_at, strict=True):
        with column.container(border=True):
            _about(studio, model, letters[model.name] if several else "")


def _about(studio: Workspace, model: Model, letter: str) -> None:
    st.header(model.name, anchor=False)
    parts = [algorithm_title(model.algorithm), f"made {words.ago(model.made_at, time.time())}"]
    if letter:
        parts.append(f"test rows {letter}")
    st.caption(words.plain(" · ".join(parts)))
    if model.synthetic:
        st.caption(SYNTHETIC_MODEL)
    with st.container(horizontal=True):
        st.metric("Mean AUC", said(model.evaluation.mean_auc), help=HELP[Measure.AUC])
        st.metric("Mean AP", said(model.evaluation.mean_average_precision), help=HELP[Measure.AP])
    running_view(model, models.serving_cost(studio, model))
    using = models.users(studio, model)
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
        _rename(studio, model)
        _delete(studio, model, using)


def _rename(studio: Workspace, model: Model) -> None:
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
                renamed = models.rename(studio, model.name, new_name.strip())
                rename_chosen(model.name, renamed.name)
                st.rerun()


def _delete(studio: Workspace, model: Model, using: Sequence[str]) -> None:
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
                models.delete(studio, model.name)
                rename_chosen(model.name, None)
                st.rerun()


@st.fragment
@errors_shown()
def _views(looked_at: Sequence[Model]) -> None:
    """What is asked for of the models; choosing another view draws that alone."""
    views: Mapping[str, Callable[[Sequence[Model]], None]] = {
        "Curves": _curves,
        "Calibration": _calibration,
        "Mistakes": _mistakes,
        "Thresholds": _thresholds,
        "Lineage": _lineage,
        "Model card": _card,
    }
    with errors_shown():
        view = st.segmented_control(
            "Show", list(views), default="Curves", required=True, key="models-view"
        )
        views[view or "Curves"](looked_at)


def _curves(looked_at: Sequence[Model]) -> None:
    measured = _of_category(looked_at)
    curves(measured)
    _definitions(looked_at)


def _calibration(looked_at: Sequence[Model]) -> None:
    reliability_chart(_of_category(looked_at))
    _definitions(looked_at)


def _mistakes(looked_at: Sequence[Model]) -> None:
    st.markdown(
        "What becomes of the test rows at the thresholds in force.",
        help="In colour: flagged, and rightly. Next to it: missed. To the left: flagged, and"
        " wrongly. The bars are for every 100 rows that have the category; the numbers are rows.",
    )
    for model in looked_at:
        if len(looked_at) > 1:
            st.markdown(f"**{words.plain(model.name)}**")
        found = confusions(model.evaluation.categories, model.thresholds)
        confusion_chart(found, name=model.name)
        st.dataframe(
            [
                {
                    "Category": words.category(category),
                    "Threshold": model.thresholds[category],
                    "Flagged rightly": one.right,
                    "Flagged wrongly": one.wrong,
                    "Missed": one.missed,
                    "Rightly left alone": one.left,
                    "Precision": one.precision,
                    "Recall": one.recall,
                    "F1": one.f1,
                }
                for category, one in found.items()
            ],
            hide_index=True,
            column_config={
                **{
                    title: st.column_config.NumberColumn(format="%.3f", help=HELP[title])
                    for title in ("Threshold", "Precision", "Recall", "F1")
                },
                **{
                    title: st.column_config.NumberColumn(format="localized")
                    for title in (
                        "Flagged rightly",
                        "Flagged wrongly",
                        "Missed",
                        "Rightly left alone",
                    )
                },
            },
            alt=f"What becomes of the test rows, by category, with {model.name}",
        )
    _definitions(looked_at)


def _thresholds(looked_at: Sequence[Model]) -> None:
    _editor(_one_of(looked_at))


@st.fragment
def _editor(model: Model) -> None:
    """Only this is drawn again while a threshold is moved."""
    with errors_shown():
        studio = workspace()
        metrics, key = model.evaluation.categories, f"threshold-{model.job}-{model.made_at}"
        if st.session_state.pop(_SAVED, None) == model.job:
            st.success("Saved: from now on messages are flagged at these thresholds.")
        st.caption(words.plain(f"Counted exactly. {definition_words(model.evaluation)}"))
        chosen = threshold_editor(metrics, model.thresholds, name=model.name, key=key)
        with st.container(horizontal=True, vertical_alignment="center"):
            changed = chosen != model.thresholds
            if st.button("Save", type="primary", key=f"save-{key}", disabled=not changed):
                models.set_thresholds(studio, model.name, chosen)
                st.session_state[_SAVED] = model.job
                st.rerun()
            st.button(
                "Undo changes",
                key=f"undo-{key}",
                disabled=not changed,
                on_click=lambda: put(metrics, model.thresholds, key=key),
            )
            st.button(
                "Back to the measured ones",
                key=f"measured-{key}",
                disabled=chosen == model.measured_thresholds,
                on_click=lambda: put(metrics, model.measured_thresholds, key=key),
                help="Those that evaluation chose on validation rows, for the greatest F1. Save"
                " puts them in force.",
            )
        st.caption(
            "Saved thresholds decide at once what is flagged on the Try messages page; endpoints"
            " go on answering with probabilities."
        )


def _lineage(looked_at: Sequence[Model]) -> None:
    model = _one_of(looked_at)
    lineage_view(lineage.of(workspace(), model), model=model.name)


def _card(looked_at: Sequence[Model]) -> None:
    model, studio = _one_of(looked_at), workspace()
    cost = models.serving_cost(studio, model)
    card = model_card.card(model, lineage.of(studio, model), cost, models.audit(studio, model))
    st.download_button(
        "Download (.md)",
        card,
        file_name=f"{model.name}.md",
        mime="text/markdown",
        key=f"card-{model.job}",
        on_click="ignore",
    )
    with st.container(border=True):
        # One level down: the page has its title.
        st.markdown(re.sub(r"^#", "##", card, flags=re.MULTILINE))


def _one_of(looked_at: Sequence[Model]) -> Model:
    """The model that is asked for, where a view shows one alone."""
    if len(looked_at) == 1:
        return looked_at[0]
    by_name = {model.name: model for model in looked_at}
    name = st.segmented_control(
        "Of", list(by_name), default=looked_at[0].name, required=True, key="models-one"
    )
    return by_name.get(name or "", looked_at[0])


def _of_category(looked_at: Sequence[Model]) -> list[Measured]:
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


def _definitions(looked_at: Sequence[Model]) -> None:
    for said_once in dict.fromkeys(definition_words(model.evaluation) for model in looked_at):
        st.caption(words.plain(said_once))


ensure_entered()
with page_errors_shown():
    main()
