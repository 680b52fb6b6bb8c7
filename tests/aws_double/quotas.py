"""The account's quotas, and the Service Quotas service that tells them."""

import hashlib
from typing import Any

from tests.aws_double.errors import AwsError
from tests.aws_double.wire import Call, service_model

SERVERLESS_CONCURRENCY = (
    "Maximum total concurrency that can be allocated across all serverless endpoints"
)
SERVERLESS_ENDPOINTS = "Maximum number of serverless endpoints"
_USAGES = {  # the shape that lists the instance types, and how many one may have
    "training job": "TrainingInstanceType",
    "spot training job": "TrainingInstanceType",
    "processing job": "ProcessingInstanceType",
}
_PLENTY = 20.0
_PAGE = 100


class Quotas:
    """Instances by use, and serverless endpoints."""

    def __init__(self, region: str, account: str) -> None:
        self._place = f"arn:aws:servicequotas:{region}:{account}:sagemaker"
        model = service_model("sagemaker")
        self.values: dict[str, float] = {
            f"{instance} for {use} usage": _PLENTY
            for use, shape in _USAGES.items()
            for instance in model.shape_for(shape).metadata["enum"]
        }
        self.values[SERVERLESS_CONCURRENCY] = 200.0
        self.values[SERVERLESS_ENDPOINTS] = 50.0
        self._defaults = dict(self.values)

    def claim(self, name: str, used: float, more: float, none: bool = False) -> None:
        """Raises AwsError when there is not so much left. none: as if the quota were 0."""
        limit = 0.0 if none else self.values[name]
        if used + more > limit:
            unit = " Instances" if name.endswith("usage") else ""
            raise AwsError(
                "ResourceLimitExceeded",
                f"The account-level service limit '{name}' is {limit:.0f}{unit}, with current"
                f" utilization of {used:.0f}{unit} and a request delta of {more:.0f}{unit}."
                " Please use AWS Service Quotas to request an increase for this quota. If AWS"
                " Service Quotas is not available, contact AWS support to request an increase for"
                " this quota.",
            )

    def list(self, call: Call) -> dict[str, Any]:
        """ListServiceQuotas."""
        return self._page(call, self.values)

    def defaults(self, call: Call) -> dict[str, Any]:
        """ListAWSDefaultServiceQuotas: also what is not among the account's own values."""
        return self._page(call, self._defaults)

    def _page(self, call: Call, values: dict[str, float]) -> dict[str, Any]:
        _check_service(call)
        names = sorted(values)
        start = int(call.parameters.get("NextToken", 0))
        size = call.parameters.get("MaxResults", _PAGE)
        more = {"NextToken": str(start + size)} if start + size < len(names) else {}
        quotas = [self._quota(name, values[name]) for name in names[start : start + size]]
        return {"Quotas": quotas, **more}

    def get(self, call: Call) -> dict[str, Any]:
        """GetServiceQuota."""
        _check_service(call)
        for name in self.values:
            if _code(name) == call.parameters["QuotaCode"]:
                return {"Quota": self._quota(name, self.values[name])}
        raise AwsError(
            "NoSuchResourceException", "The request failed because there is no such quota."
        )

    def _quota(self, name: str, value: float) -> dict[str, Any]:
        return {
            "ServiceCode": "sagemaker",
            "ServiceName": "Amazon SageMaker",
            "QuotaArn": f"{self._place}/{_code(name)}",
            "QuotaCode": _code(name),
            "QuotaName": name,
            "Value": value,
            "Unit": "None",
            "Adjustable": True,
            "GlobalQuota": False,
        }


def _check_service(call: Call) -> None:
    if call.parameters["ServiceCode"] != "sagemaker":
        raise AwsError(
            "NoSuchResourceException", "The request failed because there is no such service."
        )


def _code(name: str) -> str:
    """Of the form AWS gives them; not AWS's own, so that nobody relies on one."""
    return f"L-{hashlib.sha256(name.encode()).hexdigest()[:8].upper()}"
