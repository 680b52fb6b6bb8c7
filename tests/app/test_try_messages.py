import time

import pytest

from app.components.messages.examples import EXAMPLES
from backend.moderation.verdicts import verdict
from backend.platforms.base import Warmth
from backend.studio import endpoints
from tests.app.conftest import Desk, Made, links_of, words_of
from tests.app.test_endpoints import settled


@pytest.fixture
def live(made_desk: Desk, made: Made) -> Desk:
    settled(made_desk.workspace, made.endpoint)
    return made_desk


def test_without_an_endpoint_the_way_leads_to_the_demo(desk: Desk) -> None:
    tab = desk.open("try_messages")
    assert "No endpoint to ask yet" in words_of(tab)
    assert "" in links_of(tab)


def test_a_message_gets_bars_and_a_verdict_in_words(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    live.look(tab.text_input(key="message").set_value("you rotten turnip near the bridge"))
    assert tab.subheader[0].value.startswith("This message would be flagged as rude")
    assert "Answered in" in words_of(tab)
    assert len(tab.get("vega_lite_chart")) == 1


def test_a_friendly_message_has_nothing_to_flag(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    live.look(tab.text_input(key="message").set_value("well played my friend"))
    assert tab.subheader[0].value == "Nothing to flag."


def test_raw_scores_the_normalised_text_and_a_curl_are_there(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    live.look(tab.text_input(key="message").set_value("WELL   played, it's <b>fun</b>"))
    shown, command = [code.value for code in tab.code]
    assert shown == shown.lower()
    assert command.startswith("curl ")
    assert endpoints.get(live.workspace, made.endpoint).now.url in command
    assert list(tab.dataframe[0].value["Category"]) != []


@pytest.mark.parametrize("message", ["**bold** :red[x] <script>alert(1)</script>", "\x00 $x$ ?"])
def test_whatever_is_typed_stays_text(live: Desk, made: Made, message: str) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    live.look(tab.text_input(key="message").set_value(message))
    assert len(tab.subheader) == 1
    assert "<script>" not in words_of(tab)


def test_an_example_fills_the_box(live: Desk, made: Made) -> None:
    tab = live.open("try_messages", endpoint=made.endpoint)
    live.look(tab.pills(key="example").set_value(EXAMPLES[0]))
    assert tab.text_input(key="message").value == EXAMPLES[0].text
    assert len(tab.subheader) == 1


def test_rough_examples_are_masked_until_chosen() -> None:
    masked = [example for example in EXAMPLES if example.label != example.text]
    assert any("●" in example.label for example in masked)
    for word in ("idiot", "fuck", "bullshit", "stupid", "hurt"):
        assert all(word not in example.label for example in EXAMPLES)


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
