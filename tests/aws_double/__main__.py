"""Run the double by hand: `python -m tests.aws_double [--port N]`, and stop it with Ctrl-C."""

import argparse
import shlex
import signal
import tempfile
import threading
from pathlib import Path

from tests.aws_double import AwsDouble, Pace


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.aws_double", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="of loopback; a free one when unsaid")
    parser.add_argument("--region", default="us-east-1")
    options = parser.parse_args()
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    with tempfile.TemporaryDirectory() as folder:
        pace = Pace(starting=2, downloading=1, uploading=1, stopping=1, creating=3, updating=3)
        with AwsDouble(Path(folder), pace=pace, region=options.region, port=options.port) as double:
            for name, value in double.environment.items():
                print(f"export {name}={shlex.quote(value)}")
            print(f"# bucket {double.bucket}\n# role   {double.role_arn}", flush=True)
            over.wait()


if __name__ == "__main__":
    main()
