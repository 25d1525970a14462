"""What readers get, table by table: which rows of it, and which of their columns are theirs.

All other tables stay behind: users, sessions, history, decisions, queues and the like. Whoever adds
a table that readers need adds it to PUBLIC and says in ROWS which of its rows they get.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, F, Model, Q, QuerySet, TextField, Value, When

from articles import models as articles
from articles.querysets import SHOWS_TEXT
from entities import models as entities
from portal.pages import models as pages
from portal.search import models as search

# In an order in which every row comes after those that it points to.
PUBLIC: tuple[type[Model], ...] = (
    articles.Article,
    articles.CandidateOrigin,
    articles.ArticleVersion,
    articles.Passage,
    articles.Collection,
    articles.Membership,
    articles.AnnouncedPiece,
    entities.Entity,
    entities.FormerSlug,
    entities.Name,
    entities.Identifier,
    entities.Source,
    entities.Note,
    entities.NoteSource,
    entities.Anchor,
    entities.RelationType,
    entities.Relationship,
    entities.FormerStatement,
    entities.RelationshipNote,
    entities.Qualifier,
    entities.Evidence,
    entities.Mention,
    entities.Link,
    entities.EntityCount,
    entities.Companion,
    entities.Total,
    entities.Observation,
    pages.StoredText,
    search.NameKey,
    search.IndexState,
)


def of_articles(model: type[Model], path: str = "article") -> QuerySet:
    """The rows that belong to an article that readers get."""
    return model.objects.filter(**{f"{path}__in": articles.Article.objects.published().order_by()})


def of_statements(model: type[Model]) -> QuerySet:
    statements = entities.Relationship.objects.public().order_by()
    return model.objects.filter(relationship__in=statements)


def of_notes(rows: QuerySet) -> QuerySet:
    return rows.filter(note__in=public_notes())


def public_notes() -> QuerySet:
    """Each once, without the columns by which its own queryset finds it several times."""
    notes = entities.Note.objects
    return notes.filter(pk__in=notes.public().order_by().values("pk"))


Rows = Callable[[], QuerySet]

# The rows that readers get; EVERY where they get them all.
EVERY = None
ROWS: dict[type[Model], Rows | None] = {
    articles.Article: lambda: articles.Article.objects.published(),
    articles.CandidateOrigin: lambda: of_articles(articles.CandidateOrigin),
    articles.ArticleVersion: lambda: of_articles(articles.ArticleVersion),
    articles.Passage: lambda: of_articles(articles.Passage, "version__article"),
    articles.Collection: EVERY,
    articles.Membership: lambda: of_articles(articles.Membership),
    articles.AnnouncedPiece: EVERY,
    entities.Entity: EVERY,
    entities.FormerSlug: EVERY,
    entities.Name: EVERY,
    entities.Identifier: EVERY,
    entities.Source: EVERY,
    entities.Note: public_notes,
    entities.NoteSource: lambda: of_notes(entities.NoteSource.objects.all()),
    entities.Anchor: lambda: of_notes(of_articles(entities.Anchor)),
    entities.RelationType: EVERY,
    entities.Relationship: lambda: entities.Relationship.objects.public(),
    entities.FormerStatement: lambda: of_statements(entities.FormerStatement),
    entities.RelationshipNote: lambda: of_notes(of_statements(entities.RelationshipNote)),
    entities.Qualifier: lambda: of_statements(entities.Qualifier),
    entities.Evidence: lambda: entities.Evidence.objects.public(),
    entities.Mention: lambda: entities.Mention.objects.public(),
    entities.Link: lambda: entities.Link.objects.public(),
    entities.EntityCount: EVERY,
    entities.Companion: EVERY,
    entities.Total: EVERY,
    entities.Observation: EVERY,
    pages.StoredText: lambda: of_articles(pages.StoredText),
    search.NameKey: EVERY,
    search.IndexState: EVERY,
}


def only_if(condition: Q, name: str) -> Case:
    """The column where the condition holds, else nothing."""
    return Case(When(condition, then=F(name)), default=Value(""), output_field=TextField())


def in_full(path: str) -> Q:
    """Of whatever belongs to an article at the end of `path` of which readers get all words."""
    return Q(**{f"{path}__display": articles.Display.FULL})


def introduced(path: str) -> Q:
    return Q(**{f"{path}__in": articles.Article.objects.published().order_by()})


# What stands in a column instead of what is for curators alone, or of what no page shows.
INSTEAD: dict[type[Model], dict[str, Any]] = {
    articles.Article: {"site_markers": [], "imported": {}},
    # Their hash says which bytes they were; what readers get of them are the passages.
    articles.ArticleVersion: {"content": b""},
    articles.Passage: {"proposed_kind": F("kind"), "text": only_if(SHOWS_TEXT, "text")},
    articles.Collection: {
        "imported": {},
        "introduction": Case(When(introduced("introduction"), then=F("introduction"))),
    },
    articles.AnnouncedPiece: {"words": only_if(introduced("collection__introduction"), "words")},
    entities.Entity: {"curator_hint": ""},
    entities.Identifier: {"checks": None},
    entities.Source: {"seen_as": ""},
    entities.Evidence: {
        "before": only_if(in_full("article"), "before"),
        "after": only_if(in_full("article"), "after"),
    },
    entities.Mention: {"surface": only_if(in_full("passage__version__article"), "surface")},
}


def rows_of(model: type[Model]) -> QuerySet:
    """The rows of a table that readers get, in the order of their primary keys."""
    rows = ROWS[model]
    return (rows() if rows else model.objects.all()).order_by("pk")
