"""Capabilities: what some platforms can do besides the contract. Ask with `isinstance`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from backend.platforms.prices import PriceTable


class Readiness(StrEnum):
    """How a check came out."""

    READY = "ready"
    MISSING = "missing"
    UNKNOWN = "unknown"
    """It could not be found out, and `detail` says why."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that an account needs. group: what it belongs to, such as "Quotas". title: what,
    in words for a person. detail: what was found. remedy: what to do where it is not ready."""

    group: str
    title: str
    readiness: Readiness
    detail: str = ""
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Something that is kept in an account.

    kind: what it is, in words for a person ("Endpoint", "Files of jobs"). mb: MB of 10^6 bytes.
    usd_per_month: what it costs to keep as it is, 0 where nothing, None where it is not known.
    created_at: seconds since the epoch. left_because: why it could not be removed, when it was
    tried.
    """

    kind: str
    name: str
    mb: float | None = None
    usd_per_month: float | None = None
    created_at: float | None = None
    left_because: str = ""


@runtime_checkable
class ChecksAccount(Protocol):
    """A platform in an account that has to allow what the studio does."""

    def check_account(self) -> Iterator[Check]:
        """What is ready, one by one as it is found out. Changes nothing and costs nothing."""
        ...


@runtime_checkable
class HoldsThings(Protocol):
    """A platform that keeps things where they may cost something."""

    def holdings(self) -> tuple[Holding, ...]:
        """All that the studio ever made there and is there still. May take its time."""
        ...

    def remove_holdings(self) -> Iterator[Holding]:
        """Delete all of it, and yield each as it is gone, or with `left_because` if it stays.
        Again is safe: it takes up where it was cut off."""
        ...


@runtime_checkable
class ReadsBehind(Protocol):
    """A platform that may have much to read before it knows all its jobs, and may be slow."""

    def do_not_wait(self) -> None:
        """From now on, for pages: `jobs` gives those that are known, and the others are read
        behind it, the newest first; and whoever looks is told after a few seconds, by Unavailable,
        that there is no answer."""
        ...

    def jobs_unread(self) -> frozenset[str]:
        """Names of jobs that are there and not read yet, as far as is known. Asks nobody."""
        ...


@runtime_checkable
class LimitsSpot(Protocol):
    """A platform that ends some trainings on spare capacity sooner than it was asked to."""

    def longest_spot(self, algorithm: str) -> int | None:
        """Seconds after which it ends one with that algorithm, the wait for capacity and all; None
        where it is as it was asked for."""
        ...


@runtime_checkable
class RefreshesPrices(Protocol):
    """A platform that can ask for the prices of the day."""

    def price_table(self) -> PriceTable:
        """The prices that are used now. Asks nobody."""
        ...

    def refresh_prices(self) -> int:
        """Ask, and use them from now on; how many were found. Raises Unavailable, and leaves the
        prices there were, when they cannot be had."""
        ...
