"""Navigation: the pages, in the groups and the order of the sidebar."""

from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app import session
from app.components.words import plain
from backend.errors import StudioError

_APP = Path(__file__).parent
_ICON = str(_APP / "icon.svg")
_STYLE = _APP / "style.css"
_ENTERED = "entered"
_WIDE = ("models",)
"""Pages that lay things side by side."""
_TOLD = "told on arrival"
_PLACE = "place of this session"
_KEPT = ("place-", "account-", "try-sitting")
"""What a session keeps when work runs elsewhere: keys that begin so."""


def enter() -> StreamlitPage:
    """Set up the app around whichever page is asked for, and return that page to run."""
    page = st.navigation(
        {
            "": [st.Page(_page("home"), title="Home", default=True)],
            "Make a model": [
                st.Page(_page("explore"), title="Explore dataset"),
                st.Page(_page("process"), title="Process"),
                st.Page(_page("train"), title="Train"),
                st.Page(_page("jobs"), title="Jobs"),
                st.Page(_page("models"), title="Models"),
            ],
            "Use it": [
                st.Page(_page("endpoints"), title="Endpoints"),
                st.Page(_page("try_messages"), title="Try messages"),
            ],
            "Set up": [st.Page(_page("account"), title="Where work runs")],
        }
    )
    st.set_page_config(
        page_title="Moderation Studio",
        page_icon=_ICON,
        layout="wide" if page.url_path in _WIDE else "centered",
    )
    st.logo(_ICON, size="large")
    st.html(_STYLE)
    with st.sidebar:
        _place()
    st.session_state[_ENTERED] = True
    return page


def _place() -> None:
    """Where work runs, in small print; nothing is asked of it."""
    try:
        said = session.choice().title
    except StudioError:
        said = "not known"
    st.caption(f"Work runs on  \n**{plain(said)}**")


def _begin_afresh_elsewhere() -> None:
    """Forget what is in the forms of a session whose work runs elsewhere now: names, sizes and
    jobs of one place mean nothing in another."""
    try:
        place = session.choice().place
    except StudioError:
        return
    if st.session_state.setdefault(_PLACE, place) != place:
        kept = (_PLACE, _ENTERED, _TOLD, *_KEPT)
        for key in [key for key in st.session_state if not str(key).startswith(kept)]:
            del st.session_state[key]
        st.session_state[_PLACE] = place


def ensure_entered() -> None:
    """Enter now if the page was run without the entry; every page calls this first.

    Because of the name of the folder pages/, Streamlit takes the app for its older kind until
    `st.navigation` has been called once in the server's life. Somebody who opens /jobs before
    that gets the page alone.
    """
    if _ENTERED not in st.session_state:
        enter()
        st.rerun()
    _begin_afresh_elsewhere()
    told = st.session_state.pop(_TOLD, None)
    if told:
        st.toast(told, duration="long")


def tell(told: str) -> None:
    """Say something, in Markdown, when the next page is drawn, or this one anew."""
    st.session_state[_TOLD] = told


def go(page: str, told: str, **query: str) -> NoReturn:
    """Open another page (a file such as "pages/jobs.py") and say there, in Markdown, why."""
    tell(told)
    st.switch_page(page, query_params=query)


def _page(name: str) -> Path:
    return _APP / "pages" / f"{name}.py"
