"""The page of times: a picture and a list of what has a date, and what has none."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import cached_property
from django.views.generic import ListView

from articles.listing import Paged
from entities import timeline
from entities.claims import doubts, sentence
from entities.filters import TimelineForm
from entities.kinds import kind_of
from entities.pictures.timeline import NARROW, WIDE, Mark
from entities.pictures.timeline import timeline as draw
from entities.pictures.years import stretches
from entities.timeline import NOUNS, OPEN, SORTS, Moment

UNDATED_SHOWN = 6


class TimelinePage(Paged, ListView):
    form_class = TimelineForm
    template_name = "entities/timeline.html"
    paginate_by = 30

    @cached_property
    def chosen(self):
        """What the address asks for; nothing where it asks for what is not here."""
        if not self.form.is_valid():
            return Chosen([], {})
        data = self.form.cleaned_data
        moments = timeline.moments(self.said("kind"), float(data.get("until") or OPEN))
        return Chosen(moments, data)

    def get_queryset(self):
        return self.chosen.listed

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = list(context["page_obj"])
        previews = [] if self.chosen.is_undated else self.chosen.previews()
        read = timeline.whole([*shown, *previews])
        rows = [read[one] for one in shown if one in read]
        return context | {
            "rows": rows,
            "pictures": [] if self.chosen.is_undated else pictures(rows),
            "undated": self.undated([read[one] for one in previews if one in read]),
            "years": self.years(context["paginator"].num_pages),
            "is_undated": self.chosen.is_undated,
            "passed_over": timeline.articles_passed_over(),
            "most_articles": timeline.MOST_ARTICLES,
        }

    def undated(self, previews):
        return [
            Undated(sort, n, [one for one in previews if one.sort == sort])
            for sort, n in self.chosen.undated_counts()
        ]

    def years(self, pages):
        """Where one page does not hold them all, how many there are over the years."""
        if pages < 2 or self.chosen.is_undated:
            return []
        found = stretches((one.years for one in self.chosen.listed), self.chosen.bounds)
        return [(one, self.years_address(one)) for one in found]

    def years_address(self, years):
        return self.address(**{"from": str(years.first), "until": str(years.last)})

    def narrowed_to(self):
        words = {"from": "from {}", "until": "until {}"}
        data = dict(self.stated())
        years = [words[name].format(data[name]) for name in words if name in data]
        kind = [SORTS[data["kind"]]] if "kind" in data else []
        return kind + years + (["without a date"] if "dated" in data else [])


@dataclass(frozen=True)
class Undated:
    """Of one sort, how many have no date, and the first of them."""

    sort: str
    count: int
    shown: list[Moment]

    @property
    def noun(self) -> str:
        return NOUNS[self.sort][self.count != 1]

    @property
    def query(self) -> str:
        return f"?kind={self.sort}&dated=no"


class Chosen:
    """The moments that an address asks for."""

    def __init__(self, moments: list[Moment], data: dict):
        first, last = data.get("from") or -OPEN, data.get("until") or OPEN
        self.bounds = float(first), float(last)
        self.is_undated = bool(data.get("dated"))
        self.undated = [one for one in moments if not one.span]
        dated = [one for one in moments if one.span and one.touches(*self.bounds)]
        self.listed = self.undated if self.is_undated else dated

    def undated_counts(self) -> list[tuple[str, int]]:
        counts = [(sort, sum(one.sort == sort for one in self.undated)) for sort in SORTS]
        return [(sort, n) for sort, n in counts if n]

    def previews(self) -> list[Moment]:
        by_sort = groupby(sorted(self.undated, key=rank), rank)
        return [one for _, group in by_sort for one in list(group)[:UNDATED_SHOWN]]


def rank(moment: Moment) -> int:
    return list(SORTS).index(moment.sort)


def lane_of(moment: Moment) -> tuple[int, str]:
    return rank(moment), moment.thing.kind if moment.sort == "entities" else ""


def pictures(rows: list[Moment]):
    """The same marks drawn for a wide page and for a narrow one: style shows the one that fits."""
    marks = [mark(one) for one in sorted(rows, key=lane_of)]
    if not marks:
        return []
    return [("wide", draw(marks, WIDE)), ("narrow", draw(marks, NARROW))]


def mark(moment: Moment) -> Mark:
    thing, lane, kind = moment.thing, SORTS[moment.sort].capitalize(), ""
    label, when = str(thing), moment.words
    if moment.sort == "statements":
        label = sentence(thing)
        when += "".join(f" · {doubt.words}" for doubt in doubts(thing))
    elif moment.sort == "entities":
        kind, lane = thing.kind, kind_of(thing.kind).plural.capitalize()
    return Mark(lane, label, when, thing.get_absolute_url(), moment.span, kind)
