"""Where work runs: choosing it, the account behind it, and every page where it is far away."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app import session
from backend.datasets.files import DatasetFiles
from backend.errors import Conflict, Unavailable
from backend.platforms.base import Job
from backend.platforms.capabilities import Readiness
from backend.platforms.catalogue import open_platform
from backend.studio import platforms
from backend.studio.data import datasets
from backend.studio.work import runs
from backend.studio.workspace import Workspace, open_workspace
from tests.app.conftest import HOME, Desk, Made, opened, words_of
from tests.app.far_platform import SETTINGS, FarPlatform
from tests.comments import write_comments

GONE = Unavailable("AWS could not be reached.", "Check the network.")


class There:
    """The far platforms that were opened, by folder."""

    def __init__(self) -> None:
        self.out_of_reach: Unavailable | None = None
        self.platforms: dict[Path, FarPlatform] = {}

    def open(self, name: str, folder: Path, settings: Any) -> Any:
        if name == "local":
            return open_platform(name, folder, settings)
        if folder not in self.platforms:
            self.platforms[folder] = FarPlatform(folder / "local")
            self.platforms[folder].account.out_of_reach = self.out_of_reach
        return self.platforms[folder]


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> There:
    found = There()
    monkeypatch.setattr("backend.studio.workspace.open_platform", found.open)
    return found


@pytest.fixture
def far_desk(made: Made, there: There, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The app on the workspace with a model, as if all of it were far away."""
    monkeypatch.setenv("MODERATION_STUDIO_PLATFORM", "aws")
    for name, value in SETTINGS.items():
        monkeypatch.setenv(platforms.variable(name), value)
    with opened(made.folder, monkeypatch) as found:
        yield found


def sidebar(tab: AppTest) -> str:
    return " ".join(caption.value for caption in tab.sidebar.caption)


def fill(tab: AppTest, desk: Desk, **values: str) -> None:
    for name, value in values.items():
        desk.look(tab.text_input(key=f"place-{name}").set_value(value))


def pick(tab: AppTest, desk: Desk, name: str) -> None:
    desk.look(tab.radio(key="place-offer").set_value(name))


# Choosing


def test_work_runs_on_this_machine_at_first(desk: Desk) -> None:
    tab = desk.open("account")
    assert "Work runs on **This machine**" in words_of(tab)
    assert "This machine" in sidebar(tab)
    assert tab.button(key="choose-place").disabled
    assert "check" not in {button.key for button in tab.button}


def test_an_account_is_chosen_by_its_settings_and_left_again(desk: Desk, there: There) -> None:
    tab = desk.open("account")
    pick(tab, desk, "aws")
    assert tab.button(key="choose-place").disabled
    assert "Nothing is moved, stopped or deleted" in words_of(tab)
    fill(tab, desk, **{**SETTINGS, "region": "Ireland"})
    assert tab.button(key="choose-place").disabled
    assert "Like eu\\-west\\-1" in words_of(tab)
    fill(tab, desk, region="eu-west-1")
    desk.look(tab.button(key="choose-place").click())
    assert "Work runs on **Amazon SageMaker, eu\\-west\\-1**" in words_of(tab)
    assert "eu\\-west\\-1" in sidebar(desk.open("train"))
    assert platforms.resolve(desk.workspace.folder).settings["bucket"] == "a-bucket"
    assert desk.workspace.folder in there.platforms
    tab = desk.open("account")
    assert tab.text_input(key="place-role").value == SETTINGS["role"]
    pick(tab, desk, "local")
    desk.look(tab.button(key="choose-place").click())
    assert "Work runs on **This machine**" in words_of(tab)
    pick(tab, desk, "aws")
    assert tab.text_input(key="place-bucket").value == "a-bucket"


