"""The endpoints of the AWS platform with files: what the conformance suite asks of a platform."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend.platforms.aws.clients import Clients
from backend.platforms.aws.endpoints.endpoints import AwsEndpoints
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.settings import AwsSettings


class EndpointsPlatform(AwsEndpoints):
    """Reads anew whenever it is asked, unless told otherwise.

    folder: of this platform alone. shared: where wheels and the names of images are kept.
    """

    def __init__(
        self,
        settings: AwsSettings,
        clients: Clients,
        folder: Path,
        shared: Path,
        **options: Any,
    ) -> None:
        self.clients = clients
        self.storage = Storage(clients, settings, folder / "files")
        super().__init__(
            clients,
            settings,
            self.storage,
            folder=shared,
            **{"fresh_seconds": 0.0, **options},
        )

    def upload(
        self, source: Path, name: str, *, on_progress: Callable[[float], None] = lambda share: None
    ) -> str:
        return self.storage.upload(source, f"uploads/{name}", on_progress)
