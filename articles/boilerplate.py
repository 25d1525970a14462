"""Propose for each passage of an imported text whether it belongs to the article or only stands
around it. Pure: passages in, kinds and reasons out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from articles.glancing import may_show
from articles.sights import (
    Draft,
    Proposal,
    Sight,
    line_of,
    look,
    takes_up,
    unsigned,
    words_of,
)
from articles.signs import PITCH, ROW, SIGNS, TOP, Sign
from articles.walking import Walk

__all__ = ["KINDS", "SIGNS", "Draft", "Proposal", "classify"]

KINDS = ("title", "heading", "body", "promo", "teaser", "notice", "label")
QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”“»]")
LONGEST_SIGN = 2000  # characters; what is longer has far more words than any sign
REPORTED = re.compile(r"\b(said|says|told|wrote)\b")


def classify(drafts: Sequence[Draft]) -> list[Proposal]:
    """One proposal for each draft, in order."""
    sights = [look(draft) for draft in drafts]
    find_signs(sights)
    outside = Walk(sights).proposals()
    parts = name_parts([sight for sight, found in zip(sights, outside, strict=True) if not found])
    return [found or next(parts) for found in outside]


def find_signs(sights: Sequence[Sight]) -> None:
    """Give every passage the sign it shows, and take back what its neighbours speak against."""
    for sight in sights:
        sight.sign = sign_of(sight.line)
    keep_headings(sights)
    name_offers(sights)
    fill_gaps(sights)
    sign_top(sights)
    settle_offers(sights)
    drop_lonely(sights)


def has_sign(text: str) -> bool:
    """Whether a piece of text shows by its wording that it is no part of an article."""
    return sign_of(line_of(text)) is not None


def sign_of(line: str) -> Sign | None:
    # What stands in quotation marks is quoted, and what is reported is not said to the reader.
    said = QUOTED.sub('""', line[:LONGEST_SIGN])
    if not may_show(said):
        return None
    size = len(words_of(line))
    fitting = (s for s in SIGNS if size <= s.longest and s.shows_in(said))
    found = next(fitting, None)
    return None if found and found.kind == "promo" and REPORTED.search(said) else found


def keep_headings(sights: Sequence[Sight]) -> None:
    """A short line whose words the next paragraph takes up is a heading of the article."""
    for sight, after in pairwise(sights):
        if sight.size <= 5 and after.is_prose and not after.sign and takes_up(after, sight, 0.5):
            sight.sign = None


def name_offers(sights: Sequence[Sight]) -> None:
    """A short line whose words all recur in the offer below it is the name of what is offered."""
    for at, sight in enumerate(sights, 1):
        if sight.is_headline and sight.stems and not sight.sign:
            offer = takewhile(lambda s: s.sign and s.sign.kind == "promo", sights[at : at + 3])
            is_name = sight.stems <= frozenset().union(*(s.stems for s in offer))
            set_sign([sight] if is_name else [], PITCH)


def fill_gaps(sights: Sequence[Sight]) -> None:
    """Short lines amid an offer to the reader, or in a row of labels, belong to it."""
    for at, sight in enumerate(sights, 1):
        if sight.sign and sight.sign.kind == "promo":
            gap = unsigned(sights[at : at + 2], lambda s: not s.is_prose)
            after = sights[at + len(gap) : at + len(gap) + 1]
            is_closed = any(s.sign and s.sign.kind in ("promo", "notice") for s in after)
            set_sign(gap if is_closed else [], PITCH)
        elif sight.sign and sight.sign.opens == "row":
            gap = unsigned(sights[at : at + 10], lambda s: s.is_headline and s.size <= 3)
            after = sights[at + len(gap) : at + len(gap) + 1]
            set_sign(gap if all(s.sign for s in after) else [], ROW)


def sign_top(sights: Sequence[Sight]) -> None:
    """Short lines above the title are the navigation, if a place of the site is among them."""
    top = list(takewhile(lambda s: s.sign or not s.is_prose, sights))
    titles = [at for at, s in enumerate(top) if s.is_headline and s.size > 3 and not s.sign]
    # Without prose there is no telling a navigation from a list or a poem.
    above = top[: titles[0]] if titles and len(top) < len(sights) else []
    row = [s for s in above if not s.sign or s.sign.is_faint]
    places = [s for s in row if s.sign]
    is_row = len(row) > 2 and bool(places or all(s.size < 3 for s in row))
    set_sign(row if is_row else places, TOP)


def settle_offers(sights: Sequence[Sight]) -> None:
    """A loose offer of other articles counts below the last paragraph, above a headline."""
    is_tail = True
    for sight, below in zip(reversed(sights), [None, *reversed(sights)], strict=False):
        is_loose = bool(sight.sign and sight.sign.is_faint and sight.sign.opens == "stories")
        has_headline = bool(below and not below.sign and below.is_headline and below.size > 2)
        if is_loose:
            sight.sign = replace(sight.sign, is_faint=False) if is_tail and has_headline else None
        is_tail = is_tail and not (sight.is_prose and not sight.sign)


def drop_lonely(sights: Sequence[Sight]) -> None:
    """A faint sign counts beside a certain one, or as one of three."""
    for is_company, run in groupby(sights, lambda s: bool(s.sign and s.sign.is_company)):
        run = list(run)
        shown = [s for s in run if s.sign is not ROW]
        if is_company and len(shown) < 3 and all(s.sign.is_faint for s in run):
            set_sign(run, None)


def set_sign(sights: Sequence[Sight], sign: Sign | None) -> None:
    for sight in sights:
        sight.sign = sign


def name_parts(article: Sequence[Sight]) -> Iterator[Proposal]:
    title, headings = find_title(article), find_headings(article)
    for at, sight in enumerate(article):
        if sight is title:
            yield Proposal("title", "Is the headline of the article.")
        elif sight.draft.heading_level:
            yield Proposal("heading", "Is marked up as a heading.")
        elif at in headings:
            yield Proposal("heading", "Is a short line between paragraphs of the article.")
        else:
            yield Proposal("body", "Reads as a part of the article.")


def find_title(article: Sequence[Sight]) -> Sight | None:
    if any(sight.draft.is_markup for sight in article):
        return next((sight for sight in article if sight.draft.heading_level == 1), None)
    top = list(takewhile(lambda sight: sight.is_headline, article))
    if not top or not any(sight.is_prose for sight in article):
        return None
    # Above the title may stand the name of a section, but that is a word or two.
    return next((sight for sight in top if sight.size > 3), top[0])


def find_headings(article: Sequence[Sight]) -> set[int]:
    """Short lines between paragraphs; of more than three in a row, a list, only the last."""
    headings, has_prose, at = set(), False, 0
    for is_short, run in groupby(article, is_heading_like):
        run = list(run)
        after = article[at + len(run) : at + len(run) + 1]
        if is_short and has_prose and any(s.is_prose for s in after):
            first = at if len(run) <= 3 else at + len(run) - 1
            headings.update(range(first, at + len(run)))
        has_prose = has_prose or any(sight.is_prose for sight in run)
        at += len(run)
    return headings


def is_heading_like(sight: Sight) -> bool:
    is_short = sight.is_headline and sight.size <= 15 and not sight.line.endswith("?")
    return is_short and not sight.draft.is_markup
