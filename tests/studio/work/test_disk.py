from backend.platforms.base import EndpointState, JobState
from backend.studio.work import disk, runs
from backend.studio.work.disk import Holder
from backend.studio.workspace import Workspace
from tests.studio.memory_platform import MemoryPlatform
from tests.studio.work.test_runs import complete_jobs, launch, platform, workspace

__all__ = ["platform", "workspace"]  # fixtures


def test_disk_is_told_by_what_holds_it(workspace: Workspace, platform: MemoryPlatform) -> None:
    launch(workspace)
    complete_jobs(workspace, platform)
    platform.settle("live", EndpointState.IN_SERVICE)
    runs.process(workspace, name="b", dataset="chat", size="small")
    platform.end_job("b-process", JobState.FAILED, "No.")
    platform.held_mb = {"a-process": 5.0, "a-train": 7.0, "a-evaluate": 8.0, "b-process": 0.5}
    draft = workspace.folder / "drafts" / "one"
    draft.mkdir(parents=True)
    (draft / "train.csv").write_bytes(b"x" * 1_500_000)
    used = disk.usage(workspace)
    held = {share.holder: (share.mb, share.things) for share in used.shares}
    assert held[Holder.PREPARED] == (5.0, 1)
    assert held[Holder.MODELS] == (15.0, 2)
    assert held[Holder.ENDPOINTS] == (2.0, 1)
    assert held[Holder.OTHER_JOBS] == (0.5, 1)
    assert held[Holder.CACHES] == (1.5, 1)
    assert held[Holder.DATASETS][1] == 1
    assert 24 < used.mb < 24.1
    assert used.free_mb > 0
