"""What a local endpoint has answered, minute by minute: kept by its keeper, read by whoever asks.

The workers count (`backend.serving.tally`) and tell the keeper once a second. So what is kept has
one writer and a bounded size, however busy the endpoint is and however long its log.
"""

import contextlib
import json
import os
from collections.abc import Mapping
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
    periods = _read(folder)
    return Traffic(
        period_seconds=PERIOD_SECONDS,
        known_since=max(made_at, _start(now) - KEPT_SECONDS + PERIOD_SECONDS),
        periods=tuple(
            _period(start, periods[start])
            for start in sorted(periods)
            if start + PERIOD_SECONDS > since
        ),
    )


def _start(at: float) -> int:
    return int(at // PERIOD_SECONDS) * PERIOD_SECONDS


def _read(folder: Path) -> dict[int, Tally]:
    """The periods by their start; none where the file is not there or is damaged."""
    with contextlib.suppress(OSError, ValueError):
        content = read_json(folder / TRAFFIC)
        if isinstance(content, Mapping):
            return {int(start): tally_from_json(tally) for start, tally in content.items()}
    return {}


def _period(start: int, tally: Tally) -> TrafficPeriod:
    median, p99 = tally.quantile(0.5), tally.quantile(0.99)
    return TrafficPeriod(
        start=float(start),
        requests=tally.requests,
        messages=tally.messages,
        client_errors=tally.client_errors,
        throttles=tally.throttles,
        server_errors=tally.server_errors,
        median_ms=None if median is None else median * 1000,
        p99_ms=None if p99 is None else p99 * 1000,
        wakes=tally.wakes,
    )
