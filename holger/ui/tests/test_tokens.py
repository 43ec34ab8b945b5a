"""White text stands on filled colours, in light and in dark: it must be read on all of them."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[1] / "assets" / "css" / "tokens.css"
LEAST = 4.5
"""As WCAG 2.2 asks of small text."""


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", ["accent-fill", "accent-fill-hover", "crit-fill", "danger-fill", "danger-fill-hover"])
def test_white_text_is_read_on_a_filled_colour(name: str) -> None:
    found = re.search(rf"--h-{name}: light-dark\((#\w{{6}}), (#\w{{6}})\)", TOKENS.read_text())
    assert found is not None
    for colour in found.groups():
        assert 1.05 / (luminance(colour) + 0.05) >= LEAST, (name, colour)
