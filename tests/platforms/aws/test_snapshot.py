import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.errors import Unavailable
from backend.platforms.aws.snapshot import Snapshot

PATIENCE = 60.0


class World:
    """Something to read, that can be held up and can fail; its readings are counted."""

    def __init__(self) -> None:
        self.value = 0
        self.readings = 0
        self.error: Exception | None = None
        self.open = threading.Event()
        self.open.set()
        self.begun = threading.Semaphore(0)

    def read(self) -> int:
        value, error = self.value, self.error
        self.readings += 1
        self.begun.release()
        assert self.open.wait(PATIENCE)
        if error is not None:
            raise error
        return value


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.open.set()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def snapshot(world: World, clock: Clock) -> Snapshot[int]:
    return Snapshot(world.read, fresh_seconds=3, stale_seconds=30, clock=clock)


def soon(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_fresh_value_is_not_read_again(
    snapshot: Snapshot[int], world: World, clock: Clock
) -> None:
    assert snapshot.age is None
    assert snapshot.get() == 0
    world.value = 1
    clock.now += 3
    assert snapshot.get() == 0
    assert world.readings == 1
    assert snapshot.age == 3


def test_a_stale_value_is_given_at_once_and_read_again_behind_it(
    snapshot: Snapshot[int], world: World, clock: Clock
) -> None:
    snapshot.get()
    world.value = 1
    world.open.clear()
    clock.now += 10
    assert [snapshot.get() for _ in range(5)] == [0] * 5
    world.open.set()
    soon(lambda: snapshot.get() == 1)
    assert world.readings == 2


def test_a_stale_value_is_no_recent_one(
    snapshot: Snapshot[int], world: World, clock: Clock
) -> None:
    snapshot.get()
    world.value = 1
    clock.now += 2
    assert snapshot.recent() == 0
    clock.now += 2
    assert snapshot.recent() == 1
    assert world.readings == 2


def test_an_old_value_is_waited_for(snapshot: Snapshot[int], world: World, clock: Clock) -> None:
    snapshot.get()
    world.value = 1
    clock.now += 31
    assert snapshot.get() == 1


def test_many_who_wait_read_once(snapshot: Snapshot[int], world: World) -> None:
    world.open.clear()
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(snapshot.get) for _ in range(8)]
        assert world.begun.acquire(timeout=PATIENCE)
        world.open.set()
        assert [future.result(PATIENCE) for future in asked] == [0] * 8
    assert world.readings == 1


def test_a_refresh_began_after_it_was_asked_for(world: World) -> None:
    snapshot = Snapshot(world.read)
    world.open.clear()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(snapshot.get)
        assert world.begun.acquire(timeout=PATIENCE)
        world.value = 1
        second = threads.submit(snapshot.refresh)
        time.sleep(0.05)
        world.open.set()
        assert first.result(PATIENCE) == 0
        assert second.result(PATIENCE) == 1
    assert snapshot.get() == 1


def test_without_freshness_each_answer_was_read_after_it_was_asked_for(world: World) -> None:
    snapshot = Snapshot(world.read, fresh_seconds=0)
    world.open.clear()
    with ThreadPoolExecutor(9) as threads:
        first = threads.submit(snapshot.get)
        assert world.begun.acquire(timeout=PATIENCE)
        world.value = 1
        others = [threads.submit(snapshot.get) for _ in range(8)]
        time.sleep(0.05)
        world.open.set()
        assert first.result(PATIENCE) == 0
        assert {future.result(PATIENCE) for future in others} == {1}
    assert snapshot.get() == 1


def test_a_change_is_seen_at_once(snapshot: Snapshot[int], world: World) -> None:
    snapshot.change(lambda value: value + 100)
    assert snapshot.get() == 0
    snapshot.change(lambda value: value + 10)
    assert snapshot.get() == 10
    assert world.readings == 1


def test_a_change_outlives_a_reading_that_missed_it(
    snapshot: Snapshot[int], world: World, clock: Clock
) -> None:
    snapshot.get()
    world.open.clear()
    clock.now += 10
    snapshot.get()
    assert world.begun.acquire(timeout=PATIENCE)
    assert world.begun.acquire(timeout=PATIENCE)
    snapshot.change(lambda value: value + 10)
    assert snapshot.get() == 10
    world.open.set()
    soon(lambda: snapshot.age == 0)
    assert snapshot.get() == 10


def test_a_failure_is_told_and_not_tried_again_at_once(
    snapshot: Snapshot[int], world: World, clock: Clock
) -> None:
    world.error = Unavailable("No network.", "Plug it in.")
    for _ in range(3):
        with pytest.raises(Unavailable, match=r"No network\. Plug it in\."):
            snapshot.get()
    assert world.readings == 1
    world.error = None
    clock.now += 4
    assert snapshot.get() == 0


def test_a_refresh_is_tried_also_after_a_failure(snapshot: Snapshot[int], world: World) -> None:
    world.error = Unavailable("No network.")
    with pytest.raises(Unavailable):
        snapshot.get()
    world.error = None
    assert snapshot.refresh() == 0
    assert snapshot.get() == 0


def test_a_failure_behind_a_stale_value_is_told_only_when_that_is_old(
    snapshot: Snapshot[int], world: World, clock: Clock
) -> None:
    snapshot.get()
    world.error = Unavailable("No network.")
    clock.now += 10
    assert snapshot.get() == 0
    soon(lambda: world.readings == 2)
    clock.now += 25
    with pytest.raises(Unavailable):
        snapshot.get()


def test_who_has_no_patience_is_told_soon_and_the_reading_goes_on(
    snapshot: Snapshot[int], world: World
) -> None:
    snapshot.patience = 0.05
    world.open.clear()
    for _ in range(3):
        with pytest.raises(Unavailable, match="not been reached"):
            snapshot.get()
    world.open.set()
    soon(lambda: snapshot.age is not None)
    assert snapshot.get() == 0
    assert world.readings == 1


def test_who_has_no_patience_is_given_what_was_known(
    snapshot: Snapshot[int], world: World, clock: Clock
) -> None:
    snapshot.get()
    snapshot.patience = 0.05
    world.value = 1
    world.open.clear()
    clock.now += 1000
    assert snapshot.get() == 0
    world.open.set()
    soon(lambda: snapshot.get() == 1)


def test_who_has_no_patience_is_told_what_went_wrong_before(
    snapshot: Snapshot[int], world: World, clock: Clock
) -> None:
    snapshot.patience = PATIENCE
    world.error = Unavailable("No network.")
    with pytest.raises(Unavailable, match="No network"):
        snapshot.get()
    snapshot.patience = 0.05
    clock.now += 1000
    world.open.clear()
    with pytest.raises(Unavailable, match="No network"):
        snapshot.get()


def test_a_refresh_is_waited_for_without_patience_too(
    snapshot: Snapshot[int], world: World
) -> None:
    snapshot.patience = 0.0
    world.open.clear()
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(snapshot.refresh)
        assert world.begun.acquire(timeout=PATIENCE)
        with pytest.raises(Unavailable):
            snapshot.get()
        world.open.set()
        assert asked.result(PATIENCE) == 0


def test_a_defect_is_not_hidden_and_not_kept(snapshot: Snapshot[int], world: World) -> None:
    world.error = KeyError("defect")
    with pytest.raises(KeyError):
        snapshot.get()
    world.error = None
    assert snapshot.get() == 0
