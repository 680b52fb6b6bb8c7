"""Process: choose or add a dataset, look at what is in it, then normalise and split it."""

import shutil
from pathlib import Path
from typing import Any

import streamlit as st

from app.components import words
from app.components.choice import choice, choose
from app.components.datasets.dataset_view import dataset_view
from app.components.error_box import errors_shown
from app.components.jobs.sizes import size_picker
from app.navigation import ensure_entered
from app.session import workspace
from backend.datasets.files import DatasetFiles
from backend.errors import InvalidInput
from backend.platforms.base import JobKind
from backend.studio import datasets, runs
from backend.studio.datasets import Dataset
from backend.studio.plans import job_name
from backend.studio.workspace import Workspace

_ADDED = "datasets-added"  # in this session
_NEWS = "dataset-news"

UPLOAD, PATH, SAMPLE = "Upload files", "Files on this machine", "The built-in sample"


def main() -> None:
    """The page."""
    st.title("Process", anchor=False)
    st.markdown(
        "A dataset is a CSV of comments with a column of 0s and 1s for each category."
        " Processing cleans its text and splits it into rows to train on, to calibrate with and to"
        " test on."
    )
    studio = workspace()
    if news := st.session_state.pop(_NEWS, None):
        st.toast(words.plain(news))
    known = datasets.listing(studio)
    chosen = _choose(known)
    if not known:
        st.subheader("Add your first dataset", anchor=False)
        _add(studio, first=True)
        return
    with st.expander("Add a dataset", key=_key("add")):
        _add(studio, first=False)
    if chosen is not None:
        dataset_view(chosen)
        _launch(studio, chosen)


def _choose(known: tuple[Dataset, ...]) -> Dataset | None:
    if not known:
        return None
    by_name = {dataset.name: dataset for dataset in known}
    return by_name[choice("Dataset", list(by_name), key="dataset")]


def _add(studio: Workspace, *, first: bool) -> None:
    ways = [UPLOAD, PATH, SAMPLE]
    way = st.segmented_control(
        "Where from", ways, default=SAMPLE if first else UPLOAD, required=True, key="add-way"
    )
    if way == SAMPLE:
        st.markdown(
            "About 20,000 **synthetic** comments in six categories, written by a program: good for"
            " a first look, not for judging real people."
        )
        if st.button("Add the sample", type="primary", key="add-sample"):
            with errors_shown(), st.spinner("Writing the sample…"):
                _show(datasets.add_sample(studio))
    elif way == PATH:
        _add_from_paths(studio)
    else:
        _add_from_uploads(studio)


_ROLES = {
    "train": ("Training rows", "id, comment_text and a column of 0s and 1s for each category."),
    "test": ("Test comments", "id and comment_text. Optional; needs the test labels too."),
    "test_labels": ("Test labels", "id and the categories; -1 in all of them is not scored."),
    "reference_ids": (
        "Reference ids",
        "One column, id: the rows that form a natural sample, where the others were picked by"
        " hand. Metrics and probabilities then speak of natural traffic.",
    ),
}


def _add_from_uploads(studio: Workspace) -> None:
    def uploader(role: str) -> Any:
        title, help_text = _ROLES[role]
        key = _key(f"up-{role}")
        return st.file_uploader(
            f"{title} ({role}.csv)",
            type="csv",
            key=key,
            help=help_text,
            on_change=_propose_name if role == "train" else None,
            args=(key,),
        )

    files = {"train": uploader("train")}
    with st.expander("Test rows and reference ids (optional)"):
        files |= {role: uploader(role) for role in ("test", "test_labels", "reference_ids")}
    train = files["train"]
    name = _name()
    if st.button("Add the dataset", type="primary", disabled=train is None, key="add-upload"):
        with errors_shown(), datasets.draft_folder(studio) as draft:
            written: dict[str, Path] = {}
            for role, upload in files.items():
                if upload is not None:
                    written[role] = draft / f"{role}.csv"
                    with written[role].open("wb") as file:
                        shutil.copyfileobj(upload, file)
            _inspect_and_add(studio, name, written)


