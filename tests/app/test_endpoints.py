import re
import time
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextInput

from backend.platforms.base import EndpointState
from backend.studio.endpoint import endpoints, probes
from backend.studio.model import models
from backend.studio.work import runs
from tests.app.conftest import Desk, Made, keys_of, links_of, words_of
from tests.workspaces import settled


def test_without_a_model_the_way_leads_to_training(desk: Desk) -> None:
    tab = desk.open("endpoints")
    assert "No model to deploy yet" in words_of(tab)
    assert "train" in links_of(tab)


@pytest.fixture
def live(made_desk: Desk, made: Made) -> Desk:
    """The desk, once its endpoint is in service."""
    assert settled(made_desk.workspace, made.endpoint) is EndpointState.IN_SERVICE
    return made_desk


@pytest.fixture
def other(live: Desk, made: Made) -> Iterator[str]:
    """Another model, which goes again."""
    workspace = live.workspace
    runs.train(
        workspace,
        name="other",
        lines=made.lines,
        algorithm="blazingtext",
        size=workspace.platform.sizes()[0].name,
        hyperparameters={"buckets": "1000", "epochs": "5"},
    )
    assert runs.wait(workspace, "other").state is runs.RunState.COMPLETED
    yield "other"
    models.delete(workspace, "other")


@pytest.fixture
def third(live: Desk, made: Made) -> Iterator[str]:
    """An endpoint of one's own, on the model of the other; it goes again."""
    endpoints.deploy(live.workspace, name="third", model=made.model)
    settled(live.workspace, "third")
    yield "third"
    live.workspace.platform.delete("third")


def shown(tab: AppTest) -> str:
    return words_of(tab).replace("\\", "")


def name_field(tab: AppTest) -> TextInput:
    return next(field for field in tab.text_input if field.label == "Name of the endpoint")


def open_panel(desk: Desk, tab: AppTest, panel: str) -> AppTest:
    """Open what is only drawn when it is open: a popover."""
    tab.session_state[f"{panel}-0"] = True
    return desk.look(tab)


def open_tab(desk: Desk, tab: AppTest, endpoint: str, label: str) -> AppTest:
    tab.session_state[f"panels-{endpoint}"] = label
    return desk.look(tab)


def test_an_endpoint_shows_state_model_memory_and_address(live: Desk, made: Made) -> None:
    tab = live.open("endpoints")
    said = shown(tab)
    assert f"Serves {made.model}" in said
    assert "In service" in said
    assert "1,024 MB" in said
    assert "On SageMaker serverless with 1,024 MB: nothing while nobody asks, about $0.07" in said
    assert endpoints.get(live.workspace, made.endpoint).now.url in [c.value for c in tab.code]


def test_a_test_message_is_answered_and_counted(live: Desk, made: Made) -> None:
    before = endpoints.traffic(live.workspace, made.endpoint, since=0).requests
    tab = live.open("endpoints", endpoint=made.endpoint)
    live.look(tab.button(key="probe").click())
    assert probes.MESSAGE in shown(tab)
    assert re.search(r"(answered in|answering took) [0-9.]+ m?s", shown(tab))
    give_up = time.monotonic() + 30
    while endpoints.traffic(live.workspace, made.endpoint, since=0).requests == before:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    live.look(tab)
    counted = next(metric for metric in tab.metric if metric.label == "Requests")
    assert counted.value == f"{before + 1:,}"


def test_before_anybody_asked_the_page_says_so(live: Desk, third: str) -> None:
    tab = live.open("endpoints", endpoint=third)
    assert "Nobody has asked in this time" in shown(tab)
    assert {metric.label: metric.value for metric in tab.metric} == {
        "Requests": "0",
        "Median latency": "-",
        "Errors": "0",
    }


def test_deploy_then_delete(live: Desk, made: Made) -> None:
    tab = live.open("endpoints", model=made.model)
    live.look(name_field(tab).set_value("second"))
    live.look(tab.button(key="deploy").click())
    try:
        assert settled(live.workspace, "second") is EndpointState.IN_SERVICE
        live.look(tab)
        assert "second" in [heading.value for heading in tab.header]
        open_panel(live, tab, "delete-second")
        assert "This stays: the model" in shown(tab)
        assert "Its log (< 0.1 MB)" in shown(tab)
        live.look(tab.button(key="delete").click())
    finally:
        live.workspace.platform.delete("second")
    live.look(tab)
    assert [heading.value for heading in tab.header] == [made.endpoint]


