"""Accuracy: every algorithm from the CSV to the package, as a person would make it."""

from collections.abc import Iterator

from backend.learning.recipes import BLAZINGTEXT, FASTTEXT, LINEAR, RECIPES
from bench.figure import Figure, Part, between, ranking
from bench.workbench import Made, Workbench

_AUC = {LINEAR.name: 0.980, FASTTEXT.name: 0.970, BLAZINGTEXT.name: 0.960}
_AVERAGE_PRECISION = {LINEAR.name: 0.68}
_LOWEST_AUC = {LINEAR.name: 0.970}
_CALIBRATION_ERROR = 0.02
_PACKAGE_MB, _SERVING_MB = 40, 1024
_TRAINING_SECONDS = 60


def _measure(bench: Workbench) -> Iterator[Figure]:
    for algorithm in RECIPES:
        yield from _of(algorithm, bench.made(algorithm))


def _of(name: str, made: Made) -> Iterator[Figure]:
    found = made.evaluation
    yield from ranking(
        f"`{name}`",
        found,
        auc_at_least=_AUC.get(name),
        precision_at_least=_AVERAGE_PRECISION.get(name),
    )
    lowest = min(found.categories, key=lambda c: c.roc_auc or 0.0)
    yield Figure(
        what=f"`{name}`: lowest AUC of a category",
        value=lowest.roc_auc,
        form=".4f",
        at_least=_LOWEST_AUC.get(name),
        note=f"{lowest.category}, {between(lowest.roc_auc_interval)}",
    )
    worst = max(found.categories, key=lambda c: c.calibration_error or 0.0)
    yield Figure(
        what=f"`{name}`: greatest calibration error of a category",
        value=worst.calibration_error,
        form=".4f",
        at_most=_CALIBRATION_ERROR,
        note=worst.category,
    )
    yield Figure(
        what=f"`{name}`: package, MB", value=made.package_mb, form=".1f", at_most=_PACKAGE_MB
    )
    yield Figure(
        what=f"`{name}`: memory of an endpoint, MB",
        value=made.model.serving_mb,
        form=".0f",
        at_most=_SERVING_MB,
    )
    rows = made.model.manifest.details["training"]["rows"]
    yield Figure(
        what=f"`{name}`: training on all cores, s",
        value=made.training_seconds,
        form=".1f",
        at_most=_TRAINING_SECONDS,
        note=f"{rows:,} rows; {made.model.manifest.counts['validation_rows']:,} more calibrate",
    )
    yield Figure(
        what=f"`{name}`: from the CSV to a live endpoint, s",
        value=sum(made.stages.values()),
        form=".1f",
        note=", ".join(f"{stage} {seconds:.1f}" for stage, seconds in made.stages.items()),
    )


PART = Part(
    name="accuracy",
    title="Accuracy, size and training",
    how="Each algorithm's first preset through the pipeline on this machine: a tenth of train.csv"
    " calibrates and sets thresholds, the rest trains, and test.csv only reports, by the reference"
    " ids. AUC: a category's positives are all of the test rows', its negatives the natural rows"
    " without it; all else on natural rows alone. Intervals: 95 % of a bootstrap. Calibration"
    " error: expected, over ten bins. The memory of an endpoint is the model's, loaded and having"
    " met very many words, and what the server and its largest requests need beside it.",
    measure=_measure,
)
