"""Adding a dataset: its files, its name, and what inspection says while it reads them."""

from pathlib import Path
from typing import Any

import streamlit as st

from app.components import words
from app.components.afresh import fresh, renew
from app.components.choice import choose
from app.components.error_box import errors_shown
from app.navigation import tell
from backend.datasets.files import DatasetFiles
from backend.errors import InvalidInput
from backend.studio.data import datasets, exploration, uploads
from backend.studio.data.datasets import Dataset
from backend.studio.workspace import Workspace

UPLOAD, PATH, SAMPLE = "Upload files", "Files on this machine", "The built-in sample"
_COUNTING = "Counting what is in them…"

_FORM = "dataset"  # afresh once one was added


def add_dataset(studio: Workspace, *, first: bool) -> None:
    """The form: uploads, files on this machine, or the sample; folded unless it is the first."""
    if first:
        _form(studio, first=True)
        return
    with st.expander("Add a dataset", key=_key("add")):
        _form(studio, first=False)


def _form(studio: Workspace, *, first: bool) -> None:
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
                sample = datasets.add_sample(studio)
                exploration.explore(studio, sample.name)
                _show(sample)
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
                    written[role] = uploads.keep(draft, role, upload.name, upload)
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

    def counted(done: float) -> None:
        bar.progress(min(done, 1.0), text=_COUNTING)

    try:
        added = datasets.add(studio, name.strip(), DatasetFiles(**files), on_progress=told)
        exploration.explore(studio, added.name, on_progress=counted)
    finally:
        bar.empty()
    _show(added)


def _show(added: Dataset) -> None:
    """Show the dataset, and in place of the form that added it a fresh one."""
    choose("dataset", added.name)
    renew(_FORM)
    tell(words.plain(f"Added {added.name}."))
    st.rerun()


def _key(field: str) -> str:
    return f"{field}-{fresh(_FORM)}"
