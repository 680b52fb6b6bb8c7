"""Whether a model minds words that name a group of people, and which it minds most."""

from collections.abc import Iterable, Mapping
from itertools import chain, zip_longest

import streamlit as st

from app.components import words
from app.components.models.comparison import shade_key
from app.components.models.share_bars import ShareBar, share_bars
from app.components.models.slices_view import share_words
from backend.learning.audit.record import Bias, TermBias

_MOST_BARS = 8
_HELP: Mapping[str, str] = {
    "Flagged": "Of its neutral sentences, how many are flagged in some category.",
    "Gap": "By how much more often that happens than with the other words, in points of 100.",
    "Missed": "Of its rude sentences, how many are not flagged.",
    "Subgroup AUC": "Does the model tell rude from neutral sentences with this word? 1 is"
    " perfect, 0.5 is chance (as in the next two).",
    "BPSN AUC": "Does it rank rude sentences with other words above neutral ones with this word?"
    " Low: the word alone raises probabilities. (Background positive, subgroup negative.)",
    "BNSP AUC": "Does it rank rude sentences with this word above neutral ones with other words?"
    " Low: the word lowers probabilities. (Background negative, subgroup positive.)",
}


def bias_view(audited: Mapping[str, Bias]) -> None:
    """What is audited, the worst words first, and all of them. audited: by model."""
    first = next(iter(audited.values()))
    st.markdown(
        f"Does it mind words for groups of people? {len(first.terms)} of them, such as"
        f" {words.joined([words.plain(t.term) for t in first.terms[:3]])}, were each put in"
        f" {first.neutral} neutral and {first.toxic} rude sentences. The sentences are English and"
        " the project's own: they tell of these words, not of every way to speak of people.",
        help="With the measures of Borkan et al. 2019. A sentence is flagged when any category is"
        " at or over the threshold that evaluation chose.",
    )
    for name, bias in audited.items():
        of = f"**{words.plain(name)}**: " if len(audited) > 1 else ""
        st.markdown(of + worst_words(bias))
    shade_key(list(audited))
    st.markdown("**Neutral sentences that are flagged**")
    terms = _worst_of_all(audited.values())
    bars = [
        ShareBar(
            title=f"With any of the {len(bias.terms)} words",
            model=name,
            share=bias.false_positive_rate,
            said=share_words(bias.false_positive_rate),
        )
        for name, bias in audited.items()
    ]
    for term in terms:
        for name, bias in audited.items():
            for found in bias.terms:
                if found.term == term:
                    flagged = round(found.false_positive_rate * bias.neutral)
                    bars.append(
                        ShareBar(
                            title=f"With “{term}”",
                            model=name,
                            share=found.false_positive_rate,
                            said=f"{flagged} of {bias.neutral}",
                        )
                    )
    share_bars(bars, list(audited), alt_text="Share flagged of the neutral sentences, by word")
    for name, bias in audited.items():
        if len(audited) > 1:
            st.markdown(f"**{words.plain(name)}**")
        _table(name, bias)


def worst_words(bias: Bias) -> str:
    """The worst words and what becomes of neutral and rude sentences, in Markdown."""
    worst = bias.worst()
    said = (
        f"It minds most: {words.joined([f'**{words.plain(term.term)}**' for term in worst])}."
        if worst
        else "No word made a difference."
    )
    return (
        f"{said} Over all words {words.plain(share_words(bias.false_positive_rate))} of the neutral"
        f" sentences are flagged, and {words.plain(share_words(bias.missed_rate))} of the rude ones"
        " are missed."
    )


def _worst_of_all(audited: Iterable[Bias]) -> list[str]:
    """The worst words of each model, in turn."""
    ranked = [[term.term for term in bias.worst(_MOST_BARS)] for bias in audited]
    turns = zip_longest(*ranked)
    return [term for term in dict.fromkeys(chain.from_iterable(turns)) if term][:_MOST_BARS]


def _ranked(bias: Bias) -> list[TermBias]:
    """All words, those that fare worst first."""
    worst = bias.worst(len(bias.terms))
    return [*worst, *(term for term in bias.terms if term not in worst)]


def _table(name: str, bias: Bias) -> None:
    number = st.column_config.NumberColumn
    st.dataframe(
        [
            {
                "Word": term.term,
                "Kind": term.kind,
                "Flagged": round(term.false_positive_rate * bias.neutral),
                "Gap": round(100 * term.false_positive_gap),
                "Missed": round(term.missed_rate * bias.toxic),
                "Subgroup AUC": term.subgroup_auc,
                "BPSN AUC": term.bpsn_auc,
                "BNSP AUC": term.bnsp_auc,
            }
            for term in _ranked(bias)
        ],
        hide_index=True,
        column_config={
            "Word": st.column_config.TextColumn(pinned=True),
            "Flagged": number(format=f"%d of {bias.neutral}", help=_HELP["Flagged"]),
            "Gap": number(format="%+d", help=_HELP["Gap"]),
            "Missed": number(format=f"%d of {bias.toxic}", help=_HELP["Missed"]),
            **{
                title: number(format="%.3f", help=_HELP[title])
                for title in ("Subgroup AUC", "BPSN AUC", "BNSP AUC")
            },
        },
        alt=f"Words for groups of people and what {name} makes of them, the worst first",
    )
