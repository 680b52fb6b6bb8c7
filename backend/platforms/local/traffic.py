"""What a local endpoint has answered, minute by minute: kept by its keeper, read by whoever asks.

The workers count (`backend.serving.tally`) and tell the keeper once a second. So what is kept has
one writer and a bounded size, however busy the endpoint is and however long its log.
"""

import contextlib
import json
import math
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from backend.artefacts.files import read_json
from backend.platforms.base import Traffic, TrafficPeriod
from backend.serving.tally import Tally, tally_from_json

TRAFFIC = "traffic.json"
PERIOD_SECONDS = 60  # as CloudWatch's
KEPT_SECONDS = 6 * 3600


class TrafficRecord:
    """The keeper's side: the periods in memory, and their file in the endpoint's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._periods = _read(folder)
        self._changed = False

    def add(self, tally: Tally, at: float) -> None:
        """Add what was answered just before `at`, in seconds since the epoch."""
        start = _start(at)
        self._periods.setdefault(start, Tally()).add(tally)
        for old in [s for s in self._periods if s <= start - KEPT_SECONDS]:
            del self._periods[old]
        self._changed = True

    def write(self) -> None:
        """Write it if it has changed, whole or not at all; not synced to the disk, which would
        cost more than a second of it is worth. Raises OSError on a full disk."""
        if not self._changed:
            return
        content = {str(start): tally.to_json() for start, tally in self._periods.items()}
        new = self._folder / f".{TRAFFIC}"
        try:
            new.write_text(json.dumps(content, separators=(",", ":")))
            os.replace(new, self._folder / TRAFFIC)  # noqa: PTH105
        except OSError:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
            raise
        self._changed = False


def read_traffic(folder: Path, *, since: float, made_at: float, now: float) -> Traffic:
    """What the endpoint of that folder, made at `made_at`, answered in periods that ended after
    `since`; all in seconds since the epoch."""
    try:
        written = (folder / TRAFFIC).stat().st_mtime_ns
    except FileNotFoundError:
        written = 0
    # Of an endpoint that is not asked, once a period.
    found = _periods(folder, written, math.floor(since / PERIOD_SECONDS) * PERIOD_SECONDS)
    known_since = max(made_at, _start(now) - KEPT_SECONDS + PERIOD_SECONDS)
    return replace(found, known_since=known_since)


@lru_cache(maxsize=128)
def _periods(folder: Path, written: int, first: int) -> Traffic:
    """What is kept from the period that starts at `first`; `written` tells that it has changed."""
    kept = _read(folder, first)
    together = Tally()
    for tally in kept.values():
        together.add(tally)
    return Traffic(
        period_seconds=PERIOD_SECONDS,
        known_since=0.0,
        periods=tuple(_period(start, kept[start]) for start in sorted(kept)),
        median_ms=_milliseconds(together.quantile(0.5)),
        p99_ms=_milliseconds(together.quantile(0.99)),
    )


def _start(at: float) -> int:
    return int(at // PERIOD_SECONDS) * PERIOD_SECONDS


def _read(folder: Path, first: int = 0) -> dict[int, Tally]:
    """The periods by their start, from `first`; none where the file is not there or is damaged."""
    with contextlib.suppress(OSError, ValueError):
        content = read_json(folder / TRAFFIC)
        if isinstance(content, Mapping):
            return {
                int(start): tally_from_json(tally)
                for start, tally in content.items()
                if int(start) >= first
            }
    return {}


def _period(start: int, tally: Tally) -> TrafficPeriod:
    return TrafficPeriod(
        start=float(start),
        requests=tally.requests,
        messages=tally.messages,
        client_errors=tally.client_errors,
        throttles=tally.throttles,
        server_errors=tally.server_errors,
        median_ms=_milliseconds(tally.quantile(0.5)),
        p99_ms=_milliseconds(tally.quantile(0.99)),
        wakes=tally.wakes,
    )


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else seconds * 1000
