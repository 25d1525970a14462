"""What a curator is shown of a place: its passage, the candidate, and what else it may mean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from articles.models import Article, Passage
from entities import marking
from entities.desk.review.waiting import OPEN, Place
from entities.matching import as_compared, plain
from entities.models import Entity, Link, Mention, MentionDecision, MentionStatus
from entities.querysets import count_of
from entities.ruling import doubted_by

# Each has a number key.
MOST_RIVALS = 9
# Of the names that share their beginning with a word of the place's own, as many are compared.
MOST_COMPARED = 300
# What a rule would decide is counted no further: a name may stand in a million places.
MOST_COUNTED = 1_000
# Below this likeness, in per cent of rapidfuzz's ratio, names are not mistaken for each other.
CLOSE = 80


@dataclass(frozen=True)
class Choice:
    """An entity that the name may mean; `why` it is here, in words."""

    entity: Entity
    why: str
    status: str = ""


@dataclass
class Item:
    """One place that waits, whole."""

    passage: Passage
    mentions: list[Mention]
    others: list[Mention]
    candidate: Entity
    rivals: list[Choice] = field(default_factory=list)

    @classmethod
    def at(cls, place: Place) -> "Item | None":
        """None where no open mention stands, or none any more."""
        mentions = list(in_passage(place.passage))
        here = [one for one in mentions if one.start == place.start]
        waiting = [one.entity for one in here if one.status in OPEN]
        if not waiting:
            return None
        candidate = max(waiting, key=lambda entity: (entity.article_count, -entity.pk))
        others = [one for one in mentions if one.start != place.start]
        item = cls(here[0].passage, here, others, candidate)
        item.rivals = list(rivals_of(item))[:MOST_RIVALS]
        return item

    @property
    def article(self) -> Article:
        return self.passage.version.article

    @property
    def place(self) -> Place:
        return Place.of(self.mentions[0])

    @property
    def surface(self) -> str:
        return plain(self.mentions[0].surface)

    @property
    def is_ambiguous(self) -> bool:
        return any(one.status == MentionStatus.AMBIGUOUS for one in self.mentions)

    @property
    def open(self) -> list[Mention]:
        return [one for one in self.mentions if one.status in OPEN]

    @property
    def was_rejected(self) -> bool:
        """Whether one meaning is left, and waits because it was rejected in other words."""
        return self.is_ambiguous and len(self.open) == 1

    @cached_property
    def left(self) -> Entity | None:
        """What the name means if it does not mean the candidate, where just one is left then."""
        others = [one.entity for one in self.open if one.entity_id != self.candidate.pk]
        if len(others) != 1:
            return None
        of_it = MentionDecision.objects.filter(article=self.article, entity=others[0])
        # What was rejected in words that stand no longer goes on waiting.
        named = (self.article.pk, others[0].pk, as_compared(self.surface))
        return None if named in doubted_by(of_it) else others[0]

    @property
    def seen(self) -> str:
        """The state of the place, by which a decision tells whether it is still what was shown."""
        return " ".join(
            f"{one.entity_id}:{one.status}"
            for one in sorted(self.mentions, key=lambda one: one.entity_id)
        )

    def pieces(self) -> Iterator[tuple[str, str]]:
        """The passage's text, each piece with what it is: the name asked for, another, or none."""
        first = self.mentions[0]
        spans = [(first.start, first.end, "item")]
        spans += [(one.start, one.end, "other") for one in self.others]
        return marking.cut(self.passage.text, spans)

    def elsewhere(self) -> str:
        """How many other places wait in which the name may mean the candidate, in words."""
        count = len(self.other_places)
        more = "more than " if count == MOST_COUNTED else ""
        return f"{more}{count:,} other place{'' if count == 1 else 's'}"

    def left_elsewhere(self) -> str:
        """At how many of them the name means what is left, if it never means the candidate."""
        count = len(self.other_places & self.places_of(self.left))
        of_all = "" if count == len(self.other_places) else f"{count:,} of "
        return of_all + self.elsewhere()

    @cached_property
    def other_places(self) -> set[tuple[int, int]]:
        return self.places_of(self.candidate)

    def places_of(self, entity: Entity) -> set[tuple[int, int]]:
        mentions = Mention.objects.filter(entity=entity, status__in=OPEN).order_by()
        others = mentions.exclude(passage=self.passage, start=self.place.start)
        rows = others.values_list("surface", "passage", "start")[:MOST_COUNTED]
        same = as_compared(self.surface)
        return {(passage, at) for surface, passage, at in rows if as_compared(surface) == same}


def with_articles(entities: QuerySet[Entity]) -> QuerySet[Entity]:
    links = Link.objects.public()
    return entities.select_related("country").annotate(article_count=count_of(links, "entity"))


def in_passage(passage: int) -> Iterable[Mention]:
    """The mentions of a passage, with all that is shown of them."""
    mentions = list(
        Mention.objects.filter(passage=passage)
        .select_related("passage__version__article")
        .defer("passage__version__content", "passage__version__article__imported")
        .order_by("start", "pk")
    )
    entities = with_articles(Entity.objects).in_bulk({one.entity_id for one in mentions})
    for mention in mentions:
        mention.entity = entities[mention.entity_id]
    return mentions


def rivals_of(item: Item) -> Iterator[Choice]:
    """Those of the same name first, then those whose names hold it, then those close to it."""
    named = {one.entity_id for one in item.mentions}
    for mention in item.mentions:
        if mention.entity_id != item.candidate.pk:
            yield Choice(mention.entity, "has the same name", mention.status)
    scored = [
        (likeness(item.surface, entity), entity)
        for entity in alike(item.surface).exclude(pk__in=named)
    ]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].article_count, pair[1].pk))
    for score, entity in scored:
        if score >= CLOSE:
            yield Choice(entity, "its name holds this one" if score > 100 else "its name is close")


def alike(surface: str) -> QuerySet[Entity]:
    """Entities with a name that shares the beginning of the longest word."""
    stem = max(surface.split(), key=len)[:4]
    held = Q(names__text__icontains=stem) | Q(name__icontains=stem) | Q(short_name__icontains=stem)
    keys = Entity.objects.filter(held).order_by("pk").values("pk").distinct()[:MOST_COMPARED]
    return with_articles(Entity.objects).filter(pk__in=keys).prefetch_related("names")


def likeness(surface: str, entity: Entity) -> float:
    """More than 100 where a name holds the surface as whole words."""
    words = f" {surface.lower()} "
    names = [name.lower() for name in entity.called]
    if any(words in f" {name} " for name in names):
        return 101
    return max(fuzz.ratio(surface.lower(), name) for name in names)
