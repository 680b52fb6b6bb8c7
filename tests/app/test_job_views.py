"""The pieces of the Jobs page, with plain data."""

from streamlit.testing.v1 import AppTest

from app.components.jobs.cleanup_table import removal_words
from app.components.jobs.job_table import JobFilter
from app.components.jobs.log_view import is_trouble, log_words
from app.components.jobs.progress_view import thinned
from app.components.jobs.timeline import stretches
from backend.artefacts.progress import Progress
from backend.platforms.base import Job, JobKind, JobSpec, JobState, StateChange
from backend.studio.work.cleanup import PastRun
from backend.studio.work.runs import RunState


def a_job(name: str, kind: JobKind = JobKind.PROCESSING, *states: JobState) -> Job:
    states = states or (JobState.QUEUED, JobState.IN_PROGRESS, JobState.COMPLETED)
    history = tuple(StateChange(state, 100.0 + place) for place, state in enumerate(states))
    return Job(
        spec=JobSpec(name=name, kind=kind, size="small", inputs={}),
        state=states[-1],
        created_at=100.0,
        history=history,
        ended_at=history[-1].at if states[-1].final else None,
        output="o" if states[-1] is JobState.COMPLETED else None,
    )


def test_a_filter_looks_at_kind_state_and_part_of_the_jobs_or_the_runs_name() -> None:
    job = a_job("chat-1-train", JobKind.TRAINING)
    assert JobFilter().lets_through(job, "")
    assert JobFilter(text=" CHAT").lets_through(job, "")
    assert JobFilter(text="other").lets_through(job, "the-other-run")
    assert not JobFilter(text="other").lets_through(job, "chat-1")
    assert not JobFilter(kind=JobKind.EVALUATION).lets_through(job, "")
    assert not JobFilter(state=JobState.FAILED).lets_through(job, "")


def test_a_timeline_ends_with_the_job_or_goes_on_until_now() -> None:
    ended = stretches(a_job("a"), now=900.0)
    assert [(s.state, s.seconds) for s in ended] == [
        (JobState.QUEUED, 1.0),
        (JobState.IN_PROGRESS, 1.0),
    ]
    going_on = a_job("a", JobKind.TRAINING, JobState.QUEUED, JobState.IN_PROGRESS)
    assert [s.seconds for s in stretches(going_on, now=131.0)] == [1.0, 30.0]


def test_a_chart_of_many_points_keeps_the_first_and_the_last() -> None:
    points = [Progress(at=float(at), stage="Training") for at in range(1234)]
    few = thinned(points, 100)
    assert len(few) == 100
    assert (few[0], few[-1]) == (points[0], points[-1])
    assert few == sorted(few, key=lambda point: point.at)
    assert thinned(points[:7], 100) == points[:7]


def measured(points: int) -> AppTest:
    """What is shown of a training's first measurements, each of less loss than the one before."""

    def page(points: int) -> None:
        from app.components.jobs.progress_view import progress_view
        from backend.artefacts.progress import Progress

        shown = [
            Progress(at=float(at), stage="Training", loss=0.5 - at / 10, words_per_second=2e4)
            for at in range(points)
        ]
        progress_view(shown, running=False, key="points")

    shown = AppTest.from_function(page, default_timeout=60, args=(points,)).run()
    assert not shown.exception
    return shown


def test_what_was_measured_often_enough_is_drawn_over_time() -> None:
    shown = measured(3)
    assert [(tile.label, tile.value) for tile in shown.metric] == [
        ("Loss", "0.300"),
        ("Words a second", "20,000 /s"),
    ]
    assert [chart.proto.alt for chart in shown.get("vega_lite_chart")] == [
        "Loss over time, from 0.500 to 0.300.",
        "Words a second over time, from 20,000 /s to 20,000 /s.",
    ]


def test_two_measurements_are_told_and_make_no_chart() -> None:
    shown = measured(2)
    assert [tile.value for tile in shown.metric] == ["0.400", "20,000 /s"]
    assert len(shown.get("vega_lite_chart")) == 0


def test_lines_that_tell_of_trouble_are_known() -> None:
    for line in ("Traceback (most recent call last):", "ValueError: no", "it was Killed"):
        assert is_trouble(line)
    for line in ("all is well", "terrors of the deep", '[progress] {"at": 1, "stage": "error"}'):
        assert not is_trouble(line)


def test_an_endless_line_is_cut() -> None:
    assert len(log_words("x" * 10_000)) < 2100


def test_nothing_in_a_log_becomes_markup() -> None:
    def page() -> None:
        from app.components.jobs.log_view import log_view, matches_view
        from backend.studio.work.jobs import LogLine, Matches

        line = "<img src=x onerror=alert(1)> **bold** </div>"
        log_view([line])
        matches_view(Matches(1, (LogLine(1, 5.0, line),)), "<img")

    shown = AppTest.from_function(page).run()
    assert not shown.exception
    for element in shown.get("html"):
        assert "<img" not in element.proto.body
        assert "&lt;img" in element.proto.body
    assert "<mark>&lt;img</mark>" in shown.get("html")[-1].proto.body


def test_removing_says_what_goes_and_what_rests_on_it() -> None:
    def past(name: str, *jobs: Job, rested_on_by: tuple[str, ...] = ()) -> PastRun:
        return PastRun(
            name=name,
            state=RunState.COMPLETED,
            jobs=jobs,
            created_at=0,
            ended_at=1,
            mb=1,
            rested_on_by=rested_on_by,
        )

    data = past("data", a_job("data-process"), rested_on_by=("model", "other"))
    model = past("model", a_job("model-evaluate", JobKind.EVALUATION))
    told = " ".join(removal_words([data, model]))
    assert "2 runs, 2 jobs and all their logs" in told
    assert "The model model goes" in told
    assert "other took data" in told
    assert "other" not in " ".join(removal_words([model]))
