"""What stands in the place of something that was not yet kept when a model was made."""

import streamlit as st

from app.components import words


def older_note(names: list[str], what: str) -> None:
    """Say so, and what to do. names: of the models. what: "no examples were kept"."""
    said = words.joined([f"**{words.plain(name)}**" for name in names])
    several = len(names) > 1
    st.info(
        f"{said} {'were' if several else 'was'} made before this was measured, or"
        f" {'their files' if several else 'its file'} cannot be read: {what}. Train again on the"
        f" same prepared data: {'they are' if several else 'it is'} evaluated anew, and then it"
        " stands here."
    )
    st.page_link("pages/train.py", label=":green[**Train again** →]")
