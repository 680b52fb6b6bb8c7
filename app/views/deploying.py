"""Deploying a model: the form of a new endpoint."""

from collections.abc import Callable

import streamlit as st

from app.components import words
from app.components.afresh import fresh, renew
from app.components.choice import say_if_gone
from app.components.endpoints.cost import cost_line
from app.components.endpoints.settings_fields import settings_fields
from app.components.error_box import errors_shown
from app.components.jobs.name_field import name_field
from app.components.models.leaderboard import algorithm_title
from app.components.synthetic import SYNTHETIC_MODEL
from app.session import workspace
from backend.studio.endpoint import endpoints
from backend.studio.model.models import Model

_DEPLOYING = "deploying"
_DEPLOYED = "model of the address that was deployed"  # in the session


def deploy_panel(
    made: tuple[Model, ...], *, deployed: bool, on_deploy: Callable[[str], None]
) -> None:
    """A panel with a form, open where a link asks for it. deployed: there is an endpoint already.
    on_deploy: called with the name of the new one."""
    linked, done = st.query_params.get("model"), st.session_state.get(_DEPLOYED)
    panel = st.expander(
        "Deploy a model",
        expanded=not deployed or (linked is not None and linked != done),
        key=fresh(_DEPLOYING),
        on_change="rerun",
    )
    if not panel.open:
        return
    with panel:
        st.fragment(_form)(made, on_deploy)


def _form(made: tuple[Model, ...], on_deploy: Callable[[str], None]) -> None:
    with errors_shown():
        studio = workspace()
        by_name = {model.name: model for model in made}
        say_if_gone("model", "model", by_name)
        left, right = st.columns(2)
        with left:
            linked = st.query_params.get("model")
            chosen = st.selectbox(
                "Model",
                list(by_name),
                index=list(by_name).index(linked) if linked in by_name else 0,
                key=f"deploy-model-{linked}",
                help="Models are made by training, and have the name of their run.",
            )
        model = by_name[chosen]
        name_key = f"endpoint-name-{model.name}"
        with right:
            name, nameable = name_field(
                "Name of the endpoint",
                key=name_key,
                propose=lambda: endpoints.propose_name(studio, model.name),
                check=lambda typed: endpoints.check_new(studio, typed),
            )
        auc = model.evaluation.mean_auc
        measured = f" Mean AUC {auc:.3f}." if auc is not None else ""
        st.caption(
            words.plain(
                f"{algorithm_title(model.algorithm)}, {words.megabytes(model.model_mb)}.{measured}"
            )
        )
        if model.synthetic:
            st.caption(SYNTHETIC_MODEL)
        settings = settings_fields(
            model.serving_mb,
            fixed_idle=studio.platform.fixed_idle_seconds,
            key=f"deploy-{model.name}",
        )
        cost_line(endpoints.hour_cost(studio, settings.memory_mb), settings.memory_mb)
        if st.button(
            "Deploy",
            type="primary",
            key="deploy",
            disabled=not nameable or not settings.usable,
        ):
            with st.spinner("Handing over the model…"):
                endpoints.deploy(
                    studio,
                    name=name,
                    model=model.name,
                    memory_mb=settings.memory_mb,
                    concurrency=settings.concurrency,
                    idle_seconds=settings.idle_seconds,
                )
            del st.session_state[name_key]  # this name is taken now
            st.query_params.pop("model", None)
            st.session_state[_DEPLOYED] = linked
            on_deploy(name)
            renew(_DEPLOYING)
            st.rerun()
