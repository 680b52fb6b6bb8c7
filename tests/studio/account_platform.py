"""A platform in an account, which a test says how it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from backend.platforms.base import Size
from backend.platforms.capabilities import Check, Holding, Readiness
from backend.platforms.prices import OFFLINE, Origin, Price, PriceTable
from tests.studio.memory_platform import MemoryPlatform

PRICE = Price(0.204, Origin("a price list", "2026-11-22", "eu-west-1"))
CHECKS = (
    Check(group="Sign-in", title="Signed in", readiness=Readiness.READY, detail="account 1"),
    Check(
        group="Quotas",
        title="Training on ml.c5.xlarge",
        readiness=Readiness.MISSING,
        detail="0 at once",
        remedy="Ask for more in the AWS console.",
    ),
    Check(group="Quotas", title="Endpoints", readiness=Readiness.UNKNOWN, detail="not allowed"),
)
HOLDINGS = (
    Holding(kind="Endpoint", name="live", mb=None, usd_per_month=0.0),
    Holding(kind="Files of jobs", name="a-process", mb=1500.0, usd_per_month=0.04),
)


@dataclass(eq=False)
class AccountPlatform(MemoryPlatform):
    """stays: the names of holdings that cannot be removed."""

    name: str = "aws"
    far: bool = True
    fixed_idle_seconds: bool = True
    offers_spot: bool = True
    own_trainers: frozenset[str] = frozenset({"blazingtext"})
    checks: tuple[Check, ...] = CHECKS
    kept: list[Holding] = field(default_factory=lambda: list(HOLDINGS))
    stays: frozenset[str] = frozenset()
    table: PriceTable = OFFLINE

    def sizes(self) -> tuple[Size, ...]:
        return (
            Size(name="ml.m5.large", title="2 cores, 8 GB", cores=2, memory_mb=8192, price=None),
            Size(name="ml.c5.xlarge", title="4 cores, 8 GB", cores=4, memory_mb=8192, price=PRICE),
            Size(name="ml.c5.9xlarge", title="36 cores", cores=36, memory_mb=73728, price=PRICE),
        )

    def check_account(self) -> Iterator[Check]:
        self._reach()
        return iter(self.checks)

    def holdings(self) -> tuple[Holding, ...]:
        self._reach()
        return tuple(self.kept)

    def remove_holdings(self) -> Iterator[Holding]:
        for one in tuple(self.kept):
            if one.name in self.stays:
                yield replace(one, left_because="The permission is missing.")
            else:
                self.kept.remove(one)
                self.found_jobs.pop(one.name, None)
                yield one

    def price_table(self) -> PriceTable:
        return self.table

    def refresh_prices(self) -> int:
        self._reach()
        self.table = replace(OFFLINE, instances={"ml.c5.xlarge": PRICE})
        return 1
