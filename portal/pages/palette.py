"""The named colours of tokens.css in both modes, and how far they stand out from each other."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

TOKENS = Path(settings.BASE_DIR, "static", "css", "tokens.css")
NAMED = re.compile(r"--([\w-]+):\s*([^;]+);")
PAIR = re.compile(r"light-dark\(([^,]+), ([^)]+)\)")
MODES = ("light", "dark")


@dataclass(frozen=True)
class Colour:
    """A token, its values, and its contrast with what it stands on, in both modes."""

    name: str
    light: str
    dark: str
    contrasts: tuple[float, float]


def values(text: str) -> dict[str, dict[str, str]]:
    """What each token is on a screen, by mode."""
    named = NAMED.findall(text.split("@media")[0])
    return {
        mode: {name: PAIR.sub(rf"\{place}", value) for name, value in named}
        for place, mode in enumerate(MODES, 1)
    }


def contrast(one: str, other: str) -> float:
    """The ratio by which WCAG 2.2 tells two colours, #rrggbb each, apart: 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def colour(modes: dict[str, dict[str, str]], name: str, ground: str = "paper") -> Colour:
    pairs = [[modes[mode][one] for one in (name, ground)] for mode in MODES]
    return Colour(name, pairs[0][0], pairs[1][0], tuple(contrast(*pair) for pair in pairs))
