"""Try messages: type one, and see what one model or two say of it; or ask of many at once."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from app.components import words
from app.components.choice import choice, choose
from app.components.empty_state import empty_state
from app.components.error_box import error_box, errors_shown
from app.components.messages.batch_charts import flagged_bars, spread_strips
from app.components.messages.differences import differ, difference_words
from app.components.messages.examples import BUILT_IN, EXAMPLE_SET, EXAMPLES
from app.components.messages.link import LONGEST, address
from app.components.messages.masking import masked, shortened
from app.components.messages.probability_bars import probability_bars
from app.components.messages.reading import raw_scores, reading
from app.components.messages.verdict_table import verdict_table
from app.components.messages.verdict_words import flagged_words, verdict_words
from app.components.synthetic import SYNTHETIC_MODEL
from app.components.ticking import ticking
from app.navigation import ensure_entered
from app.session import workspace
from backend.errors import StudioError
from backend.learning.recipes import recipe
from backend.moderation.verdicts import Verdict
from backend.platforms.base import EndpointState, Warmth
from backend.studio import batches, endpoints, message_sets, messages, overview, sitting
from backend.studio.batches import Batch, Scoring, ScoringState
from backend.studio.endpoints import Endpoint
from backend.studio.messages import MessageScore
from backend.studio.overview import NextStep
from backend.studio.sitting import Sitting, Tried
from backend.studio.spreadsheet import MIME
from backend.studio.workspace import Workspace

ONE, SETS, MANY, HISTORY = "One message", "Sets", "Many", "History"
PASTE, UPLOAD = "Paste lines", "Upload a CSV"

# What a session remembers, beside its widgets.
_ANSWERED = "try-answered"
_SITTING = "try-sitting"
_CHOSEN = "try-chosen"  # the endpoints, for when the page is come back to
_SET_RUN = "try-set-run"
_SAVED = "try-saved"  # the set that was just saved
_BATCH = "try-batch"
_SCORING = "try-scoring"
_UPLOADER = "try-uploader"  # a fresh one, once its file was put away

_QUICK_SECONDS = 0.25  # a batch done by then shows no progress
_TICK_SECONDS = 0.4


@dataclass(frozen=True)
class _Answered:
    """A message with what was said of it. asked: which endpoints, with which model. woken: those
    that were asleep."""

    message: str
    asked: tuple[object, ...]
    answers: Mapping[str, MessageScore | StudioError]
    woken: frozenset[str]


@dataclass(frozen=True)
class _SetRun:
    """The messages of a set with the verdicts on them, by endpoint."""

    name: str
    messages: tuple[str, ...]
    answers: Mapping[str, tuple[Verdict, ...] | StudioError]


def main() -> None:
    """The page."""
    st.title("Try messages", anchor=False)
    studio = workspace()
    found = endpoints.listing(studio)
    live = {endpoint.name: endpoint for endpoint in found if _answers(endpoint)}
    if not live:
        _nothing_to_ask(studio)
        return
    _take_linked_message()
    tried: Sitting = st.session_state.setdefault(_SITTING, Sitting())
    st.session_state.setdefault("view", ONE)
    view = st.segmented_control(
        "What to try",
        [ONE, SETS, MANY, HISTORY],
        required=True,
        key="view",
        label_visibility="collapsed",
        persist_state="session",
        width="stretch",
    )
    box = st.container()  # above the choice: on a phone the box comes first
    if view == HISTORY:
        _history(tried)
        return
    asked = _choose(live, found, several=view != MANY)
    if view == SETS:
        _sets(studio, asked)
    elif view == MANY:
        _many(studio, asked[0])
    else:
        with box:
            message = st.text_input(
                "Message",
                key="message",
                placeholder="Type a message and press Enter",
                help="It goes to the endpoint on this machine. It is kept in this session's"
                " history, and nowhere else.",
                on_change=_forget_linked_message,
                persist_state="session",
            )
        _one(studio, asked, message, tried)


def _answers(endpoint: Endpoint) -> bool:
    return endpoint.now.state in (EndpointState.IN_SERVICE, EndpointState.UPDATING)


def _nothing_to_ask(studio: Workspace) -> None:
    def waiting(_: bool) -> None:
        if endpoints.any_changing(studio):
            st.info("An endpoint is being made. It answers here in a moment.")

    ticking(waiting, lambda: endpoints.any_changing(studio))
    if endpoints.any_changing(studio):
        return
    if overview.look(studio).next_step is NextStep.DEPLOY:
        empty_state(
            "No endpoint to ask yet",
            "There is a model; put it on an endpoint, and it answers here.",
            page="pages/endpoints.py",
            label="Deploy a model",
        )
    else:
        empty_state(
            "No endpoint to ask yet",
            "The guided demo makes one in under a minute, from synthetic comments.",
            page="pages/home.py",
            label="Go to the guided demo",
        )


# Which endpoints


def _choose(
    live: Mapping[str, Endpoint], found: Sequence[Endpoint], *, several: bool
) -> tuple[Endpoint, ...]:
    """The endpoint to ask, and, where several may be, the one to compare it with."""
    names = list(live)
    before, compared_before = st.session_state.get(_CHOSEN, ("", ""))
    for key in ("endpoint", "compare") if several else ("endpoint",):
        _say_if_gone(st.query_params.get(key), live, found)
    with st.container(horizontal=True):
        first = choice(
            "Endpoint",
            names,
            key="endpoint",
            default=before if before in live else None,
            noun="",  # `_say_if_gone` knows more
        )
        if not several:
            st.session_state[_CHOSEN] = (first, compared_before)
            return (live[first],)
        second = _compared([name for name in names if name != first], compared_before)
    st.session_state[_CHOSEN] = (first, second)
    return tuple(live[name] for name in (first, second) if name)


def _compared(names: Sequence[str], before: str) -> str:
    """The endpoint to compare with; empty for none."""

    def told() -> None:
        if name := st.session_state["compare"]:
            choose("compare", name)
        else:
            st.query_params.pop("compare", None)

    linked = st.query_params.get("compare")
    if linked in names:
        st.session_state["compare"] = linked
    elif st.session_state.setdefault("compare", before) not in names:
        st.session_state["compare"] = ""
    return st.selectbox(
        "Compare with",
        ["", *names],
        format_func=lambda name: name or "nothing",
        key="compare",
        on_change=told,
        disabled=not names,
        help="A second endpoint is asked at the same time, and both answers stand side by side."
        if names
        else "There is no other endpoint. Deploy another model on the Endpoints page.",
    )


def _say_if_gone(name: str | None, live: Mapping[str, Endpoint], found: Sequence[Endpoint]) -> None:
    if name is None or name in live:
        return
    shown = words.plain(shortened(name))
    if any(endpoint.name == name for endpoint in found):
        st.warning(f"The endpoint {shown} does not answer now. Another is chosen below.")
    else:
        st.warning(f"There is no endpoint {shown} any more. Another is chosen below.")


# One message


def _take_linked_message() -> None:
    """Fill the box from a link. Another message takes it out of the address again."""
    linked = st.query_params.get("message")
    if linked is not None:
        st.session_state["message"] = linked


def _forget_linked_message() -> None:
    st.query_params.pop("message", None)


def _open(message: str) -> None:
    """From a callback: put a message into the box, and show it."""
    _forget_linked_message()
    st.session_state["message"] = message
    st.session_state["view"] = ONE


def _one(
    studio: Workspace, asked: tuple[Endpoint, ...], message: str | None, tried: Sitting
) -> None:
    if message and message.strip():
        _answer(studio, asked, message, tried)
    else:
        st.caption("The answer appears here: a bar for each category.")
    st.pills(
        "Examples",
        EXAMPLES,
        format_func=lambda example: words.plain(example.label),
        key="example",
        on_change=_take_example,
    )


def _take_example() -> None:
    example = st.session_state["example"]
    if example is not None:
        _open(example.text)
        st.session_state["example"] = None


def _answer(studio: Workspace, asked: tuple[Endpoint, ...], message: str, tried: Sitting) -> None:
    said, waiting = st.container(), st.container()
    columns = st.columns(len(asked), gap="medium") if len(asked) > 1 else [st.container()]
    spaces = {
        endpoint.name: (endpoint, column.empty())
        for endpoint, column in zip(asked, columns, strict=True)
    }
    st.caption("The upright mark on a bar is where a category begins to be flagged.")
    with st.container(horizontal=True, vertical_alignment="center"):
        raw = st.toggle("Show raw scores", key="raw", persist_state="session")
        link = st.container(width="content")

    key = tuple(
        (e.name, e.now.spec.package, tuple(e.model.thresholds.items()) if e.model else ())
        for e in asked
    )
    kept: _Answered | None = st.session_state.get(_ANSWERED)
    same = kept is not None and (kept.message, kept.asked) == (message, key)
    woken = kept.woken if kept and same else frozenset(e.name for e in asked if _asleep(e))

    def draw(name: str, answer: MessageScore | StudioError) -> None:
        endpoint, space = spaces[name]
        several = len(asked) > 1
        with space.container():
            _answer_of(endpoint, answer, message, raw=raw, titled=several, woken=name in woken)

    if kept and same and not any(isinstance(a, StudioError) for a in kept.answers.values()):
        answers = dict(kept.answers)
        for name, answer in answers.items():
            draw(name, answer)
    else:
        answers = {}
        with waiting, st.spinner(_waiting_words(asked)):
            for name, answer in messages.score_each(studio, list(spaces), message):
                answers[name] = answer
                draw(name, answer)
        noted = kept.answers if kept and same else {}
        for name in spaces:
            answer = answers[name]
            if isinstance(answer, MessageScore) and not isinstance(noted.get(name), MessageScore):
                tried.note(
                    Tried(at=time.time(), endpoint=name, message=message, verdict=answer.verdict)
                )
        st.session_state[_ANSWERED] = _Answered(message, key, answers, woken)
    scores = {name: a for name, a in answers.items() if isinstance(a, MessageScore)}
    if len(asked) > 1 and len(scores) == len(asked):
        one, other = ((name, scores[name].verdict) for name in spaces)
        with said:
            sign = "≠" if differ(one[1], other[1]) else "="
            st.markdown(f"**{words.plain(f'{sign} {difference_words(one, other)}')}**")
    if len(scores) < len(answers):
        st.button("Try again", key="again")
    with link:
        _link(asked, message)


def _waiting_words(asked: Sequence[Endpoint]) -> str:
    asleep = [words.plain(endpoint.name) for endpoint in asked if _asleep(endpoint)]
    return f"Waking {words.joined(asleep)}…" if asleep else "Asking…"


def _asleep(endpoint: Endpoint) -> bool:
    return endpoint.now.warmth in (Warmth.COLD, Warmth.WARMING)


def _answer_of(
    endpoint: Endpoint,
    answer: MessageScore | StudioError,
    message: str,
    *,
    raw: bool,
    titled: bool,
    woken: bool,
) -> None:
    if isinstance(answer, StudioError):
        if titled:
            st.subheader(endpoint.name, anchor=False)
        error_box(answer)
        return
    said = verdict_words(answer.verdict)
    if titled:
        said = f"{endpoint.name}: {flagged_words(answer.verdict) or 'nothing to flag'}"
    st.subheader(said, anchor=False)
    with st.container():  # always, so that what follows keeps its place
        reading(message, answer.normalised)
    probability_bars(
        answer.verdict,
        order=endpoint.model.categories if endpoint.model else None,
        key=f"bars-{endpoint.name}",
    )
    st.caption(words.plain(_about(endpoint, answer, woken=woken)))
    if raw:
        raw_scores(
            answer.verdict,
            answer.raw,
            normalised=answer.normalised,
            version=answer.model,
            normaliser=answer.normaliser,
        )


def _about(endpoint: Endpoint, answer: MessageScore, *, woken: bool) -> str:
    said = f"Answered in {words.duration(answer.seconds)}"
    if endpoint.model:
        said += f" by model {endpoint.model.name} ({recipe(endpoint.model.algorithm).title})"
    said += "."
    if woken:
        said += " The endpoint was asleep and was woken for it."
    if endpoint.model and endpoint.model.synthetic:
        said += f" {SYNTHETIC_MODEL}"
    return said


def _link(asked: Sequence[Endpoint], message: str) -> None:
    with st.popover("Link to this"):
        page = st.context.url
        compare = asked[1].name if len(asked) > 1 else None
        found = address(page or "", asked[0].name, compare, message)
        if found is None:
            st.markdown(
                f"This message is too long for a link: its address would have more than"
                f" {LONGEST:,} characters."
            )
            return
        st.code(found, language=None, wrap_lines=True)
        st.caption(
            "It opens this message with the same endpoints, on this machine only. Whoever has the"
            " link can read the message."
        )


# Message sets


def _sets(studio: Workspace, asked: tuple[Endpoint, ...]) -> None:
    own = {kept.name: kept for kept in message_sets.listing(studio)}
    if saved := st.session_state.pop(_SAVED, None):
        st.session_state["set"] = saved
    elif st.session_state.get("set") not in own:
        st.session_state["set"] = ""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Message set",
            ["", *own],
            format_func=lambda name: name or BUILT_IN,
            key="set",
            persist_state="session",
        )
        run = st.button("Run", type="primary", key="run-set")
        if name:
            _delete_set(studio, name)
    chosen = own[name].messages if name else tuple(example.text for example in EXAMPLE_SET)
    st.caption(
        f"{words.count(len(chosen), 'message')}, asked all at once."
        + ("" if name else " Written by us; the rough words are masked.")
    )
    if run:
        with st.spinner(_waiting_words(asked)):
            names = [endpoint.name for endpoint in asked]
            found = dict(messages.verdicts_each(studio, names, chosen))
        answers = {name: found[name] for name in names}
        st.session_state[_SET_RUN] = _SetRun(name, chosen, answers)
    ran: _SetRun | None = st.session_state.get(_SET_RUN)
    if ran is not None and (ran.name, ran.messages) == (name, chosen):
        _set_results(ran)
    with st.expander("New message set", key="new-set", on_change="rerun"):
        _new_set(studio)


def _set_results(ran: _SetRun) -> None:
    for answer in ran.answers.values():
        if isinstance(answer, StudioError):
            error_box(answer)
    verdicts = {n: a for n, a in ran.answers.items() if not isinstance(a, StudioError)}
    if not verdicts:
        return
    flagged = [
        f"{name} flags {sum(bool(v.caught) for v in found):,}" for name, found in verdicts.items()
    ]
    said = f"Of {words.count(len(ran.messages), 'message')}, {words.joined(flagged)}."
    if len(verdicts) > 1:
        marks = [differ(*row) for row in zip(*verdicts.values(), strict=True)]
        said += f" They differ on {sum(marks):,}."
    st.markdown(words.plain(said))
    shown = ran.messages
    kinds = None
    if not ran.name:
        kinds = {"Kind": [example.kind.value for example in EXAMPLE_SET]}
        if not st.toggle("Show the rough words", key="unmask-set"):
            shown = tuple(example.label for example in EXAMPLE_SET)
    verdict_table(
        shown,
        verdicts,
        key=_fresh("set-table"),
        on_pick=lambda row: _open_row("set-table", ran.messages[row]),
        trail=kinds,
        alt="The messages of the set and what each endpoint says of them",
    )
    st.caption(_OPENS)


_OPENS = (
    "Tick a row to open its message in the box. By keyboard: go to the row with the arrows and"
    " press Shift and Space."
)


def _new_set(studio: Workspace) -> None:
    with st.form("new-set-form", border=False, clear_on_submit=False):
        name = st.text_input("Name", key="new-set-name", placeholder="Last week's reports")
        text = st.text_area(
            "Messages, one on each line",
            key="new-set-lines",
            help=f"At most {message_sets.MOST_MESSAGES} messages of"
            f" {message_sets.LONGEST_MESSAGE:,} characters. They are kept in this workspace, on"
            " this machine.",
        )
        if st.form_submit_button("Save the set", type="primary", key="save-set"):
            with errors_shown():
                saved = message_sets.save(studio, name, message_sets.lines(text))
                st.session_state[_SAVED] = saved.name
                st.rerun()


def _delete_set(studio: Workspace, name: str) -> None:
    def delete() -> None:
        message_sets.delete(studio, name)
        st.session_state["set"] = ""

    with st.popover("Delete…", key=f"delete-popover-{name}"):  # another's is closed
        st.markdown("The set goes, with its messages.")
        st.button("Delete the set", type="primary", key="delete-set", on_click=delete)


# Many at once


def _many(studio: Workspace, endpoint: Endpoint) -> None:
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
        " on this machine, and are written nowhere.",
        persist_state="session",
    )
    if st.button("Score them", type="primary", key="score-lines"):
        _start(studio, endpoint, batches.pasted(text or ""), 0)


def _from_upload(studio: Workspace, endpoint: Endpoint) -> None:
    upload = st.file_uploader(
        "A CSV with a column comment_text, or another that holds messages",
        type="csv",
        key=_fresh(_UPLOADER),
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
    with st.spinner(_waiting_words([endpoint])):
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
        "The stronger the colour, the more messages have that probability; the upright mark is"
        " where a category begins to be flagged."
    )


def _highest(scoring: Scoring) -> None:
    highest = scoring.outcome.highest
    st.markdown("**The most probable**")
    show = st.toggle("Show the messages", key="unmask-many")
    verdict_table(
        [shortened(one.message) if show else masked(one.message) for one in highest],
        {scoring.endpoint: [one.verdict for one in highest]},
        key=_fresh("many-table"),
        on_pick=lambda place: _open_row("many-table", highest[place].message),
        lead={"Row": [one.row + 1 for one in highest]},
        alt="The messages with the highest probabilities",
    )
    st.caption(_OPENS)


def _put_away() -> None:
    for key in (_SCORING, _BATCH):
        st.session_state.pop(key, None)
    _renew(_UPLOADER)


# History


def _history(tried: Sitting) -> None:
    if not tried.tried:
        st.caption("Nothing tried yet in this session. What you try is listed here.")
        return
    wanted = st.text_input(
        "Search",
        key="history-search",
        type="search",
        placeholder="A word of the message, an endpoint, a category",
        live="200ms",
    )
    found = tried.found(wanted or "")
    st.caption(
        f"{len(found):,} of {words.count(len(tried.tried), 'answer')}, newest first. Kept in this"
        f" session only, the last {sitting.MOST_TRIED}."
    )
    if found:
        verdict_table(
            [shortened(one.message) for one in found],
            {"": [one.verdict for one in found]},
            key=_fresh("history-table"),
            on_pick=lambda row: _open_row("history-table", found[row].message),
            lead={"Time": [words.clock(one.at) for one in found]},
            trail={"Endpoint": [one.endpoint for one in found]},
            alt="What was tried in this session, newest first",
        )
        st.caption(_OPENS)
    with st.container(horizontal=True):
        st.download_button(
            "Download as CSV",
            data=lambda: sitting.as_csv(found),
            file_name="tried-messages.csv",
            mime=MIME,
            on_click="ignore",
            disabled=not found,
            key="download-history",
        )
        with st.popover("Clear…"):
            st.markdown("All that was tried in this session is forgotten.")
            st.button("Clear the history", type="primary", key="clear", on_click=tried.clear)


# Tables whose selection has been used begin afresh, so that the same row can be chosen again.


def _fresh(key: str) -> str:
    return f"{key}-{st.session_state.get(f'times-{key}', 0)}"


def _renew(key: str) -> None:
    st.session_state[f"times-{key}"] = st.session_state.get(f"times-{key}", 0) + 1


def _open_row(table: str, message: str) -> None:
    _renew(table)
    _open(message)


ensure_entered()
with errors_shown():
    main()
