"""The platforms there are: one table. A platform's room is imported when it is asked for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from backend.errors import InvalidInput, NotFound
from backend.platforms.base import Platform

LOCAL = "local"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a platform needs to be told. pattern: what a value matches, whole. default: in the place
    of an empty one, which is refused where there is none and the setting is `required`. place:
    another value is another place, with other jobs and endpoints."""

    name: str
    title: str
    help: str
    example: str
    pattern: str
    default: str = ""
    required: bool = True
    place: bool = False


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A platform that can be chosen.

    opener: "module:callable" that makes the platform from a folder of its own and its settings.
    suggester: "module:callable" that finds settings on this machine and in the account, as far as
    it can, with those that are known; empty where there are no settings.
    """

    name: str
    title: str
    summary: str
    opener: str
    suggester: str = ""
    settings: tuple[Setting, ...] = ()


PLATFORMS: Mapping[str, Offer] = {
    offer.name: offer
    for offer in (
        Offer(
            name=LOCAL,
            title="This machine",
            summary="Everything runs here: no account, no cost, nothing leaves this machine.",
            opener="backend.platforms.local.platform:open_local",
        ),
        Offer(
            name="aws",
            title="Amazon SageMaker",
            summary="Jobs and endpoints run in your AWS account, and are paid for there.",
            opener="backend.platforms.aws.platform:open_aws",
            suggester="backend.platforms.aws.account.suggestions:suggested",
            settings=(
                Setting(
                    name="region",
                    title="Region",
                    help="Where the work runs and the data lies.",
                    example="eu-west-1",
                    pattern=r"[a-z]{2}(-[a-z]+)+-\d",
                    place=True,
                ),
                Setting(
                    name="role",
                    title="Job role",
                    help="ARN of the IAM role that jobs and endpoints take: what they may do.",
                    example="arn:aws:iam::123456789012:role/moderation-studio-job",
                    pattern=r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]+",
                ),
                Setting(
                    name="bucket",
                    title="Bucket",
                    help="S3 bucket for datasets, models and what jobs leave.",
                    example="moderation-studio-123456789012-eu-west-1",
                    pattern=r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
                    place=True,
                ),
                Setting(
                    name="prefix",
                    title="Folder in the bucket",
                    help="Studios with the same bucket and folder share jobs and endpoints.",
                    example="moderation-studio",
                    pattern=r"[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}",
                    default="moderation-studio",
                    place=True,
                ),
                Setting(
                    name="profile",
                    title="AWS profile",
                    help="Which of this machine's AWS profiles to sign in with; empty for the"
                    " usual one.",
                    example="default",
                    pattern=r"[^\s\[\]]{1,100}",
                    required=False,
                ),
            ),
        ),
    )
}
"""By name, in the order in which they are offered."""


def offered(name: str) -> Offer:
    """The platform of that name. Raises NotFound for one that is not in the table."""
    if name not in PLATFORMS:
        raise NotFound(f"There is no platform {name[:40]!r}.", f"Choose {' or '.join(PLATFORMS)}.")
    return PLATFORMS[name]


def check_settings(offer: Offer, given: Mapping[str, str]) -> dict[str, str]:
    """All settings of the platform, stripped, with their defaults. Raises InvalidInput for one
    that is missing, unknown or cannot be."""

    unknown = set(given) - {setting.name for setting in offer.settings}
    if unknown:
        raise InvalidInput(f"{offer.title} has no setting {min(unknown)[:40]!r}.")
    values = {}
    for setting in offer.settings:
        value = given.get(setting.name, "").strip() or setting.default
        if not value and setting.required:
            raise InvalidInput(
                f"{setting.title} is missing.",
                f"An example: {setting.example} (--{setting.name} on the command line).",
            )
        if value and not re.fullmatch(setting.pattern, value):
            raise InvalidInput(
                f"{setting.title} cannot be {value[:80]!r}.", f"An example: {setting.example}."
            )
        values[setting.name] = value
    return values


def place_of(offer: Offer, settings: Mapping[str, str]) -> str:
    """What tells apart the places where the platform's work can run: jobs and endpoints of one are
    not those of another. settings: all of them, as `check_settings` gives them."""
    return " ".join(
        (offer.name, *(settings[setting.name] for setting in offer.settings if setting.place))
    )


def open_platform(name: str, folder: Path, settings: Mapping[str, str] | None = None) -> Platform:
    """The platform of that name, with what it keeps on this machine in `folder`/`name`.

    Raises NotFound for a name that is not in the table, InvalidInput for settings it cannot have.
    """
    offer = offered(name)
    make: Callable[[Path, Mapping[str, str]], Platform] = _found(offer.opener)
    return make(folder / name, check_settings(offer, settings or {}))


def suggested_settings(name: str, known: Mapping[str, str]) -> Mapping[str, str]:
    """What this machine and the account tell of a platform's settings, with those that are `known`;
    {} where nothing. May ask the account, and take a few seconds. Raises NotFound."""
    offer = offered(name)
    if not offer.suggester:
        return {}
    found: Mapping[str, str] = _found(offer.suggester)(known)
    return found


def _found(place: str) -> Any:
    module, _, attribute = place.partition(":")
    return getattr(import_module(module), attribute)
