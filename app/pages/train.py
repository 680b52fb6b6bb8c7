"""Train: choose prepared data and an algorithm, see what the model will need, and launch."""

import re
from collections.abc import Mapping

import streamlit as st

from app.components import words
from app.components.choice import choice
from app.components.datasets.parts_view import parts_view
from app.components.empty_state import empty_state
from app.components.error_box import error_box, errors_shown, page_errors_shown
from app.components.field import span_words, under_field
from app.components.jobs.command_view import command_view
from app.components.jobs.name_field import forget_names, name_field
from app.components.jobs.needs_view import Tile, needs_view
from app.components.jobs.run_again import choose_again, job_to_run_again
from app.components.jobs.sizes import size_picker
from app.components.synthetic import SYNTHETIC
from app.navigation import ensure_entered
from app.session import workspace
from app.views.unread import unread_note
from backend.errors import DoesNotFit, InvalidInput, StudioError
from backend.learning.recipes import (
    RECIPES,
    RECOMMENDED,
    Footprint,
    Hyperparameter,
    Recipe,
    recipe,
)
from backend.platforms.base import (
    DEFAULT_MAX_SECONDS,
    MAX_SECONDS,
    JobKind,
    check_max_seconds,
    smallest_memory,
)
from backend.studio.data import prepared, splits
from backend.studio.data.prepared import Lines
from backend.studio.work import command_lines, estimates, jobs, launch_choices, runs, sizes
from backend.studio.work.launch_choices import Training
from backend.studio.work.plans import job_name, run_name
from backend.studio.workspace import Workspace

_NAME = "train-name-"  # and what it is a name for
_CLICKED = "train-clicked"
_ALGORITHM, _SIZE, _LAST_LINES = "algorithm", "train-size", "train-lines"
_MINUTES, _SPOT = "train-minutes", "train-spot"
_FILLED = "train-filled"  # the algorithms whose fields have been filled in this sitting
_LAST = "As last time"


def main() -> None:
    """The page."""
    st.title("Train", anchor=False)
    studio = workspace()
    ready = prepared.listing(studio)
    reading = unread_note(studio, nothing=not ready)
    if not ready:
        if reading:
            return
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
    _fill_in(studio, {lines.name for lines in ready})
    lines = _choose_lines(ready)
    _form(studio, lines)


def _fill_in(studio: Workspace, ready: set[str]) -> None:
    """Fill the form in once a sitting, and whenever the address names a job to run again."""
    again = job_to_run_again()
    if again is not None:
        with errors_shown():
            chosen = launch_choices.of_training_job(studio, again)
            _set_fields(chosen)
            forget_names(_NAME)
            choose_again(again, chosen.lines, ready, key="lines", noun="prepared data")
    elif _FILLED not in st.session_state:
        last = launch_choices.last_training(studio)
        st.session_state[_FILLED] = set()
        if last is not None:
            _set_fields(last)


def _set_fields(chosen: Training) -> None:
    """Put choices into the form. A size that is not offered gives way to the proposed one."""
    st.session_state[_ALGORITHM] = chosen.algorithm
    st.session_state[_SIZE] = chosen.size
    st.session_state[_MINUTES] = chosen.max_seconds // 60
    st.session_state[_SPOT] = chosen.spot
    st.session_state[_LAST_LINES] = chosen.lines
    _set_hyperparameters(recipe(chosen.algorithm), chosen.hyperparameters)


def _set_hyperparameters(chosen: Recipe, texts: Mapping[str, str]) -> None:
    for parameter in chosen.hyperparameters:
        value = parameter.parse(texts[parameter.name])
        st.session_state[_key(chosen, parameter)] = value
    st.session_state[_FILLED] = st.session_state.get(_FILLED, set()) | {chosen.name}


def _key(chosen: Recipe, parameter: Hyperparameter) -> str:
    return f"{chosen.name}-{parameter.name}"


