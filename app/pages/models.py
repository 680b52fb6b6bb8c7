"""Models: how good each is and why, side by side; thresholds, lineage, card, name, and deletion."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from app.components import words
from app.components.afresh import fresh, renew
from app.components.empty_state import empty_state
from app.components.error_box import errors_shown, page_errors_shown
from app.components.models.about import about
from app.components.models.bias_view import bias_view
from app.components.models.card_view import card_view
from app.components.models.chosen import (
    choose_models,
    linked_models,
    model_choice,
    of_category,
    one_of,
    rename_chosen,
)
from app.components.models.curves import curves
from app.components.models.examples_view import examples_view
from app.components.models.functions_view import functions_view
from app.components.models.leaderboard import leaderboard, row_letters
from app.components.models.lineage_view import lineage_view
from app.components.models.measures import HELP, Measure
from app.components.models.metrics_table import definition_words
from app.components.models.mistakes_view import mistakes_view
from app.components.models.older import older_note
from app.components.models.reliability_chart import reliability_chart
from app.components.models.slices_view import slices_view
from app.components.models.standing import MEANS, Standing, standings
from app.components.models.standing_chart import standing_chart
from app.components.models.threshold_editor import threshold_slider
from app.components.models.threshold_view import threshold_view
from app.navigation import ensure_entered, tell
from app.session import workspace
from app.views.unread import unread_note
from backend.learning.audit.record import Audit
from backend.studio.model import lineage, model_card, models
from backend.studio.model.models import Model
from backend.studio.workspace import Workspace

_TABLE = "leaderboard"
_TICKED = "leaderboard-ticked"
_PICKED = "leaderboard-picked"

_ON_TEST_ROWS = ("Curves", "Calibration", "Mistakes")
"""The views that say at their end on which rows they were measured."""


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
    stands = {measure: standings(made, measure) for measure in MEANS}
    chosen = linked_models(list(by_name), {model.run: model.name for model in made})
    _leaderboard(made, chosen)
    _standings(stands, by_name[chosen[0]], row_letters(made))
    model_choice(list(by_name), chosen)
    looked_at = [by_name[name] for name in chosen]
    _abouts(studio, looked_at, row_letters(made), stands)
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


def _standings(
    stands: Mapping[Measure, Sequence[Standing]], model: Model, letters: Mapping[str, str]
) -> None:
    """The models on the same test rows as that one, where there is another."""
    comparable = {
        measure: [one for one in standing if one.model.test_rows == model.test_rows]
        for measure, standing in stands.items()
    }
    if min(map(len, comparable.values())) < 2:
        return
    if len(set(letters.values())) > 1:
        st.caption(f"Those measured on test rows {letters[model.name]}:")
    standing_chart(comparable)


def _abouts(
    studio: Workspace,
    looked_at: Sequence[Model],
    letters: Mapping[str, str],
    stands: Mapping[Measure, Sequence[Standing]],
) -> None:
    """A box for each model, with what can be done with it. letters: of its test rows, by model."""
    if len({model.test_rows for model in looked_at}) > 1:
        st.warning(
            "These models were measured on different test rows: their numbers cannot be compared."
        )
    several = len(set(letters.values())) > 1
    for column, model in zip(st.columns(len(looked_at)), looked_at, strict=True):
        with column.container(border=True):
            about(
                model,
                {
                    measure: next(one for one in standing if one.model is model)
                    for measure, standing in stands.items()
                },
                letter=letters[model.name] if several else "",
                cost=models.serving_cost(studio, model),
                using=models.users(studio, model),
                on_rename=partial(_rename, model),
                on_delete=partial(_delete, model),
            )


def _rename(model: Model, new_name: str) -> None:
    renamed = models.rename(workspace(), model.name, new_name)
    rename_chosen(model.name, renamed.name)
    st.rerun()


def _delete(model: Model) -> None:
    models.delete(workspace(), model.name)
    rename_chosen(model.name, None)
    st.rerun()


@st.fragment
@errors_shown()
def _views(looked_at: Sequence[Model]) -> None:
    """What is asked for of the models; choosing another view draws that alone."""
    views: Mapping[str, Callable[[Sequence[Model]], None]] = {
        "Curves": _curves,
        "Calibration": _calibration,
        "Mistakes": mistakes_view,
        "Thresholds": _thresholds,
        "Examples": _examples,
        "Slices": _slices,
        "Bias": _bias,
        "Skills": _functions,
        "Lineage": _lineage,
        "Model card": _card,
    }
    with errors_shown():
        view = st.segmented_control(
            "Show", list(views), default="Curves", required=True, key="models-view"
        )
        views[view or "Curves"](looked_at)
        if view in _ON_TEST_ROWS:
            for said_once in dict.fromkeys(definition_words(m.evaluation) for m in looked_at):
                st.caption(words.plain(said_once))


def _curves(looked_at: Sequence[Model]) -> None:
    curves(of_category(looked_at))


def _calibration(looked_at: Sequence[Model]) -> None:
    reliability_chart(of_category(looked_at))


def _thresholds(looked_at: Sequence[Model]) -> None:
    _editor(one_of(looked_at))


@st.fragment
def _editor(model: Model) -> None:
    """Only this is drawn again while a threshold is moved."""
    with errors_shown():
        threshold_view(model, key=_sliders(model), on_save=partial(_save, model))


def _save(model: Model, thresholds: Mapping[str, float]) -> None:
    models.set_thresholds(workspace(), model.name, thresholds)
    tell("Saved: from now on messages are flagged at these thresholds.")


def _sliders(model: Model) -> str:
    """The key of its threshold sliders, which are the same in every view."""
    return f"threshold-{model.job}-{model.made_at}"


def _examples(looked_at: Sequence[Model]) -> None:
    _behind(one_of(looked_at))


@st.fragment
def _behind(model: Model) -> None:
    """Only this is drawn again while the threshold is moved."""
    with errors_shown():
        with st.spinner("Reading the examples…"):
            found = models.examples(workspace(), model)
        if found is None:
            older_note([model.name], "no examples were kept")
            return
        (one,) = of_category([model])
        threshold = threshold_slider(one.metrics, model.thresholds, key=_sliders(model))
        if threshold != one.threshold:
            st.caption("Only a look so far: save it under Thresholds.")
        examples_view(
            found, model.categories, one.metrics.category, threshold, key=f"examples-{model.job}"
        )


def _slices(looked_at: Sequence[Model]) -> None:
    without = [model.name for model in looked_at if not model.evaluation.slices]
    if without:
        older_note(without, "nothing is known of kinds of messages")
    if measured := [model for model in looked_at if model.evaluation.slices]:
        slices_view(measured)


def _bias(looked_at: Sequence[Model]) -> None:
    if audits := _audits(looked_at):
        bias_view({name: audit.bias for name, audit in audits.items()})


def _functions(looked_at: Sequence[Model]) -> None:
    if audits := _audits(looked_at):
        functions_view({name: audit.functions for name, audit in audits.items()})


def _audits(looked_at: Sequence[Model]) -> Mapping[str, Audit]:
    """By model; says which have none."""
    with st.spinner("Reading the audit…"):
        found = {model.name: models.audit(workspace(), model) for model in looked_at}
    without = [name for name, audit in found.items() if audit is None]
    if without:
        older_note(without, "there is no audit")
    return {name: audit for name, audit in found.items() if audit is not None}


def _lineage(looked_at: Sequence[Model]) -> None:
    model = one_of(looked_at)
    lineage_view(lineage.of(workspace(), model), model=model.name)


def _card(looked_at: Sequence[Model]) -> None:
    model, studio = one_of(looked_at), workspace()
    cost = models.serving_cost(studio, model)
    card = model_card.card(model, lineage.of(studio, model), cost, models.audit(studio, model))
    card_view(card, model=model.name, key=f"card-{model.job}")


ensure_entered()
with page_errors_shown():
    main()
