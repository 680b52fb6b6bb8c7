"""The way from labelled rows to a model at work, as a picture: a box for each stage."""

from collections.abc import Callable, Mapping

import streamlit as st

from app.components import words
from app.components.models.leaderboard import algorithm_title
from backend.learning.metrics import REFERENCE_IDS
from backend.studio.model.lineage import Lineage

_REMOVED = "Removed since; this is what the model still knows of it."

# Boxes stand one below the other on a phone, and the arrows between them point down.
_TURN = (
    "<style>@media (max-width: 640px) {[class*='st-key-lineage-arrow'] {transform: rotate(90deg)}}"
    "</style>"
)


def lineage_view(lineage: Lineage, *, model: str) -> None:
    """Six boxes with arrows, each leading on to what it shows. model: its name."""
    st.html(_TURN)
    _boxes(
        1,
        ("Dataset", lambda: _dataset(lineage)),
        ("Prepared data", lambda: _processing(lineage)),
        ("Training", lambda: _training(lineage)),
    )
    st.markdown("↓", text_alignment="center")
    _boxes(
        4,
        ("Evaluation", lambda: _evaluation(lineage)),
        ("Model", lambda: _package(lineage, model)),
        ("Endpoints", lambda: _endpoints(lineage, model)),
    )


def _boxes(first: int, *boxes: tuple[str, Callable[[], None]]) -> None:
    columns = st.columns([8, 1, 8, 1, 8], gap="xsmall")
    for place, (title, draw) in enumerate(boxes):
        with columns[2 * place].container(border=True, height="stretch"):
            st.markdown(f"**{first + place} · {title}**")
            draw()
        if place + 1 < len(boxes):
            with columns[2 * place + 1].container(
                key=f"lineage-arrow-{first + place}", height="stretch", vertical_alignment="center"
            ):
                st.markdown("→", text_alignment="center")


def _dataset(lineage: Lineage) -> None:
    dataset = lineage.dataset
    if dataset.name:
        _link("explore", dataset.name, {"dataset": dataset.name})
    else:
        st.caption(_REMOVED)
    rows = words.count(dataset.rows, "labelled row") if dataset.rows is not None else ""
    kind = "synthetic" if dataset.synthetic else ""
    st.caption(" · ".join(part for part in (rows, kind) if part) or "Rows not known")
    st.caption(
        "  \n".join(f"{words.plain(name)} `{made[:10]}`" for name, made in dataset.files.items())
    )


def _processing(lineage: Lineage) -> None:
    processing = lineage.processing
    _job(processing.job)
    parts = (
        ("train", "to train on"),
        ("validation", "to calibrate with"),
        ("test", "to test on"),
    )
    lines = [
        f"{words.count(processing.rows[part], 'row')} {purpose}"
        for part, purpose in parts
        if part in processing.rows
    ]
    lines.append(f"Seed {processing.seed}, normaliser version {processing.normaliser}")
    st.caption("  \n".join(map(words.plain, lines)))


def _training(lineage: Lineage) -> None:
    training = lineage.training
    _job(training.job)
    st.caption(words.plain(algorithm_title(training.algorithm)))
    versions = [
        f"{name} {version}"
        for name, version in training.versions.items()
        if name not in ("normaliser", "numpy")
    ]
    if versions:
        st.caption(words.plain(", ".join(versions)))
    if training.settings:
        with st.popover("Hyperparameters", type="tertiary"):
            st.table({name: str(value) for name, value in training.settings.items()}, border=False)


def _evaluation(lineage: Lineage) -> None:
    evaluation = lineage.evaluation
    _job(evaluation.job)
    st.caption(f"Calibrated on {words.count(evaluation.validation_rows, 'row')}")
    natural = evaluation.definition == REFERENCE_IDS
    st.caption(
        f"Measured on {words.count(evaluation.test_rows, 'row')}"
        + (", at the prevalence of the natural sample" if natural else "")
    )


def _package(lineage: Lineage, model: str) -> None:
    package = lineage.package
    st.markdown(words.plain(model))
    st.caption(f"{words.megabytes(package.model_mb)} · made {words.clock(package.made_at)}")
    st.caption(f"model\\.bin `{package.model[:10]}`", help=f"SHA-256: {package.model}")


def _endpoints(lineage: Lineage, model: str) -> None:
    for name in lineage.endpoints:
        _link("endpoints", name, {"endpoint": name})
    if not lineage.endpoints:
        st.caption("On none now")
        _link("endpoints", "Deploy it", {"model": model})


def _job(name: str | None) -> None:
    if name is None:
        st.caption(_REMOVED)
    else:
        _link("jobs", name, {"job": name})


def _link(page: str, label: str, query: Mapping[str, str]) -> None:
    st.page_link(
        f"pages/{page}.py", label=f":green[**{words.plain(label)}** →]", query_params=dict(query)
    )
