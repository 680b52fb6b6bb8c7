"""Where work runs: the platforms on offer, which one is chosen, and choosing another.

The choice is kept in the workspace, for everybody who opens it. What a caller gives goes before
what the environment says, and that before what was chosen.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backend.errors import InvalidInput
from backend.ledger.ledger import Ledger
from backend.platforms.catalogue import (
    LOCAL,
    PLATFORMS,
    Offer,
    check_settings,
    offered,
    place_of,
    suggested_settings,
)

LEDGER_FILE = "ledger.sqlite3"
VARIABLE = "MODERATION_STUDIO_PLATFORM"
"""The environment variable that names a platform."""

_CHOICE = "platform"  # in the ledger: {"name": ..., "settings": {name: {setting: value}}}
_ACCESS_KEY = re.compile(r"(?<![A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])")


@dataclass(frozen=True)
class Choice:
    """A platform with all of its settings.

    variables: those of the environment that have a say in it. suggested: the settings that nobody
    gave, and that were found.
    """

    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    variables: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()

    @property
    def offer(self) -> Offer:
        """What the platform is called, and what it can be told."""
        return offered(self.name)

    @property
    def place(self) -> str:
        """Tells apart the places where work can run."""
        return place_of(self.offer, self.settings)

    @property
    def title(self) -> str:
        """The place in a few words: "This machine", "Amazon SageMaker, eu-west-1"."""
        region = self.settings.get("region", "")
        return f"{self.offer.title}, {region}" if region else self.offer.title


def offers() -> tuple[Offer, ...]:
    """The platforms that can be chosen, in the order in which they are offered."""
    return tuple(PLATFORMS.values())


def variable(setting: str) -> str:
    """The environment variable of a setting: MODERATION_STUDIO_REGION."""
    return f"MODERATION_STUDIO_{setting.upper()}"


def resolve(
    folder: Path,
    platform: str | None = None,
    settings: Mapping[str, str] | None = None,
    *,
    suggest: bool = False,
) -> Choice:
    """Where the work of a workspace runs. `folder` is one that is there.

    settings: those that are given; an empty one is not. suggest: look for what is missing, on this
    machine and in the account; else nobody is asked. Raises NotFound for a platform that there is
    not, InvalidInput for settings that cannot be, or are missing.
    """
    kept = _kept(folder)
    names = [(platform, None), (os.environ.get(VARIABLE), VARIABLE), (kept.get("name"), None)]
    name, decides = next(((n, v) for n, v in names if n), (LOCAL, None))
    offer = offered(name)
    from_environment = {
        setting.name: value
        for setting in offer.settings
        if (value := os.environ.get(variable(setting.name), ""))
    }
    given = {setting: value for setting, value in (settings or {}).items() if value}
    known = {**_settings(kept, offer), **from_environment, **given}
    found: Mapping[str, str] = {}
    if suggest and any(s.required and not (known.get(s.name) or s.default) for s in offer.settings):
        found = {s: value for s, value in suggested(name, known).items() if not known.get(s)}
    return Choice(
        name,
        check_settings(offer, {**known, **found}),
        (*([decides] if decides else []), *map(variable, from_environment)),
        tuple(found),
    )


def kept_settings(folder: Path, name: str) -> Mapping[str, str]:
    """The settings that were last chosen for a platform, as far as it still has them."""
    return _settings(_kept(folder), offered(name))


def choose(folder: Path, name: str, settings: Mapping[str, str] | None = None) -> Choice:
    """Have the work of a workspace run there from now on, and keep the settings, all or nothing.

    Nothing is asked of the account. Raises NotFound for a platform that there is not,
    InvalidInput for settings that cannot be; credentials have no place among them.
    """
    offer = offered(name)
    for value in (settings or {}).values():
        if _ACCESS_KEY.search(value):
            raise InvalidInput(
                "That is an access key, and credentials are not kept here.",
                "Put it into an AWS profile (aws configure), and name the profile.",
            )
    checked = check_settings(offer, settings or {})

    def add(kept: Any) -> dict[str, Any]:
        others = kept.get("settings", {}) if isinstance(kept, dict) else {}
        return {"name": name, "settings": {**others, **({name: checked} if checked else {})}}

    _ledger(folder).change(_CHOICE, add, shared=True)
    return Choice(name, checked)


def suggested(name: str, known: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """What this machine and the account tell of a platform's settings, with those that are `known`
    (as the profile to look with). May take a few seconds. Raises NotFound."""
    return suggested_settings(name, known or {})


def _settings(kept: Mapping[str, Any], offer: Offer) -> dict[str, str]:
    found = kept.get("settings", {}).get(offer.name, {})
    return {
        setting.name: found[setting.name] for setting in offer.settings if setting.name in found
    }


def _kept(folder: Path) -> dict[str, Any]:
    kept = _ledger(folder).setting(_CHOICE, shared=True)
    return kept if isinstance(kept, dict) and kept.get("name") in PLATFORMS else {}


def _ledger(folder: Path) -> Ledger:
    return Ledger(folder / LEDGER_FILE)