def _choose_lines(ready: tuple[Lines, ...]) -> Lines:
    by_name = {lines.name: lines for lines in ready}
    last = st.session_state.get(_LAST_LINES)
    lines = by_name[
        choice(
            "Prepared data",
            list(by_name),
            key="lines",
            default=last if last in by_name else None,
            help="What a processing job left: rows whose text is clean, split in three parts.",
        )
    ]
    st.session_state[_LAST_LINES] = lines.name
    with st.container(border=True):
        if lines.synthetic:
            st.caption(SYNTHETIC)
        split = splits.made(lines)
        parts_view(split.rows, {p: split.positives[p] for p in split.rows}, lines.categories)
        few = splits.few(split.positives)
        if few:
            st.warning("  \n".join(map(words.plain, few)))
        st.page_link(
            "pages/jobs.py",
            label=":green[The job that made it →]",
            query_params={"job": lines.name},
        )
    return lines


@st.fragment
@errors_shown()
def _form(studio: Workspace, lines: Lines) -> None:
    """The settings, what they come to, and the launch. What is typed reruns only this."""
    st.header("How to train", anchor=False)
    chosen = _choose_algorithm(studio)
    given, fit = _hyperparameters(studio, chosen)
    size = size_picker(studio.platform.sizes(), default=sizes.default(studio), key=_SIZE)
    max_seconds, spot, way_fits = _way(studio, chosen)
    stem = re.sub(r"-\d+$", "", run_name(lines.name))
    name, name_fits = name_field(
        "Name of the model",
        key=f"{_NAME}{lines.name}-{chosen.name}",
        propose=lambda: runs.propose_name(studio, stem, chosen.name),
        check=lambda name: runs.check_new(studio, name),
    )
    training = Training(
        lines=lines.name,
        algorithm=chosen.name,
        size=size.name,
        hyperparameters=given,
        max_seconds=max_seconds,
        spot=spot,
    )
    fits = fit and name_fits and way_fits
    if fit:
        fits &= _show_needs(studio, training)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Start training", type="primary", key="launch", disabled=not fits, on_click=_click
        )
        st.button(
            "Back to the defaults",
            type="tertiary",
            key="defaults",
            on_click=_reset,
            args=(chosen.name,),
        )
    if not fits:
        st.caption("First mend what is marked in red above.")
    if st.session_state.pop(_CLICKED, False):
        _launch(studio, name, training)
    if fits:
        command_view(command_lines.training(training, name=name, workspace=studio.folder))


def _choose_algorithm(studio: Workspace) -> Recipe:
    if st.session_state.get(_ALGORITHM) not in RECIPES:
        st.session_state[_ALGORITHM] = RECOMMENDED
    name = st.radio(
        "Algorithm",
        list(RECIPES),
        format_func=lambda name: RECIPES[name].title,
        captions=[_summary(studio, offered) for offered in RECIPES.values()],
        key=_ALGORITHM,
        persist_state="session",
    )
    return recipe(name or RECOMMENDED)


def _summary(studio: Workspace, offered: Recipe) -> str:
    own = not studio.reference_trains(offered.name)
    return offered.own_summary if own and offered.own_summary else offered.summary


def _way(studio: Workspace, chosen: Recipe) -> tuple[int, bool, bool]:
    """The longest time and whether on spare capacity, where time is paid for; and whether they can
    be used."""
    if not studio.platform.far:
        return DEFAULT_MAX_SECONDS, False, True
    left, right = st.columns(2)
    with left:
        if _MINUTES not in st.session_state:
            st.session_state[_MINUTES] = DEFAULT_MAX_SECONDS // 60
        minutes = st.number_input(
            "Longest training, minutes", step=10, key=_MINUTES, persist_state="session"
        )
        seconds = int(minutes or 0) * 60
        low, high = MAX_SECONDS
        problem = None
        try:
            check_max_seconds(seconds)
        except InvalidInput:
            problem = InvalidInput(f"Use {span_words(low // 60, high // 60, 'minutes')}")
        under_field("Then it is ended: a limit to what it can cost.", problem)
    with right:
        spot = studio.platform.offers_spot and st.toggle(
            "Spot: train on spare capacity",
            key=_SPOT,
            persist_state="session",
            help="Instances that nobody else uses just now, up to 90 % cheaper as AWS says. It may"
            " take them back at any time: the training then starts over when one is free again, so"
            " it may take longer. Processing and evaluation do not use it.",
        )
        longest = jobs.longest_spot(studio, chosen.name) if spot else None
        under_field("Cheaper, and may take longer.")
    if longest is not None:
        st.caption(
            words.plain(
                f"On spare capacity AWS ends {chosen.title} {words.duration(longest)} after the"
                " launch, the wait for an instance included: it cannot go on from where it was"
                " interrupted. For a longer training, do without spot."
            )
        )
    return seconds, bool(spot), problem is None


