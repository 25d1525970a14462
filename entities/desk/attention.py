"""What needs a person, with its count and the list that shows just those."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from articles.curating.lacking import PARAMETER
from articles.models import Article
from articles.threeway import MISSING
from entities.conflicts import Sides
from entities.desk.review.waiting import MOST_COUNTED, Narrowing, Queue
from entities.models import (
    Entity,
    Evidence,
    Relationship,
    Relinking,
    SeedConflict,
    SeedRecord,
    UnclaimedName,
)
from entities.seeds import Seeds
from entities.stores import STORES, Writing
from entities.validating import Corpus


@dataclass(frozen=True)
class Screen:
    """A screen of the desk; `key` opens it from the front page."""

    title: str
    about: str
    url_name: str
    permission: str
    key: str

    @property
    def address(self) -> str:
        return reverse(self.url_name)


SCREENS = [
    Screen("Review queue", "Names found in the articles, one at a time.",
           "admin:desk_review", "entities.change_mention", "r"),
    Screen("Article desk", "Choose an article, and make statements and names of its words.",
           "admin:articles_article_changelist", "entities.add_relationship", "d"),
    Screen("Names of no entity", "Names that articles share and nobody has claimed.",
           "admin:desk_names", "entities.add_name", "n"),
    Screen("Evidence", "Quotes whose source has changed.",
           "admin:desk_evidence", "entities.change_evidence", "e"),
    Screen("New article", "Paste or upload a text, and see its passages.",
           "admin:articles_article_add", "articles.add_article", "a"),
    Screen("Merge", "Two entities that are one.", "admin:desk_merge", "entities.add_merge", "m"),
    Screen("Split", "One entity that is two.", "admin:desk_split", "entities.add_merge", "s"),
    Screen("Conflicts", "Where the files and a curator disagree.",
           "admin:desk_conflicts", "entities.change_seedconflict", "c"),
]  # fmt: skip


@dataclass(frozen=True)
class Question:
    """Something to count. `url_name` is that of the list, narrowed by `filters`."""

    words: str
    permission: str
    count: Callable[[], int]
    url_name: str
    filters: tuple[tuple[str, str], ...] = ()

    def ask(self) -> "Point":
        query = urlencode(self.filters)
        address = reverse(self.url_name) + (f"?{query}" if query else "")
        return Point(self.words, self.count(), address)


@dataclass(frozen=True)
class Point:
    words: str
    count: int
    address: str

    @property
    def is_at_least(self) -> bool:
        """Whether there may be more: the review queue is counted so far and no farther."""
        return self.count == MOST_COUNTED


def waiting(**narrowed) -> int:
    return Queue(Narrowing(narrowed).open(), []).count()


def count_conflicts() -> int:
    """The conflicts on which files and curators still differ, as the screen lists them."""
    keys = defaultdict(list)
    for conflict in SeedConflict.objects.all():
        keys[conflict.kind].append((conflict.key, conflict.path))
    return sum(count_differing(kind, places) for kind, places in keys.items())


def count_differing(kind: str, places: list[tuple[str, str]]) -> int:
    keys = [key for key, _ in places]
    held = STORES[kind](Writing(Seeds(), Corpus())).read(keys)
    records = SeedRecord.objects.filter(kind=kind, key__in=keys)
    files = dict(records.values_list("key", "content"))
    sides = [
        Sides(held.get(key, MISSING), files.get(key, MISSING)).at(path) for key, path in places
    ]
    return sum(one.ours != one.file for one in sides)


QUESTIONS = [
    Question("quotes whose evidence is not sound", "entities.change_evidence",
             lambda: Evidence.objects.unsound().count(), "admin:desk_evidence"),
    Question("ambiguous names to decide", "entities.change_mention",
             lambda: waiting(only="ambiguous"), "admin:desk_review", (("only", "ambiguous"),)),
    Question("mentions and links to review", "entities.change_mention",
             waiting, "admin:desk_review"),
    Question("names of no entity", "entities.add_name",
             UnclaimedName.objects.count, "admin:desk_names"),
    Question("conflicts with the files", "entities.change_seedconflict",
             count_conflicts, "admin:desk_conflicts"),
    Question("disputed or unverified claims without a note", "entities.add_relationshipnote",
             lambda: Relationship.objects.lacking_note().count(),
             "admin:entities_relationship_changelist", ((PARAMETER, "note"),)),
    Question("relationships without a quote", "entities.change_relationship",
             lambda: Relationship.objects.lacking_quote().count(),
             "admin:entities_relationship_changelist", ((PARAMETER, "quote"),)),
    Question("relationships with one source", "entities.change_relationship",
             lambda: Relationship.objects.with_one_article().count(),
             "admin:entities_relationship_changelist", ((PARAMETER, "second_source"),)),
    Question("changes of names that are being worked off", "entities.view_relinking",
             lambda: Relinking.objects.unfinished().count(),
             "admin:entities_relinking_changelist", (("finished_at__isempty", "1"),)),
    Question("entities without a description", "entities.change_entity",
             lambda: Entity.objects.undescribed().count(),
             "admin:entities_entity_changelist", ((PARAMETER, "description"),)),
    Question("articles without a publisher", "articles.change_article",
             lambda: Article.objects.without_publisher().count(),
             "admin:articles_article_changelist", ((PARAMETER, "publisher"),)),
]  # fmt: skip


def points_for(user) -> list[Point]:
    return [question.ask() for question in QUESTIONS if user.has_perm(question.permission)]


def screens_for(user) -> list[Screen]:
    return [screen for screen in SCREENS if user.has_perm(screen.permission)]
