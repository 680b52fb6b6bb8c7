"""The AWS platform, and its jobs alone, with programs of the tests' own in the containers.

Run as a program, it is an app that starts a job, says so and ends. Arguments: the platform's
folder, its settings and what `JobSpec` takes, as JSON.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import backend
from backend.artefacts.files import write_json
from backend.platforms.aws.clients import Clients
from backend.platforms.aws.files.bundle import CODE, Bundle
from backend.platforms.aws.files.storage import Storage
from backend.platforms.aws.images import BLAZINGTEXT, SKLEARN, Images
from backend.platforms.aws.instances import sizes
from backend.platforms.aws.jobs.jobs import AwsJobs
from backend.platforms.aws.platform import AwsPlatform
from backend.platforms.aws.settings import AwsSettings
from backend.platforms.base import JobKind, JobSpec, Size
from backend.platforms.prices import SAGEMAKER

PROGRAM = Path(__file__).parents[1] / "programs" / "job.py"
PROGRAMS = dict.fromkeys(JobKind, ("-m", "job"))
_BACKEND = Path(backend.__file__).parent
_NEEDED = ("__init__.py", "artefacts/__init__.py", "artefacts/progress.py")


class SmallBundle(Bundle):
    """The tests' program, with the little it needs."""

    def uri(self, *, fasttext: bool) -> str:
        needed = {f"backend/{name}": _BACKEND / name for name in _NEEDED}
        return self._storage.upload_files({"job.py": PROGRAM, **needed}, CODE)


class JobsPlatform(AwsJobs):
    """What the conformance suite asks of a platform about jobs and files."""

    def __init__(
        self, settings: AwsSettings, folder: Path, clients: Clients | None = None, **options: Any
    ) -> None:
        tell_images(settings.region, folder / "images")
        clients = clients or Clients(settings)
        self.storage = Storage(clients, settings, folder / "files")
        super().__init__(
            clients,
            settings,
            self.storage,
            SmallBundle(self.storage, folder / "wheels"),
            Images(settings.region, folder / "images"),
            folder=folder / "jobs",
            **{
                "programs": PROGRAMS,
                "fresh_seconds": 0.0,
                **options,
            },
        )

    def sizes(self) -> tuple[Size, ...]:
        return sizes(SAGEMAKER)

    def upload(
        self, source: Path, name: str, *, on_progress: Callable[[float], None] = lambda share: None
    ) -> str:
        return self.storage.upload(source, f"uploads/{name}", on_progress)

    def fetch(self, uri: str) -> Path:
        return self.storage.fetch(uri)


def open_whole(settings: AwsSettings, folder: Path, clients: Clients | None = None) -> AwsPlatform:
    """The platform as it is, but for what its jobs run."""
    tell_images(settings.region, folder / "images")
    return AwsPlatform(
        folder, settings, clients=clients, programs=PROGRAMS, bundle=SmallBundle, fresh_seconds=0
    )


def tell_images(region: str, folder: Path) -> None:
    """What the SDK would say, which takes it seconds to import."""
    places = {name: Images.place(folder, name, region) for name in (SKLEARN, BLAZINGTEXT)}
    if all(place.exists() for place in places.values()):
        return  # in a process that needs nothing of the double
    from tests.aws_double.images import known

    for name, place in places.items():
        uri = next(uri for uri, runs in known(region).items() if runs == name)
        write_json(place, {"uri": uri})


def main(folder: str, settings: str, spec: str) -> None:
    content = json.loads(spec)
    platform = open_whole(AwsSettings(**json.loads(settings)), Path(folder))
    platform.start(JobSpec(**{**content, "kind": JobKind(content["kind"])}))
    print("started", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
