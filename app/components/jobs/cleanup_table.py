"""Past runs to choose from for removal: what each holds, and why one has to stay."""

from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.moments import moments
from app.components.states import state_words
from backend.studio.work.cleanup import PastRun
from backend.studio.work.runs import RunState

_ROWS = 10  # that are seen without scrolling


def spares_a_click(run: PastRun) -> bool:
    """Whether it is chosen from the start: it did not get to its end, and nothing rests on it."""
    ended_early = run.state in (RunState.FAILED, RunState.STOPPED)
    return ended_early and not run.obstacle and not run.rested_on_by


def cleanup_table(runs: Sequence[PastRun], *, now: float, key: str) -> list[PastRun]:
    """A row for each run that may go; those chosen. At first those that `spares_a_click` says."""
    import pyarrow as pa

    rows = pa.table(
        {
            "Run": [run.name for run in runs],
            "State": [state_words(run.state) for run in runs],
            "Ended": moments([run.ended_at for run in runs]),
            "Disk": [run.mb for run in runs],
            "What goes": [_what(run) for run in runs],
        }
    )
    names = [run.name for run in runs]
    chosen = st.dataframe(
        rows,
        key=f"{key}-{hash(tuple(names))}",
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={
            "selection": {"rows": [place for place, run in enumerate(runs) if spares_a_click(run)]}
        },
        height=38 + 35 * min(len(runs), _ROWS),
        column_config={
            "Run": st.column_config.TextColumn(width=180),
            "Ended": st.column_config.DatetimeColumn(format="distance"),
            "Disk": st.column_config.NumberColumn(format="%.1f MB"),
        },
        alt=f"{words.count(len(runs), 'run')} that may be removed",
    )
    return [runs[place] for place in chosen.selection.rows if place < len(runs)]


def kept_table(runs: Sequence[PastRun]) -> None:
    """The runs that have to stay, each with the reason and what to do about it."""
    st.dataframe(
        [
            {
                "Run": run.name,
                "Why it stays": run.obstacle,
                "What to do": run.remedy,
                "Disk": words.disk(run.mb),
            }
            for run in runs
        ],
        hide_index=True,
        height=38 + 35 * min(len(runs), _ROWS),
        alt=f"{words.count(len(runs), 'run')} that have to stay",
    )


def removal_words(chosen: Sequence[PastRun]) -> list[str]:
    """What removing them means, a sentence each."""
    jobs = sum(len(run.jobs) for run in chosen)
    told = [f"{words.count(len(chosen), 'run')}, {words.count(jobs, 'job')} and all their logs."]
    models = [run.name for run in chosen if run.has_model]
    if models:
        one = len(models) == 1
        told.append(
            f"The {'model' if one else 'models'} {_names(models)} {'goes' if one else 'go'}."
        )
    left = {run.name for run in chosen}
    resting = sorted({other for run in chosen for other in run.rested_on_by} - left)
    if resting:
        told.append(
            f"{_names(resting)} took data from there: what was made of it keeps working, but"
            " cannot be trained again from the same prepared data."
        )
    return told


def _names(names: Sequence[str]) -> str:
    few = list(names[:4])
    more = len(names) - len(few)
    return words.joined([*few, f"{more} more"] if more else few)


def _what(run: PastRun) -> str:
    kinds = [job.spec.kind.value for job in run.jobs]
    if run.has_model:
        return "model" + (" and prepared data" if "processing" in kinds else "")
    if any(job.output for job in run.jobs):
        return "prepared data" if "processing" in kinds else "half a model"
    return "log" if kinds else "only its entry"
