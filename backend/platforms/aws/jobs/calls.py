"""SageMaker's side of jobs: making, describing, listing, stopping and deleting them.

SageMaker says "not there" only to who may describe: of a job that is not there nobody may stop or
delete anything, since it has no tag that would allow it. So it is asked first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from backend.errors import Conflict, InvalidInput, NotAllowed, NotFound, Unavailable
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.errors import absent_is_well, translated
from backend.platforms.aws.jobs.intentions import JobIntention
from backend.platforms.aws.jobs.records import Description, moment, status_of, token_of
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.aws.tags import tagged
from backend.platforms.base import JobKind

Family = str
"""SageMaker's own two kinds of jobs, each with its names: "Processing" and "Training"."""

PROCESSING: Family = "Processing"
TRAINING: Family = "Training"

_GOES_ON = "InProgress"
_ENDED = ("Completed", "Failed", "Stopped")
_PAGE = 100  # as many as SageMaker lists at once


def family_of(kind: JobKind) -> Family:
    """Which of SageMaker's kinds a job of that kind is."""
    return TRAINING if kind is JobKind.TRAINING else PROCESSING


@dataclass(frozen=True)
class Listed:
    """What a list tells of a job. made_at: seconds since the epoch. ended: it cannot change."""

    made_at: float
    ended: bool


class SageMakerJobs:
    """The jobs of one account and region. Every call may raise as `errors.translated` says."""

    def __init__(self, clients: Clients, settings: AwsSettings) -> None:
        self._clients = clients
        self._prefix = settings.prefix

    def create(self, intention: JobIntention) -> None:
        """Make the job, or find it made. Raises Conflict when somebody else's has its name."""
        name, family = intention.spec.name, family_of(intention.spec.kind)
        try:
            with translated("starting the job"):
                self._call("create", family)(**intention.request)
        except Conflict:
            found = self.describe(name, family)
            if found is None or status_of(found) == "Deleting":
                raise Unavailable(
                    f"SageMaker is still deleting an earlier job {name}.",
                    "This one starts by itself once that is done.",
                ) from None
            if token_of(found) != intention.token:
                raise Conflict(
                    f"The AWS account has a job {name} that is not this one.",
                    "Choose another name.",
                ) from None

    def describe(self, name: str, family: Family) -> Description | None:
        """The answer of Describe; None where there is none of that name."""
        with absent_is_well("looking at the job"):
            return dict(self._call("describe", family)(**_named(name, family)))
        return None

    def stop(self, name: str, family: Family) -> None:
        """Ask for its end; does nothing where there is none, or it has ended."""
        found = self.describe(name, family)
        if found is None or status_of(found) != _GOES_ON:
            return
        try:
            with translated("stopping the job"):
                self._call("stop", family)(**_named(name, family))
        except (NotFound, InvalidInput):  # so SageMaker answers for a job that has just ended
            found = self.describe(name, family)
            if found is not None and status_of(found) == _GOES_ON:
                raise

    def delete(self, name: str, family: Family) -> None:
        """Delete a job that has ended; does nothing where there is none."""
        if self.describe(name, family) is None:
            return
        try:
            with translated("deleting the job"):
                self._call("delete", family)(**_named(name, family))
        except (NotFound, NotAllowed):  # so SageMaker answers where the first answer was lost
            if self.describe(name, family) is not None:
                raise

    def listed(self, family: Family, since: float | None, most: int | None) -> Mapping[str, Listed]:
        """The account's jobs that were made since then (seconds since the epoch), the newest first
        and no more than `most`, by name."""
        after = {} if since is None else {"CreationTimeAfter": datetime.fromtimestamp(since, UTC)}
        found = {}
        with translated("listing the jobs"):
            pages = self._clients.sagemaker.get_paginator(f"list_{family.lower()}_jobs").paginate(
                **after,
                SortBy="CreationTime",
                SortOrder="Descending",
                PaginationConfig={"PageSize": _PAGE, "MaxItems": most},
            )
            for page in pages:
                for summary in page[f"{family}JobSummaries"]:
                    found[summary[f"{family}JobName"]] = Listed(
                        made_at=moment(summary["CreationTime"]),
                        ended=summary[f"{family}JobStatus"] in _ENDED,
                    )
        return found

    def tagged(self) -> set[tuple[str, Family]]:
        """The jobs that carry the studio's tag, whoever made them."""
        kinds = {"processing-job": PROCESSING, "training-job": TRAINING}
        return {(name, kinds[kind]) for kind, name in tagged(self._clients, self._prefix, kinds)}

    def _call(self, verb: str, family: Family) -> Any:
        return getattr(self._clients.sagemaker, f"{verb}_{family.lower()}_job")


def _named(name: str, family: Family) -> dict[str, str]:
    return {f"{family}JobName": name}
