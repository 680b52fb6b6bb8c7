"""What the jobs of a run measure now."""

from backend.artefacts.progress import Progress
from backend.studio.work import jobs
from backend.studio.work.runs import Run
from backend.studio.workspace import Workspace


def last_measured(studio: Workspace, run: Run) -> dict[str, Progress]:
    """The last measurement of each job of the run that goes on."""
    last = {}
    for stage in run.stages:
        if stage.job and not stage.job.state.final:
            points = jobs.progress(studio, stage.job.name)
            if points:
                last[stage.job.name] = points[-1]
    return last
