"""The local platform's jobs: the conformance suite, and what only this platform promises."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from backend.errors import DoesNotFit
from backend.platforms.base import JobKind, JobSpec, JobState, Platform, Size, StateChange
from backend.platforms.local.cores import machine_cores
from backend.platforms.local.layout import Intention, JobFolder, Status, read_intention, spec_record
from backend.platforms.local.locks import is_held
from backend.platforms.local.platform import LocalPlatform
from backend.platforms.local.processes import marked
from tests.platforms.conformance import (
    PATIENCE,
    JobConformance,
    Starter,
    a_job,
    ended,
    logged,
    reached,
)

PROGRAMS = Path(__file__).parent / "programs"
JOB = {kind: (str(PROGRAMS / "job.py"),) for kind in JobKind}

CORES = len(machine_cores())
SIZES = (
    Size(name="one", title="One core", cores=1, memory_mb=200),
    Size(name="whole", title="All cores", cores=CORES, memory_mb=400),
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The platform's folder. No process of a job may be left when the test is over."""
    folder = tmp_path / "local"
    yield folder
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cmdline()[-1:] and Path(process.cmdline()[-1]).parent == folder / "jobs":
                process.kill()
    jobs = LocalPlatform(folder, programs=JOB).jobs()
    assert all(job.state.final for job in jobs)


@pytest.fixture
def platform(folder: Path) -> LocalPlatform:
    return LocalPlatform(folder, programs=JOB, sizes=SIZES)


def in_process(folder: Path, spec: JobSpec, seconds: float) -> list[str]:
    """The command of an app that starts the job and lives on for a while."""
    program = str(PROGRAMS / "job.py")
    record = json.dumps(spec_record(spec))
    app = str(PROGRAMS / "starter.py")
    return [sys.executable, app, str(folder), program, record, str(seconds)]


def supervisor(folder: Path, name: str) -> int:
    """The pid of the job's supervisor. Raises ProcessLookupError when there is none."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cmdline()[-1:] == [str(folder / "jobs" / name)]:
                return process.pid
    raise ProcessLookupError(name)


def family(folder: Path, name: str) -> list[psutil.Process]:
    """The living processes of the job's program."""
    token = read_intention(JobFolder(folder / "jobs" / name).spec).token
    return [process for process in marked(token) if process.status() != psutil.STATUS_ZOMBIE]


def released(job: JobFolder) -> None:
    """Wait until nobody looks after the job: a supervisor writes its last word, then ends."""
    deadline = time.monotonic() + PATIENCE
    while is_held(job.lock):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def assert_nothing_is_left(folder: Path, name: str) -> None:
    """The job leaves no process, no lock, no ticket and nothing that a stage could take."""
    place = JobFolder(folder / "jobs" / name)
    assert family(folder, name) == []
    released(place)
    kept = {path.name for path in place.path.iterdir()}
    assert kept <= {"spec.json", "status.json", "lock", "log", "stop"}


class TestContract(JobConformance):
    """The suite that every platform passes."""

    @pytest.fixture
    def platform(self, folder: Path) -> Platform:
        return LocalPlatform(folder, programs=JOB)

    @pytest.fixture
    def starter(self, folder: Path) -> Starter:
        return lambda spec: in_process(folder, spec, 0)


