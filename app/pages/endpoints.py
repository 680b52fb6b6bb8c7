"""Endpoints: put a model to work, see how it does, change it over and back, clean up."""

import contextlib
import time
from collections.abc import Hashable

import streamlit as st

from app.components import words
from app.components.afresh import fresh, renew
from app.components.choice import arrive, choice_made, choose, say_if_gone
from app.components.empty_state import empty_state
from app.components.endpoints.calculator import calculator
from app.components.endpoints.cost import cost_line
from app.components.endpoints.difference import difference_table
from app.components.endpoints.endpoint_table import endpoint_table
from app.components.endpoints.memory_bar import memory_bar
from app.components.endpoints.parts_list import parts_list
from app.components.endpoints.probe_line import probe_line
from app.components.endpoints.settings_fields import settings_fields
from app.components.endpoints.traffic_charts import traffic_charts
from app.components.endpoints.warmth import warmth_badge, warmth_of
from app.components.error_box import errors_shown, page_errors_shown
from app.components.field import under_field
from app.components.jobs.log_view import log_view
from app.components.models.leaderboard import algorithm_title
from app.components.states import state_badge
from app.components.synthetic import SYNTHETIC_MODEL
from app.components.ticking import ticking
from app.navigation import ensure_entered
from app.session import choice, workspace
from app.views.deploying import deploy_panel
from backend.errors import NotFound, StudioError
from backend.platforms.base import Endpoint as Now
from backend.platforms.base import EndpointSpec, EndpointState, Warmth
from backend.studio import prices
from backend.studio.endpoint import endpoints, probes, snippets
from backend.studio.endpoint.endpoints import Endpoint
from backend.studio.model import models
from backend.studio.model.models import Model
from backend.studio.workspace import Workspace

_LOG_LINES = 200
_AWAKE_SECONDS, _ASLEEP_SECONDS = 1.0, 5.0  # between two looks
_FAR_SECONDS = 30.0  # the same of one far away, where looking is not free
_LOG_SECONDS, _FAR_LOG_SECONDS = 2.0, 10.0
_WINDOWS = {15: "15 minutes", 60: "1 hour", 360: "6 hours"}
_HOUR, _DAY = 3600.0, 86400.0


def main() -> None:
    """The page. It follows endpoints as they change and are asked, each part by itself."""
    st.title("Endpoints", anchor=False)
    st.markdown(
        "An endpoint answers messages with what its model thinks of them. Left alone, it sleeps and"
        " takes no memory; the next message wakes it."
    )
    studio = workspace()
    made = models.listing(studio)
    found = endpoints.listing(studio, linked=st.query_params.get("endpoint", ""))
    if not made and not found:
        empty_state(
            "No model to deploy yet",
            "Train a model first, then put it on an endpoint here.",
            page="pages/train.py",
            label="Train a model",
        )
        return
    if made:
        deploy_panel(made, deployed=bool(found), on_deploy=_open)
    if not found:
        st.info("No endpoints yet: deploy a model above.")
        return
    by_name = {endpoint.name: endpoint for endpoint in found}
    arrive("endpoint")
    say_if_gone("endpoint", "endpoint", by_name)
    if len(found) > 1:
        _table(by_name)
        name = _choose(list(by_name))
    else:
        name = found[0].name
    with st.container(border=True):
        _one(studio, by_name[name], made)


# All of them


def _table(by_name: dict[str, Endpoint]) -> None:
    opened = choice_made("endpoint")

    def draw(_: Hashable) -> None:
        if choice_made("endpoint") != opened:
            st.rerun()  # another was picked
        studio = workspace()
        now = time.time()
        found = [
            Endpoint(now=n, model=by_name[n.name].model, changing_to=by_name[n.name].changing_to)
            for n in studio.platform.endpoints()
            if n.name in by_name
        ]
        asked = {}
        for endpoint in found if not studio.platform.far else ():  # there each is a question
            with contextlib.suppress(NotFound):
                asked[endpoint.name] = endpoints.traffic(
                    studio, endpoint.name, since=now - _HOUR
                ).requests
        endpoint_table(
            found,
            asked,
            now=now,
            key=f"endpoints-{len(found)}",
            far=studio.platform.far,
            on_pick=_open,
        )

    def followed() -> Hashable:
        choice_made("endpoint")  # before a tick asks for a run of the whole page
        return tuple(map(_followed, workspace().platform.endpoints()))

    every = 2 * _pace([endpoint.now for endpoint in by_name.values()])
    ticking(draw, followed, every=every)


