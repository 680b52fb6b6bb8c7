"""One message: what one endpoint or two say of it, with the bars, the link, and examples."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from app.components import words
from app.components.error_box import error_box
from app.components.messages.differences import differ, difference_words
from app.components.messages.examples import EXAMPLES
from app.components.messages.link import LONGEST, address
from app.components.messages.probability_bars import probability_bars
from app.components.messages.reading import raw_scores, reading
from app.components.messages.verdict_words import flagged_words, verdict_words
from app.components.messages.why import why, word_numbers
from app.components.models.leaderboard import algorithm_title
from app.components.synthetic import SYNTHETIC_MODEL
from app.views.messages.asking import is_asleep, waiting_words
from app.views.messages.opening import forget_link, open_message
from backend.errors import StudioError
from backend.studio.endpoint.endpoints import Endpoint
from backend.studio.message import messages
from backend.studio.message.messages import MessageScore
from backend.studio.message.sitting import Sitting, Tried
from backend.studio.workspace import Workspace

_ANSWERED = "try-answered"  # in the session


@dataclass(frozen=True)
class _Answered:
    """A message with what was said of it. asked: which endpoints, with which model. woken: those
    that were asleep."""

    message: str
    asked: tuple[object, ...]
    answers: Mapping[str, MessageScore | StudioError]
    woken: frozenset[str]


def message_box(*, far: bool) -> str:
    """The box; what was typed, or came with a link or an example. far: endpoints are elsewhere."""
    message = st.text_input(
        "Message",
        key="message",
        placeholder="Type a message and press Enter",
        help=f"It goes to the endpoint {words.where(far)}. It is kept in this session's history,"
        " and nowhere else.",
        on_change=forget_link,
        persist_state="session",
    )
    return message or ""


def one_message(studio: Workspace, asked: Sequence[Endpoint], message: str, tried: Sitting) -> None:
    """What the endpoints say of it, noted in `tried`; and examples."""
    if message.strip():
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
        open_message(example.text)
        st.session_state["example"] = None


def _answer(studio: Workspace, asked: Sequence[Endpoint], message: str, tried: Sitting) -> None:
    said, waiting = st.container(), st.container()
    columns = st.columns(len(asked), gap="medium") if len(asked) > 1 else [st.container()]
    spaces = {
        endpoint.name: (endpoint, column.empty())
        for endpoint, column in zip(asked, columns, strict=True)
    }
    st.caption(
        "The upright mark on a bar is the category's threshold: from there on it is flagged."
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        numbers = st.toggle("Show numbers", key="numbers", persist_state="session")
        link = st.container(width="content")

    key = tuple(
        (e.name, e.now.spec.package, tuple(e.model.thresholds.items()) if e.model else ())
        for e in asked
    )
    kept: _Answered | None = st.session_state.get(_ANSWERED)
    same = kept is not None and (kept.message, kept.asked) == (message, key)
    woken = kept.woken if kept and same else frozenset(e.name for e in asked if is_asleep(e))

    def draw(name: str, answer: MessageScore | StudioError) -> None:
        endpoint, space = spaces[name]
        several = len(asked) > 1
        with space.container():
            _answer_of(
                endpoint, answer, message, numbers=numbers, titled=several, woken=name in woken
            )

    if kept and same and not any(isinstance(a, StudioError) for a in kept.answers.values()):
        answers = dict(kept.answers)
        for name, answer in answers.items():
            draw(name, answer)
    else:
        answers = {}
        with waiting, st.spinner(waiting_words(asked)):
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


def _answer_of(
    endpoint: Endpoint,
    answer: MessageScore | StudioError,
    message: str,
    *,
    numbers: bool,
    titled: bool,
    woken: bool,
) -> None:
    if isinstance(answer, StudioError):
        if titled:
            st.header(endpoint.name, anchor=False)
        error_box(answer)
        return
    said = verdict_words(answer.verdict)
    if titled:
        said = f"{endpoint.name}: {flagged_words(answer.verdict) or 'nothing to flag'}"
    st.header(said, anchor=False)
    order = endpoint.model.categories if endpoint.model else None
    with st.container():  # always, so that what follows keeps its place
        category = why(
            message,
            answer.verdict,
            answer.details,
            order=order,
            # Another message begins with its own most probable category.
            key=f"why-{endpoint.name}-{hash(message)}",
        )
        if answer.details:
            reading(message, answer.details)
    probability_bars(
        answer.verdict,
        order=order,
        key=f"bars-{endpoint.name}",
    )
    st.caption(words.plain(_about(endpoint, answer, woken=woken)))
    if numbers and answer.details:
        if category:
            word_numbers(message, answer.details, category)
        raw_scores(answer.verdict, answer.details)


def _about(endpoint: Endpoint, answer: MessageScore, *, woken: bool) -> str:
    said = f"Answered in {words.duration(answer.seconds)}"
    if endpoint.model:
        said += f" by model {endpoint.model.name} ({algorithm_title(endpoint.model.algorithm)})"
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
