"""A run, stage by stage: what is done, what goes on and what it measures, what is still to come."""

from collections.abc import Callable, Mapping

import streamlit as st

from app.components import words
from app.components.jobs.progress_view import progress_line, starting_words
from app.components.states import state_badge, state_words
from backend.artefacts.progress import Progress
from backend.studio.work.runs import Run, StageView

_ICONS = {
    "Completed": ":material/check_circle:",
    "InService": ":material/check_circle:",
    "Failed": ":material/error:",
    "Stopped": ":material/stop_circle:",
    "Waiting": ":material/radio_button_unchecked:",
}


MAKING = "Unpacking the model, and starting its server…"


def run_now(run: Run, progress: Mapping[str, Progress], *, now: float) -> None:
    """A run that goes on: its name, the stage it is in, and how far that is.

    progress: the last measurement by job name, where there is one.
    """
    stage = run.current
    if stage is None:
        return
    number = run.stages.index(stage) + 1
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{words.plain(run.name)}**", width="content")
        state_badge(stage.state)
        st.caption(
            words.plain(
                f"{stage.title}, stage {number} of {len(run.stages)}"
                f" · {words.duration(run.seconds(now))} so far"
            ),
            width="stretch",
        )
    if run.doing:
        doing_bar(run)
    else:
        stage_progress(stage, progress)
    waiting_note(run)


def doing_bar(run: Run) -> None:
    """A bar for what is done for a run between its jobs: "Uploading jigsaw, 40 %"."""
    share = "" if run.share is None else f", {words.percent(run.share)}"
    st.progress(min(max(run.share or 0.0, 0.0), 1.0), text=words.plain(f"{run.doing}{share}"))


def waiting_note(run: Run) -> None:
    """Why a run cannot go on now, where it cannot."""
    if run.waits_for:
        st.warning(
            f"**Waiting.** {words.plain(run.waits_for)}  \nNothing is lost: it goes on by itself."
        )


def stage_progress(stage: StageView, progress: Mapping[str, Progress]) -> None:
    """A bar for the stage: how far it is, in every state the same height."""
    if stage.done:
        st.progress(1.0, text="Done")
    elif stage.job and stage.job.state.final:
        st.progress(0.0, text=state_words(stage.job.state))
    elif stage.job and stage.job.name in progress:
        progress_line(progress[stage.job.name])
    elif stage.job:
        st.progress(0.0, text=words.plain(starting_words(stage.job)))
    elif stage.endpoint:
        st.progress(0.5, text=MAKING)
    else:
        st.progress(0.0, text="Not yet")


def run_strip(run: Run, *, chosen: str, on_pick: Callable[[str], None]) -> None:
    """The stages of a run in a row; a job's button calls `on_pick` with its name."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(f"Run {words.plain(run.name)}", width="content")
        for stage in run.stages:
            job = stage.job
            st.button(
                stage.title,
                key=f"strip-{stage.title}",
                icon=_ICONS.get(stage.state, ":material/pending:"),
                type="tertiary",
                disabled=job is None or job.name == chosen,
                help=f"{stage.title}: {state_words(stage.state).lower()}",
                on_click=on_pick,
                args=(job.name if job else "",),
            )