def _choose(names: list[str]) -> str:
    """The one that was opened, or the first; and a box to open another.

    A tick that was on its way when another was opened brings the old box's value along. So the box
    of each is another widget, and says nothing when it says what it began with.
    """
    linked = choice_made("endpoint")
    name = linked if linked in names else names[0]
    key = f"opened-{name}"

    def told() -> None:
        if st.session_state[key] != name:
            _open(st.session_state[key])

    st.selectbox("Endpoint", names, index=names.index(name), key=key, on_change=told)
    return name


def _open(name: str) -> None:
    choose("endpoint", name)


def _followed(endpoint: Now) -> Hashable:
    """What of an endpoint the rest of the page rests on."""
    awake = endpoint.warmth in (Warmth.WARM, Warmth.WARMING)
    return (endpoint.name, endpoint.state, endpoint.spec, endpoint.changing_to, endpoint.url, awake)


def _pace(found: list[Now]) -> float:
    """Seconds between two looks: an endpoint that sleeps may be asked at any time, too."""
    if any(not n.state.settled for n in found):
        return _AWAKE_SECONDS  # somebody waits
    if workspace().platform.far:
        return _FAR_SECONDS
    awake = any(n.warmth in (Warmth.WARM, Warmth.WARMING) for n in found)
    return _AWAKE_SECONDS if awake else _ASLEEP_SECONDS


# One of them


def _one(studio: Workspace, endpoint: Endpoint, made: tuple[Model, ...]) -> None:
    name = endpoint.name

    def followed() -> Hashable:
        choice_made("endpoint")
        with contextlib.suppress(NotFound):
            return _followed(workspace().platform.endpoint(name))
        return None

    ticking(lambda _: _status(endpoint), followed, every=_pace([endpoint.now]))
    now = endpoint.now
    cost_line(endpoints.hour_cost(studio, now.spec.memory_mb), now.spec.memory_mb)
    if now.state is not EndpointState.DELETING:
        st.fragment(_actions)(endpoint, made)
        st.fragment(_panels)(endpoint)


