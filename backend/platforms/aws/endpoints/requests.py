"""What SageMaker is asked for an endpoint: from an intention to the parameters of a request.

A revision is a model and a serverless configuration of the same name; an endpoint has one of them
at a time. The SKLearn container serves the package without pip or a compiler: its own rooms and
fastText's wheel are on the path, and its gunicorn runs the program's application.
"""

from typing import Any

from backend.artefacts.package import CODE
from backend.platforms.aws.endpoints.records import Intention
from backend.platforms.aws.settings import AwsSettings

VARIANT = "AllTraffic"

_ENVIRONMENT = {
    # The container's own way in, SAGEMAKER_PROGRAM, would run pip before it serves.
    "SAGEMAKER_SERVING_MODULE": "backend.serve:application",
    "PYTHONPATH": f"/opt/ml/model/{CODE}",
    # Each worker holds a model of its own, and the memory is for one.
    "SAGEMAKER_MODEL_SERVER_WORKERS": "1",
    "SAGEMAKER_MODEL_SERVER_TIMEOUT": "60",
}


def model_request(intention: Intention, settings: AwsSettings, image: str) -> dict[str, Any]:
    """Of CreateModel. image: URI of the SKLearn container."""
    return {
        "ModelName": intention.resource,
        "ExecutionRoleArn": settings.role_arn,
        "PrimaryContainer": {
            "Image": image,
            "ModelDataUrl": intention.served.uri,
            "Environment": dict(_ENVIRONMENT),
        },
        "Tags": _tags(intention, settings),
    }


def config_request(intention: Intention, settings: AwsSettings) -> dict[str, Any]:
    """Of CreateEndpointConfig."""
    return {
        "EndpointConfigName": intention.resource,
        "ProductionVariants": [
            {
                "VariantName": VARIANT,
                "ModelName": intention.resource,
                "ServerlessConfig": {
                    "MemorySizeInMB": intention.spec.memory_mb,
                    "MaxConcurrency": intention.spec.concurrency,
                },
            }
        ],
        "Tags": _tags(intention, settings),
    }


def endpoint_request(intention: Intention, settings: AwsSettings) -> dict[str, Any]:
    """Of CreateEndpoint."""
    return {**update_request(intention), "Tags": _tags(intention, settings)}


def update_request(intention: Intention) -> dict[str, Any]:
    """Of UpdateEndpoint. Of how a serverless endpoint changes over there is nothing to say."""
    return {"EndpointName": intention.spec.name, "EndpointConfigName": intention.resource}


def _tags(intention: Intention, settings: AwsSettings) -> list[dict[str, str]]:
    return [
        *settings.tags,
        {"Key": "moderation-studio:kind", "Value": "endpoint"},
        {"Key": "moderation-studio:name", "Value": intention.spec.name},
    ]
