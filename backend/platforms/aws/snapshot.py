"""A value that many ask for and that is slow to read: read by one, for all."""

import contextlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from backend.errors import StudioError, Unavailable

T = TypeVar("T")

FRESH_SECONDS = 3.0
STALE_SECONDS = 30.0
PATIENCE_SECONDS = 3.0


class _Read(Generic[T]):
    """One reading: when it began, how it came out, and what was changed meanwhile."""

    def __init__(self, began_at: float) -> None:
        self.began_at = began_at
        self.outcome: Future[T] = Future()
        self.changes: list[Callable[[T], T]] = []


class Snapshot(Generic[T]):
    """A value as it was read a moment ago, for any number of threads.

    One that is younger than `fresh_seconds` is given as it is. An older one, up to
    `stale_seconds`, is given too, and read again behind it. Else the caller waits. There is one
    reading at a time, and whoever needs one joins it. A reading that fails with a StudioError is
    not repeated before `fresh_seconds` are over. With `fresh_seconds=0` each answer was read after
    it was asked for.

    With `patience` whoever asks waits so many seconds at most, and the reading goes on: then what
    the last reading failed with is raised, or an older value is given, or Unavailable raised.
    """

    patience: float | None = None

    def __init__(
        self,
        read: Callable[[], T],
        *,
        fresh_seconds: float = FRESH_SECONDS,
        stale_seconds: float = STALE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """clock: tells seconds."""
        self._read_value = read
        self._fresh = fresh_seconds
        self._stale = stale_seconds if fresh_seconds > 0 else 0.0
        self._clock = clock
        self._lock = threading.Lock()
        self._last: tuple[float, T] | None = None
        self._failed: tuple[float, StudioError] | None = None
        self._reading: _Read[T] | None = None

    @property
    def age(self) -> float | None:
        """Seconds since the value was read; None when it never was."""
        with self._lock:
            return None if self._last is None else self._clock() - self._last[0]

    def get(self) -> T:
        """The value, not older than promised. Raises what reading it raises."""
        return self._get(self._stale)

    def recent(self) -> T:
        """As `get`, but never a stale value, as long as there is patience: for who misses in it
        what somebody may just have made."""
        return self._get(self._fresh)

    def _get(self, oldest: float) -> T:
        now = self._clock()
        with self._lock:
            if self._last is not None and now - self._last[0] <= oldest:
                if now - self._last[0] > self._fresh:
                    self._refresh_behind(now)
                return self._last[1]
            if self._failed is not None and now - self._failed[0] < self._fresh:
                raise _again(self._failed[1])
        if self.patience is None:
            return self._after(now - self._fresh)
        return self._soon(now, self.patience)

    def refresh(self) -> T:
        """The value as it is now, however long that takes. Raises what reading it raises."""
        return self._after(self._clock())

    def change(self, change: Callable[[T], T]) -> None:
        """Change the value that is known, as by what was just written.

        A reading that goes on may have missed it: its outcome is changed too. Does nothing when
        nothing is known and nobody reads.
        """
        with self._lock:
            if self._last is not None:
                self._last = (self._last[0], change(self._last[1]))
            if self._reading is not None:
                self._reading.changes.append(change)

    def _after(self, moment: float) -> T:
        """The value of a reading that began at `moment` or later."""
        while True:
            with self._lock:
                if self._last is not None and self._last[0] >= moment:
                    return self._last[1]
                reading = self._reading
                mine = reading is None
                if reading is None:
                    reading = self._reading = _Read(self._clock())
            if mine:
                self._run(reading)
            if reading.began_at >= moment:
                return reading.outcome.result()
            with contextlib.suppress(Exception):  # not the reading that is asked for
                reading.outcome.result()

    def _soon(self, now: float, patience: float) -> T:
        """The value, or what is said instead when patience is over."""
        with self._lock:
            reading = self._reading or self._begin(now)
        try:
            return reading.outcome.result(max(0.0, reading.began_at + patience - now))
        except TimeoutError:
            with self._lock:
                if self._failed is not None:
                    raise _again(self._failed[1]) from None
                if self._last is not None:
                    return self._last[1]
            raise Unavailable(
                f"AWS has not been reached yet, after {patience:g} seconds.",
                "It is tried on: look again in a moment. Is this machine on the network?",
            ) from None

    def _refresh_behind(self, now: float) -> None:
        """Read in a thread of its own. With the lock held."""
        if self._reading is None and (self._failed is None or now - self._failed[0] >= self._fresh):
            self._begin(now)

    def _begin(self, now: float) -> _Read[T]:
        """A reading, in a thread of its own. With the lock held."""
        reading = self._reading = _Read(now)
        threading.Thread(target=self._run, args=(reading,), daemon=True).start()
        return reading

    def _run(self, reading: _Read[T]) -> None:
        """Read, and tell all who wait for it."""
        try:
            value = self._read_value()
        except BaseException as error:
            with self._lock:
                self._reading = None
                if isinstance(error, StudioError):
                    self._failed = (self._clock(), error)
            reading.outcome.set_exception(error)
            return
        with self._lock:
            for change in reading.changes:
                value = change(value)
            self._reading = None
            self._failed = None
            self._last = (reading.began_at, value)
        reading.outcome.set_result(value)


def _again(error: StudioError) -> StudioError:
    """One of its own for each who is told: an exception that is raised twice is not the same."""
    return type(error)(error.what, error.remedy)
