"""The guided demo, told stage by stage: what goes in, what is done, what comes out, and why."""

from collections.abc import Mapping

import streamlit as st

from app.components import words
from app.components.jobs.run_view import stage_progress
from app.components.states import state_badge
from backend.artefacts.progress import Progress
from backend.platforms.base import JobKind
from backend.studio.demo import Found
from backend.studio.work.plans import PlannedJob
from backend.studio.work.runs import Run, StageView

_TOLD = {
    JobKind.PROCESSING: (
        "Clean and split",
        "People write one word in many ways to slip past a filter. Every comment is brought to one"
        " plain form, and copies that would let the model cheat in the test are taken out. Then"
        " the rows are split: most to learn from, some to set thresholds with, some to test on.",
    ),
    JobKind.TRAINING: (
        "Learn",
        "A linear model weighs every word, piece of a word and pair of words by how well it tells"
        " each category. It is small and quick on purpose: it has to read every message of a"
        " community, on an ordinary processor, and to say which words did it.",
    ),
    JobKind.EVALUATION: (
        "Measure and pack",
        "Only rows that the model has never seen count. Its scores are turned into honest"
        " probabilities, a threshold is set for each category, and all that is packed into one"
        " file together with the code that serves it.",
    ),
}
_DEPLOY = (
    "Put to work",
    "The package becomes an endpoint: an address that a game or a chat server sends messages to."
    " It answers with a probability for each category, and costs nothing while nobody writes.",
)


_TO_COME = ":gray[Its numbers appear here.]  \n&nbsp;"  # as high as they will be


def demo_summary(found: Found) -> str:
    """What came of the demo, in a line."""
    parts = []
    if found.lines is not None:
        rows = found.lines.counts["parts"]["train"]["rows"]
        parts.append(f"{words.count(rows, 'row')} learned from")
    if found.model is not None:
        auc = found.model.evaluation.mean_auc
        parts.append(f"AUC {auc:.3f} on rows it had not seen" if auc is not None else "")
        parts.append(f"a model of {words.megabytes(found.model.model_mb)}")
    return " · ".join(part for part in parts if part)


def demo_story(run: Run, found: Found, progress: Mapping[str, Progress], *, now: float) -> None:
    """A chapter for each stage, all there from the start, so that nothing moves while it runs.

    progress: the last measurement by job name, where there is one.
    """
    for number, stage in enumerate(run.stages, start=1):
        plan = stage.stage
        kind = plan.kind if isinstance(plan, PlannedJob) else None
        title, told = _TOLD[kind] if kind else _DEPLOY
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{number}. {title}**", width="content")
                state_badge(stage.state)
                st.caption(words.plain(_time(stage, now)), width="content")
            st.markdown(told)
            stage_progress(stage, progress)
            st.markdown(_result(kind, found) or _TO_COME)


def _time(stage: StageView, now: float) -> str:
    seconds = stage.job.elapsed(now) if stage.job else None
    return "" if seconds is None else words.duration(seconds)


def _result(kind: JobKind | None, found: Found) -> str:
    if kind is JobKind.PROCESSING:
        return _cleaned(found)
    if kind is JobKind.TRAINING:
        return _learned(found)
    return _measured(found) if kind is JobKind.EVALUATION else _serving(found)


def _cleaned(found: Found) -> str:
    if found.lines is None:
        if found.sample is None:
            return ""
        parts = (found.sample.counts["train"], found.sample.counts["test"])
        rows = sum(part["rows"] for part in parts if part)
        return f"In: **{rows:,}** synthetic comments, written by a program about nobody.  \n&nbsp;"
    counts = found.lines.counts
    train, validation, test = (
        counts["parts"][part]["rows"] for part in ("train", "validation", "test")
    )
    return (
        f"Out: **{train:,}** rows to learn from, **{validation:,}** to set thresholds with,"
        f" **{test:,}** to test on; about **{counts['distinct_words']:,}** different words."
    )


def _learned(found: Found) -> str:
    if found.validation_auc is None:
        return ""
    return (
        f"Out: a model with AUC **{found.validation_auc:.3f}** on rows it did not learn"
        " from. AUC says how well it ranks: 1 is perfect, 0.5 is chance."
    )


def _measured(found: Found) -> str:
    if found.model is None:
        return ""
    auc = found.model.evaluation.mean_auc
    ranked = f"AUC **{auc:.3f}** on" if auc is not None else "Measured on"
    return (
        f"Out: {ranked} **{found.model.evaluation.rows:,}** test rows, over"
        f" **{len(found.model.categories)}** categories; a model of"
        f" **{words.megabytes(found.model.model_mb)}**."
        " These comments are synthetic: real ones are harder."
    )


def _serving(found: Found) -> str:
    if not found.live:
        return ""
    what = f"an address, `{found.url}`, that answers" if found.url else "an endpoint that answers"
    return f"Out: {what} now. It sleeps while nobody writes, and the next message wakes it."