def _add_from_paths(studio: Workspace) -> None:
    def path(role: str) -> str:
        title, help_text = _ROLES[role]
        key = _key(f"at-{role}")
        return st.text_input(
            f"Path of {title.lower()} ({role}.csv)",
            key=key,
            help=help_text,
            on_change=_propose_name if role == "train" else None,
            args=(key,),
        )

    typed = {"train": path("train")}
    with st.expander("Test rows and reference ids (optional)"):
        typed |= {role: path(role) for role in ("test", "test_labels", "reference_ids")}
    given = {role: Path(text.strip()).expanduser() for role, text in typed.items() if text.strip()}
    name = _name()
    if st.button("Add the dataset", type="primary", disabled="train" not in given, key="add-path"):
        with errors_shown():
            for place in given.values():
                if not place.is_file():
                    raise InvalidInput(f"There is no file {place}.", "Check the path.")
            _inspect_and_add(studio, name, given)


def _name() -> str:
    return st.text_input(
        "Name of the dataset",
        placeholder="my-community",
        key=_key("dataset-name"),
        help="Small letters, digits and hyphens.",
    )


def _propose_name(source: str) -> None:
    """Name the dataset after the file that was just chosen."""
    chosen = st.session_state[source]
    if chosen:
        # An upload has no folder to be named after.
        path = Path(chosen) if isinstance(chosen, str) else Path("/", chosen.name)
        st.session_state[_key("dataset-name")] = datasets.name_for(path)


def _inspect_and_add(studio: Workspace, name: str, files: dict[str, Path]) -> None:
    bar = st.progress(0.0, text="Reading every row…")

    def told(done: float) -> None:
        bar.progress(min(done, 1.0), text="Reading every row…")

    try:
        added = datasets.add(studio, name.strip(), DatasetFiles(**files), on_progress=told)
    finally:
        bar.empty()
    _show(added)


def _show(added: Dataset) -> None:
    """Show the dataset, and in place of the form that added it a fresh one."""
    choose("dataset", added.name)
    st.session_state[_ADDED] = st.session_state.get(_ADDED, 0) + 1
    st.session_state[_NEWS] = f"Added {added.name}."
    st.rerun()


def _key(field: str) -> str:
    """The key of a field of the form that adds a dataset."""
    return f"{field}-{st.session_state.get(_ADDED, 0)}"


def _launch(studio: Workspace, dataset: Dataset) -> None:
    st.subheader("Split and clean", anchor=False)
    name_key = f"process-name-{dataset.name}"
    if name_key not in st.session_state:
        st.session_state[name_key] = runs.propose_name(studio, dataset.name)
    left, middle, right = st.columns(3)
    validation = left.number_input(
        "Validation share, %",
        value=10,
        help="Rows kept back to calibrate probabilities and choose thresholds. From 1 to 50.",
    )
    has_test = dataset.counts["test"] is not None
    test = middle.number_input(
        "Test share, %",
        value=10,
        disabled=has_test,
        help="This dataset brings its own test rows, so none are split off."
        if has_test
        else "Rows kept back to measure the model, never learned from. From 1 to 50.",
    )
    seed = right.number_input(
        "Seed",
        value=7,
        help="The same seed makes the same split, byte for byte.",
    )
    left, right = st.columns(2)
    name = left.text_input("Name of the run", key=name_key, help="Small letters, digits, hyphens.")
    with right:
        size = size_picker(studio.platform.sizes(), key="process-size")
    usable = False
    with errors_shown():
        runs.processing_settings(
            seed=int(seed), validation_fraction=validation / 100, test_fraction=test / 100
        )
        if not has_test and validation + test >= 100:
            raise InvalidInput("Those shares leave no rows to train on.", "Choose smaller ones.")
        st.markdown(_what_will_happen(dataset, int(validation), None if has_test else int(test)))
        usable = True
    if st.button("Start processing", type="primary", key="launch", disabled=not usable):
        with errors_shown():
            run = runs.process(
                studio,
                name=name.strip(),
                dataset=dataset.name,
                size=size.name,
                seed=int(seed),
                validation_fraction=validation / 100,
                test_fraction=test / 100,
            )
            st.switch_page(
                "pages/jobs.py", query_params={"job": job_name(run.name, JobKind.PROCESSING)}
            )


def _what_will_happen(dataset: Dataset, validation: int, test: int | None) -> str:
    rows = dataset.counts["train"]["rows"]
    train = 100 - validation - (test or 0)
    parts = [
        f"about **{rows * train // 100:,}** rows to train on",
        f"**{rows * validation // 100:,}** to calibrate with",
    ]
    parts.append(
        f"the dataset's own **{dataset.counts['test']['rows']:,}** test rows to measure on"
        if test is None
        else f"**{rows * test // 100:,}** to measure on"
    )
    return (
        f"What will happen: {words.joined(parts)}. Equal texts stay on one side, and the"
        " categories keep their shares on both."
    )


ensure_entered()
with errors_shown():
    main()
