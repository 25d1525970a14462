"""Coordinates in words, as exact as they were given."""

from decimal import Decimal

Degrees = Decimal | float


def in_words(latitude: Degrees, longitude: Degrees) -> str:
    """20.35° S, 14.75° E"""
    return f"{on_one_side(latitude, 'N', 'S')}, {on_one_side(longitude, 'E', 'W')}"


def on_one_side(value: Degrees, ahead: str, behind: str) -> str:
    # No line ends between the degrees and their side.
    digits = f"{abs(value):.6f}".rstrip("0").rstrip(".")
    return f"{digits}°\u00a0{behind if value < 0 else ahead}"