def test_what_can_be_found_is_filled_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, str]] = []

    def found(name: str, known: dict[str, str]) -> dict[str, str]:
        asked.append(dict(known))
        return {"region": "eu-west-1", "bucket": "a-bucket", "role": ""}

    monkeypatch.setattr(platforms, "suggested_settings", found)
    tab = desk.open("account")
    pick(tab, desk, "aws")
    fill(tab, desk, profile="work")
    desk.look(tab.button(key="suggest").click())
    assert asked[0]["profile"] == "work"
    assert tab.text_input(key="place-bucket").value == "a-bucket"
    assert "Found region and bucket" in words_of(tab)
    assert "Not found\\: job role" in words_of(tab)


def test_credentials_are_not_kept(desk: Desk) -> None:
    tab = desk.open("account")
    pick(tab, desk, "aws")
    fill(tab, desk, **SETTINGS, profile="AKIAIOSFODNN7EXAMPLE")
    desk.look(tab.button(key="choose-place").click())
    assert "credentials are not kept here" in tab.error[0].value
    assert platforms.resolve(desk.workspace.folder).name == "local"


def test_what_the_environment_decides_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODERATION_STUDIO_PLATFORM", "local")
    assert "MODERATION_STUDIO_PLATFORM goes before" in words_of(desk.open("account"))
    monkeypatch.setenv("MODERATION_STUDIO_PLATFORM", "aws")
    tab = desk.open("account")
    assert "Region is missing" in tab.error[0].value
    assert "not known" in sidebar(tab)
    tab = desk.open("jobs")
    assert "Region is missing" in tab.error[0].value


def test_each_place_has_forms_of_its_own(desk: Desk, there: There) -> None:
    tab = desk.look(AppTest.from_file(str(HOME), default_timeout=60))
    tab.session_state["train-minutes"] = 7
    tab.session_state["try-sitting"] = "kept"
    desk.look(tab)
    assert tab.session_state["train-minutes"] == 7
    platforms.choose(desk.workspace.folder, "aws", SETTINGS)
    desk.look(tab)
    assert "train-minutes" not in tab.session_state
    assert tab.session_state["try-sitting"] == "kept"


# The account


def test_the_account_is_checked_in_groups_with_remedies(far_desk: Desk) -> None:
    tab = far_desk.open("account")
    far_desk.look(tab.button(key="check").click())
    shown = words_of(tab)
    assert "Something is missing\\: 1 ready, 1 missing, 1 not known" in shown
    assert "**Ask for more in the AWS console\\.**" in shown
    labels = [box.label for box in tab.expander]
    assert any("Quotas" in label for label in labels)


def test_an_account_that_is_ready_says_so(far_desk: Desk, there: There) -> None:
    tab = far_desk.open("account")
    (platform,) = there.platforms.values()
    platform.account.checks = tuple(
        replace(one, readiness=Readiness.READY) for one in platform.account.checks
    )
    far_desk.look(tab.button(key="check").click())
    assert "Everything is ready\\: 3 ready" in tab.success[0].value


def test_everything_is_removed_only_when_it_was_typed(far_desk: Desk, there: There) -> None:
    tab = far_desk.open("account")
    far_desk.look(tab.button(key="holdings").click())
    assert "2 things, 1\\.5 GB, about $0\\.04 a month" in words_of(tab).replace("\\$", "$")
    assert tab.button(key="remove").disabled
    far_desk.look(tab.text_input(key="remove-word").set_value("remove"))
    assert tab.button(key="remove").disabled
    (platform,) = there.platforms.values()
    platform.account.stays = frozenset({"live"})
    far_desk.look(tab.text_input(key="remove-word").set_value("Remove everything"))
    far_desk.look(tab.button(key="remove").click())
    assert "1 thing removed" in words_of(tab)
    assert "1 thing could not be removed" in words_of(tab)
    assert [one.name for one in platform.account.kept] == ["live"]


def test_prices_say_where_they_were_read_and_can_be_refreshed(far_desk: Desk) -> None:
    tab = far_desk.open("account")
    assert "us\\-east\\-1" in words_of(tab)
    far_desk.look(tab.button(key="prices").click())
    assert "1 price found" in words_of(tab)


