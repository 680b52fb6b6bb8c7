"""BlazingText's image, text classification only, by a stand-in: fastText trains.

Reads `input/config/hyperparameters.json` and the channels below the folder it is given, refuses
what BlazingText refuses, prints its log lines, writes `model/model.bin`, or the reason of a failure
to `output/failure`.

fastText cannot be asked on the way how good it is. So early stopping trains anew for each number of
epochs from `min_epochs` on, each with its own plan of the learning rate, and keeps the best. Every
figure is measured, on the model that it is printed for.
"""

import argparse
import json
import math
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from backend.errors import StudioError
from backend.learning.measurement import Measurement
from backend.learning.recipes import BLAZINGTEXT
from backend.learning.trainer import train

LABEL = "__label__"


_DEFAULTS: Mapping[str, float] = {
    "buckets": 2_000_000,
    "epochs": 5,
    "learning_rate": 0.05,
    "min_count": 5,
    "min_epochs": 5,
    "patience": 4,
    "vector_dim": 100,
    "word_ngrams": 2,
}
"""As the developer guide has them, for text classification. All but the learning rate are integers,
and all but min_count, which may be 0, are positive."""


class ClientError(Exception):
    """What the one who started the job got wrong."""


@dataclass(frozen=True)
class Hyperparameters:
    """Those of text classification."""

    numbers: Mapping[str, float]
    early_stopping: bool


def hyperparameters(given: Mapping[str, str]) -> Hyperparameters:
    """Those `given`, and the defaults. Raises ClientError for one that BlazingText would refuse."""
    given = dict(given)
    mode, early = given.pop("mode", None), given.pop("early_stopping", "false").lower()
    if mode is None:
        raise ClientError("The hyperparameter mode is required.")
    if mode != "supervised":
        raise ClientError(f"This stand-in classifies text: mode must be supervised, not {mode!r}.")
    if early not in ("true", "false"):
        raise ClientError(f"The hyperparameter early_stopping must be a Boolean, not {early!r}.")
    if unknown := sorted(given.keys() - _DEFAULTS.keys()):
        raise ClientError(f"Additional hyperparameters are not allowed ({unknown[0]!r}).")
    numbers = {name: _number(name, text) for name, text in given.items()}
    return Hyperparameters({**_DEFAULTS, **numbers}, early == "true")


def _number(name: str, text: str) -> float:
    refused = ClientError(f"The hyperparameter {name} cannot be {text!r}.")
    try:
        value = type(_DEFAULTS[name])(text)
    except ValueError:
        raise refused from None
    if not 0 <= value < math.inf or (value == 0 and name != "min_count"):
        raise refused
    return value


def channel(root: Path, name: str) -> Path | None:
    """The one file of a channel; None without the channel. Raises ClientError unless each of its
    lines begins with a label."""
    folder = root / "input" / "data" / name
    if not folder.is_dir():
        return None
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    if len(files) != 1:
        raise ClientError(f"The {name} channel must have exactly one file, not {len(files)}.")
    with files[0].open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.startswith(LABEL.encode()):
                raise ClientError(f"Line {number} of the {name} channel has no label.")
    if not files[0].stat().st_size:
        raise ClientError(f"The {name} channel is empty.")
    return files[0]


def run(root: Path) -> None:
    """Train as the files below `root` say. Raises ClientError for what they have wrong."""
    wanted = hyperparameters(
        json.loads((root / "input" / "config" / "hyperparameters.json").read_bytes())
    )
    lines, validation = channel(root, "train"), channel(root, "validation")
    if lines is None:
        raise ClientError("There is no train channel.")
    if wanted.early_stopping and validation is None:
        raise ClientError("early_stopping needs a validation channel.")
    say("Running single machine CPU BlazingText training using supervised mode.")
    for path in filter(None, (lines, validation)):
        say(f"Processing {path} . File size: {path.stat().st_size / 2**20} MB")
    began = time.monotonic()
    model = root / "model" / "model.bin"
    if wanted.early_stopping and validation is not None:
        _train_until_it_stops_improving(lines, validation, model, wanted.numbers)
    else:
        _train(lines, model, wanted.numbers, int(wanted.numbers["epochs"]))
    say("Training finished.")
    say(f"Total training time in seconds: {time.monotonic() - began:.2f}")
    for name, path in (("train", lines), ("validation", validation)):
        if path is not None:
            examples, share = accuracy(model, path)
            say(f"#{name}_accuracy: {share:.4f}")
            say(f"Number of {name} examples: {examples}")


def _train(lines: Path, model: Path, numbers: Mapping[str, float], epochs: int) -> None:
    def show(measured: Measurement) -> None:
        alpha = numbers["learning_rate"] * (1 - measured.fraction)
        say(
            f"##### Alpha: {alpha:.4f}  Progress: {measured.fraction:.2%}"
            f"  Million Words/sec: {measured.words_per_second / 1e6:.2f} #####"
        )

    names = ("learning_rate", "vector_dim", "word_ngrams", "buckets", "min_count")
    settings = {**{name: numbers[name] for name in names}, "epochs": epochs, "threads": 0}
    fitted = train(lines, model, BLAZINGTEXT, settings, show)
    say(f"Number of words:  {fitted.words}")


def _train_until_it_stops_improving(
    lines: Path, validation: Path, model: Path, numbers: Mapping[str, float]
) -> None:
    last = int(numbers["epochs"])
    best, without = -1.0, 0
    latest = model.with_name("latest.bin")
    for epoch in range(min(int(numbers["min_epochs"]), last), last + 1):
        _train(lines, latest, numbers, epoch)
        say(f"-------------- End of epoch: {epoch}")
        share = accuracy(latest, validation)[1]
        say(f"Validation accuracy: {share:.6f}")
        if share > best:
            best, without = share, 0
            shutil.copyfile(latest, model)
            say("Validation accuracy improved! Storing best weights...")
        else:
            without += 1
            say(f"Validation accuracy has not improved for last {without} epochs.")
        if without >= numbers["patience"]:
            say("Reached patience. Terminating training.")
            break
    latest.unlink()


def accuracy(model: Path, lines: Path) -> tuple[int, float]:
    """Examples, and the share of them whose first guess is one of their labels."""
    import fasttext_pybind

    fasttext = fasttext_pybind.fasttext()
    fasttext.loadModel(str(model))
    examples, precision, _ = fasttext.test(str(lines), 1, 0.0)
    return int(examples), float(precision)


def say(line: str) -> None:
    """Print a line of the log."""
    print(line, flush=True)


def main() -> int:
    """Run the program; its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path, help="the folder that stands for /opt/ml")
    root: Path = parser.parse_args().root
    try:
        run(root)
    except (ClientError, StudioError) as error:
        reason = f"ClientError: {error}"
    except Exception as error:
        reason = f"AlgorithmError: {type(error).__name__}"
        say(reason)
        raise
    else:
        return 0
    say(f"[ERROR] {reason}")
    (root / "output").mkdir(exist_ok=True)
    (root / "output" / "failure").write_text(reason)
    return 1


if __name__ == "__main__":
    sys.exit(main())
