"""Where work runs: this machine or an account; whether the account is ready, what is in it, and
what it costs."""

import time
from collections.abc import Sequence

import streamlit as st

from app.components import words
from app.components.account.checks_view import checks_view, summary_words
from app.components.account.holdings_table import holdings_table, kept_words, left_table
from app.components.account.price_lines import price_lines
from app.components.error_box import errors_shown, page_errors_shown
from app.navigation import ensure_entered
from app.session import workspace
from app.views.place import current, environment_note, place_form, summary
from backend.platforms.capabilities import Check, Holding, Readiness
from backend.studio import account, prices
from backend.studio.platforms import Choice

# In the session, each by the place it is of.
_CHECKED, _HELD, _LEFT, _GONE = "account-checked", "account-held", "account-left", "account-gone"
_WORD = "remove everything"


def main() -> None:
    """The page."""
    st.title("Where work runs", anchor=False)
    now = current()
    if now is not None:
        summary(now)
        environment_note(now)
    folded = now is not None and bool(now.offer.settings)
    with st.expander("Change it", expanded=not folded, key=f"place-form-{folded}"), errors_shown():
        place_form(now)
    if now is None:
        return
    with errors_shown():
        if account.has_account(workspace()):
            _check(now)
            _holdings(now)
            _prices()


# Is it ready?


@st.fragment
@errors_shown()
def _check(now: Choice) -> None:
    st.header("Is the account ready?", anchor=False)
    key = f"{_CHECKED}-{now.place}-{now.settings.get('role')}-{now.settings.get('profile')}"
    asked = st.button("Check my account", key="check", help="Changes nothing, and costs nothing.")
    shown = st.empty()
    if asked:
        found: list[Check] = []
        st.session_state.pop(key, None)
        with shown.container():
            st.caption("Signing in…")
        for one in account.check(workspace()):
            found.append(one)
            with shown.container():
                st.caption(words.plain(f"Looking… {summary_words(found)}."))
                checks_view(found)
        st.session_state[key] = (tuple(found), time.time())
    if key in st.session_state:
        with shown.container():
            _checked(*st.session_state[key])


def _checked(found: Sequence[Check], at: float) -> None:
    said = f"{summary_words(found)} ({words.ago(at, time.time())})."
    if all(one.readiness is Readiness.READY for one in found):
        st.success(words.plain(f"Everything is ready: {said}"))
    elif any(one.readiness is Readiness.MISSING for one in found):
        st.warning(words.plain(f"Something is missing: {said}"))
    else:
        st.info(words.plain(f"Nothing is known to be missing: {said}"))
    checks_view(found)


# What is there?


@st.fragment
@errors_shown()
def _holdings(now: Choice) -> None:
    st.header("What is in the account", anchor=False)
    held = f"{_HELD}-{now.place}"
    if st.button("Look", key="holdings", help="Lists all that the studio made there."):
        with st.spinner("Looking…"):
            st.session_state[held] = account.holdings(workspace())
    for key, show in ((_GONE, _gone), (_LEFT, _left)):
        if st.session_state.get(f"{key}-{now.place}"):
            show(st.session_state[f"{key}-{now.place}"])
    found: tuple[Holding, ...] | None = st.session_state.get(held)
    if found is None:
        return
    if not found:
        st.info("There is nothing in the account.")
        return
    st.markdown(f"**{words.plain(kept_words(account.together(found)))}**")
    holdings_table(found)
    with st.popover("Remove everything…"):
        _remove(now, found)


def _remove(now: Choice, found: Sequence[Holding]) -> None:
    st.markdown(
        f"**{words.count(len(found), 'thing')}** and all that was made since go: jobs, models,"
        " endpoints, files and logs of this place. Runs that go on are stopped. Datasets stay, for"
        " they are on this machine.  \n**This cannot be undone.**"
    )
    typed = st.text_input(f"Type “{_WORD}” to confirm", key="remove-word")
    ready = (typed or "").strip().casefold() == _WORD
    if not st.button("Remove everything", type="primary", key="remove", disabled=not ready):
        return
    bar = st.progress(0.0, text="Beginning…")
    left: list[Holding] = []
    gone = 0
    with errors_shown():
        for one in account.remove_everything(workspace()):
            left += [one] if one.left_because else []
            gone += not one.left_because
            share = min(1.0, (gone + len(left)) / len(found))
            bar.progress(share, text=words.plain(f"{one.kind} {one.name}"))
        st.session_state[f"{_GONE}-{now.place}"] = gone
        st.session_state[f"{_LEFT}-{now.place}"] = tuple(left)
        st.session_state[f"{_HELD}-{now.place}"] = account.holdings(workspace())
        st.rerun()


def _gone(number: int) -> None:
    st.success(f"{words.count(number, 'thing')} removed.")


def _left(left: Sequence[Holding]) -> None:
    st.warning(f"{words.count(len(left), 'thing')} could not be removed. Again is safe.")
    left_table(left)


# What does it cost?


@st.fragment
@errors_shown()
def _prices() -> None:
    st.header("Prices", anchor=False)
    studio = workspace()
    if st.button(
        "Ask for the prices of the day",
        key="prices",
        help="Asks AWS for those of this region. Without, published ones of us-east-1 are used.",
    ):
        with errors_shown(), st.spinner("Asking…"):
            st.success(f"{words.count(prices.refresh(studio), 'price')} found.")
    price_lines(prices.table(studio), studio.platform.sizes())


ensure_entered()
with page_errors_shown():
    main()
