"""The account that everything in the double belongs to, and the work that goes on in it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.aws_double.errors import DoubleDefect
from tests.aws_double.faults import Fault, Faults, Kind
from tests.aws_double.neighbours import Neighbours
from tests.aws_double.pace import Pace

SAGEMAKER = "sagemaker.amazonaws.com"


def now() -> datetime:
    """Now, as AWS tells it: to the millisecond."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@dataclass
class Account:
    """What the services share.

    containers: `tests.aws_double.containers`, or what stands in for it.
    closing: set once the double ends all work. defects: what the double itself did wrong.
    """

    region: str
    folder: Path
    pace: Pace
    containers: ModuleType | Any
    neighbours: Neighbours
    faults: Faults = field(default_factory=Faults)
    closing: threading.Event = field(default_factory=threading.Event)
    defects: list[BaseException] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Twelve digits."""
        return self.neighbours.account

    def arn(self, kind: str, name: str) -> str:
        """Of one of SageMaker's resources; AWS writes names in small letters there."""
        return f"arn:aws:sagemaker:{self.region}:{self.number}:{kind}/{name.lower()}"

    def spawn(self, work: Callable[[], None], name: str) -> None:
        """Do the work in a thread that ends with the double at the latest."""

        def guarded() -> None:
            try:
                work()
            except BaseException as error:
                self.defects.append(error)

        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=guarded, name=f"aws-double {name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def end_work(self) -> None:
        """Tell all work to end, and wait until it has."""
        self.closing.set()
        for thread in self._threads:
            thread.join(30)
            if thread.is_alive():
                self.defects.append(DoubleDefect(f"{thread.name} does not end"))
        self._threads.clear()

    def strike(self, operation: str, name: str) -> dict[Kind, Fault]:
        """The faults of the work that this call begins."""
        hit = self.faults.strike("sagemaker", operation, name, in_work=True)
        return {Kind(fault.kind): fault for fault in hit}
