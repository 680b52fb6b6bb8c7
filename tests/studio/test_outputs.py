"""What jobs left, one by one and side by side."""

from pathlib import Path

import pytest

from backend.errors import InvalidInput, Unavailable
from backend.platforms.base import Job, JobKind, JobSpec
from backend.studio.outputs import readable
from tests.studio.memory_platform import MemoryPlatform


@pytest.fixture(params=[False, True], ids=["here", "far"])
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> MemoryPlatform:
    found = MemoryPlatform(tmp_path, far=request.param)
    for number in range(40):
        name = f"job-{number}"
        found.start(JobSpec(name=name, kind=JobKind.PROCESSING, size="small", inputs={}))
    return found


def test_what_cannot_be_read_hides_no_other_and_order_stays(platform: MemoryPlatform) -> None:
    def read(job: Job) -> str:
        if job.name.endswith("3"):
            raise InvalidInput("It is damaged.")
        return job.name

    names = [job.name for job in platform.jobs() if not job.name.endswith("3")]
    assert list(readable(platform, platform.jobs(), read)) == names


def test_what_cannot_be_told_now_is_not_taken_for_gone(platform: MemoryPlatform) -> None:
    def read(job: Job) -> str:
        if job.name == "job-7":
            raise Unavailable("There is no network.")
        return job.name

    with pytest.raises(Unavailable):
        readable(platform, platform.jobs(), read)