def _status(endpoint: Endpoint) -> None:
    """How it is doing. Drawn again at every look; `endpoint` is from when the page was run."""
    studio = workspace()
    found = studio.platform.endpoint(endpoint.name)
    at = time.time()
    saying = warmth_of(found, at)
    with st.container(gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(found.name, anchor=False, width="content")
            state_badge(found.state)
            if saying:
                warmth_badge(saying)
        if found.reason:
            st.warning(words.plain(found.reason))
        _serves(endpoint)
        if saying:
            st.caption(words.plain(saying.sentence))
    window = st.segmented_control(
        "Traffic of the last",
        list(_WINDOWS),
        default=15,
        required=True,
        format_func=lambda minutes: _WINDOWS[minutes],
        key="window",
    )
    since = at - 60 * (window or 15)
    traffic = endpoints.traffic(studio, found.name, since=since)
    far = studio.platform.far
    traffic_charts(traffic, since=since, until=at, far=far, key="traffic")
    late = " after some minutes" if far else ""
    if not traffic.requests:
        st.caption(f"Nobody has asked in this time. Send a test message, and it shows here{late}.")
    elif traffic.known_since > since:
        st.caption(words.plain(f"Counted since {words.clock(traffic.known_since)}."))
    memory_bar(found.memory_used_mb, found.spec.memory_mb, asleep=found.warmth is Warmth.COLD)


def _sleep_words(spec: EndpointSpec) -> str:
    if workspace().platform.fixed_idle_seconds:
        return "sleeps by itself when idle"
    return f"sleeps after {words.duration(spec.idle_seconds)} idle"


def _serves(endpoint: Endpoint) -> None:
    now, model, following = endpoint.now, endpoint.model, endpoint.changing_to
    if model is None:
        st.caption("Its model has been deleted; it goes on serving its own copy.")
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(words.plain(f"Serves {model.name}"), width="content")
            st.page_link(
                "pages/models.py", label="See the model", query_params={"model": model.name}
            )
        auc = model.evaluation.mean_auc
        measured = f" · mean AUC {auc:.3f}" if auc is not None else ""
        st.caption(
            words.plain(
                f"{algorithm_title(model.algorithm)}{measured}"
                f" · {words.count(now.spec.concurrency, 'request')} at once"
                f" · {_sleep_words(now.spec)}"
                f" · made {words.ago(now.created_at, time.time())}"
            )
        )
        if model.synthetic:
            st.caption(SYNTHETIC_MODEL)
    if now.state is EndpointState.CREATING:
        st.progress(0.0, text="Unpacking the model, and starting its server…")
    elif now.state is EndpointState.UPDATING:
        to = following.name if following else "another model"
        change = "its new settings" if following == model else to
        present = model.name if model else "the present model"
        st.info(words.plain(f"Changing over to {change}. {present} answers until that can."))


# What can be done


@errors_shown()
def _actions(endpoint: Endpoint, made: tuple[Model, ...]) -> None:
    with errors_shown():
        studio, now = workspace(), endpoint.now
        answers = now.state in (EndpointState.IN_SERVICE, EndpointState.UPDATING)
        with st.container(horizontal=True, vertical_alignment="center"):
            if answers:
                st.page_link(
                    "pages/try_messages.py",
                    label=":green[**Try it** →]",
                    query_params={"endpoint": endpoint.name},
                )
            asked = endpoint.model is not None and st.button(
                "Send a test message",
                key="probe",
                disabled=not answers,
                help=f"Asks for “{probes.MESSAGE}”.",
            )
            if now.state.settled:
                _roll_back(studio, endpoint)
                _change_model(studio, endpoint, made)
            _delete(studio, endpoint)
        _probe(studio, endpoint, asked)


def _probe(studio: Workspace, endpoint: Endpoint, asked: bool) -> None:
    key = f"probed-{endpoint.name}-{endpoint.now.created_at}"
    if asked:
        st.session_state.pop(key, None)
        asleep = endpoint.now.warmth in (Warmth.COLD, Warmth.WARMING)
        with st.spinner("Waking the endpoint…" if asleep else "Asking…"):
            st.session_state[key] = (probes.probe(studio, endpoint.name), time.time())
    if key in st.session_state:
        probe, at = st.session_state[key]
        probe_line(probe, at=at, now=time.time())


def _roll_back(studio: Workspace, endpoint: Endpoint) -> None:
    earlier = endpoints.earlier(studio, endpoint.name)
    if earlier is None:
        return
    spec = earlier.spec
    settings = (
        f"As it was then: {words.megabytes(spec.memory_mb)} of memory,"
        f" {words.count(spec.concurrency, 'request')} at once, {_sleep_words(spec)}."
        " The present model answers until it can."
    )
    if st.button(
        f"Roll back to {words.plain(earlier.name)}",
        key="rollback",
        disabled=earlier.model is None,
        help=settings if earlier.model else "That model has been deleted.",
    ):
        endpoints.rollback(studio, endpoint.name)
        st.rerun()


def _change_model(studio: Workspace, endpoint: Endpoint, made: tuple[Model, ...]) -> None:
    others = {model.name: model for model in made if model != endpoint.model}
    key = f"change-{endpoint.name}"
    panel = st.popover(
        "Change model…",
        disabled=not others,
        help=None if others else "There is no other model yet.",
        key=fresh(key),
        on_change="rerun",
    )
    if not panel.open:
        return
    with panel, errors_shown():
        chosen = st.selectbox("Model", list(others), key=f"change-model-{endpoint.name}")
        model = others[chosen]
        present = endpoint.now.spec
        try:
            wanted = endpoints.changed_over(present, model)
        except StudioError as error:
            under_field("", error)
            return
        difference_table(
            endpoint.model,
            model,
            memory_before_mb=present.memory_mb,
            memory_after_mb=wanted.memory_mb,
        )
        if model.synthetic:
            st.caption(SYNTHETIC_MODEL)
        st.caption("The present model answers until the new one can.")
        if st.button("Change over", type="primary", key="change-over"):
            endpoints.update(studio, endpoint.name, model=model.name)
            renew(key)
            st.rerun()


def _delete(studio: Workspace, endpoint: Endpoint) -> None:
    panel = st.popover("Delete…", key=fresh(f"delete-{endpoint.name}"), on_change="rerun")
    if not panel.open:
        return
    with panel, errors_shown():
        parts_list(endpoints.parts(studio, endpoint.name))
        if st.button("Delete the endpoint", type="primary", key="delete"):
            endpoints.delete(studio, endpoint.name)
            renew(f"delete-{endpoint.name}")  # or one of that name would open it again
            st.query_params.pop("endpoint", None)
            st.rerun()


# Its panels


@errors_shown()
def _panels(endpoint: Endpoint) -> None:
    """All of those that ask nobody are drawn: a tick that was on its way when one was opened brings
    along that another was, and would leave it empty. Of the rest only the open one is."""
    asking, settings, cost, log = st.tabs(
        ["Ask from a program", "Settings", "Cost", "Log"],
        key=f"panels-{endpoint.name}",
        on_change="rerun",
    )
    with asking, errors_shown():
        _snippets(endpoint)
    with settings, errors_shown():
        _settings(endpoint)
    with errors_shown():
        if cost.open:
            with cost:
                _cost(endpoint)
        if log.open:
            every = _FAR_LOG_SECONDS if workspace().platform.far else _LOG_SECONDS
            with log:
                st.fragment(_log, run_every=every)(endpoint.name)


def _snippets(endpoint: Endpoint) -> None:
    url = endpoint.now.url
    categories = len(endpoint.model.categories) if endpoint.model else 1
    if url is None and workspace().platform.far:
        _aws_snippets(endpoint.name, categories)
        return
    if url is None:
        st.caption("It has no address now.")
        return
    st.code(url, language=None, wrap_lines=True)
    st.markdown("With curl, from a shell:")
    st.code(snippets.curl(url, probes.MESSAGE, categories), language="bash", wrap_lines=True)
    st.markdown("With Python and nothing else:")
    st.code(snippets.python(url, probes.MESSAGE, categories), language="python", wrap_lines=True)
    st.caption(
        "It answers programs on this machine only. The format is BlazingText’s: its clients work."
    )


def _aws_snippets(name: str, categories: int) -> None:
    settings, text = choice().settings, probes.MESSAGE
    st.markdown("With the AWS CLI, from a shell:")
    st.code(snippets.aws_cli(name, settings, text, categories), language="bash", wrap_lines=True)
    st.markdown("With Python and boto3:")
    st.code(snippets.boto3(name, settings, text, categories), language="python", wrap_lines=True)
    st.caption(
        "It answers whoever may call sagemaker:InvokeEndpoint in this account. The format is"
        " BlazingText’s: its clients work."
    )


def _cost(endpoint: Endpoint) -> None:
    studio, model = workspace(), endpoint.model
    traffic = endpoints.traffic(studio, endpoint.name, since=time.time() - _DAY)
    ms = traffic.median_ms
    if ms is None and model is not None and model.speed is not None:
        ms = 1000 / model.speed.messages_per_second
    calculator(
        prices.table(studio),
        memory_mb=endpoint.now.spec.memory_mb,
        ms=ms,
        messages_a_day=max(1000, traffic.requests),
        data_bytes=models.DATA_BYTES,
        key=f"month-{endpoint.name}",
    )


def _settings(endpoint: Endpoint) -> None:
    studio, now, spec = workspace(), endpoint.now, endpoint.now.spec
    if endpoint.model is None:
        st.caption("Its model has been deleted: its settings stay as they are.")
        return
    # Named by what is in force: what somebody else has set shows, and what is typed stays.
    in_force = f"{spec.memory_mb}-{spec.concurrency}-{spec.idle_seconds:g}"
    chosen = settings_fields(
        endpoint.model.serving_mb,
        memory_mb=spec.memory_mb,
        concurrency=spec.concurrency,
        idle_seconds=spec.idle_seconds,
        fixed_idle=studio.platform.fixed_idle_seconds,
        key=f"settings-{endpoint.name}-{in_force}",
    )
    same = (chosen.memory_mb, chosen.concurrency, chosen.idle_seconds) == (
        spec.memory_mb,
        spec.concurrency,
        spec.idle_seconds,
    )
    if st.button(
        "Change the settings",
        type="primary",
        key="change-settings",
        disabled=same or not chosen.usable or not now.state.settled,
        help="Its model stays. As it is, it answers until the change is done.",
    ):
        endpoints.update(
            studio,
            endpoint.name,
            memory_mb=chosen.memory_mb,
            concurrency=chosen.concurrency,
            idle_seconds=chosen.idle_seconds,
        )
        st.rerun()


@errors_shown()
def _log(name: str) -> None:
    with errors_shown():
        log_view(endpoints.log(workspace(), name, tail=_LOG_LINES))


ensure_entered()
with page_errors_shown():
    main()
