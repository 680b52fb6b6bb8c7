import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from app.components.messages.differences import difference_words
from app.components.messages.examples import EXAMPLE_SET, EXAMPLES
from app.components.messages.link import LONGEST, address
from app.components.messages.masking import masked
from backend.errors import Unavailable
from backend.moderation.verdicts import Verdict, verdict
from backend.platforms.base import Warmth
from backend.studio.endpoint import endpoints
from backend.studio.message import message_sets, messages
from backend.studio.message.details import WordWeight
from backend.studio.message.messages import MessageScore
from backend.studio.workspace import Workspace
from tests.app.conftest import Desk, Made, links_of, words_of
from tests.workspaces import settled


@pytest.fixture
def live(made_desk: Desk, made: Made) -> Desk:
    settled(made_desk.workspace, made.endpoint)
    return made_desk


@pytest.fixture
def pair(live: Desk, made: Made) -> Iterator[Desk]:
    """With a second endpoint, of the same model."""
    endpoints.deploy(live.workspace, name="second", model=made.model)
    try:
        settled(live.workspace, "second")
        yield live
    finally:
        live.workspace.platform.delete("second")


def view(desk: Desk, tab: AppTest, name: str) -> AppTest:
    return desk.look(tab.segmented_control(key="view").set_value(name))


def ask(desk: Desk, tab: AppTest, message: str) -> AppTest:
    return desk.look(tab.text_input(key="message").set_value(message))


RUDE, KIND = "you rotten turnip near the bridge", "well played my friend"


def test_without_an_endpoint_the_way_leads_to_the_demo(desk: Desk) -> None:
    tab = desk.open("try_messages")
    assert "No endpoint to ask yet" in words_of(tab)
    assert "" in links_of(tab)


