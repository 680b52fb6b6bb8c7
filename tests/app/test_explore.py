import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.components.datasets.row_filter import filter_words, from_address, to_address
from app.components.messages.masking import masked
from backend.datasets.files import DatasetFiles
from backend.studio.data import datasets, exploration
from backend.studio.data.examples import RowFilter, Trait
from tests.app.conftest import Desk, words_of
from tests.comments import write_comments
from tests.datasets.tables import plain_rows, word, write_test, write_train

SECRET = "wretched <b>turnip</b> **here**"


@pytest.fixture
def garden(desk: Desk, tmp_path: Path) -> Desk:
    """600 comments without test rows: a sixth rude alone, a sixth spam alone, a sixth both."""
    datasets.add(desk.workspace, "garden", DatasetFiles(write_comments(tmp_path / "c.csv")))
    return desk


@pytest.fixture
def twofold(desk: Desk, tmp_path: Path) -> Desk:
    """Two categories, with test rows."""
    rows = [*plain_rows(100), ("secret", SECRET, (1, 1)), ("again", SECRET, (0, 1))]
    rows += [(f"gold{i}", f"buy gold {word(i)}", (0, 1)) for i in range(30)]
    train = write_train(tmp_path, rows)
    test, labels = write_test(tmp_path, plain_rows(40, "s"))
    datasets.add(desk.workspace, "twofold", DatasetFiles(train, test, labels))
    return desk


def heading_of(tab: AppTest) -> str:
    return str(tab.header[-1].value)


def all_of(tab: AppTest) -> str:
    """Everything that the page was sent, charts and fields included."""

    def sent(block: object) -> str:
        own = str(getattr(block, "proto", ""))
        return own + "".join(sent(c) for c in getattr(block, "children", {}).values())

    return sent(tab._tree)


def test_without_a_dataset_the_page_says_where_to_get_one(desk: Desk) -> None:
    tab = desk.open("explore")
    assert "No dataset to look at yet" in words_of(tab)
    assert "Add a dataset" in "".join(link.label for link in tab.page_link)


def test_the_dataset_that_was_chosen_is_still_chosen_on_other_pages(
    garden: Desk, tmp_path: Path
) -> None:
    train = write_comments(tmp_path / "second.csv")
    datasets.add(garden.workspace, "second", DatasetFiles(train))
    tab = garden.open("explore")
    other = next(
        name for name in ("garden", "second") if name != tab.selectbox(key="dataset").value
    )
    garden.look(tab.selectbox(key="dataset").select(other))
    for page in ("jobs", "process", "explore"):
        tab.query_params.clear()
        garden.look(tab.switch_page(f"pages/{page}.py"))
        assert page == "jobs" or tab.selectbox(key="dataset").value == other


def test_a_dataset_is_counted_on_the_first_visit_and_shown(garden: Desk) -> None:
    assert not exploration.is_ready(garden.workspace, "garden")
    tab = garden.open("explore", dataset="garden")
    assert exploration.is_ready(garden.workspace, "garden")
    assert "600 rows" in [metric.value for metric in tab.metric]
    assert heading_of(tab).startswith("600 rows")


def test_texts_are_not_on_the_page_until_asked_for(twofold: Desk) -> None:
    tab = twofold.open("explore", dataset="twofold", has="toxic,spam")
    assert heading_of(tab).startswith("1 row with toxic and spam")
    assert [text.value for text in tab.text] == [masked(SECRET)]
    assert "turnip" not in all_of(tab)
    twofold.look(tab.toggle(key="rows-shown").set_value(True))
    assert [text.value for text in tab.text] == [SECRET]  # as text: it never becomes markup
    assert "turnip" not in words_of(tab)
    assert "turnip" in all_of(tab)


def test_a_link_carries_the_filter_and_the_page_tells_it_in_its_address(twofold: Desk) -> None:
    tab = twofold.open("explore", dataset="twofold", has="toxic", part="test")
    assert heading_of(tab).startswith("8 rows with toxic")
    assert tab.multiselect(key="rows-has").value == ["toxic"]
    twofold.look(tab.multiselect(key="rows-has").set_value([]))
    twofold.look(tab.selectbox(key="rows-labels").set_value(0))
    assert heading_of(tab).startswith("28 rows without a category")
    assert tab.query_params.get("labels") in ("0", ["0"])
    assert "has" not in tab.query_params
    twofold.look(tab.button(key="rows-all").click())
    assert heading_of(tab).startswith("40 rows")


