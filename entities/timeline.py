"""What has a place in time: statements, agreements and other entities, and articles."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from django.db.models import Q

from articles import dates
from articles.dates import Span
from articles.models import Article
from entities import kinds, qualifying
from entities.models import Entity, Qualifier, Total
from entities.models import Relationship as Statement

SORTS = {
    "entities": "agreements and other entities",
    "statements": "statements",
    "articles": "articles",
}
DATABLE = [kinds.kind_of(slug) for slug in kinds.DATED]
NOUNS = {
    "entities": (
        " or ".join(kind.label for kind in DATABLE),
        " and ".join(kind.plural for kind in DATABLE),
    ),
    "statements": ("statement", "statements"),
    "articles": ("article", "articles"),
}
OPEN = float("inf")
# Of dated articles, and of undated ones, so many are looked at; others are found by their years.
MOST_ARTICLES = 1000


@dataclass(frozen=True)
class Moment:
    """One thing and its dates as they are written, by what they say of it; none: undated."""

    sort: str
    slug: str
    dates: tuple[tuple[str, str], ...] = ()
    # What it is, once that was read.
    thing: object = field(default=None, compare=False)

    @cached_property
    def span(self) -> Span | None:
        """From the first day that its dates may mean to the last."""
        stated = dict(self.dates)
        if not {"start", "end"} & stated.keys():
            return next(filter(None, (dates.span(text) for text in stated.values())), None)
        start, end = stated.get("start", ""), stated.get("end", "")
        # Forms refuse an end before its beginning; what is held for all that is drawn, too.
        if dates.ends_too_early(start, end):
            start, end = end, start
        begins, ends = dates.span(start), dates.span(end)
        if not (begins or ends):
            return None
        vague = any(one.is_vague for one in (begins, ends) if one)
        return Span(begins and begins.first, ends and ends.last, is_lasting=True, is_vague=vague)

    @property
    def words(self) -> str:
        stated = dict(self.dates)
        said = {key: dates.in_words(text) for key, text in stated.items()}
        # What lasts itself has its own “from” and “to”.
        is_plain = not any(sign in text for text in stated.values() for sign in ("/", ".."))
        if is_plain and {"start", "end"} <= said.keys():
            return f"{said['start']} to {said['end']}"
        leads = LEADS if is_plain else LEADS | {"start": "beginning ", "end": "ending "}
        return ", ".join(leads.get(key, "") + words for key, words in said.items())

    @property
    def noun(self) -> str:
        return self.thing.kind_info.label if self.sort == "entities" else NOUNS[self.sort][0]

    @property
    def place(self) -> tuple:
        """Where it stands in the order of time: what has no beginning before all else."""
        first, last = self.span.first or (-OPEN,), self.span.last or (OPEN,)
        return first, last, list(SORTS).index(self.sort), self.slug, self.dates

    def touches(self, first: float, last: float) -> bool:
        """Whether it may fall within these years, both counted in."""
        begins, ends = self.years
        return begins <= last and ends >= first

    @property
    def years(self) -> tuple[float, float]:
        first, last = self.span.first, self.span.last
        return (first[0] if first else -OPEN, last[0] if last else OPEN)


LEADS = {"start": "since ", "end": "until ", "as_of": "as of "}
DATED = [key.slug for key in qualifying.KEYS.values() if key.holds == "date"]


def moments(sort: str = "", until: float = OPEN) -> list[Moment]:
    """All that has a date, or should have one: in the order of time, what is undated last.

    Of articles, no more than the newest that begin by the year `until`, and the newest undated.
    """
    readers = {"statements": statements, "entities": entities, "articles": lambda: articles(until)}
    read = [one for name in SORTS if sort in ("", name) for one in readers[name]()]
    dated = sorted((one for one in read if one.span), key=lambda one: one.place)
    undated = sorted((one for one in read if not one.span), key=lambda one: one.slug)
    return dated + undated


def statements() -> Iterable[Moment]:
    """Since and until are one span; any other date of a statement stands by itself."""
    public = Statement.objects.public()
    stated = defaultdict(list)
    qualifiers = Qualifier.objects.filter(relationship__in=public, key__in=DATED).exclude(date="")
    for slug, key, date in qualifiers.order_by("pk").values_list(
        "relationship__slug", "key", "date"
    ):
        stated[slug].append((key, date))
    for slug in public.order_by().values_list("slug", flat=True):
        for said in told_apart(stated[slug]):
            yield Moment("statements", slug, said)


def told_apart(stated: list[tuple[str, str]]) -> list[tuple]:
    lasting = [(key, date) for key, date in stated if key in ("start", "end")]
    lasting.sort(reverse=True)
    single = [((key, date),) for key, date in stated if key not in ("start", "end")]
    return single + ([tuple(lasting)] if lasting else []) or [()]


def entities() -> Iterable[Moment]:
    # An agreement without a date is undated; a country without one just is.
    datable = Entity.objects.filter(~Q(date="") | Q(kind__in=kinds.DATED))
    for slug, date in datable.order_by().values_list("slug", "date"):
        yield Moment("entities", slug, (("date", date),) if date else ())


def articles(until: float = OPEN) -> Iterable[Moment]:
    public = Article.objects.published()
    dated = public.filter(published_earliest__isnull=False)
    if datetime.MINYEAR <= until < datetime.MAXYEAR:
        dated = dated.filter(published_earliest__lte=datetime.date(int(until), 12, 31))
    newest = dated.order_by("-published_earliest", "slug").values_list("slug", "published")
    # What has no beginning has no earliest day either.
    others = public.filter(published_earliest=None).values_list("slug", "published")
    for slug, said in chain(newest[:MOST_ARTICLES], others[:MOST_ARTICLES]):
        yield Moment("articles", slug, (("date", said),) if said else ())


def articles_passed_over() -> int:
    """How many articles no timeline shows unless it is narrowed, at the least."""
    return max(0, Total.objects.of("article") - 2 * MOST_ARTICLES)


def whole(chosen: list[Moment]) -> dict[Moment, Moment]:
    """To each moment the same with what it is, read in one query a sort."""
    slugs = defaultdict(set)
    for one in chosen:
        slugs[one.sort].add(one.slug)
    held = {
        (sort, thing.slug): thing
        for sort, wanted in slugs.items()
        for thing in THINGS[sort]().filter(slug__in=wanted)
    }
    return {
        one: replace(one, thing=held[one.sort, one.slug])
        for one in chosen
        if (one.sort, one.slug) in held
    }


ENDS = ("subject", "type", "object")
THINGS = {
    "statements": lambda: Statement.objects.public().with_soundness().select_related(*ENDS),
    "entities": Entity.objects.for_list,
    "articles": Article.objects.published().for_list,
}
