"""What BlazingText's image is told, and what its log tells."""

import pytest

from backend.artefacts.progress import Progress
from backend.errors import InvalidInput, NotSupported
from backend.learning.recipes import BLAZINGTEXT
from backend.platforms.aws.jobs.blazingtext import hyperparameters, progress, settings
from tests.aws_double.containers import blazingtext as image

LOG = """\
Arguments: train
[06/27/2020 16:23:56 INFO 140271083321152] nvidia-smi took: 0.02 secs to identify 0 gpus
[06/27/2020 16:23:56 INFO 140271083321152] Running single machine CPU BlazingText training
Read 6M words
Number of words:  149301
##### Alpha: 0.0382  Progress: 23.53%  Million Words/sec: 30.59 #####
-------------- End of epoch: 1
Using 16 threads for prediction!
Validation accuracy: 0.963414
Validation accuracy improved! Storing best weights...
Alpha: 0.0000  Progress: 100.00%  Million Words/sec: 33.77
Training finished.
Average throughput in Million words/sec: 33.77
Total training time in seconds: 13.13
#train_accuracy: 0.9888
Number of train examples: 112000
#validation_accuracy: 0.9734
Number of validation examples: 70000
"""


def test_its_log_tells_how_far_it_is_and_how_fast() -> None:
    lines = [(float(at), line) for at, line in enumerate(LOG.splitlines())]
    first, measured, last, final = progress(lines)
    assert first == Progress(at=5, stage="Training", fraction=0.2353, words_per_second=30.59e6)
    assert (last.fraction, last.words_per_second) == (1.0, 33.77e6)
    assert (measured.fraction, final.fraction) == (0.2353, 1.0)
    assert "96.3%" in measured.stage
    assert "97.3%" in final.stage
    for point in (first, measured, last, final):
        assert (point.loss, point.validation_auc) == (None, None)


def test_a_log_read_in_two_parts_tells_the_same() -> None:
    lines = [(float(at), line) for at, line in enumerate(LOG.splitlines())]
    whole = list(progress(lines))
    for cut in range(len(lines)):
        before = list(progress(lines[:cut]))
        fraction = before[-1].fraction if before else None
        assert [*before, *progress(lines[cut:], fraction or 0.0)] == whole


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"epochs": "7", "early_stopping": "true", "min_epochs": "2", "patience": "1"},
        {"learning_rate": "0.5", "vector_dim": "20", "word_ngrams": "3", "buckets": "1000"},
        {"threads": "0", "min_count": "1"},
    ],
)
def test_the_image_knows_all_that_it_is_told(given: dict[str, str]) -> None:
    known = image.hyperparameters(hyperparameters(given))
    chosen = BLAZINGTEXT.settings(given, reference=False)
    assert known.early_stopping == chosen["early_stopping"]
    assert known.numbers == {name: chosen[name] for name in known.numbers}


def test_what_it_cannot_have_is_refused() -> None:
    for given in ({"min_char": "3"}, {"epochs": "0"}, {"epochs": "many"}):
        with pytest.raises(InvalidInput):
            hyperparameters(given)
    with pytest.raises(NotSupported):
        hyperparameters({"threads": "4"})


def test_what_somebody_else_told_it_is_a_recipes_settings() -> None:
    assert settings(hyperparameters({"epochs": "7"}))["epochs"] == "7"
    assert settings({"mode": "supervised", "epochs": "7", "evaluation": "x"}) == {"epochs": "7"}
