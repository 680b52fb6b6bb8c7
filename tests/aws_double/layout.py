"""S3 and a container's folders: what goes in, what comes out."""

import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from tests.aws_double.neighbours import Neighbours, split_uri

OPT_ML = PurePosixPath("/opt/ml")
GZIP_LEVEL = 1  # quick: only its being a gzip is of interest


def objects(neighbours: Neighbours, uri: str) -> dict[str, str]:
    """The keys below an S3 prefix, by where each goes in the folder of the input.

    A prefix may be one object, a folder with or without its slash, or the beginning of names.
    """
    bucket, prefix = split_uri(uri)
    start = prefix.rfind("/") + 1
    placed = {}
    for key in neighbours.keys(bucket, prefix):
        inside = key[len(prefix) :].startswith("/") and prefix and not prefix.endswith("/")
        placed[key[len(prefix) + 1 :] if inside else key[start:]] = key
    return placed


def files(folder: Path) -> list[Path]:
    """All files below a folder, by name."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def packed(folder: Path) -> bytes:
    """A `tar.gz` of what is in the folder."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w:gz", compresslevel=GZIP_LEVEL) as archive:
        for path in sorted(folder.iterdir()):
            archive.add(path, path.name)
    return body.getvalue()


def unpack(body: bytes, folder: Path) -> None:
    """The contents of a `tar.gz`. Raises tarfile.TarError or OSError for what is none."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(body), mode="r:gz") as archive:
        archive.extractall(folder, filter="data")


def inside(root: Path, path: str) -> Path:
    """Where a path of the container is on this machine. Raises ValueError outside of /opt/ml."""
    place = PurePosixPath(path)
    if ".." in place.parts:
        raise ValueError(path)
    return root / place.relative_to(OPT_ML)


def lay_out_training(root: Path, request: Mapping[str, Any]) -> None:
    """What SageMaker puts below /opt/ml for a training job, but for the data."""
    for folder in ("input/config", "input/data", "model", "output/data"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    channels = {
        channel["ChannelName"]: {
            "TrainingInputMode": "File",
            "S3DistributionType": "FullyReplicated",
            "RecordWrapperType": channel.get("RecordWrapperType", "None"),
            "ContentType": channel.get("ContentType", ""),
        }
        for channel in request.get("InputDataConfig", ())
    }
    config = root / "input" / "config"
    _write(config / "hyperparameters.json", request.get("HyperParameters", {}))
    _write(config / "inputdataconfig.json", channels)
    _write(config / "resourceconfig.json", _hosts(request["ResourceConfig"]["InstanceType"]))


def lay_out_processing(root: Path, described: Mapping[str, Any]) -> None:
    """What SageMaker puts below /opt/ml for a processing job, but for the data."""
    for folder in ("config", "output", "processing"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for output in described.get("ProcessingOutputConfig", {}).get("Outputs", ()):
        inside(root, output["S3Output"]["LocalPath"]).mkdir(parents=True, exist_ok=True)
    instance = described["ProcessingResources"]["ClusterConfig"]["InstanceType"]
    _write(root / "config" / "resourceconfig.json", _hosts(instance))
    plain = {k: v for k, v in described.items() if not k.endswith("Time")}
    _write(root / "config" / "processingjobconfig.json", plain)


def _hosts(instance: str) -> dict[str, Any]:
    return {
        "current_host": "algo-1",
        "hosts": ["algo-1"],
        "current_instance_type": instance,
        "network_interface_name": "eth0",
    }


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content))
