"""The container images that exist: those of the SDK's table for SKLearn and BlazingText."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.aws_double.errors import AwsError, invalid

SKLEARN = "sklearn"
BLAZINGTEXT = "blazingtext"
_VERSION = "1.9-0"  # the one that the double has an environment for


@cache
def known(region: str) -> dict[str, str]:
    """What runs in an image, SKLEARN or BLAZINGTEXT, by its URI."""
    sklearn = _table("sklearn")["training"]["versions"][_VERSION]
    blazingtext = _table("blazingtext")["versions"]["1"]
    return {
        f"{_repository(sklearn, region)}:{_VERSION}": SKLEARN,
        f"{_repository(sklearn, region)}:{_VERSION}-cpu-py3": SKLEARN,
        f"{_repository(blazingtext, region)}:1": BLAZINGTEXT,
        f"{_repository(blazingtext, region)}:latest": BLAZINGTEXT,
    }


def check(uri: str, region: str, role: str) -> str:
    """What runs in the image. Raises AwsError, as AWS does, for one that is not there."""
    images = known(region)
    if uri in images:
        return images[uri]
    host, _, image = uri.partition("/")
    repository, _, _ = image.partition(":")
    if any(known_uri.startswith(f"{host}/{repository}:") for known_uri in images):
        raise invalid(f"Requested image {uri} not found.")
    raise not_found(uri, role)


def not_found(uri: str, role: str) -> AwsError:
    """What AWS says of an image whose repository is not there, or that the role may not pull."""
    host, _, image = uri.partition("/")
    return invalid(
        f"Cannot find repository: {image.partition(':')[0]} in registry ID:"
        f" {host.partition('.')[0]}. Please check if your ECR repository exists and role {role} has"
        " proper pull permissions for SageMaker: ecr:BatchCheckLayerAvailability,"
        " ecr:BatchGetImage, ecr:GetDownloadUrlForLayer"
    )


def _repository(version: dict[str, Any], region: str) -> str:
    registry = version["registries"][region]
    return f"{registry}.dkr.ecr.{region}.amazonaws.com/{version['repository']}"


def _table(name: str) -> Any:
    # Read, not imported: importing sagemaker.core takes seconds.
    spec = find_spec("sagemaker")
    assert spec is not None
    for folder in spec.submodule_search_locations or ():
        path = Path(folder) / "core" / "image_uri_config" / f"{name}.json"
        if path.is_file():
            return json.loads(path.read_text())
    raise FileNotFoundError(f"{name}.json of the SageMaker SDK")
