"""What waits in the review queue, and in which order. One place in a passage is one item.

Ambiguous names come before found ones, and of each the most frequent first; a name once begun is
gone on with. The questions are few and the same in number however many mentions wait: the index
`mention_waits` counts them by name, and finds the next one of a name.
"""

import re
from dataclasses import dataclass

from django import forms
from django.db.models import Count, Q, QuerySet

from articles.models import Article
from entities import kinds
from entities.matching import either_case, plain
from entities.models import Mention, MentionStatus

# In this order; whatever else a mention may be, a curator has decided it.
OPEN = (MentionStatus.AMBIGUOUS, MentionStatus.FOUND)
# No curator reads on when there are more, and to count them all takes a database long.
MOST_COUNTED = 10_000
# No database holds more digits.
WRITTEN = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")


@dataclass(frozen=True)
class Place:
    """Where an item stands: the passage, and the offset at which the name begins."""

    passage: int
    start: int

    def __str__(self):
        return f"{self.passage}-{self.start}"

    @classmethod
    def of(cls, mention: Mention) -> "Place":
        return cls(mention.passage_id, mention.start)

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        found = WRITTEN.fullmatch(text)
        return cls(*map(int, found.groups())) if found else None

    def mentions(self) -> QuerySet:
        return Mention.objects.filter(passage=self.passage, start=self.start)


class Narrowing(forms.Form):
    """Which of the open mentions a curator looks at; what is not understood narrows nothing."""

    name = forms.CharField(required=False)
    kind = forms.ChoiceField(required=False, choices=lambda: [("", "any kind"), *kinds.choices()])
    article = forms.ModelChoiceField(Article.objects.only("title"), required=False)
    only = forms.ChoiceField(
        required=False, choices=[("", "all that wait"), ("ambiguous", "only ambiguous names")]
    )

    @property
    def given(self) -> dict:
        """The filters that are set, as they stand in the address."""
        self.is_valid()
        return {name: self.data[name] for name, value in self.cleaned_data.items() if value}

    def open(self) -> QuerySet[Mention]:
        self.is_valid()
        wanted = self.cleaned_data
        statuses = OPEN[:1] if wanted.get("only") else OPEN
        narrowed = Q(status__in=statuses)
        if kind := wanted.get("kind"):
            narrowed &= Q(entity__kind=kind)
        if article := wanted.get("article"):
            narrowed &= Q(passage__version__article=article)
        if name := wanted.get("name"):
            narrowed &= Q(surface__in=either_case(plain(name)))
        return Mention.objects.filter(narrowed)


@dataclass
class Queue:
    """The open mentions, and those of them that a curator has passed over for now."""

    open: QuerySet[Mention]
    skipped: list[int]

    def first(self, in_hand: str) -> Mention | None:
        """The next mention; `in_hand` is the name that the curator is at."""
        fresh = self.open.exclude(pk__in=self.skipped)
        for status in OPEN:
            group = fresh.filter(status=status)
            if found := first_of(group, in_hand) or first_of(group, most_frequent(group)):
                return found
        return self.first_skipped()

    def first_skipped(self) -> Mention | None:
        waiting = self.open.in_bulk(self.skipped)
        return next((waiting[pk] for pk in self.skipped if pk in waiting), None)

    def count(self) -> int:
        """How many places wait; MOST_COUNTED where they are that many or more."""
        # At an ambiguous place there are several; a found mention stands alone.
        found = self.open.filter(status=MentionStatus.FOUND).order_by()
        ambiguous = self.open.filter(status=MentionStatus.AMBIGUOUS).order_by()
        places = ambiguous.values("passage", "start").distinct()
        return min(sum(rows[:MOST_COUNTED].count() for rows in (found, places)), MOST_COUNTED)

    def count_skipped(self) -> int:
        skipped = self.open.filter(pk__in=self.skipped).order_by()
        return len(set(skipped.values_list("passage", "start")))


def first_of(mentions: QuerySet[Mention], surface: str) -> Mention | None:
    if not surface:
        return None
    return mentions.filter(surface=surface).order_by("passage", "start", "pk").first()


def most_frequent(mentions: QuerySet[Mention]) -> str:
    names = mentions.order_by().values("surface").annotate(n=Count("pk"))
    return names.order_by("-n", "surface").values_list("surface", flat=True).first() or ""
