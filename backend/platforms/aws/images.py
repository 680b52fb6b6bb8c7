"""Container images: where each region keeps those that jobs and endpoints run in."""

from pathlib import Path
from typing import Any

from backend.artefacts.files import read_json, write_json
from backend.errors import NotSupported

SKLEARN = "sklearn"
BLAZINGTEXT = "blazingtext"

_VERSIONS = {SKLEARN: "1.9-0", BLAZINGTEXT: "1"}


class Images:
    """The images of one region, by name: SKLEARN or BLAZINGTEXT.

    The SDK knows the registries, and takes seconds and 200 MB to import. What it says is kept on
    this machine, so it is asked once.
    """

    def __init__(self, region: str, folder: Path) -> None:
        """folder: where the answers are kept."""
        self._region = region
        self._folder = folder

    def uri(self, name: str) -> str:
        """The image's URI. Raises NotSupported in a region that has none."""
        kept = self.place(self._folder, name, self._region)
        try:
            return str(read_json(kept)["uri"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            uri = self._ask(name)
            write_json(kept, {"uri": uri})
            return uri

    @staticmethod
    def place(folder: Path, name: str, region: str) -> Path:
        """Where an answer is kept: `{"uri": ...}`."""
        return folder / f"{name}-{_VERSIONS[name]}-{region}.json"

    def _ask(self, name: str) -> str:
        from sagemaker.core import image_uris

        options: dict[str, Any] = {"version": _VERSIONS[name]}
        if name == SKLEARN:
            options |= {"image_scope": "training", "py_version": "py3"}
        try:
            return str(image_uris.retrieve(name, self._region, **options))
        except ValueError as error:
            raise NotSupported(
                f"The region {self._region} has no {name} container.",
                "Choose another region in the settings of the platform.",
            ) from error