def _hyperparameters(studio: Workspace, chosen: Recipe) -> tuple[Mapping[str, str], bool]:
    """The form's values as text, by name, and whether they can be used."""
    last = launch_choices.last_training(studio, chosen.name)
    starts: dict[str, Mapping[str, str]] = {
        title: _texts(chosen.preset(title)) for title in chosen.presets
    }
    if last is not None and last.hyperparameters not in starts.values():
        starts = {_LAST: last.hyperparameters} | starts
    reference = studio.reference_trains(chosen.name)
    if chosen.name not in st.session_state.get(_FILLED, set()):
        _set_hyperparameters(chosen, last.hyperparameters if last else next(iter(starts.values())))

    if len(starts) > 1:
        key = f"preset-{chosen.name}"

        def filled() -> None:
            if start := st.session_state[key]:
                _set_hyperparameters(chosen, starts[start])

        now = _now(chosen)
        st.session_state[key] = next((t for t, texts in starts.items() if texts == now), None)
        st.segmented_control(
            "Start from",
            list(starts),
            key=key,
            on_change=filled,
            help="Fills in the settings below; change any of them.",
        )
    given: dict[str, str] = {}
    fit = True
    # What the platform's own trainer does without is no choice there at all.
    offered = [h for h in chosen.hyperparameters if reference or not h.own_lacks]
    plain = [h for h in offered if not h.advanced]
    advanced = [h for h in offered if h.advanced]
    fit &= _fields(chosen, plain, given, reference=reference)
    with st.expander("More settings"):
        advanced_fit = _fields(chosen, advanced, given, reference=reference)
        lacking = [h for h in advanced if h.lacks(reference=reference)]
        if lacking:
            titles = words.joined([h.title.lower() for h in lacking])
            st.caption(f"Greyed: {titles}. {lacking[0].lacks(reference=reference)}.")
    if not advanced_fit:  # which may be folded
        under_field("", InvalidInput("Something under More settings cannot be used."))
        fit = False
    if fit:
        try:
            chosen.settings(given, reference=reference)
        except StudioError as error:  # of several together
            error_box(error)
            fit = False
    return {h.name: given[h.name] for h in offered}, fit


def _texts(settings: Mapping[str, int | float | bool]) -> Mapping[str, str]:
    return {name: launch_choices.as_text(value) for name, value in settings.items()}


def _now(chosen: Recipe) -> Mapping[str, str]:
    """What the fields hold, as text."""
    return {
        h.name: launch_choices.as_text(h.type(st.session_state.get(_key(chosen, h)) or 0))
        for h in chosen.hyperparameters
    }


def _fields(
    chosen: Recipe, parameters: list[Hyperparameter], given: dict[str, str], *, reference: bool
) -> bool:
    """Draw two fields a row and add what they hold to `given`; whether all can be used."""
    fit = True
    for start in range(0, len(parameters), 2):
        row = parameters[start : start + 2]
        for column, parameter in zip(st.columns(2), row, strict=False):
            with column:
                lacks = parameter.lacks(reference=reference)
                text = _field(parameter, _key(chosen, parameter), lacks)
                given[parameter.name] = text
                problem = _problem(parameter, text)
                under_field(_note(parameter), problem)
                fit &= problem is None
    return fit


