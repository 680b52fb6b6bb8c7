"""The Price List service, for what SageMaker, S3 and CloudWatch Logs cost.

Its figures are the studio's own offline ones, dearer in some regions; its form is AWS's.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from backend.platforms.prices import OFFLINE, SAGEMAKER
from tests.aws_double.errors import AwsError
from tests.aws_double.wire import Call

_PLACES = {  # the names prices go by, the beginning of their usage types, and how dear it is there
    "us-east-1": ("US East (N. Virginia)", "USE1", 1.0),
    "us-west-2": ("US West (Oregon)", "USW2", 1.0),
    "eu-west-1": ("EU (Ireland)", "EU", 1.12),
    "eu-central-1": ("EU (Frankfurt)", "EUC1", 1.2),
}
_COMPONENTS = {"Training": "Train", "Processing": "Processing", "Hosting": "Host"}
_MEMORY_GB = range(1, 7)
_PAGE = 100
_VERSION = "20261101000000"


def get_products(call: Call) -> dict[str, Any]:
    """GetProducts."""
    asked = call.parameters
    service, filters = asked["ServiceCode"], asked.get("Filters", [])
    found = [product for product in _products() if product["serviceCode"] == service]
    if not found:
        raise AwsError("NotFoundException", "The specified service code does not exist.")
    if any(one["Type"] != "TERM_MATCH" for one in filters):
        raise AwsError("InvalidParameterException", "The double filters by TERM_MATCH only.")
    found = [one for one in found if all(_matches(one["product"], f) for f in filters)]
    start = int(asked.get("NextToken", 0))
    size = asked.get("MaxResults", _PAGE)
    more = {"NextToken": str(start + size)} if start + size < len(found) else {}
    cut = found[start : start + size]
    return {"FormatVersion": "aws_v1", "PriceList": [json.dumps(p) for p in cut], **more}


def _matches(product: dict[str, Any], wanted: dict[str, str]) -> bool:
    field, value = wanted["Field"], wanted["Value"]
    if field == "productFamily":
        return bool(product["productFamily"] == value)
    return bool(product["attributes"].get(field) == value)


def _products() -> Iterator[dict[str, Any]]:
    for region, (place, code, factor) in _PLACES.items():
        where = {"location": place, "locationType": "AWS Region", "regionCode": region}
        for instance, price in SAGEMAKER.items():
            for component, short in _COMPONENTS.items():
                attributes = {
                    **where,
                    "instanceName": instance,
                    "instanceType": f"{instance}-{component}",
                    "component": component,
                    "operation": "RunInstance",
                    "usagetype": f"{code}-{short}:{instance}",
                }
                usd = price.usd_per_hour * factor
                title = f"{component} {instance} hour in {place}"
                yield _product("AmazonSageMaker", "ML Instance", attributes, "Hrs", usd, title)
        for memory in _MEMORY_GB:
            attributes = {
                **where,
                "group": "ServerlessInf",
                "memorygb": str(memory),
                "operation": "Invoke-Endpoint",
                "usagetype": f"{code}-ServerlessInf:Mem-{memory}GB",
            }
            usd = OFFLINE.serverless.usd_per_gb_second * memory * factor
            title = f"second of Serverless Inference with {memory} GB in {place}"
            yield _product("AmazonSageMaker", "ML Serverless", attributes, "seconds", usd, title)
        for way in ("IN", "OUT"):
            attributes = {
                **where,
                "group": f"Hosting:{way}",
                "operation": "Invoke-Endpoint",
                "usagetype": f"{code}-Hst:Data-Bytes-{way.title()}",
            }
            usd = OFFLINE.serverless.usd_per_gb_data * factor
            title = f"GB for Endpoint Data {way}"
            yield _product("AmazonSageMaker", "ML Data", attributes, "GB", usd, title)
        prefix = "" if region == "us-east-1" else f"{code}-"
        attributes = {
            **where,
            "storageClass": "General Purpose",
            "volumeType": "Standard",
            "usagetype": f"{prefix}TimedStorage-ByteHrs",
        }
        usd = OFFLINE.files.usd_per_gb_month * factor
        title = "GB - first 50 TB / month of storage used"
        yield _product("AmazonS3", "Storage", attributes, "GB-Mo", usd, title)
        attributes = {**where, "usagetype": f"{code}-TimedStorage-ByteHrs"}
        usd = OFFLINE.logs.usd_per_gb_month * factor
        title = "GB-mo of log storage"
        family = "Storage Snapshot"
        yield _product("AmazonCloudWatch", family, attributes, "GB-Mo", usd, title)


def _product(
    service: str, family: str, attributes: dict[str, str], unit: str, usd: float, title: str
) -> dict[str, Any]:
    attributes = {"servicecode": service, **attributes}
    sku = hashlib.sha256(f"{service} {attributes['usagetype']}".encode()).hexdigest()[:16].upper()
    offer = f"{sku}.JRTCKXETXF"
    rate = f"{offer}.6YS6EN2CT7"
    return {
        "product": {"productFamily": family, "attributes": attributes, "sku": sku},
        "serviceCode": attributes["servicecode"],
        "terms": {
            "OnDemand": {
                offer: {
                    "priceDimensions": {
                        rate: {
                            "unit": unit,
                            "beginRange": "0",
                            "endRange": "Inf",
                            "description": f"${usd:.7f} per {title}",
                            "appliesTo": [],
                            "rateCode": rate,
                            "pricePerUnit": {"USD": f"{usd:.10f}"},
                        }
                    },
                    "sku": sku,
                    "effectiveDate": "2026-11-01T00:00:00Z",
                    "offerTermCode": "JRTCKXETXF",
                    "termAttributes": {},
                }
            }
        },
        "version": _VERSION,
        "publicationDate": "2026-11-01T00:00:00Z",
    }
