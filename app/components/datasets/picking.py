"""Picking: a click on a bar or a cell of a chart, told to the page."""

from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

import streamlit as st

Pick = Callable[[Mapping[str, Any] | None], None]
"""Called with the fields of what was clicked; with None when a click took it back."""

_PICK = "pick"


def pickable(alt: ModuleType, fields: Sequence[str]) -> Any:
    """The parameter of a chart that holds what was clicked, told by those fields of its data."""
    return alt.selection_point(name=_PICK, fields=list(fields))


def show(chart: Any, *, key: str, alt_text: str, on_pick: Pick | None) -> None:
    """Draw a chart, with one parameter made by `pickable` where there is `on_pick`."""
    if on_pick is None:
        st.altair_chart(chart, key=key, alt=alt_text)
        return

    def picked() -> None:
        found = st.session_state[key].selection.get(_PICK) or ()
        on_pick(dict(found[0]) if found else None)

    st.altair_chart(chart, key=key, alt=alt_text, on_select=picked)