class TestKilled:
    """Whatever is killed, the state is right soon, with a reason, and nothing is orphaned."""

    def test_the_program(self, platform: LocalPlatform, folder: Path) -> None:
        platform.start(a_job(platform, "family", amount=60))
        logged(platform, "a-family", "sleeping")
        [leader] = [p for p in family(folder, "a-family") if "job.py" in " ".join(p.cmdline())]
        leader.kill()
        job = ended(platform, "a-family")
        assert job.state is JobState.FAILED
        assert "killed (signal 9)" in job.reason
        assert_nothing_is_left(folder, "a-family")

    def test_the_supervisor(self, platform: LocalPlatform, folder: Path) -> None:
        platform.start(a_job(platform, "family", amount=60))
        logged(platform, "a-family", "sleeping")
        assert len(family(folder, "a-family")) == 2
        os.kill(supervisor(folder, "a-family"), signal.SIGKILL)
        job = ended(platform, "a-family")
        assert job.state is JobState.FAILED
        assert "supervisor died" in job.reason
        assert_nothing_is_left(folder, "a-family")
        assert LocalPlatform(folder).job("a-family") == job

    def test_the_supervisor_with_nobody_looking(
        self, platform: LocalPlatform, folder: Path
    ) -> None:
        """The program goes with it: the cores are the next job's."""
        platform.start(a_job(platform, "sleep", amount=60))
        logged(platform, "a-sleep", "sleeping")
        os.kill(supervisor(folder, "a-sleep"), signal.SIGKILL)
        deadline = time.monotonic() + PATIENCE
        while family(folder, "a-sleep"):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def test_the_supervisor_of_a_waiting_job(self, platform: LocalPlatform, folder: Path) -> None:
        platform.start(a_job(platform, "sleep", amount=60, size="whole"))
        reached(platform, "a-sleep", JobState.IN_PROGRESS)
        platform.start(a_job(platform, name="dead"))
        platform.start(a_job(platform, name="alive"))
        os.kill(supervisor(folder, "dead"), signal.SIGKILL)
        assert ended(platform, "dead").state is JobState.FAILED
        platform.stop("a-sleep")
        assert ended(platform, "alive").state is JobState.COMPLETED

    def test_every_reader_comes_to_the_same(self, platform: LocalPlatform, folder: Path) -> None:
        platform.start(a_job(platform, "sleep", amount=60))
        reached(platform, "a-sleep", JobState.IN_PROGRESS)
        os.kill(supervisor(folder, "a-sleep"), signal.SIGKILL)
        released(JobFolder(folder / "jobs" / "a-sleep"))
        code = (
            "import sys; from pathlib import Path;"
            "from backend.platforms.local.platform import LocalPlatform;"
            "from tests.platforms.conformance import ended;"
            "print(ended(LocalPlatform(Path(sys.argv[1])), 'a-sleep'))"
        )
        readers = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(folder)],
                stdout=subprocess.PIPE,
                cwd=Path(__file__).parents[2],
            )
            for _ in range(4)
        ]
        seen = {reader.communicate(timeout=60)[0] for reader in readers}
        assert len(seen) == 1
        assert b"Failed" in seen.pop()

    def test_the_app_while_the_job_runs(self, platform: LocalPlatform, folder: Path) -> None:
        spec = a_job(platform, "sleep", amount=1.5, size="local-1-core")
        with subprocess.Popen(in_process(folder, spec, 60), stdout=subprocess.PIPE) as app:
            logged_by_app(app)
            logged(platform, "a-sleep", "sleeping")
            kill_tree(app)
        job = ended(platform, "a-sleep")
        assert job.state is JobState.COMPLETED
        assert job.ended_at is not None
        assert job.ended_at <= time.time()

    def test_the_app_while_the_job_waits(self, platform: LocalPlatform, folder: Path) -> None:
        """A job queued while the app is dead runs."""
        platform.start(a_job(platform, "sleep", amount=60, name="before", size="whole"))
        reached(platform, "before", JobState.IN_PROGRESS)
        spec = a_job(platform, size="local-1-core")
        with subprocess.Popen(in_process(folder, spec, 60), stdout=subprocess.PIPE) as app:
            logged_by_app(app)
            kill_tree(app)
        time.sleep(0.3)
        assert platform.job("a-work").state is JobState.QUEUED
        platform.stop("before")
        assert ended(platform, "a-work").state is JobState.COMPLETED

    def test_a_starter_before_it_was_done(self, platform: LocalPlatform, folder: Path) -> None:
        """What it leaves is no job, and goes once it is old."""
        unnamed = folder / "jobs" / ".a-work.x"
        unnamed.mkdir(parents=True)
        (unnamed / "lock").touch()
        assert platform.jobs() == ()
        platform.recover()
        assert unnamed.exists()
        os.utime(unnamed, (0, 0))
        platform.recover()
        assert not unnamed.exists()

    def test_a_starter_before_the_supervisor_came(
        self, platform: LocalPlatform, folder: Path
    ) -> None:
        a_past_job(folder, "a-work", JobState.QUEUED)
        job = platform.job("a-work")
        assert job.state is JobState.FAILED
        assert "before its turn" in job.reason


