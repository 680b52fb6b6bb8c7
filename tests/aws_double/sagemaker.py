"""SageMaker's control plane: each operation, its request checked before and its answer after."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from tests.aws_double import validation
from tests.aws_double.account import Account
from tests.aws_double.endpoints import Endpoints
from tests.aws_double.errors import invalid
from tests.aws_double.metrics import Metrics
from tests.aws_double.models import EndpointConfigs, Models
from tests.aws_double.processing import ProcessingJobs
from tests.aws_double.quotas import Quotas
from tests.aws_double.records import Record, Shelf, tag_list
from tests.aws_double.training import TrainingJobs
from tests.aws_double.wire import Call

Operation = Callable[[Call], Mapping[str, Any]]

_TAGS = 50


class SageMaker:
    """The account's SageMaker."""

    def __init__(self, account: Account, quotas: Quotas, metrics: Metrics) -> None:
        processing = ProcessingJobs(account, quotas)
        training = TrainingJobs(account, quotas)
        models = Models(account)
        configs = EndpointConfigs(account, models)
        endpoints = Endpoints(account, quotas, models, configs, metrics)
        self.invoke = endpoints.invoke
        self._past = {
            "CreateProcessingJob": processing.remember,
            "CreateTrainingJob": training.remember,
        }
        self._shelves: tuple[Shelf, ...] = (
            processing.shelf,
            training.shelf,
            models.shelf,
            configs.shelf,
            endpoints.shelf,
        )
        self.operations: dict[str, Operation] = {
            "CreateProcessingJob": processing.create,
            "DescribeProcessingJob": processing.describe,
            "ListProcessingJobs": processing.list,
            "StopProcessingJob": processing.stop,
            "DeleteProcessingJob": processing.delete,
            "CreateTrainingJob": training.create,
            "DescribeTrainingJob": training.describe,
            "ListTrainingJobs": training.list,
            "StopTrainingJob": training.stop,
            "DeleteTrainingJob": training.delete,
            "CreateModel": models.create,
            "DescribeModel": models.describe,
            "ListModels": models.list,
            "DeleteModel": models.delete,
            "CreateEndpointConfig": configs.create,
            "DescribeEndpointConfig": configs.describe,
            "ListEndpointConfigs": configs.list,
            "DeleteEndpointConfig": configs.delete,
            "CreateEndpoint": endpoints.create,
            "DescribeEndpoint": endpoints.describe,
            "ListEndpoints": endpoints.list,
            "UpdateEndpoint": endpoints.update,
            "DeleteEndpoint": endpoints.delete,
            "AddTags": self._add_tags,
            "ListTags": self._list_tags,
            "DeleteTags": self._delete_tags,
        }

    def resources(self) -> list[Record]:
        """All that can have tags."""
        found: list[Record] = []
        for shelf in self._shelves:
            with shelf.lock:
                found += shelf.values()
        return found

    def remember(self, operation: str, parameters: dict[str, Any], at: datetime) -> None:
        """A job that completed then, as that request had made it. Raises ValueError for a request
        that breaks the service's model."""
        call = Call("sagemaker", operation, parameters, "json")
        if found := check_request(call):
            raise ValueError(validation.refusal(found))
        self._past[operation](parameters, at)

    def _tagged(self, call: Call) -> Record:
        arn = call.parameters["ResourceArn"]
        for record in self.resources():
            if record.arn == arn:
                return record
        raise invalid(f"Could not find the resource {arn}.")

    def _add_tags(self, call: Call) -> dict[str, Any]:
        record = self._tagged(call)
        tags = record.tags | {tag["Key"]: tag["Value"] for tag in call.parameters["Tags"]}
        if len(tags) > _TAGS:
            raise invalid(f"A resource can have {_TAGS} tags at most.")
        record.tags = tags
        return {"Tags": tag_list(tags)}

    def _list_tags(self, call: Call) -> dict[str, Any]:
        return {"Tags": tag_list(self._tagged(call).tags)}

    def _delete_tags(self, call: Call) -> dict[str, Any]:
        record, gone = self._tagged(call), call.parameters["TagKeys"]
        record.tags = {key: value for key, value in record.tags.items() if key not in gone}
        return {}


def check_request(call: Call) -> tuple[str, ...]:
    """What is wrong with the request by the service's own model."""
    shape = call.model.input_shape
    if shape is None:
        return ()
    payload = shape.serialization.get("payload")
    given = {**call.parameters, payload: call.body} if payload else call.parameters
    return validation.problems(shape, given)


def check_answer(call: Call, answer: Mapping[str, Any]) -> tuple[str, ...]:
    """What is wrong with our own answer by the service's model."""
    shape = call.model.output_shape
    if shape is None:
        return () if not answer else ("the operation answers nothing",)
    return validation.problems(shape, answer)
