"""An app, for tests: starts a job on the local platform, says so, and lives on for a while.

Arguments: the platform's folder, the program for every kind of job, and what `JobSpec` takes,
as JSON; then how many seconds to live on.
"""

import json
import sys
import time
from pathlib import Path

from backend.platforms.base import JobKind, JobSpec
from backend.platforms.local.platform import LocalPlatform


def main(folder: str, program: str, spec: str, seconds: str) -> None:
    content = json.loads(spec)
    platform = LocalPlatform(Path(folder), programs=dict.fromkeys(JobKind, (program,)))
    platform.start(JobSpec(**{**content, "kind": JobKind(content["kind"])}))
    print("started", flush=True)
    time.sleep(float(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