def test_memory_that_is_too_small_is_refused_with_the_reason(
    live: Desk, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.Model, "serving_mb", 1500.0)
    tab = live.open("endpoints", model=made.model)
    memory = tab.selectbox(key=f"deploy-{made.model}-memory")
    assert memory.value == 2048
    assert memory.options[0] == "1,024 MB, too small"
    live.look(memory.set_value(1024))
    assert "needs 1,500 MB" in shown(tab)
    assert tab.button(key="deploy").disabled


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("concurrency", 0, "Concurrency goes from 1 to 200"),
        ("concurrency", 201, "Concurrency goes from 1 to 200"),
        ("idle", 0, "from 1 to 86,400 seconds"),
        ("idle", 86_401, "from 1 to 86,400 seconds"),
    ],
)
def test_settings_out_of_range_are_refused_before_the_click(
    live: Desk, made: Made, field: str, value: int, said: str
) -> None:
    tab = live.open("endpoints", model=made.model)
    live.look(tab.number_input(key=f"deploy-{made.model}-{field}").set_value(value))
    assert said in shown(tab)
    assert tab.button(key="deploy").disabled


@pytest.mark.parametrize("name", ["garden", "No Name", ""])
def test_a_name_that_cannot_be_had_is_refused_before_the_click(
    live: Desk, made: Made, name: str
) -> None:
    tab = live.open("endpoints", model=made.model)
    live.look(name_field(tab).set_value(name))
    assert ":red[" in words_of(tab)
    assert tab.button(key="deploy").disabled


def test_an_endpoint_changes_over_to_another_model_and_back(
    live: Desk, made: Made, other: str, third: str
) -> None:
    tab = live.open("endpoints", endpoint=third)
    assert "rollback" not in keys_of(tab)
    open_panel(live, tab, "change-third")
    live.look(tab.button(key="change-over").click())
    settled(live.workspace, third)
    assert endpoints.model_of(live.workspace, third).name == other
    live.look(tab)
    assert tab.button(key="rollback").label.replace("\\", "") == f"Roll back to {made.model}"
    live.look(tab.button(key="rollback").click())
    settled(live.workspace, third)
    assert endpoints.model_of(live.workspace, third).name == made.model
    live.look(tab)
    assert tab.button(key="rollback").label == f"Roll back to {other}"


def test_the_settings_change_and_the_model_stays(live: Desk, made: Made, third: str) -> None:
    tab = open_tab(live, live.open("endpoints", endpoint=third), third, "Settings")
    assert tab.button(key="change-settings").disabled
    idle = next(f for f in tab.number_input if (f.key or "").endswith("-300-idle"))
    live.look(idle.set_value(77))
    live.look(tab.button(key="change-settings").click())
    settled(live.workspace, third)
    found = endpoints.get(live.workspace, third)
    assert found.now.spec.idle_seconds == 77
    assert found.model is not None
    assert found.model.name == made.model


def test_the_address_opens_one_of_many(live: Desk, made: Made, third: str) -> None:
    for name in (made.endpoint, third):
        tab = live.open("endpoints", endpoint=name)
        assert [heading.value for heading in tab.header] == [name]
        assert list(tab.dataframe[0].value["Endpoint"]) == [made.endpoint, third]


def test_the_log_is_there_when_it_is_opened(live: Desk, made: Made) -> None:
    tab = open_tab(live, live.open("endpoints"), made.endpoint, "Log")
    assert "serves revision 1" in "".join(str(element.body) for element in tab.get("html"))


def test_the_calculator_tells_from_when_an_instance_is_cheaper() -> None:
    def page() -> None:
        from app.components.endpoints.calculator import calculator
        from backend.platforms.prices import OFFLINE

        calculator(
            OFFLINE, memory_mb=2048, ms=10.0, messages_a_day=1000, data_bytes=1000, key="month"
        )

    tab = AppTest.from_function(page).run()
    assert not tab.exception
    # 0.115 * 24 / (0.010 * 2 * 0.00002) messages, and 0.115 * 24 * 30.44
    assert "From about 6,900,000 messages a day" in shown(tab)
    assert "about $84.01 a month" in shown(tab)
    tab.number_input(key="month-ms").set_value(100.0).run()
    assert "From about 690,000 messages a day" in shown(tab)


def test_without_its_price_no_instance_is_compared_with() -> None:
    def page() -> None:
        from dataclasses import replace

        from app.components.endpoints.calculator import calculator
        from backend.platforms.prices import OFFLINE

        calculator(
            replace(OFFLINE, instances={}),
            memory_mb=2048,
            ms=20.0,
            messages_a_day=1000,
            data_bytes=1000,
            key="month",
        )

    tab = AppTest.from_function(page).run()
    assert not tab.exception
    assert "a month" in shown(tab)
    assert "cheaper" not in shown(tab)
