"""What the account may have at the same time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from backend.platforms.aws import instances
from backend.platforms.aws.account.findings import missing, ready, unknown
from backend.platforms.aws.account.permissions import Place
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.errors import translated
from backend.platforms.capabilities import Check
from backend.platforms.prices import SAGEMAKER

SERVERLESS = "Quotas for endpoints"
JOB_QUOTAS: Mapping[str, str] = {
    "processing job": "Quotas for processing and evaluation",
    "training job": "Quotas for training",
    "spot training job": "Quotas for training on spare capacity",
}
"""The group of checks for each use of an instance, in AWS's words for it."""

_CONSOLES = {"aws-cn": "console.amazonaws.cn", "aws-us-gov": "console.amazonaws-us-gov.com"}


@dataclass(frozen=True)
class Quota:
    """What the account may have of something; code: AWS's for asking for more."""

    name: str
    code: str
    value: float


def quota_checks(clients: Clients, place: Place) -> Iterator[Check]:
    """Whether the account may have any of what the studio can use."""
    wanted = list(_wanted_quotas())
    found = _listed_quotas(clients, "list_service_quotas")
    if any(one.among(found) is None for one in wanted):  # what was never changed may not be listed
        found = _listed_quotas(clients, "list_aws_default_service_quotas") + found
    for one in wanted:
        yield quota_check(one.group, one.title, one.among(found), place)


@dataclass(frozen=True)
class _Wanted:
    """A quota to look at, and how AWS's name for it is recognised."""

    group: str
    title: str
    words: tuple[str, ...]
    whole: bool = False

    def among(self, quotas: Iterable[Quota]) -> Quota | None:
        """The last of the quotas that is meant."""
        return next((q for q in reversed(list(quotas)) if self._means(q.name.lower())), None)

    def _means(self, name: str) -> bool:
        if self.whole:
            return name == self.words[0]
        return "provisioned" not in name and all(word in name for word in self.words)


def _wanted_quotas() -> Iterator[_Wanted]:
    for use, group in JOB_QUOTAS.items():
        for size in instances.sizes(SAGEMAKER):
            yield _Wanted(group, size.name, (f"{size.name} for {use} usage",), whole=True)
    concurrency = "Requests answered at the same time, by all endpoints together"
    yield _Wanted(SERVERLESS, concurrency, ("serverless", "total concurrency"))
    yield _Wanted(SERVERLESS, "Endpoints", ("serverless", "number of"))


def _listed_quotas(clients: Clients, operation: str) -> list[Quota]:
    with translated("reading the quotas"):
        return [
            Quota(one["QuotaName"], one["QuotaCode"], one["Value"])
            for page in clients.quotas.get_paginator(operation).paginate(ServiceCode="sagemaker")
            for one in page["Quotas"]
        ]


def quota_check(group: str, title: str, quota: Quota | None, place: Place) -> Check:
    """Whether there is any of it. quota: None where AWS does not list it."""
    if quota is None:
        return unknown(
            group,
            title,
            "AWS does not list this quota here.",
            f"Look for it in the console: {quota_link(place)}",
        )
    if quota.value <= 0:
        return missing(
            group,
            title,
            "The quota is 0.",
            f"Ask for more, and wait for AWS to grant it: {quota_link(place, quota.code)}",
        )
    return ready(group, title, f"Up to {quota.value:,.0f} at the same time.")


def quota_link(place: Place, code: str = "") -> str:
    """Where more of a quota is asked for; of any, without a code."""
    console = _CONSOLES.get(place.partition, "console.aws.amazon.com")
    link = f"https://{place.region}.{console}/servicequotas/home/services/sagemaker/quotas"
    return f"{link}/{code}" if code else link
