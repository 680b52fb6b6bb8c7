import dataclasses
import time

import pytest

from backend.platforms.base import EndpointState
from backend.studio import endpoints, models, runs
from backend.studio.workspace import Workspace
from tests.app.conftest import Desk, Made, links_of, words_of


def settled(workspace: Workspace, name: str) -> EndpointState:
    give_up = time.monotonic() + 30
    while not (found := endpoints.get(workspace, name)).now.state.settled:
        assert time.monotonic() < give_up
        time.sleep(0.1)
    return found.now.state


def test_without_a_model_the_way_leads_to_training(desk: Desk) -> None:
    tab = desk.open("endpoints")
    assert "No model to deploy yet" in words_of(tab)
    assert "train" in links_of(tab)


def test_an_endpoint_shows_state_model_memory_and_address(made_desk: Desk, made: Made) -> None:
    assert settled(made_desk.workspace, made.endpoint) is EndpointState.IN_SERVICE
    tab = made_desk.open("endpoints")
    shown = words_of(tab).replace("\\", "")
    assert f"Serves {made.model}" in shown
    assert "1,024 MB" in shown
    assert "In service" in shown
    assert endpoints.get(made_desk.workspace, made.endpoint).now.url in [c.value for c in tab.code]


def test_deploy_then_delete(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("endpoints", model=made.model)
    name = next(field for field in tab.text_input if field.label == "Name of the endpoint")
    made_desk.look(name.set_value("second"))
    made_desk.look(tab.button(key="deploy").click())
    try:
        assert settled(made_desk.workspace, "second") is EndpointState.IN_SERVICE
        made_desk.look(tab)
        assert "second" in [heading.value for heading in tab.subheader]
        assert "This stays: the model" in words_of(tab)
        made_desk.look(tab.button(key="delete-second").click())
    finally:
        made_desk.workspace.platform.delete("second")
    made_desk.look(tab)
    assert "second" not in [heading.value for heading in tab.subheader]
    assert made.endpoint in [heading.value for heading in tab.subheader]


def test_memory_that_is_too_small_is_refused_with_the_reason(
    made_desk: Desk, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = models.listing

    def grown(workspace: Workspace) -> tuple[models.Model, ...]:
        return tuple(dataclasses.replace(m, serving_mb=1500.0) for m in listing(workspace))

    monkeypatch.setattr(models, "listing", grown)
    tab = made_desk.open("endpoints", model=made.model)
    memory = tab.selectbox(key=f"memory-{made.model}")
    assert memory.value == 2048
    assert memory.options[0] == "1,024 MB, too small"
    made_desk.look(memory.set_value(1024))
    assert "needs 1,500 MB" in tab.error[0].value
    assert tab.button(key="deploy").disabled


def test_a_name_that_is_taken_is_refused(made_desk: Desk, made: Made) -> None:
    tab = made_desk.open("endpoints", model=made.model)
    name = next(field for field in tab.text_input if field.label == "Name of the endpoint")
    made_desk.look(name.set_value(made.endpoint))
    made_desk.look(tab.selectbox(key=f"memory-{made.model}").set_value(2048))
    made_desk.look(tab.button(key="deploy").click())
    assert len(tab.error) == 1
    assert endpoints.get(made_desk.workspace, made.endpoint).now.spec.memory_mb == 1024


def test_an_endpoint_changes_over_to_another_model(made_desk: Desk, made: Made) -> None:
    workspace = made_desk.workspace
    runs.train(
        workspace,
        name="other",
        lines=made.lines,
        algorithm="blazingtext",
        size=workspace.platform.sizes()[0].name,
        hyperparameters={"buckets": "1000", "epochs": "5"},
    )
    try:
        assert runs.wait(workspace, "other").state is runs.RunState.COMPLETED
        endpoints.deploy(workspace, name="third", model=made.model)
        settled(workspace, "third")
        tab = made_desk.open("endpoints")
        made_desk.look(tab.button(key="update-third").click())
        settled(workspace, "third")
        assert endpoints.model_of(workspace, "third").name == "other"
    finally:
        workspace.platform.delete("third")
        runs.stop(workspace, "other")
        runs.wait(workspace, "other")
        for job in ("other-evaluate", "other-train"):
            workspace.platform.remove_job(job)
        workspace.ledger.remove_run("other")
