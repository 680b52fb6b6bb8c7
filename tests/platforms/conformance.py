"""What every platform does with jobs, whatever it is made of.

A platform joins with a subclass of `JobConformance` that makes the fixtures `platform` and
`starter`; its jobs must do what `tests/platforms/programs/job.py` does.
"""

import subprocess
import tarfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from backend.artefacts.package import ARCHIVE
from backend.errors import Conflict, InvalidInput, NotFound
from backend.platforms.base import NAME_LENGTH, Job, JobKind, JobSpec, JobState, Platform

PATIENCE = 90.0  # seconds; the machine may be busy
Seen = TypeVar("Seen")
Starter = Callable[[JobSpec], list[str]]
"""The command that starts a job from a process of its own, and ends once it has."""

BAD_NAMES = (
    "a" * 300,
    "",
    "..",
    "../other",
    "a/b",
    "/etc",
    ".hidden",
    "Big",
    "a b",
    "a_b",
    "a--b",
    "-a",
    "a-",
)
LIFE = [
    JobState.QUEUED,
    JobState.STARTING,
    JobState.IN_PROGRESS,
    JobState.STOPPING,
    JobState.COMPLETED,
    JobState.FAILED,
    JobState.STOPPED,
]


def a_job(platform: Platform, do: str = "work", **different: Any) -> JobSpec:
    """A spec of the smallest size whose program does what it is told."""
    amount = different.pop("amount", None)
    settings = {"do": do} | ({} if amount is None else {"amount": str(amount)})
    kind = different.get("kind", JobKind.PROCESSING)
    return JobSpec(
        **{
            "name": f"a-{do}",
            "kind": kind,
            "size": platform.sizes()[0].name,
            "inputs": {},
            "settings": settings,
            "algorithm": "fasttext" if kind is JobKind.TRAINING else None,
            **different,
        }
    )


def until(look: Callable[[], Seen], holds: Callable[[Seen], object], within: float) -> Seen:
    """What is seen once it is so. Looks less often than it is away from looking: where each look is
    many requests, they would take the time of what is waited for."""
    deadline = time.monotonic() + within
    while True:
        begun = time.monotonic()
        if holds(seen := look()):
            return seen
        now = time.monotonic()
        assert now < deadline, f"after {within} s it is still {seen}"
        time.sleep(max(0.02, 2 * (now - begun)))


def reached(platform: Platform, name: str, *states: JobState, within: float = PATIENCE) -> Job:
    """The job once it is in one of the states; fails the test when it ends in another."""

    def there(job: Job) -> bool:
        if job.state in states:
            return True
        assert not job.state.final, f"{name} is {job.state}: {job.reason}"
        return False

    return until(lambda: platform.job(name), there, within)


def ended(platform: Platform, name: str, within: float = PATIENCE) -> Job:
    """The job once it is in a final state."""
    final = [state for state in JobState if state.final]
    return reached(platform, name, *final, within=within)


def logged(platform: Platform, name: str, start: str, within: float = PATIENCE) -> str:
    """The first line of the job's log that starts so, once it is there."""

    def lines() -> list[str]:
        return [line for line in platform.log(name) if line.startswith(start)]

    return until(lines, bool, within)[0]


