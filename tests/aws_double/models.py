"""Models and endpoint configurations."""

from collections.abc import Mapping
from typing import Any

from tests.aws_double import scope
from tests.aws_double.account import Account
from tests.aws_double.errors import invalid
from tests.aws_double.records import Record, Shelf, page, tags_of
from tests.aws_double.roles import Role
from tests.aws_double.wire import Call

_FOR_SERVERLESS_NOT = (
    "InstanceType",
    "InitialInstanceCount",
    "AcceleratorType",
    "CoreDumpConfig",
    "VolumeSizeInGB",
    "EnableSSMAccess",
    "ModelDataDownloadTimeoutInSeconds",
    "ContainerStartupHealthCheckTimeoutInSeconds",
    "ManagedInstanceScaling",
    "RoutingConfig",
    "InstancePools",
)


class _Kept:
    """What is made by one call and stays as it is. kind, noun, path: what it is called in the API's
    names, in sentences and in ARNs."""

    kind: str
    noun: str
    path: str

    def __init__(self, account: Account) -> None:
        self._account = account
        self.shelf = Shelf()

    def describe(self, call: Call) -> dict[str, Any]:
        return self.find(call.name).described()

    def list(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            records = tuple(self.shelf.values())
        members = (f"{self.kind}Name", f"{self.kind}Arn", "CreationTime")
        return page(records, call.parameters, answer=f"{self.kind}s", members=members)

    def delete(self, call: Call) -> dict[str, Any]:
        with self.shelf.lock:
            self.find(call.name)
            del self.shelf[call.name]
        return {}

    def find(self, name: str) -> Record:
        """Raises AwsError when there is none."""
        with self.shelf.lock:
            if name not in self.shelf:
                raise invalid(f'Could not find {self.noun} "{self.arn(name)}".')
            return self.shelf[name]

    def arn(self, name: str) -> str:
        return self._account.arn(self.path, name)


class Models(_Kept):
    """The account's models."""

    kind, noun, path = "Model", "model", "model"

    def create(self, call: Call) -> dict[str, Any]:
        asked, account = call.parameters, self._account
        name = asked["ModelName"]
        arn = self.arn(name)
        with self.shelf.lock:
            if name in self.shelf:
                raise invalid(f'Cannot create already existing model "{arn}".')
            scope.check(asked, scope.MODEL)
            if "PrimaryContainer" not in asked:
                raise invalid("A primary container or containers must be given.")
            container = asked["PrimaryContainer"]
            role = Role(account, asked.get("ExecutionRoleArn", ""))
            if "Image" not in container:
                raise invalid("An image is required for the primary container.")
            role.check_image(container["Image"])
            if uri := container.get("ModelDataUrl"):
                role.check_model(uri)
            facts = {k: v for k, v in asked.items() if k != "Tags"}
            facts.setdefault("EnableNetworkIsolation", False)
            facts["PrimaryContainer"] = {"Mode": "SingleModel", "Environment": {}, **container}
            facts["ModelArn"] = arn
            self.shelf[name] = Record(name, arn, facts, tags_of(asked))
        return {"ModelArn": arn}


class EndpointConfigs(_Kept):
    """The account's endpoint configurations."""

    kind, noun, path = "EndpointConfig", "endpoint configuration", "endpoint-config"

    def __init__(self, account: Account, models: Models) -> None:
        super().__init__(account)
        self._models = models

    def create(self, call: Call) -> dict[str, Any]:
        asked = call.parameters
        name = asked["EndpointConfigName"]
        arn = self.arn(name)
        with self.shelf.lock:
            if name in self.shelf:
                raise invalid(f'Cannot create already existing endpoint configuration "{arn}".')
            check_serverless(asked)
            for variant in asked["ProductionVariants"]:
                model = self._models.find(variant.get("ModelName", ""))
                if model.facts["EnableNetworkIsolation"]:
                    raise invalid("Network isolation is not supported for serverless endpoints.")
            facts = {k: v for k, v in asked.items() if k != "Tags"}
            facts["ProductionVariants"] = [
                {"InitialVariantWeight": 1.0, **variant} for variant in asked["ProductionVariants"]
            ]
            facts.setdefault("EnableNetworkIsolation", False)
            facts["EndpointConfigArn"] = arn
            self.shelf[name] = Record(name, arn, facts, tags_of(asked))
        return {"EndpointConfigArn": arn}


def check_serverless(asked: Mapping[str, Any]) -> None:
    """Raises AwsError for what a serverless configuration cannot have."""
    variants = asked["ProductionVariants"]
    for variant in variants:
        serverless = variant.get("ServerlessConfig")
        if serverless is None:
            raise scope.beyond("variants that are not serverless")
        memory = serverless["MemorySizeInMB"]
        if memory % 1024:
            raise invalid(
                f"MemorySizeInMB {memory} is not valid: it must be in 1 GB increments, 1024 MB,"
                " 2048 MB, 3072 MB, 4096 MB, 5120 MB, or 6144 MB."
            )
        if serverless.get("ProvisionedConcurrency", 0) > serverless["MaxConcurrency"]:
            raise invalid("ProvisionedConcurrency must be less than or equal to MaxConcurrency.")
        if refused := [member for member in _FOR_SERVERLESS_NOT if member in variant]:
            raise invalid(
                f"{refused[0]} cannot be given together with ServerlessConfig for the variant"
                f" {variant['VariantName']}."
            )
    if len(variants) > 1:
        raise invalid("Multiple production variants are not supported for serverless endpoints.")
    for member in (
        "DataCaptureConfig",
        "AsyncInferenceConfig",
        "ExplainerConfig",
        "ShadowProductionVariants",
        "VpcConfig",
    ):
        if member in asked:
            raise invalid(f"{member} is not supported for serverless endpoints.")
    if asked.get("EnableNetworkIsolation"):
        raise invalid("Network isolation is not supported for serverless endpoints.")