def test_a_message_gets_bars_and_a_verdict_in_words(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    live.look(tab.text_input(key="message").set_value("you rotten turnip near the bridge"))
    assert tab.header[0].value.startswith("This message would be flagged as rude")
    assert "Answered in" in words_of(tab)
    assert len(tab.get("vega_lite_chart")) == 1


def test_a_friendly_message_has_nothing_to_flag(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    live.look(tab.text_input(key="message").set_value("well played my friend"))
    assert tab.header[0].value == "Nothing to flag."


def test_what_the_model_read_is_said_where_it_differs(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    assert "The model read" not in words_of(ask(live, tab, KIND))
    said = words_of(ask(live, tab, "WELL   played, it's <b>fun</b>"))
    assert "The model read: **well played it\\'s fun**" in said
    assert "The model read: nothing" in words_of(ask(live, tab, "..."))


def test_raw_scores_are_behind_a_toggle(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    ask(live, tab, "WELL played")
    assert not tab.dataframe
    live.look(tab.toggle(key="numbers").set_value(True))
    assert list(tab.dataframe[0].value["Category"]) != []
    assert "well played" in [code.value for code in tab.code]


def test_each_of_two_models_shows_its_own_words(
    pair: Desk, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second as one that can tell."""
    real = messages.score

    def telling(workspace: Workspace, name: str, text: str) -> MessageScore:
        found = real(workspace, name, text)
        assert found.details
        if name != "second":
            return found
        weights = tuple(
            WordWeight(at, at + len(word), {"rude": adds, "spam": -adds})
            for word, adds in (("rotten", 3.0), ("bridge", -1.0))
            if (at := text.find(word)) >= 0
        )
        return replace(found, details=replace(found.details, words=weights))

    monkeypatch.setattr(messages, "score", telling)
    tab = pair.open("try_messages", endpoint=made.endpoint, compare="second")
    ask(pair, tab, RUDE)
    assert words_of(tab).count("*Linear* can") == 1

    def markup() -> str:
        (found,) = (
            element.proto.body for element in tab.get("html") if "why" in element.proto.body
        )
        return str(found)

    def choice() -> ButtonGroup[str]:
        return next(pills for pills in tab.pills if pills.label == "Words that speak for")

    assert choice().value == "rude"
    assert ">rotten</mark>" in markup()
    assert "solid" in markup()
    pair.look(choice().set_value("spam"))
    assert markup().count("dotted") == 1
    assert ">bridge</mark>" in markup()
    ask(pair, tab, "you rotten rotten egg")
    assert choice().value == "rude"  # as another message begins


HOSTILE = [
    "**bold** :red[x] <script>alert(1)</script>",
    "\x00 $x$ ?",
    ":material/home: [a](http://example.org) ![i](http://example.org/i.png)",
    "\u202ereversed שלום",
    "🤬🔥",
    "one\ntwo\r\nthree",
    "long " * 20_000,
]


def test_whatever_is_typed_stays_text(pair: Desk, made: Made) -> None:
    tab = pair.open("try_messages", endpoint=made.endpoint, compare="second")
    for message in HOSTILE:
        ask(pair, tab, message)
        assert len(tab.header) == 2
        for said in ("<script>", ":red[", ":material/", "](http", "$x$"):
            assert said not in words_of(tab)
    view(pair, tab, "History")
    assert len(tab.dataframe[0].value) == 2 * len(HOSTILE)


def test_a_message_beyond_what_a_request_may_hold_is_refused_in_words(
    live: Desk, made: Made
) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    ask(live, tab, "a" * 4_300_000)
    assert "4 MB" in tab.error[0].value
    ask(live, tab, KIND)
    assert tab.header[0].value == "Nothing to flag."


def test_an_example_fills_the_box(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    live.look(tab.pills(key="example").set_value(EXAMPLES[0]))
    assert tab.text_input(key="message").value == EXAMPLES[0].text
    assert len(tab.header) == 1


def test_rough_examples_are_masked_until_chosen() -> None:
    assert set(EXAMPLES) <= set(EXAMPLE_SET)
    assert len({example.text for example in EXAMPLE_SET}) == len(EXAMPLE_SET)
    for word in ("idiot", "fuck", "bullshit", "stupid", "hurt", "1d10t", "moron", "kill you"):
        assert any(word in example.text for example in EXAMPLE_SET)
        assert all(word not in example.label for example in EXAMPLE_SET)
    assert all("[" not in example.text for example in EXAMPLE_SET)


@given(st.text())
def test_a_masked_message_has_no_word_in_it(text: str) -> None:
    for word in masked(text).split():
        letters = [c for c in word if c.isalnum()]
        assert len(letters) <= 1 or not word.isalnum()


def test_two_endpoints_answer_side_by_side(pair: Desk, made: Made) -> None:
    tab = pair.open("try_messages", endpoint=made.endpoint)
    ask(pair, tab, RUDE)
    assert len(tab.get("vega_lite_chart")) == 1
    pair.look(tab.selectbox(key="compare").select("second"))
    assert len(tab.get("vega_lite_chart")) == 2
    assert [title.value.partition(":")[0] for title in tab.header] == ["garden", "second"]
    assert "Both agree" in words_of(tab)
    assert "second" in tab.query_params["compare"]


def test_both_endpoints_are_still_chosen_after_another_page(pair: Desk, made: Made) -> None:
    tab = pair.open("try_messages")
    pair.look(tab.selectbox(key="endpoint").select("second"))
    pair.look(tab.selectbox(key="compare").select(made.endpoint))
    view(pair, tab, "Many")  # which asks one alone
    pair.look(tab.switch_page("pages/jobs.py"))
    tab.query_params.clear()
    view(pair, pair.look(tab.switch_page("pages/try_messages.py")), "One message")
    assert tab.selectbox(key="endpoint").value == "second"
    assert tab.selectbox(key="compare").value == made.endpoint


def test_one_that_fails_leaves_the_other_its_answer(
    pair: Desk, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = messages.score

    def broken(workspace: Workspace, name: str, text: str) -> MessageScore:
        if name == "second":
            raise Unavailable("The endpoint cannot be reached.")
        return real(workspace, name, text)

    monkeypatch.setattr(messages, "score", broken)
    tab = pair.open("try_messages", endpoint=made.endpoint, compare="second")
    ask(pair, tab, RUDE)
    assert len(tab.get("vega_lite_chart")) == 1
    assert "cannot be reached" in tab.error[0].value
    monkeypatch.setattr(messages, "score", real)
    pair.look(tab.button(key="again").click())
    assert len(tab.get("vega_lite_chart")) == 2
    view(pair, tab, "History")
    assert len(tab.dataframe[0].value) == 2  # neither is noted twice


def test_a_link_opens_message_and_endpoints(pair: Desk, made: Made) -> None:
    tab = pair.open("try_messages", endpoint="second", compare=made.endpoint, message=RUDE)
    assert tab.text_input(key="message").value == RUDE
    assert tab.selectbox(key="endpoint").value == "second"
    assert len(tab.get("vega_lite_chart")) == 2
    ask(pair, tab, KIND)
    assert "message" not in tab.query_params
    assert tab.text_input(key="message").value == KIND


def test_what_is_typed_does_not_go_into_the_address(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    ask(live, tab, RUDE)
    assert "message" not in tab.query_params


@pytest.mark.parametrize("key", ["endpoint", "compare"])
def test_a_link_to_what_is_gone_says_so(live: Desk, made: Made, key: str) -> None:
    tab = live.open("try_messages", **{key: "gone-**away**"})
    assert "There is no endpoint" in tab.warning[0].value
    assert "**away**" not in tab.warning[0].value
    assert tab.selectbox(key="endpoint").value == made.endpoint


def test_an_address_carries_everything_or_is_too_long() -> None:
    page = "http://127.0.0.1:8501/try_messages?old=1#part"
    message = "you & me = 100% #1 + ünï 🔥 \ud800"
    found = address(page, "a", "b", message)
    assert found is not None
    assert urlsplit(found)[:3] == ("http", "127.0.0.1:8501", "/try_messages")
    assert parse_qs(urlsplit(found).query) == {
        "endpoint": ["a"],
        "compare": ["b"],
        "message": [message.replace("\ud800", "?")],
    }
    assert "compare" not in (address(page, "a", None, "x") or "")
    assert address(page, "a", None, "x" * LONGEST) is None


def test_the_built_in_set_is_run_masked(pair: Desk, made: Made) -> None:
    tab = pair.open("try_messages", endpoint=made.endpoint, compare="second")
    view(pair, tab, "Sets")
    pair.look(tab.button(key="run-set").click())
    shown = list(tab.dataframe[0].value["Message"])
    assert shown == [example.label for example in EXAMPLE_SET]
    assert "They differ on 0" in words_of(tab)
    pair.look(tab.toggle(key="unmask-set").set_value(True))
    assert list(tab.dataframe[0].value["Message"]) == [example.text for example in EXAMPLE_SET]


def test_a_set_is_saved_run_and_deleted(live: Desk, made: Made) -> None:
    tab = view(live, live.open("try_messages", endpoint=made.endpoint), "Sets")
    tab.text_input(key="new-set-name").set_value("mine")
    tab.text_area(key="new-set-lines").set_value(f"{RUDE}\n\n{KIND}\n=1+1")
    live.look(tab.button(key="save-set").click())
    try:
        assert tab.selectbox(key="set").value == "mine"
        live.look(tab.button(key="run-set").click())
        table = tab.dataframe[0].value
        assert "rotten" not in "".join(table["Message"])
        live.look(tab.toggle(key="unmask-set").set_value(True))
        assert list(tab.dataframe[0].value["Message"]) == [RUDE, KIND, "'=1+1"]
        assert "flags 1" in words_of(tab)
        live.look(tab.button(key="delete-set").click())
        assert tab.selectbox(key="set").value == ""
        assert message_sets.listing(live.workspace) == ()
    finally:
        message_sets.delete(live.workspace, "mine")


def scored(desk: Desk, tab: AppTest) -> AppTest:
    """The page once a batch has been scored."""
    give_up = time.monotonic() + 30
    while not [button for button in tab.button if button.key == "score-others"]:
        assert time.monotonic() < give_up
        time.sleep(0.1)
        desk.look(tab)
    return tab


def test_pasted_lines_are_scored_and_masked(live: Desk, made: Made) -> None:
    tab = view(live, live.open("try_messages", endpoint=made.endpoint), "Many")
    live.look(tab.button(key="score-lines").click())
    assert "no message yet" in tab.error[0].value
    tab.text_area(key="many-lines").set_value(f"{KIND}\n{RUDE}\n" * 50)
    scored(live, live.look(tab.button(key="score-lines").click()))
    assert tab.metric[0].value == "100 messages"
    assert tab.metric[1].value == "50 · 50 %"
    assert len(tab.get("vega_lite_chart")) == 2
    assert "turnip" not in "".join(tab.dataframe[0].value["Message"])
    live.look(tab.toggle(key="unmask-many").set_value(True))
    assert tab.dataframe[0].value["Message"][0] == RUDE
    live.look(tab.button(key="score-others").click())
    assert tab.text_area(key="many-lines").value.startswith(KIND)


def test_a_csv_is_scored_by_the_column_that_is_chosen(live: Desk, made: Made) -> None:
    tab = view(live, live.open("try_messages", endpoint=made.endpoint), "Many")
    live.look(tab.segmented_control(key="many-way").set_value("Upload a CSV"))
    content = f"id,said,reply\n1,{RUDE},{KIND}\n2,{RUDE},{KIND}\n".encode()
    live.look(tab.file_uploader[0].set_value(("mine.csv", content, "text/csv")))
    column = next(box for box in tab.selectbox if box.label == "Column of the messages")
    assert column.options == ["'said'", "'reply'"]
    live.look(column.select_index(1))
    scored(live, live.look(tab.button(key="score-upload").click()))
    assert tab.metric[1].value == "0 · 0 %"


def test_a_file_that_is_no_csv_says_so(live: Desk, made: Made) -> None:
    tab = view(live, live.open("try_messages", endpoint=made.endpoint), "Many")
    live.look(tab.segmented_control(key="many-way").set_value("Upload a CSV"))
    live.look(tab.file_uploader[0].set_value(("mine.csv", b"PK\x03\x04", "text/csv")))
    assert "not a text file" in tab.error[0].value.replace("\\", "")


def test_the_history_is_searched_kept_and_cleared(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    ask(live, tab, RUDE)
    live.look(tab.toggle(key="numbers").set_value(True))  # asks nothing anew
    ask(live, tab, KIND)
    live.look(tab.switch_page("pages/endpoints.py"))
    live.look(tab.switch_page("pages/try_messages.py"))
    view(live, tab, "History")
    assert "rotten" not in "".join(tab.dataframe[0].value["Message"])
    live.look(tab.toggle(key="unmask-history").set_value(True))
    assert list(tab.dataframe[0].value["Message"]) == [KIND, RUDE]
    live.look(tab.text_input(key="history-search").set_value("TURNIP"))
    assert list(tab.dataframe[0].value["Message"]) == [RUDE]
    live.look(tab.button(key="clear").click())
    assert "Nothing tried yet" in words_of(tab)


def test_a_link_from_another_page_leads_to_the_box(live: Desk, made: Made) -> None:
    tab = view(live, live.open("try_messages", endpoint=made.endpoint), "History")
    live.look(tab.switch_page("pages/endpoints.py"))
    tab.query_params.clear()
    live.look(tab.switch_page("pages/try_messages.py"))
    assert tab.segmented_control(key="view").value == "History"  # no link: as it was left
    live.look(tab.switch_page("pages/endpoints.py"))
    tab.query_params["endpoint"] = made.endpoint
    live.look(tab.switch_page("pages/try_messages.py"))
    assert tab.text_input(key="message").label == "Message"


def test_a_sleeping_endpoint_is_woken_and_that_is_said(live: Desk, made: Made) -> None:
    endpoints.deploy(live.workspace, name="sleeper", model=made.model, idle_seconds=1)
    try:
        settled(live.workspace, "sleeper")
        give_up = time.monotonic() + 30
        while endpoints.get(live.workspace, "sleeper").now.warmth is not Warmth.COLD:
            assert time.monotonic() < give_up
            time.sleep(0.2)
        tab = live.open("try_messages", endpoint="sleeper")
        live.look(tab.text_input(key="message").set_value("well played"))
        assert "was woken" in words_of(tab)
    finally:
        live.workspace.platform.delete("sleeper")


def test_an_endpoint_that_is_gone_is_said_so(live: Desk, made: Made) -> None:
    endpoints.deploy(live.workspace, name="brief", model=made.model)
    settled(live.workspace, "brief")
    tab = live.open("try_messages", endpoint="brief")
    live.workspace.platform.delete("brief")
    live.look(tab.text_input(key="message").set_value("hello"))
    assert tab.selectbox(key="endpoint").value == made.endpoint


def test_a_verdict_is_said_in_a_sentence() -> None:
    from app.components.messages.verdict_words import verdict_words

    thresholds = {"insult": 0.5, "toxic": 0.5, "identity_hate": 0.5}
    assert verdict_words(verdict(dict.fromkeys(thresholds, 0.1), thresholds)) == "Nothing to flag."
    found = verdict({"insult": 0.9, "toxic": 0.8, "identity_hate": 0.5}, thresholds)
    assert (
        verdict_words(found) == "This message would be flagged as insult, toxic and identity hate."
    )


def test_a_difference_is_said_from_both_sides() -> None:
    limits = {"insult": 0.5, "threat": 0.5, "toxic": 0.5}

    def flags(*names: str) -> Verdict:
        return verdict({name: 0.9 if name in names else 0.1 for name in limits}, limits)

    def said(a: Verdict, b: Verdict) -> str:
        return difference_words(("a", a), ("b", b))

    assert said(flags(), flags()) == "Both agree: nothing to flag."
    assert said(flags("insult"), flags("insult")) == "Both agree: flagged as insult."
    assert said(flags("insult"), flags()) == "Only a flags it, as insult; b does not."
    assert said(flags("toxic"), flags("toxic", "threat")) == (
        "Only b flags it as threat. Both flag it as toxic."
    )
    assert said(flags("insult"), flags("threat")) == (
        "Only a flags it as insult. Only b flags it as threat."
    )
