"""Try messages: type one, and see what one model or two say of it; or ask of many at once."""

import streamlit as st

from app.components.empty_state import empty_state
from app.components.error_box import page_errors_shown
from app.components.ticking import ticking
from app.navigation import ensure_entered
from app.session import workspace
from app.views.messages.asking import choose_endpoints
from app.views.messages.history import history
from app.views.messages.many import many_messages
from app.views.messages.one import message_box, one_message
from app.views.messages.opening import ONE, VIEW, take_link
from app.views.messages.sets import message_sets_view
from backend.platforms.base import EndpointState
from backend.studio import overview
from backend.studio.endpoint import endpoints
from backend.studio.endpoint.endpoints import Endpoint
from backend.studio.message.sitting import Sitting
from backend.studio.overview import NextStep
from backend.studio.workspace import Workspace

SETS, MANY, HISTORY = "Sets", "Many", "History"

# In the session.
_SITTING = "try-sitting"
_LAST_VIEW = "try-view"  # for when the page is come back to


def main() -> None:
    """The page."""
    st.title("Try messages", anchor=False)
    studio = workspace()
    found = endpoints.listing(studio, linked=st.query_params.get("endpoint", ""))
    live = {endpoint.name: endpoint for endpoint in found if _answers(endpoint)}
    if not live:
        _nothing_to_ask(studio)
        return
    take_link()
    tried: Sitting = st.session_state.setdefault(_SITTING, Sitting())
    view = _view()
    box = st.container()  # above the choice: on a phone the box comes first
    if view == HISTORY:
        history(tried)
        return
    asked = choose_endpoints(live, found, several=view != MANY)
    if view == SETS:
        message_sets_view(studio, asked)
    elif view == MANY:
        many_messages(studio, asked[0])
    else:
        with box:
            message = message_box(far=studio.platform.far)
        one_message(studio, asked, message, tried)


def _view() -> str:
    """The view to draw: at first the one with the box if a link leads here, else the last."""
    if VIEW not in st.session_state:  # nor has it once another page was drawn
        linked = {"endpoint", "message"} & set(st.query_params)
        st.session_state[VIEW] = ONE if linked else st.session_state.get(_LAST_VIEW, ONE)
    view = st.segmented_control(
        "What to try",
        [ONE, SETS, MANY, HISTORY],
        required=True,
        key=VIEW,
        label_visibility="collapsed",
        width="stretch",
    )
    st.session_state[_LAST_VIEW] = view
    return view or ONE


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
            "The guided demo makes one, from synthetic comments.",
            page="pages/home.py",
            label="Go to the guided demo",
        )


ensure_entered()
with page_errors_shown():
    main()
