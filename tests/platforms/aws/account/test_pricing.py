import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.errors import NotAllowed, StudioError, Unavailable
from backend.platforms.aws import instances
from backend.platforms.aws.account.pricing import SOURCE, Figures, PriceBook, Product, read_product
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.prices import OFFLINE, SAGEMAKER
from tests.aws_double import AwsDouble, Fault, Kind

# As AWS publishes it; shortened where nobody looks.
PUBLISHED = """{
  "product": {
    "productFamily": "ML Instance",
    "attributes": {
      "instanceName": "ml.m5.large", "instanceType": "ml.m5.large-Training",
      "component": "Training", "regionCode": "us-east-1", "vCpu": "2", "memory": "8 GiB",
      "operation": "RunInstance", "usagetype": "USE1-Train:ml.m5.large"
    },
    "sku": "JMCWJEAPVJNFJ5P4"
  },
  "serviceCode": "AmazonSageMaker",
  "terms": {
    "OnDemand": {
      "JMCWJEAPVJNFJ5P4.JRTCKXETXF": {
        "priceDimensions": {
          "JMCWJEAPVJNFJ5P4.JRTCKXETXF.6YS6EN2CT7": {
            "unit": "Hrs", "beginRange": "0", "endRange": "Inf", "appliesTo": [],
            "description": "$0.115 per Training ml.m5.large hour in US East (N. Virginia)",
            "rateCode": "JMCWJEAPVJNFJ5P4.JRTCKXETXF.6YS6EN2CT7",
            "pricePerUnit": {"USD": "0.1150000000"}
          }
        },
        "sku": "JMCWJEAPVJNFJ5P4", "effectiveDate": "2026-08-01T00:00:00Z",
        "offerTermCode": "JRTCKXETXF", "termAttributes": {}
      }
    }
  },
  "version": "20260811000000", "publicationDate": "2026-08-11T00:00:00Z"
}"""


def published(tiers: list[dict[str, str]], **attributes: str) -> str:
    entry: dict[str, Any] = json.loads(PUBLISHED)
    entry["product"]["attributes"].update(attributes)
    entry["terms"]["OnDemand"]["JMCWJEAPVJNFJ5P4.JRTCKXETXF"]["priceDimensions"] = {
        str(number): {"unit": "Hrs", "pricePerUnit": tier} for number, tier in enumerate(tiers)
    }
    return json.dumps(entry)


def test_an_entry_is_read() -> None:
    product = read_product(PUBLISHED)
    assert product is not None
    assert (product.service, product.unit, product.usd) == ("AmazonSageMaker", "Hrs", 0.115)
    assert product.attributes["instanceName"] == "ml.m5.large"


def test_the_dearest_tier_counts() -> None:
    product = read_product(published([{"USD": "0.0"}, {"USD": "0.023"}, {"USD": "0.021"}]))
    assert product is not None
    assert product.usd == 0.023


@pytest.mark.parametrize("tiers", [[], [{"USD": "0.0000000000"}], [{"CNY": "1.2"}]])
def test_what_is_free_or_not_in_usd_is_passed_over(tiers: list[dict[str, str]]) -> None:
    assert read_product(published(tiers)) is None


def test_what_is_sold_by_contract_only_is_passed_over() -> None:
    entry = json.loads(PUBLISHED)
    entry["terms"] = {"Reserved": {}}
    assert read_product(json.dumps(entry)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        '{"product": 1}',
        PUBLISHED.replace('"USD": "0.1150000000"', '"USD": "much"'),
        PUBLISHED.replace('"USD": "0.1150000000"', '"USD": "NaN"'),
        PUBLISHED.replace('"USD": "0.1150000000"', '"USD": "-1"'),
        PUBLISHED.replace('"USD": "0.1150000000"', '"USD": "115000"'),
        PUBLISHED.replace('"priceDimensions"', '"dimensions"'),
    ],
)
def test_what_is_no_entry_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="price"):
        read_product(text)


def instance(component: str, usd: float, name: str = "ml.m5.large", unit: str = "Hrs") -> Product:
    attributes = {"component": component, "instanceName": name}
    return Product(service="AmazonSageMaker", attributes=attributes, unit=unit, usd=usd)


def other(service: str, usd: float, unit: str, **attributes: str) -> Product:
    return Product(service=service, attributes=attributes, unit=unit, usd=usd)


def test_instances_are_those_of_jobs_at_the_dearer_of_their_uses() -> None:
    figures = Figures.of(
        [
            instance("Training", 0.115),
            instance("Processing", 0.13),
            instance("Hosting", 9.0),
            instance("Studio-Notebook", 9.0),
            instance("Training", 9.0, unit="GB"),
            instance("Training", 9.0, name="t3.large"),
        ],
        region="eu-west-1",
        date="2026-11-22",
    )
    assert figures.instances == {"ml.m5.large": 0.13}
    assert figures.count == 1
    price = figures.table().instances["ml.m5.large"]
    assert price.source == f"{SOURCE}, 2026-11-22, eu-west-1"


