"""SageMaker's side of endpoints: a model and a configuration for each revision, and what answers.

Making again what is there, and deleting what is not, does nothing: whatever was cut off can be
done once more. SageMaker says "not there" only to who may describe, so it is asked before
anything is deleted.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from backend.errors import Conflict, NotAllowed, StudioError, Unavailable
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints.records import Intention, Listed, Wanted
from backend.platforms.aws.endpoints.requests import (
    config_request,
    endpoint_request,
    model_request,
    update_request,
)
from backend.platforms.aws.errors import absent_is_well, translated, words_of
from backend.platforms.aws.images import SKLEARN, Images
from backend.platforms.aws.settings import AwsSettings

_FIRST_LOOK, _LONGEST_LOOK = 0.05, 2.0  # seconds between two looks at what is being deleted


@dataclass(frozen=True, kw_only=True)
class Described:
    """An endpoint as DescribeEndpoint tells it. config: what it has, pending: what it is changing
    over to, failure: why the last change failed; empty where there is none."""

    listed: Listed
    config: str
    pending: str = ""
    failure: str = ""

    def has(self, intention: Intention) -> bool:
        """Whether it has the revision, or is changing over to it."""
        return intention.resource in (self.config, self.pending)

    def is_of(self, wanted: Wanted) -> bool:
        """Whether it came of these intentions, and not of somebody else."""
        return bool(wanted.told) or any(map(self.has, wanted.intentions))


class Hosting:
    """Models, endpoint configurations and endpoints of one account and region."""

    def __init__(self, clients: Clients, settings: AwsSettings, images: Images) -> None:
        self._clients = clients
        self._settings = settings
        self._images = images

    def listed(self, names: Collection[str]) -> dict[str, Listed]:
        """What the list of all endpoints says of those of these names."""
        found = {}
        with translated("listing the endpoints"):
            pages = self._clients.sagemaker.get_paginator("list_endpoints")
            for page in pages.paginate(PaginationConfig={"PageSize": 100}):
                for one in page["Endpoints"]:
                    if one["EndpointName"] in names:
                        found[one["EndpointName"]] = _listed(one)
        return found

    def described(self, name: str) -> Described | None:
        """The endpoint now; None where there is none."""
        told: dict[str, Any] = {}
        with absent_is_well("looking at the endpoint"):
            told = self._clients.sagemaker.describe_endpoint(EndpointName=name)
        if not told:
            return None
        pending = told.get("PendingDeploymentSummary") or {}
        return Described(
            listed=_listed(told),
            config=told.get("EndpointConfigName", ""),
            pending=pending.get("EndpointConfigName", ""),
            failure=told.get("FailureReason", ""),
        )

    def put_in_place(self, wanted: Wanted, *, wait_seconds: float) -> None:
        """Make the newest revision, and the endpoint of it or change the endpoint over to it.

        One that failed is deleted first, since SageMaker changes none of them. Waits so long for
        an endpoint that is going; raises Unavailable when it takes longer, Conflict while it is
        changing or when it is somebody else's.
        """
        settings, sagemaker, newest = self._settings, self._clients.sagemaker, wanted.newest
        with translated("making the endpoint's model"):
            image = self._images.uri(SKLEARN)
            _once(sagemaker.create_model, model_request(newest, settings, image))
        with translated("making the endpoint's configuration", missing=_not_seen):
            _once(sagemaker.create_endpoint_config, config_request(newest, settings))
        deadline, pause = time.monotonic() + wait_seconds, _FIRST_LOOK
        while not self._is_in_place(wanted):
            if time.monotonic() > deadline:
                raise Unavailable(
                    f"AWS is still deleting the earlier {newest.spec.name}.",
                    "What was begun goes on by itself once that is done.",
                )
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_LOOK)

    def _is_in_place(self, wanted: Wanted) -> bool:
        """Tell SageMaker of the newest revision; False while an earlier endpoint is going."""
        name, sagemaker = wanted.newest.spec.name, self._clients.sagemaker
        present = self.described(name)
        if present is None:
            with translated("making the endpoint", missing=_not_seen):
                request = endpoint_request(wanted.newest, self._settings)
                return _once(sagemaker.create_endpoint, request)
        if present.has(wanted.newest):
            return True
        if present.listed.going:
            return False
        if not present.is_of(wanted):
            raise Conflict(
                f"The AWS account has an endpoint {name} that this studio did not make.",
                "Choose another name.",
            )
        if not present.listed.settled:
            raise Conflict(f"{name} is still changing.", "Wait until it has settled.")
        if present.listed.in_service:
            self._update(wanted.newest)
            return True
        with translated("deleting the endpoint that failed"):
            sagemaker.delete_endpoint(EndpointName=name)
        return False

    def _update(self, intention: Intention) -> None:
        try:
            with translated("updating the endpoint", missing=_not_seen):
                self._clients.sagemaker.update_endpoint(**update_request(intention))
        except StudioError:  # also when it was told twice: the first answer was lost
            present = self.described(intention.spec.name)
            if present is None or not present.has(intention):
                raise

    def remove_revision(self, intention: Intention) -> None:
        """Delete the revision's configuration and model."""
        sagemaker, resource = self._clients.sagemaker, intention.resource
        with translated("deleting the endpoint's configuration"):
            name = {"EndpointConfigName": resource}
            if _is_there(sagemaker.describe_endpoint_config, name):
                _gone(sagemaker.delete_endpoint_config, sagemaker.describe_endpoint_config, name)
        with translated("deleting the endpoint's model"):
            name = {"ModelName": resource}
            if _is_there(sagemaker.describe_model, name):
                _gone(sagemaker.delete_model, sagemaker.describe_model, name)

    def remove_endpoint(self, wanted: Wanted, *, wait_seconds: float) -> bool:
        """Delete the endpoint itself; whether it is gone.

        While it is changing SageMaker deletes none, and then takes its time: waits so long for
        both.
        """
        name, sagemaker = wanted.newest.spec.name, self._clients.sagemaker
        deadline, pause = time.monotonic() + wait_seconds, _FIRST_LOOK
        while True:
            present = self.described(name)
            if present is None or not present.is_of(wanted):
                return True
            if present.listed.settled:
                with translated("deleting the endpoint"):
                    which = {"EndpointName": name}
                    _gone(sagemaker.delete_endpoint, sagemaker.describe_endpoint, which)
            if time.monotonic() > deadline:
                return False
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_LOOK)


def _listed(told: dict[str, Any]) -> Listed:
    return Listed(status=told["EndpointStatus"], modified_at=told["LastModifiedTime"].timestamp())


def _not_seen() -> Unavailable:
    """SageMaker may not see yet what it has just made: then it is asked again."""
    return Unavailable("AWS does not see yet what it has just made.", "Try again in a minute.")


def _once(create: Any, request: dict[str, Any]) -> bool:
    """Make it; whether it was not there already."""
    try:
        create(**request)
    except Exception as error:
        if "already exist" not in words_of(error):
            raise
        return False
    return True


def _is_there(describe: Any, name: dict[str, str]) -> bool:
    with absent_is_well():
        describe(**name)
        return True
    return False


def _gone(delete: Any, describe: Any, name: dict[str, str]) -> bool:
    """Delete it, or find that it is gone; False where SageMaker is changing it just now."""
    try:
        with absent_is_well():
            delete(**name)
    except NotAllowed:  # so it is said of what has gone with its tag: where the answer was lost
        if _is_there(describe, name):
            raise
    except Exception as error:
        if "in-progress" not in words_of(error.__cause__ or error):
            raise
        return False
    return True
