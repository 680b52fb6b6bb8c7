"""The guided demo keeps to its own things, on a platform that does what the test says."""

from dataclasses import replace
from pathlib import Path

import pytest

from backend.datasets.files import DatasetFiles
from backend.errors import Conflict
from backend.ledger.ledger import Ledger
from backend.platforms.base import EndpointState, JobState
from backend.studio import demo
from backend.studio.data import datasets
from backend.studio.endpoint import endpoints
from backend.studio.work import cleanup, jobs, runs
from backend.studio.work.runs import RunState
from backend.studio.workspace import Workspace
from tests.comments import write_comments
from tests.studio.memory_platform import MemoryPlatform
from tests.studio.work.test_runs import complete, complete_jobs


@pytest.fixture
def platform(tmp_path: Path) -> MemoryPlatform:
    return MemoryPlatform(tmp_path / "platform")


@pytest.fixture
def workspace(
    tmp_path: Path, platform: MemoryPlatform, monkeypatch: pytest.MonkeyPatch
) -> Workspace:
    def write_few(folder: Path) -> None:
        write_comments(folder / "train.csv", 60)

    monkeypatch.setattr(datasets, "write_sample", write_few)
    return Workspace(platform, Ledger(tmp_path / "ledger.sqlite3"), tmp_path)


def make(workspace: Workspace, platform: MemoryPlatform) -> str:
    """Run the demo to its end; its name."""
    name = demo.start(workspace).name
    complete_jobs(workspace, platform, name)
    platform.settle(name, EndpointState.IN_SERVICE)
    runs.advance(workspace)
    return name


def test_started_twice_it_is_one_run_on_one_sample(workspace: Workspace) -> None:
    assert demo.start(workspace).name == demo.start(workspace).name == demo.NAME
    assert [run.name for run in runs.listing(workspace)] == [demo.NAME]
    assert [found.name for found in datasets.listing(workspace)] == ["sample"]


def test_somebodys_own_dataset_called_sample_is_not_taken_for_the_sample(
    workspace: Workspace, tmp_path: Path
) -> None:
    own = write_comments(tmp_path / "own.csv", 60, seed=2)
    datasets.add(workspace, datasets.SAMPLE, DatasetFiles(own))
    demo.start(workspace)
    assert not datasets.get(workspace, "sample").synthetic
    assert datasets.get(workspace, "sample-2").synthetic
    (stage, *_) = runs.get(workspace, demo.NAME).stages
    assert stage.job is not None
    assert stage.job.spec.inputs["dataset"].endswith("/sample-2")
    assert datasets.add_sample(workspace).name == "sample-2"


def test_a_run_or_an_endpoint_called_demo_is_not_taken_for_the_demos(
    workspace: Workspace, platform: MemoryPlatform, tmp_path: Path
) -> None:
    datasets.add(workspace, "mine", DatasetFiles(write_comments(tmp_path / "c.csv", 60)))
    runs.pipeline(
        workspace, name="own", dataset="mine", endpoint="demo-2", algorithm="fasttext", size="small"
    )
    complete_jobs(workspace, platform, "own")
    runs.process(workspace, name=demo.NAME, dataset="mine", size="small")
    assert demo.status(workspace) is None
    assert demo.start(workspace).name == "demo-3"
    demo.clear(workspace)
    assert {run.name for run in runs.listing(workspace)} == {"own", demo.NAME}
    assert [found.name for found in endpoints.listing(workspace)] == ["demo-2"]


