"""Categories of a row as coloured dots with their names."""

from collections.abc import Sequence

from app.components import words
from app.components.category_colors import category_colors


def category_marks(names: Sequence[str], categories: Sequence[str]) -> str:
    """In Markdown. categories: all there are, whose colours are told apart."""
    colors = category_colors(categories)
    marks = [
        f':color[●]{{foreground="{colors[name]}"}} {words.plain(words.category(name))}'
        for name in names
    ]
    return "  ".join(marks) or ":gray[no category]"
