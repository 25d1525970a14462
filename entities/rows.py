"""Entities, statements and quotes in the few columns that pages show of them.

A page has hundreds, and an instance of a model takes thirty times as long to make as one of these.
What they say of themselves they say in the words of the models.
"""

from dataclasses import dataclass, field, fields

from articles.models import Article, Passage
from entities.models import Entity, Evidence, Note, Qualifier
from entities.models import Relationship as Statement


def columns(row: type, path: str = "") -> list[str]:
    """What to ask a database for, to make a row of it."""
    return [f"{path}{one.name}" for one in fields(row)]


@dataclass(slots=True)
class NamedEntity:
    pk: int
    slug: str
    kind: str
    name: str
    short_name: str

    __str__ = Entity.__str__
    get_absolute_url = Entity.get_absolute_url
    in_sentence = Entity.in_sentence
    kind_info = Entity.kind_info


@dataclass(slots=True)
class Type:
    slug: str
    label: str
    inverse: str
    symmetric: bool


@dataclass(slots=True)
class NamedArticle:
    pk: int
    slug: str
    title: str

    get_absolute_url = Article.get_absolute_url


@dataclass(slots=True)
class QuotedArticle(NamedArticle):
    language: str
    display: str

    shows_full_text = Article.shows_full_text


@dataclass(slots=True)
class QuotedPassage:
    pk: int
    position: int

    anchor = Passage.anchor


def article_and_passage(*row) -> tuple[QuotedArticle, QuotedPassage | None]:
    """Of the columns of both, one after the other; there may be no passage."""
    article, passage = row[:5], row[5:]
    return QuotedArticle(*article), QuotedPassage(*passage) if passage[0] else None


@dataclass(slots=True)
class Words:
    """What a quote says, and by what a browser finds it."""

    quote: str
    before: str
    after: str
    start: int
    end: int
    is_repeated: bool
    reads_as: str
    state: str


@dataclass(slots=True)
class Quote(Words):
    article: QuotedArticle
    passage: QuotedPassage | None

    is_sound = Evidence.is_sound
    source_url = Evidence.source_url

    @property
    def article_id(self) -> int:
        return self.article.pk

    @property
    def passage_id(self) -> int | None:
        return self.passage and self.passage.pk


@dataclass(slots=True)
class Stated:
    """A statement with its ends. How many independent quotes it has is told at once, and how many
    in all; what they are, and what else it shows, where it is asked for."""

    pk: int
    slug: str
    claim: str
    type: Type
    subject: NamedEntity
    object: NamedEntity
    is_sound: bool = False
    quote_count: int = 0
    evidence_count: int = 0
    quotes: list[Quote] = field(default_factory=list)
    qualified_by: list[Qualifier] = field(default_factory=list)
    curator_notes: list[Note] = field(default_factory=list)

    get_absolute_url = Statement.get_absolute_url
    get_claim_display = Statement.get_claim_display

    def other(self, entity) -> NamedEntity:
        """The end of it at which the entity does not stand."""
        return self.object if self.subject.pk == entity.pk else self.subject