class TestQueue:
    """Cores are given out in the order of arrival, and only together."""

    def test_a_job_runs_on_its_cores_only(self, platform: LocalPlatform) -> None:
        for size in SIZES:
            platform.start(a_job(platform, "show", name=size.name, size=size.name))
        for size in SIZES:
            output = ended(platform, size.name).output
            assert output is not None
            seen = json.loads(platform.fetch(output + "/seen.json").read_text())
            assert seen["threads"] == str(size.cores)
            if hasattr(os, "sched_getaffinity"):
                assert len(seen["cores"]) == size.cores

    @pytest.mark.skipif(CORES < 2, reason="this machine has one core")
    def test_small_jobs_run_side_by_side(self, platform: LocalPlatform) -> None:
        for name in ("one", "two"):
            platform.start(a_job(platform, "sleep", amount=60, name=name))
        for name in ("one", "two"):
            reached(platform, name, JobState.IN_PROGRESS)
        for name in ("one", "two"):
            platform.stop(name)
            ended(platform, name)

    def test_a_large_job_is_not_passed_by_a_small_one(self, platform: LocalPlatform) -> None:
        platform.start(a_job(platform, "sleep", amount=60, name="first"))
        reached(platform, "first", JobState.IN_PROGRESS)
        platform.start(a_job(platform, "sleep", amount=0.3, name="large", size="whole"))
        platform.start(a_job(platform, name="small"))
        time.sleep(0.5)
        assert platform.job("large").state is JobState.QUEUED
        assert platform.job("small").state is JobState.QUEUED
        platform.stop("first")
        ended(platform, "large")
        begun = float(logged(platform, "large", "sleeping").split()[1])
        small = ended(platform, "small")
        assert small.started_at is not None
        assert small.started_at >= begun + 0.3

    def test_a_waiting_job_is_stopped(self, platform: LocalPlatform, folder: Path) -> None:
        platform.start(a_job(platform, "sleep", amount=60, name="first", size="whole"))
        reached(platform, "first", JobState.IN_PROGRESS)
        platform.start(a_job(platform))
        platform.stop("a-work")
        job = ended(platform, "a-work")
        assert [change.state for change in job.history] == [JobState.QUEUED, JobState.STOPPED]
        assert job.seconds is None
        platform.stop("first")
        ended(platform, "first")
        released(JobFolder(folder / "jobs" / "a-work"))
        assert list((folder / "queue").iterdir()) == []


