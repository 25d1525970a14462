"""Dates as vague as their source: EDTF strings, their first day, and their words.

Source: Extended Date/Time Format, Library of Congress, levels 0 to 2, read by the edtf package.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.text import get_text_list
from edtf import (
    Date,
    DateAndTime,
    EDTFParseException,
    Interval,
    LongYear,
    Season,
    Unspecified,
    parse_edtf,
)

# Both mean that the source does not say; neither is a value.
NO_VALUE = ("unknown", "not stated")
DAY = re.compile(r"(?<![\dXu-])\d{4}-\d{2}-\d{2}(?![\dXu])")
# A month above 12 is a season, which the package's grammar tells.
PLAIN = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
# In which months a season falls is not the same everywhere: it stands for its whole year.
SEASON = re.compile(r"(?<!\d)(\d{4})-(?:2[1-9]|3[0-2])(?:\^\S)?(?![\d-])")
# The Earth is younger. The package would compute what is beyond digit by digit.
FARTHEST = 5 * 10**9
BEYOND = re.compile(r"E\d{3}")
FOUR = ("spring", "summer", "autumn", "winter")
# By the number that stands for a month: from 21 on.
PARTS = (
    *(f"{season} {{}}" for season in FOUR),
    *(f"{season} {{}} of the north" for season in FOUR),
    *(f"{season} {{}} of the south" for season in FOUR),
    *(f"the {nth} quarter of {{}}" for nth in ("first", "second", "third", "fourth")),
    *(f"the {nth} third of {{}}" for nth in ("first", "second", "third")),
    *(f"the {nth} half of {{}}" for nth in ("first", "second")),
)
DOUBTS = {"%": "about {}, uncertain", "~": "about {}", "?": "{}, uncertain"}
WITHOUT_DOUBTS = str.maketrans("", "", "".join(DOUBTS))
# What stands in such brackets are several dates, and these join them.
SETS = {"[": "or", "{": "and"}

Day = tuple[int, int, int]


@dataclass(frozen=True)
class Span:
    """The first and the last day that a date may mean, as year, month, day; None: no such end."""

    first: Day | None
    last: Day | None
    # It lasted from the one to the other, and did not only happen some time between them.
    is_lasting: bool = False
    # The source says "about", or that it is not certain, or names a season.
    is_vague: bool = False

    @property
    def is_reversed(self) -> bool:
        return None not in (self.first, self.last) and self.last < self.first


def stated(value: str | None) -> str:
    """The value, or the empty string where it only says that there is none."""
    value = (value or "").strip()
    return "" if value.lower() in NO_VALUE else value


@lru_cache(maxsize=4096)
def parse(text: str):
    """The parsed EDTF date, whose days can be computed; ValueError says what is wrong with it."""
    try:
        parsed = read(text)
        spanned = spanned_by(text, parsed)
    # The package accepts dates of which it knows no days, and breaks on others.
    except (EDTFParseException, AttributeError, OverflowError, TypeError, ValueError):
        raise ValueError(
            f"“{text}” is not an EDTF date. Write 2022, 2022-11, 2022-11-08, 2021/2023 or 2022~, "
            "or leave it out where the source does not say."
        ) from None
    if spanned.is_reversed:
        raise ValueError(f"“{text}” ends before it begins.")
    return parsed


def read(text: str):
    # The package takes the 29th of February in any year.
    for day in DAY.findall(text.translate(WITHOUT_DOUBTS)):
        date.fromisoformat(day)
    if BEYOND.search(text):
        raise ValueError
    # Most dates are plain, and the package's grammar takes milliseconds for each.
    return Date(*text.split("-")) if PLAIN.fullmatch(text) else parse_edtf(text)


def validate_edtf(text: str) -> None:
    try:
        parse(text)
    except ValueError as error:
        raise ValidationError(str(error), code="not_edtf") from None


@lru_cache(maxsize=32768)
def span(text: str) -> Span | None:
    """What an EDTF date spans; None where it says nothing, or is none."""
    try:
        parsed = parse(text)
    except ValueError:
        return None
    is_any_year = isinstance(parsed, Unspecified) and parsed.year == "XXXX"
    return None if is_any_year else spanned_by(text, parsed)


def spanned_by(text: str, parsed) -> Span:
    years = SEASON.sub(r"\1", text)
    whole = parsed if years == text else read(years)
    first, last = digits_kept(whole) or (day_of(whole.lower_strict()), day_of(whole.upper_strict()))
    return Span(
        # Where an interval does not say when it began or ended, the package makes up ten years.
        None if text.startswith("/") else first,
        None if text.endswith("/") else last,
        is_lasting=isinstance(parsed, Interval),
        is_vague=years != text or not {*DOUBTS, "S"}.isdisjoint(text),
    )


def ends_too_early(begins: str, ends: str) -> bool:
    """Whether what lasts from the one date to the other would be over before it could begin."""
    begun, ended = span(begins), span(ends)
    return bool(begun and ended) and Span(begun.first, ended.last).is_reversed


def digits_kept(parsed) -> tuple[Day, Day] | None:
    """1950S2 says that two digits of 1950 are known: from 1900 to 1999."""
    digits = getattr(parsed, "significant_digits", None)
    if digits is None or getattr(parsed, "month", None):
        return None
    year = parsed.lower_strict()[0]
    unit = 10 ** max(0, len(str(abs(year))) - digits)
    nearest = abs(year) // unit * unit
    ends = (nearest, nearest + unit - 1)
    low, high = ends if year >= 0 else (-ends[1], -ends[0])
    return (low, 1, 1), (high, 12, 31)


def day_of(moment) -> Day | None:
    """An end that is open is infinite to the package."""
    if isinstance(moment, float):
        return None
    if abs(moment[0]) > FARTHEST:
        raise OverflowError
    return tuple(moment[:3])


def earliest_day(text: str) -> date | None:
    """The first day the date may mean, to sort by; None where there is none or none in reach."""
    spanned = span(text) if text else None
    try:
        return date(*spanned.first) if spanned and spanned.first else None
    except (OverflowError, ValueError):
        return None


# The same days stand on a page, and on the next, again and again.
@lru_cache(maxsize=10_000)
def in_words(text: str) -> str:
    """'2022-11-08' as '8 November 2022', '2022' as '2022', '2021/2023' as '2021 to 2023'."""
    try:
        parse(text)
    except ValueError:
        return text
    return words_of(text)


def words_of(text: str) -> str:
    """The words of a date that is known to be one, or of a part of it."""
    if text[0] in SETS:
        return get_text_list([words_of_choice(one) for one in text[1:-1].split(",")], SETS[text[0]])
    if "/" in text:
        return words_between(*text.split("/"))
    if doubts := [one for one in DOUBTS if one in text]:
        return DOUBTS[doubts[0] if len(doubts) == 1 else "%"].format(
            words_of(text.translate(WITHOUT_DOUBTS))
        )
    return words_of_one(text) or f"“{text}” in EDTF notation"


def words_of_choice(text: str) -> str:
    """Of several dates one, or a row of them: 1670..1672."""
    begins, dots, ends = text.partition("..")
    return words_between(begins or dots, ends or dots) if dots else words_of(text)


def words_of_one(text: str) -> str:
    """Nothing for the sorts of date that no words stand for."""
    parsed = parse(text)
    match parsed:
        case Season() if "^" not in text:
            return PARTS[int(parsed.season) - 21].format(words_of_year(int(parsed.year)))
        case Unspecified():
            return words_within(span(text)) if span(text) else ""
        case DateAndTime():
            return f"{words_of_one(str(parsed.date))}, {parsed.time.replace('Z', ' UTC')}"
        case Date() | LongYear() if "S" in text:
            (low, *_), (high, *_) = digits_kept(parsed)
            year = words_of_year(parsed.lower_strict()[0])
            return f"about {year}, some time from {words_of_year(low)} to {words_of_year(high)}"
        case LongYear():
            return f"the year {words_of_year(parsed.lower_strict()[0])}"
        case Date() if not isinstance(parsed, Season):
            return words_of_day(
                *(int(part or 0) for part in (parsed.year, parsed.month, parsed.day))
            )
    return ""


def words_of_day(year: int, month: int, day: int) -> str:
    """As much of it as is not 0."""
    words = (day, month and MONTHS[month], words_of_year(year))
    return " ".join(str(word) for word in words if word)


def words_of_year(year: int) -> str:
    """The year 0 is 1 BC."""
    words = [str(number) if number < 10_000 else f"{number:,}" for number in (year, 1 - year)]
    return words[0] if year > 0 else f"{words[1]} BC"


def words_between(begins: str, ends: str) -> str:
    """Two dots: it goes on, or had no beginning. Nothing: the source does not say."""
    first, last = (words_of(end) if end.strip(".") else "" for end in (begins, ends))
    if first and last:
        return f"{first} to {last}"
    if first:
        return f"from {first}" + (" on" if ends else ", end not stated")
    return f"until {last}" if last else "at all times"


def words_within(spanned: Span) -> str:
    (year, month, _), (last_year, last_month, _) = spanned.first, spanned.last
    if year != last_year:
        return f"some time from {words_of_year(year)} to {words_of_year(last_year)}"
    return f"some time in {words_of_day(year, month if month == last_month else 0, 0)}"
