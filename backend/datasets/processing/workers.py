"""Workers: the same function over many items, on several cores, a few items at a time."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Generic, Self, TypeVar

from backend.errors import DoesNotFit

Item = TypeVar("Item")
Result = TypeVar("Result")
Tag = TypeVar("Tag")


def usable_cores() -> int:
    """How many cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers(Generic[Item, Result]):
    """Processes that each call `function`, which they must be able to import.

    With one core the calls are made here. A worker holds one item at a time, and ends when this
    process does, however that ends: its pipe is then closed. Use it as a context.
    """

    def __init__(self, function: Callable[[Item], Result], cores: int) -> None:
        self._function = function
        self._workers: list[tuple[BaseProcess, Connection]] = []
        # Spawned, not forked: a fork would keep the other workers' pipes open.
        context = multiprocessing.get_context("spawn")
        for _ in range(cores if cores > 1 else 0):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(function, theirs), daemon=True)
            process.start()
            theirs.close()
            self._workers.append((process, ours))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process, pipe in self._workers:
            pipe.close()
            if kind is not None:
                process.terminate()
        for process, _ in self._workers:
            process.join()

    def map(self, items: Iterable[tuple[Tag, Item]]) -> Iterator[tuple[Tag, Result]]:
        """The result for each item, in order, with the tag it came with, which stays here.

        There are never more items under way than workers, whatever `items` could give. Raises
        DoesNotFit when a worker was ended from outside, as by too little memory.
        """
        if not self._workers:
            yield from ((tag, self._function(item)) for tag, item in items)
            return
        idle = deque(pipe for _, pipe in self._workers)
        busy: deque[tuple[Connection, Tag]] = deque()
        try:
            for tag, item in items:
                done = None
                if not idle:
                    pipe, earlier = busy.popleft()
                    done = (earlier, self._received(pipe))
                    idle.append(pipe)
                idle[0].send(item)
                busy.append((idle.popleft(), tag))
                if done:
                    yield done
            for pipe, earlier in busy:
                yield earlier, self._received(pipe)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise DoesNotFit(
                "A worker of this job was ended, perhaps for want of memory.",
                "Choose a larger size.",
            ) from None

    def _received(self, pipe: Connection) -> Result:
        outcome: Result | _Failed = pipe.recv()
        if isinstance(outcome, _Failed):
            raise RuntimeError(f"a worker met {outcome.type}")
        return outcome


@dataclass(frozen=True)
class _Failed:
    """The type of an exception in a worker, whose text may quote a message."""

    type: str


def _work(function: Callable[[Item], Result], pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            outcome: Result | _Failed = function(item)
        except Exception as error:
            outcome = _Failed(type(error).__name__)
        try:
            pipe.send(outcome)
        except OSError:
            return
