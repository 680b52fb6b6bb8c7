"""Message sets: many messages asked at once, of one endpoint or two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from app.components import words
from app.components.afresh import fresh
from app.components.error_box import error_box, errors_shown
from app.components.messages.differences import differ
from app.components.messages.examples import BUILT_IN, EXAMPLE_SET
from app.components.messages.masking import masked
from app.components.messages.verdict_table import verdict_table
from app.views.messages.asking import waiting_words
from app.views.messages.opening import OPENS, open_row
from backend.errors import StudioError
from backend.moderation.verdicts import Verdict
from backend.studio.endpoint.endpoints import Endpoint
from backend.studio.message import message_sets, messages
from backend.studio.workspace import Workspace

# In the session.
_SET_RUN = "try-set-run"
_SAVED = "try-saved"  # the set that was just saved


@dataclass(frozen=True)
class _SetRun:
    """The messages of a set with the verdicts on them, by endpoint."""

    name: str
    messages: tuple[str, ...]
    answers: Mapping[str, tuple[Verdict, ...] | StudioError]


def message_sets_view(studio: Workspace, asked: Sequence[Endpoint]) -> None:
    """Choose a set, ask all of it at once, and see where the endpoints differ."""
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
        with st.spinner(waiting_words(asked)):
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
    kinds = None
    if ran.name:
        hidden = [masked(message) for message in ran.messages]
    else:
        hidden = [example.label for example in EXAMPLE_SET]
        kinds = {"Kind": [example.kind.value for example in EXAMPLE_SET]}
    show = st.toggle("Show the messages" if ran.name else "Show the rough words", key="unmask-set")
    verdict_table(
        ran.messages if show else hidden,
        verdicts,
        key=fresh("set-table"),
        on_pick=lambda row: open_row("set-table", ran.messages[row]),
        trail=kinds,
        alt="The messages of the set and what each endpoint says of them",
    )
    st.caption(OPENS)


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
