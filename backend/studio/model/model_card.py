"""The model card: what a model is for, what it learned from, how good it is, in Markdown.

After Mitchell et al. 2019, "Model Cards for Model Reporting". Every number is read from the
model's own records; what is read is fenced, so that it never becomes markup.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from backend.datasets.inspection import FEW_POSITIVES
from backend.learning import slices
from backend.learning.audit.record import Audit
from backend.learning.evaluation import LEAST_POSITIVES, CategoryMetrics, Evaluation, Interval
from backend.learning.metrics import REFERENCE_IDS
from backend.learning.recipes import RECIPES
from backend.studio.model.lineage import Lineage
from backend.studio.model.models import DATA_BYTES, Model, ServingCost

_TEMPLATE = """\
# Model card: {name}

{summary}

## What it is for

- Reading short messages of a community, and giving each a probability for each category:
  {categories}.
- Flagging messages for people to look at, at thresholds that the community sets.

## What it is not for

- Deciding about a person by itself: it reads one message at a time, without what was said before,
  by whom, or to whom.
- Languages, slang or communities that its training rows do not speak for.
- Finding what is in none of its categories.

## Data

{data}

{parts}

## How good it is

{definition}

{metrics}

- **AUC**: area under the ROC curve, how well the category ranks; 1 is perfect, 0.5 is chance.
  **AP**: average precision, the area under the precision-recall curve.
- **Precision**: of the messages flagged, the share that should be. **Recall**: of the messages
  that should be flagged, the share that are. **F1**: their harmonic mean.
- **Calibration error**: how far probabilities are from what happens, over 10 bins (Naeini et al.
  2015); 0 is perfect.
- In brackets: where the figure lies in 95 % of draws from these rows (bootstrap; Efron &
  Tibshirani 1993). Two models whose figures differ by less may be equally good.
- "-": cannot be measured on these rows.

## Where it does better or worse

{slices}

## Words for groups of people

{bias}

## Messages to try it with

{functions}

## Thresholds in force

{thresholds_words}

{thresholds}

## Size, speed and cost

{running}

## Where it comes from

{lineage}

## Limits

