"""The manifest: what an artefact is, what made it, and from which input."""

import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from backend.artefacts.files import read_json, write_json
from backend.errors import InvalidInput

FILE_NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The record beside every artefact.

    kind: "dataset", "lines", "model" or "package".
    program: what made it, as "backend.preprocess".
    versions: of Python, of the libraries and of our own parts (such as "normaliser") that
        shape the bytes.
    inputs: SHA-256 of each input file, by a path that reads well ("train.csv").
    files: SHA-256 of each file of this artefact, by its path in it (without the manifest).
    categories: the label list, in order.
    seed: of every random choice, or None where there is none.
    settings: what a person chose. counts: what was counted. details: the rest, by kind.
    """

    kind: str
    program: str
    categories: tuple[str, ...]
    versions: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    seed: int | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write `manifest.json` into `folder`, whole or not at all."""
        write_json(folder / FILE_NAME, {"format": FORMAT, **asdict(self)})


def read_manifest(folder: Path, kind: str) -> Manifest:
    """Read the manifest in `folder`. Raises InvalidInput when it is absent or not of `kind`."""
    try:
        content = read_json(folder / FILE_NAME)
    except FileNotFoundError:
        raise InvalidInput(f"There is no {FILE_NAME} beside these files.") from None
    except ValueError:
        raise InvalidInput(f"{FILE_NAME} is damaged.", "Make the artefact again.") from None
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        raise InvalidInput(f"{FILE_NAME} has a format that this version does not read.")
    try:
        manifest = Manifest(**{**content, "categories": tuple(content["categories"])})
    except (KeyError, TypeError):
        raise InvalidInput(f"{FILE_NAME} is incomplete.", "Make the artefact again.") from None
    if manifest.kind != kind:
        raise InvalidInput(f"This is a {manifest.kind} where a {kind} is needed.")
    return manifest


def library_versions(*distributions: str) -> dict[str, str]:
    """Versions of Python and of the named distributions that are installed."""
    versions = {"python": platform.python_version()}
    for name in distributions:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions
