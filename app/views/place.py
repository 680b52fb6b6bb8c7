"""Choosing where work runs: the platforms on offer, their settings, and what changing means."""

import re
from collections.abc import Mapping

import streamlit as st

from app import session
from app.components import words
from app.components.error_box import error_box, errors_shown
from app.components.field import under_field
from app.navigation import tell
from backend.errors import InvalidInput, StudioError
from backend.platforms.catalogue import Offer, Setting, offered
from backend.studio import platforms
from backend.studio.platforms import Choice

_OFFER = "place-offer"
_FOUND = "place-found"  # what was said when settings were looked for

WHAT_CHANGES = (
    "Nothing is moved, stopped or deleted. Jobs, models and endpoints belong to the place where"
    " they were made: those of one are not seen in the other, and are there when you come back."
    " Datasets and message sets are here in either."
)


def place_form(now: Choice | None) -> None:
    """The platforms to choose from, with the fields of the one that is picked. now: where work
    runs; None where that cannot be told."""
    offers = {offer.name: offer for offer in platforms.offers()}
    if st.session_state.get(_OFFER) not in offers:
        st.session_state[_OFFER] = now.name if now else next(iter(offers))
    name = st.radio(
        "Choose",
        list(offers),
        format_func=lambda name: offers[name].title,
        captions=[words.plain(offer.summary) for offer in offers.values()],
        key=_OFFER,
    )
    offer = offers[name]
    given, fit = _fields(offer)
    same = now is not None and now.name == name and dict(now.settings) == _whole(offer, given)
    if now is None or now.name != name:
        st.caption(WHAT_CHANGES)
    elif not same:
        st.caption("Another region, bucket or folder is another place, with jobs of its own.")
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            _label(now, offer), type="primary", key="choose-place", disabled=same or not fit
        ):
            with errors_shown():
                chosen = platforms.choose(session.folder(), name, given)
                st.session_state.pop(_FOUND, None)
                tell(f"Work runs on **{words.plain(chosen.title)}** from now on.")
                st.rerun()
        if same:
            st.caption("Work runs there now.")


def _label(now: Choice | None, offer: Offer) -> str:
    if now is not None and now.name == offer.name:
        return "Save the settings"
    return (
        f"Work on {offer.title[0].lower() + offer.title[1:]}"
        if not offer.settings
        else (f"Work on {offer.title}")
    )


def _fields(offer: Offer) -> tuple[dict[str, str], bool]:
    """What the fields hold, by setting, and whether it can be used."""
    if not offer.settings:
        return {}, True
    if not all(_key(setting) in st.session_state for setting in offer.settings):
        kept = platforms.kept_settings(session.folder(), offer.name)
        _fill(offer, {**{s.name: s.default for s in offer.settings}, **kept})
    _suggest(offer)
    given: dict[str, str] = {}
    fit = True
    for start in range(0, len(offer.settings), 2):
        row = offer.settings[start : start + 2]
        for column, setting in zip(st.columns(2), row, strict=False):
            with column:
                given[setting.name] = _field(setting)
                problem = _problem(setting, given[setting.name])
                # An empty form is no mistake yet.
                under_field(setting.help, problem if given[setting.name] else None)
                fit &= problem is None
    return given, fit


def _field(setting: Setting) -> str:
    title = setting.title if setting.required else f"{setting.title} (optional)"
    typed = st.text_input(title, key=_key(setting), placeholder=f"such as {setting.example}")
    return (typed or "").strip()


def _key(setting: Setting) -> str:
    return f"place-{setting.name}"


def _fill(offer: Offer, values: Mapping[str, str]) -> None:
    for setting in offer.settings:
        if setting.name in values:
            st.session_state[_key(setting)] = values[setting.name]


def _suggest(offer: Offer) -> None:
    """A button that fills in what can be found, and what came of it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            "Fill in what can be found",
            key="suggest",
            help="Looks at this machine's AWS profile and into its account, with the profile and"
            " region below where they are given. Changes nothing there.",
        ):
            known = {s.name: str(st.session_state.get(_key(s)) or "") for s in offer.settings}
            with st.spinner("Looking…"):
                st.session_state[_FOUND] = _looked(offer, known)
        if found := st.session_state.get(_FOUND, ""):
            st.caption(words.plain(found))


def _looked(offer: Offer, known: Mapping[str, str]) -> str:
    try:
        found = {n: value for n, value in platforms.suggested(offer.name, known).items() if value}
    except StudioError as error:
        return str(error)
    _fill(offer, found)
    titles = [s.title.lower() for s in offer.settings if s.name in found]
    if not titles:
        return "Nothing was found: is this machine signed in to AWS?"
    missing = [
        s.title.lower()
        for s in offer.settings
        if s.required and not s.default and s.name not in found
    ]
    lacking = f" Not found: {words.joined(missing)}; docs/aws.md makes them." if missing else ""
    return f"Found {words.joined(titles)}.{lacking}"


def _problem(setting: Setting, value: str) -> InvalidInput | None:
    value = value or setting.default
    if not value and not setting.required:
        return None
    if re.fullmatch(setting.pattern, value):
        return None
    return InvalidInput(f"That cannot be a {setting.title.lower()}.", f"Like {setting.example}.")


def _whole(offer: Offer, given: Mapping[str, str]) -> dict[str, str]:
    return {s.name: given.get(s.name, "") or s.default for s in offer.settings}


def environment_note(now: Choice) -> None:
    """Say so where the environment has a say in where work runs."""
    if not now.variables:
        return
    one = len(now.variables) == 1
    st.info(
        f"The environment {'variable' if one else 'variables'} {words.joined(now.variables)}"
        f" {'goes' if one else 'go'} before what is chosen below."
        f" {'Unset it' if one else 'Unset them'} and start again to choose here."
    )


def current() -> Choice | None:
    """Where work runs; None, said in words, where that cannot be told."""
    try:
        return session.choice()
    except StudioError as error:
        error_box(error)
        return None


def summary(now: Choice) -> None:
    """Where work runs, and with what."""
    st.markdown(f"Work runs on **{words.plain(now.title)}**.")
    told = [
        f"{setting.title.lower()} {now.settings[setting.name]}"
        for setting in offered(now.name).settings
        if setting.name != "region" and now.settings.get(setting.name)
    ]
    if told:
        st.caption(words.plain(" · ".join(told)))
