"""The trainer of fastText models: fits one in a process of its own, and tells how far it is."""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from backend.artefacts.files import fsync_folder
from backend.datasets.lines import LABEL
from backend.datasets.processing.workers import usable_cores
from backend.errors import DoesNotFit, InvalidInput, StudioError
from backend.learning.fasttext import fitting
from backend.learning.measurement import Fitted, Measurement
from backend.learning.recipes import Recipe, Settings, character_ngrams

_REPORT_SECONDS = 0.5
_MEASUREMENT = re.compile(
    rb"Progress:\s*(?P<percent>[\d.]+)%.*?words/sec/thread:\s*(?P<words>\d+)"
    rb".*?avg\.loss:\s*(?P<loss>\S+)\s+ETA:\s*(?P<h>\d+)h\s*(?P<m>\d+)m\s*(?P<s>\d+)s"
)


def train(
    lines: Path,
    model: Path,
    recipe: Recipe,
    settings: Settings,
    observe: Callable[[Measurement], None] = lambda measurement: None,
) -> Fitted:
    """Train on a lines file and write `model`, whole or not at all.

    `observe` is called about twice a second while fastText measures itself, which it does with
    two threads or more; with one thread the same lines and settings give the same bytes. Blocks
    until the end; the process that trains ends when this one does, however that happens.

    Raises InvalidInput when the loss diverges or no word is common enough, DoesNotFit when memory
    or disk run out, StudioError when fastText ends for another reason.
    """
    model.parent.mkdir(parents=True, exist_ok=True)
    arguments = fasttext_arguments(recipe, settings)
    descriptor, name = tempfile.mkstemp(prefix=f".{model.name}.", dir=model.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        request = {"arguments": {"input": str(lines), **arguments}, "model": name}
        outcome = _run(request, arguments["thread"], observe)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(model)
        fsync_folder(model.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return Fitted(outcome["words"], tuple(outcome["labels"]), arguments["thread"])


def fasttext_arguments(recipe: Recipe, settings: Settings) -> dict[str, Any]:
    """The arguments of `fasttext.train_supervised` for `settings`, all but the input."""
    shortest, longest = character_ngrams(settings)  # fastText would take one 0 for 1
    return {
        "label": LABEL,
        "loss": recipe.loss,
        "epoch": settings["epochs"],
        "lr": settings["learning_rate"],
        "dim": settings["vector_dim"],
        "wordNgrams": settings["word_ngrams"],
        "minn": shortest,
        "maxn": longest,
        "bucket": settings["buckets"],
        "minCount": settings["min_count"],
        "thread": settings["threads"] or max(2, usable_cores()),
        "verbose": 2,
    }


def measurements(chunks: Iterable[bytes], threads: int) -> Iterator[Measurement]:
    """The measurements in fastText's stderr, which ends each with a carriage return and may be
    cut anywhere into chunks.
    """
    rest = b""
    for chunk in chunks:
        *whole, rest = re.split(rb"[\r\n]", rest + chunk)
        for text in whole:
            found = _MEASUREMENT.search(text)
            if found:
                hours, minutes, seconds = (int(found[part]) for part in ("h", "m", "s"))
                with contextlib.suppress(ValueError):
                    yield Measurement(
                        fraction=min(round(float(found["percent"]) / 100, 4), 1.0),
                        words_per_second=float(found["words"]) * threads,
                        loss=float(found["loss"]),
                        seconds_left=float(hours * 3600 + minutes * 60 + seconds),
                    )


def _run(
    request: dict[str, Any], threads: int, observe: Callable[[Measurement], None]
) -> dict[str, Any]:
    """What the fitting process answers to `request`."""
    # -P keeps this folder, whose modules have plain names, from shadowing a library's
    command = [sys.executable, "-P", str(Path(fitting.__file__))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        pipes = (process.stdin, process.stdout, process.stderr)
        stdin, stdout, stderr = cast("tuple[IO[bytes], IO[bytes], IO[bytes]]", pipes)
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
            reported = -_REPORT_SECONDS
            for measurement in measurements(_chunks(stderr.fileno()), threads):
                now = time.monotonic()
                if now - reported >= _REPORT_SECONDS or measurement.fraction == 1:
                    reported = now
                    observe(measurement)
            answer = stdout.read()
            process.wait()
        except BrokenPipeError:
            answer = b""
        finally:
            process.kill()
    outcome = json.loads(answer) if answer else {"error": process.returncode}
    if "error" in outcome:
        raise _failure(outcome["error"])
    return dict(outcome)


def _chunks(descriptor: int) -> Iterator[bytes]:
    while chunk := os.read(descriptor, 1 << 16):
        yield chunk


def _failure(error: str | int) -> StudioError:
    """The error for what the fitting process said, or for its exit code where it said nothing."""
    if error in (fitting.MEMORY, -9):  # -9: the system ends what takes too much memory
        return DoesNotFit(
            "Training needs more memory than there is.",
            "Choose fewer buckets, a smaller vector size or a larger size.",
        )
    if error == fitting.NOT_WRITTEN:
        return DoesNotFit("The model could not be written whole.", "Free some disk space.")
    if error == fitting.NOT_A_NUMBER:
        return InvalidInput(
            "Training diverged: its loss is no longer a number.", "Lower the learning rate."
        )
    if error == fitting.NO_WORDS:
        return InvalidInput(
            "No word occurs often enough to be learned.", "Lower min_count or add rows."
        )
    return StudioError(f"fastText ended unexpectedly ({error}).", "Try other settings.")
