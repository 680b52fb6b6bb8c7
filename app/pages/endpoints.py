"""Endpoints: put a model to work, change it over, clean up."""

import time

import streamlit as st

from app.components import words
from app.components.choice import choice
from app.components.empty_state import empty_state
from app.components.error_box import errors_shown
from app.components.states import WARMTH, state_badge
from app.components.synthetic import SYNTHETIC_MODEL
from app.components.ticking import ticking
from app.navigation import ensure_entered
from app.session import workspace
from backend.learning.recipes import recipe
from backend.platforms.base import ENDPOINT_CONCURRENCY, ENDPOINT_MEMORY_MB, EndpointState
from backend.studio import endpoints, models
from backend.studio.endpoints import Endpoint
from backend.studio.models import Model
from backend.studio.workspace import Workspace

_LOG_LINES = 100


def main() -> None:
    """The page. It ticks while an endpoint changes, and not otherwise."""
    st.title("Endpoints", anchor=False)
    st.markdown(
        "An endpoint answers messages with what its model thinks of them. Idle, it sleeps and"
        " takes no memory; the next message wakes it."
    )
    studio = workspace()
    made = models.listing(studio)
    found = endpoints.listing(studio)
    if not made and not found:
        empty_state(
            "No model to deploy yet",
            "Train a model first, then put it on an endpoint here.",
            page="pages/train.py",
            label="Train a model",
        )
        return
    ticking(_present, lambda: endpoints.any_changing(studio))
    if made:
        _deploy(studio, made, taken={endpoint.name for endpoint in found})


def _present(_: bool) -> None:
    studio = workspace()
    found = endpoints.listing(studio)
    if not found:
        st.info("No endpoints yet: deploy a model below.")
    made = models.listing(studio) if found else ()
    for endpoint in found:
        _card(studio, endpoint, made)


def _card(studio: Workspace, endpoint: Endpoint, made: tuple[Model, ...]) -> None:
    now = endpoint.now
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(endpoint.name, anchor=False, width="content")
            state_badge(now.state)
        if now.reason:
            st.warning(words.plain(now.reason))
        used = (
            f"{words.megabytes(now.memory_used_mb)} of " if now.memory_used_mb is not None else ""
        )
        serves = (
            f"Serves {endpoint.model.name} ({recipe(endpoint.model.algorithm).title})"
            if endpoint.model
            else "Its model has been deleted"
        )
        parts = [
            serves,
            WARMTH[now.warmth] if now.state is EndpointState.IN_SERVICE else "",
            f"memory {used}{words.megabytes(now.spec.memory_mb)}",
            f"{words.count(now.spec.concurrency, 'request')} at once",
            f"sleeps after {words.duration(now.spec.idle_seconds)} idle",
            f"made {words.ago(now.created_at, time.time())}",
        ]
        st.caption(words.plain(" · ".join(part for part in parts if part)))
        if endpoint.model and endpoint.model.synthetic:
            st.caption(SYNTHETIC_MODEL)
        if now.url:
            st.code(now.url, language=None, wrap_lines=True)
        with st.container(horizontal=True, vertical_alignment="center"):
            if now.state is EndpointState.IN_SERVICE:
                st.page_link(
                    "pages/try_messages.py",
                    label=":green[**Try it** →]",
                    query_params={"endpoint": endpoint.name},
                )
            if now.state.settled:
                _update(studio, endpoint, made)
            if now.state is not EndpointState.DELETING:
                _delete(studio, endpoint)
        with st.expander("Log"):
            lines = endpoints.log(studio, endpoint.name, tail=_LOG_LINES)
            st.code("\n".join(lines) or "Nothing written yet.", language=None, wrap_lines=True)


