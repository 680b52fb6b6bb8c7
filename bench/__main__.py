"""`make bench`: every figure that the project promises, measured anew.

Prints the table and writes it to docs/benchmarks.md. Works in a folder of its own that is removed
at the end. Machines are noisy: compare figures of one run only.
"""

import argparse
import os
from datetime import date
from pathlib import Path

from threadpoolctl import threadpool_limits

from backend.artefacts.files import write_bytes
from bench import accuracy, disguises, sample, spans, speed, training, yardstick
from bench.machine import machine
from bench.report import as_markdown, as_text
from bench.workbench import open_workbench

PARTS = {
    module.PART.name: module.PART
    for module in (accuracy, training, yardstick, sample, speed, disguises, spans)
}
REPORT = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> None:
    """Measure, print, and write the report when everything was measured."""
    arguments = _arguments()
    chosen = [part for name, part in PARTS.items() if name in (arguments.only or PARTS)]
    # One core is one core: linear algebra starts no threads, here or in processes started here.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with threadpool_limits(1), open_workbench(arguments.data) as bench:
        table = [(part, list(part.measure(bench))) for part in chosen]
    print(as_text(table))
    if not arguments.only:
        write_bytes(REPORT, as_markdown(table, machine(), date.today()).encode())
        print(f"\nWritten to {REPORT}.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("../shared/data"),
        help="folder with jigsaw and toxic_spans",
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, help="measure these parts, write none")
    return parser.parse_args()


if __name__ == "__main__":
    main()
