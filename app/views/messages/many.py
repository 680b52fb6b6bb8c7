"""Many messages: pasted lines or a CSV scored by one endpoint, pictured and to be downloaded."""

import streamlit as st

from app.components import words
from app.components.afresh import fresh, renew
from app.components.error_box import error_box, errors_shown
from app.components.messages.batch_charts import flagged_bars, spread_strips
from app.components.messages.masking import masked, shortened
from app.components.messages.verdict_table import verdict_table
from app.components.ticking import ticking
from app.views.messages.asking import waiting_words
from app.views.messages.opening import OPENS, open_row
from backend.studio.endpoint.endpoints import Endpoint
from backend.studio.message import batches
from backend.studio.message.batches import Batch, Scoring, ScoringState
from backend.studio.message.spreadsheet import MIME
from backend.studio.workspace import Workspace

PASTE, UPLOAD = "Paste lines", "Upload a CSV"

# In the session.
_BATCH = "try-batch"
_SCORING = "try-scoring"
_UPLOADER = "try-uploader"  # a fresh one, once its file was put away

_QUICK_SECONDS = 0.25  # a batch done by then shows no progress
_TICK_SECONDS = 0.4


def many_messages(studio: Workspace, endpoint: Endpoint) -> None:
    """A form; then how far the scoring is, with a way to stop; then what came of it."""
    scoring: Scoring | None = st.session_state.get(_SCORING)
    if scoring is not None and scoring.state is ScoringState.RUNNING:
        _follow(scoring)
        return
    if scoring is not None:
        _outcome(scoring)
        return
    way = st.segmented_control(
        "Where from",
        [PASTE, UPLOAD],
        default=PASTE,
        required=True,
        key="many-way",
        label_visibility="collapsed",
        persist_state="session",
    )
    with errors_shown():
        if way == UPLOAD:
            _from_upload(studio, endpoint)
        else:
            _from_paste(studio, endpoint)


def _from_paste(studio: Workspace, endpoint: Endpoint) -> None:
    text = st.text_area(
        "Messages, one on each line",
        key="many-lines",
        height=200,
        help=f"At most {batches.MOST_ROWS:,} lines or {batches.MOST_MB} MB. They go to the endpoint"
        f" {words.where(studio.platform.far)}, and are written nowhere.",
        persist_state="session",
    )
    if st.button("Score them", type="primary", key="score-lines"):
        _start(studio, endpoint, batches.pasted(text or ""), 0)


def _from_upload(studio: Workspace, endpoint: Endpoint) -> None:
    upload = st.file_uploader(
        "A CSV with a column comment_text, or another that holds messages",
        type="csv",
        key=fresh(_UPLOADER),
        max_upload_size=batches.MOST_MB,
        help=f"At most {batches.MOST_ROWS:,} rows and {batches.MOST_MB} MB. The first line names"
        " the columns.",
    )
    if upload is None:
        st.session_state.pop(_BATCH, None)
        return
    known: tuple[str, Batch] | None = st.session_state.get(_BATCH)
    if known is None or known[0] != upload.file_id:
        read = batches.uploaded(studio, upload.name, upload.getvalue())
        known = st.session_state[_BATCH] = (upload.file_id, read)
    batch = known[1]
    column = st.selectbox(
        "Column of the messages",
        batch.texts,
        format_func=batch.column_title,
        key=f"column-{upload.file_id}",
    )
    st.caption(f"{words.count(len(batch.rows), 'row')}.")
    if st.button("Score them", type="primary", key="score-upload"):
        _start(studio, endpoint, batch, column)


def _start(studio: Workspace, endpoint: Endpoint, batch: Batch, column: int) -> None:
    with st.spinner(waiting_words([endpoint])):
        scoring = Scoring(studio, endpoint.name, batch, column)
        scoring.wait(_QUICK_SECONDS)
    st.session_state[_SCORING] = scoring
    st.rerun()


def _follow(scoring: Scoring) -> None:
    def draw(_: bool) -> None:
        done = scoring.done
        rate = f" · {scoring.rows_per_second:,.0f} rows/s" if done else ""
        st.progress(
            done / scoring.total,
            text=f"{done:,} of {words.count(scoring.total, 'message')} scored{rate}",
        )
        st.button("Stop", key="stop-scoring", on_click=scoring.stop)

    ticking(draw, lambda: scoring.state is ScoringState.RUNNING, every=_TICK_SECONDS)


def _outcome(scoring: Scoring) -> None:
    if scoring.error is not None:
        error_box(scoring.error)
    found = scoring.outcome
    if scoring.state is not ScoringState.COMPLETED:
        st.info(
            f"{scoring.state.value} after {found.rows:,} of"
            f" {words.count(scoring.total, 'message')}."
        )
    if found.rows:
        _outcome_pictures(scoring)
    with st.container(horizontal=True):
        if found.rows:
            st.download_button(
                "Download as CSV",
                data=scoring.as_csv,
                file_name="scores.csv",
                mime=MIME,
                on_click="ignore",
                type="primary",
                key="download-scores",
                help="Opens in a spreadsheet. A cell that would start a formula there has an"
                " apostrophe before it.",
            )
        st.button("Score others", key="score-others", on_click=_put_away)
    if found.rows:
        _highest(scoring)


def _outcome_pictures(scoring: Scoring) -> None:
    found = scoring.outcome
    with st.container(horizontal=True, gap="large"):
        st.metric(
            f"Scored by {words.plain(scoring.endpoint)}",
            words.count(found.rows, "message"),
            width="content",
        )
        st.metric(
            "Flagged",
            f"{found.flagged_any:,} · {words.percent(found.flagged_any / found.rows)}",
            help="Messages that reach the threshold of at least one category.",
            width="content",
        )
        st.metric(
            "Speed",
            f"{scoring.rows_per_second:,.0f} rows/s",
            help=f"{words.duration(scoring.seconds)} in all.",
            width="content",
        )
    st.markdown("**Flagged by category**")
    flagged_bars(found.flagged, found.rows, key="flagged-bars")
    st.markdown("**How probabilities spread**")
    spread_strips(found.spread, scoring.thresholds, key="spread-strips")
    st.caption(
        "The stronger the colour, the more messages have that probability. The upright mark is the"
        " category's threshold, from which on it is flagged."
    )


def _highest(scoring: Scoring) -> None:
    highest = scoring.outcome.highest
    st.markdown("**The most probable**")
    show = st.toggle("Show the messages", key="unmask-many")
    verdict_table(
        [shortened(one.message) if show else masked(one.message) for one in highest],
        {scoring.endpoint: [one.verdict for one in highest]},
        key=fresh("many-table"),
        on_pick=lambda place: open_row("many-table", highest[place].message),
        lead={"Row": [one.row + 1 for one in highest]},
        alt="The messages with the highest probabilities",
    )
    st.caption(OPENS)


def _put_away() -> None:
    for key in (_SCORING, _BATCH):
        st.session_state.pop(key, None)
    renew(_UPLOADER)
