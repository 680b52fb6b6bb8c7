"""The guided demo on Home: its offer, its course, its end on Try messages, and starting over."""

import time

import streamlit as st

from app.components import words
from app.components.error_box import errors_shown
from app.components.jobs.demo_story import demo_story, demo_summary
from app.components.jobs.run_view import doing_bar, waiting_note
from app.components.jobs.sizes import price_words
from app.navigation import go
from app.views.measured import last_measured
from backend.studio import demo
from backend.studio.work import sizes
from backend.studio.work.runs import Run, RunState
from backend.studio.workspace import Workspace

# In the session, in monotonic seconds.
_WATCHED = "demo watched"  # the demo's run that goes on, and when it was last looked at
_LEAVING = "demo leaving"  # when the page goes to Try messages by itself
_STILL_WATCHING = 10.0  # seconds between two looks of somebody who watches
_FAREWELL = 6.0  # seconds to read the end, or to stay
_LATE = 0.5  # seconds, so that a tick for the time to leave does not come before it


def guided_demo(studio: Workspace, run: Run | None, *, first: bool, watched: bool) -> None:
    """The offer of it, its course, or what came of it. first: there is nothing else yet."""
    with st.container(border=not watched):
        st.header("Guided demo", anchor=False)
        if run is None:
            _offer_demo(studio, first=first)
        elif demo.clearing(studio):
            _leaves(run)
        else:
            _show_demo(studio, run)


def _offer_demo(studio: Workspace, *, first: bool) -> None:
    long, where = "in under a minute", words.where(studio.platform.far)
    if studio.platform.far:
        size = sizes.default(studio)
        long = "in some minutes, most of them spent waiting for instances"
        where += f" ({size.name}, {price_words(size.price)})"
    st.markdown(
        "One click: sample comments are cleaned, a model learns from them, is measured, and"
        f" answers on a live endpoint, {long}. Each step says what it does and why."
        f" Everything runs {words.plain(where)}, on synthetic comments, written by a program about"
        " nobody."
    )
    if st.button("Run the guided demo", type="primary" if first else "secondary", key="demo"):
        with errors_shown():
            with st.spinner("Writing about 20,000 synthetic comments…"):
                demo.start(studio)
            st.rerun()
    if first:
        st.page_link("pages/process.py", label=":green[Or add a dataset of your own →]")


def _show_demo(studio: Workspace, run: Run) -> None:
    now = time.time()
    live = run.state is RunState.COMPLETED and run.stages[-1].done
    if run.state is RunState.RUNNING or live:
        _course(run, now, live=live)
    elif run.state is RunState.COMPLETED:
        st.info("The demo's endpoint has been deleted. Start over to run the demo again.")
    else:
        _broken(run)
    found = demo.found(studio, run)
    if live and not leaving():
        st.caption(words.plain(demo_summary(found)))
        with st.expander("What happened, step by step"):
            demo_story(run, found, {}, now=now)
    else:
        if run.doing:
            doing_bar(run)
        waiting_note(run)
        demo_story(run, found, last_measured(studio, run), now=now)
    _start_over(studio, run)


def leaving() -> bool:
    """Whether the page is about to go to Try messages by itself."""
    return _LEAVING in st.session_state


def watch(run: Run | None) -> None:
    """Go to Try messages, once, when the demo has ended before the eyes of somebody."""
    clock, state = time.monotonic(), st.session_state
    if run is None or run.state is RunState.RUNNING:
        state.pop(_LEAVING, None)
        if run is not None:
            state[_WATCHED] = (run.name, clock)
        return
    name, looked = state.pop(_WATCHED, ("", 0.0))
    live = run.state is RunState.COMPLETED and run.stages[-1].done
    if live and name == run.name and clock - looked < _STILL_WATCHING:
        state[_LEAVING] = clock + _FAREWELL
    leaves = state.get(_LEAVING)
    if leaves is None or clock < leaves:
        return
    del state[_LEAVING]
    # Who was on another page meanwhile is not taken from this one.
    if live and clock - leaves < _STILL_WATCHING:
        go(
            "pages/try_messages.py",
            "**The demo's model is live.** Type a message, and see what it says of each category.",
            endpoint=run.name,
        )


def _course(run: Run, now: float, *, live: bool) -> None:
    """How far it is, and the way to its end: one line, as high before the end as after it."""
    took = words.duration(run.seconds(now))
    done = sum(stage.done for stage in run.stages)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"**Done in {took}:** the endpoint is live."
            if live
            else f"{done} of {len(run.stages)} steps done, {took} so far.",
            width="content",
        )
        st.page_link(
            "pages/try_messages.py",
            label=":green[**Try messages** →]" if live else "Try messages →",
            query_params={"endpoint": run.name},
            disabled=not live,
            help="Type a message, and see what the demo's model says of it.",
        )
        if live and leaving():
            st.caption("It opens by itself in a few seconds.", width="content")
            st.button("Stay here", key="demo-stay", type="tertiary", on_click=_stay)
    if live and leaving():
        # One tick, when it is time: one on its way while the page changes would empty the next.
        st.fragment(watch, run_every=_FAREWELL + _LATE)(run)


def _stay() -> None:
    st.session_state.pop(_LEAVING, None)


def _broken(run: Run) -> None:
    stage = run.current
    where = f" at {stage.title.lower()}" if stage else ""
    reason = (run.reason or "").removeprefix(f"{stage.title}: " if stage else "")
    said = "was stopped" if run.state is RunState.STOPPED else "did not get to its end"
    show = st.info if run.state is RunState.STOPPED else st.error
    show(
        f"**The demo {said}{where}.**  \n{words.plain(reason)}  \n"
        "Start over to run it again; what is yours stays."
    )
    if stage and stage.job:
        st.page_link(
            "pages/jobs.py",
            label=":green[See its job and log →]",
            query_params={"job": stage.job.name},
        )


def _leaves(run: Run) -> None:
    stops = run.state is RunState.RUNNING
    st.progress(0.0, text="Stopping it…" if stops else "Removing the demo's things…")
    st.caption(
        f"{'Its job is stopped first, which takes a while. ' if stops else ''}"
        "It goes on by itself: you may look elsewhere meanwhile."
    )


def _start_over(studio: Workspace, run: Run) -> None:
    if left := demo.left_because(studio):
        st.warning(words.plain(f"Some of the demo's things are there still. {left}"))
    jobs_of_run = [stage.job.name for stage in run.stages if stage.job]
    with st.popover("Start over…"):
        going = [f"its {words.count(len(jobs_of_run), 'job')}, with their files and logs"]
        if any(stage.endpoint for stage in run.stages):
            going.insert(0, f"the endpoint {words.plain(run.name)}")
        if run.stages[-2].done:
            going.insert(0, f"the model {words.plain(run.name)}")
        st.markdown(
            f"**This goes:** {words.joined(going)}.  \n"
            "**This stays:** the sample dataset, and everything that is yours."
        )
        if st.button("Remove the demo's things", type="primary", key="demo-clear"):
            with errors_shown():
                if studio.platform.far:
                    demo.ask_clear(studio)
                else:
                    with st.spinner("Cleaning up…"):
                        demo.clear(studio)
                st.session_state.pop(_LEAVING, None)
                st.rerun()
