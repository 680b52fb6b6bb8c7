import contextlib
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import fasttext
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import DoesNotFit, InvalidInput, StudioError
from backend.learning.fasttext.trainer import fasttext_arguments, measurements, train
from backend.learning.measurement import Measurement
from backend.learning.model import open_model
from backend.learning.recipes import BLAZINGTEXT, FASTTEXT
from tests.learning import corpus
from tests.learning.conftest import SMALL

STDERR = b"".join(
    [
        b"\rRead 1M words\rRead 1M words\nNumber of words:  42032\nNumber of labels: 7\n",
        b"\rProgress:   2.9% words/sec/thread: 1454898 lr:  0.194256",
        b" avg.loss:  3.539983 ETA:   0h 0m 3s",
        b"\rProgress:  50.0% words/sec/thread: 1400000 lr:  0.100000",
        b" avg.loss:  nan ETA:   1h 2m 3s",
        b"\rProgress: 100.0% words/sec/thread: 1222112 lr: -0.000003",
        b" avg.loss:  0.250000 ETA:   0h 0m 0s",
        b"\rProgress: 100.0% words/sec/thread: 1222112 lr:  0.000000",
        b" avg.loss:  0.250000 ETA:   0h 0m 0s\n",
    ]
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus.write_lines(tmp_path_factory.mktemp("lines") / "train.txt", corpus.rows(500))


def test_progress_is_read_from_what_fasttext_writes() -> None:
    first, second, *_, last = measurements([STDERR], threads=2)
    assert first == Measurement(
        fraction=0.029, words_per_second=2 * 1454898, loss=3.539983, seconds_left=3
    )
    assert second.loss != second.loss  # nan is passed on: who reports it leaves it out
    assert second.seconds_left == 3723
    assert last.fraction == 1


@given(cuts=st.lists(st.integers(0, len(STDERR)), max_size=12).map(sorted))
def test_progress_does_not_depend_on_how_it_is_cut(cuts: list[int]) -> None:
    ends = [0, *cuts, len(STDERR)]
    chunks = [STDERR[a:b] for a, b in pairwise(ends)]
    assert repr(list(measurements(chunks, 2))) == repr(list(measurements([STDERR], 2)))


def test_it_learns_and_tells_how_far_it_is(lines: Path, tmp_path: Path) -> None:
    seen: list[Measurement] = []
    settings = FASTTEXT.settings({**SMALL, "epochs": "100", "threads": "0"})
    fitted = train(lines, tmp_path / "model.bin", FASTTEXT, settings, seen.append)
    assert fitted.threads >= 2
    assert set(fitted.labels) == {*corpus.CATEGORIES, "none"}
    assert fitted.words > 10
    fractions = [m.fraction for m in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert seen[-1].words_per_second > 0
    assert [p.name for p in tmp_path.iterdir()] == ["model.bin"]
    rude, spam = open_model(tmp_path / "model.bin", corpus.CATEGORIES).scores(["what an oaf"])[0]
    assert rude > spam


def test_one_thread_gives_the_same_bytes(lines: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        train(lines, tmp_path / name, FASTTEXT, FASTTEXT.settings(SMALL))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_what_blazingtext_shares_between_labels_is_scored_for_each(tmp_path: Path) -> None:
    made = corpus.rows(500, shares={"rude": 0.8, "spam": 0.8})
    lines = corpus.write_lines(tmp_path / "train.txt", made)
    settings = BLAZINGTEXT.settings({"buckets": "1000", "threads": "1"})
    train(lines, tmp_path / "model.bin", BLAZINGTEXT, settings)
    found = {
        label: score
        for score, label in fasttext.load_model(str(tmp_path / "model.bin")).f.predict(
            "an oaf with cheap coins\n", -1, 0.0, "strict"
        )
    }
    assert sum(found.values()) == pytest.approx(1, abs=1e-3)
    model = open_model(tmp_path / "model.bin", corpus.CATEGORIES)
    both = dict(zip(corpus.CATEGORIES, model.scores(["an oaf with cheap coins"])[0], strict=True))
    assert all(score > found[f"__label__{name}"] for name, score in both.items())
    assert sum(both.values()) > 1.2


def test_character_ngrams_are_off_when_either_length_is_0() -> None:
    for lengths in ({"min_char": "0"}, {"max_char": "0"}, {"min_char": "5", "max_char": "0"}):
        arguments = fasttext_arguments(FASTTEXT, FASTTEXT.settings(lengths))
        assert (arguments["minn"], arguments["maxn"]) == (0, 0)


@pytest.mark.parametrize(
    ("setting", "message"),
    [({"learning_rate": 1e30}, "diverged"), ({"min_count": 10**6}, "No word")],
)
def test_what_cannot_be_learned_is_said_plainly(
    lines: Path, tmp_path: Path, setting: dict[str, float], message: str
) -> None:
    (tmp_path / "model.bin").write_text("the one before")
    with pytest.raises(InvalidInput, match=message):
        train(lines, tmp_path / "model.bin", FASTTEXT, {**FASTTEXT.settings(SMALL), **setting})
    assert [p.name for p in tmp_path.iterdir()] == ["model.bin"]
    assert (tmp_path / "model.bin").read_text() == "the one before"


@pytest.mark.parametrize(
    ("number", "error"), [(signal.SIGKILL, DoesNotFit), (signal.SIGSEGV, StudioError)]
)
def test_a_killed_process_is_an_error_and_leaves_nothing(
    lines: Path, tmp_path: Path, number: int, error: type[StudioError]
) -> None:
    def kill(measurement: Measurement) -> None:
        for child in psutil.Process().children():
            with contextlib.suppress(psutil.Error):  # others may end meanwhile
                if any(part.endswith("fitting.py") for part in child.cmdline()):
                    child.send_signal(number)

    settings = FASTTEXT.settings({**SMALL, "epochs": "200", "threads": "2"})
    with pytest.raises(error):
        train(lines, tmp_path / "model.bin", FASTTEXT, settings, kill)
    assert list(tmp_path.iterdir()) == []


DRIVER = """
import resource, sys
from pathlib import Path
from backend.errors import StudioError
from backend.learning.recipes import FASTTEXT
from backend.learning.trainer import train
limit, most, lines, model, *given = sys.argv[1:]
resource.setrlimit(getattr(resource, limit), (int(most), int(most)))
settings = FASTTEXT.settings(dict(pair.split("=") for pair in given))
try:
    train(Path(lines), Path(model), FASTTEXT, settings, lambda m: print("going", flush=True))
except StudioError as error:
    print(type(error).__name__, error)
"""


def _driver(lines: Path, model: Path, *arguments: str) -> list[str]:
    limit, most, *given = arguments
    return [sys.executable, "-c", DRIVER, limit, most, str(lines), str(model), *given]


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not keep to these limits")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("RLIMIT_AS", "4000000000", "vector_dim=300", "buckets=4000000"), "more memory"),
        (("RLIMIT_FSIZE", "100000", "vector_dim=50", "buckets=10000"), "written whole"),
    ],
    ids=["memory", "disk"],
)
def test_memory_and_disk_that_run_out_are_said_plainly(
    lines: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    command = _driver(lines, tmp_path / "model.bin", *arguments, "epochs=1", "threads=1")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer = done.stdout.splitlines()[-1]
    assert answer.startswith("DoesNotFit")
    assert message in answer
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_training_ends_with_the_process_that_asked_for_it(
    lines: Path, tmp_path: Path, number: int
) -> None:
    large = corpus.write_lines(tmp_path / "train.txt", corpus.rows(20_000))
    command = _driver(large, tmp_path / "model.bin", "RLIMIT_CORE", "0", "epochs=200", "threads=2")
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"going\n"
        (child,) = psutil.Process(parent.pid).children()
        os.kill(parent.pid, number)
        parent.wait()
    end = time.monotonic() + 60
    while child.is_running() and child.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end, "fastText outlived its parent"
        time.sleep(0.05)
    assert not (tmp_path / "model.bin").exists()
