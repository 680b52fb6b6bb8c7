"""Colours that can be seen and told apart, by everybody, on light and dark grounds."""

import itertools
import tomllib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.components import charts
from app.components.category_colors import DARK, LIGHT

TEXT, GRAPHICS = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11, level AA
FADED = 0.6  # how much of the text's colour Streamlit gives captions and placeholders
THEMES = tomllib.loads(
    (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)["theme"]
PALETTES = {"light": LIGHT, "dark": DARK}

# Machado, Oliveira and Fernandes (2009), severity 1: what colour-blind readers see, linear RGB.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
# Ottosson (2020): distances in OKLab are about as large as they look.
TO_LMS = [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
          [0.0883024619, 0.2817188376, 0.6299787005]]  # fmt: skip
TO_LAB = [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
          [0.0259040371, 0.7827717662, -0.8086757660]]  # fmt: skip


def rgb(color: str) -> np.ndarray:
    return np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255


def linear(color: np.ndarray) -> np.ndarray:
    return np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    dim, bright = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (bright + 0.05) / (dim + 0.05)


def grounds(theme: str) -> Iterator[np.ndarray]:
    """What text stands on: the page, fields and code, and the same of the sidebar."""
    for place in (THEMES[theme], THEMES[theme]["sidebar"]):
        for name in ("backgroundColor", "secondaryBackgroundColor", "codeBackgroundColor"):
            if name in place:
                yield rgb(place[name])


@pytest.mark.parametrize("theme", PALETTES)
def test_text_can_be_read(theme: str) -> None:
    colors = THEMES[theme]
    text = rgb(colors["textColor"])
    for ground in grounds(theme):
        assert contrast(text, ground) >= TEXT
        assert contrast(rgb(colors["linkColor"]), ground) >= TEXT
    for ground in (rgb(colors["backgroundColor"]), rgb(colors["secondaryBackgroundColor"])):
        assert contrast(FADED * text + (1 - FADED) * ground, ground) >= TEXT
    sidebar = rgb(colors["sidebar"]["backgroundColor"])
    assert contrast(FADED * text + (1 - FADED) * sidebar, sidebar) >= TEXT
    assert contrast(rgb("#ffffff"), rgb(colors["primaryColor"])) >= TEXT  # words on buttons
    assert contrast(rgb(colors["primaryColor"]), rgb(colors["backgroundColor"])) >= GRAPHICS


@pytest.mark.parametrize("theme", PALETTES)
def test_charts_can_be_read(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "is_dark", lambda: theme == "dark")
    ground, inks = rgb(THEMES[theme]["backgroundColor"]), charts.inks()
    assert contrast(rgb(inks.text), ground) >= TEXT
    assert contrast(rgb(inks.quiet), ground) >= TEXT
    assert contrast(rgb(charts.ACCENT), ground) >= GRAPHICS
    for color in PALETTES[theme]:
        assert contrast(rgb(color), ground) >= GRAPHICS, color


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", PALETTES)
def test_categories_are_told_apart(theme: str, blindness: str) -> None:
    seen = [
        np.asarray(TO_LAB)
        @ np.cbrt(TO_LMS @ np.clip(BLINDNESS[blindness] @ linear(rgb(color)), 0, 1))
        for color in PALETTES[theme]
    ]
    for (one, a), (other, b) in itertools.combinations(enumerate(seen), 2):
        # The six that most models have are about as far apart as Okabe and Ito's own.
        least = 0.07 if one < 6 and other < 6 else 0.045
        assert np.linalg.norm(a - b) >= least, (PALETTES[theme][one], PALETTES[theme][other])
