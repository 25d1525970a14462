"""Dates as vague as their source: EDTF strings, their first day, and their words.

Source: Extended Date/Time Format, Library of Congress, levels 0 to 2, read by the edtf package.
"""

import re
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from edtf import Date, EDTFParseException, Interval, UncertainOrApproximate, parse_edtf

# Both mean that the source does not say; neither is a value.
NO_VALUE = ("unknown", "not stated")
DAY = re.compile(r"(?<![\dXu-])\d{4}-\d{2}-\d{2}(?![\dXu])")
PRECISION = {4: "Y", 7: "F Y", 10: "j F Y"}


def stated(value: str | None) -> str:
    """The value, or the empty string where it only says that there is none."""
    value = (value or "").strip()
    return "" if value.lower() in NO_VALUE else value


@lru_cache(maxsize=4096)
def parse(text: str):
    """The parsed EDTF date; ValueError says what is wrong with it."""
    try:
        # The package takes the 29th of February in any year.
        for day in DAY.findall(text):
            date.fromisoformat(day)
        # Most dates are plain days, for each of which the package's grammar takes milliseconds.
        return Date(*text.split("-")) if DAY.fullmatch(text) else parse_edtf(text)
    except (EDTFParseException, ValueError):
        raise ValueError(
            f"“{text}” is not an EDTF date. Write 2022, 2022-11, 2022-11-08, 2021/2023 or 2022~, "
            "or leave it out where the source does not say."
        ) from None


def validate_edtf(text: str) -> None:
    try:
        parse(text)
    except ValueError as error:
        raise ValidationError(str(error), code="not_edtf") from None


def earliest_day(text: str) -> date | None:
    """The first day the date may mean, to sort by; None where there is none or none in reach."""
    if not text:
        return None
    try:
        return date(*parse(text).lower_strict()[:3])
    except (ValueError, TypeError, AttributeError):
        return None


def in_words(text: str) -> str:
    """'2022-11-08' as '8 November 2022', '2022' as '2022', '2021/2023' as '2021 to 2023'."""
    try:
        parsed = parse(text)
    except ValueError:
        return text
    if isinstance(parsed, Interval):
        return " to ".join(in_words(str(end)) for end in (parsed.lower, parsed.upper))
    if isinstance(parsed, UncertainOrApproximate):
        return "about " + in_words(str(parsed.date))
    day = earliest_day(text)
    return date_format(day, PRECISION[len(text)]) if day and len(text) in PRECISION else text
