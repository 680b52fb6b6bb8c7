"""What carries the studio's tag at SageMaker, whoever made it."""

from collections.abc import Collection, Iterator

from backend.platforms.aws.clients import Clients
from backend.platforms.aws.errors import translated
from backend.platforms.aws.settings import TAG


def tagged(clients: Clients, prefix: str, nouns: Collection[str]) -> Iterator[tuple[str, str]]:
    """The noun of its ARN, of those given, and the name of each thing. Tags are told for a while
    after what had them. Raises as `errors.translated` says."""
    with translated("looking for what carries the studio's tag"):
        pages = clients.tagging.get_paginator("get_resources").paginate(
            TagFilters=[{"Key": TAG, "Values": [prefix]}],
            ResourceTypeFilters=[f"sagemaker:{noun}" for noun in nouns],
            PaginationConfig={"PageSize": 100},
        )
        arns = [one["ResourceARN"] for page in pages for one in page["ResourceTagMappingList"]]
    for arn in arns:
        noun, _, name = arn.rpartition(":")[2].partition("/")
        if noun in nouns:
            yield noun, name
