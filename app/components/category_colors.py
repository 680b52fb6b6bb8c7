"""One colour a category, the same on every page, light or dark."""

import hashlib
from collections.abc import Mapping, Sequence

_KNOWN = {
    "toxic": "#d55e00",
    "severe_toxic": "#aa3377",
    "obscene": "#cc79a7",
    "threat": "#e69f00",
    "insult": "#56b4e9",
    "identity_hate": "#009e73",
}

PALETTE = (*_KNOWN.values(), "#0072b2", "#b8a81c", "#44aa99")
"""Okabe and Ito's colours, told apart by colour-blind readers and seen on light and dark grounds;
three more of the same kind (Tol's among them) for communities with more categories."""


def category_colors(categories: Sequence[str]) -> Mapping[str, str]:
    """A colour by category, by name alone: the same category looks the same in every model.

    Colours repeat only when there are more categories than colours.
    """
    chosen = {name: _KNOWN[name] for name in categories if name in _KNOWN}
    for name in sorted(set(categories) - set(chosen)):
        taken = set(chosen.values())
        if len(taken) >= len(PALETTE):
            taken = set()
        start = hashlib.sha256(name.encode()).digest()[0]
        ring = [PALETTE[(start + step) % len(PALETTE)] for step in range(len(PALETTE))]
        chosen[name] = next(color for color in ring if color not in taken)
    return {name: chosen[name] for name in categories}
