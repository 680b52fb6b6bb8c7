import subprocess
import sys
from pathlib import Path

import pytest

from backend.errors import NotFound
from backend.platforms.catalogue import open_platform


def test_a_platform_is_opened_by_name(tmp_path: Path) -> None:
    platform = open_platform("local", tmp_path)
    assert platform.name == "local"
    assert platform.jobs() == ()


def test_an_unknown_name_is_told_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="local"):
        open_platform("mars", tmp_path)


FAR = ("boto3", "botocore", "s3transfer", "sagemaker")
"""What speaks to AWS: seconds and 200 MB to import."""

NO_NETWORK = """
import socket

def refuse(*_):
    raise AssertionError("the network was asked")

socket.getaddrinfo = socket.socket.connect = refuse
"""
EVERYTHING = """
import importlib, pkgutil
import app, backend.cli, backend.ledger, backend.platforms.local, backend.studio

for room in (app, backend.cli, backend.ledger, backend.platforms.local, backend.studio):
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        if not module.name.startswith(("app.pages", "app.Home")):  # those draw when imported
            importlib.import_module(module.name)
"""
LOCAL = """
from backend.studio import overview
from backend.studio.workspace import open_workspace

assert overview.look(open_workspace(folder, "local"))
"""
AWS = """
from backend.platforms.catalogue import open_platform

platform = open_platform("aws", folder, {
    "region": "eu-west-1", "bucket": "mine", "role": "arn:aws:iam::123456789012:role/mine",
})
assert platform.sizes()
assert platform.price_table()
"""


@pytest.mark.parametrize("code", [EVERYTHING, LOCAL, AWS], ids=["rooms", "local", "aws opened"])
def test_nothing_of_aws_is_imported_and_no_network_asked_before_it_is_needed(
    code: str, tmp_path: Path
) -> None:
    code = (
        f"import sys; from pathlib import Path; folder = Path(sys.argv[1])\n{NO_NETWORK}{code}\n"
        f"print([name for name in sys.modules if name.partition('.')[0] in {FAR}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stderr
