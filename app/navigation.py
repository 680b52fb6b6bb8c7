"""Navigation: the pages, in the groups and the order of the sidebar."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

_APP = Path(__file__).parent
_ICON = str(_APP / "icon.svg")
_ENTERED = "entered"


def enter() -> StreamlitPage:
    """Set up the app around whichever page is asked for, and return that page to run."""
    st.set_page_config(page_title="Moderation Studio", page_icon=_ICON, layout="centered")
    page = st.navigation(
        {
            "": [st.Page(_page("home"), title="Home", default=True)],
            "Make a model": [
                st.Page(_page("explore"), title="Explore dataset"),
                st.Page(_page("process"), title="Process"),
                st.Page(_page("train"), title="Train"),
                st.Page(_page("jobs"), title="Jobs"),
            ],
            "Use it": [
                st.Page(_page("endpoints"), title="Endpoints"),
                st.Page(_page("try_messages"), title="Try messages"),
            ],
        }
    )
    st.logo(_ICON, size="large")
    st.session_state[_ENTERED] = True
    return page


def ensure_entered() -> None:
    """Enter now if the page was run without the entry; every page calls this first.

    Because of the name of the folder pages/, Streamlit takes the app for its older kind until
    `st.navigation` has been called once in the server's life. Somebody who opens /jobs before
    that gets the page alone.
    """
    if _ENTERED not in st.session_state:
        enter()
        st.rerun()


def _page(name: str) -> Path:
    return _APP / "pages" / f"{name}.py"
