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


def test_local_needs_nothing_of_aws(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from backend.platforms.catalogue import open_platform;"
        "open_platform('local', Path(sys.argv[1])).jobs();"
        "print([name for name in sys.modules"
        " if name.partition('.')[0] in ('boto3', 'botocore', 'sagemaker', 'urllib3', 'requests')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