class TestLimits:
    """A job that needs more than it was given is ended, and says of what."""

    def test_memory(self, platform: LocalPlatform, folder: Path) -> None:
        platform.start(a_job(platform, "eat", amount=300))
        job = ended(platform, "a-eat")
        assert job.state is JobState.FAILED
        assert "needs more than 200 MB" in job.reason
        assert "larger size" in job.reason

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what processes share")
    def test_shared_memory_counts_once(self, platform: LocalPlatform) -> None:
        platform.start(a_job(platform, "share", amount=100))
        assert ended(platform, "a-share").state is JobState.COMPLETED

    @pytest.mark.timeout(60)
    def test_packing_can_be_stopped(self, platform: LocalPlatform, folder: Path) -> None:
        platform.start(a_job(platform, "make", amount=150, kind=JobKind.TRAINING))
        place = JobFolder(folder / "jobs" / "a-make")
        while not place.packing.exists():
            assert not platform.job("a-make").state.final
            time.sleep(0.02)
        platform.stop("a-make")
        assert ended(platform, "a-make").state is JobState.STOPPED
        assert_nothing_is_left(folder, "a-make")

    def test_a_silent_failure_tells_its_exit_code(self, platform: LocalPlatform) -> None:
        platform.start(a_job(platform, "leave", amount=3))
        assert "exit code 3" in ended(platform, "a-leave").reason

    def test_a_training_that_is_stopped_leaves_nothing(
        self, platform: LocalPlatform, folder: Path
    ) -> None:
        platform.start(a_job(platform, "family", amount=60, kind=JobKind.TRAINING))
        logged(platform, "a-family", "sleeping")
        platform.stop("a-family")
        assert ended(platform, "a-family").state is JobState.STOPPED
        assert_nothing_is_left(folder, "a-family")

    def test_a_success_leaves_no_process_and_no_working_files(
        self, platform: LocalPlatform, folder: Path
    ) -> None:
        platform.start(a_job(platform, "family", amount=0.1))
        assert ended(platform, "a-family").state is JobState.COMPLETED
        assert family(folder, "a-family") == []
        assert not (folder / "jobs" / "a-family" / "opt").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small disk")
    if subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("this system allows no mount of a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


class TestFullDisk:
    """It is said that the disk is full, and the space is given back."""

    @pytest.fixture
    def folder(self, small_disk: Path) -> Path:
        return small_disk / "local"

    def test_in_the_program(self, platform: LocalPlatform, folder: Path) -> None:
        platform.start(a_job(platform, "fill"))
        job = ended(platform, "a-fill")
        assert job.state is JobState.FAILED
        assert "disk is full" in job.reason
        assert_nothing_is_left(folder, "a-fill")
        platform.start(a_job(platform))
        assert ended(platform, "a-work").state is JobState.COMPLETED

    def test_in_packing(self, platform: LocalPlatform, folder: Path) -> None:
        platform.start(a_job(platform, "make", amount=0.7, kind=JobKind.TRAINING))
        job = ended(platform, "a-make")
        assert job.state is JobState.FAILED
        assert "disk is full" in job.reason
        assert_nothing_is_left(folder, "a-make")

    def test_at_the_start(self, platform: LocalPlatform, folder: Path, small_disk: Path) -> None:
        fill(small_disk / "others")
        with pytest.raises(DoesNotFit, match="disk is full"):
            platform.start(a_job(platform))
        (small_disk / "others").unlink()
        assert platform.jobs() == ()
        assert [path for path in folder.rglob("*") if path.is_file()] == []

    def test_by_somebody_else(
        self, platform: LocalPlatform, folder: Path, small_disk: Path
    ) -> None:
        """Where not even the last word can be written, the state is right all the same."""
        platform.start(a_job(platform, "sleep", amount=60))
        logged(platform, "a-sleep", "sleeping")
        pid = supervisor(folder, "a-sleep")
        os.kill(pid, signal.SIGSTOP)
        shutil.rmtree(folder / "jobs" / "a-sleep" / "opt")
        fill(small_disk / "others")
        for process in family(folder, "a-sleep"):
            process.kill()
        os.kill(pid, signal.SIGCONT)
        job = ended(platform, "a-sleep")
        assert job.state is JobState.FAILED
        assert "disk is full" in job.reason
        (small_disk / "others").unlink()
        assert LocalPlatform(folder).job("a-sleep").state is JobState.FAILED


class TestReading:
    """Reading is cheap, and survives what a crash leaves."""

    def test_many_past_jobs_are_read_quickly(self, platform: LocalPlatform, folder: Path) -> None:
        for number in range(500):
            a_past_job(folder, f"past-{number}", JobState.COMPLETED)
        assert len(platform.jobs()) == 500
        begun = time.process_time()  # of this process alone, whatever else the machine does
        assert len(platform.jobs()) == 500
        assert time.process_time() - begun < 0.5

    def test_a_damaged_status_is_a_failure(self, platform: LocalPlatform, folder: Path) -> None:
        a_past_job(folder, "torn", JobState.IN_PROGRESS)
        (folder / "jobs" / "torn" / "status.json").write_text('{"state": "In')
        assert platform.job("torn").state is JobState.FAILED

    def test_a_damaged_spec_hides_no_other_job(self, platform: LocalPlatform, folder: Path) -> None:
        a_past_job(folder, "torn", JobState.COMPLETED)
        a_past_job(folder, "whole", JobState.COMPLETED)
        (folder / "jobs" / "torn" / "spec.json").write_text("{}")
        assert [job.name for job in platform.jobs()] == ["whole"]

    def test_a_stray_file_hides_no_job(self, platform: LocalPlatform, folder: Path) -> None:
        a_past_job(folder, "whole", JobState.COMPLETED)
        (folder / "jobs" / "notes").write_text("somebody's")
        (folder / "endpoints").mkdir(exist_ok=True)
        (folder / "endpoints" / "notes").write_text("somebody's")
        assert [job.name for job in platform.jobs()] == ["whole"]
        assert platform.endpoints() == ()

    def test_a_half_published_output_is_removed(
        self, platform: LocalPlatform, folder: Path
    ) -> None:
        """Published, but the supervisor died before it said so: no stage may take it."""
        a_past_job(folder, "half", JobState.IN_PROGRESS)
        (folder / "jobs" / "half" / "output").mkdir()
        job = platform.job("half")
        assert (job.state, job.output) == (JobState.FAILED, None)
        assert_nothing_is_left(folder, "half")


def a_past_job(folder: Path, name: str, state: JobState) -> None:
    """Write the records of a job that nobody looks after."""
    place = JobFolder(folder / "jobs" / name)
    place.path.mkdir(parents=True)
    place.lock.touch()
    spec = JobSpec(name=name, kind=JobKind.PROCESSING, size="one", inputs={})
    Intention(
        spec=spec, program=(), cores=1, memory_mb=1, created_at=time.time(), token=name
    ).write(place.spec)
    Status((StateChange(state, time.time()),)).write(place.status)


def fill(path: Path) -> None:
    """Fill the disk that holds `path`."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        for size in (2**16, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(bytes(size))


def logged_by_app(app: "subprocess.Popen[bytes]") -> None:
    """Wait until the app says that it has started its job."""
    assert app.stdout is not None
    assert app.stdout.readline() == b"started\n"


def kill_tree(app: "subprocess.Popen[bytes]") -> None:
    """Kill the app and all of its processes, as a terminal or a test's harness may."""
    for process in [*psutil.Process(app.pid).children(recursive=True), psutil.Process(app.pid)]:
        process.kill()
