"""Train: choose prepared data and an algorithm, see what the model will need, and launch."""

import re
from collections.abc import Mapping

import streamlit as st

from app.components import words
from app.components.choice import choice
from app.components.empty_state import empty_state
from app.components.error_box import errors_shown
from app.components.jobs.sizes import size_picker
from app.components.synthetic import SYNTHETIC
from app.navigation import ensure_entered
from app.session import workspace
from backend.errors import DoesNotFit, InvalidInput
from backend.learning.recipes import RECIPES, Footprint, Hyperparameter, Recipe, recipe
from backend.platforms.base import JobKind, smallest_memory
from backend.studio import prepared, runs
from backend.studio.plans import job_name, run_name
from backend.studio.prepared import Lines
from backend.studio.workspace import Workspace


def main() -> None:
    """The page."""
    st.title("Train", anchor=False)
    studio = workspace()
    ready = prepared.listing(studio)
    if not ready:
        empty_state(
            "Nothing to train on yet",
            "Training needs data that has been processed: cleaned, and split into rows to train"
            " on, to calibrate with and to test on.",
            page="pages/process.py",
            label="Process a dataset",
        )
        return
    st.markdown(
        "A training run learns a model, measures it on rows it has not seen, and packs it for an"
        " endpoint."
    )
    lines = _choose_lines(studio, ready)
    chosen = _choose_algorithm()
    settings = _hyperparameters(chosen)
    _launch(studio, lines, chosen, settings)


def _choose_lines(studio: Workspace, ready: tuple[Lines, ...]) -> Lines:
    by_name = {lines.name: lines for lines in ready}
    lines = by_name[choice("Prepared data", list(by_name), key="lines")]
    parts = [
        f"{words.count(lines.counts['parts'][part]['rows'], 'row')} to {purpose}"
        for part, purpose in (
            ("train", "train on"),
            ("validation", "calibrate with"),
            ("test", "test on"),
        )
    ]
    categories = words.joined([words.category(name) for name in lines.categories])
    st.caption(f"{words.joined(parts)}. Categories: {categories}.")
    if lines.synthetic:
        st.caption(SYNTHETIC)
    return lines


def _choose_algorithm() -> Recipe:
    name = st.segmented_control(
        "Algorithm",
        list(RECIPES),
        default=next(iter(RECIPES)),
        format_func=lambda name: RECIPES[name].title,
        required=True,
        key="algorithm",
    )
    chosen = recipe(name or next(iter(RECIPES)))
    st.caption(chosen.summary)
    return chosen


def _hyperparameters(chosen: Recipe) -> Mapping[str, str]:
    """The form's values as text, by name."""
    presets = list(chosen.presets)
    preset = presets[0]
    if len(presets) > 1:
        preset = (
            st.segmented_control(
                "Start from",
                presets,
                default=presets[0],
                required=True,
                key=f"preset-{chosen.name}",
                help="Fills in the settings below; change any of them.",
            )
            or presets[0]
        )
    base = chosen.preset(preset)
    given: dict[str, str] = {}
    with st.expander("Hyperparameters", expanded=True):
        for start in range(0, len(chosen.hyperparameters), 3):
            row = chosen.hyperparameters[start : start + 3]
            for column, parameter in zip(st.columns(3), row, strict=False):
                with column:
                    # A key for each preset: choosing one fills in its values.
                    key = f"{chosen.name}-{preset}-{parameter.name}"
                    given[parameter.name] = _field(parameter, base[parameter.name], key)
        lacking = [h for h in chosen.hyperparameters if h.reference_lacks]
        if lacking:
            titles = words.joined([h.title.lower() for h in lacking])
            st.caption(f"Greyed: {titles}. {lacking[0].reference_lacks}.")
    return given


def _field(parameter: Hyperparameter, value: int | float | bool, key: str) -> str:
    # The fields have no bounds of their own: out of bounds, a browser would keep the number to
    # itself, and the one before would be launched with. `_check` refuses it in words.
    greyed = bool(parameter.reference_lacks)
    help_text = parameter.help
    if greyed:
        help_text += f" Not here: {parameter.reference_lacks}."
    if parameter.type is bool:
        choice = st.selectbox(
            parameter.title,
            [False, True],
            index=int(value),
            format_func=lambda on: "On" if on else "Off",
            key=key,
            help=help_text,
            disabled=greyed,
        )
        return str(choice).lower()
    span = f"{parameter.low:,g} to {parameter.high:,g}"
    if parameter.type is int:
        number: int | float = st.number_input(
            parameter.title,
            value=int(value),
            step=_step(int(parameter.high)),
            key=key,
            help=f"{help_text} From {span}.",
            disabled=greyed,
        )
    else:
        number = st.number_input(
            parameter.title,
            value=float(value),
            step=0.01,
            format="%.3f",
            key=key,
            help=f"{help_text} From {span}.",
            disabled=greyed,
        )
    return str(number)


def _check(chosen: Recipe, hyperparameters: Mapping[str, str]) -> None:
    """Raises InvalidInput for a value out of range, by the title that its field has."""
    for parameter in chosen.hyperparameters:
        text = hyperparameters[parameter.name]
        try:
            parameter.parse(text)
        except InvalidInput as error:
            raise InvalidInput(f"{parameter.title} cannot be {text}.", error.remedy) from None


def _step(high: int) -> int:
    return 10_000 if high > 100_000 else 1


def _launch(
    studio: Workspace, lines: Lines, chosen: Recipe, hyperparameters: Mapping[str, str]
) -> None:
    stem = re.sub(r"-\d+$", "", run_name(lines.name))
    name_key = f"train-name-{lines.name}-{chosen.name}"
    if name_key not in st.session_state:
        st.session_state[name_key] = runs.propose_name(studio, stem, chosen.name)
    left, right = st.columns(2)
    name = left.text_input(
        "Name of the model", key=name_key, help="Small letters, digits and hyphens."
    )
    with right:
        size = size_picker(studio.platform.sizes(), key="train-size")
    st.subheader("What it will need", anchor=False)
    fits = False
    with errors_shown():
        _check(chosen, hyperparameters)
        needed = prepared.footprint(studio, lines.name, chosen.name, hyperparameters)
        _footprint(needed)
        runs.check_memory(studio, size.name, needed.training_mb)
        fits = True
    if st.button("Start training", type="primary", key="launch", disabled=not fits):
        with errors_shown():
            run = runs.train(
                studio,
                name=name.strip(),
                lines=lines.name,
                algorithm=chosen.name,
                size=size.name,
                hyperparameters=hyperparameters,
            )
            st.switch_page(
                "pages/jobs.py", query_params={"job": job_name(run.name, JobKind.TRAINING)}
            )


def _footprint(needed: Footprint) -> None:
    model, training, endpoint = st.columns(3)
    model.metric(
        "Model size",
        f"about {words.megabytes(needed.model_mb)}",
        help="Before packing. An upper estimate: rare words fall away.",
    )
    training.metric(
        "Memory to train",
        f"about {words.megabytes(needed.training_mb)}",
        help="The compute size has to have at least this much.",
    )
    try:
        smallest = words.megabytes(smallest_memory(needed.serving_mb))
    except DoesNotFit as error:
        endpoint.metric("Smallest endpoint", "none")
        st.warning(f"{words.plain(error.what)} {words.plain(error.remedy)}")
    else:
        endpoint.metric(
            "Smallest endpoint",
            smallest,
            help="The smallest endpoint memory that holds this model.",
        )


ensure_entered()
with errors_shown():
    main()
