"""The queue for cores: one lock a core, first come first served, kept by those who wait in it.

A job that waits has a ticket, a file whose name sorts by arrival. It is the job's turn when no
ticket before it belongs to a living job; then it takes all the cores it needs as soon as they are
free together. Nobody behind it takes any meanwhile, so a large job is not passed by small ones.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from backend.platforms.local.locks import is_held, take

_PAUSE = 0.1  # seconds between two looks


def machine_cores() -> tuple[int, ...]:
    """The cores this process may run on, by number."""
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


def enqueue(folder: Path, ticket: str) -> None:
    """Put a ticket into the queue of the platform in `folder`; one that is there stays there."""
    queue = folder / "queue"
    queue.mkdir(parents=True, exist_ok=True)
    (queue / ticket).touch()


@contextlib.contextmanager
def held_cores(
    folder: Path, ticket: str, wanted: int, look_up: Callable[[], None]
) -> Iterator[tuple[int, ...]]:
    """Wait for `wanted` cores (no more than there are) and hold them within the block.

    folder: the platform's. ticket: `Intention.ticket`, the job's name after its first hyphen.
    look_up: called while waiting; what it raises ends the wait.
    """
    locks = folder / "cores"
    locks.mkdir(parents=True, exist_ok=True)
    cores = machine_cores()
    wanted = min(wanted, len(cores))
    taken: dict[int, int] = {}
    try:
        try:
            while True:
                look_up()
                if _is_first(folder, ticket):
                    taken = _take_together(locks, cores, wanted)
                    if taken:
                        break
                time.sleep(_PAUSE)
        finally:
            (folder / "queue" / ticket).unlink(missing_ok=True)
        yield tuple(taken)
    finally:
        for descriptor in taken.values():
            os.close(descriptor)


def _is_first(folder: Path, ticket: str) -> bool:
    """Whether no living job came earlier. Tickets of dead ones are thrown away."""
    enqueue(folder, ticket)  # in case whoever started the job did not come to do it
    for earlier in sorted((folder / "queue").iterdir()):
        if earlier.name == ticket:
            return True
        if is_held(folder / "jobs" / earlier.name.partition("-")[2] / "lock"):
            return False
        earlier.unlink(missing_ok=True)
    return True


def _take_together(locks: Path, cores: tuple[int, ...], wanted: int) -> dict[int, int]:
    """Descriptors that hold `wanted` cores, by core; none at all unless that many are free."""
    taken: dict[int, int] = {}
    for core in cores:
        if len(taken) == wanted:
            break
        descriptor = take(locks / str(core))
        if descriptor is not None:
            taken[core] = descriptor
    if len(taken) < wanted:
        for descriptor in taken.values():
            os.close(descriptor)
        return {}
    return taken
