"""Prices of the day, asked from AWS's Price List and kept on this machine.

A price list has an entry for each thing that is paid for. The attributes that tell them apart:
an instance has its `instanceName` and a `component` (Training, Processing); serverless memory a
`group` ServerlessInf and a `memorygb`; data of endpoints the groups Hosting:IN and Hosting:OUT.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from backend.artefacts.files import read_json, write_json
from backend.errors import Unavailable
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.errors import translated
from backend.platforms.prices import (
    OFFLINE,
    Origin,
    Price,
    PriceTable,
    ServerlessPrice,
    StoragePrice,
)

SOURCE = "AWS Price List"

_SAGEMAKER = "AmazonSageMaker"
_S3 = "AmazonS3"
_LOGS = "AmazonCloudWatch"
_JOBS = ("Training", "Processing")
_QUERIES: tuple[tuple[str, Mapping[str, str]], ...] = (
    *((_SAGEMAKER, {"component": component}) for component in _JOBS),
    (_SAGEMAKER, {"group": "ServerlessInf"}),
    (_SAGEMAKER, {"group": "Hosting:IN"}),
    (_SAGEMAKER, {"group": "Hosting:OUT"}),
    (_S3, {"storageClass": "General Purpose", "volumeType": "Standard"}),
    (_LOGS, {"productFamily": "Storage Snapshot"}),
)
_MEMORY_GB = frozenset("123456")
_STORAGE = "TimedStorage-ByteHrs"
_GREATEST = 1000.0  # USD for one of any unit here; what is above is not what it seems


@dataclass(frozen=True, kw_only=True)
class Product:
    """Something that is paid for: USD for one `unit` of it, of the dearest of its tiers."""

    service: str
    attributes: Mapping[str, str]
    unit: str
    usd: float


def read_product(text: str) -> Product | None:
    """An entry of a price list; None for one that is not sold by use, in USD, or that is free.

    Raises ValueError for what is no such entry.
    """
    try:
        entry = json.loads(text)
        attributes = {str(k): str(v) for k, v in entry["product"]["attributes"].items()}
        tiers = [
            (float(tier["pricePerUnit"]["USD"]), str(tier["unit"]))
            for term in entry.get("terms", {}).get("OnDemand", {}).values()
            for tier in term["priceDimensions"].values()
            if "USD" in tier["pricePerUnit"]
        ]
        service = str(entry["serviceCode"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError("this is no entry of a price list") from error
    usd, unit = max(tiers, default=(0.0, ""))
    if not math.isfinite(usd) or not 0 <= usd < _GREATEST:
        raise ValueError(f"there is no price of {usd}")
    return Product(service=service, attributes=attributes, unit=unit, usd=usd) if usd else None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was found of a region's prices, in USD; None for what was not. date: when it was asked,
    as in ISO 8601. instances: an hour, by type. The others as `ServerlessPrice` and `StoragePrice`
    have them."""

    region: str
    date: str
    instances: Mapping[str, float]
    usd_per_gb_second: float | None = None
    usd_per_gb_data: float | None = None
    files_usd_per_gb_month: float | None = None
    logs_usd_per_gb_month: float | None = None

    @classmethod
    def of(cls, products: Iterable[Product], *, region: str, date: str) -> Self:
        """The figures that those products tell. Where several tell one, the dearest is taken."""
        instances: dict[str, float] = {}
        others: dict[str, float] = {}
        for product in products:
            if name := _instance(product):
                instances[name] = max(instances.get(name, 0.0), product.usd)
            elif found := _other(product):
                name, usd = found
                others[name] = max(others.get(name, 0.0), usd)
        return cls(region=region, date=date, instances=instances, **others)

    @property
    def count(self) -> int:
        """How many there are."""
        others = (
            self.usd_per_gb_second,
            self.usd_per_gb_data,
            self.files_usd_per_gb_month,
            self.logs_usd_per_gb_month,
        )
        return len(self.instances) + sum(usd is not None for usd in others)

    def table(self) -> PriceTable:
        """The prices, with those that are known offline in the place of what was not found."""
        origin = Origin(SOURCE, self.date, self.region)
        return PriceTable(
            instances={name: Price(usd, origin) for name, usd in self.instances.items()},
            serverless=(
                OFFLINE.serverless
                if self.usd_per_gb_second is None or self.usd_per_gb_data is None
                else ServerlessPrice(
                    self.usd_per_gb_second,
                    self.usd_per_gb_data,
                    OFFLINE.serverless.unit_seconds,
                    origin,
                )
            ),
            files=_storage(self.files_usd_per_gb_month, origin) or OFFLINE.files,
            logs=_storage(self.logs_usd_per_gb_month, origin) or OFFLINE.logs,
        )


