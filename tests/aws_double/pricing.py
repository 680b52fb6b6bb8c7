"""The Price List service, for SageMaker, and for what S3 and CloudWatch keep."""

import hashlib
import json
from typing import Any

from backend.platforms.prices import SAGEMAKER
from tests.aws_double.errors import AwsError
from tests.aws_double.wire import Call

REGION_OF_SERVICE = ("us-east-1", "eu-central-1", "ap-south-1")
"""Where the service itself is to be asked; elsewhere it has no address."""

_PLACES = {  # the names prices go by, and how much dearer it is there
    "us-east-1": ("US East (N. Virginia)", "USE1", 1.0),
    "us-west-2": ("US West (Oregon)", "USW2", 1.0),
    "eu-west-1": ("EU (Ireland)", "EU", 1.12),
    "eu-central-1": ("EU (Frankfurt)", "EUC1", 1.2),
}
_COMPONENTS = {"Training": "Train", "Processing": "Processing", "Hosting": "Host"}
_SERVERLESS_GB_SECOND = 0.0000200
_DATA = 0.016
_STORAGE: dict[str, tuple[str, float, dict[str, str]]] = {
    "AmazonS3": (
        "Storage",
        0.023,
        {"storageClass": "General Purpose", "volumeType": "Standard"},
    ),
    "AmazonCloudWatch": ("Storage Snapshot", 0.03, {}),
}
_PAGE = 100
_VERSION = "20261101000000"


def get_products(call: Call) -> dict[str, Any]:
    """GetProducts."""
    asked = call.parameters
    if asked["ServiceCode"] not in ("AmazonSageMaker", *_STORAGE):
        raise AwsError("NotFoundException", "The specified service code does not exist.")
    if any(one["Type"] != "TERM_MATCH" for one in asked.get("Filters", ())):
        raise AwsError("InvalidParameterException", "The double filters by TERM_MATCH only.")
    found = [
        product
        for product in _products()
        if product["serviceCode"] == asked["ServiceCode"]
        and all(_is(product["product"], **one) for one in asked.get("Filters", ()))
    ]
    start = int(asked.get("NextToken", 0))
    size = asked.get("MaxResults", _PAGE)
    more = {"NextToken": str(start + size)} if start + size < len(found) else {}
    cut = found[start : start + size]
    return {"FormatVersion": "aws_v1", "PriceList": [json.dumps(p) for p in cut], **more}


def _is(product: dict[str, Any], Field: str, Value: str, Type: str) -> bool:  # noqa: N803
    """Whether it passes a filter: of its family, or of one of its attributes."""
    return Value == {"productFamily": product["productFamily"], **product["attributes"]}.get(Field)


def _products() -> list[dict[str, Any]]:
    products = []
    for region, (place, code, factor) in _PLACES.items():
        for instance, price in SAGEMAKER.items():
            for component, short in _COMPONENTS.items():
                attributes = {
                    "servicecode": "AmazonSageMaker",
                    "servicename": "Amazon SageMaker",
                    "location": place,
                    "locationType": "AWS Region",
                    "regionCode": region,
                    "instanceName": instance,
                    "instanceType": f"{instance}-{component}",
                    "platoinstancename": instance,
                    "platoinstancetype": f"{instance}-{component}",
                    "component": component,
                    "operation": "RunInstance",
                    "usagetype": f"{code}-{short}:{instance}",
                }
                usd = round(price.usd_per_hour * factor, 4)
                title = f"${usd} per {component} {instance} hour in {place}"
                products.append(_product("ML Instance", attributes, "Hrs", usd, title))
        at = {"location": place, "locationType": "AWS Region", "regionCode": region}
        for memory in range(1, 7):
            attributes = {
                **at,
                "servicecode": "AmazonSageMaker",
                "group": "ServerlessInf",
                "memorygb": str(memory),
                "operation": "Serverless",
                "usagetype": f"{code}-ServerlessInf:Mem-{memory}GB",
            }
            usd = round(_SERVERLESS_GB_SECOND * memory * factor, 10)
            title = f"${usd:.7f} per second of Serverless Inference with {memory} GB in {place}"
            products.append(_product("ML Serverless", attributes, "seconds", usd, title))
        for way in ("In", "Out"):
            attributes = {
                **at,
                "servicecode": "AmazonSageMaker",
                "group": f"Hosting:{way.upper()}",
                "operation": "Invoke-Endpoint",
                "usagetype": f"{code}-Hst:Data-Bytes-{way}",
            }
            title = f"${_DATA} per GB for Endpoint Data {way.upper()} in {place}"
            products.append(_product("Data Transfer", attributes, "GB", _DATA, title))
        for service, (family, usd, more) in _STORAGE.items():
            attributes = {
                **at,
                **more,
                "servicecode": service,
                "usagetype": f"{code}-TimedStorage-ByteHrs",
            }
            title = f"${usd} per GB-month in {place}"
            products.append(_product(family, attributes, "GB-Mo", round(usd * factor, 5), title))
    return products


def _product(
    family: str, attributes: dict[str, str], unit: str, usd: float, title: str
) -> dict[str, Any]:
    what = f"{attributes['servicecode']} {attributes['usagetype']}"
    sku = hashlib.sha256(what.encode()).hexdigest()[:16].upper()
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
                            "description": title,
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
