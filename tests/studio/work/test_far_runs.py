"""Runs on a platform that is far away: slow to send to, and now and then out of reach."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.artefacts.manifest import Manifest
from backend.errors import InvalidInput, NotAllowed, NotSupported, Unavailable
from backend.ledger.ledger import Ledger
from backend.platforms.base import JobState
from backend.studio.work import runs, sending
from backend.studio.work.runs import Run, RunState
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform

GONE = Unavailable("There is no network.", "Check the cable.")


@pytest.fixture
def platform(tmp_path: Path) -> MemoryPlatform:
    return MemoryPlatform(
        tmp_path / "platform",
        far=True,
        offers_spot=True,
        own_trainers=frozenset({"blazingtext"}),
    )


@pytest.fixture
def workspace(tmp_path: Path, platform: MemoryPlatform) -> Workspace:
    workspace = Workspace(platform, Ledger(tmp_path / "ledger.sqlite3", "far"), tmp_path)
    folder = workspace.datasets_folder / "chat"
    folder.mkdir(parents=True)
    (folder / "train.csv").write_text("id,comment_text,toxic\n")
    Manifest(
        kind="dataset",
        program="test",
        categories=("toxic",),
        details={"synthetic": False, "warnings": []},
    ).write(folder)
    return workspace


def launch(workspace: Workspace) -> Run:
    return runs.process(workspace, name="a", dataset="chat", size="small")


def lines(workspace: Workspace, platform: MemoryPlatform) -> str:
    """The name of a processing job that has left lines to train on."""
    launch(workspace)
    runs.move(workspace, "a")
    platform.end_job("a-process", JobState.COMPLETED)
    counts = {"distinct_words": 1000, "parts": {"train": {"tokens": 9000}}}
    Manifest(kind="lines", program="test", categories=("toxic",), counts=counts).write(
        platform.folder / "a-process"
    )
    runs.move(workspace, "a")
    return "a-process"


def test_a_launch_sends_nothing_and_twice_is_once(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    assert [stage.state for stage in launch(workspace).stages] == ["Waiting"]
    launch(workspace)
    runs.advance(workspace)
    assert (platform.sent, platform.started) == ([], [])
    assert [run.name for run in runs.unstarted(workspace)] == ["a"]
    assert runs.move(workspace, "a")
    runs.move(workspace, "a")
    assert (platform.sent, platform.started) == (["datasets/chat"], ["a-process"])
    assert runs.unstarted(workspace) == ()


def test_while_data_is_sent_the_run_says_how_far_it_is(
    workspace: Workspace, platform: MemoryPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_SIGN_SECONDS", 0.0)

    def send(name: str, on_progress: Callable[[float], None]) -> None:
        for share in (0.0, 0.4, 1.0):
            on_progress(share)

    said: list[tuple[str, float | None]] = []

    def look(run: Run) -> None:
        said.append((run.doing, run.share))
        if run.stages[0].job:
            platform.end_job("a-process", JobState.FAILED, "No.")

    platform.sending = send
    launch(workspace)
    assert runs.wait(workspace, "a", look).state is RunState.FAILED
    assert said[:4] == [
        ("Uploading chat", 0.0),
        ("Uploading chat", 0.4),
        ("Uploading chat", 1.0),
        ("Starting to process", None),
    ]
    assert said[-1] == ("", None)


def test_one_sends_while_others_move_on(workspace: Workspace, platform: MemoryPlatform) -> None:
    begun, go = threading.Event(), threading.Event()

    def send(name: str, on_progress: Callable[[float], None]) -> None:
        begun.set()
        assert go.wait(60)

    platform.sending = send
    launch(workspace)
    sender = threading.Thread(target=runs.move, args=(workspace, "a"))
    sender.start()
    assert begun.wait(60)
    assert runs.move(workspace, "a")
    assert platform.sent == []
    go.set()
    sender.join(60)
    assert (platform.sent, platform.started) == (["datasets/chat"], ["a-process"])


def test_a_run_that_is_stopped_while_its_data_is_sent_never_starts(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    def send(name: str, on_progress: Callable[[float], None]) -> None:
        runs.stop(workspace, "a")
        on_progress(0.5)
        raise AssertionError("it was told to stop")

    platform.sending = send
    launch(workspace)
    assert not runs.move(workspace, "a")
    run = runs.get(workspace, "a")
    assert (run.state, run.doing) == (RunState.STOPPED, "")
    assert (platform.sent, platform.started) == ([], [])


def test_a_run_that_is_stopped_as_its_job_starts_stops_it(
    workspace: Workspace, platform: MemoryPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = platform.start

    def late(spec: object) -> object:
        workspace.ledger.ask_stop("a")
        return start(spec)  # type: ignore[arg-type]

    monkeypatch.setattr(platform, "start", late)
    launch(workspace)
    runs.move(workspace, "a")
    assert platform.found_jobs["a-process"].state is JobState.STOPPED


def test_a_platform_that_is_out_of_reach_fails_no_run(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    launch(workspace)
    platform.out_of_reach = GONE
    assert not runs.move(workspace, "a")
    platform.out_of_reach = None
    run = runs.get(workspace, "a")
    assert run.state is RunState.RUNNING
    assert run.waits_for == "There is no network. Check the cable."
    assert runs.move(workspace, "a")
    run = runs.get(workspace, "a")
    assert (run.waits_for, run.stages[0].state) == ("", "InProgress")
    platform.out_of_reach = GONE
    runs.advance(workspace)
    platform.out_of_reach = None
    platform.end_job("a-process", JobState.COMPLETED)
    runs.advance(workspace)
    assert runs.get(workspace, "a").state is RunState.COMPLETED


def test_an_upload_that_breaks_off_is_taken_up_again(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    def send(name: str, on_progress: Callable[[float], None]) -> None:
        on_progress(0.3)
        raise GONE

    platform.sending = send
    launch(workspace)
    runs.move(workspace, "a")
    run = runs.get(workspace, "a")
    assert (run.doing, run.waits_for) == ("", str(GONE))
    platform.sending = lambda name, on_progress: None
    runs.move(workspace, "a")
    assert platform.started == ["a-process"]


@pytest.mark.parametrize("error", [NotAllowed("No.", "Ask."), InvalidInput("No bucket.")])
def test_what_will_not_pass_by_itself_fails_the_run_with_its_reason(
    workspace: Workspace, platform: MemoryPlatform, error: NotAllowed
) -> None:
    launch(workspace)
    platform.out_of_reach = error
    runs.move(workspace, "a")
    platform.out_of_reach = None
    run = runs.get(workspace, "a")
    assert (run.state, run.reason) == (RunState.FAILED, str(error))


def test_waiting_for_a_run_survives_what_is_out_of_reach(
    workspace: Workspace, platform: MemoryPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_WAITING_SECONDS", 0.01)
    looks: list[str] = []

    def look(run: Run) -> None:
        looks.append(run.waits_for)
        if len(looks) == 2:
            platform.out_of_reach = None
        if run.stages[0].job:
            platform.end_job("a-process", JobState.FAILED, "No.")

    launch(workspace)
    platform.out_of_reach = GONE
    assert runs.wait(workspace, "a", look).state is RunState.FAILED
    assert looks[:2] == [str(GONE)] * 2
    assert looks[-1] == ""


def test_spot_and_the_longest_time_go_to_the_training(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    prepared = lines(workspace, platform)
    runs.train(
        workspace,
        name="t",
        lines=prepared,
        algorithm="blazingtext",
        size="small",
        hyperparameters={"early_stopping": "true", "patience": "2"},
        max_seconds=1800,
        spot=True,
    )
    runs.move(workspace, "t")
    spec = platform.job("t-train").spec
    assert (spec.spot, spec.max_seconds) == (True, 1800)
    assert spec.settings == {"early_stopping": "true", "patience": "2"}
    platform.end_job("t-train", JobState.COMPLETED)
    runs.move(workspace, "t")
    told = platform.job("t-evaluate").spec.settings["trained-with"]
    assert len(f"--trained-with={told}") <= 256
    trained = json.loads(told)
    assert (trained["algorithm"], trained["patience"]) == ("blazingtext", 2)
    assert trained["early_stopping"] is True
    assert "threads" not in trained


def test_what_cannot_be_done_there_is_refused_before_launch(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    prepared = lines(workspace, platform)

    def train(**chosen: object) -> None:
        options = {"algorithm": "blazingtext", **chosen}
        runs.train(workspace, name="t", lines=prepared, size="small", **options)  # type: ignore[arg-type]

    with pytest.raises(NotSupported, match="every core"):
        train(hyperparameters={"threads": "3"})
    with pytest.raises(InvalidInput, match="seconds"):
        train(max_seconds=1)
    platform.offers_spot = False
    with pytest.raises(NotSupported, match="spare capacity"):
        train(spot=True)
    assert workspace.ledger.run_names() == {"a"}
