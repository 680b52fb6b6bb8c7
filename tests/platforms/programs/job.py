"""A job's program for tests: does what the setting `do` says, below the folder `--root` names."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from backend.artefacts.progress import report


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--do", default="work")
    parser.add_argument("--amount", type=float, default=0)
    options = parser.parse_args()
    settings = options.root / "input" / "config" / "hyperparameters.json"
    if settings.is_file():
        given = json.loads(settings.read_text())
        options.do, options.amount = given["do"], float(given.get("amount", 0))
        options.product, options.inputs = options.root / "model", options.root / "input" / "data"
    else:
        options.product = options.root / "processing" / "output"
        options.inputs = options.root / "processing" / "input"
    print("begun", flush=True)
    globals()[options.do](options)


def work(options: argparse.Namespace) -> None:
    """Reports progress, and leaves the text of all inputs in `made.txt`."""
    report("Counting", fraction=0.5, rows_per_second=10.0)
    channels = sorted(options.inputs.iterdir()) if options.inputs.is_dir() else []
    files = [path for channel in channels for path in sorted(channel.rglob("*.txt"))]
    texts = [path.read_text() for path in files]
    (options.product / "made.txt").write_text("".join(texts) or "nothing")
    report("Counting", fraction=1.0)


def show(options: argparse.Namespace) -> None:
    """Says where it runs."""
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    seen = {"cores": cores, "threads": os.environ.get("OMP_NUM_THREADS")}
    (options.product / "seen.json").write_text(json.dumps(seen))


def sleep(options: argparse.Namespace) -> None:
    """Leaves half of something and sleeps for `amount` seconds."""
    (options.product / "half.txt").write_text("half")
    print(f"sleeping {time.time()}", flush=True)
    time.sleep(options.amount)


def stubborn(options: argparse.Namespace) -> None:
    """As `sleep`, and heeds no request to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sleep(options)


def family(options: argparse.Namespace) -> None:
    """As `sleep`, with a descendant that left the session and that nobody will wait for."""
    code = f"import time; time.sleep({options.amount})"
    subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    sleep(options)


def explain(options: argparse.Namespace) -> None:
    """Fails for a reason that it tells."""
    (options.product / "half.txt").write_text("half")
    for name in ("failure", "message"):
        (options.root / "output" / name).write_text("No category has an example. Label some rows.")
    sys.exit(1)


def leave(options: argparse.Namespace) -> None:
    """Ends with the exit code `amount`, without a word."""
    sys.exit(int(options.amount))


def nothing(options: argparse.Namespace) -> None:
    """Succeeds without leaving anything."""


def eat(options: argparse.Namespace) -> None:
    """Takes `amount` MB of memory and sleeps."""
    taken = bytearray(os.urandom(1)) * int(options.amount * 2**20)
    time.sleep(60)
    print(len(taken))


def share(options: argparse.Namespace) -> None:
    """Takes `amount` MB and shares them with three forks for a second; then succeeds."""
    taken = bytearray(os.urandom(1)) * int(options.amount * 2**20)
    for _ in range(3):
        if os.fork() == 0:
            time.sleep(1)
            os._exit(len(taken) % 1)
    for _ in range(3):
        os.wait()
    (options.product / "made.txt").write_text("made")


def fill(options: argparse.Namespace) -> None:
    """Writes until the disk is full, and fails for it."""
    with (options.product / "half.txt").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(2**16))


def make(options: argparse.Namespace) -> None:
    """Leaves a file of `amount` MB that cannot be made smaller."""
    with (options.product / "made.bin").open("wb") as file:
        for _ in range(int(options.amount * 16)):
            file.write(os.urandom(2**16))


def count(options: argparse.Namespace) -> None:
    """Reports how far it is in quarters, over `amount` seconds."""
    for quarters in range(5):
        report("Counting", fraction=quarters / 4)
        print("between two measurements", flush=True)
        time.sleep(options.amount / 5)
    (options.product / "made.txt").write_text("made")


def babble(options: argparse.Namespace) -> None:
    """Prints bytes that are no text, lines that overwrite themselves, and no last newline."""
    sys.stdout.buffer.write("one\nzw\xf6lf\n".encode() + b"\xff\xfe\n10%\r20%\r\nlast \xc3")
    sys.stdout.buffer.flush()
    (options.product / "made.txt").write_text("made")


if __name__ == "__main__":
    main()
