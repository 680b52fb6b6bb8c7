"""Process: choose or add a dataset, then clean its text and split its rows."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app.components import words
from app.components.choice import choice
from app.components.datasets.dataset_view import dataset_view
from app.components.error_box import errors_shown, page_errors_shown
from app.components.field import under_field
from app.components.jobs.command_view import command_view
from app.components.jobs.name_field import forget_names, name_field
from app.components.jobs.needs_view import needs_view
from app.components.jobs.run_again import choose_again, job_to_run_again
from app.components.jobs.sizes import size_picker
from app.components.jobs.split_view import split_view
from app.navigation import ensure_entered
from app.session import workspace
from app.views.adding import add_dataset
from backend.errors import InvalidInput, StudioError
from backend.platforms.base import JobKind
from backend.studio.data import datasets, splits
from backend.studio.data.datasets import Dataset
from backend.studio.work import command_lines, estimates, launch_choices, runs, sizes
from backend.studio.work.launch_choices import Processing
from backend.studio.work.plans import job_name
from backend.studio.workspace import Workspace

_NAME = "process-name-"  # and what it is a name for
_CLICKED = "process-clicked"

_VALIDATION, _TEST, _SEED = "process-validation", "process-test", "process-seed"
_SIZE, _LAST_DATASET = "process-size", "process-dataset"


def main() -> None:
    """The page."""
    st.title("Process", anchor=False)
    st.markdown(
        "A dataset is a CSV of comments with a column of 0s and 1s for each category."
        " Processing cleans its text and splits it into rows to train on, to calibrate with and to"
        " test on."
    )
    studio = workspace()
    known = datasets.listing(studio)
    _fill_in(studio, {dataset.name for dataset in known})
    chosen = _choose(known)
    if chosen is None:
        st.header("Add your first dataset", anchor=False)
        add_dataset(studio, first=True)
        return
    add_dataset(studio, first=False)
    dataset_view(chosen)
    st.page_link(
        "pages/explore.py",
        label=":green[Look at its rows and categories →]",
        query_params={"dataset": chosen.name},
    )
    _form(studio, chosen)


def _fill_in(studio: Workspace, known: set[str]) -> None:
    """Fill the form in once a sitting, and whenever the address names a job to run again."""
    again = job_to_run_again()
    if again is not None:
        with errors_shown():
            chosen = launch_choices.of_processing_job(studio, again)
            _set_fields(chosen)
            forget_names(_NAME)
            choose_again(again, chosen.dataset, known, key="dataset", noun="dataset")
    elif _SEED not in st.session_state:
        last = launch_choices.last_processing(studio)
        _set_fields(last or _DEFAULTS)


_DEFAULTS = Processing(dataset="", size="")


def _set_fields(chosen: Processing) -> None:
    """Put choices into the form. A size that is no longer offered gives way to the proposed one."""
    st.session_state[_VALIDATION] = _percent(chosen.validation_fraction)
    st.session_state[_TEST] = _percent(chosen.test_fraction)
    st.session_state[_SEED] = chosen.seed
    st.session_state[_SIZE] = chosen.size
    if chosen.dataset:
        st.session_state[_LAST_DATASET] = chosen.dataset


def _percent(fraction: float) -> float:
    return round(fraction * 100, 4)


def _choose(known: tuple[Dataset, ...]) -> Dataset | None:
    if not known:
        return None
    by_name = {dataset.name: dataset for dataset in known}
    last = st.session_state.get(_LAST_DATASET)
    chosen = by_name[
        choice("Dataset", list(by_name), key="dataset", default=last if last in by_name else None)
    ]
    st.session_state[_LAST_DATASET] = chosen.name
    return chosen


@st.fragment
@errors_shown()
def _form(studio: Workspace, dataset: Dataset) -> None:
    """The settings, what they come to, and the launch. What is typed reruns only this."""
    st.header("Clean and split", anchor=False)
    shares, shares_fit = _shares(dataset)
    if shares_fit:
        _show_split(dataset, shares)
    size = size_picker(studio.platform.sizes(), default=sizes.default(studio), key=_SIZE)
    with st.expander("More settings"):
        seed, seed_fits = _seed()
    if not seed_fits:  # which may be folded
        under_field("", InvalidInput("The seed, under More settings, cannot be used."))
    name, name_fits = name_field(
        "Name of the run",
        key=f"{_NAME}{dataset.name}",
        propose=lambda: runs.propose_name(studio, dataset.name),
        check=lambda name: runs.check_new(studio, name),
    )
    chosen = Processing(
        dataset=dataset.name,
        size=size.name,
        seed=seed,
        validation_fraction=shares["validation"],
        test_fraction=shares["test"],
    )
    fits = shares_fit and seed_fits and name_fits
    st.header("What it will need", anchor=False)
    needs = estimates.processing(studio, chosen)
    memory = f"about {words.megabytes(needs.memory_mb)}"
    needs_view(
        needs,
        [("Memory", memory, "Grows little with the rows: they are read a few at a time.")],
        far=studio.platform.far,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Start processing", type="primary", key="launch", disabled=not fits, on_click=_click
        )
        st.button("Back to the defaults", type="tertiary", key="defaults", on_click=_reset)
    if not fits:
        st.caption("First mend what is marked in red above.")
    if st.session_state.pop(_CLICKED, False):
        _launch(studio, name, chosen)
    if fits:
        command_view(command_lines.processing(chosen, name=name, workspace=studio.folder))


def _click() -> None:
    # Noted here: a button that has just greyed, since another tab launched the same, tells nothing.
    st.session_state[_CLICKED] = True


def _reset() -> None:
    _set_fields(_DEFAULTS)
    forget_names(_NAME)


def _shares(dataset: Dataset) -> tuple[Mapping[str, float], bool]:
    """The shares to calibrate with and to test on, 0 to 1, and whether they can be used."""
    own = dataset.counts["test"] is not None
    notes = {
        "validation": "Rows kept back to turn scores into probabilities and to choose thresholds."
        " 1 to 50 %.",
        "test": "Not needed: this dataset brings test rows of its own."
        if own
        else "Rows kept back to measure the model; it never learns from them. 1 to 50 %.",
    }
    fields = {"validation": ("Validation share, %", _VALIDATION), "test": ("Test share, %", _TEST)}
    shares: dict[str, float] = {}
    problems: dict[str, StudioError | None] = {}
    columns = dict(zip(fields, st.columns(2), strict=True))
    for part, (label, key) in fields.items():
        unused = own and part == "test"
        # No bounds of its own: out of bounds, a browser would keep the number to itself.
        typed = columns[part].number_input(
            label, step=1.0, format="%g", key=key, disabled=unused, persist_state="session"
        )
        shares[part] = round(float(typed or 0) / 100, 6)
        problems[part] = None if unused else _problem(**{f"{part}_fraction": shares[part]})
    if not own and not any(problems.values()) and sum(shares.values()) >= 1:
        problems["test"] = InvalidInput(
            "Those shares leave no rows to train on.", "Choose smaller ones."
        )
    for part, column in columns.items():
        with column:
            under_field(notes[part], problems[part])
    if own and _problem(test_fraction=shares["test"]):  # not used, but it has to be one
        shares["test"] = _DEFAULTS.test_fraction
    return shares, not any(problems.values())


def _seed() -> tuple[int, bool]:
    seed = int(st.number_input("Seed", step=1, key=_SEED, persist_state="session") or 0)
    problem = _problem(seed=seed)
    under_field(
        "Any whole number, 0 to 4,294,967,295. The same seed makes the same split, byte for byte.",
        problem,
    )
    return seed, problem is None


def _problem(**settings: Any) -> StudioError | None:
    """What is wrong with these settings of the split."""
    try:
        runs.processing_settings(**settings)
    except StudioError as error:
        return error
    return None


def _show_split(dataset: Dataset, shares: Mapping[str, float]) -> None:
    split = splits.foreseen(dataset, shares["validation"], shares["test"])
    split_view(split.rows)
    left_out = f" {words.count(split.left_out, 'row')} cannot be used." if split.left_out else ""
    st.caption(
        words.plain(
            f"About so many rows.{left_out} Equal texts stay on one side, and the categories keep"
            " their shares on both."
        )
    )
    few = splits.few(split.positives)
    if few:
        st.warning("  \n".join(map(words.plain, few)))


def _launch(studio: Workspace, name: str, chosen: Processing) -> None:
    with errors_shown():
        run = runs.process(
            studio,
            name=name,
            dataset=chosen.dataset,
            size=chosen.size,
            seed=chosen.seed,
            validation_fraction=chosen.validation_fraction,
            test_fraction=chosen.test_fraction,
        )
        launch_choices.remember_processing(studio, chosen)
        forget_names(_NAME)
        st.switch_page(
            "pages/jobs.py", query_params={"job": job_name(run.name, JobKind.PROCESSING)}
        )


ensure_entered()
with page_errors_shown():
    main()
