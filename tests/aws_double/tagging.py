"""The Resource Groups Tagging API: what has which tags."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from tests.aws_double.errors import AwsError
from tests.aws_double.records import Record, tag_list
from tests.aws_double.wire import Call

_PAGE = 50


def get_resources(call: Call, resources: Iterable[Record]) -> dict[str, Any]:
    """GetResources: those that ever had tags, as AWS has it; by ARN."""
    asked = call.parameters
    kinds = asked.get("ResourceTypeFilters", [])
    wanted = set(asked.get("ResourceARNList", ()))
    found = sorted(
        (
            record
            for record in resources
            if record.tags
            and (not wanted or record.arn in wanted)
            and (not kinds or any(_is_of(record.arn, kind) for kind in kinds))
            and all(_has(record.tags, one) for one in asked.get("TagFilters", ()))
        ),
        key=lambda record: record.arn,
    )
    if token := asked.get("PaginationToken"):
        try:
            last = base64.urlsafe_b64decode(token).decode()
        except ValueError:
            raise AwsError("PaginationTokenExpiredException", "The token is not valid.") from None
        found = [record for record in found if record.arn > last]
    size = asked.get("ResourcesPerPage", _PAGE)
    more = found[size - 1].arn if len(found) > size else ""
    return {
        "PaginationToken": base64.urlsafe_b64encode(more.encode()).decode(),
        "ResourceTagMappingList": [
            {"ResourceARN": record.arn, "Tags": tag_list(record.tags)} for record in found[:size]
        ],
    }


def _is_of(arn: str, kind: str) -> bool:
    """`sagemaker`, or `sagemaker:endpoint`."""
    service, _, noun = kind.partition(":")
    parts = arn.split(":", 5)
    return parts[2] == service and noun in ("", parts[5].partition("/")[0])


def _has(tags: Mapping[str, str], wanted: Mapping[str, Any]) -> bool:
    key, values = wanted.get("Key"), wanted.get("Values", [])
    return key is not None and key in tags and (not values or tags[key] in values)