def _update(studio: Workspace, endpoint: Endpoint, made: tuple[Model, ...]) -> None:
    others = [model for model in made if model != endpoint.model]
    with st.popover(
        "Change model…",
        disabled=not others,
        help=None if others else "There is no other model yet.",
    ):
        model = st.selectbox(
            "Model", others, format_func=_model_words, key=f"update-model-{endpoint.name}"
        )
        st.caption("The present model answers until the new one can.")
        if st.button("Change over", type="primary", key=f"update-{endpoint.name}") and model:
            with errors_shown():
                endpoints.update(studio, endpoint.name, model=model.name)
                st.rerun()


def _delete(studio: Workspace, endpoint: Endpoint) -> None:
    with st.popover("Delete…"):
        st.markdown(
            "This goes: the endpoint, its address, its configuration and its log.  \n"
            "This stays: the model, and the jobs that made it."
        )
        if st.button("Delete the endpoint", type="primary", key=f"delete-{endpoint.name}"):
            with errors_shown():
                endpoints.delete(studio, endpoint.name)
                st.rerun()


def _model_words(model: Model) -> str:
    auc = model.evaluation.mean_auc
    parts = [model.name, recipe(model.algorithm).title, words.megabytes(model.model_mb)]
    if auc is not None:
        parts.append(f"AUC {auc:.3f}")
    return " · ".join(parts)


def _deploy(studio: Workspace, made: tuple[Model, ...], taken: set[str]) -> None:
    st.subheader("Deploy a model", anchor=False)
    by_name = {model.name: model for model in made}
    left, right = st.columns(2)
    with left:
        chosen = choice(
            "Model",
            list(by_name),
            key="model",
            help="Models are made by training, and have the name of their run.",
        )
    model = by_name[chosen]
    auc = model.evaluation.mean_auc
    measured = f" Mean ROC-AUC {auc:.3f}." if auc is not None else ""
    name_key = f"endpoint-name-{model.name}"
    if name_key not in st.session_state:
        st.session_state[name_key] = endpoints.propose_name(studio, model.name)
    name = right.text_input(
        "Name of the endpoint", key=name_key, help="Small letters, digits and hyphens."
    )
    st.caption(
        f"{recipe(model.algorithm).title}, {words.megabytes(model.model_mb)};"
        f" needs {words.megabytes(model.serving_mb)} of memory to serve.{measured}"
    )
    if model.synthetic:
        st.caption(SYNTHETIC_MODEL)
    fits = [memory >= model.serving_mb for memory in ENDPOINT_MEMORY_MB]
    low, high = ENDPOINT_CONCURRENCY
    left, middle, right = st.columns(3)
    memory = left.selectbox(
        "Memory",
        ENDPOINT_MEMORY_MB,
        index=fits.index(True) if any(fits) else len(fits) - 1,
        format_func=lambda mb: (
            words.megabytes(mb) + ("" if mb >= model.serving_mb else ", too small")
        ),
        key=f"memory-{model.name}",
        help="What the endpoint may hold. On SageMaker, memory is what you pay for.",
    )
    concurrency = middle.number_input(
        "Requests at once",
        value=4,
        help=f"More than this at the same time are told to come again. From {low} to {high}.",
    )
    idle = right.number_input(
        "Idle seconds before sleep",
        value=300,
        disabled=studio.platform.fixed_idle_seconds,
        help="Decided by the platform."
        if studio.platform.fixed_idle_seconds
        else "After so long without a message the model leaves memory. From 1 to 86,400.",
    )
    small = memory < model.serving_mb
    if small:
        st.error(
            f"This model needs {words.megabytes(model.serving_mb)}, and {words.megabytes(memory)}"
            " is too small. Choose more memory."
        )
    if st.button("Deploy", type="primary", key="deploy", disabled=small):
        with errors_shown():
            endpoints.deploy(
                studio,
                name=name.strip(),
                model=model.name,
                memory_mb=memory,
                concurrency=int(concurrency),
                idle_seconds=float(idle),
            )
            del st.session_state[name_key]  # this name is taken now
            st.rerun()


ensure_entered()
with errors_shown():
    main()
