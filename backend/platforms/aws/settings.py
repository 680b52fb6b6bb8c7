"""What the platform is told: which account, bucket and role it works with."""

from collections.abc import Mapping
from dataclasses import dataclass

TAG = "moderation-studio"
"""The tag of all that the studio makes; its value is the prefix."""


@dataclass(frozen=True, kw_only=True)
class AwsSettings:
    """Settings that `catalogue.check_settings` let pass."""

    region: str
    role_arn: str
    bucket: str
    prefix: str
    profile: str = ""

    @property
    def tags(self) -> list[dict[str, str]]:
        """The tags of everything the studio makes, as AWS takes them."""
        return [{"Key": TAG, "Value": self.prefix}]


def from_mapping(settings: Mapping[str, str]) -> AwsSettings:
    """The settings by the names of the catalogue."""
    return AwsSettings(
        region=settings["region"],
        role_arn=settings["role"],
        bucket=settings["bucket"],
        prefix=settings["prefix"],
        profile=settings.get("profile", ""),
    )
