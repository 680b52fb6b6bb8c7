import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backend.datasets.processing.workers import Workers
from backend.errors import DoesNotFit


def double(number: int) -> int:
    return 2 * number


def fail(text: str) -> str:
    raise ValueError(f"this quotes {text}")


def end(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def tagged(count):
    return ((f"tag {i}", i) for i in range(count))


@pytest.mark.parametrize("cores", [1, 3])
def test_results_come_in_order_with_their_tags(cores):
    with Workers(double, cores) as workers:
        assert list(workers.map(tagged(20))) == [(f"tag {i}", 2 * i) for i in range(20)]
        assert list(workers.map(tagged(1))) == [("tag 0", 0)]
        assert list(workers.map([])) == []


@pytest.mark.parametrize("cores", [1, 2])
def test_no_more_items_are_taken_than_are_worked_on(cores):
    taken = 0

    def items():
        nonlocal taken
        for item in tagged(50):
            taken += 1
            yield item

    with Workers(double, cores) as workers:
        for done, _ in enumerate(workers.map(items()), start=1):
            assert taken - done <= cores


def test_large_items_and_results_do_not_block_each_other():
    with Workers(bytes.upper, 2) as workers:
        large = [("", b"x" * 3_000_000) for _ in range(5)]
        assert [len(result) for _, result in workers.map(large)] == [3_000_000] * 5


def test_an_exception_in_a_worker_names_its_type_only(capfd):
    with pytest.raises(RuntimeError, match="ValueError") as error, Workers(fail, 2) as workers:
        list(workers.map([("", "secret")]))
    assert "secret" not in str(error.value)
    assert "secret" not in capfd.readouterr().err


def test_a_worker_that_is_killed_is_noticed():
    with pytest.raises(DoesNotFit, match="A worker of this job was ended"), Workers(end, 2) as w:
        list(w.map(tagged(5)))


PARENT = """
import time
from backend.datasets.processing.workers import Workers
if __name__ == "__main__":
    workers = Workers(str.upper, 2)
    assert list(workers.map([("", "a"), ("", "b")])) == [("", "A"), ("", "B")]
    print(*[process.pid for process, _ in workers._workers], flush=True)
    time.sleep(60)
"""


def test_workers_end_when_their_parent_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(pids) == 2
    deadline = time.monotonic() + 60
    while any(_runs(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_runs(pid) for pid in pids)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
