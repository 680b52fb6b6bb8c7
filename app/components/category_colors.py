"""One colour a category, the same on every page; on dark grounds its brighter twin."""

import hashlib
from collections.abc import Mapping, Sequence

from app.components.charts import is_dark

_CATEGORIES = ("toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")

LIGHT = (
    *("#b8420a", "#64103f", "#d060a4", "#ad8200", "#3a90d8", "#006a52"),
    *("#1f2f80", "#7d8488", "#8a5ad8"),
)
DARK = (
    *("#d55e00", "#ab3a7a", "#cc79a7", "#e69f00", "#56b4e9", "#009e73"),
    *("#4468d8", "#c9d2d0", "#9b7be8"),
)
"""Okabe and Ito's colours, which colour-blind readers tell apart, and for light grounds deeper ones
of the same hues; three more for communities with more categories. Each stands out from the ground
of its theme by 3:1 at least (WCAG 2.2, 1.4.11)."""


def category_colors(categories: Sequence[str], *, dark: bool | None = None) -> Mapping[str, str]:
    """A colour by category, by name alone: the same category looks the same in every model.

    dark: on a dark ground; as the present theme is when unsaid. Colours repeat only when there are
    more categories than colours.
    """
    palette = DARK if (is_dark() if dark is None else dark) else LIGHT
    chosen = {name: _CATEGORIES.index(name) for name in categories if name in _CATEGORIES}
    for name in sorted(set(categories) - set(chosen)):
        taken = set(chosen.values())
        if len(taken) >= len(palette):
            taken = set()
        start = hashlib.sha256(name.encode()).digest()[0]
        ring = [(start + step) % len(palette) for step in range(len(palette))]
        chosen[name] = next(place for place in ring if place not in taken)
    return {name: palette[chosen[name]] for name in categories}
