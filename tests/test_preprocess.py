import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from backend.artefacts.manifest import read_manifest
from tests.datasets.tables import plain_rows, word, write_rows, write_test, write_train

CHECKOUT = Path(__file__).parents[1]


def root_with(tmp_path, rows, **test):
    dataset = tmp_path / "processing" / "input" / "dataset"
    dataset.mkdir(parents=True)
    write_train(dataset, rows)
    if test:
        write_test(dataset, test["test"])
    return tmp_path


def program(root, *options, python=sys.executable, **more):
    return subprocess.run(
        [python, "-m", "backend.preprocess", "--root", root, *options],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        **more,
    )


def hashes(root):
    return read_manifest(root / "processing" / "output", "lines").files


def test_it_runs_as_a_program_of_a_job(tmp_path):
    root = root_with(tmp_path, plain_rows(200), test=plain_rows(20, "s"))
    done = program(root, "--seed", "3", "--validation-fraction", "0.2")
    assert (done.returncode, done.stderr) == (0, "")
    manifest = read_manifest(root / "processing" / "output", "lines")
    assert manifest.seed == 3
    assert manifest.counts["parts"]["validation"]["rows"] == 40
    assert not (root / "output").exists()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--seed", "-1"), "-1 cannot be a seed"),
        (("--validation-fraction", "1.5"), "validation share cannot be 150%"),
        (
            ("--validation-fraction", "0.5", "--test-fraction", "0.5"),
            "The fractions leave nothing to train on",
        ),
        (("--test-fraction", "0.0001"), "test share cannot be 0%"),
    ],
)
def test_what_a_person_can_mend_is_told_where_platforms_look(tmp_path, options, reason):
    root = root_with(tmp_path, plain_rows(100))
    done = program(root, *options)
    assert done.returncode == 1
    for name in ("failure", "message"):
        assert reason in (root / "output" / name).read_text()
    assert "Traceback" not in done.stderr
    assert [path for path in (root / "processing" / "output").rglob("*") if path.is_file()] == []


def test_a_missing_dataset(tmp_path):
    assert program(tmp_path).returncode == 1
    assert "There is no train.csv" in (tmp_path / "output" / "failure").read_text()


def test_no_message_reaches_the_log(tmp_path):
    secret = "words that nobody should read"
    root = root_with(tmp_path, [*plain_rows(100), ("a", secret, (0, secret))])
    done = program(root)
    reason = (root / "output" / "failure").read_text()
    assert "row 101: spam is a text" in reason
    assert secret not in done.stdout + done.stderr + reason


def test_a_failed_run_is_mended_by_the_next(tmp_path):
    root = root_with(tmp_path, plain_rows(100))
    assert program(root, "--seed", "-1").returncode == 1
    assert program(root).returncode == 0
    assert not (root / "output" / "failure").exists()


def test_the_bytes_do_not_depend_on_the_cores(tmp_path):
    if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) < 2:
        pytest.skip("this machine has one core only, or does not let a process choose")
    # Over a megabyte, so that there are workers.
    rows = [(i, f"{text} {'lorem ipsum ' * 40}", labels) for i, text, labels in plain_rows(3000)]
    root = root_with(tmp_path, rows)
    assert program(root).returncode == 0
    several = hashes(root)
    core = min(os.sched_getaffinity(0))
    done = program(root, preexec_fn=functools.partial(os.sched_setaffinity, 0, {core}))
    assert done.returncode == 0
    assert hashes(root) == several


def other_python():
    """A Python 3.12 (3.11 under 3.12) that has NumPy, or None."""
    name = "python3.12" if sys.version_info < (3, 12) else "python3.11"
    for path in filter(None, (os.environ.get("OTHER_PYTHON"), shutil.which(name))):
        check = f"import sys, numpy; sys.exit('python%d.%d' % sys.version_info[:2] != '{name}')"
        if subprocess.run([path, "-c", check], capture_output=True, check=False).returncode == 0:
            return path
    return None


def test_python_3_11_and_3_12_write_the_same_bytes(tmp_path):
    other = other_python()
    if other is None:
        pytest.skip("there is no other Python with NumPy here (OTHER_PYTHON can name one)")
    rough = ["ﬁne “quotes” – ñ", "🙂🙂🙂", "İstanbul ſ ß", "http://a.b/c?d", "soooo\0 b&amp;d", "x̸̧̨"]
    rows = [(i, f"{rough[n % 6]} {text}", ls) for n, (i, text, ls) in enumerate(plain_rows(600))]
    root = root_with(tmp_path, rows)
    assert program(root).returncode == 0
    ours = hashes(root)
    done = program(root, python=other)
    assert done.returncode == 0, done.stderr
    assert hashes(root) == ours


def test_a_killed_run_leaves_no_worker_and_nothing_to_take(tmp_path):
    words = " ".join(word(number) for number in range(40))
    rows = [(i, f"{text} {words}", labels) for i, text, labels in plain_rows(40_000)]
    root = root_with(tmp_path, rows)
    command = [sys.executable, "-m", "backend.preprocess", "--root", root]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert "Normalising" in running.stdout.readline()
        workers = psutil.Process(running.pid).children()
        running.kill()
    _, alive = psutil.wait_procs(workers, timeout=60)
    assert alive == []
    output = root / "processing" / "output"
    assert [path for path in output.rglob("[!.]*") if path.is_file()] == []


PEAK = """
import pathlib, runpy, sys
sys.argv = ["preprocess", "--root", sys.argv[1]]
try:
    runpy.run_module("backend.preprocess", run_name="__main__")
except SystemExit as end:
    assert end.code == 0
status = pathlib.Path("/proc/self/status").read_text()
print(status.split("VmHWM:")[1].split()[0])
"""


def test_memory_grows_by_16_bytes_a_row(tmp_path):
    """And is flat otherwise, but for four megabytes to the allocator."""
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not tell the most memory a process had")
    words = [word(number) for number in range(1000)]
    peaks = {}
    for count in (80_000, 240_000):
        dataset = tmp_path / str(count) / "processing" / "input" / "dataset"
        dataset.mkdir(parents=True)
        rows = (
            (i, f"{words[i % 1000]} {words[i // 1000]}", int(i % 9 == 0), int(i % 50 == 0))
            for i in range(count)
        )
        write_rows(dataset / "train.csv", ("id", "comment_text", "toxic", "spam"), rows)
        # One core: the memory of the workers does not depend on the rows.
        done = subprocess.run(
            [sys.executable, "-c", PEAK, tmp_path / str(count)],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "MALLOC_ARENA_MAX": "1"},
        )
        peaks[count] = 1024 * int(done.stdout.split()[-1])
    growth = peaks[240_000] - peaks[80_000]
    assert 8 * 160_000 < growth <= 16 * 160_000 + 4_000_000
