"""A choice by name that the address of the page carries, so that links can make it."""

from collections.abc import Collection, Sequence

import streamlit as st

from app.components import words

_SHOWN = 80  # characters of a name from an address, which may be of any length


def choose(key: str, name: str) -> None:
    """Make the choice `key` from a callback or before its box is drawn."""
    st.query_params[key] = name
    st.session_state[_kept(key)] = name


def arrive(key: str) -> None:
    """Take the choice `key` from the address, in a run of a whole page of which parts tick."""
    st.session_state[_kept(key)] = st.query_params.get(key, "")


def choice_made(key: str) -> str:
    """The choice `key` that was made last, in the address or on the page; "" when there is none.

    A tick that was on its way when the choice was made still tells of the address before: that is
    put right, so that a run of the whole page which it asks for chooses the same.
    """
    name: str = st.session_state.get(_kept(key), "")
    if name and st.query_params.get(key) != name:
        st.query_params[key] = name
    return name


def _kept(key: str) -> str:
    return f"chosen by ?{key}="


def say_if_gone(noun: str, key: str, names: Collection[str]) -> None:
    """Say so when the address chooses by `?key=` what is none of `names`, as an old link may."""
    linked = st.query_params.get(key)
    if linked is not None and linked not in names:
        say_gone(noun, linked)


def say_gone(noun: str, name: str) -> None:
    """Say that there is none of that name any more."""
    shown = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
    st.warning(f"There is no {noun} {words.plain(shown)} any more. Another is chosen below.")


def choice(
    label: str,
    names: Sequence[str],
    *,
    key: str,
    default: str | None = None,
    help: str | None = None,
    noun: str | None = None,
) -> str:
    """A box to choose one of `names` (not empty) from; `?key=name` in the address chooses too.

    default: what it opens on in a session that has chosen none; the first when unsaid. noun: what
    to call one that the address names and that is gone; the label when unsaid, nothing said when
    empty. (Streamlit's own binding of widgets to the address passes over a link's choice when an
    earlier visit to the page made another.)
    """

    def told() -> None:
        choose(key, st.session_state[key])

    if noun != "":
        say_if_gone(noun or label.lower(), key, names)
    linked = st.query_params.get(key)
    if linked in names:
        st.session_state[key] = linked
    elif st.session_state.get(key) not in names:
        st.session_state[key] = default or names[0]
    return st.selectbox(label, names, key=key, on_change=told, help=help, persist_state="session")