def test_serverless_needs_its_time_and_its_data() -> None:
    seconds = [
        other("AmazonSageMaker", 0.00002, "seconds", group="ServerlessInf", memorygb="1"),
        other("AmazonSageMaker", 0.00012, "seconds", group="ServerlessInf", memorygb="6"),
        other("AmazonSageMaker", 9.0, "seconds", group="ServerlessInf", memorygb=""),
        other("AmazonSageMaker", 9.0, "hours", group="ServerlessInf", memorygb="1"),
        other("AmazonSageMaker", 9.0, "seconds", group="ServerlessProvisionedConcurrency-Duration"),
    ]
    data = [other("AmazonSageMaker", 0.018, "GB", group=f"Hosting:{way}") for way in ("IN", "OUT")]
    half = Figures.of(seconds, region="r", date="d")
    assert half.table().serverless == OFFLINE.serverless
    whole = Figures.of([*seconds, *data], region="r", date="d").table().serverless
    assert whole.usd_per_gb_second == pytest.approx(0.00002)
    assert whole.usd_per_gb_data == 0.018
    assert whole.origin.title == SOURCE


def test_what_was_not_found_stays_as_it_was_known() -> None:
    stored = other("AmazonS3", 0.024, "GB-Mo", usagetype="EU-TimedStorage-ByteHrs")
    table = Figures.of([stored], region="r", date="d").table()
    assert table.files.usd_per_gb_month == 0.024
    assert table.logs == OFFLINE.logs


@pytest.fixture
def book(tmp_path: Path, double: AwsDouble) -> PriceBook:
    return PriceBook(tmp_path, double.region)


def test_before_anything_is_asked_the_offline_prices_hold(tmp_path: Path) -> None:
    assert PriceBook(tmp_path, "eu-west-1").table() is OFFLINE
    assert list(tmp_path.iterdir()) == []


def test_refreshed_prices_are_used_from_then_on(
    book: PriceBook, clients: Clients, double: AwsDouble, tmp_path: Path
) -> None:
    found = book.refresh(clients)
    assert found == len(SAGEMAKER) + 4
    today = datetime.now(UTC).date().isoformat()
    for table in (book.table(), PriceBook(tmp_path, double.region).table()):
        price = table.instances["ml.c5.xlarge"]
        assert price.usd_per_hour == pytest.approx(0.204)
        for origin in (price.origin, table.serverless.origin, table.files.origin):
            assert (origin.title, origin.region) == (SOURCE, double.region)
            assert origin.date == today
        offered = instances.sizes(table.instances)
        assert {size.price.origin.title for size in offered if size.price} == {SOURCE}
    asked = [request for request in double.requests if request.operation == "GetProducts"]
    assert all(request.problems == () for request in asked)


def test_another_region_has_prices_of_its_own(tmp_path: Path, settings: AwsSettings) -> None:
    book = PriceBook(tmp_path, "eu-west-1")
    book.refresh(Clients(settings))
    table = book.table()
    assert table.instances["ml.m5.large"].usd_per_hour == pytest.approx(0.115 * 1.12, abs=1e-4)
    assert table.files.usd_per_gb_month == pytest.approx(0.023 * 1.12, abs=1e-5)
    assert PriceBook(tmp_path, "us-east-1").table() is OFFLINE


@pytest.mark.parametrize("kind", [Kind.DENIED, Kind.EXPIRED, Kind.SERVER_ERROR])
def test_a_failure_changes_nothing(
    kind: Kind, book: PriceBook, clients: Clients, double: AwsDouble, tmp_path: Path
) -> None:
    book.refresh(clients)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    double.fail(Fault(kind=kind, operation="GetProducts", count=None, after=4))
    with pytest.raises(StudioError) as caught:
        book.refresh(clients)
    assert isinstance(caught.value, NotAllowed if kind is Kind.DENIED else Unavailable)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_region_without_prices_changes_nothing(tmp_path: Path, clients: Clients) -> None:
    book = PriceBook(tmp_path, "mars-north-1")
    with pytest.raises(Unavailable, match="mars-north-1"):
        book.refresh(clients)
    assert list(tmp_path.iterdir()) == []


class Odd:
    """Clients whose price list is none."""

    pricing: Any

    def __init__(self) -> None:
        self.pricing = self

    def get_paginator(self, name: str) -> "Odd":
        return self

    def paginate(self, **_: Any) -> list[dict[str, Any]]:
        return [{"PriceList": [PUBLISHED, '{"odd": true}']}]


def test_an_odd_answer_changes_nothing(book: PriceBook, clients: Clients, tmp_path: Path) -> None:
    book.refresh(clients)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(Unavailable, match="form"):
        book.refresh(Odd())  # type: ignore[arg-type]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("damage", ["", "{}", '{"instances": 3}', "[1]", '{"region": "x"}'])
def test_a_damaged_file_is_as_if_nothing_had_been_asked(
    damage: str, book: PriceBook, clients: Clients, tmp_path: Path
) -> None:
    book.refresh(clients)
    [path] = tmp_path.iterdir()
    path.write_text(damage)
    assert book.table() is OFFLINE
    book.refresh(clients)
    assert book.table() is not OFFLINE


def test_reading_while_another_refreshes(book: PriceBook, clients: Clients) -> None:
    sources = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            sources.add(book.table().instances["ml.m5.large"].origin.title)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    book.refresh(clients)
    ended.set()
    for reader in readers:
        reader.join()
    assert sources <= {SOURCE, SAGEMAKER["ml.m5.large"].origin.title}