def _instance(product: Product) -> str:
    """The type of an instance for jobs; empty for anything else."""
    attributes = product.attributes
    name = attributes.get("instanceName", "")
    of_jobs = product.service == _SAGEMAKER and attributes.get("component") in _JOBS
    return name if of_jobs and product.unit == "Hrs" and name.startswith("ml.") else ""


def _other(product: Product) -> tuple[str, float] | None:
    """The figure that a product tells, by its name, if it is none of an instance."""
    attributes, unit, usd = product.attributes, product.unit.lower(), product.usd
    group = attributes.get("group")
    stored = attributes.get("usagetype", "").endswith(_STORAGE) and unit == "gb-mo"
    match product.service:
        case "AmazonSageMaker" if group == "ServerlessInf" and unit in ("second", "seconds"):
            memory = attributes.get("memorygb", "")
            return ("usd_per_gb_second", usd / int(memory)) if memory in _MEMORY_GB else None
        case "AmazonSageMaker" if group in ("Hosting:IN", "Hosting:OUT") and unit == "gb":
            return "usd_per_gb_data", usd
        case "AmazonS3" if stored:
            return "files_usd_per_gb_month", usd
        case "AmazonCloudWatch" if stored:
            return "logs_usd_per_gb_month", usd
    return None


def _storage(usd: float | None, origin: Origin) -> StoragePrice | None:
    return None if usd is None else StoragePrice(usd, origin)


class PriceBook:
    """The prices of a region: those asked last, else those known offline.

    Any number of threads and processes may use the same folder.
    """

    def __init__(self, folder: Path, region: str) -> None:
        """folder: where the answer is kept on this machine."""
        self._path = folder / f"prices-{region}.json"
        self._region = region
        self._read: tuple[int, PriceTable] | None = None

    def table(self) -> PriceTable:
        """The prices to use now."""
        try:
            moment = self._path.stat().st_mtime_ns
            if self._read is None or self._read[0] != moment:
                self._read = (moment, Figures(**read_json(self._path)).table())
        except FileNotFoundError:
            return OFFLINE
        except (OSError, ValueError, TypeError, AttributeError):  # not ours; refreshing mends it
            return OFFLINE
        return self._read[1]

    def refresh(self, clients: Clients) -> int:
        """Ask AWS, and use what it tells from now on; how many figures.

        Raises Unavailable, and changes nothing, when there are none; and what `translated` raises.
        """
        with translated("asking for prices"):
            texts = list(_price_lists(clients.pricing, self._region))
        try:
            products = [product for text in texts if (product := read_product(text))]
        except ValueError:
            raise Unavailable(
                "AWS told its prices in a form that the studio does not know.",
                "The prices there were stay in use.",
            ) from None
        today = datetime.now(UTC).date().isoformat()
        figures = Figures.of(products, region=self._region, date=today)
        if not figures.instances:
            raise Unavailable(
                f"AWS told no prices in USD for {self._region}.",
                "The prices there were stay in use.",
            )
        write_json(self._path, asdict(figures))
        return figures.count


def _price_lists(client: Any, region: str) -> Iterator[str]:
    for service, attributes in _QUERIES:
        wanted = {"regionCode": region, **attributes}
        pages = client.get_paginator("get_products").paginate(
            ServiceCode=service,
            FormatVersion="aws_v1",
            Filters=[
                {"Type": "TERM_MATCH", "Field": field, "Value": value}
                for field, value in wanted.items()
            ],
        )
        for page in pages:
            yield from page["PriceList"]
