"""Processing: a dataset in, lines of train, validation and test out.

Runs inside a processing job: `python -m backend.preprocess`. Below `--root`, SageMaker's layout:
reads `processing/input/dataset`, writes `train/train.txt`, `validation/validation.txt`,
`test/test.txt`, where each line comes from (`rows/*.tsv`: id, file, row from 1, reference 0 or 1)
and `manifest.json` below `processing/output`.

The rooms are imported late: the workers import this file and need none of them.
"""

import argparse
import sys
from pathlib import Path


def main() -> int:
    """Run the program; its exit code."""
    parser = argparse.ArgumentParser(description="Make training lines of a dataset.")
    parser.add_argument("--root", type=Path, default=Path("/opt/ml"))
    parser.add_argument("--seed", type=int, default=7, help="of the split and the order")
    parser.add_argument("--validation-fraction", type=float, default=0.1)
    parser.add_argument(
        "--test-fraction", type=float, default=0.1, help="used where there is no test file"
    )
    options = parser.parse_args()

    from backend.artefacts.failure import run_program

    return run_program(lambda: run(options), options.root)


def run(options: argparse.Namespace) -> None:
    """Prepare the dataset below the root. Raises StudioError for what a person can mend."""
    from backend.artefacts.manifest import FILE_NAME, read_manifest
    from backend.datasets.files import dataset_files
    from backend.datasets.processing.preparation import Settings, prepare
    from backend.datasets.processing.workers import usable_cores

    settings = Settings(
        seed=options.seed,
        validation_fraction=options.validation_fraction,
        test_fraction=options.test_fraction,
    )
    folder = options.root / "processing" / "input" / "dataset"
    described = (folder / FILE_NAME).is_file()
    prepare(
        dataset_files(folder),
        options.root / "processing" / "output",
        settings,
        usable_cores(),
        synthetic=described and bool(read_manifest(folder, "dataset").details.get("synthetic")),
    )


if __name__ == "__main__":
    sys.exit(main())