# Every page, far away


@pytest.mark.parametrize(
    "page", ["home", "explore", "process", "train", "jobs", "models", "endpoints", "try_messages"]
)
def test_no_page_says_of_an_account_what_is_true_of_this_machine(far_desk: Desk, page: str) -> None:
    tab = far_desk.open(page)
    shown = words_of(tab)
    assert not tab.error
    for wrong in ("Free on this machine", "Nothing** paid", "of disk\\."):
        assert wrong not in shown


@pytest.mark.parametrize("page", ["home", "train", "jobs", "models", "endpoints", "try_messages"])
def test_out_of_reach_is_said_plainly_and_the_way_back_stays_open(
    desk: Desk, there: There, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(self: FarPlatform) -> Any:
        raise GONE

    monkeypatch.setattr(FarPlatform, "jobs", gone)
    monkeypatch.setattr(FarPlatform, "endpoints", gone)
    platforms.choose(desk.workspace.folder, "aws", SETTINGS)
    tab = desk.open(page)
    assert "AWS could not be reached" in tab.error[0].value
    assert "eu\\-west\\-1" in sidebar(tab)
    tab = desk.open("account")
    pick(tab, desk, "local")
    desk.look(tab.button(key="choose-place").click())
    assert not desk.open(page).error


def test_training_can_be_spot_limited_and_stop_early(far_desk: Desk, made: Made) -> None:
    tab = far_desk.open("train", lines=made.lines)
    assert tab.selectbox(key="train-size").value == "ml.c5.xlarge"
    far_desk.look(tab.toggle(key="train-spot").set_value(True))
    far_desk.look(tab.number_input(key="train-minutes").set_value(30))
    command = next(code.value for code in tab.code if "backend train" in code.value)
    assert "--spot" in command
    assert "--max-seconds=1800" in command
    far_desk.look(tab.number_input(key="train-minutes").set_value(0))
    assert tab.button(key="launch").disabled
    far_desk.look(tab.number_input(key="train-minutes").set_value(30))
    far_desk.look(tab.radio(key="algorithm").set_value("blazingtext"))
    assert "AWS ends BlazingText 1 h after the launch" in words_of(tab)
    labels = {field.label: field for field in [*tab.number_input, *tab.selectbox]}
    assert "Threads" not in labels
    assert not labels["Early stopping"].disabled
    assert not labels["Patience"].disabled
    far_desk.look(labels["Early stopping"].set_value(True))
    assert not tab.button(key="launch").disabled
    assert "--set=early_stopping=true" in next(c.value for c in tab.code if "backend" in c.value)


MANY = frozenset(f"past-{number}-train" for number in range(437))


def test_the_name_of_what_is_still_to_be_read_is_taken(
    far_desk: Desk, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FarPlatform, "unread", MANY)
    studio = far_desk.workspace
    assert runs.propose_name(studio, "past") == "past-437"
    with pytest.raises(Conflict):
        runs.check_new(studio, "past-7")


@pytest.mark.parametrize("page", ["home", "jobs", "models", "train"])
def test_what_is_still_to_be_read_is_counted(
    far_desk: Desk, made: Made, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(FarPlatform, "unread", MANY)
    assert "437 older jobs of the account still to be read" in words_of(far_desk.open(page))
    monkeypatch.setattr(FarPlatform, "unread", frozenset())
    assert "still to be read" not in words_of(far_desk.open(page))


def test_a_job_that_is_linked_to_is_read_before_the_others(
    far_desk: Desk, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = FarPlatform.jobs

    def unread(platform: FarPlatform) -> tuple[Job, ...]:
        return tuple(job for job in known(platform) if job.name != made.lines)

    monkeypatch.setattr(FarPlatform, "jobs", unread)
    monkeypatch.setattr(FarPlatform, "unread", frozenset({made.lines}))
    tab = far_desk.open("jobs", job=made.lines)
    assert made.lines in [header.value for header in tab.header]
    assert "is not there" not in words_of(tab)


def test_nothing_is_cleaned_up_before_all_is_known(
    far_desk: Desk, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FarPlatform, "unread", MANY)
    tab = far_desk.open("jobs", cleanup="yes")
    assert "What may go is told when all jobs are read" in words_of(tab)
    assert not [button for button in tab.button if "emove" in button.label]


def test_a_job_says_what_was_billed_and_what_spare_capacity_saved(
    far_desk: Desk, made: Made
) -> None:
    shown = words_of(far_desk.open("jobs", job=made.lines))
    assert "that are billed" in shown
    assert "spare capacity saved 50" in shown
    assert "in the account" in shown


def test_an_endpoint_without_an_address_is_asked_through_aws(far_desk: Desk, made: Made) -> None:
    tab = far_desk.open("endpoints")
    codes = " ".join(code.value for code in tab.code)
    assert "aws sagemaker-runtime invoke-endpoint --region eu-west-1" in codes
    assert "curl" not in codes
    assert "sleeps by itself" in words_of(tab)
    assert "Free" not in words_of(tab)


# A run whose data is on its way


@pytest.fixture
def far_run(desk: Desk, there: There, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace far away with a dataset; its runs are stopped afterwards."""
    datasets.add(desk.workspace, "garden", DatasetFiles(write_comments(tmp_path / "c.csv", 300)))
    platforms.choose(desk.workspace.folder, "aws", SETTINGS)
    workspace = open_workspace(desk.workspace.folder)
    yield workspace
    for name in runs.going_on(workspace):
        runs.stop(workspace, name)
        runs.wait(workspace, name)


def launch(workspace: Workspace) -> None:
    size = workspace.platform.sizes()[-1].name  # one of this machine, where it really runs
    runs.process(workspace, name="garden-1", dataset="garden", size=size)


def until(seen: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not seen():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def test_while_data_is_sent_every_page_that_follows_says_how_far_it_is(
    desk: Desk, far_run: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def upload(self: FarPlatform, source: Path, name: str, *, on_progress: Any) -> str:
        on_progress(0.4)
        assert go.wait(60)
        raise Unavailable("The upload broke off.")

    monkeypatch.setattr(FarPlatform, "upload", upload)
    launch(far_run)
    try:
        desk.open("jobs")  # which opens the workspace, with its threads
        until(lambda: runs.get(far_run, "garden-1").doing != "")
        tab = desk.open("jobs", job="garden-1-process")
        assert "no job" not in words_of(tab)
        assert "garden\\-1" in words_of(tab)
        bars = [bar.proto.text for bar in tab.get("progress")]
        assert bars == ["Uploading garden, 40 \\%"]
        assert "Uploading garden" in str([bar.proto for bar in desk.open().get("progress")])
        tab = desk.open("jobs")
        desk.look(tab.button(key="stop-now-garden-1").click())
        assert runs.get(far_run, "garden-1").state is runs.RunState.STOPPED
    finally:
        go.set()


def test_a_run_that_waits_says_why_and_goes_on_by_itself(
    desk: Desk, far_run: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upload(self: FarPlatform, source: Path, name: str, *, on_progress: Any) -> str:
        raise GONE

    monkeypatch.setattr(session, "_SLOWEST_SECONDS", 0.5)
    with monkeypatch.context() as patch:
        patch.setattr(FarPlatform, "upload", upload)
        launch(far_run)
        desk.open("jobs")
        until(lambda: runs.get(far_run, "garden-1").waits_for != "")
        shown = words_of(desk.open("jobs"))
        assert "**Waiting.** AWS could not be reached" in shown
        assert "it goes on by itself" in shown
    until(lambda: runs.get(far_run, "garden-1").stages[0].job is not None)