{limits}
"""


def card(
    model: Model, lineage: Lineage, cost: ServingCost | None, audit: Audit | None = None
) -> str:
    """The card of a model, Markdown. Nothing of any message that somebody sent is in it."""
    evaluation = model.evaluation
    return _TEMPLATE.format(
        name=_fenced(model.name),
        summary=_summary(model),
        categories=", ".join(map(_fenced, model.categories)),
        data=_data(lineage),
        parts=_parts(model, lineage),
        definition=_definition(model),
        metrics=_table(
            ("Category", "AUC", "AP", "Calibration error", "Positives", "Rows"),
            [
                *(
                    (
                        _fenced(c.category),
                        _measure(c.roc_auc, c.roc_auc_interval),
                        _measure(c.average_precision, c.average_precision_interval),
                        _measure(c.calibration_error),
                        f"{c.positives:,}",
                        f"{c.rows:,}",
                    )
                    for c in evaluation.categories
                ),
                (
                    "**Mean**",
                    _measure(evaluation.mean_auc, evaluation.mean_auc_interval),
                    _measure(
                        evaluation.mean_average_precision,
                        evaluation.mean_average_precision_interval,
                    ),
                    "",
                    "",
                    "",
                ),
            ],
        ),
        slices=_slices(evaluation),
        bias=_bias(audit),
        functions=_functions(audit),
        thresholds_words=_thresholds_words(model),
        thresholds=_thresholds(model),
        running=_running(model, cost),
        lineage=_lineage(model, lineage),
        limits=_list(_limits(model)),
    )


def _summary(model: Model) -> str:
    made = datetime.fromtimestamp(model.made_at, tz=UTC)
    said = f"A {_algorithm(model)} text classifier, made on {made:%Y-%m-%d} (UTC)."
    if model.synthetic:
        said += (
            " **It learned from synthetic comments, written by a program: good for a first look,"
            " not for judging people.**"
        )
    return said


def _algorithm(model: Model) -> str:
    chosen = RECIPES.get(model.algorithm)
    return chosen.title if chosen else _fenced(model.algorithm)


def _data(lineage: Lineage) -> str:
    dataset = lineage.dataset
    rows = f"{dataset.rows:,} labelled rows" if dataset.rows is not None else "Labelled rows"
    name = f" of the dataset {_fenced(dataset.name)}" if dataset.name else ""
    kind = (
        "All of them are **synthetic**: written by a program, about nobody."
        if dataset.synthetic
        else "They are comments as they were given to the studio, with the labels they came with."
    )
    return f"{rows}{name} to learn from. {kind} Rows of each part, and of them the positives:"


def _parts(model: Model, lineage: Lineage) -> str:
    processing = lineage.processing
    purposes = {"train": "train", "validation": "calibrate", "test": "test"}
    order = {part: place for place, part in enumerate(purposes)}
    return _table(
        ("To", "Rows", "Natural sample", *map(_fenced, model.categories)),
        [
            (
                purposes.get(part, _fenced(part)),
                f"{processing.rows[part]:,}",
                f"{processing.natural_rows.get(part, 0):,}",
                *(
                    f"{processing.positives.get(part, {}).get(category, 0):,}"
                    for category in model.categories
                ),
            )
            for part in sorted(processing.rows, key=lambda part: order.get(part, len(order)))
        ],
    )


def _definition(model: Model) -> str:
    evaluation = model.evaluation
    if evaluation.definition == REFERENCE_IDS:
        return (
            f"Measured on {evaluation.rows:,} test rows that it did not learn from. AUC takes all"
            " positives among them against the rows of the natural sample without the category;"
            f" everything else is measured on the {evaluation.reference_rows:,} rows of the"
            " natural sample alone."
        )
    return (
        f"Measured on all of {evaluation.rows:,} test rows that it did not learn from. No natural"
        " sample was named: where the rows hold more of a category than an ordinary day does,"
        " precision and average precision are higher here than they will be."
    )


SLICES = {
    slices.ALL: "all",
    slices.SHORT: f"short (up to {slices.MOST_SHORT} characters)",
    slices.MEDIUM: f"medium (up to {slices.MOST_MEDIUM})",
    slices.LONG: "long",
    slices.OBFUSCATED: "written to be overlooked",
    slices.ALL_CAPS: "in capitals",
}
"""What the slices are called, in a sentence on messages."""


def _slices(evaluation: Evaluation) -> str:
    if not evaluation.slices:
        return "It was not measured by kinds of messages."
    table = _table(
        ("Messages", "Rows", "In any category", "AUC", "AP", "Flagged rightly", "Flagged wrongly"),
        [
            (
                SLICES.get(found.name, _fenced(found.name)),
                f"{found.rows:,}",
                f"{found.positives:,}",
                _measure(found.mean_auc),
                _measure(found.mean_average_precision),
                _measure(found.recall),
                _measure(found.false_positive_rate),
            )
            for found in evaluation.slices
        ],
    )
    return (
        "A message is flagged in any category at its measured threshold: rightly, as a share of"
        " those in any category; wrongly, of the rest. AUC and AP are means over the categories"
        f" with at least {LEAST_POSITIVES} positives in the slice.\n\n{table}"
    )


_NOT_AUDITED = "It was not audited."


def _bias(audit: Audit | None) -> str:
    if audit is None:
        return _NOT_AUDITED
    bias = audit.bias
    said = (
        f"Does it mind words that name a group of people? {len(bias.terms)} of them were put in"
        f" {bias.neutral} neutral and {bias.toxic} rude English sentences of the project's own."
        f" Of the neutral ones {bias.false_positive_rate:.1%} were flagged, of the rude ones"
        f" {bias.missed_rate:.1%} were not."
    )
    worst = bias.worst()
    if not worst:
        return f"{said} No word made a difference."
    table = _table(
        ("Word", "Kind", "Subgroup AUC", "BPSN AUC", "BNSP AUC", "Flagged wrongly", "Gap"),
        [
            (
                _fenced(term.term),
                _fenced(term.kind),
                _measure(term.subgroup_auc),
                _measure(term.bpsn_auc),
                _measure(term.bnsp_auc),
                _measure(term.false_positive_rate),
                f"{term.false_positive_gap:+.3f}",
            )
            for term in worst
        ],
    )
    return (
        f"{said} The words it minds most:\n\n{table}\n\n"
        "Borkan et al. 2019, 1 is best: rude from neutral sentences with the word (subgroup); rude"
        " ones without it from neutral ones with it (BPSN), low where the word alone raises"
        " probabilities; rude ones with it from neutral ones without it (BNSP), low where it lowers"
        " them. Gap: how much more often its neutral sentences are flagged than the others'."
    )


def _functions(audit: Audit | None) -> str:
    if audit is None:
        return _NOT_AUDITED
    table = _table(
        ("A message that", "Should be", "Passed", "Not passed, for example"),
        [
            (
                _fenced(function.title),
                "flagged" if function.flagged else "not flagged",
                f"{function.passed} of {function.total}",
                _fenced(function.failed[0]) if function.failed else "",
            )
            for function in audit.functions
        ],
    )
    notes = [
        f"{_fenced(found.title)}: {_fenced(found.note)}" for found in audit.functions if found.note
    ]
    return (
        "English messages of the project's own, in the manner of HateCheck (Röttger et al. 2021).\n"
        f"\n{table}\n\n{_list(notes)}"
    ).rstrip()


def _thresholds_words(model: Model) -> str:
    chosen = (
        "They were chosen on validation rows for the greatest F1."
        if model.thresholds == model.measured_thresholds
        else "Some were set by a person; the measured ones have the greatest F1 on validation rows."
    )
    return f"A message at or over a threshold is flagged. {chosen} What that means on test rows:"


def _thresholds(model: Model) -> str:
    return _table(
        (
            "Category",
            "Threshold",
            "Measured",
            "Caught rightly",
            "Wrongly",
            "Missed",
            "Precision",
            "Recall",
            "F1",
        ),
        [_threshold(model, category) for category in model.evaluation.categories],
    )


def _threshold(model: Model, category: CategoryMetrics) -> tuple[str, ...]:
    threshold = model.thresholds[category.category]
    found = category.at(threshold)
    return (
        _fenced(category.category),
        f"{threshold:.3f}",
        f"{category.threshold:.3f}",
        f"{found.right:,}",
        f"{found.wrong:,}",
        f"{found.missed:,}",
        _measure(found.precision),
        _measure(found.recall),
        _measure(found.f1),
    )


def _running(model: Model, cost: ServingCost | None) -> str:
    lines = [
        f"Size: {model.model_mb:,.1f} MB (model.bin, MB of 10^6 bytes).",
        f"Memory to serve: {model.serving_mb:,.0f} MB (of 2^20 bytes).",
    ]
    if model.speed is None:
        lines.append("Speed: not measured.")
    else:
        lines.append(
            f"Speed: about {model.speed.messages_per_second:,.0f} messages a second on one core,"
            f" normalised, scored and calibrated one at a time; measured on"
            f" {model.speed.messages:,} test messages."
        )
    if cost is None:
        lines.append("Cost: not known.")
    else:
        here = "free on this machine; " if cost.usd == 0 else ""
        lines.append(
            f"Cost of a million messages: {here}about USD {cost.serverless_usd:.2f} on SageMaker"
            f" serverless with {cost.memory_mb:,} MB, at one message a request, at least 1 ms"
            f" billed for each, {DATA_BYTES:,} bytes there and back ({cost.price.source})."
        )
    return _list(lines)


def _lineage(model: Model, lineage: Lineage) -> str:
    processing, training = lineage.processing, lineage.training
    rows = [
        *(
            (f"Dataset, {_fenced(name)}", _fenced(made))
            for name, made in lineage.dataset.files.items()
        ),
        ("Split with seed", _fenced(str(processing.seed))),
        ("Normaliser", f"version {_fenced(processing.normaliser)}"),
        ("Training rows", _fenced(training.lines)),
        *(
            (f"Hyperparameter {_fenced(name)}", _fenced(str(value)))
            for name, value in training.settings.items()
        ),
        *(
            (f"Version of {_fenced(name)}", _fenced(version))
            for name, version in training.versions.items()
        ),
        ("Evaluation job", _fenced(lineage.evaluation.job)),
        ("model.bin", _fenced(lineage.package.model)),
        ("Served by", ", ".join(map(_fenced, lineage.endpoints)) or "no endpoint now"),
    ]
    return "Contents are named by their SHA-256.\n\n" + _table(("What", "Value"), rows)


def _limits(model: Model) -> Iterable[str]:
    few = [c for c in model.evaluation.categories if c.positives < FEW_POSITIVES]
    for category in few:
        yield (
            f"{_fenced(category.category)} was measured on {category.positives:,} positives only:"
            " its figures may be far off."
        )
    yield (
        "Labels are people's judgements, and hold their mistakes and their biases; the model learns"
        " those too. Words that name a group of people can raise a probability without an insult."
    )
    yield "It reads spellings and words, not irony, quotations or context."
    yield "People change what they write; measure it again on new messages from time to time."


def _measure(value: float | None, between: Interval | None = None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" + (f" ({between.low:.3f} to {between.high:.3f})" if between else "")


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _fenced(text: str) -> str:
    """`text` as code, on one line and in one cell of a table; nothing in it is markup."""
    clean = " ".join(text.split()).replace("`", "'").replace("|", "/")
    return f"`{clean}`" if clean else "-"
