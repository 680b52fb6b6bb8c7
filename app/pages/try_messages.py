"""Try messages: type one, and see what the model says of it and what that would mean."""

import streamlit as st

from app.components import words
from app.components.choice import choice
from app.components.empty_state import empty_state
from app.components.error_box import errors_shown
from app.components.messages.examples import EXAMPLES
from app.components.messages.probability_bars import probability_bars
from app.components.messages.verdict_words import verdict_words
from app.components.synthetic import SYNTHETIC_MODEL
from app.navigation import ensure_entered
from app.session import workspace
from backend.learning.recipes import recipe
from backend.platforms.base import EndpointState, Warmth
from backend.studio import endpoints, messages, overview
from backend.studio.endpoints import Endpoint
from backend.studio.messages import MessageScore
from backend.studio.models import Model
from backend.studio.overview import NextStep
from backend.studio.workspace import Workspace


def main() -> None:
    """The page."""
    st.title("Try messages", anchor=False)
    studio = workspace()
    live = {
        endpoint.name: endpoint
        for endpoint in endpoints.listing(studio)
        if endpoint.now.state in (EndpointState.IN_SERVICE, EndpointState.UPDATING)
    }
    if not live:
        _nothing_to_ask(studio)
        return
    endpoint = live[choice("Endpoint", list(live), key="endpoint")]
    if endpoint.model:
        _about(studio, endpoint.model)
    message = st.text_input(
        "Message",
        key="message",
        placeholder="Type a message and press Enter",
        help="It goes to the endpoint on this machine and is kept nowhere.",
    )
    st.pills(
        "Or pick one",
        EXAMPLES,
        format_func=lambda example: example.label,
        key="example",
        on_change=_take_example,
    )
    if not message.strip():
        st.caption("The answer appears here, a bar for each category.")
        return
    with errors_shown():
        _answer(studio, endpoint, message)


def _about(studio: Workspace, model: Model) -> None:
    said = f"Model {model.name} ({recipe(model.algorithm).title})."
    if model.synthetic:
        said += f" {SYNTHETIC_MODEL}"
    st.caption(words.plain(said))


def _take_example() -> None:
    example = st.session_state["example"]
    if example is not None:
        st.session_state["message"] = example.text
        st.session_state["example"] = None


def _nothing_to_ask(studio: Workspace) -> None:
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


def _answer(studio: Workspace, endpoint: Endpoint, message: str) -> None:
    asleep = endpoint.now.warmth in (Warmth.COLD, Warmth.WARMING)
    with st.spinner("Waking the endpoint…" if asleep else "Asking…"):
        score = messages.score(studio, endpoint.name, message)
    verdict = score.verdict
    st.subheader(verdict_words(verdict), anchor=False)
    order = endpoint.model.categories if endpoint.model else None
    probability_bars(verdict, order=order)
    woken = " The endpoint was asleep and was woken for it." if asleep else ""
    st.caption(
        f"A bar is a probability; the upright mark on it is where a category begins to be flagged."
        f" Answered in {words.duration(score.seconds)}.{woken}"
    )
    _details(endpoint, score, message)


def _details(endpoint: Endpoint, score: MessageScore, message: str) -> None:
    with st.expander("Under the bars: raw scores and the text as the model read it"):
        st.dataframe(
            [
                {
                    "Category": words.category(s.category),
                    "Probability": f"{s.probability:.4f}",
                    "Flagged from": f"{s.threshold:.4f}",
                    "Raw score": f"{score.raw[s.category]:.4f}" if s.category in score.raw else "-",
                }
                for s in score.verdict.scores
            ],
            hide_index=True,
            column_config={
                "Raw score": st.column_config.TextColumn(
                    help="The model's own number, before calibration made a probability of it."
                )
            },
            alt="Probability, threshold and raw score by category",
        )
        st.markdown("The model read:")
        st.code(score.normalised or " ", language=None, wrap_lines=True)
        st.caption(words.plain(f"Model {score.model[:12]}, normaliser version {score.normaliser}."))
    if endpoint.now.url:
        with st.expander("Ask from a program"):
            command = messages.curl(endpoint.now.url, message, len(score.verdict.scores))
            st.code(command, language="bash", wrap_lines=True)


ensure_entered()
with errors_shown():
    main()