def test_cleared_it_leaves_the_sample_and_can_start_again(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    for _ in range(2):
        name = make(workspace, platform)
        assert name == demo.NAME
        demo.clear(workspace)
        assert demo.status(workspace) is None
        assert (platform.jobs(), platform.endpoints()) == ((), ())
        assert [found.name for found in datasets.listing(workspace)] == ["sample"]


def test_its_model_on_another_endpoint_is_not_pulled_from_under_it(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    name = make(workspace, platform)
    endpoints.deploy(workspace, name="live", model=name)
    jobs = platform.jobs()
    with pytest.raises(Conflict, match="'live' serves the demo's model"):
        demo.clear(workspace)
    assert platform.jobs() == jobs
    assert len(platform.endpoints()) == 2
    endpoints.delete(workspace, "live")
    demo.clear(workspace)
    assert platform.jobs() == ()


def test_its_endpoint_with_somebodys_model_on_it_is_not_deleted(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    name = make(workspace, platform)
    present = platform.endpoint(name)
    other = replace(present.spec, package="elsewhere/model.tar.gz")
    platform.found_endpoints[name] = replace(present, spec=other)
    with pytest.raises(Conflict, match="serves another model now"):
        demo.clear(workspace)
    assert platform.endpoint(name).spec == other


def test_what_it_prepared_stays_while_another_model_rests_on_it(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    name = make(workspace, platform)
    runs.train(workspace, name="mine", lines=f"{name}-process", algorithm="fasttext", size="small")
    with pytest.raises(Conflict, match="'mine' is working on the demo's data"):
        demo.clear(workspace)
    for stage in ("train", "evaluate"):
        complete(platform, f"mine-{stage}")
        runs.advance(workspace)
    assert runs.get(workspace, "mine").state is RunState.COMPLETED
    demo.clear(workspace)
    kept = {job.name for job in platform.jobs()}
    assert kept == {f"{name}-process", "mine-train", "mine-evaluate"}
    assert make(workspace, platform) != name


def test_a_run_that_has_its_name_once_it_was_removed_is_not_taken_for_the_demos(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    name = make(workspace, platform)
    endpoints.delete(workspace, name)
    cleanup.remove(workspace, name)
    runs.process(workspace, name=name, dataset="sample", size="small")
    assert demo.status(workspace) is None
    demo.clear(workspace)
    assert runs.get(workspace, name).stages
    assert demo.start(workspace).name != name


def test_removed_and_started_again_it_leaves_alone_what_has_its_endpoint_now(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    name = make(workspace, platform)
    present = platform.endpoint(name)
    other = replace(present.spec, package="elsewhere/model.tar.gz")
    platform.found_endpoints[name] = replace(present, spec=other)
    cleanup.remove(workspace, name)
    assert demo.start(workspace).name != name
    assert platform.endpoint(name).spec == other


def test_nothing_goes_while_an_endpoint_changes_over_to_its_model(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    name = make(workspace, platform)
    endpoints.deploy(workspace, name="live", model=name)
    live = platform.endpoint("live")
    other = replace(live.spec, package="elsewhere/model.tar.gz")
    platform.found_endpoints["live"] = replace(live, spec=other, changing_to=live.spec)
    with pytest.raises(Conflict, match="'live' serves the demo's model"):
        demo.clear(workspace)
    assert platform.endpoint(name).spec.package == live.spec.package
    with pytest.raises(Conflict):
        jobs.remove(workspace, f"{name}-evaluate")


def test_a_run_that_goes_on_counts_beside_one_that_has_ended(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    name = make(workspace, platform)
    for taker in ("one", "two"):
        runs.train(
            workspace, name=taker, lines=f"{name}-process", algorithm="fasttext", size="small"
        )
        if taker == "one":
            for stage in ("train", "evaluate"):
                complete(platform, f"one-{stage}")
                runs.advance(workspace)
    with pytest.raises(Conflict, match="'two' is working on the demo's data"):
        demo.clear(workspace)


def test_asked_to_go_it_is_stopped_at_once_and_goes_when_it_has_ended(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    name = demo.start(workspace).name
    assert not demo.clearing(workspace)
    demo.ask_clear(workspace)
    assert demo.clearing(workspace)
    demo.clear_on(workspace)
    assert demo.clearing(workspace)
    assert platform.jobs()
    platform.end_job(f"{name}-process", JobState.STOPPED)
    runs.advance(workspace)
    demo.clear_on(workspace)
    assert not demo.clearing(workspace)
    assert demo.status(workspace) is None
    assert platform.jobs() == ()


def test_asked_to_go_while_its_model_serves_elsewhere_nothing_is_asked(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    endpoints.deploy(workspace, name="live", model=make(workspace, platform))
    with pytest.raises(Conflict, match="'live' serves the demo's model"):
        demo.ask_clear(workspace)
    assert not demo.clearing(workspace)


def test_what_comes_in_the_way_is_told_and_it_can_be_asked_again(
    workspace: Workspace, platform: MemoryPlatform
) -> None:
    name = make(workspace, platform)
    demo.ask_clear(workspace)
    endpoints.deploy(workspace, name="live", model=name)
    demo.clear_on(workspace)
    assert not demo.clearing(workspace)
    assert "'live' serves the demo's model" in demo.left_because(workspace)
    endpoints.delete(workspace, "live")
    demo.ask_clear(workspace)
    assert demo.left_because(workspace) == ""
    demo.clear_on(workspace)
    assert demo.status(workspace) is None
    assert (platform.jobs(), platform.endpoints()) == ((), ())
