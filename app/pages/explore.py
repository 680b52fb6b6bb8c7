"""Explore dataset: what is in it, from counts to single rows."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app.components import words
from app.components.afresh import fresh, renew
from app.components.category_colors import category_colors
from app.components.charts import ACCENT
from app.components.choice import choice
from app.components.datasets.count_bars import Bar, count_bars
from app.components.datasets.dataset_view import dataset_tiles, dataset_warnings
from app.components.datasets.doubts import doubts
from app.components.datasets.example_list import example_list
from app.components.datasets.length_map import bin_words, length_map
from app.components.datasets.marking_bars import marking_bars
from app.components.datasets.prevalence_bars import NONE, prevalence_bars
from app.components.datasets.row_filter import (
    filter_words,
    from_address,
    keep,
    kept,
    row_filter_form,
    to_address,
)
from app.components.datasets.together_map import together_map
from app.components.empty_state import empty_state
from app.components.error_box import errors_shown, page_errors_shown
from app.navigation import ensure_entered
from app.session import workspace
from backend.datasets.statistics import LENGTH_EDGES
from backend.studio.data import datasets, examples, exploration
from backend.studio.data.datasets import Dataset
from backend.studio.data.examples import RowFilter, Trait
from backend.studio.data.exploration import Exploration, Part
from backend.studio.workspace import Workspace

_FORM = "rows"
_PART = "rows-part"
_SHOWN = "rows-shown"
_ADDRESS = "rows-address"  # as this page left it
_CHARTS = (
    "rows-charts"  # afresh when the filter comes from elsewhere, and theirs is to be forgotten
)
_SEEN = "rows-seen"  # the filter last shown, and how often it has changed

_TRAIN, _TEST = "Training rows", "Test rows"
_EVERY, _NO_CATEGORY = "all rows", "no category"


def main() -> None:
    """The page."""
    st.title("Explore dataset", anchor=False)
    studio = workspace()
    known = {dataset.name: dataset for dataset in datasets.listing(studio)}
    if not known:
        empty_state(
            "No dataset to look at yet",
            "A dataset is a CSV of comments with a column of 0s and 1s for each category. There is"
            " a built-in sample to begin with.",
            page="pages/process.py",
            label="Add a dataset",
        )
        return
    st.markdown(
        "Get to know your rows before a model learns from them. Click any bar or cell to see the"
        " rows behind it."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dataset = known[choice("Dataset", list(known), key="dataset")]
        _actions(studio, dataset)
    seen = _explored(studio, dataset)
    _follow_address(dataset)
    dataset_tiles(dataset)
    dataset_warnings(dataset, *doubts(seen))
    test = _part(seen)
    _charts(studio, dataset, seen, test=test)
    _rows(studio, dataset, seen, test=test)


def _actions(studio: Workspace, dataset: Dataset) -> None:
    with st.popover("Remove…", key=f"remove-popover-{dataset.name}"):  # another's is closed
        size = words.megabytes(datasets.disk_mb(studio, dataset.name))
        st.markdown(
            f"This goes: the studio's copy of its files and what was counted of them,"
            f" {words.plain(size)}.  \n"
            "This stays: your own files, and all that was prepared and learned from it."
        )
        if st.button("Remove the dataset", type="primary", key=f"remove-{dataset.name}"):
            with errors_shown():
                datasets.remove(studio, dataset.name)
                st.query_params.clear()
                st.rerun()
    st.page_link(
        "pages/process.py",
        label=":green[**Process this dataset** →]",
        query_params={"dataset": dataset.name},
    )


def _explored(studio: Workspace, dataset: Dataset) -> Exploration:
    if exploration.is_ready(studio, dataset.name):
        return exploration.explore(studio, dataset.name)
    bar = st.progress(0.0, text="Counting every row, this once…")

    def told(done: float) -> None:
        bar.progress(min(done, 1.0), text="Counting every row, this once…")

    try:
        return exploration.explore(studio, dataset.name, on_progress=told)
    finally:
        bar.empty()


def _follow_address(dataset: Dataset) -> None:
    """Take the filter from the address when a link, and not this page, has changed it."""
    address = st.query_params.to_dict()
    if f"{_FORM}-has" not in st.session_state or st.session_state.get(_ADDRESS) != address:
        row_filter = from_address(address, dataset.categories)
        _show(row_filter)
        st.session_state[_PART] = _TEST if row_filter.test else _TRAIN
        _forget_picks()


def _show(row_filter: RowFilter) -> None:
    keep(row_filter, key=_FORM)


def _forget_picks() -> None:
    renew(_CHARTS)


def _show_all() -> None:
    _show(RowFilter())
    _forget_picks()


def _part(seen: Exploration) -> bool:
    """Whether the test rows are looked at."""
    if seen.test is None:
        return False
    chosen = st.segmented_control(
        "Which rows",
        [_TRAIN, _TEST],
        required=True,
        key=_PART,
        label_visibility="collapsed",
        on_change=_forget_picks,
        help="A model learns from the training rows, and is measured on the test rows.",
    )
    return chosen == _TEST


def _charts(studio: Workspace, dataset: Dataset, seen: Exploration, *, test: bool) -> None:
    part = seen.test if test and seen.test else seen.train
    turn = f"{dataset.name}-{test}-{fresh(_CHARTS)}"
    views = st.tabs(
        ["Categories", "Together", "Lengths", "Words", "Repeats"],
        key="rows-view",
        on_change="rerun",
    )
    categories, together, lengths, marking, repeats = views
    if categories.open:
        with categories:
            _categories(seen, part, turn)
    if together.open:
        with together:
            _together(seen, part, turn)
    if lengths.open:
        with lengths:
            _lengths(seen, part, turn)
    if marking.open:
        with marking:
            _marking_words(studio, dataset, turn, test=test)
    if repeats.open:
        with repeats:
            _repeats(seen, turn, test=test)


def _categories(seen: Exploration, part: Part, turn: str) -> None:
    def picked(pick: Mapping[str, Any] | None) -> None:
        if pick is None:
            _show(RowFilter())
        elif pick["id"] == NONE:
            _show(RowFilter(labels=0))
        else:
            _show(RowFilter(has=(pick["id"],)))

    prevalence_bars(
        seen.categories,
        part.positives,
        rows=part.rows,
        natural=part.natural_positives,
        natural_rows=part.natural,
        none=part.labels_per_row[0],
        key=f"categories-{turn}",
        on_pick=picked,
    )
    if part.natural:
        st.caption(
            "The dark core of a bar is its part in the natural sample:"
            f" {words.plain(words.count(part.natural, 'row'))} that nobody picked."
        )


def _together(seen: Exploration, part: Part, turn: str) -> None:
    by_words = {words.category(name): name for name in seen.categories}

    def cell_picked(pick: Mapping[str, Any] | None) -> None:
        pair = dict.fromkeys((by_words[pick["row"]], by_words[pick["column"]])) if pick else ()
        _show(RowFilter(has=tuple(pair)))

    def number_picked(pick: Mapping[str, Any] | None) -> None:
        _show(RowFilter(labels=int(pick["id"]) if pick else None))

    together_map(seen.categories, part.together, key=f"together-{turn}", on_pick=cell_picked)
    st.markdown("**Categories in one row**")
    last = max((n for n, rows in enumerate(part.labels_per_row) if rows), default=0)
    count_bars(
        [
            Bar(
                id=str(number),
                label=words.count(number, "category", "categories") if number else "none",
                rows=rows,
                color=ACCENT,
                said=f"{rows:,} · {words.percent(rows / part.rows)}",
            )
            for number, rows in enumerate(part.labels_per_row[: last + 1])
        ],
        title="Rows with so many categories",
        alt_text="Rows by how many categories they have",
        key=f"labels-{turn}",
        on_pick=number_picked,
    )


def _lengths(seen: Exploration, part: Part, turn: str) -> None:
    by_words = {words.category(name): name for name in seen.categories}
    ranges = dict(zip(LENGTH_EDGES, (*LENGTH_EDGES[1:], None), strict=True))
    bins = {bin_words(low, high): (low, high) for low, high in ranges.items()}

    def picked(pick: Mapping[str, Any] | None) -> None:
        if pick is None:
            _show(RowFilter())
            return
        low, high = bins[pick["column"]]
        has = (by_words[pick["row"]],) if pick["row"] in by_words else ()
        none = 0 if pick["row"] == _NO_CATEGORY else None
        _show(RowFilter(has=has, labels=none, shortest=low, below=high))

    length_map(
        [_EVERY, _NO_CATEGORY, *by_words],
        part.lengths,
        part.medians,
        LENGTH_EDGES,
        key=f"lengths-{turn}",
        on_pick=picked,
    )
    typical = part.medians[0]
    if typical is not None:
        st.caption(f"Half of all texts have {typical:,.0f} characters or fewer.")


def _marking_words(studio: Workspace, dataset: Dataset, turn: str, *, test: bool) -> None:
    category = st.segmented_control(
        "Words that mark",
        dataset.categories,
        default=dataset.categories[0],
        required=True,
        format_func=words.category,
        key=f"rows-words-{dataset.name}",
        help="The words that most surely tell a category's rows from the others. Equal texts count"
        " once; of a large dataset a part is read.",
    )
    marking = exploration.marking_words(studio, dataset.name)[category]
    if not marking:
        st.info("No word surely marks this category: it has too few rows, or nearly all.")
        return

    def picked(pick: Mapping[str, Any] | None) -> None:
        if pick is None:
            _show(RowFilter())
        else:
            word = marking[int(pick["rank"])].word
            _show(RowFilter(has=(category,), marked_by=(category, word)))
            st.session_state[_PART] = _TRAIN

    hidden = not st.session_state.get(_SHOWN, False)
    marking_bars(
        marking,
        category=category,
        color=category_colors(dataset.categories)[category],
        hidden=hidden,
        key=f"words-{category}-{hidden}-{turn}",
        on_pick=picked,
    )
    st.caption(
        "As the model reads them, the surest first. The upright mark is the share of other rows."
        + (" Counted among the training rows." if test else "")
        + (" Show the texts below to see the words." if hidden else "")
    )


_KINDS = {
    Trait.REPEATS: ("repeat an earlier text", "all copies of a text stay on one side of a split."),
    Trait.CONFLICTING: ("conflicting labels", "processing keeps them as they stand."),
    Trait.OVERLAPPING: ("also among test rows", "processing leaves them out of training."),
    Trait.EMPTY: ("no text", "processing leaves them out."),
}


def _repeats(seen: Exploration, turn: str, *, test: bool) -> None:
    def picked(pick: Mapping[str, Any] | None) -> None:
        _show(RowFilter(only=(Trait(pick["id"]),)) if pick else RowFilter())
        st.session_state[_PART] = _TRAIN

    bars = []
    for kind, (said, then) in _KINDS.items():
        rows = getattr(seen, kind)
        texts = (
            f" · {words.count(seen.conflicting_texts, 'text')}"
            if kind is Trait.CONFLICTING and rows
            else ""
        )
        bars.append(
            Bar(
                id=kind,
                label=said,
                rows=rows,
                color=ACCENT,
                said=f"{rows:,}{texts}",
                told=[("What happens", then)],
            )
        )
    count_bars(
        bars,
        title="Training rows",
        alt_text="Training rows by what is to know of their texts",
        key=f"repeats-{turn}",
        on_pick=picked,
    )
    st.caption(
        "  \n".join(f"{said[0].upper()}{said[1:]}: {then}" for said, then in _KINDS.values())
    )
    if test:
        st.caption("Counted among the training rows.")


def _rows(studio: Workspace, dataset: Dataset, seen: Exploration, *, test: bool) -> None:
    part = seen.test if test and seen.test else seen.train
    # Above the fields that it tells of: a click on a chart is answered within sight of it.
    heading = st.container(horizontal=True, vertical_alignment="center")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Search in the texts",
            key=f"{_FORM}-contains",
            placeholder="A word or a piece of one",
            on_change=_forget_picks,
            help="In small or capital letters; every sign stands for itself.",
        )
        with st.popover("Filter"):
            row_filter_form(
                dataset.categories,
                key=_FORM,
                test=test,
                natural=bool(part.natural),
                on_change=_forget_picks,
            )
    shown = st.toggle(
        "Show the texts",
        key=_SHOWN,
        help="Comments can be offensive, so they are masked until you ask to see them.",
    )
    row_filter = kept(key=_FORM, test=test)
    _tell_address(dataset, row_filter)
    page_key = f"rows-page-{_change(dataset, row_filter)}"
    found = examples.find(
        studio, dataset.name, row_filter, page=int(st.session_state.get(page_key, 1))
    )
    with heading:
        wanted = filter_words(row_filter, hidden=not shown)
        if row_filter.contains:
            wanted = ", ".join(filter(None, (wanted, "that hold what you search for")))
        st.header(
            f"{words.count(found.total, 'row')} {words.plain(wanted)}",
            anchor=False,
            width="content",
        )
        if wanted:
            st.button("Show all rows", on_click=_show_all, key="rows-all")
    if not found.total:
        st.info("No row is like that. Ask for less, or show all rows.")
        return
    example_list(found.examples, dataset.categories, hidden=not shown)
    if found.pages > 1:
        st.pagination(found.pages, key=page_key)


def _tell_address(dataset: Dataset, row_filter: RowFilter) -> None:
    address = {"dataset": dataset.name, **to_address(row_filter)}
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)
    st.session_state[_ADDRESS] = address


def _change(dataset: Dataset, row_filter: RowFilter) -> int:
    """How often the filter has changed: each new one begins on its first page."""
    last, number = st.session_state.get(_SEEN, (None, 0))
    if last != (dataset.name, row_filter):
        number += 1
        st.session_state[_SEEN] = ((dataset.name, row_filter), number)
    return int(number)


ensure_entered()
with page_errors_shown():
    main()