def _note(parameter: Hyperparameter) -> str:
    if parameter.type is bool:
        return parameter.help
    return f"{parameter.help} {span_words(parameter.low, parameter.high)}"


def _field(parameter: Hyperparameter, key: str, lacks: str) -> str:
    # The fields have no bounds of their own: out of bounds, a browser would keep the number to
    # itself, and the one before would be launched with. `_problem` refuses it in words.
    help_text = f"Not here: {lacks}." if lacks else None
    if parameter.type is bool:
        on = st.selectbox(
            parameter.title,
            [False, True],
            format_func=lambda on: "On" if on else "Off",
            key=key,
            help=help_text,
            disabled=bool(lacks),
            persist_state="session",
        )
        return launch_choices.as_text(on)
    whole = parameter.type is int
    number = st.number_input(
        parameter.title,
        step=_step(int(parameter.high)) if whole else 0.01,
        format="%d" if whole else "%.3f",
        key=key,
        help=help_text,
        disabled=bool(lacks),
        persist_state="session",
    )
    return launch_choices.as_text(parameter.type(number or 0))


def _step(high: int) -> int:
    return 10_000 if high > 100_000 else 1


def _problem(parameter: Hyperparameter, text: str) -> InvalidInput | None:
    """What is wrong with a value, by the title that its field has."""
    try:
        parameter.parse(text)
    except InvalidInput as error:
        return InvalidInput(f"{parameter.title} cannot be {text}.", error.remedy)
    return None


def _show_needs(studio: Workspace, training: Training) -> bool:
    """What the run will need; whether the size has it."""
    st.header("What it will need", anchor=False)
    needs = estimates.training(studio, training)
    assert needs.footprint is not None  # noqa: S101 - training makes a model
    needs_view(needs, _tiles(needs.footprint), far=studio.platform.far)
    if training.spot:
        st.caption("Without what spare capacity saves, which shows on Jobs afterwards.")
    try:
        smallest_memory(needs.footprint.serving_mb)
    except DoesNotFit as error:
        st.warning(f"{words.plain(error.what)} {words.plain(error.remedy)}")
    try:
        runs.check_memory(studio, training.size, training.algorithm, needs.memory_mb)
    except DoesNotFit as error:
        error_box(error)
        return False
    return True


def _tiles(needed: Footprint) -> list[Tile]:
    try:
        smallest = words.megabytes(smallest_memory(needed.serving_mb))
    except DoesNotFit:
        smallest = "none"
    return [
        (
            "Memory to train",
            f"about {words.megabytes(needed.training_mb)}",
            "The compute size has to have at least this much.",
        ),
        (
            "Model size",
            f"about {words.megabytes(needed.model_mb)}",
            "Before packing. An upper estimate: rare words fall away.",
        ),
        ("Smallest endpoint", smallest, "The smallest endpoint memory that holds this model."),
    ]


def _click() -> None:
    # Noted here: a button that has just greyed, since another tab launched the same, tells nothing.
    st.session_state[_CLICKED] = True


def _reset(algorithm: str) -> None:
    """The first preset, and the proposed size."""
    for chosen in RECIPES.values():
        _set_hyperparameters(chosen, _texts(chosen.preset(next(iter(chosen.presets)))))
    st.session_state[_ALGORITHM] = RECOMMENDED
    for key in (_SIZE, _MINUTES, _SPOT):
        st.session_state.pop(key, None)
    forget_names(_NAME)


def _launch(studio: Workspace, name: str, training: Training) -> None:
    with errors_shown():
        run = runs.train(
            studio,
            name=name,
            lines=training.lines,
            algorithm=training.algorithm,
            size=training.size,
            hyperparameters=training.hyperparameters,
            max_seconds=training.max_seconds,
            spot=training.spot,
        )
        launch_choices.remember_training(studio, training)
        forget_names(_NAME)
        st.switch_page("pages/jobs.py", query_params={"job": job_name(run.name, JobKind.TRAINING)})


ensure_entered()
with page_errors_shown():
    main()