def test_a_search_finds_rows_and_stays_out_of_the_address(twofold: Desk) -> None:
    tab = twofold.open("explore", dataset="twofold")
    twofold.look(tab.text_input(key="rows-contains").set_value("TURNIP"))
    assert heading_of(tab).startswith("2 rows that hold")
    assert "urnip" not in json.dumps(dict(tab.query_params)).lower()
    twofold.look(tab.text_input(key="rows-contains").set_value("nowhere to be found"))
    assert "No row is like that" in words_of(tab)


def test_another_filter_begins_on_its_first_page(garden: Desk) -> None:
    tab = garden.open("explore", dataset="garden")
    garden.look(tab.pagination[0].set_value(3))
    assert "row 21" in words_of(tab)
    garden.look(tab.multiselect(key="rows-has").set_value(["rude"]))
    assert tab.pagination[0].value == 1
    assert "row 1 " in words_of(tab)


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("Categories", ""),
        ("Together", "Categories in one row"),
        ("Lengths", "Half of all texts"),
        ("Words", "As the model reads them"),
        ("Repeats", "Conflicting labels: processing keeps"),
    ],
)
def test_every_view_draws_on_both_kinds_of_rows(twofold: Desk, view: str, said: str) -> None:
    for part in ("train", "test"):
        tab = twofold.open("explore", dataset="twofold", part=part)
        tab.session_state["rows-view"] = view
        tab.session_state["rows-words-twofold"] = "spam"
        twofold.look(tab)
        assert said in words_of(tab)
        assert tab.get("vega_lite_chart") or tab.get("arrow_vega_lite_chart")


def test_repeats_are_told_and_lead_to_their_rows(twofold: Desk) -> None:
    tab = twofold.open("explore", dataset="twofold", only="conflicting")
    assert heading_of(tab).startswith("2 rows conflicting labels")
    assert "same text as row 101" in words_of(tab).replace("\\", "")


def test_what_can_be_measured_only_roughly_is_said(garden: Desk, tmp_path: Path) -> None:
    tab = garden.open("explore", dataset="garden")
    assert any("about 20 are split" in warning.value for warning in tab.warning)


def test_a_dataset_can_be_removed(garden: Desk) -> None:
    tab = garden.open("explore", dataset="garden")
    garden.look(tab.button(key="remove-garden").click())
    assert datasets.listing(garden.workspace) == ()
    assert "No dataset to look at yet" in words_of(tab)


def test_an_import_counts_the_dataset(desk: Desk, tmp_path: Path) -> None:
    tab = desk.open("process")
    desk.look(tab.segmented_control(key="add-way").set_value("Files on this machine"))
    train = write_comments(tmp_path / "orchard.csv", 60)
    desk.look(tab.text_input(key="at-train-dataset-0").set_value(str(train)))
    desk.look(tab.button(key="add-path").click())
    assert exploration.is_ready(desk.workspace, "orchard")


@pytest.mark.parametrize(
    "row_filter",
    [
        RowFilter(),
        RowFilter(test=True, has=("toxic",), has_not=("spam",)),
        RowFilter(labels=2, only=(Trait.NATURAL, Trait.EMPTY)),
        RowFilter(shortest=20, below=50),
        RowFilter(shortest=5000),
    ],
)
def test_a_filter_survives_the_address(row_filter: RowFilter) -> None:
    assert from_address(to_address(row_filter), ["toxic", "spam"]) == row_filter


@pytest.mark.parametrize(
    "address",
    [
        {"has": "gone"},
        {"labels": "-1"},
        {"labels": "9"},
        {"length": "50-20"},
        {"length": "x"},
        {"only": "everything"},
    ],
)
def test_an_address_that_makes_no_sense_asks_for_nothing(address: dict[str, str]) -> None:
    assert from_address(address, ["toxic", "spam"]) == RowFilter()


def test_a_hidden_word_is_masked_in_what_the_filter_says() -> None:
    row_filter = RowFilter(has=("toxic",), marked_by=("toxic", "turnip"))
    assert filter_words(row_filter, hidden=False) == "with toxic, that hold turnip"
    assert "turnip" not in filter_words(row_filter, hidden=True)
    url = RowFilter(marked_by=("toxic", "[url]"))
    assert filter_words(url, hidden=True) == "that hold [url]"