class JobConformance:
    """The suite."""

    @pytest.fixture
    def platform(self) -> Platform:
        raise NotImplementedError

    @pytest.fixture
    def starter(self) -> Starter:
        raise NotImplementedError

    def test_sizes_are_on_offer_smallest_first(self, platform: Platform) -> None:
        sizes = platform.sizes()
        assert sizes
        assert len({size.name for size in sizes}) == len(sizes)
        assert list(sizes) == sorted(sizes, key=lambda size: (size.cores, size.memory_mb))
        assert all(size.cores >= 1 and size.memory_mb > 0 and size.title for size in sizes)

    def test_there_are_no_jobs_at_first(self, platform: Platform) -> None:
        assert platform.jobs() == ()

    def test_a_job_goes_through_its_states_to_completed(self, platform: Platform) -> None:
        spec = a_job(platform)
        before = time.time()
        started = platform.start(spec)
        assert started.spec == spec
        job = ended(platform, spec.name)
        assert (job.state, job.reason) == (JobState.COMPLETED, "")
        states = [change.state for change in job.history]
        times = [change.at for change in job.history]
        assert states[0] is JobState.QUEUED
        assert JobState.IN_PROGRESS in states
        assert states == sorted(states, key=LIFE.index)
        assert times == sorted(times)
        assert job.created_at >= before - 1
        assert job.started_at is not None
        assert job.ended_at == times[-1]
        assert job.seconds == job.ended_at - job.started_at >= 0
        assert platform.job(spec.name) == job
        assert platform.jobs() == (job,)

    def test_nothing_is_said_to_have_begun_before_it_has(self, platform: Platform) -> None:
        job = platform.start(a_job(platform))
        if job.state is JobState.QUEUED:
            assert (job.started_at, job.ended_at, job.seconds, job.output) == (None,) * 4
        ended(platform, job.name)

    @pytest.mark.parametrize("kind", [JobKind.PROCESSING, JobKind.EVALUATION])
    def test_output_is_what_the_program_wrote(self, platform: Platform, kind: JobKind) -> None:
        platform.start(a_job(platform, kind=kind))
        job = ended(platform, "a-work")
        assert job.output is not None
        assert [path.name for path in platform.fetch(job.output).iterdir()] == ["made.txt"]
        assert platform.fetch(job.output + "/made.txt").read_text() == "nothing"

    def test_output_of_a_training_is_its_packed_model(self, platform: Platform) -> None:
        platform.start(a_job(platform, kind=JobKind.TRAINING))
        job = ended(platform, "a-work")
        assert job.output is not None, job.reason
        with tarfile.open(platform.fetch(f"{job.output}/{ARCHIVE}")) as archive:
            assert archive.getnames() == ["made.txt"]

    @pytest.mark.parametrize("kind", list(JobKind))
    def test_inputs_are_found_by_channel(
        self, platform: Platform, kind: JobKind, tmp_path: Path
    ) -> None:
        folder, file = tmp_path / "two words", tmp_path / "b.txt"
        folder.mkdir()
        (folder / "a.txt").write_text("first ")
        file.write_text("second")
        inputs = {"one": platform.upload(folder, "a"), "two": platform.upload(file, "b")}
        platform.start(a_job(platform, kind=kind, inputs=inputs))
        job = ended(platform, "a-work")
        assert job.output is not None, job.reason
        if kind is JobKind.TRAINING:
            with tarfile.open(platform.fetch(f"{job.output}/{ARCHIVE}")) as archive:
                made = archive.extractfile("made.txt")
                assert made is not None
                assert made.read() == b"first second"
        else:
            assert platform.fetch(job.output + "/made.txt").read_text() == "first second"

    def test_a_job_takes_what_another_made(self, platform: Platform, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("from far")
        first = a_job(platform, name="first", inputs={"a": platform.upload(tmp_path, "a")})
        platform.start(first)
        output = ended(platform, "first").output
        assert output is not None
        platform.start(a_job(platform, name="second", inputs={"b": f"{output}/made.txt"}))
        made = ended(platform, "second").output
        assert made is not None
        assert platform.fetch(f"{made}/made.txt").read_text() == "from far"

    def test_the_same_spec_again_is_the_same_job(self, platform: Platform) -> None:
        spec = a_job(platform)
        first = platform.start(spec)
        assert platform.start(spec).created_at == first.created_at
        job = ended(platform, spec.name)
        assert platform.start(a_job(platform)) == job
        assert platform.log(spec.name).count("begun") == 1

    def test_a_taken_name_is_a_conflict(self, platform: Platform) -> None:
        platform.start(a_job(platform))
        for different in ({"amount": 1}, {"kind": JobKind.EVALUATION}, {"max_seconds": 5}):
            with pytest.raises(Conflict):
                platform.start(a_job(platform, **different))
        assert ended(platform, "a-work").state is JobState.COMPLETED

    def test_started_from_many_processes_it_runs_once(
        self, platform: Platform, starter: Starter
    ) -> None:
        spec = a_job(platform)
        processes = [subprocess.Popen(starter(spec)) for _ in range(3)]
        assert [process.wait(PATIENCE) for process in processes] == [0] * 3
        assert ended(platform, spec.name).state is JobState.COMPLETED
        assert len(platform.jobs()) == 1
        assert platform.log(spec.name).count("begun") == 1

    def test_started_from_many_threads_it_runs_once(self, platform: Platform) -> None:
        with ThreadPoolExecutor(8) as threads:
            started = list(threads.map(platform.start, [a_job(platform)] * 8))
        assert len({job.created_at for job in started}) == 1
        assert ended(platform, "a-work").state is JobState.COMPLETED
        assert platform.log("a-work").count("begun") == 1

    def test_what_is_not_there_is_not_found(self, platform: Platform) -> None:
        for name in ("nobody", *BAD_NAMES):
            for ask in (
                platform.job,
                platform.log,
                platform.progress,
                platform.stop,
                platform.job_mb,
            ):
                with pytest.raises(NotFound):
                    ask(name)
            platform.remove_job(name)

    @pytest.mark.parametrize("name", [*BAD_NAMES, "a" * (NAME_LENGTH + 1)])
    def test_a_bad_name_is_refused(self, platform: Platform, name: str) -> None:
        with pytest.raises(InvalidInput):
            platform.start(a_job(platform, name=name))
        assert platform.jobs() == ()

    @pytest.mark.parametrize(
        "different",
        [
            {"size": "enormous"},
            {"max_seconds": 0},
            {"algorithm": "fasttext"},
            {"kind": JobKind.TRAINING, "algorithm": None},
        ],
        ids=lambda different: "-".join(different),
    )
    def test_a_spec_that_cannot_be_is_refused(
        self, platform: Platform, different: dict[str, Any]
    ) -> None:
        with pytest.raises(InvalidInput):
            platform.start(a_job(platform, **different))
        assert platform.jobs() == ()

    def test_an_input_must_be_there_and_its_channel_named_well(
        self, platform: Platform, tmp_path: Path
    ) -> None:
        uri = platform.upload(tmp_path, "folder")
        for inputs in ({"a": uri + "/absent"}, {"a": "no address"}, {"../a": uri}):
            with pytest.raises(InvalidInput):
                platform.start(a_job(platform, inputs=inputs))
        assert platform.jobs() == ()

    def test_a_running_job_is_stopped(self, platform: Platform) -> None:
        platform.start(a_job(platform, "sleep", amount=60))
        logged(platform, "a-sleep", "sleeping")
        platform.stop("a-sleep")
        platform.stop("a-sleep")
        job = ended(platform, "a-sleep")
        assert job.state is JobState.STOPPED
        assert job.reason
        assert JobState.STOPPING in [change.state for change in job.history]
        assert job.output is None

    def test_a_job_stopped_at_once_never_completes(self, platform: Platform) -> None:
        platform.start(a_job(platform, "sleep", amount=60))
        platform.stop("a-sleep")
        assert ended(platform, "a-sleep").state is JobState.STOPPED

    def test_a_program_that_heeds_no_request_is_stopped(self, platform: Platform) -> None:
        platform.start(a_job(platform, "stubborn", amount=60))
        logged(platform, "a-stubborn", "sleeping")
        platform.stop("a-stubborn")
        assert ended(platform, "a-stubborn").state is JobState.STOPPED

    def test_a_final_state_stays(self, platform: Platform) -> None:
        platform.start(a_job(platform))
        job = ended(platform, "a-work")
        platform.stop("a-work")
        platform.recover()
        time.sleep(0.3)
        assert platform.job("a-work") == job

    def test_a_failing_program_is_quoted(self, platform: Platform) -> None:
        platform.start(a_job(platform, "explain"))
        job = ended(platform, "a-explain")
        assert job.state is JobState.FAILED
        assert job.reason == "No category has an example. Label some rows."
        assert job.output is None

    def test_a_silent_failure_gets_a_reason(self, platform: Platform) -> None:
        platform.start(a_job(platform, "leave", amount=3))
        job = ended(platform, "a-leave")
        assert job.state is JobState.FAILED
        assert job.reason

    def test_success_without_a_product_is_a_failure(self, platform: Platform) -> None:
        for kind in JobKind:
            platform.start(a_job(platform, "nothing", name=f"nothing-{kind}", kind=kind))
        for kind in JobKind:
            assert ended(platform, f"nothing-{kind}").state is JobState.FAILED

    def test_a_job_that_takes_too_long_fails(self, platform: Platform) -> None:
        platform.start(a_job(platform, "sleep", amount=60, max_seconds=1))
        job = ended(platform, "a-sleep")
        assert job.state is JobState.FAILED
        assert "1 s" in job.reason
        assert job.output is None

    def test_the_log_is_readable_while_it_is_written(self, platform: Platform) -> None:
        platform.start(a_job(platform, "sleep", amount=60))
        logged(platform, "a-sleep", "sleeping")
        assert platform.log("a-sleep")[0] == "begun"
        platform.stop("a-sleep")
        ended(platform, "a-sleep")
        assert platform.log("a-sleep")[0] == "begun"

    def test_the_log_is_text_whatever_is_printed(self, platform: Platform) -> None:
        platform.start(a_job(platform, "babble"))
        ended(platform, "a-babble")
        whole = platform.log("a-babble")
        assert whole[:-1] == ("begun", "one", "zwölf", "��", "20%")
        assert whole[-1].rstrip("�") == "last "  # of a torn character, a mark at most
        assert platform.log("a-babble", tail=2) == whole[-2:]
        assert platform.log("a-babble", tail=0) == ()
        assert platform.log("a-babble", tail=100) == whole

    def test_progress_is_what_the_program_measured(self, platform: Platform) -> None:
        platform.start(a_job(platform))
        ended(platform, "a-work")
        first, last = platform.progress("a-work")
        assert (first.stage, first.fraction, first.rows_per_second) == ("Counting", 0.5, 10.0)
        assert (last.stage, last.fraction, last.rows_per_second) == ("Counting", 1.0, None)

    def test_progress_goes_on_from_where_it_was_asked_last(self, platform: Platform) -> None:
        platform.start(a_job(platform, "count", amount=1))
        logged(platform, "a-count", "[progress]")
        seen = [platform.progress("a-count")]
        while not platform.job("a-count").state.final:
            seen.append(platform.progress("a-count"))
            time.sleep(0.02)
        seen.append(platform.progress("a-count"))
        assert [point.fraction for point in seen[-1]] == [0.0, 0.25, 0.5, 0.75, 1.0]
        assert all(seen[-1][: len(points)] == points for points in seen)
        assert platform.progress("a-count") == seen[-1]

    def test_a_name_used_again_brings_no_old_measurements(self, platform: Platform) -> None:
        platform.start(a_job(platform, "count", name="again"))
        ended(platform, "again")
        assert len(platform.progress("again")) == 5
        assert platform.job_mb("again") < 0.5
        platform.remove_job("again")
        platform.start(a_job(platform, "make", name="again", amount=1))
        ended(platform, "again")
        assert platform.progress("again") == ()
        assert platform.job_mb("again") >= 1

    def test_the_disk_a_job_holds_is_its_own_files_and_not_its_inputs(
        self, platform: Platform, tmp_path: Path
    ) -> None:
        (tmp_path / "large.txt").write_text("x" * 3_000_000)
        inputs = {"data": platform.upload(tmp_path / "large.txt", "large")}
        platform.start(a_job(platform, "make", amount=2, inputs=inputs))
        ended(platform, "a-make")
        assert 2 <= platform.job_mb("a-make") < 3
        assert platform.job_mb("a-make") == platform.job_mb("a-make")
        platform.start(a_job(platform, "leave", amount=3))
        ended(platform, "a-leave")
        assert 0 < platform.job_mb("a-leave") < 0.5

    def test_jobs_come_newest_first(self, platform: Platform) -> None:
        for name in ("one", "two", "three"):
            platform.start(a_job(platform, name=name))
            time.sleep(0.01)
        assert [job.name for job in platform.jobs()] == ["three", "two", "one"]
        for name in ("one", "two", "three"):
            ended(platform, name)

    def test_only_a_job_that_has_ended_is_removed(self, platform: Platform) -> None:
        platform.start(a_job(platform, "sleep", amount=60))
        with pytest.raises(Conflict):
            platform.remove_job("a-sleep")
        platform.stop("a-sleep")
        ended(platform, "a-sleep")
        platform.remove_job("a-sleep")
        with pytest.raises(NotFound):
            platform.job("a-sleep")
        assert platform.jobs() == ()

    def test_a_removed_job_leaves_its_name_and_takes_its_files(self, platform: Platform) -> None:
        platform.start(a_job(platform))
        output = ended(platform, "a-work").output
        assert output is not None
        platform.remove_job("a-work")
        with pytest.raises(NotFound):
            platform.fetch(output)
        platform.start(a_job(platform, "show", name="a-work"))
        assert ended(platform, "a-work").state is JobState.COMPLETED

    def test_files_are_found_again(self, platform: Platform, tmp_path: Path) -> None:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "a.txt").write_text("text")
        uri = platform.upload(tmp_path / "data", "datasets/data")
        assert platform.fetch(uri + "/a.txt").read_text() == "text"
        with pytest.raises(InvalidInput):
            platform.upload(tmp_path / "absent", "datasets/absent")
        for absent in (uri + "/absent", "no address", "file://elsewhere/etc", ""):
            with pytest.raises(NotFound):
                platform.fetch(absent)
